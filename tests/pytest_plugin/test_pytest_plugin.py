"""The pytest plugin in sessions of its own: plain, with xdist in one process, with xdist in two."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import ROOT, command_environment
from tests.projects import ALL, BROKEN, FAILING, PASSING, TEMPLATE, WRONG, many

pytest_plugins = ["pytester"]
pytestmark = pytest.mark.usefixtures("plugin_installed")

MODES = [
    pytest.param((), id="plain"),
    pytest.param(("-n0",), id="n0", marks=pytest.mark.slow),
    pytest.param(("-n2",), id="n2", marks=pytest.mark.slow),
]

Run = Callable[..., pytest.RunResult]


@pytest.fixture(params=MODES)
def mode(request: pytest.FixtureRequest) -> tuple[str, ...]:
    arguments: tuple[str, ...] = request.param
    if arguments:
        pytest.importorskip("xdist")
    return arguments


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs pytest in a process of its own."""
    for name in ("NO_COLOR", "FORCE_COLOR", "CI"):
        monkeypatch.delenv(name, raising=False)
    # Plugins of the test environment that are slow to load and play no part here.
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:hypothesispytest -p no:benchmark")

    def run_pytest(*arguments: str) -> pytest.RunResult:
        return pytester.runpytest_subprocess("-p", "no:cacheprovider", *arguments, timeout=60)

    return run_pytest


