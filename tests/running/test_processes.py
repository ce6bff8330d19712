"""The processes of a run: what the run does about those that end, and what it takes in from the others."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Any

import pytest

from vtlharness import VtlHarnessError
from vtlharness.coverage.reached import Reached
from vtlharness.report.record import CaseRecord
from vtlharness.running import processes, worker
from vtlharness.running.files import RunSettings
from vtlharness.running.processes import process_context, run_in_processes
from vtlharness.vtl.counts import Recorder
from vtlharness.vtl.recording import Recording

pytestmark = pytest.mark.skipif("fork" not in get_all_start_methods(), reason="needs fork")
Run = Callable[[int], list[CaseRecord]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs three files of two cases each in forked processes, which have what a test replaces."""
    monkeypatch.setattr(processes, "process_context", lambda: get_context("fork"))
    paths = [tmp_path / f"{name}.vtl.yaml" for name in "abc"]
    for path in paths:
        path.write_text(f"template: {path.stem[0]}.vtl\ncases: [{{name: own}}, {{name: other}}]", encoding="utf-8")
        path.with_name(f"{path.stem[0]}.vtl").write_text("#if(true)yes#end", encoding="utf-8")
    yield lambda count: list(run_in_processes(paths, RunSettings(), count))
    Recording.recorder = None


def _outcomes(records: list[CaseRecord]) -> list[tuple[str, str]]:
    return [(Path(one.file).name[0], one.outcome) for one in records]


_ALL = [(name, "passed") for name in "aabbcc"]


@pytest.mark.parametrize("code", [0, 5])
def test_processes_that_end_before_they_begin(run: Run, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    monkeypatch.setattr(worker, "work", lambda *_: os._exit(code))
    with pytest.raises(VtlHarnessError) as raised:
        run(2)
    assert raised.value.message == f"the processes of the run end before they run a case, with the exit code {code}"
    hint = "run the cases in one process; a program that uses several must be safe to import"
    assert raised.value.hint == hint


@pytest.mark.parametrize(("ends", "passes"), [(3, True), (4, False)])
def test_a_few_ends_are_made_up_for(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: int, passes: bool
) -> None:
    begun = tmp_path / "begun"
    work = worker.work

    def sometimes(*given: Any) -> None:
        with begun.open("a", encoding="utf-8") as file:
            file.write("x")
        if begun.stat().st_size <= ends:
            os._exit(1)
        work(*given)

    monkeypatch.setattr(worker, "work", sometimes)
    if passes:
        assert _outcomes(run(1)) == _ALL
    else:
        with pytest.raises(VtlHarnessError):
            run(1)
    assert begun.stat().st_size == 4


def test_an_end_that_its_pipe_does_not_tell(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that the process has started holds the pipe open."""
    monkeypatch.setattr(processes, "_LOOK_S", 0.02)
    begun = tmp_path / "begun"
    work = worker.work

    def once(link: Any, place: Any, inherited: Any, *given: Any) -> None:
        if begun.exists():
            work(link, place, inherited, *given)
            return
        begun.touch()
        if os.fork():
            os._exit(1)
        for other in inherited:
            other.close()
        with suppress(EOFError, OSError):  # until the run has closed the pipe
            while link.recv_bytes():
                pass
        os._exit(0)

    monkeypatch.setattr(worker, "work", once)
    assert _outcomes(run(1)) == _ALL


@pytest.mark.parametrize("count", [1, 3, 7])
def test_what_templates_reach_is_taken_in(run: Run, count: int) -> None:
    Recording.recorder = recorder = Recorder()
    assert _outcomes(run(count)) == _ALL
    reached = Reached()
    reached.add(recorder.elsewhere)
    lines = {Path(path).name: reach.lines for path, reach in reached.files.items() if path.endswith(".vtl")}
    assert lines == {"a.vtl": {1: 2}, "b.vtl": {1: 2}, "c.vtl": {1: 2}}
    recorder.elsewhere.clear()
    Recording.recorder = None
    assert _outcomes(run(count)) == _ALL
    assert recorder.elsewhere == []


@pytest.mark.parametrize(("platform", "method"), [("darwin", None), ("win32", None), ("linux", "spawn")])
def test_how_processes_start(monkeypatch: pytest.MonkeyPatch, platform: str, method: str | None) -> None:
    """Only Linux forks safely, and only while there is no other thread."""
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr("threading.active_count", lambda: 2)
    assert process_context().get_start_method() == (method or get_context().get_start_method())
    monkeypatch.setattr("threading.active_count", lambda: 1)
    assert process_context().get_start_method() == ("fork" if method else get_context().get_start_method())
