"""Processes that die, hang or are interrupted: each costs its case, and the run says which one."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.commands import ROOT, command_environment
from vtlharness.running.interruptions import process_ended, while_running

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are otherwise there")

PROGRAM = [sys.executable, str(ROOT / "tests" / "running" / "dying.py")]


def project(folder: Path, **files: list[str]) -> None:
    """Case files by their names without suffix, each with cases of these names, all of which would pass."""
    for name, cases in files.items():
        lines = [f"- {{name: {case}, expect: {{output: a}}}}" for case in cases]
        (folder / f"{name}.vtl.yaml").write_text("\n".join(["inline: a", "cases:", *lines]) + "\n")


def run(folder: Path, *arguments: str) -> tuple[int, list[str]]:
    done = subprocess.run(
        [*PROGRAM, *arguments],
        cwd=folder,
        env=command_environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return done.returncode, re.sub(r"in [\d.]+s", "in TIME", done.stdout).splitlines()


KILLED = [
    "  the process that ran this case was killed by the signal SIGKILL",
    "  hint: the system kills a process with SIGKILL when memory runs out",
]


def test_a_killed_process_costs_its_case(tmp_path: Path) -> None:
    project(tmp_path, a=["one"], b=["two", "SIGKILL", "three"], c=["four"])
    assert run(tmp_path, "-v", "-n2") == (
        1,
        [
            "PASSED a.vtl.yaml::one",
            "PASSED b.vtl.yaml::two",
            "ERROR b.vtl.yaml::SIGKILL (b.vtl.yaml:4)",
            *KILLED,
            "",
            "PASSED b.vtl.yaml::three",
            "PASSED c.vtl.yaml::four",
            "1 error, 4 passed in TIME",
        ],
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("os._exit", ["  the process that ran this case ended with the exit code 3"]),
        ("sys.exit", ["  the case called sys.exit('enough')"]),
        (
            "abort",
            [
                "  the process that ran this case was killed by the signal SIGABRT",
                "  hint: the Python interpreter, or a package that it uses, crashed",
            ],
        ),
    ],
)
@pytest.mark.parametrize("files", [{"a": []}, {"a": ["one"], "b": ["two"]}], ids=["alone", "the last"])
def test_other_ends(tmp_path: Path, name: str, message: list[str], files: dict[str, list[str]]) -> None:
    files = {**files, "z": [name]}
    project(tmp_path, **{file: cases for file, cases in files.items() if cases})
    code, lines = run(tmp_path, "-n2")
    assert (code, lines[:-1]) == (1, [f"ERROR z.vtl.yaml::{name} (z.vtl.yaml:3)", *message, ""])


def test_sys_exit_in_one_process(tmp_path: Path) -> None:
    project(tmp_path, a=["sys.exit", "one"])
    code, lines = run(tmp_path)
    assert (code, lines[1], lines[-1]) == (1, "  the case called sys.exit('enough')", "1 error, 1 passed in TIME")


def test_every_case_kills(tmp_path: Path) -> None:
    """More deaths than processes, in the first file and the last."""
    project(tmp_path, **{f"f{number:02}": ["a SIGKILL", "fine", "b SIGKILL"] for number in range(10)})
    code, lines = run(tmp_path, "-n2")
    assert (code, lines[-1]) == (1, "20 errors, 10 passed in TIME")
    assert sum("(f" in line for line in lines) == 20


def test_a_case_that_kills_is_begun_once(tmp_path: Path) -> None:
    project(tmp_path, a=["one"], b=["once SIGKILL"], c=["once"])
    run(tmp_path, "-n2")
    assert (tmp_path / "begun.txt").read_text() == "once\n"


def test_a_file_whose_reading_kills(tmp_path: Path) -> None:
    project(tmp_path, **{"a": ["one"], "b-SIGKILL": ["two"], "c": ["three"]})
    assert run(tmp_path, "-v", "-n2") == (
        1,
        [
            "PASSED a.vtl.yaml::one",
            "the process that read this file was killed by the signal SIGKILL",
            KILLED[1].strip(),
            "",
            "PASSED c.vtl.yaml::three",
            "1 broken file, 2 passed in TIME",
        ],
    )


def test_a_broken_file_still_decides_the_exit_code(tmp_path: Path) -> None:
    project(tmp_path, a=["SIGKILL"])
    (tmp_path / "b.vtl.yaml").write_text("a: [")
    assert run(tmp_path, "-n2")[0] == 4


def test_reports_are_whole(tmp_path: Path) -> None:
    project(tmp_path, a=["one"], b=["two", "SIGKILL"])
    code, _ = run(tmp_path, "-n2", "--report", "json=r.json", "--junitxml", "r.xml")
    report = json.loads((tmp_path / "r.json").read_text())
    assert (code, report["incomplete"]) == (1, None)
    assert [(case["id"], case["outcome"], case["line"]) for case in report["cases"]] == [
        ("a.vtl.yaml::one", "passed", 3),
        ("b.vtl.yaml::two", "passed", 3),
        ("b.vtl.yaml::SIGKILL", "error", 4),
    ]
    assert report["cases"][2]["error"]["type"] == "ProcessEndedError"
    (suite,) = ElementTree.parse(tmp_path / "r.xml").getroot()
    assert [suite.get(name) for name in ("tests", "errors")] == ["3", "1"]


def test_stops_at_a_killed_case(tmp_path: Path) -> None:
    project(tmp_path, a=["SIGKILL"], b=["one"])
    code, lines = run(tmp_path, "-n2", "-x")
    assert (code, lines[-2:]) == (1, ["stopped after 1 failure", "1 error in TIME"])


# Interrupts


class Started:
    """A run whose first case has passed."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [*PROGRAM, "-v", *arguments],
            cwd=folder,
            env=command_environment(PYTHONUNBUFFERED="1"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        assert self.process.stdout
        assert self.process.stdout.readline() == b"PASSED a.vtl.yaml::one\n"
        time.sleep(0.3)

    def ended(self) -> tuple[int, list[str]]:
        out, err = self.process.communicate(timeout=20)
        assert err == b""
        with pytest.raises(ProcessLookupError):
            os.killpg(self.process.pid, 0)
        return self.process.returncode, re.sub(r"in [\d.]+s", "in TIME", out.decode()).splitlines()


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Any]:
    runs = []

    def start(*arguments: str) -> Started:
        runs.append(Started(tmp_path, *arguments))
        return runs[-1]

    yield start
    for one in runs:
        with suppress(ProcessLookupError):
            os.killpg(one.process.pid, signal.SIGKILL)
        one.process.wait()


