"""The findings of a definition reach the reports of every case that uses it; the text shows them once."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.commands import Command

Write = Callable[[Mapping[str, "str | bytes"]], Path]

API = """\
openapi: 3.0.1
paths:
  /a:
    get:
      responses: {'200': {description: ok}}
      x-amazon-apigateway-integration:
        type: mock
        uris: a
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses: {default: {statusCode: '200'}}
"""
CASE = "  - {name: %s, methodRequest: {path: /%s}}\n"
TOLD = """\
  warning: api.yaml:8:9: API471 an integration has no key `uris`: the import drops it
  hint: did you mean `uri`?
"""


@pytest.mark.parametrize("arguments", [[], ["-n2"]])
def test_the_text_shows_them_once(command: Command, write: Write, arguments: list[str]) -> None:
    write(
        {
            "api.yaml": API,
            "a.vtl.yaml": "api: api.yaml\ncases:\n" + CASE % ("one", "a") + CASE % ("two", "a"),
            "b.vtl.yaml": "api: api.yaml\ncases:\n" + CASE % ("three", "a"),
        }
    )
    done = command("vtl-run", *arguments)
    assert done.code == 0
    assert done.out.count(TOLD) == 1
    assert done.out.count("warning:") == 1


def test_a_failing_case_shows_them_too(command: Command, write: Write) -> None:
    write({"api.yaml": API, "a.vtl.yaml": "api: api.yaml\ncases:\n" + CASE % ("one", "b")})
    done = command("vtl-run")
    assert done.code == 1
    assert done.out.count(TOLD) == 1


def test_json_has_them_with_each_case(command: Command, write: Write) -> None:
    folder = write(
        {"api.yaml": API, "a.vtl.yaml": "api: api.yaml\ncases:\n" + CASE % ("one", "a") + CASE % ("two", "a")}
    )
    assert command("vtl-run", "--report", "json=report.json").code == 0
    cases = json.loads((folder / "report.json").read_text(encoding="utf-8"))["cases"]
    expected = {
        "rule": "API471",
        "message": "an integration has no key `uris`: the import drops it",
        "file": "api.yaml",
        "line": 8,
        "column": 9,
        "hint": "did you mean `uri`?",
    }
    assert [case["findings"] for case in cases] == [[expected], [expected]]
