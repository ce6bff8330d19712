"""Cases of whole integrations through the commands and the plugin: logs, reports, updates, engines."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.cases.integration.apis import DEFAULTS, FILES
from tests.commands import Command, command_environment

pytest_plugins = ["pytester"]

Write = Callable[[Mapping[str, "str | bytes"]], Path]

RIGHT = DEFAULTS + "- {name: right, expect: {response: {statusCode: 200}}}\n"
WRONG = (
    DEFAULTS
    + """\
- {name: wrong, expect: {response: {statusCode: 201}}}
- {name: no method, methodRequest: {path: /nowhere}, expect: {gatewayResponse: null}}
- {name: no template, methodRequest: {httpMethod: DELETE}, expect: {response: {statusCode: 204}}}
"""
)
TEMPLATE = "inline: x\ncases: [{name: a template, expect: {output: x}}]\n"
PROJECT = {**FILES, "right.vtl.yaml": RIGHT, "template.vtl.yaml": TEMPLATE, "wrong.vtl.yaml": WRONG}


def without_time(text: str) -> str:
    return re.sub(r"in \d+\.\d+ ?s", "in TIME", text)


def outline(text: str) -> list[str]:
    """The lines of an output, the log's as its first and last only."""
    lines = without_time(text).splitlines()
    return [re.sub(r"\w+ \w+ \d+ [\d:]+ UTC \d+ : ", "", line) for line in lines if _is_kept(line)]


def _is_kept(line: str) -> bool:
    return " UTC " not in line or "Method completed" in line


LOG = ["  Execution log for request c6af9ac6-7b61-11e6-9a41-93e8deadbeef"]
ENDPOINT = "  Method completed with status: 200"
SELECTION = "  integration response: 200, the default; patterns were tried on the status '200'"
PASSING_LOG = ["PASSED right.vtl.yaml::right", *LOG, ENDPOINT, SELECTION]
FAILURES = [
    "FAILED wrong.vtl.yaml::wrong (wrong.vtl.yaml:12)",
    "  response differs in 1 place",
    "    root['statusCode']",
    "      expected: 201",
    "      actual:   200",
    SELECTION,
    *LOG,
    ENDPOINT,
    "",
    "FAILED wrong.vtl.yaml::no method (wrong.vtl.yaml:13)",
    "  gatewayResponse differs in 1 place",
    "    root",
    "      expected: null",
    '      actual:   "MISSING_AUTHENTICATION_TOKEN"',
    "  the gateway itself answered: MISSING_AUTHENTICATION_TOKEN",
    "    the API has no method for POST /nowhere",
    "    hint: it has POST /orders/{id}, POST /pictures, DELETE /orders/{id}",
    "  (no execution log: the call reaches no method of the API)",
    "",
    "FAILED wrong.vtl.yaml::no template (wrong.vtl.yaml:14)",
    "  rendering failed",
    "    openapi.yaml:41:51: expected a value, found the end of the template",
    '    41 |         requestTemplates: {application/json: "#if("}',
    "                                                           ^",
    "",
    "3 failed, 2 passed in TIME",
]
QUIET = [
    *PASSING_LOG,
    "FAILED wrong.vtl.yaml::wrong",
    *LOG,
    ENDPOINT,
    SELECTION,
    "FAILED wrong.vtl.yaml::no method",
    "  (no execution log: the call reaches no method of the API)",
    "FAILED wrong.vtl.yaml::no template",
    "3 failed, 2 passed in TIME",
]


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (["--log"], [*PASSING_LOG, *FAILURES]),
        (["--log", "-n2"], [*PASSING_LOG, *FAILURES]),
        (["--log", "-v"], [*PASSING_LOG, "PASSED template.vtl.yaml::a template", *FAILURES]),
        (["--log", "-q"], QUIET),
        (["--log", "-qq"], []),
        (["--log", "--collect-only", "-q", "right.vtl.yaml"], ["right.vtl.yaml::right"]),
        (["-q"], ["FAILED wrong.vtl.yaml::wrong", *(line for line in QUIET[-4:] if line[0] != " ")]),
    ],
    ids=lambda value: " ".join(value) if value and value[0].startswith("-") else "",
)
def test_the_execution_log(command: Command, write: Write, arguments: list[str], lines: list[str]) -> None:
    write(PROJECT)
    done = command("vtl-run", *arguments)
    body = [line for line in outline(done.out) if line[:4] not in ("  { ", '    "', "  }", "  ")]
    assert [line for line in body if not line.startswith(('    "id"', '    "n"', '    "status"', '    "got"'))] == lines
    assert (done.err, done.code) == ("", 0 if "--collect-only" in arguments else 1)


