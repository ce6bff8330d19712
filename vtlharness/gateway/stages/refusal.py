"""Refusals of the gateway itself, which a test asks for by their type.

Comes in: the type of a gateway response, and the moment of a call. Goes out: nothing, or a GatewayFailure of that type.
Used by `gateway.invocation` at each moment. Evidence: docs/fidelity.md#moment-of-a-refusal.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from vtlharness.gateway.gateway_failure import GatewayFailure

Moment: TypeAlias = Literal["before routing", "authorization", "API key", "usage plan", "validation", "integration"]

_MOMENTS: dict[str, Moment] = {
    "ACCESS_DENIED": "authorization",
    "AUTHORIZER_CONFIGURATION_ERROR": "authorization",
    "AUTHORIZER_FAILURE": "authorization",
    "BAD_REQUEST_BODY": "validation",
    "BAD_REQUEST_PARAMETERS": "validation",
    "EXPIRED_TOKEN": "authorization",
    "INVALID_API_KEY": "API key",
    "INVALID_SIGNATURE": "authorization",
    "MISSING_AUTHENTICATION_TOKEN": "authorization",
    "QUOTA_EXCEEDED": "usage plan",
    "REQUEST_TOO_LARGE": "before routing",
    "RESOURCE_NOT_FOUND": "API key",
    "THROTTLED": "usage plan",
    "UNAUTHORIZED": "authorization",
    "WAF_FILTERED": "before routing",
}
"""When a call is refused; types that are not here are refused in place of the integration."""

_STATUSES = {"DEFAULT_4XX": 400, "DEFAULT_5XX": 500}
"""The statuses of the two types that have none of their own."""


def moment_of(refused: str | None) -> Moment | None:
    """When the test has the gateway refuse the call; None if it does not."""
    return None if refused is None else _MOMENTS.get(refused, "integration")


def refuse(refused: str | None, moment: Moment) -> None:
    """Raises GatewayFailure if the test has the gateway refuse the call at this moment."""
    if refused is not None and moment_of(refused) == moment:
        raise GatewayFailure(refused, status=_STATUSES.get(refused), reason="the test has the gateway refuse the call")
