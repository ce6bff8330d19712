"""Limits as users meet them: of the run, of a case file, in reports and in pytest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import command_environment, command_line
from vtlharness import LimitError, Limits, run_cases
from vtlharness.cases.loading import load_case_file
from vtlharness.errors import CaseFileError

LOOP = "#foreach($i in [1..9])x#end"
SLOW = "inline: \"#set($s='" + "a" * 60 + "!')$s.matches('^(a|aa)+$')\"\n"
FAST_ENOUGH = ("passed", "error")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command_line("vtl-run", "--no-cache", *arguments),
        cwd=folder,
        env=command_environment(),
        capture_output=True,
        text=True,
    )


def run_pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "vtlharness.pytest_plugin", *arguments],
        cwd=folder,
        env=command_environment(PYTEST_DISABLE_PLUGIN_AUTOLOAD="1"),
        capture_output=True,
        text=True,
    )


def case_file(folder: Path, text: str, name: str = "a.vtl.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def outcome(path: Path, limits: Limits | None = None) -> tuple[str, str | None]:
    (record,) = run_cases(path, limits=limits, cache=False)
    return record.outcome, record.error and record.error.message


def test_a_case_that_exceeds_a_limit_is_an_error(tmp_path: Path) -> None:
    case_file(tmp_path, f"limits: {{rounds: 8}}\ninline: '{LOOP}'\ncases: [{{name: a}}, {{name: b}}]\n")
    case_file(tmp_path, "inline: x\ncases: [{name: c}]\n", "b.vtl.yaml")
    done = run(tmp_path)
    assert done.stdout.splitlines()[:5] == [
        "ERROR a.vtl.yaml::a (a.vtl.yaml:3)",
        "  a.vtl.yaml (inline):1:1: the template's loops run more than 8 rounds in all",
        f"  1 | {LOOP}",
        "      ^^^^^^^^^^^^^^^^^^^^^^",
        "  hint: if this is meant, allow more: `limits: {rounds: 80}` in the case file, or --limit rounds=80",
    ]
    assert done.stdout.splitlines()[-1].startswith("2 errors, 1 passed in ")
    assert (done.returncode, done.stderr) == (4, "")


def test_an_expected_error_is_not_a_limit(tmp_path: Path) -> None:
    """A limit is ours, so that no case can expect it as the service's failure."""
    path = case_file(
        tmp_path, f"limits: {{rounds: 8}}\ninline: '{LOOP}'\ncases: [{{name: a, expect: {{error: rounds}}}}]\n"
    )
    assert outcome(path) == ("error", "the template's loops run more than 8 rounds in all")


@pytest.mark.parametrize(
    ("of_file", "of_run", "rounds"),
    [
        (None, None, None),
        (8, None, 8),
        (None, 8, 8),
        (9, 8, 8),
        (8, 9, 8),
        (9, 9, None),
        (20_000_000, 8, 8),
    ],
)
def test_the_run_sets_the_most(tmp_path: Path, of_file: int | None, of_run: int | None, rounds: int | None) -> None:
    limits = "" if of_file is None else f"limits: {{rounds: {of_file}, items: null}}\n"
    path = case_file(tmp_path, f"{limits}inline: '{LOOP}'\ncases: [{{name: a}}]\n")
    found = outcome(path, None if of_run is None else Limits(rounds=of_run))
    expected = ("passed", None)
    if rounds is not None:
        expected = ("error", f"the template's loops run more than {rounds} rounds in all")
    assert found == expected
    given = [] if of_run is None else ["--limit", f"rounds={of_run}"]
    assert run(tmp_path, *given).returncode == (0 if rounds is None else 4)


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ("{round: 5}", "a.vtl.yaml:1:10: limits has no key `round`"),
        ("{rounds: 0}", "a.vtl.yaml:1:18: `limits.rounds` must be a whole number from 1 to 1000000000, but this is 0"),
        ("{rounds: 1.5}", "a.vtl.yaml:1:18: `limits.rounds` must be a whole number, but this is "),
        ("{items: 2000000000}", "from 1 to 1000000000, but this is 2000000000"),
        ("{seconds: 0}", "`limits.seconds` must be more than 0 and at most 3600 seconds, but this is 0"),
        ("{seconds: 1e9}", "`limits.seconds` must be more than 0 and at most 3600 seconds, but this is 1000000000.0"),
        ("{seconds: .nan}", "`.nan` is not a JSON number"),
        ("{seconds: fast}", "`limits.seconds` must be a number of seconds, but this is text"),
        ("5", "`limits` must be a mapping"),
    ],
)
def test_wrong_limits_of_a_file(tmp_path: Path, limits: str, message: str) -> None:
    path = case_file(tmp_path, f"limits: {limits}\ninline: x\ncases: [{{name: a}}]\n")
    with pytest.raises(CaseFileError) as raised:
        load_case_file(path)
    assert message in str(raised.value).replace(f"{tmp_path}{os.sep}", "")