def test_the_log_in_colour(command: Command, write: Write) -> None:
    write({**FILES, "right.vtl.yaml": RIGHT})
    out = command("vtl-run", "--log", "--color=always").out
    assert out.startswith("\x1b[32mPASSED\x1b[0m right.vtl.yaml::right\n  \x1b[2mExecution log for request c6af9ac6")


def test_a_definition_stands_for_its_case_files(command: Command, write: Write) -> None:
    write(PROJECT)
    assert without_time(command("vtl-run", "openapi.yaml", "-q").out).endswith("3 failed, 1 passed in TIME\n")


def test_junitxml(command: Command, write: Write) -> None:
    folder = write(PROJECT)
    command("vtl-run", "--junitxml", "report.xml", "--log")
    suite = ElementTree.parse(folder / "report.xml").getroot()[0]
    assert [(case.get("classname"), case.get("name"), [child.get("message") for child in case]) for case in suite] == [
        ("right.vtl.yaml", "right", []),
        ("template.vtl.yaml", "a template", []),
        ("wrong.vtl.yaml", "wrong", ["response differs in 1 place"]),
        ("wrong.vtl.yaml", "no method", ["gatewayResponse differs in 1 place"]),
        (
            "wrong.vtl.yaml",
            "no template",
            ["rendering failed: openapi.yaml:41:51: expected a value, found the end of the template"],
        ),
    ]
    explained = [child.text for case in suite for child in case]
    assert [str(text).split("\n")[0] for text in explained] == [
        "FAILED wrong.vtl.yaml::wrong (wrong.vtl.yaml:12)",
        "FAILED wrong.vtl.yaml::no method (wrong.vtl.yaml:13)",
        "FAILED wrong.vtl.yaml::no template (wrong.vtl.yaml:14)",
    ]


def test_a_broken_definition(command: Command, write: Write) -> None:
    write({**PROJECT, "openapi.yaml": FILES["openapi.yaml"].replace("type: http\n", "type: htp\n")})
    done = command("vtl-run", "right.vtl.yaml", "template.vtl.yaml")
    assert (without_time(done.out), done.err, done.code) == (
        """\
openapi.yaml:13:15: `htp` is not an integration type
13 |         type: htp
                   ^^^
hint: did you mean `HTTP`?

1 broken file, 1 passed in TIME
""",
        "",
        4,
    )


def test_update(command: Command, write: Write) -> None:
    folder = write(PROJECT)
    done = command("vtl-run", "--update", "-q")
    assert done.code == 1
    assert without_time(done.out).splitlines()[-4:] == [
        "updated wrong.vtl.yaml::wrong: response.statusCode",
        "updated wrong.vtl.yaml::no method: gatewayResponse",
        "not updated wrong.vtl.yaml::no template: a template does not parse; fix it",
        "1 failed, 2 passed, 2 updated in TIME",
    ]
    assert (folder / "wrong.vtl.yaml").read_text() == WRONG.replace("201", "200").replace(
        "gatewayResponse: null", "gatewayResponse: MISSING_AUTHENTICATION_TOKEN"
    )


def test_update_makes_expected_files(command: Command, write: Write) -> None:
    folder = write({**FILES, "a.vtl.yaml": DEFAULTS + "- {name: a, expect: {response: {body: {file: out/a.json}}}}\n"})
    assert command("vtl-run").code == 1
    done = command("vtl-run", "--update")
    assert (done.code, without_time(done.out).splitlines()[-2:]) == (
        0,
        ["updated a.vtl.yaml::a: response.body in out/a.json", "1 updated in TIME"],
    )
    assert json.loads((folder / "out" / "a.json").read_text()) == {"status": "done", "got": {"ok": True}}
    assert without_time(command("vtl-run").out) == "1 passed in TIME\n"


