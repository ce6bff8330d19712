"""`vtl-run --strict`: failures, exit codes, reports; its value is optional, and a path behind it stays a path."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.commands import Command
from vtlharness.options import with_values

Write = Callable[[Mapping[str, "str | bytes"]], Path]

PROJECT = {
    "tests/a.vtl.yaml": "inline: '#if($a)x#end'\ncases:\n- {name: warns, expect: {output: x}}\n"
    "- {name: ignores, ignore: [VTL2], expect: {output: x}}\n",
}
MESSAGE = (
    "tests/a.vtl.yaml (inline):1:5: VTL201 $a is true although it is missing, empty or 0: "
    "in a mapping template only `false` and null are false"
)
HINT = 'compare the value: != "" for a text, > 0 for a number, .size() > 0 for a list or a map, == true for a Boolean'


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["tests"], 0),
        (["--strict", "tests"], 1),
        (["tests", "--strict"], 1),
        (["--strict", "VTL2", "tests"], 1),
        (["--strict=VTL2", "tests"], 1),
        (["--strict", "VTL1,API401", "tests"], 0),
        (["--strict", "VTL1", "--strict", "VTL2", "tests"], 1),
        (["--strict", "-n2", "tests"], 1),
        (["--strict", "-k", "ignores"], 0),
        (["--strict", "VTL9", "tests"], 4),
        (["--strict", "VTL1,", "tests"], 4),
        (["--strict="], 4),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_exit_codes(command: Command, write: Write, arguments: list[str], code: int) -> None:
    write(PROJECT)
    assert command("vtl-run", *arguments).code == code


def test_the_text(command: Command, write: Write) -> None:
    write(PROJECT)
    done = command("vtl-run", "--strict")
    assert done.out.splitlines()[:-1] == [
        "FAILED tests/a.vtl.yaml::warns (tests/a.vtl.yaml:3)",
        f"  strict: {MESSAGE}",
        f"    hint: {HINT}",
        "",
    ]
    assert done.out.splitlines()[-1].startswith("1 failed, 1 passed in ")


def test_an_unknown_rule_is_one_error(command: Command, write: Write) -> None:
    write(PROJECT)
    done = command("vtl-run", "--strict", "VTL2O1", "tests")
    assert done.out == ""
    assert done.err == "strict: there is no rule VTL2O1\nhint: did you mean VTL201? docs/rules.md lists the rules\n"


def test_the_reports(command: Command, write: Write) -> None:
    folder = write(PROJECT)
    command("vtl-run", "--strict", "--report", "json=a.json", "--junitxml", "a.xml")
    case = json.loads((folder / "a.json").read_text(encoding="utf-8"))["cases"][0]
    assert (case["outcome"], case["reason"]) == ("failed", f"strict: {MESSAGE}")
    (difference,) = case["differences"]
    assert difference["kind"] == "finding"
    assert difference["finding"] == case["findings"][0]
    assert f'<failure message="strict: {MESSAGE}">' in (folder / "a.xml").read_text(encoding="utf-8")


def test_update_leaves_such_a_case(command: Command, write: Write) -> None:
    folder = write({"a.vtl.yaml": "inline: '#if($a)x#end'\ncases: [{name: a, expect: {output: y}}]\n"})
    before = (folder / "a.vtl.yaml").read_bytes()
    done = command("vtl-run", "--strict", "--update")
    assert "not updated a.vtl.yaml::a: the finding VTL201 fails the case; mend it, or ignore it" in done.out
    assert (done.code, (folder / "a.vtl.yaml").read_bytes()) == (1, before)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["--strict"], ["--strict=all"]),
        (["--strict", "VTL1,API401", "a"], ["--strict=VTL1,API401", "a"]),
        (["--strict", "vtl101"], ["--strict=vtl101"]),
        (["--strict", "VTL1, API4"], ["--strict=VTL1, API4"]),
        (["--strict", "VTL"], ["--strict=VTL"]),
        (["--strict", "VTL1,"], ["--strict=VTL1,"]),
        (["--strict", "folder"], ["--strict=all", "folder"]),
        (["--strict", "a.vtl.yaml"], ["--strict=all", "a.vtl.yaml"]),
        (["--strict", "a/VTL1"], ["--strict=all", "a/VTL1"]),
        (["--strict", "-k", "x"], ["--strict=all", "-k", "x"]),
        (["--strict", "VTL7"], ["--strict=all", "VTL7"]),
        (["--", "--strict", "VTL1"], ["--", "--strict", "VTL1"]),
        (["--strict=VTL1", "VTL2"], ["--strict=VTL1", "VTL2"]),
    ],
)
def test_the_optional_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: list[str], expected: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "VTL7").mkdir()
    assert with_values(given) == expected
