"""Whole integrations run: what counts as the same, how differences are named, which line wrote them."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cases.echo import EchoEngine
from tests.cases.integration.apis import DEFAULTS, FILES, write
from vtlharness.cases.loading import load_case_file
from vtlharness.cases.results import (
    CaseResult,
    DataChange,
    DataDifference,
    Difference,
    NoExpectedFile,
    NotJson,
    RenderFailed,
    TemplateLine,
    TextDifference,
    error_record,
)
from vtlharness.cases.running import run_case
from vtlharness.engines.native import NativeEngine
from vtlharness.report.record import case_record
from vtlharness.report.text.lines import difference_heading, record_lines


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(FILES)


def run(text: str) -> CaseResult:
    write({"a.vtl.yaml": text})
    (case,) = load_case_file("a.vtl.yaml").cases
    return run_case(case, NativeEngine())


def call(expect: str, more: str = "") -> CaseResult:
    """POST /orders/42 of the tests' API, whose backend answers `{"ok":true}`."""
    return run(f"{DEFAULTS}- {{name: a, expect: {{{expect}}}{', ' if more else ''}{more}}}\n")


def proxied(
    backend: str, expect: str, call: str = "{headers: {Content-Type: text/plain}, body: sent}", more: str = ""
) -> CaseResult:
    """A call through an HTTP_PROXY integration, which hands on what it gets."""
    return run(
        "integration: {type: HTTP_PROXY, httpMethod: ANY, uri: 'https://example.com/a'}\n"
        f"cases: [{{name: a, methodRequest: {call}, backend: {backend}, expect: {{{expect}}}{', ' if more else ''}{more}}}]\n"
    )


def named(differences: tuple[Difference, ...]) -> list[tuple[Any, ...]]:
    """What differs in data: part, path, both sides."""
    found: list[tuple[Any, ...]] = []
    for difference in differences:
        assert isinstance(difference, DataDifference)
        found.extend(
            (difference.part, change.path, change.kind, change.expected, change.actual) for change in difference.changes
        )
    return found


SAME = [
    "",
    "integrationRequest: {}, response: {}",
    "gatewayResponse: null",
    "integrationRequest: {httpMethod: PUT, uri: 'https://example.com/v1/42', queryStringParameters: {currency: EUR}}",
    "integrationRequest: {headers: {X-Stage: test, x-table: [orders], HOST: example.com, Cookie: null, X-None: []}}",
    "integrationRequest: {headers: {Content-Length: 27}}",
    "integrationRequest: {body: {n: 1.0, id: '42'}}",
    'integrationRequest: {body: "{\\n  \\"id\\": \\"42\\",\\n  \\"n\\": 1\\n}\\n"}',
    "integrationRequest: {body: {file: sent.txt}}",
    "integrationRequest: {body: {base64: ewogICJpZCI6ICI0MiIsCiAgIm4iOiAxCn0K}}",
    "response: {statusCode: 200, headers: {x-note: fine, content-type: application/json, X-Gone: null}}",
    "response: {body: {status: done, got: {ok: true}}}",
]

DIFFERENT: list[tuple[str, list[tuple[Any, ...]]]] = [
    ("integrationRequest: {httpMethod: POST}", [("integrationRequest", "root['httpMethod']", "changed", "POST", "PUT")]),
    ("integrationRequest: {httpMethod: put}", [("integrationRequest", "root['httpMethod']", "changed", "put", "PUT")]),
    ("integrationRequest: {uri: 'https://example.com/v1/43'}",
     [("integrationRequest", "root['uri']", "changed", "https://example.com/v1/43", "https://example.com/v1/42")]),
    ("integrationRequest: {queryStringParameters: {}}",
     [("integrationRequest", "root['queryStringParameters']['currency']", "unexpected", None, "EUR")]),
    ("integrationRequest: {queryStringParameters: {currency: [EUR, 1], page: 2}}", [
        ("integrationRequest", "root['queryStringParameters']['currency']", "changed", ["EUR", "1"], "EUR"),
        ("integrationRequest", "root['queryStringParameters']['page']", "missing", "2", None)]),
    ("integrationRequest: {headers: {x-stage: prod, X-Table: null, Cookie: a}}", [
        ("integrationRequest", "root['headers']['Cookie']", "missing", "a", None),
        ("integrationRequest", "root['headers']['X-Table']", "unexpected", None, "orders"),
        ("integrationRequest", "root['headers']['x-stage']", "changed", "prod", "test")]),
    ("integrationRequest: {body: {id: 42, n: 1}}", [("integrationRequest.body", "root['id']", "changed", 42, "42")]),
    ("response: {statusCode: 201, headers: {X-Note: [fine, fine]}}", [
        ("response", "root['headers']['X-Note']", "changed", ["fine", "fine"], "fine"),
        ("response", "root['statusCode']", "changed", 201, 200)]),
    ("response: {body: {status: done, got: {ok: false}}}", [("response.body", "root['got']['ok']", "changed", False, True)]),
    ("gatewayResponse: THROTTLED", [("gatewayResponse", "root", "changed", "THROTTLED", None)]),
    ("integrationRequest: null",
     [("integrationRequest", "root", "unexpected", None, "PUT https://example.com/v1/42?currency=EUR")]),
    ("integrationRequest: {httpMethod: POST, body: {id: '42', n: 2}}, response: {statusCode: 404}, gatewayResponse: THROTTLED", [
        ("gatewayResponse", "root", "changed", "THROTTLED", None),
        ("integrationRequest", "root['httpMethod']", "changed", "POST", "PUT"),
        ("integrationRequest.body", "root['n']", "changed", 2, 1),
        ("response", "root['statusCode']", "changed", 404, 200)]),
]  # fmt: skip


