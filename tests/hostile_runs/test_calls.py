"""What one call of a case gives to judge: outputs, content types, heads, failures; and which calls say nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from vtlharness.cases.loading import parse_case_file
from vtlharness.engines.native import NativeEngine
from vtlharness.errors import VtlRenderError
from vtlharness.hostile.calls import Call, call
from vtlharness.hostile.heads import Head
from vtlharness.source import Source

_TEMPLATE = """\
inline: |
  %s
cases:
- name: own
  methodRequest: {body: {id: a}}
"""
_RESPONSE = "  integrationResponse: {body: {}}\n"
_INTEGRATION = """\
integration:
  type: %s
  httpMethod: POST
  uri: https://a.example.com/x
  requestParameters:
    integration.request.header.X-Id: method.request.header.X-Id
  requestTemplates:
    application/json: |
      %s
  responses:
    default:
      statusCode: 200
      responseTemplates:
        application/json: |
          %s
cases:
- name: own
  methodRequest: {httpMethod: POST, body: {id: a}, headers: {X-Id: "7", Content-Type: application/json}}
"""
_BACKEND = "  backend: {body: {id: b}}\n"
_FAILING = "$util.parseJson('{')"


def _called(text: str) -> Call:
    file = parse_case_file(Path("own.vtl.yaml"), Source(text, "own.vtl.yaml"))
    return call(file.cases[0], NativeEngine())


def _outputs(made: Call) -> dict[str, str]:
    return {part: run.rendering.text for part, run in made.runs.items()}


@pytest.mark.parametrize(
    ("written", "response", "content_type", "heads"),
    [
        ("a", "", None, {}),
        ("#set($context.requestOverride.header.X-Id = 1)", "", None, {"requestOverride": Head({"X-Id": ["1"]})}),
        ("#set($context.requestOverride.header.content-TYPE = 'a/b')", "", "a/b", None),
        ("#set($context.requestOverride.header.Content-Type = 1)", "", None, None),
        ("#set($context.responseOverride.header.Content-Type = 'a/b')", "", None, {"requestOverride": Head()}),
        ("#set($context.requestOverride.path.id = 'p')", "", None, {"requestOverride": Head(path={"id": ["p"]})}),
        ("#set($context.requestOverride.querystring.id = 'q')", "", None, {"requestOverride": Head({}, {"id": ["q"]})}),
        ("a", _RESPONSE, None, {}),
        ("#set($context.responseOverride.header.Content-Type = 'a/b')", _RESPONSE, "a/b", None),
        (
            "#set($context.responseOverride.header.X-Id = 2)",
            _RESPONSE,
            None,
            {"responseOverride": Head({"X-Id": ["2"]})},
        ),
        ("#set($context.requestOverride.header.Content-Type = 'a/b')", _RESPONSE, None, {"responseOverride": Head()}),
        ("#set($context.responseOverride.status = 500)", _RESPONSE, None, {"responseOverride": Head()}),
    ],
)
def test_a_template_alone(written: str, response: str, content_type: str | None, heads: dict[str, Any] | None) -> None:
    made = _called(_TEMPLATE % written + response)
    assert (dict(made.content_types), made.failure, made.refused) == ({"output": content_type}, None, False)
    assert list(made.runs) == ["output"]
    assert heads is None or made.heads == heads


@pytest.mark.parametrize(
    ("of_type", "request_text", "response_text", "outputs", "types", "heads"),
    [
        (
            "HTTP",
            "1",
            "2",
            {"integrationRequest.body": "1\n", "response.body": "2\n"},
            {"integrationRequest.body": "application/json", "response.body": "application/json"},
            ["integrationRequest", "response"],
        ),
        (
            "HTTP",
            "#set($context.requestOverride.header.Content-Type = 'a/b')",
            "#set($context.responseOverride.header.Content-Type = 'c/d')",
            {"integrationRequest.body": "", "response.body": ""},
            {"integrationRequest.body": "a/b", "response.body": "c/d"},
            ["integrationRequest", "response"],
        ),
        (
            "MOCK",
            '{"statusCode": 200}',
            "2",
            {"integrationRequest.body": '{"statusCode": 200}\n', "response.body": "2\n"},
            {"integrationRequest.body": None, "response.body": "application/json"},
            ["response"],
        ),
    ],
)
def test_an_integration(
    of_type: str,
    request_text: str,
    response_text: str,
    outputs: dict[str, str],
    types: dict[str, str],
    heads: list[str],
) -> None:
    backend = "" if of_type == "MOCK" else _BACKEND
    made = _called(_INTEGRATION % (of_type, request_text, response_text) + backend)
    assert (made.failure, made.refused) == (None, False)
    assert _outputs(made) == outputs
    assert made.content_types == types
    assert list(made.heads) == heads
    if of_type == "HTTP":
        sent = made.heads["integrationRequest"]
        assert (sent.headers["X-Id"], sent.uri, sent.path) == (["7"], "https://a.example.com/x", {})
    assert made.heads["response"].headers["Content-Type"] == [types["response.body"]]


_PROXY = """\
integration:
  type: AWS_PROXY
  httpMethod: POST
  uri: >-
    arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations
cases:
- name: own
  methodRequest: {httpMethod: POST}
  backend: {lambdaResult: {statusCode: 200}}
"""


_NEVER = _INTEGRATION.replace("  requestTemplates", "  passthroughBehavior: NEVER\n  requestTemplates")
_REQUEST_TEMPLATE = "own.vtl.yaml integration application/json:1"
_RESPONSE_TEMPLATE = "own.vtl.yaml integration default application/json:1"


@pytest.mark.parametrize(
    "text",
    [
        _PROXY,
        _NEVER.replace("Content-Type: application/json", "Content-Type: text/plain") % ("HTTP", "1", "2") + _BACKEND,
    ],
)
def test_calls_that_say_nothing(text: str) -> None:
    assert _called(text) == Call(refused=True)


@pytest.mark.parametrize(
    ("text", "failure", "parts", "heads"),
    [
        (_TEMPLATE % _FAILING, "own.vtl.yaml (inline):1", [], []),
        (_INTEGRATION % ("HTTP", _FAILING, "2") + _BACKEND, _REQUEST_TEMPLATE, [], []),
        (
            _INTEGRATION % ("HTTP", "1", _FAILING) + _BACKEND,
            _RESPONSE_TEMPLATE,
            ["integrationRequest.body"],
            ["integrationRequest"],
        ),
        (_INTEGRATION % ("MOCK", '{"statusCode": 200}', _FAILING), _RESPONSE_TEMPLATE, ["integrationRequest.body"], []),
        (
            _INTEGRATION % ("MOCK", "{", "2"),
            "Execution failed due to configuration error: Unable to parse statusCode. It should be an integer that is "
            "defined in the request template.",
            ["integrationRequest.body"],
            [],
        ),
        (
            _INTEGRATION % ("HTTP", "1", "2") + "  backend: {failure: timeout}\n",
            "Execution failed due to a timeout error",
            ["integrationRequest.body"],
            ["integrationRequest"],
        ),
    ],
)
def test_calls_that_fail(text: str, failure: str, parts: list[str], heads: list[str]) -> None:
    made = _called(text)
    problem = made.failure
    told = f"{problem.file}:{problem.line}" if isinstance(problem, VtlRenderError) else problem
    assert (told, list(made.runs), list(made.heads), made.refused) == (failure, parts, heads, False)
    assert list(made.content_types) == parts
