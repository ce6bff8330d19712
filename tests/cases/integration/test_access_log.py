"""`accessLogFormat` and `expect.accessLog` of a case: where the format comes from, comparing, updating, faults."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vtlharness.cases.loading import load_case_file
from vtlharness.cases.results import CaseResult
from vtlharness.cases.running import run_case
from vtlharness.cases.session import Session
from vtlharness.engines.native import NativeEngine
from vtlharness.errors import CaseFileError
from vtlharness.options import SessionOptions
from vtlharness.report.record import case_record, from_plain, to_plain

INTEGRATION = "integration: {type: HTTP_PROXY, httpMethod: ANY, uri: 'https://example.com/a'}\n"
CALL = "methodRequest: {path: /a}, backend: {body: ok}"


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(case: str, *, head: str = INTEGRATION, more: str = "") -> CaseResult:
    Path("a.vtl.yaml").write_text(f"{head}{more}cases:\n- {{name: a, {CALL}, {case}}}\n", encoding="utf-8")
    (loaded,) = load_case_file("a.vtl.yaml").cases
    return run_case(loaded, NativeEngine())


def fault(case: str, **more: str) -> str:
    with pytest.raises(CaseFileError) as caught:
        run(case, **more)
    return str(caught.value)


def test_text_is_compared_byte_for_byte() -> None:
    given = "accessLogFormat: '$context.status $context.resourcePath'"
    assert run(f"{given}, expect: {{accessLog: 200 /a}}").outcome == "passed"
    failing = run(f"{given}, expect: {{accessLog: 404 /a}}")
    assert [(one.part, one.expected, one.actual) for one in failing.differences] == [  # type: ignore[union-attr]
        ("accessLog", "404 /a", "200 /a")
    ]


def test_data_is_compared_as_json() -> None:
    given = """accessLogFormat: '{ "status":"$context.status",  "user":"$context.identity.user" }'"""
    assert run(f"{given}, expect: {{accessLog: {{user: '-', status: '200'}}}}").outcome == "passed"
    (difference,) = run(f"{given}, expect: {{accessLog: {{user: ann, status: '200'}}}}").differences
    assert [change.path for change in difference.changes] == ["root['user']"]  # type: ignore[union-attr]
    assert run("accessLogFormat: 'a', expect: {accessLog: {}}").outcome == "failed"


def test_comparing_loosely() -> None:
    given = """accessLogFormat: '{"id":"$context.requestId","status":"$context.status"}'"""
    expect = "expect: {accessLog: {id: x, status: '200'}}, compare: {exclude_paths: \"root['id']\"}"
    assert run(f"{given}, {expect}").outcome == "passed"


def test_defaults_and_a_case_of_its_own() -> None:
    defaults = "defaults: {accessLogFormat: $context.stage}\n"
    assert run("expect: {accessLog: test}", more=defaults).outcome == "passed"
    assert run("accessLogFormat: $context.httpMethod, expect: {accessLog: GET}", more=defaults).outcome == "passed"


def test_a_file_with_the_format() -> None:
    Path("format.txt").write_text("$context.status\n", encoding="utf-8")
    assert run("accessLogFormat: {file: format.txt}, expect: {accessLog: '200'}").outcome == "passed"
    Path("format.json").write_text('{"status": "$context.status"}', encoding="utf-8")
    assert run("accessLogFormat: {file: format.json}, expect: {accessLog: {status: '200'}}").outcome == "passed"


def test_the_output_of_get_stage() -> None:
    settings = {"format": "$context.stage", "destinationArn": "arn:aws:logs:x"}
    Path("stage.json").write_text(json.dumps({"stageName": "prod", "accessLogSettings": settings}), encoding="utf-8")
    assert run("accessLogFormat: {file: stage.json}, expect: {accessLog: test}").outcome == "passed"
    Path("stage.json").write_text(json.dumps({"stageName": "prod"}), encoding="utf-8")
    assert fault("accessLogFormat: {file: stage.json}").startswith(
        "a.vtl.yaml:3:85: the stage in stage.json has no format for an access log\n"
    )


def test_an_expected_file() -> None:
    given = "accessLogFormat: '$context.status'"
    Path("line.txt").write_text("200", encoding="utf-8")
    assert run(f"{given}, expect: {{accessLog: {{file: line.txt}}}}").outcome == "passed"
    assert run(f"{given}, expect: {{accessLog: {{file: lime.txt}}}}").outcome == "failed"


def test_a_stage_of_a_template() -> None:
    Path("template.yaml").write_text(
        "Resources:\n"
        "  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Body: {openapi: 3.0.1, info: {}, paths: {/a: {get: {\n"
        "    x-amazon-apigateway-integration: {type: HTTP_PROXY, httpMethod: GET, uri: 'https://example.com'}}}}}}}\n"
        "  Stage: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, StageName: prod,\n"
        "    AccessLogSetting: {DestinationArn: !GetAtt Logs.Arn, Format: $context.stage $context.status}}}\n",
        encoding="utf-8",
    )
    assert run("expect: {accessLog: prod 200}", head="api: template.yaml\n").outcome == "passed"
    assert run("accessLogFormat: x, expect: {accessLog: x}", head="api: template.yaml\n").outcome == "passed"


def test_no_format() -> None:
    first, _, caret, hint = fault("expect: {accessLog: a}").splitlines()
    assert first == "a.vtl.yaml:3:70: the case expects an access log, but the stage has no format for one"
    assert caret.index("^") == 4 + 69
    assert hint == (
        "hint: give the case `accessLogFormat: <format>`, or the stage in the definition an `AccessLogSetting`"
    )


def test_a_format_of_several_lines() -> None:
    assert fault('accessLogFormat: "a\\nb"').splitlines()[0] == (
        "a.vtl.yaml:3:78: the service takes only formats of one line: a line end may stand at the end alone"
    )
    Path("template.yaml").write_text(
        "Resources:\n"
        '  Api: {Type: AWS::Serverless::Api, Properties: {StageName: prod, AccessLogSetting: {Format: "a\\nb"},\n'
        "    DefinitionBody: {openapi: 3.0.1, info: {}, paths: {}}}}\n",
        encoding="utf-8",
    )
    assert "the service refuses the format" in fault("expect: {accessLog: a}", head="api: template.yaml\n")


@pytest.mark.parametrize("value", ["5", "[a]", "{fiel: a}", "{file: 5}", "true", "{}"])
def test_a_format_of_another_kind(value: str) -> None:
    found = fault(f"accessLogFormat: {value}")
    assert found.startswith("a.vtl.yaml:3:")
    assert "must be text" in found


def test_not_in_files_about_a_template() -> None:
    text = fault("accessLogFormat: a", head="inline: a\n")
    assert "a.vtl.yaml" in text


def test_update() -> None:
    Path("a.vtl.yaml").write_text(
        f"{INTEGRATION}cases:\n"
        "- name: a\n"
        "  methodRequest: {path: /a}\n"
        '  accessLogFormat: \'{"s": "$context.status"}\'\n'
        "  expect:\n"
        "    accessLog: {s: '404'}\n",
        encoding="utf-8",
    )
    session = Session(SessionOptions(update=True, cache=False))
    session.run(session.load("a.vtl.yaml").cases[0])
    (update,) = session.rewrite()
    assert update.changed == ("accessLog",) or list(update.changed) == ["accessLog"]
    assert "accessLog: {s: '200'}" in Path("a.vtl.yaml").read_text(encoding="utf-8")


def test_a_line_that_is_too_long() -> None:
    call = f"methodRequest: {{path: /a, headers: {{User-Agent: {'x' * 100_000}}}}}, backend: {{body: ok}}"
    Path("a.vtl.yaml").write_text(
        f"{INTEGRATION}defaults: {{accessLogFormat: '{'$context.identity.userAgent ' * 1000}'}}\n"
        f"cases:\n- {{name: a, {call}, expect: {{accessLog: a}}}}\n"
        f"- {{name: b, {call}, expect: {{response: {{body: b}}}}}}\n",
        encoding="utf-8",
    )
    expected, other = (run_case(case, NativeEngine()) for case in load_case_file("a.vtl.yaml").cases)
    assert expected.error is not None
    assert "20,000,000 characters" in expected.error.message
    assert (other.outcome, case_record(other).access_log) == ("failed", None)


def test_records() -> None:
    result = run("accessLogFormat: '$context.status', expect: {accessLog: '404'}")
    record = case_record(result)
    assert record.access_log == "200"
    assert from_plain(to_plain(record)) == record
    passed = run("accessLogFormat: '$context.status'")
    assert case_record(passed).access_log is None
    kept = case_record(passed, log="access")
    assert kept.access_log == "200"
    assert kept.log is not None
    assert kept.log[0].startswith("Execution log")
    cloudwatch = case_record(passed, log="cloudwatch").log
    assert cloudwatch is not None
    assert cloudwatch[0].endswith("Extended Request Id: JJbxIEPNIAMFRxQ=")
    assert from_plain(to_plain(kept)) == kept
