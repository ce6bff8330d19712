"""The suite's own tools: what a test of many recordings reports, and which tests a run leaves out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.commands import ROOT
from tests.observations import by_subject, check_rows, template_subject

pytest_plugins = ["pytester"]

ROWS: list[dict[str, Any]] = [{"id": f"lang/{name}", "expect": {"output": name}} for name in ("a", "b", "c", "d")]


def _only_b(row: dict[str, Any]) -> None:
    assert row["expect"]["output"] == "b"


def test_rows_that_agree_pass() -> None:
    check_rows(ROWS[1:2], _only_b)


def test_every_row_that_disagrees_is_reported() -> None:
    with pytest.raises(pytest.fail.Exception) as failed:
        check_rows(ROWS, _only_b, {"lang/d": "known"})
    text = str(failed.value)
    assert text.startswith("2 of 3 rows disagree\n\nlang/a\n  recorded: {\"output\": \"a\"}\n  assert 'a' == 'b'\n")
    assert "\n\nlang/c\n" in text
    assert "at tests/test_suite.py:" in text
    assert "lang/b" not in text
    assert "lang/d" not in text


@pytest.mark.parametrize("problem", [KeyError("no such key"), RecursionError("deep"), AssertionError("said")])
def test_any_exception_is_a_disagreement(problem: Exception) -> None:
    def check(row: dict[str, Any]) -> None:
        raise problem

    with pytest.raises(pytest.fail.Exception, match=str(problem)):
        check_rows(ROWS, check)


def test_an_exception_that_was_expected_and_did_not_come_is_a_disagreement() -> None:
    def check(row: dict[str, Any]) -> None:
        with pytest.raises(ValueError, match="x"):
            pass

    with pytest.raises(pytest.fail.Exception, match="4 of 4 rows disagree"):
        check_rows(ROWS, check)


def test_exceptions_are_skipped_with_their_reason() -> None:
    with pytest.raises(pytest.skip.Exception, match="known"):
        check_rows(ROWS[:1], _only_b, {"lang/a": "known"})


def test_no_row_is_lost_between_subjects() -> None:
    rows = [
        {"id": name} for name in ("lang/error/1", "payload/x/1", "lang/error/2", "template/aws-input-a", "template/aws")
    ]
    found = by_subject(rows, template_subject)
    assert {parameter.id: parameter.values[0] for parameter in found} == {
        "lang/error": [rows[0], rows[2]],
        "payload/x": [rows[1]],
        "template/aws-input": [rows[3]],
        "template/aws": [rows[4]],
    }


SLOW = """
import pytest

def test_fast(): pass

@pytest.mark.slow
def test_slow(): pass

@pytest.mark.parametrize("n", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_both(n): pass
"""


@pytest.mark.parametrize(
    ("arguments", "outcomes"),
    [
        ([], {"passed": 2, "deselected": 2}),
        (["test_a.py"], {"passed": 2, "deselected": 2}),
        (["-m", "slow"], {"passed": 2, "deselected": 2}),
        (["-m", "slow or not slow"], {"passed": 4}),
        (["-k", "slow"], {"deselected": 4}),
        (["test_a.py::test_slow"], {"passed": 1}),
        (["test_a.py::test_both"], {"passed": 2}),
        (["test_a.py::test_both[2]"], {"passed": 1}),
        (["test_a.py::test_fast", "test_a.py"], {"passed": 2, "deselected": 2}),
    ],
    ids=" ".join,
)
def test_slow_tests_run_where_they_are_asked_for(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, arguments: list[str], outcomes: dict[str, int]
) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeconftest(
        "from tests.conftest import pytest_collection_modifyitems, pytest_report_header\n\n"
        "def pytest_configure(config): config.addinivalue_line('markers', 'slow')\n"
    )
    pytester.syspathinsert(ROOT)
    pytester.makepyfile(test_a=SLOW)
    result = pytester.runpytest_inprocess("-p", "no:cacheprovider", *arguments)
    assert result.parseoutcomes() == outcomes
    assert result.stdout.str().count("slow batches: left out") == ("-m" not in arguments)
