"""`--save`: findings become cases that fail until the template is mended, and the case file stays as it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from tests.hostile_runs.words import FINDINGS, case_file
from vtlharness import run_cases
from vtlharness.cli import vtl_run

_ESCAPED = """{"a": "$util.escapeJavaScript($input.path('$.a')).replaceAll("\\\\'", "'")"}"""
_COMMENTED = """\
# the first line
inline: '{"a": "$input.path("$.a")"}'   # a template
defaults: {methodRequest: {httpMethod: POST}}
cases:   # all of them

  - name: own   # the only one
    methodRequest:
      body: {a: x}   # the payload
    compare: {ignore_order: true}
    expect: {output: {a: x}}
# the last line
"""


def _save(*arguments: str) -> Result:
    return CliRunner().invoke(vtl_run, ["--hostile", "--save", "--no-cache", *arguments])


def _outcomes(path: Path) -> dict[str, str]:
    return {record.name: record.outcome for record in run_cases(path, cache=False)}


@pytest.mark.parametrize("entry", FINDINGS, ids=lambda entry: entry["name"])
def test_each_finding_replays(entry: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "own.vtl.yaml"
    file.write_text(case_file(entry), "utf-8")
    result = _save(str(file))
    assert result.exit_code == 1
    assert "not saved" not in result.output
    outcomes = _outcomes(file)
    assert outcomes.pop("own") == "passed"
    assert list(outcomes.values()) == ["failed"] * len(entry["findings"])
    if "mended" in entry:
        data = yaml.safe_load(file.read_text("utf-8"))
        file.write_text(yaml.safe_dump({**data, "inline": entry["mended"]}, allow_unicode=True), "utf-8")
        assert set(_outcomes(file).values()) == {"passed"}
        assert run_cases(file, cache=False, hostile=True)[0].outcome == "passed"


def test_a_second_run_saves_nothing_twice(tmp_path: Path) -> None:
    file = tmp_path / "own.vtl.yaml"
    file.write_text(_COMMENTED, "utf-8")
    _save(str(file))
    once = file.read_text("utf-8")
    again = _save(str(file))
    assert "the file has this case" in again.output
    assert file.read_text("utf-8") == once


def test_comments_and_layout_stay(tmp_path: Path) -> None:
    file = tmp_path / "own.vtl.yaml"
    file.write_text(_COMMENTED, "utf-8")
    _save(str(file))
    text = file.read_text("utf-8")
    before, after = _COMMENTED.split("# the last line\n")[0], "# the last line\n"
    assert text.startswith(before)
    assert text.endswith(after)
    cases = yaml.safe_load(text)["cases"]
    assert [case["name"] for case in cases] == [
        "own",
        'hostile: body $.a is "\\"" (not JSON)',
        'hostile: body $.a is "\\",\\"admin\\":true,\\"x\\":\\"" (adds keys)',
    ]
    assert cases[1]["methodRequest"] == {"body": {"a": '"'}}
    assert cases[1]["expect"] == {"output": {"a": '"'}}
    assert cases[1]["compare"] == {"ignore_order": True}


def test_a_json_case_file(tmp_path: Path) -> None:
    file = tmp_path / "own.vtl.json"
    data = {
        "inline": """{"a": "$input.params('X-A')"}""",
        "defaults": {"methodRequest": {"headers": {"X-A": "a", "X-B": "b"}}},
        "cases": [{"name": "own"}],
    }
    file.write_text(json.dumps(data, indent=2), "utf-8")
    assert _save(str(file)).exit_code == 1
    assert list(_outcomes(file).values()) == ["passed", "failed", "failed"]
    assert json.loads(file.read_text("utf-8"))["cases"][1]["methodRequest"] == {"headers": {"X-A": '"'}}


def test_a_missing_value_of_the_defaults(tmp_path: Path) -> None:
    file = tmp_path / "own.vtl.yaml"
    file.write_text(
        """\
inline: '{"a": $input.params().header.get("X-A")}'
defaults: {methodRequest: {headers: {X-A: 1}}}
cases: [{name: own}]
""",
        "utf-8",
    )
    _save(str(file))
    outcomes = _outcomes(file)
    assert outcomes["hostile: header X-A is missing (not JSON)"] == "failed"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_ends_and_the_byte_order_mark_stay(ending: str, tmp_path: Path) -> None:
    file = tmp_path / "own.vtl.yaml"
    text = "\ufeff" + _COMMENTED.replace("\n", ending)
    file.write_bytes(text.encode())
    _save(str(file))
    read = file.read_bytes().decode()
    assert read.startswith("\ufeff# the first line" + ending)
    assert read.count("\n") == read.count(ending) > text.count("\n")


def test_a_read_only_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "own.vtl.yaml"
    file.write_text(_COMMENTED, "utf-8")
    file.chmod(0o444)
    result = _save(str(file))
    assert "is read-only" in result.output
    assert file.read_text("utf-8") == _COMMENTED


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--save"], "--save is for runs with --hostile"),
        (["--hostile", "--update"], "--hostile and --update exclude each other"),
        (["--hostile", "--record", "--live"], "--hostile and --record exclude each other"),
        (["--hostile", "--save", "--collect-only"], "--save is for runs with --hostile"),
    ],
)
def test_options_that_do_not_go_together(arguments: list[str], message: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(vtl_run, [*arguments, str(tmp_path)])
    assert (result.exit_code, message in result.output) == (4, True)


def test_escaped_templates_pass(tmp_path: Path) -> None:
    file = tmp_path / "own.vtl.yaml"
    file.write_text(
        yaml.safe_dump({"inline": _ESCAPED, "cases": [{"name": "own", "methodRequest": {"body": {"a": "x"}}}]})
    )
    result = _save(str(file))
    assert (result.exit_code, result.output.split(" in ")[0]) == (0, "1 passed")
