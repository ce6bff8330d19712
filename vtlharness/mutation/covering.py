"""Which cases render which templates, and how far.

Comes in: cases that pass. Goes out: `CoveredTemplate`s, in the order in which the cases meet them. Next: `searching`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from vtlharness.cases.model import Case
from vtlharness.cases.results import CaseResult
from vtlharness.cases.running import run_case
from vtlharness.engines.native import NativeEngine
from vtlharness.source import Source
from vtlharness.vtl.counts import Recorder, TemplateCounts
from vtlharness.vtl.recording import Recording
from vtlharness.vtl.syntax.nodes import Binary
from vtlharness.vtl.syntax.parser import Parser
from vtlharness.vtl.syntax.walk import walk

_Spans: TypeAlias = tuple[tuple[int, int], ...]


class CoveredCase(NamedTuple):
    """A case, and its result, with all templates as they are."""

    case: Case
    result: CaseResult


class Reach(NamedTuple):
    """What a case evaluates of a template: pieces from `starts` to `ends`, without right operands that were `skipped`.

    Both are sorted, and no piece is inside another.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    skipped: _Spans

    def has(self, start: int, end: int) -> bool:
        """Whether it evaluates some of a place."""
        if any(first <= start and end <= last for first, last in self.skipped):
            return False
        piece = bisect_right(self.ends, start)  # the first that ends behind the start
        return piece < len(self.starts) and self.starts[piece] < end


@dataclass(frozen=True, slots=True)
class CoveredTemplate:
    """A template, and what each case that renders it evaluates, by the case's number."""

    source: Source
    cases: dict[int, Reach] = field(default_factory=dict)

    def cases_at(self, start: int, end: int) -> list[int]:
        """The numbers of the cases that render a place, in order."""
        return [number for number, reach in self.cases.items() if reach.has(start, end)]


class Covering:
    """The cases of a run that pass, and the templates that they render."""

    def __init__(self, cases: Iterable[Case], engine: NativeEngine, limits: Mapping[str, float]) -> None:
        """Runs every case twice. Those that do not pass, and live ones, are left out."""
        self.cases: list[CoveredCase] = []
        self.templates: dict[Source, CoveredTemplate] = {}
        self._operands: dict[Source, dict[int, tuple[int, int]]] = {}
        recorder, counted = Recorder(), NativeEngine()
        for case in cases:
            if case.live:
                continue
            with recording(None):
                result = run_case(case, engine, limits=limits, explain=False)
            if result.outcome != "passed":
                continue
            number = len(self.cases)
            self.cases.append(CoveredCase(case, result))
            with recording(recorder):
                recorder.clear()
                run_case(case, counted, limits=limits, explain=False)
            for source, counts in recorder.templates.items():
                if counts:
                    template = self.templates.setdefault(source, CoveredTemplate(source))
                    template.cases[number] = self._reach(counts)

    def _reach(self, counts: TemplateCounts) -> Reach:
        source = counts.source
        operands = self._operands.get(source)
        if operands is None:
            nodes = [node for node in walk(Parser(source).parse()) if isinstance(node, Binary)]
            operands = self._operands[source] = {node.offset: (node.right.start, node.right.end) for node in nodes}
        inside = sorted((start, end) for start, end, count in counts.spans() if count)
        arms = [arm for arm, count in counts.arms() if arm.kind == "evaluated" and not count]
        starts, ends = tuple(start for start, _ in inside), tuple(end for _, end in inside)
        return Reach(starts, ends, tuple(operands[arm.offset] for arm in arms if arm.offset in operands))


@contextmanager
def recording(recorder: Recorder | None) -> Iterator[None]:
    """Templates that are compiled meanwhile count there, and nowhere else: those with a change not in the run's."""
    before = Recording.recorder
    Recording.recorder = recorder
    try:
        yield
    finally:
        Recording.recorder = before
