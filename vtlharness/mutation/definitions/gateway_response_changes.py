"""The changes of a gateway response: its status, its headers, its templates.

Comes in: a `GatewayResponse`, and the cases that get it. Goes out: `DefinitionChange`s. Next: `found_changes`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from vtlharness.gateway.model import GatewayResponse
from vtlharness.gateway.stages.responses.gateway_responses import variable_spans
from vtlharness.mutation.change import Change, shown
from vtlharness.mutation.definitions.change import DefinitionChange
from vtlharness.mutation.definitions.settings import other_status, without_each
from vtlharness.mutation.text_changes import ADDED, Piece, changed_words, commas


def gateway_response_changes(response: GatewayResponse, cases: Mapping[int, str | None]) -> Iterator[DefinitionChange]:
    """The changes of a gateway response. `cases` are those that get it, by their numbers, each with the content type
    whose template makes its body, if it has a template.
    """
    own = tuple(cases)
    status = response.status_code
    if status is not None:
        other = other_status(status)
        to = replace(response, status_code=other)
        yield DefinitionChange("status changed", ("statusCode",), status, other, response, to, own)
    for name, fewer in without_each(response.response_parameters):
        before = f"{name}: {response.response_parameters[name]}"
        to = replace(response, response_parameters=fewer)
        yield DefinitionChange("mapping dropped", ("responseParameters", name), before, "", response, to, own)
    for content_type, template in response.response_templates.items():
        rendered = tuple(number for number, chosen in cases.items() if chosen == content_type)
        keys = "responseTemplates", content_type
        for edit in text_changes(template.text) if rendered else ():
            yield DefinitionChange(edit.operator, keys, edit.before, edit.after, response, response, rendered, edit)


def text_changes(text: str) -> Iterator[Change]:
    """The changes of the template of a gateway response, in which only variables count, in their order."""
    end = 0
    for start, stop in variable_spans(text):
        yield from _between(text, end, start)
        variable = text[start:stop]
        name_end = stop - 1 if variable.endswith("}") else stop
        changed = f"{text[start:name_end]}{ADDED}{text[name_end:stop]}"
        yield Change("path changed", start, stop, changed, shown(variable), shown(changed))
        end = stop
    yield from _between(text, end, len(text))


def _between(text: str, start: int, end: int) -> Iterator[Change]:
    """The changes of the text between two variables."""
    piece = text[start:end]
    found = [
        Change("literal changed", *_moved(one, start), shown(piece[one.start : one.end]), shown(one.text))
        for one in changed_words(piece)
    ]
    found += [Change("separator removed", *_moved(one, start), ",", "") for one in commas(piece)]
    yield from sorted(found, key=lambda change: change.start)


def _moved(piece: Piece, by: int) -> Piece:
    return Piece(piece.start + by, piece.end + by, piece.text)