def test_airspeed_leaves_them_to_our_own_engine(command: Command, write: Write) -> None:
    pytest.importorskip("airspeed")
    write({**FILES, "right.vtl.yaml": RIGHT, "template.vtl.yaml": TEMPLATE})
    done = command("vtl-run", "--engine", "airspeed", "--log", "-n2")
    assert done.code == 0
    assert outline(done.out)[0] == "PASSED right.vtl.yaml::right"
    assert without_time(done.out).endswith("2 passed in TIME\n")


# pytest


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, plugin_installed: None) -> pytest.Pytester:
    for name in ("NO_COLOR", "FORCE_COLOR", "CI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:cacheprovider -p no:hypothesispytest -p no:benchmark")
    for name, text in PROJECT.items():
        (pytester.path / name).write_text(text)
    return pytester


@pytest.mark.parametrize(
    "mode", [pytest.param((), id="plain"), pytest.param(("-n2",), id="n2", marks=pytest.mark.slow)]
)
def test_pytest_shows_the_log_of_failing_cases(project: pytest.Pytester, mode: tuple[str, ...]) -> None:
    if mode:
        pytest.importorskip("xdist")
    result = project.runpytest_subprocess(*mode, timeout=60)
    result.assert_outcomes(passed=2, failed=3)
    text = result.stdout.str()
    assert "Traceback" not in text
    assert text.count("- Captured execution log call -") == 1
    assert text.count("Execution log for request") == 1
    result.stdout.fnmatch_lines(
        [
            "  response differs in 1 place",
            "*- Captured execution log call -*",
            "Execution log for request c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
            "*Method completed with status: 200",
        ]
    )
    result.stdout.fnmatch_lines(["    the API has no method for POST /nowhere"])
    result.stdout.fnmatch_lines(["    openapi.yaml:41:51: expected a value, found the end of the template"])


@pytest.mark.parametrize(
    "mode", [pytest.param((), id="plain"), pytest.param(("-n2",), id="n2", marks=pytest.mark.slow)]
)
def test_pytest_update(project: pytest.Pytester, mode: tuple[str, ...]) -> None:
    if mode:
        pytest.importorskip("xdist")
    (project.path / "new.vtl.yaml").write_text(
        DEFAULTS + "- {name: new, expect: {response: {body: {file: new.txt}}}}\n"
    )
    result = project.runpytest_subprocess("--vtl-update", *mode, timeout=60)
    assert result.ret == 1
    result.stdout.fnmatch_lines(
        [
            "updated new.vtl.yaml::new: response.body in new.txt",
            "updated wrong.vtl.yaml::wrong: response.statusCode",
            "updated wrong.vtl.yaml::no method: gatewayResponse",
            "not updated wrong.vtl.yaml::no template: a template does not parse; fix it",
        ]
    )
    assert (project.path / "new.txt").read_text() == '{\n  "status": "done",\n  "got": {"ok":true}\n}'
    project.runpytest_subprocess(*mode, timeout=60).assert_outcomes(passed=5, failed=1)


def test_pytest_warns_of_templates(project: pytest.Pytester) -> None:
    (project.path / "response.vtl").write_text("$input.path('$.l[-1]')")
    (project.path / "w.vtl.yaml").write_text(DEFAULTS + "- {name: w, backend: {body: {l: [1]}}}\n")
    result = project.runpytest_subprocess("w.vtl.yaml", timeout=60)
    result.assert_outcomes(passed=1, warnings=1)
    result.stdout.fnmatch_lines(["*VtlTemplateWarning: response.vtl:1:14: VTL301 *", "*hint: read the whole list*"])


def test_pytest_leaves_them_to_our_own_engine(project: pytest.Pytester) -> None:
    pytest.importorskip("airspeed")
    result = project.runpytest_subprocess("--vtl-engine=airspeed", "right.vtl.yaml", "template.vtl.yaml", timeout=60)
    result.assert_outcomes(passed=2)


def test_what_a_passing_run_does_not_import(write: Write) -> None:
    import subprocess
    import sys

    folder = write({**FILES, "right.vtl.yaml": RIGHT})
    names = "deepdiff difflib multiprocessing jsonschema xml pytest airspeed vtlharness.report.text.lines"
    code = (
        "import sys; from vtlharness.cli import vtl_run\n"
        "try: vtl_run(['--no-cache'])\n"
        f"finally: print([name for name in {names.split()!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=command_environment(), capture_output=True, check=True
    )
    assert done.stderr == b"[]\n"
