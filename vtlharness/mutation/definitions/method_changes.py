"""The changes of a method: patterns, statuses, parameter mappings.

Comes in: a `Method`, and the cases that reach it. Goes out: `DefinitionChange`s in the order of the definition, each
with the cases for which it counts. Next: `found_changes`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.model import IntegrationResponse, Method, MethodResponse
from vtlharness.gateway.stages.responses.response_selection import select_response
from vtlharness.mutation.change import Operator
from vtlharness.mutation.definitions.change import ANY_TEXT, DefinitionChange, Keys
from vtlharness.mutation.definitions.settings import other_status, without_each
from vtlharness.mutation.definitions.visits import Visit


def method_changes(method: Method, visits: Sequence[Visit]) -> Iterator[DefinitionChange]:
    """The changes of a method for which some of its visitors count."""
    sent = tuple(one.number for one in visits if one.sent)
    if sent:
        integration = method.integration
        for name, fewer in without_each(integration.request_parameters):
            changed = replace(method, integration=replace(integration, request_parameters=fewer))
            before = f"{name}: {integration.request_parameters[name]}"
            yield DefinitionChange("mapping dropped", ("requestParameters", name), before, "", method, changed, sent)
    for index, response in enumerate(method.integration.integration_responses):
        yield from _of_response(method, index, response, visits)


def _of_response(
    method: Method, index: int, response: IntegrationResponse, visits: Sequence[Visit]
) -> Iterator[DefinitionChange]:
    own = tuple(one.number for one in visits if one.response == response)
    pattern = response.selection_pattern
    keys: Keys = ("responses", pattern or "default")

    def change(operator: Operator, key: Keys, before: str, after: str, to: IntegrationResponse) -> DefinitionChange:
        return DefinitionChange(operator, (*keys, *key), before, after, method, _with(method, index, to), own)

    if pattern:
        wider = replace(response, selection_pattern=ANY_TEXT)
        changed = _with(method, index, wider)
        others = tuple(one.number for one in visits if one.response != response and _goes_to(wider, changed, one))
        if others:
            yield DefinitionChange("pattern changed", keys, pattern, ANY_TEXT, method, changed, others)
    if not own:
        return
    if pattern:
        never = f"(?:{pattern})X"
        yield change("pattern changed", (), pattern, never, replace(response, selection_pattern=never))
    status = other_status(response.status_code)
    yield change("status changed", ("statusCode",), response.status_code, status, replace(response, status_code=status))
    for name, fewer in without_each(response.response_parameters):
        before = f"{name}: {response.response_parameters[name]}"
        to = replace(response, response_parameters=fewer)
        yield change("mapping dropped", ("responseParameters", name), before, "", to)


def _goes_to(response: IntegrationResponse, method: Method, visit: Visit) -> bool:
    """Whether the call of a case gets this response of a method."""
    if visit.response is None or visit.backend_status is None:
        return False
    try:
        chosen = select_response(method.integration.integration_responses, visit.tried_on, visit.backend_status)
    except GatewayFailure:
        return False
    return chosen == response


def _with(method: Method, index: int, response: IntegrationResponse) -> Method:
    """The method with another integration response, whose status it declares as it declared the one before."""
    responses = list(method.integration.integration_responses)
    before, responses[index] = responses[index], response
    declared = method.method_responses
    if declared is not None and response.status_code != before.status_code:
        known = {one.status_code for one in declared}
        own = next((one for one in declared if one.status_code == before.status_code), None)
        if response.status_code not in known:
            base = own or MethodResponse(before.status_code)
            declared = (*declared, replace(base, status_code=response.status_code))
    integration = replace(method.integration, integration_responses=tuple(responses))
    return replace(method, integration=integration, method_responses=declared)