@pytest.mark.parametrize("arguments", [[], ["-n2"]])
@pytest.mark.parametrize(
    ("number", "word", "code"), [(signal.SIGINT, "interrupted", 2), (signal.SIGTERM, "terminated", 143)]
)
def test_an_interrupt_names_the_case(
    tmp_path: Path, started: Any, arguments: list[str], number: int, word: str, code: int
) -> None:
    project(tmp_path, a=["one"], b=["two", "hang"])
    one = started(*arguments, "--report", "json=r.json")
    os.kill(one.process.pid, number)
    told = f"{word} while b.vtl.yaml::hang was running"
    ended, lines = one.ended()
    assert (ended, lines[-2]) == (code, told)
    assert lines[-1] == ("1 passed in TIME" if arguments else "2 passed in TIME")
    assert json.loads((tmp_path / "r.json").read_text())["incomplete"] == told


@pytest.mark.parametrize(
    ("number", "word", "code"), [(signal.SIGINT, "interrupted", 2), (signal.SIGTERM, "terminated", 143)]
)
def test_an_interrupt_of_all_processes_names_each_case(
    tmp_path: Path, started: Any, number: int, word: str, code: int
) -> None:
    project(tmp_path, a=["one"], b=["hang"], c=["two", "hang"])
    one = started("-n2")
    os.killpg(one.process.pid, number)
    expected = f"{word} while b.vtl.yaml::hang, c.vtl.yaml::hang were running"
    assert one.ended() == (code, [expected, "1 passed in TIME"])


