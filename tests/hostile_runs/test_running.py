"""`--hostile` in each of the ways to run cases: the command, several processes, reports, pytest, Python."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.commands import Command, command, command_environment
from vtlharness import BackendReply, IntegrationRequest, run_cases
from vtlharness.cases.integration.case import IntegrationCase
from vtlharness.cases.session import Session
from vtlharness.hostile.checking import HostileChecks
from vtlharness.options import SessionOptions
from vtlharness.report.json_report import SCHEMA_PATH

__all__ = ["command"]

_FILE = """\
template: own.vtl
cases:
- name: own
  methodRequest: {body: {a: x, b: y}}
- name: another
  methodRequest: {body: {a: z, b: y}}
"""
_TEMPLATE = """\
{
  "a": "$input.path('$.a')",
  "b": $input.json('$.b')
}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "own.vtl").write_text(_TEMPLATE, "utf-8")
    for number in range(3):
        (tmp_path / f"own{number}.vtl.yaml").write_text(_FILE, "utf-8")
    return tmp_path


def test_what_the_command_prints(project: Path, command: Command) -> None:
    done = command("vtl-run", "--hostile", "own0.vtl.yaml")
    assert done.code == 1
    assert done.out.rsplit(" in ", 1)[0] == (
        "FAILED own0.vtl.yaml::own (own0.vtl.yaml:3)\n"
        '  hostile: output is not JSON when body $.a is "\\"" (own.vtl:2)\n'
        "    text follows the quote that closes a string; the client controls this value\n"
        """    hint: write "$util.escapeJavaScript($input.path('$.a')).replaceAll("\\\\'", "'")"\n"""
        "    1 other place holds\n"
        '  hostile: output gets a new key when body $.a is "\\",\\"admin\\":true,\\"x\\":\\"" (own.vtl:2)\n'
        "    the value writes `$.admin`; the client controls this value\n"
        """    hint: write "$util.escapeJavaScript($input.path('$.a')).replaceAll("\\\\'", "'")"\n"""
        "    1 other place holds\n"
        "\n"
        "1 failed, 1 passed"
    )
    assert command("vtl-run", "own0.vtl.yaml").code == 0


def test_processes_give_the_same(project: Path) -> None:
    one, two = (
        [record._replace(duration_s=0) for record in run_cases(project, hostile=True, cache=False, processes=number)]
        for number in (1, 2)
    )
    assert one == two
    assert [record.outcome for record in one] == ["failed", "passed"] * 3


def test_the_json_report(project: Path, command: Command) -> None:
    command("vtl-run", "--hostile", "own0.vtl.yaml", "--report", "json=report.json")
    report = json.loads((project / "report.json").read_text("utf-8"))
    schema = json.loads(SCHEMA_PATH.read_text("utf-8"))
    Draft202012Validator(schema).validate(report)
    assert report["cases"][0]["differences"][0] == {
        "kind": "hostile",
        "message": 'hostile: output is not JSON when body $.a is "\\"" (own.vtl:2)',
        "finding": "not JSON",
        "part": "output",
        "controlledBy": "client",
        "place": "body $.a",
        "input": '"\\""',
        "fault": "text follows the quote that closes a string",
        "hint": """write "$util.escapeJavaScript($input.path('$.a')).replaceAll("\\\\'", "'")\"""",
        "placesThatHold": 1,
        "writtenBy": {"template": "own.vtl", "line": 2},
    }


@pytest.mark.parametrize(("option", "failed"), [("--vtl-hostile", 3), ("-q", 0)])
def test_pytest(option: str, failed: int, project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "vtlharness.pytest_plugin", option, "."],
        capture_output=True,
        text=True,
        cwd=project,
        env=command_environment(PYTEST_DISABLE_PLUGIN_AUTOLOAD="1"),
        timeout=120,
        check=False,
    )
    assert done.returncode == (1 if failed else 0), done.stdout
    assert done.stdout.count("hostile: output is not JSON when body $.a is") >= failed


def test_a_plain_run_imports_none_of_it(project: Path) -> None:
    code = (
        "import sys; from vtlharness import run_cases; run_cases('.', cache=False); "
        "print([name for name in sys.modules if name.startswith(('vtlharness.hostile', 'xml.'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project, capture_output=True, text=True, env=command_environment(), check=True
    )
    assert done.stdout == "[]\n"


def test_a_failing_case_is_not_searched(tmp_path: Path) -> None:
    (tmp_path / "own.vtl").write_text(_TEMPLATE, "utf-8")
    (tmp_path / "own.vtl.yaml").write_text(_FILE + "  expect: {output: wrong}\n", "utf-8")
    records = run_cases(tmp_path, cache=False, hostile=True)
    assert [[type(one).__name__ for one in record.differences] for record in records] == [
        ["HostileFinding", "HostileFinding"],
        ["TextDifference"],
    ]


def test_a_search_ends_with_the_time_of_the_case(tmp_path: Path, command: Command) -> None:
    (tmp_path / "own.vtl.yaml").write_text(
        """\
inline: |
  #foreach($a in [1..700])#foreach($b in [1..700])#set($c = $input.path('$.a'))#end#end{"a": $input.json('$.a')}
limits: {seconds: 1}
cases:
- name: own
  methodRequest: {body: {a: x}}
""",
        "utf-8",
    )
    done = command("vtl-run", "--hostile")
    assert "notice: own.vtl.yaml::own: the time was over before all hostile input was tried" in done.out


def test_a_case_that_runs_again_has_its_findings_again(project: Path) -> None:
    session = Session(SessionOptions(cache=False, hostile=True))
    checks = HostileChecks(session)
    first, second = session.load(project / "own0.vtl.yaml").cases
    outcomes = [checks.checked(session.run(case)).outcome for case in (first, second, first)]
    assert outcomes == ["failed", "passed", "failed"]


def test_nothing_hostile_goes_to_a_real_backend(tmp_path: Path) -> None:
    """A case whose backend is not canned is left alone."""
    (tmp_path / "own.vtl.yaml").write_text(
        """\
integration:
  type: HTTP
  httpMethod: POST
  uri: https://a.example.com/x
  requestTemplates: {application/json: '{"a": "$input.path("$.a")"}'}
  responses: {default: {statusCode: 200}}
cases:
- name: own
  methodRequest: {httpMethod: POST, body: {a: x}}
""",
        "utf-8",
    )
    called = []

    def backend(request: IntegrationRequest, /) -> BackendReply:
        called.append(request)
        return BackendReply()

    session = Session(SessionOptions(cache=False, hostile=True))
    (case,) = session.load(tmp_path / "own.vtl.yaml").cases
    assert isinstance(case, IntegrationCase)
    result = HostileChecks(session).checked(session.run(replace(case, backend=backend)))
    assert (result.outcome, len(called)) == ("passed", 1)
    assert HostileChecks(session).checked(session.run(case)).outcome == "failed"


def test_a_bug_is_an_error_of_its_case(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vtlharness.hostile.searching.places_of", lambda case: 1 / 0)
    records = run_cases(project / "own0.vtl.yaml", cache=False, hostile=True)
    assert [record.outcome for record in records] == ["error", "error"]
    assert records[0].error is not None
    assert "internal error: ZeroDivisionError" in records[0].error.text
