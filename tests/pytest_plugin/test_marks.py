"""Cases with tags, `skip`, `xfail` and parameters in pytest: tags are marks, registered, so that nothing warns."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.pytest_plugin.test_pytest_plugin import mode, run, write

__all__ = ["mode", "run"]

pytest_plugins = ["pytester"]
pytestmark = pytest.mark.usefixtures("plugin_installed")

Run = Callable[..., pytest.RunResult]

FILES = {
    "a.vtl.yaml": """\
inline: $input.json('$')
cases:
- {name: rows, tags: [slow, api-2], parameters: [{n: 1}, {n: 2}], methodRequest: {body: <<n>>}, expect: {output: <<n>>}}
- {name: skipped, skip: later, expect: {output: b}}
- {name: known, xfail: bug 7, tags: slow, methodRequest: {body: 1}, expect: {output: 2}}
- {name: mended, xfail: true, methodRequest: {body: 1}, expect: {output: 1}}
""",
}
STRICT = ("-W", "error", "--strict-markers")


def test_outcomes(pytester: pytest.Pytester, run: Run, mode: tuple[str, ...]) -> None:
    write(pytester, FILES)
    result = run(*mode, *STRICT, "-rsxX")
    result.assert_outcomes(passed=2, skipped=1, xfailed=1, xpassed=1)
    result.stdout.fnmatch_lines(["*later*", "*bug 7*"])


def test_tags_are_marks(pytester: pytest.Pytester, run: Run, mode: tuple[str, ...]) -> None:
    write(pytester, FILES)
    run(*mode, *STRICT, "-m", "slow").assert_outcomes(passed=2, xfailed=1)
    run(*mode, *STRICT, "-m", "api-2 and slow").assert_outcomes(passed=2)
    run(*mode, *STRICT, "-m", "not slow").assert_outcomes(skipped=1, xpassed=1)


def test_one_row(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, FILES)
    run("a.vtl.yaml::rows[2]").assert_outcomes(passed=1)


def test_strict_expected_failures(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, {**FILES, "pytest.ini": "[pytest]\nxfail_strict = true\n"})
    run().assert_outcomes(passed=2, skipped=1, xfailed=1, failed=1)


def test_an_error_is_not_expected(pytester: pytest.Pytester, run: Run) -> None:
    endless = "#foreach($i in [1..1000])#foreach($j in [1..1000])#foreach($k in [1..1000])x#end#end#end"
    write(
        pytester,
        {"a.vtl.yaml": f"inline: '{endless}'\nlimits: {{rounds: 100}}\ncases:\n- {{name: a, xfail: true}}\n"},
    )
    run().assert_outcomes(failed=1)


def test_update_leaves_expected_failures(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, FILES)
    run("--vtl-update").assert_outcomes(passed=2, skipped=1, xfailed=1, xpassed=1)
    assert (pytester.path / "a.vtl.yaml").read_text() == FILES["a.vtl.yaml"]
