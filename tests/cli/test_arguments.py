"""What the commands make of values and files given as arguments, and of problems that have no message of their own."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import click
import pytest

import vtlharness.cli
from vtlharness.cli.arguments import file_text, json_value, text_value
from vtlharness.cli.command import _report
from vtlharness.cli.terminal import print_error
from vtlharness.errors import VtlHarnessError


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('{"a": NaN}', "--context: this is not JSON: NaN is not a JSON number"),
        ('{"a": -Infinity}', "--context: this is not JSON: -Infinity is not a JSON number"),
        ("[" * 100_000, "--context: this JSON is nested too deeply"),
        ('{"a": }', "--context:1:7: this is not JSON: expecting value"),
        ("{} x", "--context:1:4: this is not JSON: extra data"),
    ],
    ids=["NaN", "infinity", "nested", "no value", "two values"],
)
def test_a_value_that_is_not_json(value: str, said: str) -> None:
    with pytest.raises(VtlHarnessError) as refused:
        json_value(value, "--context")
    assert str(refused.value).partition("\n")[0] == said


def test_a_value_that_is_json() -> None:
    assert json_value('{"a": [1, 2.50, null]}', "--context") == {"a": [1, 2.5, None]}


def test_values_of_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.json").write_text("é", encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("in é".encode()), encoding="utf-8"))
    assert text_value("--body", f"@{tmp_path / 'x.json'}") == "é"
    assert text_value("--body", "x@y") == "x@y"
    assert text_value("--body", "-") == "in é"


@pytest.mark.parametrize(
    ("name", "said"),
    [("none", "does not exist"), ("", "is a folder, not a file"), ("a\0b", "cannot be read: embedded null byte")],
)
def test_files_that_cannot_be_read(name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(VtlHarnessError, match=said):
        file_text(os.path.join(tmp_path, name))


@pytest.mark.parametrize(
    ("problem", "code", "said"),
    [
        (click.exceptions.Exit(3), 3, ""),
        (KeyboardInterrupt(), 2, "interrupted"),
        (click.Abort(), 2, "interrupted"),
        (VtlHarnessError("broken"), 4, "broken"),
        (OSError(28, "No space left on device", "out.xml"), 4, "out.xml: No space left on device"),
        (OSError("strange"), 4, "strange"),
        (SystemExit(5), 5, ""),
        (SystemExit("text"), 3, ""),
        (ZeroDivisionError("oops"), 3, "internal error: ZeroDivisionError: oops"),
    ],
)
def test_each_problem_has_its_message_and_exit_code(
    problem: BaseException, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _report(problem) == code
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert bool(said) == bool(printed.err)


def test_a_closed_standard_error_is_nobodys_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)
    print_error("nobody reads this")


def test_names_of_the_module() -> None:
    assert vtlharness.cli.vtl_run.name == "vtl-run"
    assert vtlharness.cli.vtl_render.name == "vtl-render"
    with pytest.raises(AttributeError, match="has no attribute 'vtl_rum'"):
        vtlharness.cli.vtl_rum  # noqa: B018
