"""Who answers integration requests.

Comes in: an `IntegrationRequest`. Goes out: a `BackendReply`. The reply of a test case is the one implementation here;
whatever else answers (a live service, a simulator) follows the same protocol. Evidence: facts/gateway.md 12, 15.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

from vtlharness.gateway.header_values import header
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.json_body import json_body
from vtlharness.gateway.records import BackendReply

FUNCTION_ERROR = "X-Amz-Function-Error"


class Backend(Protocol):
    """Anything that answers. MOCK integrations ask no backend.

    May raise `BackendUnreachable` or `BackendTimeout` where there is no answer at all.
    """

    def __call__(self, request: IntegrationRequest, /) -> BackendReply:
        """The answer to a request."""
        ...


class BackendUnreachable(Exception):  # noqa: N818 (what happened, not whose mistake it is)
    """The backend could not be reached: 504, `Network error communicating with endpoint`."""


class BackendTimeout(Exception):  # noqa: N818
    """The backend did not answer in time: 504, `Endpoint request timed out`."""


@dataclass(frozen=True, slots=True)
class CannedBackend:
    """Answers every request with the same reply."""

    reply: BackendReply = field(default_factory=BackendReply)

    def __call__(self, request: IntegrationRequest, /) -> BackendReply:
        """The reply, whatever the request."""
        return self.reply


@dataclass(frozen=True, slots=True)
class SilentBackend:
    """Gives no answer at all."""

    failure: Literal["timeout", "unreachable"]

    def __call__(self, request: IntegrationRequest, /) -> BackendReply:
        """Raises BackendTimeout or BackendUnreachable."""
        raise BackendTimeout if self.failure == "timeout" else BackendUnreachable


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


def function_failed(reply: BackendReply) -> bool:
    """Whether a Lambda function raised an error: the invocation itself succeeded, a header tells."""
    return header(reply.headers, FUNCTION_ERROR) is not None


def invocation_refused(reply: BackendReply) -> bool:
    """Whether Lambda did not let the gateway invoke the function."""
    return reply.status_code == 403