@pytest.mark.parametrize("expect", SAME)
def test_same(expect: str) -> None:
    write({"sent.txt": '{\n  "id": "42",\n  "n": 1\n}\n'})
    result = call(expect)
    assert (result.outcome, result.differences, result.error) == ("passed", (), None)
    assert result.invocation is not None
    assert result.duration_s > 0


@pytest.mark.parametrize(("expect", "found"), DIFFERENT)
def test_different(expect: str, found: list[tuple[Any, ...]]) -> None:
    result = call(expect)
    assert (result.outcome, named(result.differences)) == ("failed", found)


def test_headers_with_several_values() -> None:
    backend = "{headers: {Set-Cookie: [a=1, b=2], X-One: [x]}}"
    assert proxied(backend, "response: {headers: {set-cookie: [a=1, b=2], x-one: x}}").outcome == "passed"
    assert named(proxied(backend, "response: {headers: {set-cookie: [b=2, a=1], x-one: [x, y]}}").differences) == [
        ("response", "root['headers']['set-cookie'][0]", "changed", "b=2", "a=1"),
        ("response", "root['headers']['set-cookie'][1]", "changed", "a=1", "b=2"),
        ("response", "root['headers']['x-one']", "changed", ["x", "y"], "x"),
    ]


@pytest.mark.parametrize(
    ("options", "outcome"),
    [
        ("{}", "failed"),
        ("{ignore_order: true}", "passed"),
        ("{exclude_paths: \"root['l']\"}", "passed"),
        ("{exclude_regex_paths: l}", "passed"),
        ("{significant_digits: 1}", "failed"),
    ],
)
def test_compare_options_are_for_bodies(options: str, outcome: str) -> None:
    body = '"{\\"l\\": [2, 1]}"'
    expect = "integrationRequest: {body: {l: [1, 2]}}, response: {body: {l: [1, 2]}}"
    result = proxied(f"{{body: {body}}}", expect, f"{{body: {body}}}", f"compare: {options}")
    assert result.outcome == outcome
    if outcome == "failed":
        assert [getattr(difference, "part", None) for difference in result.differences] == [
            "integrationRequest.body",
            "response.body",
        ]
    statuses = proxied("{statusCode: 404}", "response: {statusCode: 400}", more=f"compare: {options}")
    assert statuses.outcome == "failed"


def test_a_body_that_is_no_json() -> None:
    result = proxied("{body: 'a=1'}", "integrationRequest: {body: {a: 1}}, response: {body: null}")
    assert [(type(one), getattr(one, "part", None), getattr(one, "hint", None)) for one in result.differences] == [
        (NotJson, "integrationRequest.body", None),
        (NotJson, "response.body", None),
    ]
    (nothing,) = proxied("{}", "response: {body: null}").differences
    assert isinstance(nothing, NotJson)
    assert nothing.hint == "write an empty body as text: body: ''"


TEXT = "aGVsbG8="  # hello


