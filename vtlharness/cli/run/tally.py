"""The counts and the kept records of one run.

Comes in: the records of the run. Goes out: the counts for the summary, and the exit code's facts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vtlharness.report.mutations import MutationRecord
    from vtlharness.report.record import CaseRecord
    from vtlharness.report.text.summary import Counts


class Tally:
    """The counts of a run so far. `records` are kept only for reports, because there may be many."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.records: list[CaseRecord] = []
        self.durations: list[tuple[float, str]] = []  # with `--durations`: in seconds, with the ids of cases
        self.tags: set[str] = set()  # of cases that `-m` left out
        self.last: CaseRecord | None = None  # at which the run stopped
        self.listed = 0
        self.ended_processes = 0  # errors among the counts: of cases and files that ended their process
        self.not_recorded = 0
        self.stopped = False
        self.passed: list[str] = []  # with `--mutate`: the ids of the cases that passed
        self.mutation: MutationRecord | None = None

    @property
    def cases(self) -> int:
        """The number of cases that ran, or were skipped."""
        counts = self.counts
        return counts.passed + counts.failed + counts.error + counts.skipped + counts.xfailed + counts.xpassed

    @property
    def problems(self) -> int:
        """The number of failures, errors and broken files."""
        return self.counts.failed + self.counts.error + self.counts.broken_files


def counted(number: int, noun: str) -> str:
    """For example `1 case` and `2 cases`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
