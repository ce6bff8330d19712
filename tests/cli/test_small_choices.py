"""Choices of the commands that few runs make: each in one call in this process."""

from __future__ import annotations

import json
import re
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


@pytest.mark.parametrize(
    ("before", "arguments", "code", "out"),
    [
        ([], ["a.vtl.yaml", "-k", "x"], 5, "no case matches -k 'x' (2 cases left out)\n"),
        ([], ["a.vtl.yaml", "-k", "x", "-m", "b"], 5, "no case matches -k 'x' and -m 'b' (2 cases left out)\n"),
        ([], ["good.vtl.yaml", "--lf"], 0, "no case failed in the last run: all cases run\n1 passed in TIME\n"),
        (["a.vtl.yaml"], ["--lf", "a.vtl.yaml", "-k", "x"], 5, "no case matches -k 'x' (2 cases left out)\n"),
    ],
)
def test_what_a_run_says_of_its_choice(
    before: list[str], arguments: list[str], code: int, out: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(project.parent / "cache"))
    (project / "good.vtl.yaml").write_text("inline: a\ncases: [{name: a, expect: {output: a}}]\n", "utf-8")
    if before:
        CliRunner().invoke(vtl_run, before)
    result = CliRunner().invoke(vtl_run, arguments)
    assert (result.exit_code, re.sub(r"in \d+\.\d+s", "in TIME", result.output)) == (code, out)


def test_cases_that_are_gone_since_they_failed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(project.parent / "cache"))
    (project / "one.vtl.yaml").write_text(_CASES, "utf-8")
    CliRunner().invoke(vtl_run, ["one.vtl.yaml"])
    (project / "one.vtl.yaml").write_text(_CASES.replace("name: ", "name: new "), "utf-8")
    result = CliRunner().invoke(vtl_run, ["--lf", "one.vtl.yaml"])
    assert (result.exit_code, result.output) == (5, "no case that failed in the last run is left (2 cases left out)\n")


def test_what_a_dry_run_would_not_update(project: Path) -> None:
    (project / "s.vtl.yaml").write_text("inline: '#if(1)a#end'\ncases: [{name: a}]\n", "utf-8")
    result = _run("--update", "--dry-run", "--strict", "VTL2", "-q", "s.vtl.yaml")
    assert "would not update s.vtl.yaml::a: the finding VTL202 fails the case; mend it, or ignore it" in result.output


def test_settings_that_have_no_value() -> None:
    settings = dict(line.split(maxsplit=1) for line in _run("--show-config").output.splitlines())
    assert {name for name, value in settings.items() if value.split() == ["(none)", "default"]} == {"durations"}


def test_a_template_of_standard_input() -> None:
    result = CliRunner().invoke(vtl_render, ["-"], input="#if(")
    told = "<stdin>:1:5: expected a value, found the end of the template\n1 | #if(\n        ^\n"
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", told)


@pytest.mark.parametrize(
    ("line", "error", "kind"),
    [
        ("[]", "the line is not a JSON object", "parse"),
        ('{"id": NaN}', "the line is not JSON: NaN is not a JSON number", "parse"),
        (b'{"\xff"}', "the line is not UTF-8 at byte 3", "parse"),
        (
            f'{{"body":{"[" * 405}{"]" * 405}}}',
            "the line cannot be read: Malicious payload, having non natural depths, parsing stoped on [ at "
            "position 407.",
            "parse",
        ),
    ],
)
def test_lines_that_cannot_be_answered(line: str | bytes, error: str, kind: str) -> None:
    text = line if isinstance(line, bytes) else line.encode()
    result = CliRunner().invoke(vtl_render, ["--jsonl"], input=text + b"\n")
    assert json.loads(result.output) == {"id": None, "error": error, "kind": kind}


@pytest.mark.parametrize(
    ("length", "shown"),
    [
        (198, f'"{"x" * 198}"'),
        (199, f'"{"x" * 199}\u2026 (201 characters)'),
        (1500, f'"{"x" * 199}\u2026 (1,502 characters)'),
    ],
)
def test_a_long_value_is_cut_where_it_is_explained(length: int, shown: str, project: Path) -> None:
    (project / "long.vtl").write_text("$input.path('$.a')", "utf-8")
    body = json.dumps({"a": "x" * length})
    result = CliRunner().invoke(vtl_render, ["--explain", "long.vtl", "--body", body])
    assert result.output == f"1 | $input.path('$.a')\n  =   $input.path('$.a'): {shown}\n"


def test_an_internal_error_asks_for_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("no\nway")

    monkeypatch.setattr("vtlharness.cli.lint.run_lint", fail)
    result = CliRunner().invoke(vtl_lint, ["a.vtl"])
    told = "internal error: ZeroDivisionError: no\\nway\nhint: --debug shows where; please report it\n"
    assert (result.exit_code, result.stderr) == (3, told)
