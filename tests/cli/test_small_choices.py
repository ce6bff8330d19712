"""Choices of the commands that few runs make: each in one call in this process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from vtlharness.cli import vtl_call, vtl_lint, vtl_render, vtl_run

_CASES = "inline: 'a$!x'\ncases:\n- {name: a, expect: {output: b}}\n- {name: b, expect: {output: b}}\n"
_MOCK = """\
openapi: 3.0.1
info: {title: t, version: "1"}
paths:
  /a:
    get:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses:
          default: {statusCode: "200", responseTemplates: {application/json: 'a $context.stage #if("x")#end'}}
  /h:
    get:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        {type: http, httpMethod: GET, uri: "http://example.com", responses: {default: {statusCode: "200"}}}
  /b:
    get:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: {application/json: '{"statusCode": 200}#set($i = 0)$i.parseInt("x")'}
        responses: {default: {statusCode: "200"}}
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "vtlharness.toml").touch()
    (tmp_path / "a.vtl.yaml").write_text(_CASES, "utf-8")
    (tmp_path / "api.yaml").write_text(_MOCK, "utf-8")
    (tmp_path / "c.vtl.yaml").write_text(
        "api: api.yaml\ncases:\n- {name: c, methodRequest: {path: /a}, context: {stage: dev}}\n", "utf-8"
    )
    return tmp_path


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(vtl_run, ["--no-cache", *arguments])


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("keyword = 1", "vtlharness.toml:1: keyword must be a text, but this is 1"),
        ("strict = [1]", "vtlharness.toml:1: strict must be a text or a list of texts, but this is [1]"),
        ("color = 5", "vtlharness.toml:1: color must be one of auto, always, never, but this is 5"),
        ("color = 'x'", "vtlharness.toml:1: color must be one of auto, always, never, but this is 'x'"),
        ("processes = true", "vtlharness.toml:1: processes must be a whole number from 1, or 'auto', but this is true"),
        ("processes = 'all'", "processes must be a whole number from 1, or 'auto', but this is 'all'"),
        ("maxfail = true", "maxfail must be a whole number from 0, but this is true"),
    ],
)
def test_settings_that_are_wrong(settings: str, message: str, project: Path) -> None:
    (project / "vtlharness.toml").write_text(settings + "\n", "utf-8")
    result = _run("a.vtl.yaml")
    assert (result.exit_code, message in result.output) == (4, True), result.output
    assert ("did you mean" in result.output) is False


@pytest.mark.parametrize(
    ("settings", "arguments", "expected"),
    [
        ("keyword = 'b'", [], ["FAILED a.vtl.yaml::b"]),
        ("keyword = 'b'", ["-k", "not b"], ["FAILED a.vtl.yaml::a"]),
        ("processes = 1\ncolor = 'never'", [], ["FAILED a.vtl.yaml::a", "FAILED a.vtl.yaml::b"]),
        ("processes = 'auto'", ["-n", "1"], ["FAILED a.vtl.yaml::a", "FAILED a.vtl.yaml::b"]),
        ("exitfirst = true", [], ["FAILED a.vtl.yaml::a"]),
        ("exitfirst = true", ["--maxfail", "2"], ["FAILED a.vtl.yaml::a", "FAILED a.vtl.yaml::b"]),
        ("maxfail = 1", [], ["FAILED a.vtl.yaml::a"]),
        ("maxfail = 1", ["--maxfail", "2"], ["FAILED a.vtl.yaml::a", "FAILED a.vtl.yaml::b"]),
        ("strict = false", [], ["FAILED a.vtl.yaml::a", "FAILED a.vtl.yaml::b"]),
    ],
)
def test_settings_and_the_command_line(settings: str, arguments: list[str], expected: list[str], project: Path) -> None:
    (project / "vtlharness.toml").write_text(settings + "\n", "utf-8")
    result = _run(*arguments, "a.vtl.yaml")
    assert result.exit_code == 1, result.output
    assert [line.split(" (")[0] for line in result.output.splitlines() if line.startswith("FAILED")] == expected


@pytest.mark.parametrize(
    ("settings", "arguments", "lines"),
    [
        ("quiet = 2", [], 0),
        ("quiet = 2", ["-v"], 3),
        ("verbose = 1", ["-qq"], 0),
        ("verbose = 1", [], 3),
    ],
)
def test_how_much_is_said(settings: str, arguments: list[str], lines: int, project: Path) -> None:
    (project / "vtlharness.toml").write_text(settings + "\n", "utf-8")
    (project / "a.vtl.yaml").write_text(_CASES.replace("output: b", "output: a"), "utf-8")
    result = _run(*arguments, "a.vtl.yaml")
    assert result.exit_code == 0, result.output
    assert len(result.output.splitlines()) == lines, result.output


