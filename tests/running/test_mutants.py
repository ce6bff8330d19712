"""The processes that share the changes out: what they tell, and how they end."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Any

import pytest

from vtlharness import Source, VtlHarnessError
from vtlharness.cases.loading import load_case_file
from vtlharness.cases.session import Session, SessionOptions
from vtlharness.report.mutations import MutationRecord
from vtlharness.running import mutants, processes
from vtlharness.running.mutants import MutationSettings, run_mutants

pytestmark = pytest.mark.skipif("fork" not in get_all_start_methods(), reason="needs fork")

_FILE = """
inline: '{"a": 1, "b": 2}'
cases:
  - {name: whole, expect: {output: {a: 1, b: 2}}}
  - {name: nothing}
"""
Run = Callable[..., MutationRecord]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the changes for the case of this name in forked processes, which have what a test replaces."""
    monkeypatch.setattr(processes, "process_context", lambda: get_context("fork"))
    file = tmp_path / "own.vtl.yaml"
    file.write_text(_FILE, encoding="utf-8")

    def run(count: int, name: str = "nothing", progress: mutants.Progress = lambda _, __: None) -> MutationRecord:
        session = Session(SessionOptions(), None)
        ids = frozenset(case.id for case in load_case_file(file).cases if case.name == name)
        return run_mutants([file], MutationSettings(SessionOptions(), None, ids, 60.0), session, progress, count)

    return run


@pytest.mark.parametrize(("name", "unnoticed"), [("nothing", 5), ("whole", 0)])
def test_the_record_is_the_same_for_any_number_of_processes(run: Run, name: str, unnoticed: int) -> None:
    one, *others = (run(count, name)._replace(duration_s=0) for count in (1, 2, 5))
    assert (one.tried, len(one.unnoticed)) == (5, unnoticed)
    assert others == [one, one]


def test_progress_is_the_sum_of_all_processes(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutants, "_TELLS_EVERY_S", -1.0)
    told: list[tuple[int, int]] = []
    run(2, progress=lambda done, count: told.append((done, count)))
    assert sorted(done for done, _ in told) == [done for done, _ in told]
    assert {count for _, count in told} <= {2, 3, 5}
    assert told[-1] == (3, 5)  # each process has begun with its last change


def test_progress_is_told_now_and_then(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutants, "_TELLS_EVERY_S", 1000.0)
    told: list[tuple[int, int]] = []
    run(2, progress=lambda done, count: told.append((done, count)))
    assert told == []


def test_a_fault_in_a_process_is_that_of_the_run(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise VtlHarnessError("no such thing", hint="write another", source=Source("a\nb", "a.yaml"), offset=2)

    monkeypatch.setattr(mutants, "_search", fails)
    with pytest.raises(VtlHarnessError) as raised:
        run(2)
    assert (raised.value.message, raised.value.hint, raised.value.line) == ("no such thing", "write another", 2)


@pytest.mark.parametrize(
    ("ending", "code"), [(lambda: os.kill(os.getpid(), signal.SIGKILL), -9), (lambda: os._exit(3), 3)]
)
def test_a_process_that_dies_ends_the_run(
    run: Run, monkeypatch: pytest.MonkeyPatch, ending: Callable[[], None], code: int
) -> None:
    monkeypatch.setattr(mutants, "_search", lambda *_: ending())
    with pytest.raises(VtlHarnessError) as raised:
        run(2)
    assert raised.value.message == f"a process that tried changes has ended, with the exit code {code}"
    assert raised.value.hint == "run --mutate without -n, and with `--limit` for what a template may use"


def test_a_process_closes_its_session_before_it_ends(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The session may have processes of functions."""
    close = Session.close

    def closed(session: Session) -> None:
        close(session)
        (tmp_path / str(os.getpid())).touch()

    monkeypatch.setattr(Session, "close", closed)
    run(3)
    assert len([path for path in tmp_path.iterdir() if path.name.isdecimal()]) == 3


def test_an_interrupt_of_the_whole_group_ends_no_process(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    search = mutants._search

    def interrupted(*given: Any) -> Any:
        for one in (signal.SIGINT, signal.SIGTERM):
            os.kill(os.getpid(), one)
        return search(*given)

    monkeypatch.setattr(mutants, "_search", interrupted)
    assert run(2).tried == 5
