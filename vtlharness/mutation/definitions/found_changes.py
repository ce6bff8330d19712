"""All changes of the definitions of a run.

Comes in: the cases of a run that pass. Goes out: for each definition, `FoundChange`s of its methods, its authorizers
and its gateway responses, with their places. Next: `searching`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple, TypeAlias, TypeVar

from vtlharness.cases.integration.called_method import called_method
from vtlharness.cases.integration.case import IntegrationCase
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.codecs.media_types import accepted_type
from vtlharness.gateway.model import Authorizer, GatewayResponse, Method
from vtlharness.gateway.stages.access.authorization import COGNITO
from vtlharness.gateway.stages.edge import arriving
from vtlharness.gateway.stages.responses.gateway_responses import customization
from vtlharness.gateway.templates.template_choice import response_template_type
from vtlharness.lint.places import Place, place_in_file
from vtlharness.mutation.covering import CoveredCase
from vtlharness.mutation.definitions.authorizer_changes import authorizer_changes, scope_changes
from vtlharness.mutation.definitions.change import DefinitionChange
from vtlharness.mutation.definitions.gateway_response_changes import gateway_response_changes
from vtlharness.mutation.definitions.method_changes import method_changes
from vtlharness.mutation.definitions.places import DefinitionLines, template_place
from vtlharness.mutation.definitions.visits import Visit, asks_authorizer, visit
from vtlharness.mutation.template_changes import MOST_CHANGES

_Key: TypeAlias = tuple[str, ...]
_Part = TypeVar("_Part", Method, Authorizer, GatewayResponse)
_Cases = TypeVar("_Cases")


class FoundChange(NamedTuple):
    """A change of the definition in `file`; `place` is None where the file does not have the setting itself."""

    change: DefinitionChange
    file: str
    place: Place | None


class FoundChanges(NamedTuple):
    """The changes of all definitions in order, and how many more there are."""

    changes: list[FoundChange]
    left: int


class _Parts(dict[_Key, tuple[_Part, _Cases]]):
    """The parts of one kind that cases reach, by their names, each with what is known of its cases."""

    def reached(self, names: _Key, part: _Part, nothing: _Cases) -> _Cases | None:
        """What is known of the cases of a part.

        None for another part of the same name: the file has several APIs, or other parameters.
        """
        known, cases = self.setdefault(names, (part, nothing))
        return cases if known == part else None


class _Definition:
    """What the cases reach of one definition."""

    def __init__(self, case: IntegrationCase) -> None:
        self._case = case
        self._methods: _Parts[Method, list[Visit]] = _Parts()
        self._asking: _Parts[Method, list[int]] = _Parts()
        self._authorizers: _Parts[Authorizer, list[int]] = _Parts()
        self._gateway_responses: _Parts[GatewayResponse, dict[int, str | None]] = _Parts()

    def add(self, number: int, case: IntegrationCase, covered: CoveredCase) -> None:
        """Notes what a case reaches."""
        method = called_method(case)
        if method is not None:
            self._add_call(number, case, method, covered)
        made = covered.result.invocation
        if made is None or made.gateway_response is None:
            return
        response = customization(case.api.gateway_responses, made.gateway_response)
        if response is None:
            return
        cases = self._gateway_responses.reached((case.api.name, response.response_type), response, {})
        if cases is not None:
            accepted = accepted_type(arriving(case.api, case.method_request).headers)
            cases[number] = response_template_type(response.response_templates, accepted)

    def _add_call(self, number: int, case: IntegrationCase, method: Method, covered: CoveredCase) -> None:
        names = method.http_method, method.resource_path
        visits = self._methods.reached(names, method, [])
        if visits is not None:
            visits.append(visit(number, method, covered.result))
        if not asks_authorizer(case) or method.authorizer is None:
            return
        asking = self._authorizers.reached((case.api.name, method.authorizer.name), method.authorizer, [])
        if asking is not None:
            asking.append(number)
        if method.authorization_type == COGNITO:
            asking = self._asking.reached(names, method, [])
            if asking is not None:
                asking.append(number)

    def changes(self) -> Iterator[Iterator[DefinitionChange]]:
        """The changes of each part for which some case counts."""
        for method, visits in self._methods.values():
            yield method_changes(method, visits)
        for authorizer, asking in self._authorizers.values():
            yield authorizer_changes(authorizer, tuple(asking))
        for method, asking in self._asking.values():
            yield scope_changes(method, tuple(asking))
        for response, cases in self._gateway_responses.values():
            yield gateway_response_changes(response, cases)

    def lines(self) -> DefinitionLines | None:
        """The places in the definition; None where its form has none."""
        if self._case.definition is None:
            return None
        try:
            return DefinitionLines(str(self._case.definition), self._case.files.readable)
        except VtlHarnessError:
            return None


def found_changes(cases: Iterable[CoveredCase]) -> FoundChanges:
    """The changes, by definition in the order in which the cases meet them; of each part as many as of a template."""
    definitions: dict[str, _Definition] = {}
    for number, covered in enumerate(cases):
        case = covered.case
        if isinstance(case, IntegrationCase):
            definition = definitions.setdefault(str(case.definition or case.file), _Definition(case))
            definition.add(number, case, covered)
    found: list[FoundChange] = []
    left = 0
    for file, definition in definitions.items():
        lines = definition.lines()
        for changes in definition.changes():
            tried = islice(changes, MOST_CHANGES)
            found += [FoundChange(change, file, _place(change, lines)) for change in tried]
            left += sum(1 for _ in changes)
    return FoundChanges(found, left)


def _place(change: DefinitionChange, lines: DefinitionLines | None) -> Place | None:
    part, changed = change.part, change.changed
    if isinstance(part, GatewayResponse) and change.edit is not None:
        return place_in_file(part.response_templates[str(change.keys[-1])], change.edit.start)
    place = None if lines is None else lines.place(part, change.keys)
    if place is None and isinstance(part, Method) and isinstance(changed, Method):
        return template_place(part, changed)
    return place
