"""The protocol of backends, which answer integration requests.

Comes in: an `IntegrationRequest`. Goes out: a `BackendReply`, and whether a Lambda function failed. The package
`backends` has the implementations: replies that a test case gives, and whatever else answers (a live service, a
simulator). Evidence: docs/fidelity.md#failing-function and docs/fidelity.md#no-connection-and-timeout.
"""

from __future__ import annotations

import json
from typing import Protocol

from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.codecs.headers import header
from vtlharness.gateway.gateway_failure import configuration_error
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.model import Authorizer

FUNCTION_ERROR = "X-Amz-Function-Error"


class Backend(Protocol):
    """Answers integration requests. MOCK integrations do not ask a backend.

    May raise `BackendUnreachable` or `BackendTimeout` if it gives no answer.
    """

    def __call__(self, request: IntegrationRequest, /) -> BackendReply:
        """The answer to a request."""
        ...


class AuthorizerBackend(Protocol):
    """Calls the function of a Lambda authorizer, or answers as it did before for the same identity.

    May raise as a `Backend`.
    """

    def __call__(self, request: IntegrationRequest, authorizer: Authorizer, identity: str, /) -> BackendReply:
        """The reply of the function."""
        ...


class BackendUnreachable(Exception):  # noqa: N818 (what happened, not whose mistake it is)
    """The backend could not be reached: 504, `Network error communicating with endpoint`.

    The service never says why. Its text, if it has one, tells the reader of a test.
    """


class BackendTimeout(Exception):  # noqa: N818
    """The backend did not answer in time: 504, `Endpoint request timed out`.

    `function_output` has the lines that a function of this computer printed until then.
    """

    def __init__(self, *arguments: object, function_output: tuple[str, ...] = ()) -> None:
        super().__init__(*arguments)
        self.function_output = function_output


def function_failed(reply: BackendReply) -> bool:
    """Whether a Lambda function raised an error: the invocation itself succeeded, and a header reports the error."""
    return header(reply.headers, FUNCTION_ERROR) is not None


def check_permission(reply: BackendReply) -> None:
    """Raises GatewayFailure (500) if Lambda did not let the gateway invoke the function."""
    if reply.status_code == 403:
        raise configuration_error("Invalid permissions on Lambda function")


def error_message(payload: str) -> str | None:
    """The `errorMessage` in the payload of a Lambda function; None if it is missing."""
    try:
        found = json.loads(payload or "null")
    except (ValueError, RecursionError):
        return None
    message = found.get("errorMessage") if isinstance(found, dict) else None
    return message if isinstance(message, str) else None
