"""The choice of the integration response.

Comes in: the integration responses, and the backend's status or a failed Lambda function's `errorMessage`. Goes out:
one of them. Next: `gateway.stages.integration_response`. Evidence: docs/fidelity.md#selection-pattern.
"""

from __future__ import annotations

from collections.abc import Sequence

from vtlharness.gateway.gateway_failure import configuration_error
from vtlharness.gateway.model import IntegrationResponse
from vtlharness.java.regex.pattern import compile_java
from vtlharness.java.values import JavaError


def select_response(responses: Sequence[IntegrationResponse], value: str | None) -> IntegrationResponse:
    """The response whose pattern matches the whole value, the one with the lowest status; else the default.

    None matches no pattern (a Lambda function that did not fail). Raises GatewayFailure (500) if nothing matches and
    the default is missing, and for a pattern that Java refuses.
    """
    default: IntegrationResponse | None = None
    for response in sorted(responses, key=lambda response: response.status_code):
        if not response.selection_pattern:
            default = default or response
        elif value is not None and _matches(response.selection_pattern, value):
            return response
    if default is None:
        shown = "" if value is None else f" {value}"
        raise configuration_error(
            "No match for output mapping and no default output mapping configured. Endpoint Response Status Code:"
            f"{shown}"
        )
    return default


def _matches(pattern: str, value: str) -> bool:
    try:
        return compile_java(pattern).engine.fullmatch(value) is not None
    except JavaError:
        raise configuration_error(f"Invalid selection pattern: {pattern}") from None
