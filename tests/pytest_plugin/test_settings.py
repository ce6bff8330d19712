"""The settings of the project in pytest: those of a case, which the command line contradicts."""

from __future__ import annotations

import pytest

from tests.pytest_plugin.test_pytest_plugin import MODES, Run, mode, run, write

__all__ = ["MODES", "mode", "run"]
pytest_plugins = ["pytester"]
pytestmark = pytest.mark.usefixtures("plugin_installed")

WARNED = "inline: $input.path('$.a[-1]')\ncases: [{name: w, methodRequest: {body: {a: [1]}}, expect: {output: '1'}}]\n"
HOSTILE = """\
inline: '{"a": "$input.path("$.a")"}'
cases: [{name: h, methodRequest: {body: {a: x}}, expect: {output: {a: x}}}]
"""
EXPECTED = "inline: a\ncases: [{name: x, xfail: known, expect: {output: a}}]\n"
LONG = "inline: '#foreach($i in [1..9])$i#end'\ncases: [{name: l, expect: {output: '123456789'}}]\n"


@pytest.mark.parametrize(
    ("setting", "case", "option"),
    [
        ("strict = true", WARNED, "--vtl-no-strict"),
        ("strict = ['VTL301']", WARNED, "--vtl-no-strict"),
        ("hostile = true", HOSTILE, "--vtl-no-hostile"),
        ("xfail_strict = true", EXPECTED, ""),
        ("limit = ['rounds=3']", LONG, "--vtl-limit=rounds=10"),
    ],
)
def test_a_setting(pytester: pytest.Pytester, run: Run, setting: str, case: str, option: str) -> None:
    write(pytester, {"a.vtl.yaml": case, "vtlharness.toml": "", ".git/x": ""})
    assert run().ret == 0
    write(pytester, {"vtlharness.toml": setting + "\n"})
    assert run().ret == pytest.ExitCode.TESTS_FAILED
    if option:
        assert run(option).ret == 0


def test_settings_reach_the_workers_and_the_fixture(pytester: pytest.Pytester, run: Run, mode: tuple[str, ...]) -> None:
    test = "def test_a(vtl): vtl.render_request(text=\"$input.path('$.a[-1]')\", body={'a': [1]})\n"
    write(pytester, {"a.vtl.yaml": WARNED, "test_it.py": test, "pyproject.toml": "[tool.vtlharness]\nstrict = true\n"})
    run(*mode).assert_outcomes(failed=2)


@pytest.mark.parametrize("setting", ["strct = true", "strict = 3", "allow_outside = 'x'", "strict = ["])
def test_a_wrong_setting(pytester: pytest.Pytester, run: Run, setting: str) -> None:
    write(pytester, {"a.vtl.yaml": EXPECTED, "vtlharness.toml": setting + "\n"})
    result = run()
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["vtlharness.toml:*"])
    assert "Traceback" not in result.stdout.str()


def test_a_project_without_case_files_does_not_read_settings(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, {"test_it.py": "def test_a(): pass\n", "vtlharness.toml": "strct = true\n"})
    assert run().ret == 0