@pytest.mark.parametrize("command", ["vtl-run", "vtl-render"])
def test_wrong_limits_of_a_run(tmp_path: Path, command: str) -> None:
    case_file(tmp_path, "inline: x\ncases: [{name: a}]\n")
    case_file(tmp_path, "x", "t.vtl")
    arguments = ["t.vtl"] if command == "vtl-render" else []
    done = subprocess.run(
        command_line(command, *arguments, "--limit", "round=5"),
        cwd=tmp_path,
        env=command_environment(),
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == "'round' is not a limit\nhint: did you mean rounds?\n"


def test_the_time_of_a_case(tmp_path: Path) -> None:
    path = case_file(tmp_path, f"{SLOW}limits: {{seconds: 0.2}}\ncases: [{{name: a}}]\n")
    found, message = outcome(path)
    assert found in FAST_ENOUGH
    assert message in (None, "the case takes more than 0.2 seconds")


def test_the_time_of_a_case_file(tmp_path: Path) -> None:
    """Reading is under the time limit, too: here, a list that YAML's aliases make endless."""
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    path = case_file(
        tmp_path,
        "inline: x\ncases: [{name: a, methodRequest: {body: *a29}}]\n".replace("inline", "\n".join(lines) + "\ninline"),
    )
    found, message = outcome(path, Limits(seconds=0.5))
    assert found in ("error", "broken file")
    assert message is not None
    assert "Error" not in message


def test_in_reports(tmp_path: Path) -> None:
    case_file(tmp_path, f"limits: {{rounds: 8}}\ninline: '{LOOP}'\ncases: [{{name: a}}]\n")
    run(tmp_path, "--report", "json=r.json", "--report", "junit=r.xml")
    (case,) = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["cases"]
    assert case["outcome"] == "error"
    assert case["error"]["message"] == "the template's loops run more than 8 rounds in all"
    assert "rounds in all" in (tmp_path / "r.xml").read_text(encoding="utf-8")


@pytest.mark.usefixtures("plugin_installed")
def test_in_pytest(tmp_path: Path) -> None:
    case_file(tmp_path, f"inline: '{LOOP}'\ncases: [{{name: a}}]\n")
    for given, code, words in (
        ([], 0, "1 passed"),
        (["--vtl-limit", "rounds=8"], 1, "the template's loops run more than 8 rounds in all"),
        (["--vtl-limit", "round=8"], 4, "'round' is not a limit"),
    ):
        done = run_pytest(tmp_path, "a.vtl.yaml", *given)
        assert done.returncode == code, done.stdout
        assert words in done.stdout + done.stderr


def test_a_definition_whose_pattern_never_ends(tmp_path: Path) -> None:
    case_file(
        tmp_path,
        json.dumps(
            {
                "limits": {"seconds": 0.2},
                "integration": {
                    "type": "HTTP",
                    "httpMethod": "GET",
                    "uri": "https://example.com/",
                    "integrationResponses": {
                        "200": {"statusCode": "200"},
                        "400": {"statusCode": "400", "selectionPattern": "^(\\d|\\d\\d)+$|(?:[45]+)+x"},
                    },
                },
                "cases": [{"name": "a"}],
            }
        ),
        "a.vtl.json",
    )
    (record,) = run_cases(tmp_path, cache=False)
    assert record.outcome in ("passed", "failed")


def test_the_error_of_python() -> None:
    assert issubclass(LimitError, Exception)
    assert Limits() == Limits(rounds=10_000_000, characters=20_000_000, items=5_000_000, seconds=10.0)


@pytest.mark.usefixtures("plugin_installed")
def test_the_fixture(tmp_path: Path) -> None:
    test = f"def test_loop(vtl):\n    assert vtl.render_request(text={LOOP!r}).text == 'x' * 9\n"
    case_file(tmp_path, test, "test_a.py")
    for given, code in (([], 0), (["--vtl-limit", "rounds=8"], 1)):
        done = run_pytest(tmp_path, "test_a.py", *given)
        assert done.returncode == code, done.stdout
        assert ("the template's loops run more than 8 rounds in all" in done.stdout) is bool(code)
