"""Who answers integration requests.

Comes in: an `IntegrationRequest`. Goes out: a `BackendReply`. The reply of a test case is the one implementation here;
whatever else answers (a live service, a simulator) follows the same protocol. Evidence: facts/gateway.md 12, 15.
"""

from __future__ import annotations

from typing import Protocol

from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.codecs.headers import header
from vtlharness.gateway.integration_request import IntegrationRequest

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


def function_failed(reply: BackendReply) -> bool:
    """Whether a Lambda function raised an error: the invocation itself succeeded, a header tells."""
    return header(reply.headers, FUNCTION_ERROR) is not None


def invocation_refused(reply: BackendReply) -> bool:
    """Whether Lambda did not let the gateway invoke the function."""
    return reply.status_code == 403
