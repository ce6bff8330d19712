"""Hints of failing cases: paths that leave nothing out, a backend that the case says nothing about."""

from __future__ import annotations

from pathlib import Path

import pytest

from vtlharness.cases.loading import parse_case_file
from vtlharness.cases.running import run_case
from vtlharness.engines.native import NativeEngine
from vtlharness.report.json_report import json_report
from vtlharness.report.record import CaseRecord, case_record, from_plain, to_plain
from vtlharness.report.run_record import RunRecord
from vtlharness.report.text.lines import record_lines
from vtlharness.source import Source

HTTP = (
    "integration: {type: HTTP, httpMethod: GET, uri: 'https://example.com', responses: {default: {statusCode: 200}}}\n"
)
LAMBDA = (
    "integration:\n  type: %s\n  httpMethod: POST\n"
    "  uri: arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/"
    "arn:aws:lambda:eu-central-1:123456789012:function:f/invocations\n"
    "  responses: {default: {statusCode: 200}}\n"
)
NO_BACKEND = "the case has no `backend`, so the backend answers 200 without a body; "


def records(text: str) -> list[CaseRecord]:
    cases = parse_case_file(Path("a.vtl.yaml"), Source(text, "a.vtl.yaml")).cases
    return [case_record(run_case(case, NativeEngine())) for case in cases]


def hints(text: str) -> tuple[str, ...]:
    (record,) = records(text)
    assert record.outcome == "failed"
    assert from_plain(to_plain(record)) == record
    return record.hints


def excluding(paths: str, more: str = "") -> tuple[str, ...]:
    return hints(
        'inline: \'{"ts": 1, "a": [{"id": 2, "x y": 3}]}\'\n'
        f"cases:\n- name: a\n  compare: {{exclude_paths: {paths}{more}}}\n"
        '  expect: {output: {ts: 2, a: [{id: 3, "x y": 4, gone: 1}]}}\n'
    )


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("$.ts", "did you mean `root['ts']`?"),
        ("root.ts", "did you mean `root['ts']`?"),
        ("$.a[0].id", "did you mean `root['a'][0]['id']`?"),
        ("a.0.id", "did you mean `root['a'][0]['id']`?"),
        ("root['tss']", "did you mean `root['ts']`?"),
        ("root['a'][7]['id']", "did you mean `root['a'][0]['id']`?"),
        ("root['entirely']['elsewhere']", "paths look like root['a'][0]"),
    ],
)
def test_a_path_that_leaves_nothing_out(path: str, hint: str) -> None:
    (found,) = excluding(f'["{path}"]')
    assert found == f"a.vtl.yaml:4:29: `{path}` in exclude_paths leaves nothing out: {hint}"


@pytest.mark.parametrize(
    "path",
    [
        "root['ts']",
        'root[\\"ts\\"]',
        "ts",
        "root['a'][0]['x y']",
        "root['a']",
        "root['a'][0]['gone']",
        "['ts']",
    ],
)
def test_a_path_that_leaves_something_out(path: str) -> None:
    assert excluding(f'["{path}"]') == ()


def test_one_text_and_several() -> None:
    assert excluding("$.ts") == (
        "a.vtl.yaml:4:28: `$.ts` in exclude_paths leaves nothing out: did you mean `root['ts']`?",
    )
    assert [hint.split(": ")[0] for hint in excluding("[\"root['ts']\", $.ts, $.a]")] == [
        "a.vtl.yaml:4:43",
        "a.vtl.yaml:4:49",
    ]


def test_patterns() -> None:
    assert excluding("[]", ", exclude_regex_paths: ['id$', \"\\\\['ts'\\\\]$\"]") == (
        "a.vtl.yaml:4:54: `id$` in exclude_regex_paths matches no path: paths look like root['a'][0]['gone']",
    )


