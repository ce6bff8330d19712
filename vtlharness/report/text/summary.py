"""Turns counts into the last line of a run."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace

from vtlharness.cases.results import Outcome
from vtlharness.report.text.style import PLAIN, Style


class Counts(SimpleNamespace):
    """The number of cases with each outcome; `broken_files` counts case files that could not be read."""

    def __init__(
        self,
        passed: int = 0,
        failed: int = 0,
        error: int = 0,
        skipped: int = 0,
        deselected: int = 0,
        broken_files: int = 0,
        updated: int = 0,
        xfailed: int = 0,
        xpassed: int = 0,
    ) -> None:
        super().__init__()
        self.passed = passed
        self.failed = failed
        self.error = error
        self.skipped = skipped
        self.deselected = deselected
        self.broken_files = broken_files
        self.updated = updated
        self.xfailed = xfailed
        self.xpassed = xpassed

    def add(self, outcome: Outcome) -> None:
        """Count one result."""
        if outcome == "passed":
            self.passed += 1
        elif outcome == "failed":
            self.failed += 1
        elif outcome == "skipped":
            self.skipped += 1
        elif outcome == "xfailed":
            self.xfailed += 1
        elif outcome == "xpassed":
            self.xpassed += 1
        else:
            self.error += 1

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Counts:
        """The counts for these outcomes."""
        counts = cls()
        for outcome in outcomes:
            counts.add(outcome)
        return counts


def summary_line(counts: Counts, duration_s: float, style: Style = PLAIN) -> str:
    """For example `3 failed, 87 passed in 0.12s`; `no cases` when none was run."""
    broken = _plural(counts.broken_files, "broken file")
    parts = [
        (counts.failed, f"{counts.failed} failed", style.bad),
        (counts.error, _plural(counts.error, "error"), style.bad),
        (counts.broken_files, broken, style.bad),
        (counts.passed, f"{counts.passed} passed", style.good),
        (counts.skipped, f"{counts.skipped} skipped", style.notice),
        (counts.xfailed, f"{counts.xfailed} xfailed", style.notice),
        (counts.xpassed, f"{counts.xpassed} xpassed", style.notice),
        (counts.updated, f"{counts.updated} updated", style.notice),
        (counts.deselected, f"{counts.deselected} deselected", style.faint),
    ]
    shown = ", ".join(style.paint(code, words) for count, words, code in parts if count)
    return f"{shown or 'no cases'} in {duration_s:.2f}s"


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
