"""The progress of a run on a terminal: a count, and the running case; for long runs only."""

from __future__ import annotations

from pathlib import Path

import pytest

from vtlharness.cases.loading import parse_case_file
from vtlharness.cli.run import progress as module
from vtlharness.cli.run.progress import Progress
from vtlharness.report.record import CaseRecord
from vtlharness.source import Source

CASES = parse_case_file(Path("a.vtl.yaml"), Source("inline: a\ncases: [{name: b}, {name: %s}]\n" % ("c" * 200))).cases


class Shown:
    """A terminal that keeps what it shows."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def status(self, text: str) -> None:
        self.lines.append(text)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(module, "perf_counter", lambda: now[0])
    return now


def test_many_files(clock: list[float]) -> None:
    shown = Shown()
    progress = Progress(shown, 40)  # type: ignore[arg-type]
    progress.begin(CASES[0])
    progress.take(CaseRecord(CASES[0].id, "passed", "a.vtl.yaml", "b"))
    progress.begin(CASES[1])
    assert shown.lines[0] == "[1/40] a.vtl.yaml::b (0 cases done)"
    assert shown.lines[-1].startswith("[1/40] a.vtl.yaml::ccc")
    assert shown.lines[-1].endswith("… (1 case done)")
    assert len(shown.lines[-1]) <= 100


def test_a_short_run_shows_nothing_until_it_is_long(clock: list[float]) -> None:
    shown = Shown()
    progress = Progress(shown, 2)  # type: ignore[arg-type]
    progress.begin(CASES[0])
    assert shown.lines == []
    clock[0] += 1.5
    progress.begin(CASES[0])
    assert shown.lines == ["[1/2] a.vtl.yaml::b (0 cases done)"]