def write(pytester: pytest.Pytester, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = pytester.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_passes(pytester: pytest.Pytester, run: Run, mode: tuple[str, ...]) -> None:
    write(pytester, PASSING)
    result = run(*mode)
    result.assert_outcomes(passed=2)
    assert result.ret == 0


def test_ids_are_readable(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, {f"sub/{name}": text for name, text in PASSING.items()})
    result = run("--collect-only", "-q")
    result.stdout.fnmatch_lines(["sub/put.vtl.yaml::keeps the id", "sub/put.vtl.yaml::keeps text"])
    assert run("sub/put.vtl.yaml::keeps the id").parseoutcomes() == {"passed": 1}
    assert run("-k", "text").parseoutcomes() == {"passed": 1, "deselected": 1}


def test_all_suffixes(pytester: pytest.Pytester, run: Run) -> None:
    yaml = "inline: a\ncases: [{name: a, expect: {output: a}}]\n"
    json = '{"inline": "a", "cases": [{"name": "a", "expect": {"output": "a"}}]}'
    write(pytester, {"a.vtl.yaml": yaml, "b.vtl.yml": yaml, "c.vtl.json": json, "d.yaml": yaml, "vtl.json": json})
    run().assert_outcomes(passed=3)


def test_failures_are_explained_as_vtl_run_does(pytester: pytest.Pytester, run: Run, mode: tuple[str, ...]) -> None:
    write(pytester, FAILING)
    result = run(*mode)
    result.assert_outcomes(passed=1, failed=2)
    text = result.stdout.str()
    assert "Traceback" not in text
    assert "pytest_plugin" not in text
    command = [sys.executable, "-c", "from vtlharness.cli import vtl_run; vtl_run()"]
    explained = subprocess.run(
        command, cwd=pytester.path, env=command_environment(), capture_output=True, text=True, check=False
    ).stdout
    blocks = [line for line in explained.splitlines()[:-1] if line]
    assert len(blocks) > 4
    for line in blocks:
        assert line in text


def test_failures_have_color(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, FAILING)
    assert "\x1b[" not in run("--color=no").stdout.str()
    assert re.search(r"\x1b\[3[12]m.*[78]", run("--color=yes").stdout.str())


def test_the_place_is_the_cases(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, FAILING)
    report = pytester.path / "report.xml"
    run(f"--junitxml={report}", "-o", "junit_family=xunit1")
    assert re.findall(r'line="(\d+)"', report.read_text()) == ["2", "5", "8"]


def test_the_first_difference_is_the_message(pytester: pytest.Pytester, run: Run, mode: tuple[str, ...]) -> None:
    write(pytester, {"bad.vtl.yaml": "inline: b\ncases: [{name: x, expect: {output: a}}]\n"})
    report = pytester.path / "report.xml"
    shown = run(*mode, f"--junitxml={report}").stdout.str()
    assert 'FAILED bad.vtl.yaml::x - output: expected "a", got "b"' in shown
    xml = report.read_text(encoding="utf-8")
    reason = "output: expected &quot;a&quot;, got &quot;b&quot;"
    assert f'<failure message="{reason}">FAILED bad.vtl.yaml::x (bad.vtl.yaml:2)' in xml


def test_a_broken_file_is_an_error_in_one_message(pytester: pytest.Pytester, run: Run, mode: tuple[str, ...]) -> None:
    write(pytester, {**PASSING, "broken.vtl.yaml": BROKEN})
    result = run(*mode)
    result.assert_outcomes(errors=1, passed=2 if "-n2" in mode else 0)
    assert result.ret in (1, 2)
    text = result.stdout.str()
    assert "broken.vtl.yaml:4:5: " in text
    assert "methodRequest" in text
    assert "Traceback" not in text
    assert "loading.py" not in text


def test_template_warnings_are_shown(pytester: pytest.Pytester, run: Run, mode: tuple[str, ...]) -> None:
    write(
        pytester,
        {
            "w.vtl.yaml": "inline: $input.path('$.a[-1]')\n"
            "cases: [{name: last, methodRequest: {body: {a: [1]}}, expect: {output: '1'}}]\n"
        },
    )
    result = run(*mode)
    result.assert_outcomes(passed=1, warnings=1)
    result.stdout.fnmatch_lines(
        ["*VtlTemplateWarning: w.vtl.yaml (inline):1:14: VTL301 *", "*hint: read the whole list*"]
    )
    run(*mode, "-W", "error::vtlharness.pytest_plugin.VtlTemplateWarning").assert_outcomes(failed=1)


# Silence


def test_silent_without_case_files(pytester: pytest.Pytester, run: Run) -> None:
    pytester.makepyfile("def test_a(): pass")
    with_plugin, without = run("-v"), run("-v", "-p", "no:vtlharness")

    def shown(result: pytest.RunResult) -> list[str]:
        return [re.sub(r"vtlharness-\S+|\d+\.\d+s", "", line) for line in result.outlines if "plugins:" not in line]

    assert shown(with_plugin) == shown(without)
    assert with_plugin.errlines == []


def test_loads_nothing_without_case_files(pytester: pytest.Pytester, run: Run) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_loaded():
            ours = {name for name in sys.modules if name.startswith("vtlharness")}
            plugin = "vtlharness.pytest_plugin"
            assert ours == {"vtlharness", "vtlharness.options", plugin, f"{plugin}.hooks", f"{plugin}.state"}
            assert not {"yaml", "click", "deepdiff", "orjson", "regex"} & set(sys.modules)

        def test_read_as_any_other_package():
            from vtlharness import source
            assert not type(source.__loader__).__module__.startswith("_pytest")
        """
    )
    run("-p", "no:xdist").assert_outcomes(passed=2)


def test_can_be_left_out(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, ALL)
    assert run("-p", "no:vtlharness").ret == pytest.ExitCode.NO_TESTS_COLLECTED


# --vtl-update


def test_update(pytester: pytest.Pytester, run: Run, mode: tuple[str, ...]) -> None:
    write(pytester, ALL)
    result = run("--vtl-update", *mode)
    assert result.ret == 0
    expected = WRONG.replace("{output: {id: 8}}", "{output: {id: 7}}").replace('{"id": 10}', '{"id": 9}')
    assert (pytester.path / "wrong.vtl.yaml").read_text() == expected
    assert (pytester.path / "put.vtl.yaml").read_text() == PASSING["put.vtl.yaml"]
    result.stdout.fnmatch_lines(["*= vtl update =*", "*first is wrong*", "*third is wrong*"])
    run(*mode).assert_outcomes(passed=5)


def test_update_of_one_file_from_many_workers(pytester: pytest.Pytester, run: Run) -> None:
    """Every golden of a file that two workers share is rewritten, none is lost."""
    pytest.importorskip("xdist")
    lines = ["template: put.vtl", "cases:"]
    for number in range(200):
        lines += [f"  - name: case {number}", f"    methodRequest: {{body: {{id: {number}}}}}"]
        lines += ["    expect: {output: {id: -1}}"]
    write(pytester, {"put.vtl": TEMPLATE, "big.vtl.yaml": "\n".join(lines) + "\n", **many(20)})
    assert run("--vtl-update", "-n2").ret == 0
    run("-n2").assert_outcomes(passed=200 + 60)


def test_update_keeps_to_the_selection(pytester: pytest.Pytester, run: Run, mode: tuple[str, ...]) -> None:
    write(pytester, FAILING)
    assert run("--vtl-update", "-k", "third", *mode).ret == 0
    assert (pytester.path / "wrong.vtl.yaml").read_text() == WRONG.replace('{"id": 10}', '{"id": 9}')


def test_no_update_after_a_run_that_was_stopped(pytester: pytest.Pytester, run: Run, mode: tuple[str, ...]) -> None:
    write(pytester, {**FAILING, "test_z.py": "def test_z(): assert 0\n\ndef test_y(): assert 0"})
    result = run("--vtl-update", "-x", *mode, "wrong.vtl.yaml", "test_z.py")
    assert result.ret != 0
    assert (pytester.path / "wrong.vtl.yaml").read_text() == WRONG
    result.stdout.fnmatch_lines(["nothing was updated because the run did not finish"])


def test_no_update_after_a_worker_was_lost(pytester: pytest.Pytester, run: Run) -> None:
    """What it ran is not known any more."""
    pytest.importorskip("xdist")
    write(pytester, {**FAILING, "test_z.py": "import os\n\ndef test_z(): os._exit(1)"})
    result = run("--vtl-update", "-n2")
    assert result.ret != 0
    assert (pytester.path / "wrong.vtl.yaml").read_text() == WRONG
    result.stdout.fnmatch_lines(["nothing was updated because the run did not finish"])


DYING = """import os, signal
from vtlharness.cases import session

kept = session.run_case

def run_case(case, *given, **named):
    if case.name == "two":
        {what}
    return kept(case, *given, **named)

session.run_case = run_case
"""
THREE = "inline: a\ncases: [{name: one}, {name: two}, {name: three}]\n"


@pytest.mark.parametrize("what", ["raise KeyboardInterrupt", "os.kill(os.getpid(), signal.SIGINT)"])
def test_an_interrupt_names_the_case(pytester: pytest.Pytester, run: Run, what: str) -> None:
    write(pytester, {"a.vtl.yaml": THREE, "conftest.py": DYING.format(what=what)})
    result = run()
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["!* KeyboardInterrupt: a.vtl.yaml::two was running !*"])
    result.assert_outcomes(passed=1)


def test_a_worker_that_dies_costs_its_case(pytester: pytest.Pytester, run: Run) -> None:
    """xdist names the case and goes on."""
    pytest.importorskip("xdist")
    write(pytester, {"a.vtl.yaml": THREE, "conftest.py": DYING.format(what="os._exit(3)")})
    result = run("-n1")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*worker 'gw0' crashed while running 'a.vtl.yaml::two'"])
    result.assert_outcomes(passed=2, failed=1)


def test_sys_exit_costs_its_case(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, {"a.vtl.yaml": THREE, "conftest.py": DYING.format(what="raise SystemExit(3)")})
    run().assert_outcomes(passed=2, failed=1)


def test_no_update_where_rendering_fails(pytester: pytest.Pytester, run: Run, mode: tuple[str, ...]) -> None:
    text = "inline: '#if(true)'\ncases: [{name: a, expect: {output: x}}]\n"
    write(pytester, {"a.vtl.yaml": text})
    result = run("--vtl-update", *mode)
    assert result.ret == 1
    assert (pytester.path / "a.vtl.yaml").read_text() == text


def test_workers_started_elsewhere_leave_the_controllers_files(pytester: pytest.Pytester, run: Run) -> None:
    """A test that changes the working directory does not lead the update astray."""
    write(pytester, {**FAILING, "test_a.py": "import os\n\ndef test_a(tmp_path): os.chdir(tmp_path)\n"})
    assert run("--vtl-update", "test_a.py", "wrong.vtl.yaml").ret == 0
    run("wrong.vtl.yaml").assert_outcomes(passed=3)


# --vtl-engine


def test_engine_airspeed(pytester: pytest.Pytester, run: Run, mode: tuple[str, ...]) -> None:
    pytest.importorskip("airspeed")
    write(pytester, {"a.vtl.yaml": "inline: '$nothing'\ncases: [{name: a, expect: {output: ''}}]\n"})
    run(*mode).assert_outcomes(passed=1)
    result = run("--vtl-engine=airspeed", *mode)
    result.assert_outcomes(failed=1)
    assert "$nothing" in result.stdout.str()


def test_engine_that_is_not_installed(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, {**PASSING, "conftest.py": "import sys; sys.modules['airspeed'] = None"})
    result = run("--vtl-engine=airspeed")
    assert result.ret == 4
    assert "airspeed" in result.stderr.str()
    assert "Traceback" not in result.stderr.str()


# The fixture


def test_the_vtl_fixture(pytester: pytest.Pytester, run: Run, mode: tuple[str, ...]) -> None:
    write(pytester, {"sub/put.vtl": TEMPLATE, "shared.vtl": "shared $stageVariables.t"})
    (pytester.path / "sub" / "test_put.py").write_text(
        """
import pytest
from vtlharness import MethodRequest, VtlRenderError, VtlSyntaxError


def test_file_beside_the_test(vtl):
    assert vtl.render_request("put.vtl", body={"id": [1, "é"]}).text == '{"id": [1,"é"]}'


def test_file_from_the_start_folder(vtl):
    assert vtl.render_request("shared.vtl", stage_variables={"t": 5}).text == "shared 5"


def test_text(vtl):
    rendering = vtl.render_request(
        text="$context.httpMethod $input.params('q') $input.params('h') $input.params('p') $context.stage",
        http_method="GET", path_parameters={"p": "1"}, query_string={"q": ["2", "3"]}, headers={"h": "4"},
        context={"stage": "prod"},
    )
    assert rendering.text == "GET 3 4 1 prod"


def test_overrides(vtl):
    rendering = vtl.render_request(text="#set($context.requestOverride.header.a = 'b')")
    assert rendering.request_override["header"] == {"a": "b"}


def test_response(vtl):
    rendering = vtl.render_response(
        text="#set($context.responseOverride.status = 404)$input.path('$.m') $input.params('q')",
        body={"m": "no"}, request=MethodRequest(query_string={"q": "1"}),
    )
    assert rendering.text == "no 1"
    assert rendering.response_override["status"] == 404


def test_errors(vtl):
    with pytest.raises(VtlSyntaxError):
        vtl.render_request(text="#if(true)")
    with pytest.raises(VtlRenderError):
        vtl.render_request(text="$input.path('$.a')", body="{a")
    with pytest.raises(TypeError):
        vtl.render_request()
    with pytest.raises(TypeError):
        vtl.render_request("put.vtl", text="")
    with pytest.raises(Exception, match="none.vtl: does not exist"):
        vtl.render_request("none.vtl")


def test_warning(vtl):
    with pytest.warns(UserWarning, match="<template>:1:14: VTL301 "):
        vtl.render_request(text="$input.path('$.a[-1]')", body={"a": [1]})
"""
    )
    run(*mode).assert_outcomes(passed=7)


def test_the_gallery_passes(run: Run, pytester: pytest.Pytester, mode: tuple[str, ...]) -> None:
    gallery = ROOT / "fixtures"
    if not any(gallery.rglob("*.vtl.yaml")):
        pytest.skip("the gallery is missing here")
    result = run(*mode, "--rootdir", str(gallery), "-c", os.devnull, str(gallery))
    outcomes = result.parseoutcomes()
    assert set(outcomes) <= {"passed", "skipped", "warnings", "warning"}
    assert outcomes["skipped"] <= 10, "only live cases are skipped"
    assert outcomes["passed"] >= 75
    assert not list(Path(pytester.path).glob("*.vtl*"))


# The cache


def test_a_cache_that_is_not_used_is_told_of_once(
    pytester: pytest.Pytester, run: Run, mode: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = pytester.path / "caches"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    monkeypatch.setenv("LOCALAPPDATA", str(folder))
    write(pytester, {**PASSING, **{f"{number}.vtl.yaml": PASSING["put.vtl.yaml"] for number in range(4)}})
    result = run(*mode)
    result.assert_outcomes(passed=10)
    (line,) = [line for line in result.outlines if "notice: " in line]
    assert line.startswith(f"notice: the cache is not used: {folder}")
    assert line.endswith(f" is inside the working tree {pytester.path}")
    assert sum("--vtl-cache-dir" in line for line in result.outlines) == 1
    assert not folder.exists()


def test_nothing_is_told_where_no_cache_is_wanted(pytester: pytest.Pytester, run: Run, mode: tuple[str, ...]) -> None:
    write(pytester, PASSING)
    assert "notice" not in run("--vtl-no-cache", *mode).stdout.str()


def test_nothing_is_told_without_case_files(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, {"test_a.py": "def test_a(): pass"})
    assert "notice" not in run().stdout.str()


def test_a_cache_that_is_named(
    pytester: pytest.Pytester,
    run: Run,
    mode: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path_factory.mktemp("state")))
    write(pytester, PASSING)
    result = run("--vtl-cache-dir=kept", *mode)
    result.assert_outcomes(passed=2)
    assert "notice" not in result.stdout.str()
    assert len(list((pytester.path / "kept").iterdir())) == 2


def test_the_working_tree_is_where_pytest_was_started(
    pytester: pytest.Pytester, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also for a test that works in another folder when it asks for the first template."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(pytester.path))
    monkeypatch.setenv("LOCALAPPDATA", str(pytester.path))
    test = """
import pytest

@pytest.fixture
def elsewhere(tmp_path_factory, monkeypatch):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))

def test_a(elsewhere, vtl):
    assert vtl.render_request(text="a").text == "a"
"""
    write(pytester, {"test_a.py": test})
    result = run()
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["notice: the cache is not used: * is inside the working tree *"])
