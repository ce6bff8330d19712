"""Finds the reference of a template that printed a hostile value where it breaks the output.

Comes in: a `Weakness`. Goes out: an `Origin`, from a second, traced call. A reference that prints other text than for
the case's own input is the suspect; the last one before the place of the fault printed the value there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from vtlharness.cases.model import Case
from vtlharness.cases.results import Part, TemplateLine
from vtlharness.engines.native import NativeEngine
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.templates.rendering import TemplateRun
from vtlharness.hostile.calls import Call, call
from vtlharness.hostile.searching import Weakness
from vtlharness.source import Source


class Origin(NamedTuple):
    """The reference at an offset of a template; `before` is what the template has printed before it."""

    template: Source
    offset: int
    before: str

    @property
    def line(self) -> TemplateLine:
        """Its line."""
        return TemplateLine(self.template.name, self.template.position(self.offset).line, self.template.stands_at)


class _Piece(NamedTuple):
    begin: int
    offset: int
    text: str


class Attribution:
    """The origins of one case's faults; its own input is traced once."""

    def __init__(self, case: Case, engine: NativeEngine) -> None:
        self._case = case
        self._engine = engine.traced()
        self._own: Call | None = None
        self._found: dict[int, tuple[Weakness, Origin | None]] = {}

    def origin(self, weakness: Weakness) -> Origin | None:
        """Where the template prints the value; None if that is not known, or nothing is printed."""
        known = self._found.get(id(weakness))
        if known is None:
            known = self._found[id(weakness)] = weakness, self._traced(weakness)
        return known[1]

    def _traced(self, weakness: Weakness) -> Origin | None:
        shown = weakness.shown.runs.get(weakness.part)
        if shown is None or weakness.fault.kind == "fails":
            return None
        traced = call(weakness.place.changed(self._case, weakness.change), self._engine).runs.get(weakness.part)
        if traced is None or traced.rendering.text != shown.rendering.text:
            return None
        if self._own is None:
            self._own = call(self._case, self._engine)
        own = self._own.runs.get(weakness.part)
        known = set() if own is None else {(piece.offset, piece.text) for piece in _references(own)}
        found: _Piece | None = None
        for piece in _references(traced):
            if piece.begin > weakness.fault.offset and found is not None:
                break
            if (piece.offset, piece.text) not in known and (found is None or piece.begin <= weakness.fault.offset):
                found = piece
        found = found or _nearest(traced, weakness.fault.offset)
        if found is None:
            return None
        return Origin(traced.template, found.offset, traced.rendering.text[: found.begin])


def line_of_failure(failure: VtlHarnessError | str | None) -> TemplateLine | None:
    """The line of the template that failed."""
    if not isinstance(failure, VtlHarnessError) or failure.file is None or failure.line is None:
        return None
    return TemplateLine(failure.file, failure.line)


def line_of_override(weakness: Weakness) -> TemplateLine | None:
    """The line of the template that sets the header or the path of a head; None where a mapping does."""
    fault, shown = weakness.fault.head, weakness.shown.runs
    side: Part = "response.body" if weakness.part == "response" else "integrationRequest.body"
    run = shown.get(side) or shown.get("output")
    if fault is None or run is None:
        return None
    name = rf"\b.*?{re.escape(fault.name)}" if fault.name else r"\b"
    found = re.search(rf"(?:request|response)Override\b.*?\b{fault.about}{name}", run.template.text)
    if found is None:
        return None
    return TemplateLine(run.template.name, run.template.position(found.start()).line, run.template.stands_at)


def _references(run: TemplateRun) -> Iterator[_Piece]:
    """The pieces of the output that references printed, in their order."""
    origins, text, template = run.rendering.origins, run.rendering.text, run.template.text
    ends = [begin for begin, _ in origins[1:]] + [len(text)]
    for (begin, offset), end in zip(origins, ends, strict=True):
        if template.startswith("$", offset):
            yield _Piece(begin, offset, text[begin:end])


def _nearest(run: TemplateRun, offset: int) -> _Piece | None:
    found = None
    for piece in _references(run):
        if piece.begin > offset and found is not None:
            break
        found = piece
    return found
