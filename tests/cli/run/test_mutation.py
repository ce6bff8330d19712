"""`vtl-run --mutate`, `--mutate-since` and `--mutate-seconds`, as a user starts them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from tests.commands import Command
from tests.mutation.test_changed_lines import git
from tests.projects import FAILING, PASSING
from vtlharness.cli import vtl_run
from vtlharness.report.json_report import SCHEMA_PATH

_LOOSE = """\
template: put.vtl
cases:
  - name: looks at nothing
    methodRequest: {body: {id: 7}}
"""
_LOOSE_PROJECT = {"put.vtl": PASSING["put.vtl"], "put.vtl.yaml": _LOOSE}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")


def _run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(vtl_run, ["--no-cache", *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.output


def test_a_run_that_notices_everything(folder: Path) -> None:
    _write(folder, PASSING)
    code, out = _run("--mutate")
    assert code == 0
    assert "mutation: 2 changes in " in out
    assert "2 noticed, 0 not" in out
    assert out.splitlines()[-1].startswith("2 passed")


def test_unnoticed_changes_fail_the_run(folder: Path) -> None:
    _write(folder, _LOOSE_PROJECT)
    code, out = _run("--mutate")
    assert code == 1
    assert out.splitlines()[:4] == [
        "UNNOTICED put.vtl:1:3: literal changed: id → idX",
        "  put.vtl.yaml::looks at nothing comes nearest: its output $.id changes, and it does not look there",
        "UNNOTICED put.vtl:1:21: path changed: $.id → $.idX",
        "  put.vtl.yaml::looks at nothing comes nearest: its output $.id changes, and it does not look there",
    ]


@pytest.mark.parametrize(("flags", "lines"), [(["-q"], 2), (["-qq"], 0)])
def test_quiet(flags: list[str], lines: int, folder: Path) -> None:
    _write(folder, _LOOSE_PROJECT)
    code, out = _run("--mutate", *flags)
    assert code == 1
    assert out.count("UNNOTICED") == lines
    assert "nearest" not in out


def test_a_run_that_fails_changes_nothing(folder: Path) -> None:
    _write(folder, FAILING)
    code, out = _run("--mutate")
    assert code == 1
    assert "notice: nothing was changed: --mutate is for a run that passes" in out
    assert "UNNOTICED" not in out


def test_only_chosen_cases_count(folder: Path) -> None:
    _write(folder, FAILING)
    code, out = _run("--mutate", "-k", "second")
    assert code == 0
    assert "2 noticed, 0 not" in out


def test_several_processes_find_the_same(command: Command, tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.vtl").write_text(f'{{"a": {number}, "b": [1, 2]}}', "utf-8")
        text = _LOOSE.replace("put.vtl", f"{number}.vtl")
        (tmp_path / f"{number}.vtl.yaml").write_text(text, "utf-8")
    one, three = (command("vtl-run", "--no-cache", "--mutate", "-n", count) for count in ("1", "3"))
    assert one.code == three.code == 1
    assert _unnoticed(one.out) == _unnoticed(three.out)
    assert len(_unnoticed(one.out)) == 4 * 7


def _unnoticed(out: str) -> list[str]:
    return [line for line in out.splitlines() if line.startswith("UNNOTICED")]


def test_the_time_is_over(folder: Path) -> None:
    _write(folder, _LOOSE_PROJECT)
    code, out = _run("--mutate", "--mutate-seconds", "1e-9")
    assert code == 0
    assert "notice: 2 changes were not tried: the 1e-09 s were over (--mutate-seconds gives more)" in out


def test_json_report(folder: Path) -> None:
    _write(folder, _LOOSE_PROJECT)
    _run("--mutate", "--report", "json=report.json")
    report = json.loads((folder / "report.json").read_text("utf-8"))
    jsonschema.validate(report, json.loads(SCHEMA_PATH.read_text("utf-8")))
    found = report["mutation"]
    assert found.pop("durationSeconds") > 0
    assert len(found["unnoticed"]) == 2
    assert found["unnoticed"][0] == {
        "operator": "literal changed",
        "file": "put.vtl",
        "line": 1,
        "column": 3,
        "part": None,
        "before": "id",
        "after": "idX",
        "nearestCase": "put.vtl.yaml::looks at nothing",
        "look": "its output $.id changes, and it does not look there",
    }
    assert {key: value for key, value in found.items() if key != "unnoticed"} == {
        "tried": 2,
        "noticed": 0,
        "accepted": 0,
        "notTried": 0,
        "notCovered": 0,
    }


def test_a_report_of_a_run_without_it_does_not_speak_of_it(folder: Path) -> None:
    _write(folder, PASSING)
    _run("--report", "json=report.json")
    assert "mutation" not in json.loads((folder / "report.json").read_text("utf-8"))


def test_nothing_is_written_to_the_cache(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    _write(folder, _LOOSE_PROJECT)
    cache = tmp_path_factory.mktemp("cache")
    kept = []
    for more in ([], ["--mutate"]):
        CliRunner().invoke(vtl_run, ["--cache-dir", str(cache), *more])
        kept.append(sorted(path.name for path in cache.rglob("*")))
    assert kept[0] == kept[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--mutate", "--update"], "--mutate and --update exclude each other"),
        (["--mutate", "--live", "--record"], "--mutate and --record exclude each other"),
        (["--mutate", "--collect-only"], "--mutate and --collect-only exclude each other"),
        (["--mutate-since", "HEAD", "--engine", "airspeed"], "leave out --engine"),
        (["--mutate-seconds", "5"], "--mutate-seconds is for --mutate"),
        (["--mutate", "--mutate-seconds", "0"], "--mutate-seconds"),
        (["--mutate", "--mutate-seconds", "nan"], "--mutate-seconds"),
        (["--mutate", "--mutate-seconds", "soon"], "--mutate-seconds"),
        (["--mutate-since", ""], "--mutate-since"),
    ],
)
def test_wrong_options(arguments: list[str], message: str, folder: Path) -> None:
    _write(folder, PASSING)
    code, out = _run(*arguments)
    assert code in (2, 4)
    assert message in out


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
class TestSince:
    """`--mutate-since REV`."""

    @pytest.fixture(autouse=True)
    def repository(self, folder: Path) -> Path:
        _write(folder, {**_LOOSE_PROJECT, "put.vtl": '{\n"id": $input.json("$.id"),\n"n": 1}'})
        git(folder, "init", "--quiet")
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "-m", "first")
        return folder

    def test_only_changed_lines_count(self, folder: Path) -> None:
        (folder / "put.vtl").write_text('{\n"id": $input.json("$.id"),\n"n": 2}', "utf-8")
        code, out = _run("--mutate-since", "HEAD")
        assert code == 1
        assert [line.split(" ")[1] for line in _unnoticed(out)] == ["put.vtl:3:2:", "put.vtl:3:6:"]

    def test_nothing_has_changed(self) -> None:
        code, out = _run("--mutate-since", "HEAD")
        assert code == 0
        assert "mutation: no line that a case renders has changed since HEAD" in out

    @pytest.mark.parametrize("processes", ["1", "2"])
    def test_a_wrong_revision(self, processes: str) -> None:
        code, out = _run("--mutate-since", "nosuch", "-n", processes)
        assert code == 4
        assert "--mutate-since nosuch: git does not know this revision" in out
        assert "Traceback" not in out
