"""The replies of Lambda for a function that returned a value, raised an error or failed."""

from __future__ import annotations

from vtlharness.gateway.backend import FUNCTION_ERROR
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.codecs.json_body import json_body


def lambda_result(payload: object) -> BackendReply:
    """The reply of Lambda for a function that returned this value (JSON data)."""
    return BackendReply(200, {"Content-Type": "application/json"}, json_body(payload))


def lambda_error(message: str, error_type: str = "Error", **more: object) -> BackendReply:
    """The reply of Lambda for a function that raised an error; `more` holds its other keys, such as `stackTrace`."""
    return lambda_failure({"errorMessage": message, "errorType": error_type, **more})


def lambda_failure(payload: object) -> BackendReply:
    """The reply of Lambda for a failed function, with what Lambda reports about it (JSON data)."""
    headers = {"Content-Type": "application/json", FUNCTION_ERROR: "Unhandled"}
    return BackendReply(200, headers, json_body(payload))
