"""Texts that differ only in white space: what the options leave out, and what the hint says."""

from __future__ import annotations

from pathlib import Path

import pytest

from vtlharness.cases.compare.texts import same_text, text_hint
from vtlharness.cases.loading import load_case_file, parse_case_file
from vtlharness.cases.model import STRICT, CompareOptions
from vtlharness.cases.results import CaseResult, TextDifference
from vtlharness.cases.running import run_case
from vtlharness.cases.session import Session
from vtlharness.engines.native import NativeEngine
from vtlharness.errors import CaseFileError
from vtlharness.options import SessionOptions
from vtlharness.source import Source

NEWLINE = CompareOptions(ignore_final_newline=True)
WHITESPACE = CompareOptions(ignore_whitespace=True)


@pytest.mark.parametrize(
    ("expected", "actual", "newline", "whitespace"),
    [
        ("a\n", "a", True, True),
        ("a", "a\n", True, True),
        ("a\r\n", "a\n", True, True),
        ("a\r\n", "a", True, True),
        ("\n", "", True, True),
        ("a\n\n", "a", False, True),
        ("a ", "a", False, True),
        ("a\nb", "a b", False, True),
        ("<a>\n\t<b/>\n</a>", "<a><b/></a>", False, True),
        ('{"a": 1}', '{"a":1}', False, True),
        ("a\r", "a", False, True),
        ("a\u00a0b", "a b", False, False),
        ("a\x1cb\u2028", "ab", False, False),
        ("a", "b", False, False),
        ("a\n", "b", False, False),
        ("", " x", False, False),
    ],
)
def test_the_options(expected: str, actual: str, newline: bool, whitespace: bool) -> None:
    assert same_text(expected, actual, NEWLINE) is newline
    assert same_text(expected, actual, WHITESPACE) is whitespace
    assert same_text(expected, actual, STRICT) is False
    assert same_text(actual, actual, STRICT) is True
    assert (text_hint(expected, actual) is None) is not whitespace


@pytest.mark.parametrize(
    ("expected", "actual", "hint"),
    [
        ("a\n", "a", "only the expected text ends in a line end: in a YAML block write `|-` instead of `|`"),
        ("a", "a\n", "only the actual text ends in a line end: in a YAML block write `|` instead of `|-`"),
        ("a\r\n", "a\n", "the texts differ only in their final line ends: `compare: {final_newline: ignore}` takes"),
        ("a  b", "a b", "the texts differ only in white space: `compare: {whitespace: ignore}` takes both"),
    ],
)  # fmt: skip
def test_the_hint(expected: str, actual: str, hint: str) -> None:
    found = text_hint(expected, actual)
    assert found is not None
    assert found.startswith(hint)


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(text: str) -> CaseResult:
    Path("a.vtl.yaml").write_text(text, encoding="utf-8")
    (case,) = load_case_file("a.vtl.yaml").cases
    return run_case(case, NativeEngine())


TEMPLATE = 'inline: "<a>\\n  <b/></a>"\ncases:\n- name: a\n  expect:\n    output: |\n      <a>\n        <b/></a>\n'
CALL = (
    "integration: {type: HTTP_PROXY, httpMethod: ANY, uri: 'https://example.com/a'}\ncases:\n"
    '- {name: a, backend: {body: ok}, expect: {response: {body: "ok\\n"}}, compare: %s}\n'
)


def test_cases_of_a_template() -> None:
    (difference,) = run(TEMPLATE).differences
    assert isinstance(difference, TextDifference)
    assert difference.hint is not None
    assert run(f"{TEMPLATE}  compare: {{final_newline: ignore}}\n").outcome == "passed"
    assert run(f"{TEMPLATE}  compare: {{whitespace: ignore}}\n").outcome == "passed"
    assert run(f"defaults: {{compare: {{whitespace: ignore}}}}\n{TEMPLATE}").outcome == "passed"
    assert run(f"defaults: {{compare: {{whitespace: ignore}}}}\n{TEMPLATE}  compare: null\n").outcome == "failed"


def test_bodies() -> None:
    assert run(CALL % "{final_newline: ignore}").outcome == "passed"
    assert run(CALL % "{whitespace: ignore}").outcome == "passed"
    assert run(CALL % "{}").outcome == "failed"
    assert run(CALL % "{final_newline: null}").outcome == "failed"


def test_data_is_still_compared_strictly() -> None:
    text = (
        "inline: '{\"a\": [1, 2]}'\ncases: [{name: a, compare: {whitespace: ignore}, expect: {output: {a: [2, 1]}}}]\n"
    )
    (difference,) = run(text).differences
    assert not isinstance(difference, TextDifference)


@pytest.mark.parametrize("value", ["true", "yes", "Ignore", "[]", "strict"])
@pytest.mark.parametrize("key", ["final_newline", "whitespace"])
def test_another_value(key: str, value: str) -> None:
    with pytest.raises(CaseFileError, match=r"a\.vtl\.yaml:2:\d+: `compare\." + key):
        parse_case_file(
            Path("a.vtl.yaml"), Source(f"inline: a\ncases: [{{name: a, compare: {{{key}: {value}}}}}]\n", "a.vtl.yaml")
        )


def test_an_update_leaves_what_counts_as_the_same() -> None:
    text = (
        "integration: {type: HTTP_PROXY, httpMethod: ANY, uri: 'https://example.com/a'}\ncases:\n"
        "- {name: a, backend: {body: ok}, compare: {final_newline: ignore}, "
        'expect: {response: {statusCode: 201, body: "ok\\n"}}}\n'
    )
    Path("a.vtl.yaml").write_text(text, encoding="utf-8")
    session = Session(SessionOptions(update=True, cache=False))
    session.run(session.load("a.vtl.yaml").cases[0])
    session.rewrite()
    assert Path("a.vtl.yaml").read_text(encoding="utf-8") == text.replace("201", "200")
