"""`--update` fills what a case does not expect yet, and leaves the rest of the file as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from vtlharness.cases.loading import load_case_file
from vtlharness.cases.running import run_case
from vtlharness.cases.update.file_changes import FileChanges
from vtlharness.cases.update.updating import Update, update_case_files
from vtlharness.engines import load_engine

HEAD = "template: t.vtl  # the template\ncases:\n"
API = """\
openapi: 3.0.1
info: {title: a, version: "1"}
paths:
  /a:
    post:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: http
        httpMethod: POST
        uri: https://example.com/a
        requestTemplates: {application/json: '{"sent": $input.json("$.x")}'}
        responses: {default: {statusCode: "200", responseTemplates: {application/json: 'got $input.body'}}}
  /mock:
    post:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses: {default: {statusCode: "200"}}
"""
FORWARDING = """\
integration:
  type: %s
  httpMethod: GET
  uri: %s
  requestParameters:
    integration.request.querystring.page: method.request.querystring.p
    integration.request.header.X-Trace: method.request.header.X-Trace
    %s
  requestTemplates: {application/json: '{"a": 1}'}
  integrationResponses: [{statusCode: "200"}]
cases:
- name: a
  methodRequest:
    path: /a
    queryStringParameters: {p: ["1", "2"], other: x}
    headers: {X-Trace: t, Accept: text/csv, User-Agent: me}
  expect:
    integrationRequest: {}