@pytest.mark.parametrize("arguments", [[], ["-n2"]])
def test_an_interrupt_names_the_file_that_is_read(tmp_path: Path, started: Any, arguments: list[str]) -> None:
    project(tmp_path, **{"a": ["one"], "b-hang": ["two"]})
    one = started(*arguments)
    os.kill(one.process.pid, signal.SIGINT)
    assert one.ended() == (2, ["interrupted while b-hang.vtl.yaml was running", "1 passed in TIME"])


def test_processes_killed_from_outside(tmp_path: Path, started: Any) -> None:
    """The parent does not wait for them, not even where one of them has nothing to do."""
    project(tmp_path, a=["one"], b=["hang", "two"])
    one = started("-n2")
    for child in children(one.process.pid):
        os.kill(child, signal.SIGKILL)
    code, lines = one.ended()
    assert (code, lines[-1]) == (1, "1 error, 2 passed in TIME")


def test_no_process_outlives_a_parent_that_is_killed(tmp_path: Path, started: Any) -> None:
    project(tmp_path, a=["one"], b=["hang"], c=["hang"])
    one = started("-n2")
    left = children(one.process.pid)
    assert len(left) == 2
    one.process.kill()
    end = time.monotonic() + 10
    while any(alive(child) for child in left):
        assert time.monotonic() < end
        time.sleep(0.05)


def children(parent: int) -> list[int]:
    path = Path(f"/proc/{parent}/task/{parent}/children")
    if not path.exists():
        pytest.skip("needs Linux's /proc")
    return [int(child) for child in path.read_text(encoding="utf-8").split()]


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").split()[2] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("ignored", [True, False])
def test_sigterm_that_is_ignored(ignored: bool) -> None:
    """Whoever starts a run so wants it so. Behind the run, the signal does what it did before."""
    from vtlharness.cli.run.interrupts import Interrupts

    usual = signal.signal(signal.SIGTERM, signal.SIG_IGN if ignored else signal.SIG_DFL)
    before = signal.getsignal(signal.SIGTERM)
    interrupts = Interrupts()
    try:
        with interrupts.watched():
            assert (signal.getsignal(signal.SIGTERM) is before) == ignored
        assert signal.getsignal(signal.SIGTERM) is before
        assert interrupts.outcome(KeyboardInterrupt()) == ("interrupted", 2)
    finally:
        signal.signal(signal.SIGTERM, usual)


def test_interrupts_at_any_time(tmp_path: Path) -> None:
    """No traceback, and no process that stays."""
    project(tmp_path, **{f"f{number:02}": ["one", "two"] for number in range(40)}, z=["hang"])
    for tenths in range(12):
        process = subprocess.Popen(
            [*PROGRAM, "-n2"],
            cwd=tmp_path,
            env=command_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        time.sleep(0.15 + tenths * 0.02)
        os.killpg(process.pid, signal.SIGTERM)
        out, err = process.communicate(timeout=20)
        assert err == b""
        assert process.returncode in (-signal.SIGTERM, 143)  # the first: before the run began
        assert (out == b"") == (process.returncode < 0)
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)


# Texts


@pytest.mark.parametrize(
    ("code", "message", "has_hint"),
    [
        (0, "the process that ran this case ended with the exit code 0", False),
        (-signal.SIGKILL, "the process that ran this case was killed by the signal SIGKILL", True),
        (-signal.SIGTERM, "the process that ran this case was killed by the signal SIGTERM", False),
        (-77, "the process that ran this case was killed by the signal 77", False),
    ],
)
def test_messages(code: int, message: str, has_hint: bool) -> None:
    error = process_ended(code)
    assert (error.message, error.hint is not None) == (message, has_hint)


def test_names_of_running_cases() -> None:
    assert [while_running(names) for names in ([], ["a"], ["a", "b"])] == [
        "",
        "while a was running",
        "while a, b were running",
    ]
