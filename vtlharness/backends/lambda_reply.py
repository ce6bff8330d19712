"""What Lambda answers where a function returned a value, raised an error or failed."""

from __future__ import annotations

from vtlharness.gateway.backend import FUNCTION_ERROR
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.codecs.json_body import json_body


def lambda_result(payload: object) -> BackendReply:
    """The reply of Lambda where a function returned this value (JSON data)."""
    return BackendReply(200, {"Content-Type": "application/json"}, json_body(payload))


def lambda_error(message: str, error_type: str = "Error", **more: object) -> BackendReply:
    """The reply of Lambda where a function raised an error; `more` are further keys of it, such as `stackTrace`."""
    return lambda_failure({"errorMessage": message, "errorType": error_type, **more})


def lambda_failure(payload: object) -> BackendReply:
    """The reply of Lambda where a function failed and Lambda says this of it (JSON data)."""
    headers = {"Content-Type": "application/json", FUNCTION_ERROR: "Unhandled"}
    return BackendReply(200, headers, json_body(payload))
