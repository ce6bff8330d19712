"""A session: one engine for all, and the failing cases for an update."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from tests.projects import FAILING, WRONG
from vtlharness.cases.session import Session, failing_names
from vtlharness.disk_cache.own_folder import OwnFolder
from vtlharness.errors import CaseFileError, VtlHarnessError
from vtlharness.options import SessionOptions


@pytest.fixture(autouse=True)
def _in_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in FAILING.items():
        (tmp_path / name).write_text(text)


def run_all(session: Session) -> list[str]:
    return [session.run(case).outcome for case in session.load("wrong.vtl.yaml").cases]


def test_an_update_is_only_where_it_is_asked_for() -> None:
    session = Session(SessionOptions(cache=False))
    assert run_all(session) == ["failed", "passed", "failed"]
    assert session.failing == []
    assert session.rewrite() == []
    assert Path("wrong.vtl.yaml").read_text(encoding="utf-8") == WRONG


def test_an_update() -> None:
    session = Session(SessionOptions(update=True, cache=False))
    run_all(session)
    assert [update.changed for update in session.rewrite()] == [("output",), ("output",)]
    assert run_all(Session(SessionOptions(cache=False))) == ["passed"] * 3


def test_an_update_of_what_failed_elsewhere() -> None:
    elsewhere = Session(SessionOptions(update=True, cache=False))
    run_all(elsewhere)
    names = list(failing_names(elsewhere.failing))
    assert names == [("wrong.vtl.yaml", "first is wrong"), ("wrong.vtl.yaml", "third is wrong")]
    session = Session(SessionOptions(update=True, cache=False))
    session.run_again(names[1:])
    session.rewrite()
    assert Path("wrong.vtl.yaml").read_text(encoding="utf-8") == WRONG.replace('{"id": 10}', '{"id": 9}')


def test_a_live_case_that_ran_elsewhere_is_not_called_again() -> None:
    Path("live.vtl.yaml").write_text(
        "integration: {type: HTTP, httpMethod: GET, uri: 'http://127.0.0.1:1/a'}\n"
        "cases:\n- {name: a, backend: live, methodRequest: {path: /a}}\n",
        encoding="utf-8",
    )
    session = Session(SessionOptions(update=True, cache=False))
    session.run_again([("live.vtl.yaml", "a")])
    (update,) = session.rewrite()
    assert (update.case.name, update.file) == ("a", Path("live.vtl.yaml"))
    assert update.refusal == "it ran in another process, and is not called twice; run it without -n"


def test_what_failed_elsewhere_and_is_gone() -> None:
    session = Session(SessionOptions(update=True, cache=False))
    with pytest.raises(CaseFileError, match=r"gone\.vtl\.yaml does not exist"):
        session.run_again([("gone.vtl.yaml", "a")])


def test_engines() -> None:
    session = Session(SessionOptions(cache=False))
    assert (session.engine.name, session.service) == ("native", None)
    with pytest.raises(VtlHarnessError, match="'jinja' is not an engine"):
        Session(SessionOptions(engine="jinja"))


def test_another_engine_has_ours_beside_it() -> None:
    pytest.importorskip("airspeed")
    session = Session(SessionOptions(engine="airspeed", cache=False))
    assert session.service is not None
    assert (session.engine.name, session.service.name) == ("airspeed", "native")


def test_a_cache_that_can_no_longer_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path.with_name(f"{tmp_path.name}-cache")
    session = Session(SessionOptions(cache_dir=str(folder)))
    assert session.cache_problem is None

    def full(self: object, name: str, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(OwnFolder, "replace", full)
    assert run_all(session) == ["failed", "passed", "failed"]
    assert session.cache_problem is not None
    assert session.cache_problem.message == f"the cache could not be written: {folder}: No space left on device"