"""
FUNCTION = (
    "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/"
    "arn:aws:lambda:eu-central-1:123456789012:function:f/invocations"
)
TABLE = "arn:aws:apigateway:eu-central-1:dynamodb:action/PutItem"
CALL = "  methodRequest: {httpMethod: POST, path: /a, body: {x: 1}}\n  backend: {body: y}\n"
SENT = '{httpMethod: POST, uri: "https://example.com/a", body: {sent: 1}}'
GOT = "{statusCode: 200, headers: {Content-Type: application/json}, body: got y}"


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("t.vtl").write_text('{"x": "$input.params(\'x\')"}', encoding="utf-8")
    Path("text.vtl").write_text("hello, $input.params('x')", encoding="utf-8")
    Path("sets.vtl").write_text("#set($context.requestOverride.header.A = 'b')", encoding="utf-8")
    Path("fails.vtl").write_text("$input.path('$.[')", encoding="utf-8")
    Path("api.yaml").write_text(API, encoding="utf-8")


def _update(text: str, name: str = "a.vtl.yaml", changes: FileChanges | None = None) -> tuple[list[Update], str]:
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    results = [run_case(case, load_engine("native")) for case in load_case_file(path).cases]
    updates = update_case_files(results, changes)
    return updates, path.read_text(encoding="utf-8")


def _passes(name: str = "a.vtl.yaml") -> bool:
    cases = load_case_file(Path(name)).cases
    return all(run_case(case, load_engine("native")).outcome == "passed" for case in cases)


@pytest.mark.parametrize(
    ("case", "filled", "changed"),
    [
        ("- name: a  # first\n", '- name: a  # first\n  expect:\n    output:\n      x: ""\n', "expect"),
        ("- name: a\n  expect: {}  # soon\n", '- name: a\n  expect: {output: {x: ""}}  # soon\n', "expect"),
        ("- name: a\n  expect:\n", '- name: a\n  expect:\n    output:\n      x: ""\n', "expect"),
        ("- name: a\n  expect: null\n", '- name: a\n  expect:\n    output:\n      x: ""\n', "expect"),
        ("- name: a\n  expect:\n    output:\n", '- name: a\n  expect:\n    output:\n      x: ""\n', "output"),
        ("- {name: a}\n", '- {name: a, expect: {output: {x: ""}}}\n', "expect"),
        ("- {name: a, expect: {}}\n", '- {name: a, expect: {output: {x: ""}}}\n', "expect"),
    ],
)
def test_a_case_of_a_template(case: str, filled: str, changed: str) -> None:
    (update,), text = _update(HEAD + case)
    assert (update.changed, update.refusal) == ((changed,), None)
    assert text == HEAD + filled
    assert _passes()


@pytest.mark.parametrize(
    ("case", "filled"),
    [
        ('{"name": "a"}', '{"name": "a", "expect": {"output": {"x": "é"}}}'),
        ('{"name": "a", "expect": {}}', '{"name": "a", "expect": {"output": {"x": "é"}}}'),
        ('{"name":"a","expect":{}}', '{"name":"a","expect":{"output":{"x":"é"}}}'),
        (
            '{\n\t\t"name": "a"\n\t}',
            '{\n\t\t"name": "a",\n\t\t"expect": {\n\t\t\t"output": {\n\t\t\t\t"x": "é"\n\t\t\t}\n\t\t}\n\t}',
        ),
    ],
)
def test_a_case_in_a_json_file(case: str, filled: str) -> None:
    head = '{\n\t"inline": "{\\"x\\": \\"é\\"}",\n\t"cases": ['
    (update,), text = _update(f"{head}{case}]\n}}\n", "a.vtl.json")
    assert (update.changed, update.refusal) == (("expect",), None)
    assert text == f"{head}{filled}]\n}}\n"
    assert _passes("a.vtl.json")


@pytest.mark.parametrize("output", ["output:", "output: ~"])
def test_an_empty_output_takes_text(output: str) -> None:
    (update,), text = _update(f"template: text.vtl\ncases:\n- name: a\n  expect:\n    {output}\n")
    assert update.changed == ("output",)
    assert text.endswith('output: "hello, "\n')
    assert _passes()


def test_overrides_are_expected_too() -> None:
    (update,), text = _update("template: sets.vtl\ncases:\n- name: a\n")
    assert update.changed == ("expect",)
    assert "requestOverride:" in text
    assert _passes()


def test_json() -> None:
    _, text = _update('{"template": "t.vtl", "cases": [{"name": "a"}, {"name": "b", "expect": {}}]}', "a.vtl.json")
    assert text == (
        '{"template": "t.vtl", "cases": [{"name": "a", "expect": {"output": {"x": ""}}}, '
        '{"name": "b", "expect": {"output": {"x": ""}}}]}'
    )
    assert _passes("a.vtl.json")


@pytest.mark.parametrize(
    ("expect", "filled"),
    [
        ("  expect: {response: {}}\n", f"  expect: {{response: {GOT}}}\n"),
        ("  expect:\n    integrationRequest: {}\n", f"  expect:\n    integrationRequest: {SENT}\n"),
        ("  expect: {integrationRequest: {}, response: }\n", ""),
        ("  expect:\n    response:\n    # later\n    integrationRequest: {}\n", ""),
        ("  expect:\n    gatewayResponse: null\n    response: {}\n", ""),
        ("  expect: {}\n", ""),
        ("", ""),
    ],
)
def test_a_call(expect: str, filled: str) -> None:
    (update,), text = _update(f"api: api.yaml\ncases:\n- name: a\n{CALL}{expect}")
    assert (update.refusal, update.passed) == (None, True)
    assert text != f"api: api.yaml\ncases:\n- name: a\n{CALL}{expect}"
    assert not filled or text.endswith(filled)
    assert text.count("# later") == expect.count("# later")
    (case,) = load_case_file(Path("a.vtl.yaml")).cases
    assert ("integrationRequest" in text) == ("response" not in expect or "integrationRequest" in expect)
    assert _passes()
    assert update_case_files([run_case(case, load_engine("native"))]) == []


def test_a_failing_part_and_an_empty_one() -> None:
    expect = "  expect:\n    integrationRequest: {body: {sent: 2}}\n    response: {}\n"
    (update,), text = _update(f"api: api.yaml\ncases:\n- name: a\n{CALL}{expect}")
    assert update.changed == ("integrationRequest.body", "response")
    assert not update.passed
    assert "integrationRequest: {body: {sent: 1}}" in text
    assert _passes()


@pytest.mark.parametrize(
    "case",
    [
        f"- name: a\n{CALL}  expect:\n    integrationRequest:\n    response: {{}}\n",  # the backend must not be called
        f"- name: a\n  xfail: soon\n{CALL}",
        f"- name: a<<n>>\n  parameters: [{{n: 1}}, {{n: 2}}]\n{CALL}",
        f"- name: a\n{CALL}  expect: {{gatewayResponse: null}}\n",
        "- name: a\n  methodRequest: {httpMethod: POST, path: /mock}\n"
        "  expect: {integrationRequest: {}, gatewayResponse: null}\n",
        "- name: a\n  methodRequest: {httpMethod: GET, path: /none}\n",
    ],
)
def test_what_is_left_alone(case: str) -> None:
    updates, text = _update(f"api: api.yaml\ncases:\n{case}")
    assert text == f"api: api.yaml\ncases:\n{case}"
    assert [update for update in updates if update.refusal is None] == []


def test_a_template_that_fails_is_not_filled() -> None:
    (update,), text = _update("template: fails.vtl\ncases:\n- name: a\n")
    assert update.refusal == "rendering failed, but output is expected; fix the template, or expect the error"
    assert text == "template: fails.vtl\ncases:\n- name: a\n"


def test_an_expectation_of_an_anchor_is_left_alone() -> None:
    text = f"{HEAD}- name: a\n  expect: &none {{}}\n- name: b\n  expect: *none\n"
    updates, after = _update(text)
    assert (updates, after) == ([], text)


def test_a_read_only_file_is_refused() -> None:
    path = Path("a.vtl.yaml")
    path.write_text(f"{HEAD}- name: a\n", encoding="utf-8")
    results = [run_case(case, load_engine("native")) for case in load_case_file(path).cases]
    path.chmod(0o444)
    (update,) = update_case_files(results)
    assert (update.refusal, update.passed) == ("a.vtl.yaml is read-only", True)


def test_a_dry_run_writes_nothing_and_takes_note() -> None:
    changes = FileChanges(dry=True, noted=True)
    text = f"{HEAD}- name: a\n- name: b\n  expect: {{output: {{file: new.json}}}}\n"
    updates, after = _update(text, changes=changes)
    assert after == text
    assert not Path("new.json").exists()
    assert [update.changed for update in updates] == [("expect",), ("output",)]
    assert [(change.path.name, change.before is None) for change in changes.changes] == [
        ("new.json", True),
        ("a.vtl.yaml", False),
    ]
    assert b"expect:" in changes.changes[1].after


@pytest.mark.parametrize(
    ("kind", "uri", "more", "sent"),
    [
        (
            "HTTP",
            "https://example.com/a?page=0",
            "integration.request.header.Accept: method.request.header.Accept",
            {
                "httpMethod": "GET",
                "uri": "https://example.com/a",
                "queryStringParameters": {"page": ["0", "2"]},
                "headers": {"X-Trace": "t", "Accept": "text/csv"},
                "body": {"a": 1},
            },
        ),
        (
            "HTTP_PROXY",
            "https://example.com/a",
            "integration.request.header.X-Fixed: \"'one'\"",
            {
                "httpMethod": "GET",
                "uri": "https://example.com/a",
                "queryStringParameters": {"p": ["1", "2"], "other": "x", "page": "2"},
                "headers": {"X-Trace": "t", "Accept": "text/csv", "User-Agent": "me", "X-Fixed": "one"},
            },
        ),
        (
            "AWS",
            FUNCTION,
            "integration.request.header.X-Amz-Invocation-Type: \"'Event'\"",
            {
                "queryStringParameters": {"page": "2"},
                "headers": {"X-Trace": "t", "X-Amz-Invocation-Type": "Event"},
                "body": {"a": 1},
            },
        ),
        (
            "AWS",
            TABLE,
            "integration.request.header.Content-Type: \"'application/x-amz-json-1.0'\"",
            {
                "queryStringParameters": {"Action": "PutItem", "page": "2"},
                "headers": {"X-Trace": "t", "Content-Type": "application/x-amz-json-1.0"},
                "body": {"a": 1},
            },
        ),
    ],
)
def test_the_query_string_and_the_headers_of_a_request_are_filled(
    kind: str, uri: str, more: str, sent: dict[str, object]
) -> None:
    """Not those that the gateway adds to every request."""
    (update,), text = _update(FORWARDING % (kind, uri, more))
    assert update.refusal is None
    assert yaml.safe_load(text)["cases"][0]["expect"]["integrationRequest"] == sent
    assert _passes()
