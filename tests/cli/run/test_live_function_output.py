"""Live cases run the functions of their definition, and show what these print where a case fails."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.commands import Command

Write = Callable[[Mapping[str, "str | bytes"]], Path]

_TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Parameters: {Table: {Type: String, Default: stock}}
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src
      Handler: app.handler
      Runtime: python3.12
      Environment: {Variables: {TABLE: !Ref Table, SIZE: "1"}}
      Events: {Get: {Type: Api, Properties: {Path: /orders, Method: get}}}
"""
_APP = """
import json, os, sys
print("loaded")
def handler(event, context):
    print("called \\x1b[31m")
    print("to stderr", file=sys.stderr)
    if event["queryStringParameters"]:
        raise ValueError("wrong")
    return {"statusCode": 200, "body": json.dumps([os.environ["TABLE"], os.environ["SIZE"]])}
"""


def _cases(expected: str, head: str = "", query: str = "") -> str:
    return (
        f"api: {{file: template.yaml, parameters: {{Table: mine}}}}\n{head}cases:\n  - name: a\n    backend: live\n"
        f"    methodRequest: {{path: /orders{query}}}\n    expect: {{response: {expected}}}\n"
    )


@pytest.fixture
def project(write: Write) -> Write:
    write({"template.yaml": _TEMPLATE, "src/app.py": _APP})
    return write


def test_a_function_of_the_definition(project: Write, command: Command) -> None:
    project({"a.vtl.yaml": _cases('{body: [mine, "1"]}')})
    done = command("vtl-run", "--live")
    assert (done.out.split(" in ")[0], done.err, done.code) == ("1 passed", "", 0)


def test_what_is_said_of_it_counts_key_by_key(project: Write, command: Command) -> None:
    head = "backends: {functions: {Orders: {environment: {SIZE: 2}}}}\n"
    project({"a.vtl.yaml": _cases('{body: [mine, "2"]}', head), "b.vtl.yaml": _cases('{body: [mine, "1"]}')})
    project({"mine.yaml": "functions: {Orders: {environment: {SIZE: 3}}}"})
    assert command("vtl-run", "--live").out.startswith("2 passed")
    project({"a.vtl.yaml": _cases('{body: [mine, "3"]}', head)})
    assert command("vtl-run", "a.vtl.yaml", "--live", "--backends", "mine.yaml").code == 0


def test_a_failing_case_shows_what_its_function_printed(project: Write, command: Command, tmp_path: Path) -> None:
    project({"a.vtl.yaml": _cases("{statusCode: 200}", query=", queryStringParameters: {q: x}")})
    done = command("vtl-run", "--live", "--report", "json=report.json")
    assert done.code == 1
    assert "  the function printed:\n    loaded\n    called \\u001b[31m\n    to stderr\n" in done.out
    case = json.loads((tmp_path / "report.json").read_text("utf-8"))["cases"][0]
    assert case["functionOutput"][:3] == ["loaded", "called \x1b[31m", "to stderr"]
    assert command("vtl-run", "--live", "-n", "2").out.count("to stderr") == 1


def test_an_unknown_function(project: Write, command: Command) -> None:
    head = "backends: {functions: {Order: {environment: {SIZE: 2}}}}\n"
    project({"a.vtl.yaml": _cases("{statusCode: 200}", head)})
    done = command("vtl-run", "--live")
    assert done.code == 4
    assert "a.vtl.yaml:2:31: `functions.Order` needs a `handler`" in done.out
