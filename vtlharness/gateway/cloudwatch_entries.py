"""The entries that CloudWatch's execution log has and TestInvokeMethod's log lacks.

Comes in: the call at its method, or the answer of the gateway itself. Goes out: entries for `execution_log`. Evidence:
docs/fidelity.md#cloudwatch-log.
"""

from __future__ import annotations

from collections.abc import Mapping

from vtlharness.gateway.execution_log import printed_map
from vtlharness.gateway.stages.exchange import Exchange
from vtlharness.gateway.stages.responses.method_response import MethodResponseMessage

_SHOWN = 6
"""The number of characters of a secret that the log shows; stars stand for the others."""


def opening_entries(exchange: Exchange) -> list[str]:
    """The id that the service gives the call; an authorizer's entries follow it."""
    return [f"Extended Request Id: {exchange.call.extended_request_id}"]


def usage_plan_entries(exchange: Exchange) -> list[str]:
    """The check of the call's API key against the usage plans, before the method is executed."""
    call, method = exchange.call, exchange.method
    stage = f"{call.api_id}/{call.stage}"
    name = f"method '{method.http_method} {method.resource_path}'"
    key = _api_key(exchange)
    of_key = f"API Key {key}" if key else "API Key"
    if not method.api_key_required:
        verdict = (
            f"{of_key} authorized because {name} does not require API Key. "
            "Request will not contribute to throttle or quota limits"
        )
    elif key:
        verdict = f"{of_key} authorized because {name} requires API Key and API Key is valid for API Stage {stage}"
    else:
        verdict = (
            f"API Key not authorized because {name} requires API Key and API Key is not associated with a Usage Plan "
            f"for API Stage {stage}: No API Key"
        )
    checked = "succeeded" if key or not method.api_key_required else "failed"
    return [
        f"Verifying Usage Plan for request: {call.request_id}. API Key: {f'{key} ' if key else ''}API Stage: {stage}",
        verdict,
        f"Usage Plan check {checked} for {of_key} and API Stage {stage}",
    ]


def gateway_response_entries(
    response_type: str, response: MethodResponseMessage, headers: Mapping[str, list[str]]
) -> list[str]:
    """The gateway response that answers the call; `headers` are those that the API answers with."""
    return [
        f"Gateway response type: {response_type} with status code: {response.status}",
        f"Gateway response body: {response.body_text}",
        f"Gateway response headers: {printed_map({name: values[-1] for name, values in headers.items()})}",
    ]


def _api_key(exchange: Exchange) -> str:
    """The key that the method requires, with stars for all but its end; empty without one."""
    identity = exchange.context.get("identity")
    key = identity.get("apiKey") if isinstance(identity, Mapping) else None
    if not exchange.method.api_key_required or not isinstance(key, str):
        return ""
    return "*" * max(len(key) - _SHOWN, 0) + key[-_SHOWN:]
