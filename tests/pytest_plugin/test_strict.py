"""`pytest --vtl-strict`: cases and renderings of the fixture fail; a path behind the option stays a path."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.pytest_plugin.test_pytest_plugin import mode, run, write

__all__ = ["mode", "run"]

pytest_plugins = ["pytester"]
pytestmark = pytest.mark.usefixtures("plugin_installed")

Run = Callable[..., pytest.RunResult]

FILES = {
    "tests/a.vtl.yaml": "inline: '#if($a)x#end'\ncases:\n- {name: warns, expect: {output: x}}\n"
    "- {name: ignores, ignore: [VTL2], expect: {output: x}}\n",
    "tests/test_b.py": "def test_b(vtl):\n    assert vtl.render_request(text='#if($a)x#end').text == 'x'\n",
}


@pytest.mark.parametrize(
    ("arguments", "failed"),
    [
        (["tests"], 0),
        (["--vtl-strict", "tests"], 2),
        (["tests", "--vtl-strict"], 2),
        (["--vtl-strict", "VTL1", "tests"], 0),
        (["--vtl-strict=VTL1,VTL2", "tests"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_outcomes(
    pytester: pytest.Pytester, run: Run, mode: tuple[str, ...], arguments: list[str], failed: int
) -> None:
    write(pytester, FILES)
    result = run(*mode, *arguments)
    result.assert_outcomes(passed=3 - failed, failed=failed, warnings=0 if failed else 2)
    if failed:
        result.stdout.fnmatch_lines(["*strict: *VTL201 $a is true although*", "*strict: the rendering has findings*"])


def test_an_unknown_rule(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, FILES)
    result = run("--vtl-strict", "VTL2O1", "tests")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: strict: there is no rule VTL2O1", "hint: did you mean VTL201?*"])


def test_a_strict_option_in_the_configuration(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, {**FILES, "pytest.ini": "[pytest]\naddopts = --vtl-strict\n"})
    assert run("tests").parseoutcomes()["failed"] == 2
