"""The last line of a run."""

from __future__ import annotations

import pytest

from vtlharness.report.text.style import ANSI
from vtlharness.report.text.summary import Counts, summary_line


@pytest.mark.parametrize(
    ("counts", "line"),
    [
        (Counts(), "no cases in 0.12s"),
        (Counts(passed=87), "87 passed in 0.12s"),
        (Counts(passed=87, failed=3), "3 failed, 87 passed in 0.12s"),
        (Counts(error=1), "1 error in 0.12s"),
        (
            Counts(passed=1, failed=1, error=2, deselected=4, broken_files=1, updated=1),
            "1 failed, 2 errors, 1 broken file, 1 passed, 1 updated, 4 deselected in 0.12s",
        ),
    ],
)
def test_summary(counts: Counts, line: str) -> None:
    assert summary_line(counts, 0.123) == line


def test_colours() -> None:
    line = summary_line(Counts(passed=2, failed=1), 3, ANSI)
    assert line == "\x1b[31m1 failed\x1b[0m, \x1b[32m2 passed\x1b[0m in 3.00s"


def test_counting() -> None:
    assert Counts.of(["passed", "failed", "passed", "error"]) == Counts(passed=2, failed=1, error=1)
