"""Cases run from Python: what comes back, in one process and in several, and what is raised."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.commands import command_environment
from tests.projects import ALL, BROKEN, PASSING, many
from tests.report.runs import PROJECT
from vtlharness import CaseFileError, CaseRecord, VtlHarnessError, run_cases
from vtlharness.running import files


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(names: dict[str, str]) -> None:
    for name, text in names.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")


def outcomes(records: list[CaseRecord]) -> list[tuple[str, str]]:
    return [(record.id, record.outcome) for record in records]


ALL_OUTCOMES = [
    ("put.vtl.yaml::keeps the id", "passed"),
    ("put.vtl.yaml::keeps text", "passed"),
    ("wrong.vtl.yaml::first is wrong", "failed"),
    ("wrong.vtl.yaml::second is right", "passed"),
    ("wrong.vtl.yaml::third is wrong", "failed"),
]


def test_records_of_a_folder(folder: Path) -> None:
    write(ALL)
    assert outcomes(run_cases(".")) == ALL_OUTCOMES


@pytest.mark.parametrize(
    "paths", ["wrong.vtl.yaml", Path("wrong.vtl.yaml"), ["wrong.vtl.yaml"], (Path("wrong.vtl.yaml"),)]
)
def test_paths_are_one_or_several(folder: Path, paths: str) -> None:
    write(ALL)
    assert outcomes(run_cases(paths)) == ALL_OUTCOMES[2:]


def test_a_template_stands_for_its_case_files(folder: Path) -> None:
    write(ALL)
    assert outcomes(run_cases("put.vtl")) == ALL_OUTCOMES


def test_a_generator_of_paths(folder: Path) -> None:
    write(ALL)
    assert outcomes(run_cases(path for path in folder.glob("put*.yaml")))[0][1] == "passed"


def test_a_keyword_selects(folder: Path) -> None:
    write(ALL)
    assert outcomes(run_cases(".", keyword="third or text")) == [ALL_OUTCOMES[1], ALL_OUTCOMES[4]]
    assert run_cases(".", keyword="nothing has this name") == []


def test_a_broken_file_is_a_record(folder: Path) -> None:
    write(
        {
            **PASSING,
            "a.vtl.yaml": BROKEN,
            "b.vtl.yaml": "a: [",
            "c.vtl.json": "{",
            "d.vtl.yaml": "template: none.vtl\ncases: []",
        }
    )
    records = run_cases(".")
    assert outcomes(records)[:4] == [
        (f"{name}", "broken file") for name in ("a.vtl.yaml", "b.vtl.yaml", "c.vtl.json", "d.vtl.yaml")
    ]
    assert outcomes(records)[4:] == ALL_OUTCOMES[:2]
    for record in records[:4]:
        assert record.error is not None
        assert record.error.file == record.file
        assert record.name == ""


def test_no_files(folder: Path) -> None:
    assert run_cases(".") == []
    assert run_cases([]) == []
    assert run_cases([], processes=2) == []


def test_paths_that_cannot_be_used(folder: Path) -> None:
    write({**PASSING, "alone.yaml": "a: 1"})
    with pytest.raises(CaseFileError, match="nowhere does not exist"):
        run_cases(["put.vtl.yaml", "nowhere"])
    with pytest.raises(CaseFileError, match=r"alone\.yaml is not a case file"):
        run_cases("alone.yaml")


def test_wrong_arguments(folder: Path) -> None:
    write(PASSING)
    with pytest.raises(VtlHarnessError) as caught:
        run_cases(".", keyword="a and")
    assert str(caught.value) == "keyword:1:6: expected a part of a case's name, found the end\n1 | a and\n         ^"
    with pytest.raises(VtlHarnessError, match="'jinja' is not an engine"):
        run_cases(".", engine="jinja")
    with pytest.raises(ValueError, match="processes: expected at least 1, found 0"):
        run_cases(".", processes=0)


def test_another_engine(folder: Path) -> None:
    pytest.importorskip("airspeed")
    write({"a.vtl.yaml": "inline: '$nothing'\ncases: [{name: a, expect: {output: '$nothing'}}]\n"})
    (record,) = run_cases(".", engine="airspeed")
    assert (record.outcome, record.engine, len(record.service_differences)) == ("passed", "airspeed", 1)


def test_logs_where_they_are_asked_for(folder: Path) -> None:
    write(PROJECT)
    (quiet,), (told,) = (run_cases("calls.vtl.yaml", keyword="passes", log=log) for log in (False, True))
    assert quiet.log is None
    assert told.log is not None
    assert told.log[-1].endswith("Method completed with status: 200")


@pytest.mark.parametrize("cache", [False, True])
def test_the_cache(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, cache: bool
) -> None:
    outside = tmp_path_factory.mktemp("caches")
    monkeypatch.setenv("XDG_CACHE_HOME", str(outside / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(outside / "cache"))
    write(PASSING)
    run_cases("put.vtl.yaml", cache=cache)
    assert (outside / "cache").exists() is cache


def test_a_cache_that_is_named(folder: Path) -> None:
    write(PASSING)
    run_cases("put.vtl.yaml", cache_dir=folder / "named")
    assert len(list((folder / "named").iterdir())) == 2


def test_any_number_of_processes_gives_the_same(folder: Path) -> None:
    write({**PROJECT, **many(20)})
    code = (
        "from vtlharness import run_cases\n"
        "if __name__ == '__main__':\n"
        "    one, two = ([record._replace(duration_s=0) for record in run_cases('.', processes=n)] for n in (1, 2))\n"
        "    assert one == two\n"
        "    print(len(two), {record.outcome for record in two} - {'passed', 'failed', 'broken file'})\n"
    )
    Path("program.py").write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", "program.py"],
        env=command_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stderr, done.stdout) == ("", "79 set()\n")


def test_a_program_with_threads(folder: Path) -> None:
    """Its processes are not forked."""
    write(many(3))
    code = (
        "import threading\n"
        "from vtlharness import run_cases\n"
        "if __name__ == '__main__':\n"
        "    end = threading.Event()\n"
        "    threading.Thread(target=end.wait).start()\n"
        "    print(len(run_cases('.', processes=2)))\n"
        "    end.set()\n"
    )
    Path("program.py").write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", "program.py"],
        env=command_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stderr, done.stdout) == ("", "9\n")
    assert threading.active_count() > 0


def test_names_with_odd_characters(folder: Path) -> None:
    names = ["a b/ü ‮.vtl.yaml", "100%/#{x}.vtl.yaml"]
    if sys.platform == "linux":
        names.append(os.fsdecode(b"\xff.vtl.yaml"))
    write(dict.fromkeys(names, "inline: a\ncases: [{name: 'x', expect: {output: b}}]\n"))
    records = run_cases(".")
    assert sorted(record.file for record in records) == sorted(names)
    assert {record.outcome for record in records} == {"failed"}


def test_a_fault_of_ours_is_a_record(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other cases' records stay."""
    write(ALL)

    def broken(*_: object, **__: object) -> CaseRecord:
        raise TypeError("it broke")

    kept = files.case_record
    calls = iter([broken, kept, kept])
    monkeypatch.setattr(files, "case_record", lambda *given, **named: next(calls)(*given, **named))
    records = run_cases("put.vtl.yaml")
    assert [record.outcome for record in records] == ["error", "passed"]
    assert records[0].error is not None
    assert records[0].error.message.startswith("internal error: TypeError: it broke (at test_run_cases.py:")


def test_a_fault_of_ours_while_reading_is_a_record(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(ALL)
    from vtlharness.cases.session import Session

    def broken(self: Session, path: Path) -> None:
        raise TypeError("it broke")

    monkeypatch.setattr(Session, "load", broken)
    records = run_cases(".")
    assert outcomes(records) == [("put.vtl.yaml", "broken file"), ("wrong.vtl.yaml", "broken file")]
    assert records[0].error is not None
    assert "please report it" in str(records[0].error.hint)


def test_the_kind_of_log(folder: Path) -> None:
    write(PROJECT)
    (told,) = run_cases("calls.vtl.yaml", keyword="passes", log="cloudwatch")
    assert told.log is not None
    assert told.log[0].endswith(") Extended Request Id: JJbxIEPNIAMFRxQ=")
    with pytest.raises(ValueError, match="log: expected one of console, cloudwatch, access, found 'all'"):
        run_cases("calls.vtl.yaml", log="all")  # type: ignore[arg-type]
