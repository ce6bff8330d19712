"""Autouse fixtures of conftest.py run for cases, in each scope; ids with `::`, brackets, quotes and spaces select."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.pytest_plugin.test_pytest_plugin import mode, run, write

__all__ = ["mode", "run"]

pytest_plugins = ["pytester"]
pytestmark = pytest.mark.usefixtures("plugin_installed")

Run = Callable[..., pytest.RunResult]

CASES = "inline: b\ncases:\n- {name: one, expect: {output: b}}\n- {name: two, expect: {output: b}}\n"
CONFTEST = """\
import pytest


def noting(scope):
    @pytest.fixture(autouse=True, scope=scope)
    def note(request):
        with open("LOG", "a") as log:
            log.write(f"+{scope} {request.node.name.rpartition('/')[2]}\\n")
        yield
        with open("LOG", "a") as log:
            log.write(f"-{scope}\\n")
    return note


for_session, for_package, for_module, for_class, for_function = map(
    noting, ["session", "package", "module", "class", "function"]
)
"""


def test_each_scope(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, {"t/a.vtl.yaml": CASES, "t/b.vtl.yaml": CASES, "conftest.py": CONFTEST})
    run("t").assert_outcomes(passed=4)
    begun = [line for line in (pytester.path / "LOG").read_text().splitlines() if line[0] == "+"]
    assert [line.partition(" ")[0] for line in begun].count("+session") == 1
    assert [line for line in begun if line.startswith("+module")] == ["+module a.vtl.yaml", "+module b.vtl.yaml"]
    assert [line.split()[-1] for line in begun if "function" in line] == ["one", "two", "one", "two"]


def test_with_xdist(pytester: pytest.Pytester, run: Run, mode: tuple[str, ...]) -> None:
    write(pytester, {"a.vtl.yaml": CASES, "conftest.py": CONFTEST})
    run(*mode).assert_outcomes(passed=2)
    log = (pytester.path / "LOG").read_text()
    assert log.count("+function") == log.count("-function") == 2


def test_only_those_of_the_folder(pytester: pytest.Pytester, run: Run) -> None:
    conftest = "import pytest\n@pytest.fixture(autouse=True)\ndef broken():\n    raise RuntimeError('not here')\n"
    write(pytester, {"a/a.vtl.yaml": CASES, "b/b.vtl.yaml": CASES, "b/conftest.py": conftest})
    result = run()
    result.assert_outcomes(passed=2, errors=2)
    result.stdout.fnmatch_lines(["*RuntimeError: not here*"])
    for name in ("items.py", "pluggy/", "_pytest/"):
        assert name not in result.stdout.str()


def test_a_fixture_changes_what_a_case_sees(pytester: pytest.Pytester, run: Run) -> None:
    conftest = """\
import pytest

@pytest.fixture(autouse=True)
def elsewhere(monkeypatch, tmp_path, request):
    assert request.module.__name__ == "a" and request.function.__name__ and request.cls is None
    monkeypatch.chdir(tmp_path)
