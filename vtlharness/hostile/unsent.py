"""Finds the parameters that a client can send and that a case does not send.

Comes in: a case. Goes out: their places and names: those that the method declares, that a mapping reads, or that a
template reads by name. Next: `inputs`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Literal, TypeAlias

from vtlharness.cases.integration.case import IntegrationCase
from vtlharness.cases.model import Case, TemplateCase
from vtlharness.gateway.model import Method
from vtlharness.gateway.roots.params import HIDDEN_HEADERS
from vtlharness.gateway.stages.routing import find_route

Location: TypeAlias = Literal["path", "querystring", "header"]

_EXPRESSION = re.compile(r"method\.request\.(?:multivalue)?(querystring|header)\.([^\s.]+)")
_LOOKUP = re.compile(
    r"input\.params\(\s*(?:['\"](?P<any>[^'\"$]+)['\"]\s*\)"
    r"|\)\.(?P<place>path|querystring|header)"
    r"(?:\.get\(\s*['\"](?P<got>[^'\"$]+)['\"]\s*\)|\[\s*['\"](?P<item>[^'\"$]+)['\"]\s*\]"
    r"|\.(?P<member>[A-Za-z][\w-]*)(?![\w(-])))"
)


def unsent_parameters(case: Case) -> tuple[tuple[Location, str], ...]:
    """The parameters, each once. A name that a template looks up anywhere is one of the query string."""
    request = case.method_request
    sent = {
        "path": frozenset(request.path_parameters),
        "querystring": frozenset(request.query_string),
        "header": frozenset(name.lower() for name in request.headers) | HIDDEN_HEADERS,
    }
    everywhere = sent["path"] | sent["querystring"] | frozenset(request.headers)
    found: dict[tuple[Location, str], None] = {}
    for place, name in _read_parameters(case):
        if place == "any":
            known = {own for _, own in found}
            if name not in everywhere and name not in known:
                found["querystring", name] = None
        elif (name.lower() if place == "header" else name) not in sent[place]:
            found[place, name] = None
    return tuple(found)


def _read_parameters(case: Case) -> Iterator[tuple[Location | Literal["any"], str]]:
    if isinstance(case, TemplateCase):
        yield from _lookups(case.template.source.text)
        return
    method = _method(case) if isinstance(case, IntegrationCase) else None
    integration = None if method is None else method.integration
    if method is None or integration is None:  # a call that the gateway answers itself
        return
    yield from _expressions(chain(method.request_parameters, integration.request_parameters.values()))
    templates = [*integration.request_templates.values()]
    for response in integration.integration_responses:
        templates += response.response_templates.values()
    lookups = dict.fromkeys(chain.from_iterable(_lookups(template.text) for template in templates))
    yield from (found for found in lookups if found[0] != "path")  # a route gives every path parameter a value


def _method(case: IntegrationCase) -> Method | None:
    request = case.method_request
    route = case.route or find_route(case.api.methods, request.http_method, request.path)
    return None if route is None else route.method


def _expressions(expressions: Iterable[str]) -> Iterator[tuple[Location, str]]:
    for expression in expressions:
        found = _EXPRESSION.fullmatch(expression)
        if found is not None:
            yield "header" if found[1] == "header" else "querystring", found[2]


@lru_cache(maxsize=256)
def _lookups(template: str) -> tuple[tuple[Location | Literal["any"], str], ...]:
    """The lookups of a template that write their name out."""
    found: dict[tuple[Location | Literal["any"], str], None] = {}
    for match in _LOOKUP.finditer(template) if "input.params(" in template else ():
        if match["any"] is not None:
            found["any", match["any"]] = None
        else:
            place: Location = match["place"]  # type: ignore[assignment]  # the pattern has these three
            found[place, match["got"] or match["item"] or match["member"]] = None
    return tuple(sorted(found, key=lambda one: one[0] == "any"))
