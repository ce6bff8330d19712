"""What a backend's reply says of itself, and the backends that never answer.

Comes in: a `BackendReply`. Goes out: whether a Lambda function failed or could not be invoked. A backend raises
`BackendUnreachable` or `BackendTimeout` where there is no reply at all. Evidence: facts/gateway.md 12.
"""

from __future__ import annotations

from vtlharness.gateway.header_values import header
from vtlharness.gateway.records import BackendReply


class BackendUnreachable(Exception):  # noqa: N818
    """The backend could not be reached: 504, `Network error communicating with endpoint`."""


class BackendTimeout(Exception):  # noqa: N818
    """The backend did not answer in time: 504, `Endpoint request timed out`."""


def function_failed(reply: BackendReply) -> bool:
    """Whether a Lambda function raised an error: the invocation itself succeeded, a header tells."""
    return header(reply.headers, "X-Amz-Function-Error") is not None


def invocation_refused(reply: BackendReply) -> bool:
    """Whether Lambda did not let the gateway invoke the function."""
    return reply.status_code == 403