@pytest.mark.parametrize(
    ("actual", "expected", "differences"),
    [
        ("{base64: /wA=}", "{base64: /wA=}", ()),
        ("{base64: /wA=}", "{file: bytes}", ()),
        ("hello", f"{{base64: {TEXT}}}", ()),
        (f"{{base64: {TEXT}}}", "hello", ()),
        ("hello", "{base64: aGVsbE8=}", (TextDifference("hellO", "hello", "response.body"),)),
        ("hello", "{base64: /wA=}",
         (DataDifference("response.body", (DataChange("root", "changed", {"base64": "/wA="}, "hello"),)),)),
        ("{base64: /wA=}", f"{{base64: {TEXT}}}",
         (DataDifference("response.body", (DataChange("root['base64']", "changed", TEXT, "/wA="),)),)),
        ("{base64: /wA=}", "{base64: /wE=}",
         (DataDifference("response.body", (DataChange("root['base64']", "changed", "/wE=", "/wA="),)),)),
        ("{base64: /wA=}", "\"\\uFFFD\\0\"",
         (DataDifference("response.body", (DataChange("root", "changed", "\ufffd\0", {"base64": "/wA="}),)),)),
        ("{base64: /wA=}", "{a: 1}",
         (DataDifference("response.body", (DataChange("root['a']", "missing", 1), DataChange("root['base64']", "unexpected", None, "/wA="))),)),
        ("{base64: /wA=}", "{file: none}", (NoExpectedFile("none", None, "response.body"),)),
        ("hello", "{file: sub/none}", (NoExpectedFile("sub/none", "the folder sub does not exist", "response.body"),)),
    ],
)  # fmt: skip
def test_bytes(actual: str, expected: str, differences: tuple[Difference, ...]) -> None:
    write({"bytes": b"\xff\x00"})
    result = run(
        "api: openapi.yaml\ncases:\n- name: a\n"
        "  methodRequest: {httpMethod: POST, path: /pictures, headers: {Accept: image/png}}\n"
        f"  backend: {{headers: {{Content-Type: image/png}}, body: {actual}}}\n"
        f"  expect: {{response: {{body: {expected}}}}}\n"
    )
    assert result.differences == differences


def test_a_request_that_is_not_made() -> None:
    more = "methodRequest: {queryStringParameters: null}"
    assert call("integrationRequest: null, gatewayResponse: BAD_REQUEST_PARAMETERS", more).outcome == "passed"
    result = call("integrationRequest: {httpMethod: PUT, body: {a: 1}}", more)
    assert named(result.differences) == [
        ("integrationRequest", "root", "missing", {"httpMethod": "PUT", "body": {"a": 1}}, None)
    ]
    for body, shown in [("text", "text"), ("{base64: aGk=}", {"base64": "aGk="})]:
        (difference,) = call(f"integrationRequest: {{body: {body}}}", more).differences
        assert named((difference,)) == [("integrationRequest", "root", "missing", {"body": shown}, None)]
    assert named(call("integrationRequest: {body: {file: none}}", more).differences) == [
        ("integrationRequest", "root", "missing", {}, None)
    ]


def test_answers_of_the_gateway() -> None:
    assert (
        call("gatewayResponse: INTEGRATION_TIMEOUT, response: {statusCode: 504}", "backend: {failure: timeout}").outcome
        == "passed"
    )
    assert call("gatewayResponse: INTEGRATION_FAILURE", "backend: {failure: unreachable}").outcome == "passed"
    result = call("gatewayResponse: null, integrationRequest: null", "methodRequest: {path: /nowhere}")
    assert named(result.differences) == [("gatewayResponse", "root", "changed", None, "MISSING_AUTHENTICATION_TOKEN")]
    assert result.invocation is not None
    assert result.invocation.log == ()


def test_a_template_that_does_not_parse() -> None:
    result = call("gatewayResponse: null, response: {statusCode: 204}", "methodRequest: {httpMethod: DELETE}")
    assert (result.outcome, result.invocation) == ("failed", None)
    (difference,) = result.differences
    assert isinstance(difference, RenderFailed)
    assert str(difference.error).startswith("openapi.yaml:41:51: ")
    assert result.error is not None
    assert difference.error == error_record(result.error)


@pytest.mark.parametrize(
    ("expect", "outcome"),
    [
        ("", "failed"),
        ("integrationRequest: {httpMethod: PUT}", "failed"),
        ("integrationRequest: null", "passed"),
        ("response: {statusCode: 400}", "passed"),
        ("gatewayResponse: BAD_REQUEST_BODY", "passed"),
        ("gatewayResponse: null", "failed"),
    ],
)
def test_a_template_that_fails(expect: str, outcome: str) -> None:
    """It is shown when the case expects nothing of an answer, as in a case of a template."""
    result = call(expect, "methodRequest: {body: '{'}")
    assert result.outcome == outcome
    assert result.invocation is not None
    assert isinstance(result.differences[0], RenderFailed) if "gateway" not in expect and result.differences else True


