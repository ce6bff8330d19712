"""The parts of definitions that no case reached, with their places.

Comes in: what a run reached, and the definitions that were given. Goes out: `UnreachedPart`s, by file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from vtlharness.cases.integration.reached_parts import DefinitionPart, parts_of
from vtlharness.coverage.part_places import PartPlaces, is_lone_method
from vtlharness.coverage.reached import Reached
from vtlharness.documents.readable_files import ReadingRule
from vtlharness.errors import VtlHarnessError
from vtlharness.lint.selection import LintedFile
from vtlharness.lint.subjects import Definition, read_definitions
from vtlharness.report.coverage_section import UnreachedPart
from vtlharness.source import Position
from vtlharness.visible import one_line


class _Known(NamedTuple):
    """The parts of one file, and how often each was reached."""

    parts: Mapping[tuple[str, ...], int]
    definitions: list[Definition]


def unreached_parts(reached: Reached, given: Iterable[str] = ()) -> tuple[UnreachedPart, ...]:
    """The parts that no case reached, of the definitions that cases use and of those that were given.

    Of a method that no case calls, only the method itself is named.
    """
    used = [path for path, reach in reached.files.items() if reach.parts]
    paths = sorted({*used, *map(os.path.realpath, given)})
    return tuple(part for path in paths for part in _in_file(path, _known(path, reached)))


def _known(path: str, reached: Reached) -> _Known:
    reach = reached.files.get(path)
    counts = {} if reach is None else dict(reach.parts)
    apis = {part[0] for part in counts}
    try:
        definitions = list(read_definitions(LintedFile(path, "definition", True), ReadingRule((path,))))
    except (VtlHarnessError, OSError):
        return _Known(counts, [])
    is_only = len(definitions) == 1  # a parameter may give the API of the cases another name
    for definition in definitions:
        if definition.api.name not in apis and not (apis and (is_only or not definition.whole)):
            counts.update(dict.fromkeys(parts_of(definition.api), 0))
    if definitions and is_lone_method(definitions):
        counts = _at_one_path(counts)
    return _Known(counts, definitions)


def _at_one_path(counts: Mapping[tuple[str, ...], int]) -> dict[tuple[str, ...], int]:
    """The parts of a method that answers every path: those of its two methods are the same ones."""
    together: dict[tuple[str, ...], int] = {}
    for names, count in counts.items():
        part = DefinitionPart(*names)._replace(resource_path="/")
        together[part] = together.get(part, 0) + count
    return together


def _in_file(path: str, known: _Known) -> Iterator[UnreachedPart]:
    places = PartPlaces(known.definitions) if known.definitions else None
    uncalled = {part[0:1] + part[2:4] for part, count in known.parts.items() if part[1] == "method" and not count}
    unchosen = {
        part[:1] + part[2:4] + part[5:] for part, count in known.parts.items() if part[1] == "response" and not count
    }
    found = []
    for order, (names, count) in enumerate(known.parts.items()):
        part = DefinitionPart(*names)
        hidden = part.kind != "method" and (part.api, part.http_method, part.resource_path) in uncalled
        hidden |= part.kind == "response template" and (*names[:1], *names[2:4], part.response) in unchosen
        if count or hidden:
            continue
        place = None if places is None else places.place(part)
        found.append((place or Position(0, 0), order, _described(path, part, place)))
    return (entry for _, _, entry in sorted(found, key=lambda item: item[:2]))


def _described(path: str, part: DefinitionPart, place: Position | None) -> UnreachedPart:
    method = one_line(f"{part.http_method} {part.resource_path}")
    name = one_line(part.name)
    what = {
        "method": f"{method}: never called",
        "validator": f"the validator of {method}: never refuses a request",
        "request template": f"the request template for {name} of {method}: never rendered",
        "response": f"`{name}` of {method}: never chosen"
        if name
        else f"the default response of {method}: never chosen",
        "response template": f"a response template for {name} of {method}: never rendered",
        "authorizer": f"the authorizer {name}: never asked",
        "gateway response": f"the gateway response {name}: never given",
    }[part.kind]
    line, column = place or (None, None)
    return UnreachedPart(
        os.path.relpath(path), line, column, part.kind, method if part.http_method else None, name, what
    )
