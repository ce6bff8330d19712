"""Counts to the last line of a run, and the progress before it."""

from __future__ import annotations

from dataclasses import dataclass

from vtlharness.cases.model import Outcome
from vtlharness.report.style import PLAIN, Style


@dataclass(slots=True)
class Counts:
    """How many cases came out how; `broken_files` could not be read."""

    passed: int = 0
    failed: int = 0
    error: int = 0
    deselected: int = 0
    broken_files: int = 0
    updated: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count one result."""
        setattr(self, outcome, getattr(self, outcome) + 1)


def summary_line(counts: Counts, duration_s: float, style: Style = PLAIN) -> str:
    """Such as `3 failed, 87 passed in 0.12s`."""
    raise NotImplementedError


def progress_mark(outcome: Outcome, style: Style = PLAIN) -> str:
    """One character per case: `.`, `F` or `E`."""
    raise NotImplementedError