"""
    write(
        pytester, {"a.vtl.yaml": "template: a.vtl\n" + CASES.partition("\n")[2], "a.vtl": "b", "conftest.py": conftest}
    )
    run().assert_outcomes(passed=2)


def test_a_fixture_skips(pytester: pytest.Pytester, run: Run) -> None:
    conftest = "import pytest\n@pytest.fixture(autouse=True)\ndef no():\n    pytest.skip('not today')\n"
    write(pytester, {"a.vtl.yaml": CASES, "conftest.py": conftest})
    run().assert_outcomes(skipped=2)


def test_a_fixture_with_params(pytester: pytest.Pytester, run: Run) -> None:
    conftest = "import pytest\n@pytest.fixture(autouse=True, params=[1, 2])\ndef two():\n    pass\n"
    write(pytester, {"a.vtl.yaml": CASES, "conftest.py": conftest})
    result = run()
    result.assert_outcomes(errors=2)
    result.stdout.fnmatch_lines(["*the fixture two has `params`, but a case runs once*"])
    assert "Traceback" not in result.stdout.str()


@pytest.mark.parametrize("option", ["--fixtures-per-test", "--setup-show", "--setup-plan", "--collect-only"])
def test_what_shows_fixtures(pytester: pytest.Pytester, run: Run, option: str) -> None:
    write(pytester, {"a.vtl.yaml": CASES, "conftest.py": CONFTEST})
    result = run(option)
    assert result.ret == 0, result.stdout.str() + result.stderr.str()
    assert "INTERNALERROR" not in result.stdout.str()


NAMES = [
    "a::b",
    "::",
    "a::",
    "q::b::c",
    "x[1]",
    "x[a::b]",
    "a::x[b::c]",
    'it\'s "quoted"',
    "two  spaces",
    "a and b",
    "][",
]


@pytest.mark.parametrize("name", NAMES)
def test_an_id_selects_its_case(pytester: pytest.Pytester, run: Run, name: str) -> None:
    cases = [{"name": one, "expect": {"output": "b"}} for one in NAMES]
    write(pytester, {"a.vtl.json": json.dumps({"inline": "b", "cases": cases})})
    listed = run("--collect-only", "-q").stdout.str()
    assert f"a.vtl.json::{name}\n" in listed
    result = run("-v", f"a.vtl.json::{name}")
    result.assert_outcomes(passed=1)
    assert f"a.vtl.json::{name} PASSED" in result.stdout.str()


@pytest.mark.parametrize(
    ("arguments", "cases"),
    [
        (["a.vtl.json::a"], ["a"]),
        (["a.vtl.json::a::b"], ["a::b"]),
        (["a.vtl.json::t"], ["t[x]", "t[y]"]),
        (["a.vtl.json::t[x]"], ["t[x]"]),
        (["a.vtl.json::t::t[x]"], ["t::t[x]"]),
        (["a.vtl.json::a", "a.vtl.json::a::b"], ["a", "a::b"]),
        (["a.vtl.json::a", "test_it.py"], ["a"]),
        (["./a.vtl.json::a"], ["a"]),
    ],
)
def test_an_id_selects_no_other_case(
    pytester: pytest.Pytester, run: Run, arguments: list[str], cases: list[str]
) -> None:
    """pytest itself takes all whose ids begin with the parts of an id."""
    rows = {"parameters": [{"v": "x"}, {"v": "y"}], "methodRequest": {"body": {"parameter": "v"}}}
    named: list[dict[str, object]] = [{"name": one} for one in ("a", "a::b", "a[b]", "a::b::c")]
    named += [{"name": "t", **rows}, {"name": "t::t", **rows}]
    text = json.dumps({"inline": "b", "cases": [{**one, "expect": {"output": "b"}} for one in named]})
    write(pytester, {"a.vtl.json": text, "test_it.py": "def test_a(): pass\n"})
    lines = run("--collect-only", "-q", *arguments).outlines
    assert [line.partition("::")[2] for line in lines if line.startswith("a.vtl.json::")] == cases
    assert ("test_it.py::test_a" in lines) == ("test_it.py" in arguments)


@pytest.mark.parametrize("other", [".", "a.vtl.json"])
def test_a_whole_file_beside_an_id(pytester: pytest.Pytester, run: Run, other: str) -> None:
    text = json.dumps({"inline": "b", "cases": [{"name": one, "expect": {"output": "b"}} for one in ("a", "a::b")]})
    write(pytester, {"a.vtl.json": text})
    assert "a.vtl.json::a::b" in run("--collect-only", "-q", "a.vtl.json::a", other).outlines


def test_a_name_with_which_others_begin(pytester: pytest.Pytester, run: Run) -> None:
    text = json.dumps({"inline": "b", "cases": [{"name": "a::b", "expect": {"output": "b"}}]})
    write(pytester, {"a.vtl.json": text})
    result = run("a.vtl.json::a")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert result.errlines[:2] == ["ERROR: not found: a.vtl.json::a", "(the file has no case of this name)"]


def test_an_id_of_no_case(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, {"a.vtl.yaml": CASES})
    for wrong in ("one::two", "three", "one::", "[", "one[1]"):
        assert run(f"a.vtl.yaml::{wrong}").ret == pytest.ExitCode.USAGE_ERROR, wrong


def test_hooks_get_fixtures_from_the_request_of_a_case(pytester: pytest.Pytester, run: Run) -> None:
    conftest = (
        "def pytest_runtest_call(item):\n    assert item._request.getfixturevalue('pytestconfig') is item.config\n"
    )
    write(pytester, {"a.vtl.yaml": CASES, "conftest.py": conftest})
    run().assert_outcomes(passed=2)


def test_a_case_runs_again_in_the_same_session(pytester: pytest.Pytester, run: Run) -> None:
    conftest = (
        CONFTEST + "from _pytest.runner import runtestprotocol\n"
        "def pytest_runtest_protocol(item, nextitem):\n"
        "    if item.name == 'one':\n"
        "        runtestprotocol(item, log=False, nextitem=nextitem)\n"
    )
    write(pytester, {"a.vtl.yaml": CASES, "conftest.py": conftest})
    run().assert_outcomes(passed=2)
    begun = [line for line in (pytester.path / "LOG").read_text().splitlines() if line.startswith("+function")]
    assert begun == ["+function one", "+function one", "+function two"]


def test_each_case_of_a_file_has_its_place(pytester: pytest.Pytester, run: Run) -> None:
    conftest = (
        "def pytest_runtest_logreport(report):\n"
        "    if report.when == 'call':\n"
        "        print('\\nPLACE', *report.location)\n"
    )
    write(pytester, {"t/a.vtl.yaml": CASES, "t/b.vtl.yaml": CASES, "conftest.py": conftest})
    places = [line for line in run("-s", "t").outlines if line.startswith("PLACE")]
    assert places == [f"PLACE t/{file}.vtl.yaml {place}" for file in "ab" for place in ("2 one", "3 two")]
