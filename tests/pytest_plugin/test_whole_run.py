"""`--vtl-report` and `--vtl-mutate`: what looks at all cases of a session."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.pytest_plugin.test_pytest_plugin import MODES, Run, mode, run, write

__all__ = ["MODES", "mode", "run"]
pytest_plugins = ["pytester"]
pytestmark = pytest.mark.usefixtures("plugin_installed")

TEMPLATE = '{"id": "$util.escapeJavaScript($input.path(\'$.id\'))", "n": 1}\n'
PASSING = """\
template: put.vtl
cases:
- {name: one, methodRequest: {body: {id: a}}, expect: {output: {id: a, n: 1}}}
- {name: two, tags: slow, methodRequest: {body: {id: 'it"s'}}, expect: {output: {id: 'it"s', n: 1}}}
"""
OTHERS = """\
template: put.vtl
cases:
- {name: wrong, methodRequest: {body: {id: a}}, expect: {output: {id: b, n: 1}}}
- {name: later, skip: not yet, expect: {output: x}}
- {name: known, xfail: a fault, expect: {output: x}}
- {name: mended, xfail: a fault, methodRequest: {body: {id: a}}, expect: {output: {id: a, n: 1}}}
"""
FILES = {
    "pyproject.toml": "",
    "put.vtl": TEMPLATE,
    "a/put.vtl.yaml": PASSING.replace("put.vtl", "../put.vtl", 1),
    "b.vtl.yaml": OTHERS,
}
OUTCOMES = [
    ("a/put.vtl.yaml::one", "passed", None),
    ("a/put.vtl.yaml::two", "passed", None),
    ("b.vtl.yaml::wrong", "failed", "output differs in 1 place"),
    ("b.vtl.yaml::later", "skipped", "not yet"),
    ("b.vtl.yaml::known", "xfailed", "a fault"),
    ("b.vtl.yaml::mended", "xpassed", "a fault"),
]


def report(pytester: pytest.Pytester, name: str = "r.json") -> Any:
    return json.loads((pytester.path / name).read_text("utf-8"))


def outcomes(pytester: pytest.Pytester) -> list[tuple[str, str, str | None]]:
    return [(case["id"], case["outcome"], case.get("reason")) for case in report(pytester)["cases"]]


def test_a_report(pytester: pytest.Pytester, run: Run, mode: tuple[str, ...]) -> None:
    write(pytester, {**FILES, "test_it.py": "def test_a(): assert False\n"})
    result = run(*mode, "--vtl-report", "json=out/r.json")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    found = report(pytester, "out/r.json")
    assert [(case["id"], case["outcome"], case.get("reason")) for case in found["cases"]] == OUTCOMES
    assert found["cases"][2]["differences"][0]["changes"][0]["writtenBy"] == {"template": "put.vtl", "line": 1}
    assert (found["incomplete"], found["counts"]["passed"], found["engine"]) == (None, 2, "native")
    assert "mutation" not in found


def test_every_kind(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, FILES)
    kinds = {"html": "r.html", "junit": "r.xml", "sarif": "r.sarif", "github": "r.md", "json": "r.json"}
    result = run("-q", *(word for kind, file in kinds.items() for word in ("--vtl-report", f"{kind}={file}")))
    assert (pytester.path / "r.html").read_text("utf-8").startswith("<!doctype html>")
    suite = ElementTree.parse(pytester.path / "r.xml").getroot()[0]
    assert suite.get("failures") == "1"
    assert report(pytester, "r.sarif")["version"] == "2.1.0"
    assert "1 failed" in (pytester.path / "r.md").read_text("utf-8").splitlines()[0]
    lines = result.outlines
    (annotation,) = (line for line in lines if line.startswith("::error file=b.vtl.yaml,line=3,"))
    assert "failed%3A wrong" in annotation


def test_only_the_selected_cases(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, FILES)
    run("-m", "slow", "--vtl-report", "json=r.json")
    assert outcomes(pytester) == [OUTCOMES[1]]
    assert report(pytester)["counts"]["deselected"] == 5
    run("--collect-only", "--vtl-report", "json=r.json", "a")
    assert [outcome for _, outcome, _ in outcomes(pytester)] == ["listed", "listed"]


def test_a_run_that_is_stopped(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, FILES)
    run("-x", "--vtl-report", "json=r.json")
    assert outcomes(pytester) == OUTCOMES[:3]
    assert report(pytester)["incomplete"] == "stopped after 1 failure"


def test_why_a_session_ends(pytester: pytest.Pytester, run: Run) -> None:
    conftest = "def pytest_runtest_call(item):\n    if item.name == 'two': raise KeyboardInterrupt\n"
    write(pytester, {**FILES, "conftest.py": conftest})
    run("--vtl-report", "json=r.json")
    assert outcomes(pytester) == OUTCOMES[:1]
    assert report(pytester)["incomplete"] == "interrupted"
    write(pytester, {"conftest.py": "", "c.vtl.yaml": "template: put.vtl\n"})
    run("--vtl-report", "json=r.json")
    assert report(pytester)["incomplete"] == "1 error during collection"
    assert report(pytester)["counts"]["brokenFiles"] == 1


def test_a_worker_that_ends(pytester: pytest.Pytester, run: Run) -> None:
    pytest.importorskip("xdist")
    conftest = "import os\ndef pytest_runtest_call(item):\n    if item.name == 'two': os._exit(1)\n"
    write(pytester, {**FILES, "conftest.py": conftest})
    run("-n1", "--vtl-report", "json=r.json")
    assert report(pytester)["incomplete"] == "a process that ran cases has ended"


def test_a_broken_file_and_a_fixture_that_fails(pytester: pytest.Pytester, run: Run) -> None:
    conftest = "import pytest\n@pytest.fixture(autouse=True)\ndef broken(): raise ValueError('no database')\n"
    write(pytester, {**FILES, "c.vtl.yaml": "template: put.vtl\n", "conftest.py": conftest})
    run("--continue-on-collection-errors", "--vtl-report", "json=r.json")
    first, second, *_ = outcomes(pytester)
    assert first == ("c.vtl.yaml", "broken file", "c.vtl.yaml:1:1: the file has no `cases`")
    assert second == ("a/put.vtl.yaml::one", "error", "ValueError: no database")


def test_the_coverage_of_a_measured_session(pytester: pytest.Pytester, run: Run, mode: tuple[str, ...]) -> None:
    pytest.importorskip("pytest_cov")
    never = "#if($a)\nx\n#end\n"
    measuring = "[run]\nplugins = vtlharness.coverage\nbranch = true\n"
    write(pytester, {"put.vtl": TEMPLATE, "never.vtl": never, "put.vtl.yaml": PASSING, ".coveragerc": measuring})
    assert run(*mode, "--cov=.", "--vtl-report", "json=r.json").ret == 0
    texts = report(pytester)["coverage"]["texts"]
    assert [(text["file"], *text["lines"]) for text in texts] == [("never.vtl", 0, 2), ("put.vtl", 1, 1)]
    run(*mode, "--vtl-report", "json=r.json")
    assert "coverage" not in report(pytester)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("jsn=r.json", "'jsn' is not a kind of report: use html, json, junit, sarif or github."),
        ("json", "expected json=FILE"),
        ("json=-", "pytest itself writes to standard output: name a file."),
        ("json=b.vtl.yaml", "'b.vtl.yaml' is a name for a case file or a template"),
        ("json=put.txt", "'put.txt' exists and is not an older json report"),
    ],
)
def test_a_wrong_report(pytester: pytest.Pytester, run: Run, value: str, message: str) -> None:
    write(pytester, {**FILES, "put.txt": "mine"})
    result = run("--vtl-report", value)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert result.errlines[0].startswith(f"ERROR: --vtl-report: {message}")


def test_a_report_that_cannot_be_written(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, {**FILES, "file": "x"})
    result = run("--vtl-report", "json=file/r.json", "a")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stdout.fnmatch_lines(["*vtl report*", "the json report file/r.json cannot be written: *", "*2 passed*"])


def test_changes_that_no_case_notices(pytester: pytest.Pytester, run: Run, mode: tuple[str, ...]) -> None:
    write(pytester, {"put.vtl": TEMPLATE, "put.vtl.yaml": PASSING})
    result = run(*mode, "--vtl-mutate", "--vtl-report", "json=r.json", "put.vtl.yaml")
    assert result.ret == 0
    assert report(pytester)["mutation"]["unnoticed"] == []
    result = run(*mode, "--vtl-mutate", "--vtl-report", "json=r.json", "put.vtl.yaml::one")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        [
            "*vtl mutation*",
            "UNNOTICED put.vtl:1:9: escape removed: $util.escapeJavaScript(*) → $input.path('$.id')",
            "  put.vtl.yaml::one comes nearest: it needs a value here with a quote or a backslash",
            "mutation: * changes in * s, * noticed, 1 not",
            "*1 passed*",
        ]
    )
    (change,) = report(pytester)["mutation"]["unnoticed"]
    assert (change["file"], change["line"], change["nearestCase"]) == ("put.vtl", 1, "put.vtl.yaml::one")


def test_a_run_that_fails_changes_nothing(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, FILES)
    result = run("--vtl-mutate")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["nothing was changed: --vtl-mutate is for a run that passes"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--vtl-mutate", "--vtl-update"], "--vtl-mutate and --vtl-update exclude each other."),
        (["--vtl-mutate", "--collect-only"], "--vtl-mutate and --collect-only exclude each other."),
        (["--vtl-mutate-seconds", "5"], "--vtl-mutate-seconds is for --vtl-mutate: without it, nothing is changed."),
        (["--vtl-mutate", "--vtl-mutate-seconds", "0"], "--vtl-mutate-seconds expects a number above 0, found 0."),
        (["--vtl-mutate-since", ""], "--vtl-mutate-since expects a revision of git, such as main or HEAD~1."),
        (["--vtl-mutate", "--vtl-engine", "airspeed"], "--vtl-mutate changes templates for the native engine: "),
    ],
)
def test_wrong_usage(pytester: pytest.Pytester, run: Run, arguments: list[str], message: str) -> None:
    write(pytester, FILES)
    result = run(*arguments)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert result.errlines[0].startswith(f"ERROR: {message}")


def test_a_revision_that_there_is_not(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, {"put.vtl": TEMPLATE, "put.vtl.yaml": PASSING})
    result = run("--vtl-mutate-since", "nowhere")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "INTERNALERROR" not in result.stdout.str() + result.stderr.str()
    result.stdout.fnmatch_lines(["*vtl mutation*", "*nowhere*"])
