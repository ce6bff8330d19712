"""Searches a case for hostile input that its templates do not withstand.

Comes in: a case that passes. Goes out: `Weakness`es, each with the smallest change that shows it. Bounded: by the
limits of the case, and by a number of calls. Next: `attributing`, then `checking` makes records of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic
from typing import NamedTuple

from vtlharness.cases.model import Case
from vtlharness.cases.results import Part
from vtlharness.engines.native import NativeEngine
from vtlharness.hostile.calls import REFUSED, Call, call
from vtlharness.hostile.changes import Change, Place, places_of
from vtlharness.hostile.data_paths import general
from vtlharness.hostile.formats import Fault, Format, Judge
from vtlharness.hostile.heads import head_faults
from vtlharness.hostile.texts import HARMLESS
from vtlharness.limits.budget import current_budget
from vtlharness.limits.deadline import OutOfTime

MOST_CALLS = 20_000
"""The calls that the search of one case makes at most."""


class Weakness(NamedTuple):
    """A fault in one part, and the change of the input that shows it."""

    part: Part
    fault: Fault
    place: Place
    change: Change
    shown: Call


class Search(NamedTuple):
    """What a search found, and the places that withstand everything, as words with general indexes."""

    weaknesses: list[Weakness]
    holding: frozenset[str]


class Searcher:
    """The search of one case. `found` grows while it runs, so that a search which ends early keeps what it has."""

    def __init__(self, case: Case, engine: NativeEngine) -> None:
        self._case = case
        self._engine = engine
        self._own = REFUSED
        self._judges: dict[Part, Judge] = {}
        self._calls = 0
        self.found: list[Weakness] = []
        self._places: set[str] = set()

    @property
    def result(self) -> Search:
        """What the search found so far."""
        weak = {general(one.place.words) for one in self.found}
        return Search(self.found, frozenset(self._places - weak))

    def format_of(self, part: Part) -> Format:
        """The format of a part of the case's own result."""
        judge = self._judges.get(part)
        return "text" if judge is None else judge.format

    def run(self) -> None:
        """Searches every place. Raises LimitExceeded when the time is over."""
        self._own = own = call(self._case, self._engine)
        for part, run in own.runs.items():
            self._judges[part] = Judge(run.rendering.text, own.content_types.get(part))
        if self._own.refused or self._own.failure is not None or not (own.runs or own.heads):
            return
        for place in places_of(self._case):
            if self._calls > MOST_CALLS:
                return
            if self._is_read(place):
                self._places.add(general(place.words))
                self._search(place)

    def _is_read(self, place: Place) -> bool:
        """Whether the templates do anything else for another value there."""
        return any(self._differs(self._called(place, probe)) for probe in place.probes())

    def _differs(self, made: Call) -> bool:
        if made.refused:
            return True
        if made.failure is not None or made.runs.keys() != self._own.runs.keys():
            return True
        return made.heads != self._own.heads or any(
            run.rendering.text != self._own.runs[part].rendering.text
            or run.template is not self._own.runs[part].template
            for part, run in made.runs.items()
        )

    def _search(self, place: Place) -> None:
        seen: set[object] = set()
        harmless: Call | None = None
        for change in place.changes():
            made = self._called(place, change)
            faults = [*self._faults(made)]
            if made.heads and isinstance(change.value, str):
                harmless = harmless or self._harmless(place)
                faults += _faults_of_heads(made, harmless)
            for part, fault in faults:
                kind = (part, fault.kind, change.cause)
                if kind in seen or (
                    fault.kind == "adds keys" and fault.head is None and self._always_adds(place, part)
                ):
                    continue
                seen.add(kind)
                self.found.append(Weakness(part, fault, place, change, made))

    def _always_adds(self, place: Place, part: Part) -> bool:
        """Whether the template itself prints the key, for any text at the place."""
        run = self._harmless(place).runs.get(part)
        return run is not None and any(
            fault.kind == "adds keys" for fault in self._judges[part].faults(run.rendering.text)
        )

    def _harmless(self, place: Place) -> Call:
        return self._called(place, Change("name" if place.of_names else "text", HARMLESS))

    def _faults(self, made: Call) -> Iterator[tuple[Part, Fault]]:
        if made.refused:
            return
        broken = False
        for part, run in made.runs.items():
            judge = self._judges.get(part)
            if judge is not None and run.template == self._own.runs[part].template:
                for fault in judge.faults(run.rendering.text):
                    broken = True
                    yield part, fault
        if made.failure is not None and not broken and self._own.runs:
            message = made.failure if isinstance(made.failure, str) else made.failure.message
            yield self._failing_part(made), Fault("fails", message)

    def _failing_part(self, made: Call) -> Part:
        """The part whose template failed: the first that the call has not, else the last."""
        parts: list[Part] = list(self._own.runs)
        return next((part for part in parts if part not in made.runs), parts[-1])

    def _called(self, place: Place, change: Change) -> Call:
        self._calls += 1
        deadline = current_budget().deadline
        if deadline is not None and monotonic() > deadline:  # a template that was stopped for it is a refused call
            raise OutOfTime
        return call(place.changed(self._case, change), self._engine)


def _faults_of_heads(made: Call, harmless: Call) -> Iterator[tuple[Part, Fault]]:
    for part, head in made.heads.items():
        if not made.refused and part in harmless.heads:
            for fault in head_faults(head, harmless.heads[part]):
                yield part, Fault(fault.kind, fault.message, 0, fault.hint, fault)
