"""`vtl-run --live` with the functions of a SAM template: no settings are needed, and those of the user count."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.commands import Command

Write = Callable[[Mapping[str, "str | bytes"]], Path]

_TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Parameters: {Mode: {Type: String}}
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub "${AWS::StackName}-orders"
      CodeUri: src
      Handler: app.handler
      Runtime: python3.12
      Environment: {Variables: {MODE: !Ref Mode}}
      Events: {Get: {Type: Api, Properties: {Path: /orders, Method: get}}}
"""
_CODE = """
import os
def handler(event, context):
    print("asked for", event["path"])
    return {"statusCode": 200, "body": os.environ["MODE"] + " " + context.function_name}
"""
_CASES = """
api: {{file: template.yaml, parameters: {{Mode: {mode}}}}}
{backends}
cases:
  - name: an order
    methodRequest: {{httpMethod: GET, path: /orders}}
    backend: live
    expect: {{response: {{statusCode: 200, body: {expected}}}}}
"""


@pytest.fixture
def project(write: Write) -> Write:
    write({"template.yaml": _TEMPLATE, "src/app.py": _CODE})
    return write


def _cases(expected: str, mode: str = "test", backends: str = "") -> str:
    return _CASES.format(expected=expected, mode=mode, backends=backends)


def test_functions_of_the_template(project: Write, command: Command) -> None:
    project({"a.vtl.yaml": _cases("test stack-orders"), "b.vtl.yaml": _cases("other stack-orders", "other")})
    done = command("vtl-run", "--live")
    assert (done.out.split(" in ")[0], done.err, done.code) == ("2 passed", "", 0)


@pytest.mark.parametrize("key", ["Orders", "stack-orders"])
def test_settings_of_the_case_file(project: Write, command: Command, key: str) -> None:
    backends = f"backends: {{functions: {{{key}: {{environment: {{MODE: mine}}}}}}}}"
    project({"a.vtl.yaml": _cases("mine stack-orders", backends=backends)})
    done = command("vtl-run", "--live")
    assert (done.out.split(" in ")[0], done.code) == ("1 passed", 0)


def test_a_file_of_backends_without_handlers(project: Write, command: Command) -> None:
    project(
        {"a.vtl.yaml": _cases("mine stack-orders"), "mine.yaml": "functions: {Orders: {environment: {MODE: mine}}}"}
    )
    done = command("vtl-run", "--live", "--backends", "mine.yaml")
    assert (done.out.split(" in ")[0], done.code) == ("1 passed", 0)
    project({"mine.yaml": "functions: {Other: {timeout: 3}}"})
    done = command("vtl-run", "--live", "--backends", "mine.yaml")
    assert done.code == 4
    assert "`functions.Other` needs a `handler`" in done.out + done.err
