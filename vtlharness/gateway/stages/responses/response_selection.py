"""The choice of the integration response.

Comes in: the integration responses, the backend's status, and what patterns are tried on: that status, or a failed
Lambda function's `errorMessage`. Goes out: one of them. Next: `gateway.stages.integration_response`. Evidence:
docs/fidelity.md#selection-pattern.
"""

from __future__ import annotations

from collections.abc import Sequence

from vtlharness.gateway.gateway_failure import configuration_error
from vtlharness.gateway.model import IntegrationResponse
from vtlharness.java.regex.pattern import compile_java
from vtlharness.java.values import JavaError


def select_response(
    responses: Sequence[IntegrationResponse], value: str | None, backend_status: int
) -> IntegrationResponse:
    """The response whose pattern matches the whole value, else the default.

    Of several that match, the one with the backend's own status counts, then the one with the lowest status. None
    matches no pattern (a Lambda function that did not fail). Raises GatewayFailure (500) if nothing matches and the
    default is missing, and for a pattern that Java refuses. Evidence: docs/fidelity.md#several-responses-match.
    """
    default: IntegrationResponse | None = None
    own = str(backend_status)
    for response in sorted(responses, key=lambda response: (response.status_code != own, response.status_code)):
        if not response.selection_pattern:
            default = default or response
        elif value is not None and _matches(response.selection_pattern, value):
            return response
    if default is None:
        raise configuration_error(
            "No match for output mapping and no default output mapping configured. "
            f"Endpoint Response Status Code: {backend_status}"
        )
    return default


def _matches(pattern: str, value: str) -> bool:
    try:
        return compile_java(pattern).engine.fullmatch(value) is not None
    except JavaError:
        raise configuration_error(f"Invalid selection pattern: {pattern}") from None
