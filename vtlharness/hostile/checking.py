"""Checks the cases of a run with hostile input: those that pass, and whose findings nobody has accepted.

Comes in: the `CaseResult`s of a run, file by file. Goes out: the results, failed where the templates do not withstand
something. `saving` writes the findings as cases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from vtlharness.cases.model import AcceptedFinding, Case
from vtlharness.cases.results import CaseResult, HostileFinding, TemplateLine
from vtlharness.cases.running import internal_error
from vtlharness.cases.session import Session
from vtlharness.engines.native import NativeEngine
from vtlharness.hostile.attributing import Attribution, Origin, line_of_failure, line_of_override
from vtlharness.hostile.cures import cure
from vtlharness.hostile.data_paths import general
from vtlharness.hostile.formats import Format
from vtlharness.hostile.searching import Searcher, Weakness
from vtlharness.limits.budget import GIVEN, LimitExceeded, combined
from vtlharness.limits.deadline import within_limits


class Found(NamedTuple):
    """A finding, with all that is needed to replay it."""

    case: Case
    weakness: Weakness
    finding: HostileFinding
    format: Format


class HostileChecks:
    """The checks of one run. A weakness that several cases of a file show is a finding of the first of them.

    `found` are the findings so far, `cut_short` the ids of cases whose time was over before all was tried, and
    `unused` the accepted findings that no case of their file has, each with its file.
    """

    def __init__(self, session: Session) -> None:
        engine = session.service or session.engine
        self.engine = engine if isinstance(engine, NativeEngine) else NativeEngine()
        self._limits: Mapping[str, float] = session.limits._asdict()
        self._file = ""
        self._first_shown: dict[tuple[str, ...], str] = {}
        self.found: list[Found] = []
        self.cut_short: list[str] = []
        self.unused: list[tuple[str, AcceptedFinding]] = []
        self._checked: set[str] = set()
        self._used: set[AcceptedFinding] = set()

    def checked(self, result: CaseResult) -> CaseResult:
        """The result of a case that passed, failed if its templates do not withstand hostile input."""
        case = result.case
        if result.outcome != "passed":
            return result
        file = case.file.as_posix()
        if file != self._file:
            self._file, self._first_shown = file, {}
            self._checked, self._used = set(), set()
        try:
            found = self._findings(case)
        except Exception as problem:  # a bug here must not lose the results of the other cases
            return result._replace(outcome="error", error=internal_error(problem))
        if not found:
            return result
        self.found += found
        return result._replace(outcome="failed", differences=tuple(one.finding for one in found))

    def end_file(self, cases: Sequence[Case]) -> None:
        """All cases of a file have been run: tells the accepted findings that none has. It tells none where a case was
        not checked to its end.
        """
        if cases and self._checked == {case.id for case in cases}:
            accepted = dict.fromkeys(one for case in cases for one in case.accepted)
            self.unused += [(self._file, one) for one in accepted if one not in self._used]

    def notices(self) -> list[Any]:
        """What is to be told at the end, as plain data; it is told once."""
        told = [*self.cut_short], [(file, *accepted) for file, accepted in self.unused]
        self.cut_short, self.unused = [], []
        return [*told]

    def take(self, notices: Sequence[Any]) -> None:
        """Takes in the notices of another process."""
        cut_short, unused = notices
        self.cut_short += cut_short
        self.unused += [(file, AcceptedFinding(*accepted)) for file, *accepted in unused]

    def _findings(self, case: Case) -> list[Found]:
        searcher = Searcher(case, self.engine)
        allowed = combined(self._limits, case.limits)
        given = max(GIVEN, len(case.positions.source.text))
        found: list[Found] = []
        try:
            within_limits(allowed, searcher.run, given=given)
        except LimitExceeded:  # what was found until then counts
            self.cut_short.append(case.id)
        else:
            self._checked.add(case.id)
        with suppress(LimitExceeded):
            within_limits(allowed, self._judge, case, searcher, found, given=given)
        return found

    def _judge(self, case: Case, searcher: Searcher, found: list[Found]) -> None:
        search = searcher.result
        attribution = Attribution(case, self.engine)
        for weakness in self._new(case, search.weaknesses):
            origin = attribution.origin(weakness)
            if origin is not None and _is_told_inside(weakness, origin, search.weaknesses, attribution):
                continue
            place = weakness.place.words
            output_format = searcher.format_of(weakness.part)
            line = _line(weakness, origin)
            finding = HostileFinding(
                weakness.fault.kind,
                weakness.part,
                weakness.place.input.sender,
                place,
                weakness.change.words,
                weakness.fault.message,
                cure(weakness, output_format, origin),
                len(search.holding),
                line,
            )
            found.append(Found(case, weakness, finding, output_format))

    def _new(self, case: Case, weaknesses: Iterable[Weakness]) -> Iterator[Weakness]:
        """The weaknesses that are not accepted and that no other case of the file has shown, each once."""
        told: set[tuple[str, ...]] = set()
        for weakness in weaknesses:
            place, kind = weakness.place.words, weakness.fault.kind
            key = (weakness.part, kind, general(place), weakness.change.cause)
            covering = [one for one in case.accepted if one.covers(kind, place)]
            self._used.update(covering)
            if key in told or covering:
                continue
            told.add(key)
            if self._first_shown.setdefault(key, case.name) == case.name:  # a case may run again
                yield weakness


def _line(weakness: Weakness, origin: Origin | None) -> TemplateLine | None:
    if origin is not None:
        return origin.line
    if weakness.fault.head is not None:
        return line_of_override(weakness)
    return line_of_failure(weakness.shown.failure)


def _is_told_inside(weakness: Weakness, origin: Origin, others: Iterable[Weakness], attribution: Attribution) -> bool:
    """Whether a place inside this one has the same fault at the same reference, accepted or not: where a list is
    missing, what is in it is missing, too.
    """
    place = weakness.place
    for other in others:
        inner = other.place
        if (
            (other.part, other.fault.kind) == (weakness.part, weakness.fault.kind)
            and inner.input.words == place.input.words
            and len(inner.steps) > len(place.steps)
            and inner.steps[: len(place.steps)] == place.steps
            and not (place.of_names or inner.of_names)
        ):
            found = attribution.origin(other)
            if found is not None and (found.template, found.offset) == (origin.template, origin.offset):
                return True
    return False
