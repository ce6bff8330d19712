"""Matchers in expected data: on which values they hold, and what is said where they do not."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cases.echo import EchoEngine
from vtlharness.cases.compare.assigning import assigned
from vtlharness.cases.loading import load_case_file, parse_case_file
from vtlharness.cases.results import CaseResult, DataChange, DataDifference, NotJson, RenderSucceeded
from vtlharness.cases.running import run_case
from vtlharness.documents.yaml.values import YamlText
from vtlharness.errors import CaseFileError
from vtlharness.report.record import case_record, from_plain, to_plain
from vtlharness.report.text.lines import record_lines
from vtlharness.source import Source


def result_of(expected: Any, body: str, **case: Any) -> CaseResult:
    """The result of a case whose output is this text."""
    data = {
        "inline": "",
        "cases": [{"name": "a", "methodRequest": {"body": body}, "expect": {"output": expected}, **case}],
    }
    (read,) = parse_case_file(Path("a.vtl.json"), Source(json.dumps(data), "a.vtl.json")).cases
    return run_case(read, EchoEngine())


def changes_of(expected: Any, actual: Any, **case: Any) -> tuple[DataChange, ...]:
    """Where a value, as a member of an object, is not as expected."""
    result = result_of({"v": expected}, json.dumps({"v": actual}), **case)
    if result.outcome == "passed":
        return ()
    (difference,) = result.differences
    assert isinstance(difference, DataDifference)
    return difference.changes


HOLD: list[tuple[Any, Any]] = [
    ({"matches": "[0-9a-f-]{36}"}, "id 123e4567-e89b-12d3-a456-426614174000!"),
    ({"matches": ""}, ""),
    ({"matches": "^b$"}, "b\n"),
    ({"matches": "(?m)^b$"}, "a\nb\nc"),
    ({"matches": r"(?P<x>é)(?P=x)"}, "éé"),
    ({"any": "string"}, ""),
    ({"any": "number"}, 1.5),
    ({"any": "number"}, 0),
    ({"any": "integer"}, 10**400),
    ({"any": "integer"}, 2.0),
    ({"any": "boolean"}, False),
    ({"any": "null"}, None),
    ({"any": None}, None),
    ({"any": "object"}, {}),
    ({"any": "array"}, []),
    *(({"any": "value"}, value) for value in ("", 0, False, None, {}, [])),
    ({"contains": {"a": 1}}, {"a": 1.0, "b": 2}),
    ({"contains": {}}, {"b": 2}),
    ({"contains": {"a": {"b": {"any": "integer"}}}}, {"a": {"b": 5, "c": 1}, "d": 1}),
    ({"contains": {"a": [{"b": 1}]}}, {"a": [{"b": 1, "c": 2}]}),
    ({"contains": {"a": {"contains": {"b": 1}}}}, {"a": {"b": 1, "c": 2}}),
    ({"contains": {"a": {"equals": {"b": 1}}}}, {"a": {"b": 1}, "c": 2}),
    ({"contains": {"a": None}}, {"a": None, "b": 1}),
    ({"contains": 2}, [1, 2.0]),
    ({"contains": None}, [1, None]),
    ({"contains": "a"}, ["b", "a"]),
    ({"contains": {"sku": "A"}}, [{"sku": "B"}, {"sku": "A", "n": 1}]),
    ({"contains": {"matches": "^a"}}, ["b", "ab"]),
    ({"contains": ["a", {"any": "integer"}]}, [5, "b", "a"]),
    ({"contains": ["a", "b"]}, [["a", "b"]]),
    ({"contains": []}, [1]),
    ({"contains": "ell"}, "hello"),
    ({"contains": ""}, ""),
    ({"length": 0}, ""),
    ({"length": 2}, "a😀"),
    ({"length": 2}, [1, 2]),
    ({"length": 1}, {"a": 1}),
    ({"approx": 0.3}, 0.1 + 0.2),
    ({"approx": 1000000000}, 1000000001),
    ({"approx": 0}, 0.0),
    ({"approx": -5, "within": 0}, -5.0),
    ({"approx": 1.1, "within": 0.1}, 1.0),
    ({"approx": 1.1, "within": 0.1}, 1.2),
    ({"within": 3, "approx": 10}, 7),
    ({"approx": 10**400, "within": 1}, 10**400 + 1),
    ({"equals": {"any": "string"}}, {"any": "string"}),
    ({"equals": {"equals": 1}}, {"equals": 1}),
    ({"equals": [{"length": 1}]}, [{"length": 1}]),
    ({"equals": None}, None),
    ({"length": 3, "width": 4}, {"length": 3, "width": 4}),  # another key: data
    ([{"any": "string"}, 2], ["a", 2]),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "actual"), HOLD, ids=repr)
def test_holds(expected: Any, actual: Any) -> None:
    assert changes_of(expected, actual) == ()


FAIL: list[tuple[Any, Any, str, str, str]] = [
    ({"matches": "^b"}, "ab", "['v']", "`matches` does not find the pattern in the text",
     "without `^` and `$` the pattern is found: they stand for the ends of the whole text"),
    ({"matches": "A"}, "a", "['v']", "`matches` does not find the pattern in the text",
     "with (?i) before the pattern, it is found: then upper and lower case do not matter"),
    ({"matches": "^b$"}, "a\nb\nc", "['v']", "`matches` does not find the pattern in the text",
     "with (?m) before the pattern, it is found: then `^` and `$` stand for the ends of each line"),
    ({"matches": "x"}, "a", "['v']", "`matches` does not find the pattern in the text",
     "the pattern is searched for anywhere in the text, as Python's `re.search` does"),
    ({"matches": "5"}, 5, "['v']", "`matches` looks at text, and this is the number 5", "{any: integer} takes this value"),
    ({"matches": ""}, None, "['v']", "`matches` looks at text, and this is null", "{any: null} takes this value"),
    ({"any": "integer"}, 1.5, "['v']", "`any` wants an integer, and this is the number 1.5", "{any: number} takes this value"),
    ({"any": "integer"}, True, "['v']", "`any` wants an integer, and this is the boolean true", "{any: boolean} takes this value"),
    ({"any": "number"}, "1", "['v']", "`any` wants a number, and this is text", "{any: string} takes this value"),
    ({"any": "string"}, None, "['v']", "`any` wants a string, and this is null", "{any: null} takes this value"),
    ({"any": "object"}, [], "['v']", "`any` wants an object, and this is a list", "{any: array} takes this value"),
    ({"any": "boolean"}, 0, "['v']", "`any` wants a boolean, and this is the number 0", "{any: integer} takes this value"),
    ({"contains": 2}, [1, True], "['v']", "`contains` finds no such item among 2",
     "maps in the list may have other keys; any other item must be equal"),
    ({"contains": 2}, [], "['v']", "`contains` finds no such item among 0", "the list is empty"),
    ({"contains": [1, 1]}, [1, 2], "['v']", "`contains` finds no item that is its item number 2",
     "each item of `contains` needs an item of its own, in any order"),
    ({"contains": "x"}, "hello", "['v']", "`contains` does not find its part in the text", "for a pattern write {matches: ...}"),
    ({"contains": "HELL"}, "hello", "['v']", "`contains` does not find its part in the text", "the text has it in another casing"),
    ({"contains": 5}, "15", "['v']", "`contains` wants the number 5 in it, and this is text",
     "for a part of text write text in quotes, for a pattern {matches: ...}"),
    ({"contains": "a"}, {"a": 1}, "['v']", "`contains` wants pairs of a map, and names none", "name the keys: {contains: {key: value}}"),
    ({"contains": {"a": 1}}, 5, "['v']", "`contains` looks into text, lists and maps, and this is the number 5", "write the value itself: 5"),
    ({"contains": {"a": 1}}, {"a": 2, "b": 3}, "['v']['a']", "`contains` names this place, which is different",
     "`contains` lets maps have other keys, but those that it names must be as it says"),
    ({"contains": {"a": {"b": 1}}}, {"a": {}}, "['v']['a']['b']", "`contains` names this place, which is missing",
     "`contains` lets maps have other keys, but those that it names must be as it says"),
    ({"contains": {"a": {"any": "string"}}}, {"a": 1}, "['v']['a']", "`any` wants a string, and this is the number 1",
     "{any: integer} takes this value"),
    ({"length": 2}, "abc", "['v']", "`length` finds 3 code points, not 2", "{length: 3} takes this value"),
    ({"length": 2}, [], "['v']", "`length` finds 0 items, not 2", "{length: 0} takes this value"),
    ({"length": 2}, {"a": 1}, "['v']", "`length` finds 1 key, not 2", "{length: 1} takes this value"),
    ({"length": 2}, 12, "['v']", "`length` looks at text, lists and maps, and this is the number 12",
     "text, lists and maps have a length; {any: integer} takes this value"),
    ({"approx": 0.3}, 0.31, "['v']", "`approx` takes a difference of a billionth, and this is 0.01 away",
     "{approx: 0.3, within: 0.01} takes this value"),
    ({"approx": 0}, 1e-12, "['v']", "`approx` takes a difference of a billionth, and this is 1e-12 away",
     "{approx: 0, within: 1e-12} takes this value"),
    ({"approx": 10, "within": 2}, 13, "['v']", "`approx` takes a difference of 2, and this is 3 away",
     "{approx: 10, within: 3} takes this value"),
    ({"approx": 10, "within": 2}, 1_234_567_890, "['v']", "`approx` takes a difference of 2, and this is 1234567880 away",
     "{approx: 10, within: 1234567880} takes this value"),
    ({"approx": 0, "within": 2}, 10**14 + 1, "['v']", "`approx` takes a difference of 2, and this is 100000000000001 away",
     "{approx: 0, within: 100000000000001} takes this value"),
    ({"approx": 5}, "5", "['v']", "`approx` wants a number, and this is text", "a number in quotes is text; {any: string} takes this value"),
    ({"approx": 1}, True, "['v']", "`approx` wants a number, and this is the boolean true",
     "a number in quotes is text; {any: boolean} takes this value"),
    ({"any": "string"}, {"any": "string"}, "['v']", "`any` wants a string, and this is a mapping",
     "for the mapping itself write {equals: {...}} around it"),
    ({"length": 3}, {"length": 3}, "['v']", "`length` finds 1 key, not 3", "for the mapping itself write {equals: {...}} around it"),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "actual", "path", "why", "hint"), FAIL, ids=repr)
def test_fails(expected: Any, actual: Any, path: str, why: str, hint: str) -> None:
    (change,) = changes_of(expected, actual)
    assert change.path == f"root{path}"
    assert change.matcher is not None
    assert (change.matcher.why, change.matcher.hint) == (why, hint)
    assert f"`{change.matcher.name}`" in why


@pytest.mark.parametrize(("expected", "actual"), [row[:2] for row in FAIL if row[2] == "['v']"], ids=repr)
def test_a_hint_that_takes_a_value_is_right(expected: Any, actual: Any) -> None:
    (change,) = changes_of(expected, actual)
    assert change.matcher is not None
    hint = change.matcher.hint
    if hint.endswith("takes this value"):
        written = hint[hint.index("{") : hint.index("}") + 1]
        assert changes_of(YamlText(Source(written)).value, actual) == ()


def test_equals_names_the_place_that_differs() -> None:
    (change,) = changes_of({"equals": {"any": "string", "n": 1}}, {"any": "string", "n": 2})
    assert (change.path, change.expected, change.actual, change.matcher) == ("root['v']['n']", 1, 2, None)


def test_a_missing_value() -> None:
    result = result_of({"a": {"any": "value"}}, "{}")
    assert "\n".join(record_lines(case_record(result))) == (
        "FAILED a.vtl.json::a (a.vtl.json:1)\n"
        "  output differs in 1 place\n"
        "    root['a']\n"
        '      expected: {"any": "value"}\n'
        "      actual:   (not there)\n"
        "      `any` finds no value here\n"
        "      hint: leave out a key that may be missing, inside {contains: {...}}"
    )


def test_matchers_in_what_is_missing_are_shown_as_written() -> None:
    (change,) = changes_of([{"a": {"matches": "x"}}, {"b": {"approx": 1, "within": 2}}], [])[:1]
    assert change.expected == {"a": {"matches": "x"}}


def test_records_travel() -> None:
    record = case_record(result_of({"a": {"any": "string"}}, '{"a": 1}'))
    assert from_plain(to_plain(record)) == record


# Whole texts


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ({"matches": "^plain"}, "plain text"),
        ({"matches": '"a": *1'}, '{"a":  1}'),
        ({"matches": "^abc$"}, '"abc"'),
        ({"matches": "^$"}, ""),
        ({"contains": "tex"}, "plain text"),
        ({"contains": '"a"'}, '{"a": 1}'),
        ({"contains": "b"}, '["a", "b"]'),
        ({"contains": {"a": 1}}, '{"a": 1, "b": 2}'),
        ({"length": 5}, "plain"),
        ({"length": 0}, ""),
        ({"length": 2}, "[1, 2]"),
        ({"length": 3}, "123"),
        ({"any": "string"}, "plain"),
        ({"any": "value"}, "plain"),
        ({"any": "object"}, "{}"),
        ({"any": "integer"}, "5"),
        ({"any": "null"}, "null"),
        ({"approx": 5, "within": 1}, "5.5"),
        ({"equals": "plain"}, "plain"),
        ({"equals": {"file": "x"}}, '{"file": "x"}'),
        ({"equals": {"length": 5}}, '{"length": 5}'),
        ({"equals": [1]}, " [1.0] "),
    ],
)
def test_a_whole_text(expected: Any, text: str) -> None:
    assert result_of(expected, text).outcome == "passed"


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ({"any": "object"}, "plain"),
        ({"any": "string"}, "{}"),
        ({"any": "string"}, "5"),
        ({"length": 1}, "[1, 2]"),
        ({"contains": "x"}, '["a"]'),
        ({"matches": "x"}, "[1]"),
        ({"equals": "plain"}, "plan"),
    ],
)
def test_not_a_whole_text(expected: Any, text: str) -> None:
    assert result_of(expected, text).outcome == "failed"


def test_what_needs_data() -> None:
    (difference,) = result_of({"contains": {"a": 1}}, "plain").differences
    assert isinstance(difference, NotJson)


# Beside looser comparison


@pytest.mark.parametrize(
    ("compare", "expected", "actual", "passes"),
    [
        ({"ignore_order": True}, [{"any": "string"}, 1, "x"], ["x", 1, "y"], True),
        ({"ignore_order": True}, [{"matches": "a"}, {"matches": "b"}], ["ab", "a"], True),
        ({"ignore_order": True}, [{"matches": "a"}, {"matches": "b"}], ["a", "a"], False),
        ({"ignore_order": True}, [{"any": "string"}], ["x", "y"], False),
        ({"ignore_order": True}, {"contains": {"a": [{"n": 2}, {"n": 1}]}}, {"a": [{"n": 1, "x": 1}, {"n": 2, "y": 1}]}, True),
        ({"ignore_order": True}, [{"id": {"any": "integer"}, "tags": ["b", "a"]}], [{"id": 1, "tags": ["a", "b"]}], True),
        ({}, [{"any": "string"}, 1], [1, "x"], False),
        ({"exclude_paths": "root['v']['t']"}, {"t": {"any": "string"}, "u": {"any": "string"}}, {"t": 1, "u": "a"}, True),
        ({"exclude_paths": "root['v']['t']"}, {"t": {"any": "string"}, "u": {"any": "string"}}, {"u": "a"}, True),
        ({"exclude_regex_paths": r"\['t'\]$"}, {"contains": {"t": 1}}, {"t": 2}, True),
        ({"significant_digits": 1}, {"a": 1.01, "b": {"any": "string"}}, {"a": 1.02, "b": ""}, True),
        ({"significant_digits": 1, "ignore_order": True}, [{"any": "string"}, 1.01], [1.02, "a"], True),
    ],
)  # fmt: skip
def test_looser_comparison(compare: Any, expected: Any, actual: Any, passes: bool) -> None:
    assert (changes_of(expected, actual, compare=compare) == ()) is passes


def test_items_are_assigned_so_that_most_have_one() -> None:
    fits = {(0, 0), (0, 1), (1, 0), (2, 1), (2, 2)}
    assert assigned(3, 3, lambda one, other: (one, other) in fits) == [1, 0, 2]
    assert assigned(2, 1, lambda one, other: True) == [0, None]
    assert assigned(0, 2, lambda one, other: True) == []


# Hostile


def test_a_pattern_that_takes_forever_ends() -> None:
    body = json.dumps({"v": "a" * 5000 + "b"})
    data: Any = {"inline": "", "limits": {"seconds": 0.5}, "cases": [{"name": "a", "methodRequest": {"body": body}}]}
    data["cases"][0]["expect"] = {"output": {"v": {"matches": "^(a|aa)+$"}}}
    (case,) = parse_case_file(Path("a.vtl.json"), Source(json.dumps(data), "a.vtl.json")).cases
    result = run_case(case, EchoEngine())
    assert result.outcome == "error"
    assert "takes more than 0.5 seconds" in str(result.error)


def test_deep_matchers() -> None:
    expected: Any = {"any": "string"}
    actual: Any = "x"
    for _ in range(90):
        expected, actual = {"contains": {"a": expected}}, {"a": actual, "b": 1}
    assert changes_of(expected, actual) == ()


# The file


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("output: {id: {any: strng}}", "6:26", "`id.any` must be one of string, number, integer, boolean, null, object, array, value, but this is 'strng'"),
        ("output: [{matches: '('}]", "6:26", "`output[0].matches` is not a regular expression: missing ), unterminated subpattern at position 0"),
        ("output: {length: -1}", "6:24", "`output.length` must be a whole number from 0 on, but this is -1"),
        ("output: {a: {matches: x, any: string}}", "6:32", "a matcher has one key, not both `matches` and `any`"),
        ("output: {a: {within: 1}}", "6:20", "`within` stands beside `approx`"),
        ("output: {a: {matches: x, within: 1}}", "6:32", "a matcher has one key, not both `matches` and `within`"),
        ("output: {contains: {b: {approx: x}}}", "6:39", "`b.approx` must be a number, but this is text"),
        ("responseOverride: {header: {a: {any: 5}}}", "6:44", "`a.any` must be one of string, number, integer, boolean, null, object, array, value, but this is the number 5"),
        ("error: {length: x}", "6:23", "`error.length` must be a whole number, but this is text"),
    ],
)  # fmt: skip
def test_a_wrong_matcher(text: str, place: str, message: str) -> None:
    file = f"inline: x\ncases:\n- name: a\n\n  expect:\n      {text}\n"
    with pytest.raises(CaseFileError) as caught:
        parse_case_file(Path("a.vtl.yaml"), Source(file, "a.vtl.yaml"))
    assert (f"{caught.value.line}:{caught.value.column}", caught.value.message) == (place, message)


def test_an_expected_file_may_have_matchers(tmp_path: Path) -> None:
    (tmp_path / "out.json").write_text('{"id": {"any": "string"}}')
    (tmp_path / "a.vtl.yaml").write_text(
        """inline: ""\ncases:\n- {name: a, methodRequest: {body: {id: x}}, expect: {output: {file: out.json}}}\n"""
    )
    (case,) = load_case_file(tmp_path / "a.vtl.yaml").cases
    assert run_case(case, EchoEngine()).outcome == "passed"
    (tmp_path / "out.json").write_text('{"id":\n {"any": "strng"}}')
    with pytest.raises(CaseFileError) as caught:
        load_case_file(tmp_path / "a.vtl.yaml")
    assert (caught.value.file, caught.value.line) == (str(tmp_path / "out.json"), 2)
    assert caught.value.hint == "did you mean string?"


def test_data_that_looks_like_a_matcher_gets_a_hint() -> None:
    record = case_record(result_of({"id": {"matches": "^a", "flags": "i"}}, '{"id": "abc"}'))
    assert record.hints == (
        "the mapping at root['id'] is data, not a matcher: it has the key `flags` beside `matches`",
    )


def test_a_misspelt_matcher_gets_a_hint() -> None:
    record = case_record(result_of({"id": {"macthes": "^a"}}, '{"id": "abc"}'))
    assert record.hints == ("the mapping at root['id'] is data: for a matcher, did you mean `matches`?",)
    assert case_record(result_of({"id": {"name": "^a"}}, '{"id": "abc"}')).hints == ()


@pytest.mark.parametrize(
    "error", [{"matches": "is.*gone"}, {"contains": "gone"}, {"any": "string"}, {"equals": "it is gone"}]
)
def test_an_expected_error(error: Any) -> None:
    data = {
        "inline": "",
        "cases": [{"name": "a", "methodRequest": {"body": "!it is gone"}, "expect": {"error": error}}],
    }
    (case,) = parse_case_file(Path("a.vtl.json"), Source(json.dumps(data), "a.vtl.json")).cases
    assert run_case(case, EchoEngine()).outcome == "passed"


def test_another_error() -> None:
    data = {
        "inline": "",
        "cases": [{"name": "a", "methodRequest": {"body": "!it"}, "expect": {"error": {"matches": "x"}}}],
    }
    (case,) = parse_case_file(Path("a.vtl.json"), Source(json.dumps(data), "a.vtl.json")).cases
    lines = "\n".join(record_lines(case_record(run_case(case, EchoEngine()))))
    assert '{"matches": "x"}' in lines


def test_a_run_without_matchers_imports_nothing_for_them() -> None:
    import subprocess

    code = """if True:
        import json, sys
        from pathlib import Path
        from vtlharness.cases.loading import parse_case_file
        from vtlharness.cases.running import run_case
        from vtlharness.engines.native import NativeEngine
        from vtlharness.source import Source
        text = "inline: '{\\"a\\": 1}'\\ncases: [{name: any length matches, expect: {output: {a: 1}}}]"
        (case,) = parse_case_file(Path("a.vtl.yaml"), Source(text, "a.vtl.yaml")).cases
        assert run_case(case, NativeEngine()).outcome == "passed"
        ours = {"assigning", "holding", "matched_changes", "readings", "resolving", "presence", "records", "reading", "writing"}
        rooms = ("vtlharness.cases.matchers.", "vtlharness.cases.compare.")
        print(sorted(name for name in sys.modules if name.startswith(rooms) and name.split(".")[-1] in ours))
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['vtlharness.cases.matchers.presence']\n"


def test_a_matcher_of_an_error_that_does_not_come_is_written_as_in_the_file() -> None:
    text = "inline: ok\ncases: [{name: a, expect: {error: {matches: é+}}}]\n"
    (case,) = parse_case_file(Path("a.vtl.yaml"), Source(text, "a.vtl.yaml")).cases
    assert run_case(case, EchoEngine()).differences == (RenderSucceeded('{"matches": "é+"}', "ok"),)


@pytest.mark.parametrize(
    ("compare", "passes"),
    [
        ({}, False),
        ({"ignore_order": True}, False),
        ({"significant_digits": 1}, False),
        ({"ignore_order": True, "significant_digits": 1}, True),
        ({"ignore_order": True, "significant_digits": 3}, False),
    ],
)
def test_looser_comparison_beside_a_matcher(compare: dict[str, Any], passes: bool) -> None:
    assert (changes_of([{"any": "string"}, 1.5, 2], [2.001, "a", 1.5], compare=compare) == ()) is passes
