"""`vtl-run --log [console|cloudwatch|access]`, and `--vtl-log` of pytest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from vtlharness.cli.run.vtl_run import vtl_run

INTEGRATION = "integration: {type: HTTP_PROXY, httpMethod: ANY, uri: 'https://example.com/a'}\n"
CASES = f"""\
{INTEGRATION}defaults: {{methodRequest: {{path: /a}}, accessLogFormat: $context.status $context.path}}
cases:
- name: passes
- name: fails
  expect: {{response: {{statusCode: 404}}}}
- name: has no format
  accessLogFormat: null
"""


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("calls.vtl.yaml").write_text(CASES, encoding="utf-8")
    Path("one.vtl.yaml").write_text("inline: a\ncases: [{name: a}]\n", encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(vtl_run, arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--log", "calls.vtl.yaml"),
        ("calls.vtl.yaml", "--log"),
        ("--log", "console", "calls.vtl.yaml"),
        ("--log=console", "calls.vtl.yaml"),
        ("--log", "-q", "calls.vtl.yaml"),
        ("--log", "--", "calls.vtl.yaml"),
        ("--log",),
    ],
)
def test_the_console_is_the_default(arguments: tuple[str, ...]) -> None:
    output = run(*arguments).output
    assert output.count("Execution log for request") == 3
    assert "Extended Request Id" not in output


@pytest.mark.parametrize(
    "arguments", [("--log", "cloudwatch", "."), ("--log=cloudwatch",), (".", "--log", "cloudwatch")]
)
def test_cloudwatch(arguments: tuple[str, ...]) -> None:
    output = run(*arguments).output
    assert output.count("  (c6af9ac6-7b61-11e6-9a41-93e8deadbeef) Extended Request Id: JJbxIEPNIAMFRxQ=\n") == 3
    assert "Execution log for request" not in output


def test_access() -> None:
    output = run("--log", "access", "calls.vtl.yaml").output
    assert "PASSED calls.vtl.yaml::passes\n  200 /test/a\n" in output
    assert "PASSED calls.vtl.yaml::has no format\n  (no access log: the stage has no format for one)\n" in output
    assert output.count("200 /test/a") == 2
    assert "Starting execution" not in output


def test_a_template_has_no_log() -> None:
    for kind in ("console", "cloudwatch", "access"):
        assert run("--log", kind, "one.vtl.yaml").output.startswith("1 passed")


def test_a_folder_of_that_name_needs_a_slash() -> None:
    Path("access").mkdir()
    Path("access", "two.vtl.yaml").write_text("inline: a\ncases: [{name: a}]\n", encoding="utf-8")
    assert run("--log", "./access").output.startswith("1 passed")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--log", "cloudwach"), "'cloudwach' is neither a log nor a path. Did you mean cloudwatch?"),
        (("--log=all",), "'all' is not one of 'console', 'cloudwatch', 'access'"),
    ],
)
def test_a_log_that_does_not_exist(arguments: tuple[str, ...], message: str) -> None:
    result = run(*arguments)
    assert result.exit_code != 0
    assert message in result.output


def test_an_option_of_that_name_behind_the_dashes_is_a_path() -> None:
    assert run("--", "--log").exit_code == 4


def test_the_json_report() -> None:
    run("--report", "json=all.json", "--log", "cloudwatch")
    kept = {case["name"]: case for case in json.loads(Path("all.json").read_text(encoding="utf-8"))["cases"]}
    assert kept["passes"]["accessLog"] == kept["fails"]["accessLog"] == "200 /test/a"
    assert "accessLog" not in kept["has no format"]
    assert kept["passes"]["log"][0].endswith("Extended Request Id: JJbxIEPNIAMFRxQ=")
    run("--report", "json=some.json")
    kept = {case["name"]: case for case in json.loads(Path("some.json").read_text(encoding="utf-8"))["cases"]}
    assert [name for name, case in kept.items() if "accessLog" in case] == ["fails"]
    assert kept["fails"]["log"][0].startswith("Execution log for request")


@pytest.mark.parametrize("processes", ["1", "2"])
def test_in_processes(processes: str) -> None:
    output = run("--log", "access", "-n", processes).output
    assert output.count("200 /test/a") == 2