@pytest.mark.parametrize("option", ["--update", "--record", "--collect-only"])
def test_watching_goes_alone(option: str) -> None:
    result = _run("--watch", option, "a.vtl.yaml")
    assert result.exit_code == 4
    assert "--watch runs again and again: leave out --update, --record, --save and --collect-only." in result.output


def test_stepwise_begins_anew_where_the_case_is_gone(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(project.parent / "cache"))
    (project / "one.vtl.yaml").write_text(_CASES, "utf-8")
    assert CliRunner().invoke(vtl_run, ["--sw", "one.vtl.yaml"]).exit_code == 1
    (project / "one.vtl.yaml").write_text(_CASES.replace("name: a", "name: c"), "utf-8")
    result = CliRunner().invoke(vtl_run, ["--sw", "one.vtl.yaml"])
    assert "the case that failed last is gone: all cases run" in result.output
    (project / "one.vtl.yaml").write_text("cases: 1\n", "utf-8")
    result = CliRunner().invoke(vtl_run, ["--sw", "one.vtl.yaml"])
    assert "begins at one.vtl.yaml" in result.output
    assert result.exit_code != 0


def test_a_report_of_a_run_that_is_measured(project: Path) -> None:
    pytest.importorskip("coverage")
    (project / "put.vtl").write_text("#if($context.stage == 'x')a#end", "utf-8")
    (project / "put.vtl.yaml").write_text("template: put.vtl\ncases: [{name: a}]\n", "utf-8")
    result = _run("--cov", "--report", "json=r.json", "put.vtl.yaml")
    assert result.exit_code == 0, result.output
    assert "coverage" in json.loads((project / "r.json").read_text("utf-8"))


def test_findings_as_sarif(project: Path) -> None:
    (project / "put.vtl").write_text("#if('x')#end", "utf-8")
    result = CliRunner().invoke(vtl_lint, ["--format", "sarif", "put.vtl"])
    (run,) = json.loads(result.output)["runs"]
    assert [one["ruleId"] for one in run["results"]] == ["VTL202"]
    assert run["tool"]["driver"]["name"] == "vtl-lint"
    (region,) = [place["physicalLocation"]["region"] for one in run["results"] for place in one["locations"]]
    assert (region["startLine"], region["startColumn"]) == (1, 5)


def test_a_file_whose_name_looks_like_a_case(project: Path) -> None:
    (project / "a::b.vtl.yaml").write_text(_CASES, "utf-8")
    result = CliRunner().invoke(vtl_render, ["--case", "a::b.vtl.yaml"])
    assert result.exit_code != 0
    assert "--case: a::b.vtl.yaml is a file\nhint: write FILE::CASE" in result.output


def test_a_live_case_is_not_rendered(project: Path) -> None:
    (project / "live.vtl.yaml").write_text(
        "api: api.yaml\ncases:\n- {name: c, backend: live, methodRequest: {path: /h}}\n"
    )
    for arguments in (["--case", "live.vtl.yaml::c"], ["--explain", "--case", "live.vtl.yaml::c"]):
        result = CliRunner().invoke(vtl_render, arguments)
        assert result.exit_code != 0
        assert "live.vtl.yaml::c calls its real backend\nhint: `vtl-run --live` runs it" in result.output


def test_what_the_references_of_an_integration_were() -> None:
    result = CliRunner().invoke(vtl_render, ["--explain", "--case", "c.vtl.yaml::c"])
    assert result.exit_code == 0, result.output
    assert "$context.stage" in result.output
    assert "dev" in result.output


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/a", ["api.yaml", "warning: VTL202", "hint: write a comparison"]),
        ("/b", ["api.yaml", "parseInt"]),
    ],
)
def test_a_call_tells_findings_and_failures(path: str, expected: list[str]) -> None:
    result = CliRunner().invoke(vtl_call, ["api.yaml", "GET", path])
    for text in expected:
        assert text in result.stderr, (result.output, result.stderr)


def test_the_request_of_a_mock_is_its_body(project: Path) -> None:
    result = CliRunner().invoke(vtl_call, ["api.yaml", "GET", "/a", "--request"])
    assert result.stdout.startswith('{"statusCode": 200}\n\n')


def test_a_call_as_data_without_a_backend() -> None:
    result = CliRunner().invoke(vtl_call, ["api.yaml", "GET", "/none", "--json"])
    data = json.loads(result.stdout)
    assert (data["integrationRequest"], data["backend"], data["gatewayResponse"]) == (
        None,
        None,
        "MISSING_AUTHENTICATION_TOKEN",
    )