@pytest.mark.parametrize("line", [3, 302])
def test_a_response_template_that_fails(line: int) -> None:
    """The gateway answers by itself. The report names the template's line, once, whatever the case expects."""
    template = "## a comment\n" * (line - 1) + "$util.urlDecode('%')\n" + "## a comment\n" * 300
    write({"response.vtl": template})
    cases = {
        "nothing": ("", ["rendering failed"]),
        "status": ("response: {statusCode: 200}", ["response differs in 1 place"]),
        "body": ("response: {body: {message: other}}", ["response.body differs in 1 place"]),
        "gateway": ("gatewayResponse: null", ["gatewayResponse differs in 1 place"]),
    }
    for name, (expect, headings) in cases.items():
        record = case_record(call(expect))
        assert (name, record.outcome) == (name, "failed")
        assert [difference_heading(difference) for difference in record.differences] == headings
        text = "\n".join(record_lines(record))
        error = f"response.vtl:{line}:1: IllegalArgumentException: URLDecoder: Incomplete trailing escape (%) pattern"
        assert text.count(error) == 1
        assert f"{line} | $util.urlDecode('%')" in text
        assert "the gateway itself answered: API_CONFIGURATION_ERROR" in text


def test_a_response_template_that_is_expected_to_fail() -> None:
    write({"response.vtl": "$util.urlDecode('%')"})
    for expect in ("response: {statusCode: 500}", "gatewayResponse: API_CONFIGURATION_ERROR"):
        assert call(expect).outcome == "passed"


# Which line wrote it


def lines(result: CaseResult) -> dict[str, TemplateLine | None]:
    found: dict[str, TemplateLine | None] = {}
    for difference in result.differences:
        if isinstance(difference, DataDifference):
            found.update({f"{difference.part} {change.path}": change.written_by for change in difference.changes})
        elif isinstance(difference, (TextDifference, NotJson)):
            found[difference.part] = difference.written_by
    return found


def test_the_template_line_that_wrote_it() -> None:
    result = call(
        "integrationRequest: {httpMethod: GET, body: {id: '43', n: 2, more: 1}}, response: {statusCode: 201, body: {status: x, got: {ok: false}}}"
    )
    assert lines(result) == {
        "integrationRequest root['httpMethod']": None,
        "integrationRequest.body root['id']": TemplateLine("openapi.yaml", 24),
        "integrationRequest.body root['more']": None,
        "integrationRequest.body root['n']": TemplateLine("openapi.yaml", 25),
        "response root['statusCode']": None,
        "response.body root['got']['ok']": TemplateLine("response.vtl", 3),
        "response.body root['status']": TemplateLine("response.vtl", 2),
    }


@pytest.mark.parametrize(
    ("expect", "found"),
    [
        ("integrationRequest: {body: \"{\\n  'id'\"}", {"integrationRequest.body": TemplateLine("openapi.yaml", 24)}),
        ('response: {body: "{\\n  \\"status\\": \\"done\\",\\n"}', {"response.body": TemplateLine("response.vtl", 3)}),
        ('integrationRequest: {body: {base64: e30=}}', {"integrationRequest.body": TemplateLine("openapi.yaml", 23)}),
        ('integrationRequest: {body: {base64: /wA=}}', {"integrationRequest.body root": TemplateLine("openapi.yaml", 23)}),
    ],
)  # fmt: skip
def test_the_template_line_of_a_text(expect: str, found: dict[str, TemplateLine]) -> None:
    assert lines(call(expect)) == found


def test_no_line_where_no_template_wrote_it() -> None:
    error = call("response: {body: {message: no}}", "backend: {failure: timeout}, methodRequest: {body: {n: 2}}")
    assert lines(error) == {"response.body root['message']": None}
    handed_on = call("response: {body: {message: no}}", "backend: {statusCode: 503, body: {message: down}}")
    assert lines(handed_on) == {"response.body root['message']": None}
    out_of_order = call("integrationRequest: {body: {id: x}}", "compare: {ignore_order: true}")
    assert set(lines(out_of_order).values()) == {None}


