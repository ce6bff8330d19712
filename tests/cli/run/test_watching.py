"""`vtl-run --watch`: what runs again after which change, and how it ends. Nothing here waits for real."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.commands import Command, command_environment, command_line
from vtlharness.cli.run.case_run import RunOptions
from vtlharness.cli.run.watching import watch
from vtlharness.options import SessionOptions

Run = Callable[..., tuple[int, list[list[str]]]]
Write = Callable[[Mapping[str, str]], Path]

API = """\
openapi: 3.0.1
info: {title: t, version: "1"}
paths:
  /a:
    get:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses: {default: {statusCode: "200", responseTemplates: {application/json: hello}}}
"""
FILES = {
    "pyproject.toml": "",
    "a.vtl": "a",
    "a.vtl.yaml": "template: a.vtl\ncases:\n- {name: a, expect: {output: a}}\n",
    "b.vtl.yaml": "inline: $input.body\ncases:\n- {name: b, methodRequest: {body: {file: b.json}}, "
    "expect: {output: {file: b.txt}}}\n",
    "b.json": "[1]",
    "b.txt": "[1]",
    "api.yaml": API,
    "c.vtl.yaml": "api: api.yaml\ncases:\n- {name: c, methodRequest: {path: /a}, expect: {response: {body: hello}}}\n",
    "d.vtl.yaml": "api: api.yaml\ncases:\n- {name: d, methodRequest: {path: /a}, expect: {response: {body: hello}}}\n",
}


def options(*paths: str, **more: object) -> RunOptions:
    values: dict[str, object] = {
        "keyword": "", "maxfail": 0, "collect_only": False, "verbosity": 1, "color": "never", "processes": 1, "log": "",
        "allow_empty": False, "save": False, "check": False, "reports": (),
    }  # fmt: skip
    session = SessionOptions(cache=False)
    return RunOptions(paths=paths, session=session, **{**values, **more})  # type: ignore[arg-type]


@pytest.fixture
def watched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., object]:
    """Runs a watch in which each step happens while it waits; gives the code, and the cases that ran after each."""
    monkeypatch.chdir(tmp_path)
    ticks = iter(range(10**6))
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)

    def run(*steps: Mapping[str, str | None] | None, **more: object) -> tuple[int, list[list[str]]]:
        waiting: Iterator[Mapping[str, str | None] | None] = iter(steps)

        def wait() -> None:
            step = next(waiting, "end")
            if step == "end":
                raise KeyboardInterrupt
            assert not isinstance(step, str)
            for name, text in (step or {}).items():
                path = tmp_path / name
                if text is None:
                    path.unlink()
                    continue
                path.write_text(text)
                later = time.time_ns() + next(ticks) * 10**9
                os.utime(path, ns=(later, later))

        code = watch(options(**more), wait)
        parts = re.split(r"^watching .*\n", capsys.readouterr().out, flags=re.MULTILINE)
        return int(code), [re.findall(r"^(?:PASSED|FAILED) \S+::(\w+)", part, re.MULTILINE) for part in parts[:-1]]

    return run


@pytest.mark.parametrize(
    ("change", "runs"),
    [
        ({"a.vtl": "b"}, ["a"]),
        ({"a.vtl.yaml": FILES["a.vtl.yaml"].replace("name: a", "name: z")}, ["z"]),
        ({"b.json": "[2]"}, ["b"]),
        ({"b.txt": "[2]"}, ["b"]),
        ({"api.yaml": API.replace("hello", "bye")}, ["c", "d"]),
        ({"e.vtl.yaml": "inline: e\ncases: [{name: e}]\n"}, ["e"]),
        ({"a.vtl": "b", "b.json": "[2]"}, ["a", "b"]),
        ({"unrelated.txt": "x"}, None),
        ({"d.vtl.yaml": None}, None),
    ],
)
def test_what_runs_again(watched: Run, change: dict[str, str], runs: list[str]) -> None:
    _, found = watched(None, change, None)
    first, *others = found
    assert first == ["a", "b", "c", "d"]
    assert [one for one in others if one] == ([] if runs is None else [runs])


def test_the_exit_code_is_that_of_the_last_results(watched: Run) -> None:
    assert watched()[0] == 0
    assert watched({"a.vtl": "b"})[0] == 1
    assert watched({"b.json": "[2]"}, {"a.vtl": "a"})[0] == 1, "b still fails"
    assert watched({"b.json": "[1]"})[0] == 0
    assert watched({"a.vtl.yaml": "inlin: x\n"})[0] == 4


def test_a_broken_file_is_mended(watched: Run) -> None:
    code, found = watched({"a.vtl.yaml": "inlin: x\n"}, {"a.vtl.yaml": FILES["a.vtl.yaml"]})
    assert (code, found[1:]) == (0, [[], ["a"]])


def test_a_missing_file_appears(watched: Run) -> None:
    code, found = watched({"b.txt": None}, {"b.txt": "[1]"})
    assert (code, found[1:]) == (0, [["b"], ["b"]])


def test_the_keyword_stays(watched: Run) -> None:
    _, found = watched({"b.json": "[2]"}, {"a.vtl": "x"}, keyword="::a")
    assert found[0] == ["a"]
    assert [one for one in found[1:] if one] == [["a"]]


def test_no_cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    def wait() -> None:
        raise KeyboardInterrupt

    assert watch(options(), wait) == 5


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_ctrl_c_ends_it(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    started = subprocess.Popen(
        command_line("vtl-run", "--watch"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path,
        env=command_environment(),
    )  # fmt: skip
    assert started.stdout is not None
    lines = [started.stdout.readline(), started.stdout.readline()]
    started.send_signal(signal.SIGINT)
    _, errors = started.communicate(timeout=30)
    assert lines[0].startswith("4 passed in ")
    assert lines[1] == "watching 8 files; Ctrl-C ends\n"
    assert (started.returncode, errors) == (0, "")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--cov"], "--watch and --cov exclude each other: --cov measures one run of all cases."),
        (["--mutate"], "--watch and --mutate exclude each other: --mutate needs one run of all cases."),
        (["--mutate-since", "HEAD"], "--watch and --mutate exclude each other: --mutate needs one run of all cases."),
        (["--update"], "--watch runs again and again: leave out --update, --record, --save and --collect-only."),
    ],
)
def test_what_needs_a_whole_run(command: Command, write: Write, options: list[str], message: str) -> None:
    write(FILES)
    done = command("vtl-run", "--watch", *options)
    assert f"Error: {message}\n" in done.err
    assert (done.out, done.code) == ("", 4)