def test_in_defaults_and_in_a_body() -> None:
    found = hints(
        f"{HTTP}defaults:\n  compare:\n    exclude_paths:\n      - $.ts\n"
        "cases: [{name: a, backend: {body: {ts: 1}}, expect: {response: {body: {ts: 2}}}}]\n"
    )
    assert found == ("a.vtl.yaml:5:9: `$.ts` in exclude_paths leaves nothing out: did you mean `root['ts']`?",)


BOTH_DATA = f"""\
{HTTP}cases:
- name: a
  accessLogFormat: '{{"status": $context.status}}'
  compare: {{exclude_paths: "root['ts']"}}
  backend: {{statusCode: 200, body: {{a: 1, ts: 5}}}}
  expect: {{response: {{body: {{a: 1}}}}, accessLog: {{status: 201}}}}
"""


def test_a_path_that_leaves_something_out_of_a_part_that_agrees() -> None:
    assert hints(BOTH_DATA) == ()
    (found,) = hints(BOTH_DATA.replace("root['ts']", "root['tss']"))
    assert "leaves nothing out" in found


@pytest.mark.parametrize("expect", ["gatewayResponse: THROTTLED", "response: {statusCode: 201}"])
def test_no_data_differs(expect: str) -> None:
    assert (
        hints(
            f"{HTTP}cases:\n- name: a\n  backend: {{body: '{{}}'}}\n"
            f"  compare: {{exclude_paths: $.x, exclude_regex_paths: x$}}\n  expect: {{{expect}}}\n"
        )
        == ()
    )


def test_a_passing_case_has_none() -> None:
    text = "inline: '{\"a\": 1}'\ncases: [{name: a, compare: {exclude_paths: $.b}, expect: {output: {a: 1}}}]\n"
    assert [(one.outcome, one.hints) for one in records(text)] == [("passed", ())]


@pytest.mark.parametrize(
    ("head", "expect", "answer"),
    [
        (HTTP, "{response: {body: {a: 1}}}", "`backend: {statusCode: ..., body: ...}` says what it answers"),
        (HTTP, "{response: {statusCode: 404}}", "`backend: {statusCode: ..., body: ...}` says what it answers"),
        (LAMBDA % "AWS", "{response: {body: {a: 1}}}", "`backend: {lambdaResult: ...}` says what it answers"),
        (HTTP, "{gatewayResponse: THROTTLED}", "`backend: {statusCode: ..., body: ...}` says what it answers"),
    ],
)
def test_no_backend(head: str, expect: str, answer: str) -> None:
    assert hints(f"{head}cases: [{{name: a, expect: {expect}}}]\n") == (NO_BACKEND + answer,)


@pytest.mark.parametrize(
    "text",
    [
        f"{HTTP}cases: [{{name: a, expect: {{integrationRequest: {{httpMethod: POST}}}}}}]\n",
        f"{HTTP}cases: [{{name: a, backend: {{body: b}}, expect: {{response: {{body: c}}}}}}]\n",
        f"{HTTP}cases: [{{name: a, backend: {{failure: timeout}}, expect: {{response: {{body: c}}}}}}]\n",
        "integration: {type: MOCK, requestTemplates: {application/json: '{\"statusCode\": 200}'}, "
        "responses: {default: {statusCode: 200}}}\ncases: [{name: a, expect: {response: {body: c}}}]\n",
        f"{LAMBDA % 'AWS_PROXY'}cases: [{{name: a, expect: {{response: {{body: c}}}}}}]\n",
    ],
)
def test_no_hint_about_the_backend(text: str) -> None:
    assert hints(text) == ()


def test_the_reports() -> None:
    (record,) = records(f"{HTTP}cases: [{{name: a, expect: {{response: {{body: {{a: 1}}}}}}}}]\n")
    assert any(line.startswith(f"  hint: {NO_BACKEND}") for line in record_lines(record))
    report = json_report(RunRecord([record], "native", 0.0))
    assert b'"hints":["the case has no `backend`' in report
