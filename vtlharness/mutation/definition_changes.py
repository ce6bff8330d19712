"""The changes of a method in a definition: patterns, statuses, parameter mappings.

Comes in: a `Method`, and the cases that reach it. Goes out: `DefinitionChange`s in the order of the definition,
each with the cases that come by. Next: `searching`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from vtlharness.cases.integration.case import IntegrationCase
from vtlharness.cases.model import Case
from vtlharness.cases.results import CaseResult
from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.model import IntegrationResponse, Method, MethodResponse
from vtlharness.gateway.stages.edge import arriving
from vtlharness.gateway.stages.responses.response_selection import select_response
from vtlharness.gateway.stages.routing import Route, find_route
from vtlharness.mutation.change import Operator

Keys: TypeAlias = tuple[str | int, ...]
"""Where a part stands below its integration."""

_ANY_TEXT = ".*"


class DefinitionChange(NamedTuple):
    """A change of one part of a method, at `keys` below its integration.

    `cases` are the numbers of the cases for which the part counts.
    """

    operator: Operator
    keys: Keys
    before: str
    after: str
    method: Method
    changed: Method
    cases: tuple[int, ...]

    @property
    def drops_constant(self) -> bool:
        """Whether it drops a mapping from a constant."""
        return self.operator == "mapping dropped" and self.before.endswith("'")

    def applied(self, case: IntegrationCase) -> IntegrationCase:
        """The case with the changed method in its API."""
        methods = tuple(self.changed if method == self.method else method for method in case.api.methods)
        route = case.route
        if route is not None and route.method == self.method:
            route = Route(self.changed, route.path_parameters)
        return replace(case, api=replace(case.api, methods=methods), route=route)


class Visit(NamedTuple):
    """A case that reaches a method.

    `sent` says whether it makes an integration request. `response` is the integration response that it gets, chosen for
    the status of the backend by the text that patterns are `tried_on`.
    """

    number: int
    sent: bool = False
    response: IntegrationResponse | None = None
    tried_on: str | None = None
    backend_status: int | None = None


def reached_method(case: Case) -> Method | None:
    """The method that the call of a case meets."""
    if not isinstance(case, IntegrationCase):
        return None
    if case.route is not None:
        return case.route.method
    arrived = arriving(case.api, case.method_request)
    route = find_route(case.api.methods, arrived.http_method, arrived.path)
    return None if route is None else route.method


def visit(number: int, method: Method, result: CaseResult) -> Visit:
    """What a case reaches of its method."""
    made = result.invocation
    if made is None or made.integration_request is None:
        return Visit(number)
    if made.gateway_response is not None:
        return Visit(number, sent=True)
    responses = sorted(method.integration.integration_responses, key=lambda response: response.status_code)
    account = made.selection
    if account is None:
        return Visit(number, True, next((one for one in responses if not one.selection_pattern), None))
    wanted = account.status_code, account.pattern
    chosen = next((one for one in responses if (one.status_code, one.selection_pattern or None) == wanted), None)
    if made.backend_reply is not None:
        status: int | None = made.backend_reply.status_code
    else:
        tried_on = account.tried_on or ""
        status = int(tried_on) if tried_on.isdecimal() else None
    return Visit(number, True, chosen, account.tried_on, status)


def definition_changes(method: Method, visits: Sequence[Visit]) -> Iterator[DefinitionChange]:
    """The changes of a method for which some of its visitors count."""
    sent = tuple(one.number for one in visits if one.sent)
    if sent:
        integration = method.integration
        for name, fewer in _dropped(integration.request_parameters):
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
        wider = replace(response, selection_pattern=_ANY_TEXT)
        changed = _with(method, index, wider)
        others = tuple(one.number for one in visits if one.response != response and _goes_to(wider, changed, one))
        if others:
            yield DefinitionChange("pattern changed", keys, pattern, _ANY_TEXT, method, changed, others)
    if not own:
        return
    if pattern:
        never = f"(?:{pattern})X"
        yield change("pattern changed", (), pattern, never, replace(response, selection_pattern=never))
    status = _other_status(response.status_code)
    yield change("status changed", ("statusCode",), response.status_code, status, replace(response, status_code=status))
    for name, fewer in _dropped(response.response_parameters):
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


def _other_status(status: str) -> str:
    return str(int(status) + 1) if status.isdecimal() and status.isascii() and status != "599" else "200"


def _dropped(parameters: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Every name, and the parameters without it."""
    for name in parameters:
        yield name, {other: value for other, value in parameters.items() if other != name}