def test_templates_of_an_integration_in_the_case_file() -> None:
    text = """\
integration:
  type: HTTP
  httpMethod: POST
  uri: https://example.com/
  requestTemplates:
    application/json: |
      {
        "a": $input.json('$.a')
      }
    text/plain: '"$input.body'
  responses:
    default: {statusCode: 200}
cases:
- name: a
  methodRequest: {headers: {Content-Type: %s}, body: %s}
  expect: {integrationRequest: {body: %s}}
"""
    assert lines(run(text % ("application/json", "{a: 1}", "{a: 2}"))) == {
        "integrationRequest.body root['a']": TemplateLine("a.vtl.yaml integration application/json", 2, "a.vtl.yaml:6")
    }
    assert lines(run(text % ("text/plain", "no JSON", "{a: 2}"))) == {
        "integrationRequest.body": TemplateLine("a.vtl.yaml integration text/plain", 1, "a.vtl.yaml:10")
    }
    assert lines(run(text % ("text/plain", "no JSON", "{base64: /wA=}"))) == {"integrationRequest.body root": None}


def test_warnings_of_templates_and_mappings() -> None:
    text = """\
integration:
  type: HTTP
  httpMethod: POST
  uri: https://example.com/
  requestTemplates:
    application/json: "$input.path('$.a[-1]')"
  responses:
    default: {statusCode: 200}
cases: [{name: a, methodRequest: {headers: {Content-Type: application/json}, body: {a: [1]}}}]
"""
    result = run(text)
    assert result.outcome == "passed"
    (finding,) = result.findings
    assert str(finding).startswith("a.vtl.yaml integration application/json:1:14: VTL301 ")
    assert finding.file == "a.vtl.yaml integration application/json"


def test_another_engine_leaves_whole_integrations_to_ours() -> None:
    class OtherEngine(EchoEngine):
        name = "other"

    write({"a.vtl.yaml": f"{DEFAULTS}- {{name: a, expect: {{response: {{statusCode: 200}}}}}}\n"})
    (case,) = load_case_file("a.vtl.yaml").cases
    for service in (NativeEngine(), None):
        result = run_case(case, OtherEngine(), service=service)
        assert (result.outcome, result.engine, result.service_differences) == ("passed", "native", ())


def test_what_cannot_run_is_an_error() -> None:
    class BrokenEngine(NativeEngine):
        def template(self, template: object) -> Any:
            from vtlharness.errors import VtlHarnessError

            raise VtlHarnessError("the engine is gone")

    write({"a.vtl.yaml": f"{DEFAULTS}- {{name: a}}\n"})
    (case,) = load_case_file("a.vtl.yaml").cases
    result = run_case(case, BrokenEngine())
    assert (result.outcome, str(result.error), result.differences) == ("error", "the engine is gone", ())


@pytest.mark.parametrize(
    ("backend", "outcome", "differences"),
    [
        ("{statusCode: 404}", "passed", []),
        ("{failure: timeout}", "failed", [("gatewayResponse", "root", "changed", None, "INTEGRATION_TIMEOUT")]),
    ],
)
def test_a_case_that_expects_nothing_in_particular(
    backend: str, outcome: str, differences: list[tuple[Any, ...]]
) -> None:
    result = proxied(backend, "")
    assert (result.outcome, named(result.differences)) == (outcome, differences)


def test_a_mock_sends_nothing() -> None:
    text = (
        "integration: {type: MOCK, requestTemplates: {application/json: '{\"statusCode\": 200}'},"
        " responses: {default: {statusCode: 200}}}\ncases: [{name: a, expect: {integrationRequest: null}}]\n"
    )
    assert run(text).outcome == "passed"


def test_a_header_of_the_case_wins_in_any_casing() -> None:
    text = (
        "integration: {type: HTTP_PROXY, httpMethod: ANY, uri: 'https://example.com'}\n"
        "defaults: {methodRequest: {headers: {Content-Type: a/b, X-A: '1', X-B: '2'}}}\n"
        "cases: [{name: a, methodRequest: {headers: {content-type: text/csv, x-a: null}},"
        " expect: {integrationRequest: {headers: {Content-Type: text/csv, X-A: null, X-B: '2'}}}}]\n"
    )
    assert named(run(text).differences) == []


def test_a_function_of_which_the_case_says_nothing() -> None:
    uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations"
    result = run(f"integration: {{type: AWS_PROXY, httpMethod: POST, uri: '{uri}'}}\ncases: [{{name: a}}]\n")
    assert record_lines(case_record(result))[1:] == [
        "  gatewayResponse differs in 1 place",
        "    root",
        "      expected: null",
        '      actual:   "DEFAULT_5XX"',
        "  the gateway itself answered: DEFAULT_5XX",
        "    Execution failed due to configuration error: Malformed Lambda proxy response",
        "    hint: give the result of the function: `backend: {lambdaResult: {statusCode: 200}}`",
    ]
