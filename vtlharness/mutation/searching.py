"""Searches for changes that no case notices.

Comes in: the cases of a run. Goes out: a `Share`, and from all shares a `MutationRecord`. The order of the changes is
fixed: templates in the order in which the cases meet them, each from its first line to its last, then definitions.
Several processes share the changes out: each tries every n-th. When the time is over, those that are left are counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from time import monotonic
from typing import NamedTuple, TypeAlias

from vtlharness.cases.model import Case
from vtlharness.engines.native import NativeEngine
from vtlharness.lint.places import Place, place_in_file
from vtlharness.mutation.change import Change, Operator
from vtlharness.mutation.covering import CoveredTemplate, Covering, recording
from vtlharness.mutation.definitions.change import DefinitionChange
from vtlharness.mutation.definitions.found_changes import found_changes
from vtlharness.mutation.template_changes import template_changes
from vtlharness.mutation.trying import Trial, Trials
from vtlharness.report.mutations import MutationRecord, UnnoticedChange

IsWanted: TypeAlias = Callable[[str, int | None], bool]
"""Whether a line (None where it is not known) of a file is to be changed."""

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many changes of how many were tried."""


class SearchSettings(NamedTuple):
    """How to search: `seconds` in all, and which `share` of how many `shares` of the changes.

    `limits` are those of each case, `strict` the rules whose findings fail it. `wanted` chooses lines.
    """

    seconds: float
    limits: Mapping[str, float]
    strict: tuple[str, ...] = ()
    wanted: IsWanted | None = None
    share: int = 0
    shares: int = 1


class Share(NamedTuple):
    """How a share of the changes came out; `unnoticed` has them by their numbers among all changes."""

    unnoticed: Mapping[int, UnnoticedChange]
    tried: int
    accepted: int
    not_tried: int
    not_covered: int
    duration_s: float


def merged(shares: Sequence[Share]) -> MutationRecord:
    """The record of all shares of one search."""
    unnoticed = {number: change for share in shares for number, change in share.unnoticed.items()}
    return MutationRecord(
        tuple(unnoticed[number] for number in sorted(unnoticed)),
        sum(share.tried for share in shares),
        sum(share.accepted for share in shares),
        sum(share.not_tried for share in shares),
        max((share.not_covered for share in shares), default=0),
        max((share.duration_s for share in shares), default=0.0),
    )


class _Planned(NamedTuple):
    """A change, where it stands, and how to try it; without a trial, no case renders the place."""

    operator: Operator
    before: str
    after: str
    place: Place | None
    file: str
    part: str
    cases: Sequence[int]
    attempt: Callable[[], Trial | None] | None


class Search:
    """One search. `clock` gives seconds."""

    def __init__(
        self,
        cases: Iterable[Case],
        settings: SearchSettings,
        progress: Progress = lambda _, __: None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._settings = settings
        self._progress = progress
        self._clock = clock
        self._began = clock()
        self._too_many = 0
        engine = NativeEngine()
        self._covering = Covering(cases, engine, settings.limits)
        self._trials = Trials(self._covering.cases, engine, settings.limits, settings.strict)

    def run(self) -> Share:
        """Tries the changes, as far as the time allows."""
        settings = self._settings
        plan = [*self._of_templates(), *self._of_definitions()]
        covered = [one for one in plan if one.attempt is not None]
        mine = range(settings.share, len(covered), settings.shares)
        unnoticed: dict[int, UnnoticedChange] = {}
        tried = accepted = 0
        left = len(mine)
        for number in mine:
            if self._clock() - self._began > settings.seconds:
                break
            self._progress(len(mine) - left, len(mine))
            left -= 1
            planned = covered[number]
            assert planned.attempt is not None
            with recording(None):
                trial = planned.attempt()
            if trial is None:
                continue
            tried += 1
            if trial.noticed_by is not None:
                continue
            if self._is_accepted(planned):
                accepted += 1
            else:
                unnoticed[number] = self._unnoticed(planned, trial)
        left += self._too_many if settings.share == 0 else 0
        return Share(unnoticed, tried, accepted, left, len(plan) - len(covered), self._clock() - self._began)

    def _unnoticed(self, planned: _Planned, trial: Trial) -> UnnoticedChange:
        assert trial.nearest is not None
        place = planned.place
        return UnnoticedChange(
            planned.operator,
            planned.file if place is None else place.file,
            None if place is None else place.line,
            None if place is None else place.column,
            planned.part,
            planned.before,
            planned.after,
            self._covering.cases[trial.nearest].case.id,
            trial.look,
        )

    def _is_accepted(self, planned: _Planned) -> bool:
        """Whether the file of a case for which the change counts accepts it."""
        cases = (self._covering.cases[number].case for number in planned.cases)
        return any(one.covers(planned.operator, planned.before) for case in cases for one in case.accepted_changes)

    def _is_wanted(self, place: Place | None, file: str) -> bool:
        wanted = self._settings.wanted
        return wanted is None or wanted(file if place is None else place.file, None if place is None else place.line)

    def _of_templates(self) -> Iterator[_Planned]:
        for template in self._covering.templates.values():
            found = template_changes(template.source)
            self._too_many += found.left
            for change in found.changes:
                place = place_in_file(template.source, change.start)
                if self._is_wanted(place, template.source.name):
                    yield self._planned(template, change, place)

    def _planned(self, template: CoveredTemplate, change: Change, place: Place) -> _Planned:
        cases = template.cases_at(change.start, change.end)
        attempt = (lambda: self._trials.of_template(template.source, change, cases)) if cases else None
        return _Planned(change.operator, change.before, change.after, place, template.source.name, "", cases, attempt)

    def _of_definitions(self) -> Iterator[_Planned]:
        found = found_changes(self._covering.cases)
        self._too_many += found.left
        for change, file, place in found.changes:
            if self._is_wanted(place, file):
                yield self._planned_definition(change, place, file)

    def _planned_definition(self, change: DefinitionChange, place: Place | None, file: str) -> _Planned:
        attempt: Callable[[], Trial | None] = lambda: self._trials.of_definition(change)  # noqa: E731
        part = change.part_name
        return _Planned(change.operator, change.before, change.after, place, file, part, change.cases, attempt)
