"""Matchers in the messages of a whole integration: headers, parameters, status, bodies, the answer's type, the log."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases.integration.apis import FILES, write
from vtlharness.cases.loading import parse_case_file
from vtlharness.cases.results import CaseResult, DataChange, DataDifference
from vtlharness.cases.running import run_case
from vtlharness.engines.native import NativeEngine
from vtlharness.source import Source

FILE = """\
integration: {type: HTTP_PROXY, httpMethod: POST, uri: "https://example.com/a"}
cases:
- name: a
  methodRequest:
    httpMethod: POST
    queryStringParameters: {n: 5, s: x, several: [1, b]}
    headers: {X-Number: 17, X-Text: "a b", Content-Type: text/plain}
    body: plain
  accessLogFormat: $context.status $context.httpMethod
  backend: {statusCode: 201, headers: {Location: /orders/17, Set-Cookie: [a=1, b=2]}, body: BODY}
  expect: {EXPECT}
"""


def call(expect: str, body: str = "{id: x, n: 1}") -> CaseResult:
    text = FILE.replace("EXPECT", expect).replace("BODY", body)
    (case,) = parse_case_file(Path("a.vtl.yaml"), Source(text, "a.vtl.yaml")).cases
    return run_case(case, NativeEngine())


@pytest.mark.parametrize(
    "expect",
    [
        "response: {statusCode: {any: integer}}",
        "response: {statusCode: {matches: '^2'}}",
        "response: {statusCode: {approx: 200, within: 99}}",
        "response: {statusCode: {equals: 201}}",
        "response: {headers: {location: {matches: '^/orders/[0-9]+$'}}}",
        "response: {headers: {Location: {length: 10}, Gone: null}}",
        "response: {headers: {Location: {equals: /orders/17}}}",
        "response: {headers: {Set-Cookie: [{matches: '^a='}, b=2]}}",
        "response: {headers: {Set-Cookie: {contains: b=2}}}",
        "response: {headers: {Set-Cookie: {length: 2}}}",
        "response: {headers: {Set-Cookie: {any: array}}}",
        "response: {body: {id: {any: string}, n: {any: integer}}}",
        "response: {body: {contains: {n: 1}}}",
        """response: {body: {matches: '"id": ?"x"'}}""",
        "integrationRequest: {httpMethod: {matches: 'POST|PUT'}, uri: {contains: example.com}}",
        "integrationRequest: {queryStringParameters: {n: {any: integer}, s: {any: string}, several: [{any: number}, {any: string}]}}",
        "integrationRequest: {queryStringParameters: {n: {any: string}, s: {contains: x}, several: {contains: b}}}",
        "integrationRequest: {queryStringParameters: {contains: {n: 5, several: [{any: number}, b]}}}",
        "integrationRequest: {queryStringParameters: {contains: {}}}",
        "integrationRequest: {headers: {X-Number: {approx: 18, within: 1}, X-Text: {contains: ' '}}}",
        "integrationRequest: {headers: {X-Number: {contains: 7}}}",
        "integrationRequest: {body: {matches: '^pl'}}",
        "integrationRequest: {body: {length: 5}}",
        "accessLog: {matches: '^201 '}",
    ],
)
def test_holds(expect: str) -> None:
    assert call(expect).outcome == "passed"


@pytest.mark.parametrize(
    ("expect", "path", "why"),
    [
        ("response: {statusCode: {any: string}}", "root['statusCode']", "`any` wants a string, and this is the number 201"),
        ("response: {statusCode: {matches: '^4'}}", "root['statusCode']", "`matches` looks at text, and this is the number 201"),
        ("response: {headers: {Location: {any: integer}}}", "root['headers']['Location']", "`any` wants an integer, and this is text"),
        ("response: {headers: {Gone: {any: value}}}", "root['headers']['Gone']", "`any` finds no value here"),
        ("response: {headers: {Set-Cookie: [{any: value}]}}", "root['headers']['Set-Cookie'][1]", None),
        ("integrationRequest: {queryStringParameters: {n: {any: boolean}, s: x, several: [1, b]}}", "root['queryStringParameters']['n']", "`any` wants a boolean, and this is text"),
        ("integrationRequest: {queryStringParameters: {contains: {n: 6}}}", "root['queryStringParameters']['n']", "`contains` names this place, which is different"),
        ("integrationRequest: {queryStringParameters: {contains: {none: {any: value}}}}", "root['queryStringParameters']['none']", "`any` finds no value here"),
        ("response: {body: {id: {any: integer}, n: 1}}", "root['id']", "`any` wants an integer, and this is text"),
        ("accessLog: {matches: '^500'}", "root", "`matches` does not find the pattern in the text"),
        ("gatewayResponse: {any: value}", "root", None),
    ],
)  # fmt: skip
def test_fails(expect: str, path: str, why: str | None) -> None:
    result = call(expect)
    (difference,) = result.differences
    assert isinstance(difference, DataDifference)
    (change,) = difference.changes
    assert change.path == path
    assert (change.matcher and change.matcher.why) == why


def test_the_type_of_the_gateways_answer() -> None:
    text = FILE.replace(
        "backend: {statusCode: 201, headers: {Location: /orders/17, Set-Cookie: [a=1, b=2]}, body: BODY}",
        "backend: {failure: timeout}",
    )
    for matcher, outcome in (("{contains: TIMEOUT}", "passed"), ("{matches: '^API'}", "failed")):
        (case,) = parse_case_file(
            Path("a.vtl.yaml"), Source(text.replace("EXPECT", f"gatewayResponse: {matcher}"), "a.vtl.yaml")
        ).cases
        assert run_case(case, NativeEngine()).outcome == outcome


@pytest.mark.parametrize(
    ("expect", "outcome"),
    [("{length: 2}", "passed"), ("{any: value}", "passed"), ("{any: string}", "failed"), ("{matches: ''}", "failed"), ("{any: object}", "failed"), ("{length: 3}", "failed")],
)  # fmt: skip
def test_a_body_that_is_not_text(expect: str, outcome: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(FILES)
    text = f"""\
api: openapi.yaml
cases:
- name: a
  methodRequest: {{httpMethod: POST, path: /pictures, headers: {{Accept: image/png}}}}
  backend: {{headers: {{Content-Type: image/png}}, body: {{base64: //8=}}}}
  expect: {{response: {{body: {expect}}}}}
"""
    (case,) = parse_case_file(Path("a.vtl.yaml"), Source(text, "a.vtl.yaml")).cases
    result = run_case(case, NativeEngine())
    assert result.outcome == outcome
    for difference in result.differences:
        assert isinstance(difference, DataDifference)
        assert difference.changes[0].actual == {"base64": "//8="}


def test_a_request_that_was_not_made_shows_matchers_as_written() -> None:
    text = FILE.replace("POST\n    query", "POST\n    path: /x\n    query").replace(
        "{type: HTTP_PROXY", "{type: HTTP, passthroughBehavior: NEVER"
    )
    text = text.replace("BODY", "null").replace(
        "EXPECT", "integrationRequest: {headers: {A: {any: string}}, body: {matches: x}}"
    )
    (case,) = parse_case_file(Path("a.vtl.yaml"), Source(text, "a.vtl.yaml")).cases
    result = run_case(case, NativeEngine())
    expected = {"headers": {"A": {"any": "string"}}, "body": {"matches": "x"}}
    assert (
        DataDifference("integrationRequest", (DataChange("root", "missing", expected=expected),)) in result.differences
    )
