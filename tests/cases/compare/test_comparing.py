"""What counts as the same, and how differences are named."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

import copy
import json
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies

from vtlharness.cases.compare.comparing import MOST_CHANGES, compare_error, compare_rendering, compare_renderings
from vtlharness.cases.compare.data_changes import MOST_ALIGNED, data_changes
from vtlharness.cases.compare.equality import json_equal
from vtlharness.cases.model import STRICT, CompareOptions, Expectation, ExpectedData, ExpectedText
from vtlharness.cases.results import (
    DataChange,
    DataDifference,
    NotJson,
    RenderFailed,
    RenderSucceeded,
    TextDifference,
    error_record,
)
from vtlharness.errors import VtlRenderError, VtlSyntaxError
from vtlharness.gateway.templates.rendering import Rendering
from vtlharness.limits.budget import LimitExceeded, Limits
from vtlharness.limits.deadline import within_limits
from vtlharness.source import Source


def rendering(
    text: str = "", request: dict[str, Any] | None = None, response: dict[str, Any] | None = None
) -> Rendering:
    return Rendering(
        text, {"header": {}, "path": {}, "querystring": {}, **(request or {})}, {"header": {}, **(response or {})}
    )


def changes(expected: Any, text: str, **options: Any) -> list[tuple[Any, ...]]:
    """What differs in data: path, kind, both sides."""
    found = compare_rendering(Expectation(ExpectedData(expected)), CompareOptions(**options), rendering(text))
    if not found:
        return []
    (difference,) = found
    assert isinstance(difference, DataDifference)
    assert difference.part == "output"
    return [(change.path, change.kind, change.expected, change.actual) for change in difference.changes]


SAME: list[tuple[Any, str, dict[str, Any]]] = [
    ({"a": 1}, ' {"a":\n1.0}', {}),
    (None, "null", {}),
    ("text", '"text"', {}),
    (10**20, "100000000000000000000", {}),
    ({"a": 1, "b": 2}, '{"b": 2, "a": 1}', {}),
    ([1, 2, 3], "[3, 1, 2]", {"ignore_order": True}),
    ([{"a": [1, 2]}, {"b": 1.0}], '[{"b": 1}, {"a": [2, 1]}]', {"ignore_order": True}),
    ({"a": {"ts": 1, "b": 2}}, '{"a": {"ts": 5, "b": 2}}', {"exclude_paths": ("root['a']['ts']",)}),
    ({"a": {"ts": 1, "b": 2}}, '{"a": {"b": 2}}', {"exclude_paths": ("root['a']['ts']",)}),
    ({"a": 1}, '{"a": 2, "ts": 2}', {"exclude_paths": ("ts", "root['a']")}),
    ({"a": 1}, '{"a": 2, "ts": 2}', {"exclude_paths": ("['ts']", 'root["a"]')}),
    ({"rootNote": 1, "it's": 1}, '{"rootNote": 2}', {"exclude_paths": ("rootNote", "root[\"it's\"]")}),
    ({"it's": {"x": 1}}, '{"it\'s": {"x": 2}}', {"exclude_paths": ("it's",)}),
    ([1, 2], "[1, 3]", {"exclude_paths": ("1",)}),
    ([{"id": 1}, {"id": 2}], '[{"id": 3}, {"id": 4}]', {"exclude_regex_paths": (r"\['id'\]$",)}),
    ({"a": 1.2345, "b": 1}, '{"a": 1.2349, "b": 1.0001}', {"significant_digits": 2}),
]  # fmt: skip

DIFFERENT: list[tuple[Any, str, dict[str, Any], list[tuple[Any, ...]]]] = [
    ({"a": 1}, '{"a": true}', {}, [("root['a']", "changed", 1, True)]),
    ({"a": 1}, '{"a": "1"}', {}, [("root['a']", "changed", 1, "1")]),
    ({"a": None}, "{}", {}, [("root['a']", "missing", None, None)]),
    ({}, '{"a": [1]}', {}, [("root['a']", "unexpected", None, [1])]),
    ({"a": 0}, '{"a": false}', {}, [("root['a']", "changed", 0, False)]),
    (10**20, "100000000000000000001", {}, [("root", "changed", 10**20, 10**20 + 1)]),
    ([1, 2], "[2, 1]", {}, None),
    ({"__typename": "A"}, '{"__typename": "B"}', {}, [("root['__typename']", "changed", "A", "B")]),
    ({"__typename": "A"}, "{}", {}, [("root['__typename']", "missing", "A", None)]),
    ({"it's": 1, "b": {"c": [0, {"d": 1}]}}, '{"it\'s": 2, "b": {"c": [0, {"d": 2}]}}', {},
     [("root['b']['c'][1]['d']", "changed", 1, 2), ('root["it\'s"]', "changed", 1, 2)]),
    ([1, 1, 2], "[1, 2]", {"ignore_order": True}, [("root[0]", "repeated", 2, 1)]),
    ([1, 2], "[2, 3]", {"ignore_order": True}, [("root[0]", "changed", 1, 3)]),
    ({"a": 1.23, "b": True}, '{"a": 1.25, "b": 1}', {"significant_digits": 2},
     [("root['a']", "changed", 1.23, 1.25), ("root['b']", "changed", True, 1)]),
    ({"a": {"ts": 1, "b": 2}}, '{"a": {"ts": 5, "b": 3}}', {"exclude_paths": ("root['a']['ts']",)},
     [("root['a']['b']", "changed", 2, 3)]),
    ({"a": 1}, '{"a": 2}', {"exclude_paths": ("", "root.a", "root['b", "[")}, [("root['a']", "changed", 1, 2)]),
    ([0] * 12, "[0,1,0,0,0,0,0,0,0,0,2,0]", {}, None),
    ({"big": 10**20, "x": 1}, '{"big": 1e20, "x": 2}', {}, [("root['x']", "changed", 1, 2)]),
    ({"a": 1}, "[]", {}, [("root", "changed", {"a": 1}, [])]),
    ("a", "null", {}, [("root", "changed", "a", None)]),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "text", "options"), SAME)
def test_same(expected: Any, text: str, options: dict[str, Any]) -> None:
    assert changes(expected, text, **options) == []


@pytest.mark.parametrize(("expected", "text", "options", "found"), DIFFERENT)
def test_different(expected: Any, text: str, options: dict[str, Any], found: list[tuple[Any, ...]] | None) -> None:
    actual = changes(expected, text, **options)
    assert actual
    if found is not None:
        assert actual == found


def test_places_come_in_the_order_of_lists() -> None:
    found = changes({"a": list(range(12))}, '{"a": [0,1,9,3,4,5,6,7,8,9,10,99]}')
    assert [path for path, *_ in found] == ["root['a'][2]", "root['a'][11]"]


def test_items_put_in_or_taken_out_are_aligned_in_lists_of_plain_values() -> None:
    numbers = list(range(2000))
    assert changes({"a": numbers}, json.dumps({"a": [*numbers[:1000], -1, *numbers[1000:]]})) == [
        ("root['a'][1000]", "unexpected", None, -1)
    ]
    assert changes([0, 1, 2, 0], "[0, 2, 0]") == [("root[1]", "missing", 1, None)]
    assert changes([[1], [2], [3]], "[[2], [3]]") == [
        ("root[0][0]", "changed", 1, 2),
        ("root[1][0]", "changed", 2, 3),
        ("root[2]", "missing", [3], None),
    ]
    assert len(changes(numbers, json.dumps([*range(1, 1000), 0, *range(1000, 2000)]))) == 1000  # too many to align


@pytest.mark.parametrize(("rows", "more"), [(999, False), (1000, False), (1001, True), (5000, True)])
def test_the_first_thousand_places_are_named(rows: int, more: bool) -> None:
    expected = [{"id": index, "name": "a"} for index in range(rows)]
    text = json.dumps([{"id": index, "name": "b"} for index in range(rows)])
    (difference,) = compare_rendering(Expectation(ExpectedData(expected)), STRICT, rendering(text))
    assert isinstance(difference, DataDifference)
    assert (len(difference.changes), difference.more) == (min(rows, MOST_CHANGES), more)
    assert difference.changes[-1].path == f"root[{min(rows, 1000) - 1}]['name']"


PLAIN = strategies.sampled_from([None, True, False, 0, 1, 1.0, -2, 2.5, 10**20, 1e20, "", "a", "1"])
NAMES = strategies.sampled_from(["a", "b", "it's", 'a "quote"', "0", ""])
# Lists of collections only: items of lists of plain values are aligned, and so have no place of their own.
COLLECTIONS: strategies.SearchStrategy[Any] = strategies.recursive(
    strategies.dictionaries(NAMES, PLAIN, max_size=4),
    lambda inner: strategies.lists(inner, max_size=3) | strategies.dictionaries(NAMES, inner | PLAIN, max_size=4),
    max_leaves=8,
)


@settings(deadline=None)  # the first example imports deepdiff
@given(COLLECTIONS | PLAIN, COLLECTIONS | PLAIN)
def test_every_difference_is_named_and_nothing_else(expected: Any, actual: Any) -> None:
    """With each place as it was expected to be, the last place first, the actual value is the expected one."""
    found = () if json_equal(expected, actual) else data_changes(expected, actual, STRICT)
    mended = {"": copy.deepcopy(actual)}
    for change in (*(one for one in found if one.kind == "missing"), *reversed(found)):
        *above, last = ("", *change.steps)
        holder: Any = mended
        for step in above:
            holder = holder[step]
        if change.kind == "unexpected":
            del holder[last]
        elif isinstance(holder, list) and last == len(holder):
            holder.append(change.expected)
        else:
            holder[last] = change.expected
    assert json_equal(mended[""], expected)


@settings(deadline=None)  # the first example imports deepdiff
@given(COLLECTIONS | PLAIN, COLLECTIONS | PLAIN)
def test_strict_and_looser_comparison_name_the_same_places(expected: Any, actual: Any) -> None:
    if not json_equal(expected, actual):
        loosened = CompareOptions(exclude_paths=("root['nowhere']",))
        assert data_changes(expected, actual, STRICT) == data_changes(expected, actual, loosened)


@settings(deadline=None)  # the first example imports deepdiff
@given(strategies.lists(PLAIN, max_size=6), strategies.lists(PLAIN, max_size=6))
def test_lists_that_differ_have_a_place_that_does(expected: list[Any], actual: list[Any]) -> None:
    if not json_equal(expected, actual):
        found = data_changes(expected, actual, STRICT)
        assert 0 < len(found) <= max(len(expected), len(actual))
        for change in found:
            (index,) = change.steps
            side = actual if change.kind == "unexpected" else expected
            shown = change.actual if change.kind == "unexpected" else change.expected
            assert json_equal(side[index], shown)
            assert change.path == f"root[{index}]"


def test_very_deep_data_still_has_an_answer() -> None:
    depth = 600
    expected: Any = 1
    for _ in range(depth):
        expected = [expected]
    ((path, kind, wanted, given),) = changes(expected, "[" * depth + "2" + "]" * depth)
    assert (path, kind, wanted) == ("root", "changed", expected)
    assert given != expected
    assert changes(expected, "[" * depth + "1.0" + "]" * depth) == []


@pytest.mark.parametrize("options", [CompareOptions(ignore_order=True), CompareOptions(significant_digits=2)])
def test_data_too_deep_to_look_into_is_one_change(options: CompareOptions) -> None:
    expected: Any = 1
    actual: Any = 2
    for _ in range(3000):
        expected, actual = [expected], [actual]
    (change,) = data_changes(expected, actual, options)
    assert (change.path, change.kind, change.steps) == ("root", "changed", ())
    assert change.expected is expected
    assert change.actual is actual


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        (MOST_ALIGNED, [("root[2]", "missing"), (f"root[{MOST_ALIGNED + 1}]", "unexpected")]),
        (MOST_ALIGNED + 1, [(f"root[{index}]", "changed") for index in range(2, MOST_ALIGNED + 3)]),
    ],
)
def test_lists_are_aligned_up_to_a_length_without_their_equal_ends(numbers: int, found: list[tuple[str, str]]) -> None:
    """One item is taken out at the beginning, and one put in at the end."""
    ends = ["a", "b"]
    expected = [*ends, *range(numbers), *ends]
    actual = [*ends, *range(1, numbers), -1, *ends]
    changes = data_changes(expected, actual, STRICT)
    assert [(change.path, change.kind) for change in changes] == found


@pytest.mark.parametrize(
    ("expected", "actual", "options", "found"),
    [
        # A list inside a list, and true and false, are not aligned.
        ([1, True, 2], [True, 2], {}, [("[0]", "changed", 1, True), ("[1]", "changed", True, 2), ("[2]", "missing", 2, None)]),
        ([0, [1], 2], [[1], 2], {}, [("[0]", "changed", 0, [1]), ("[1]", "changed", [1], 2), ("[2]", "missing", 2, None)]),
        ([{"a": 1}], [], {}, [("[0]", "missing", {"a": 1}, None)]),
        ([], [{"a": 1.0}], {}, [("[0]", "unexpected", None, {"a": 1})]),
        ({"a": [1.0, 2.5]}, {}, {}, [("['a']", "missing", [1, 2.5], None)]),
        ({"a": 2.0}, {"a": 3.0}, {}, [("['a']", "changed", 2, 3)]),
        ({"a": 1e300}, {"a": 2.0**53}, {}, [("['a']", "changed", 1e300, 2.0**53)]),
        # Of any order: all kinds.
        ({"a": 1, "b": 2}, {"b": 3, "c": 4.0}, {"ignore_order": True},
         [("['a']", "missing", 1, None), ("['b']", "changed", 2, 3), ("['c']", "unexpected", None, 4)]),
        ([1, 2], [2], {"ignore_order": True}, [("[0]", "missing", 1, None)]),
        ([2], [2, 1], {"ignore_order": True}, [("[1]", "unexpected", None, 1)]),
        ([1, 1, 1, 2], [2, 1], {"ignore_order": True}, [("[0]", "repeated", 3, 1)]),
        # Mappings that have no key in common
        ({"v": {"a": 1, "b": 2}}, {"v": {"c": 1, "d": 2}}, {"ignore_order": True},
         [("['v']['a']", "missing", 1, None), ("['v']['b']", "missing", 2, None),
          ("['v']['c']", "unexpected", None, 1), ("['v']['d']", "unexpected", None, 2)]),
        # Digits: numbers of both types are one number, and are shown as they are written.
        ({"a": 1}, {"a": 1.001}, {"significant_digits": 2}, []),
        ({"a": 1}, {"a": 1.01}, {"significant_digits": 2}, [("['a']", "changed", 1, 1.01)]),
        ({"a": 3.0, "b": [1]}, {"b": [1.5]}, {"significant_digits": 0}, [("['a']", "missing", 3, None), ("['b'][0]", "changed", 1, 1.5)]),
        ({"a": 2**53}, {"a": 2**53 + 1}, {"significant_digits": 1}, [("['a']", "changed", 2**53, 2**53 + 1)]),
        ({"a": 10**400}, {"a": 10**400 + 1}, {"significant_digits": 1}, [("['a']", "changed", 10**400, 10**400 + 1)]),
        ([1, 10**400], [10**400, 1], {"significant_digits": 1, "ignore_order": True}, []),
        *(([10**400, *rest], [10**400 + 1, *rest], {"ignore_order": True, **more}, [("[0]", "changed", 10**400, 10**400 + 1)])
          for rest in ([], [7, -(10**400)]) for more in ({}, {"significant_digits": 2})),
        ({"big": [10**20], "x": 1}, {"big": [1e20], "x": 2}, {"ignore_order": True}, [("['x']", "changed", 1, 2)]),
        ([10**400, -(10**400)], ["a"], {"ignore_order": True},
         [("[0]", "missing", 10**400, None), ("[0]", "unexpected", None, "a"), ("[1]", "missing", -(10**400), None)]),
        ([{"a": 10**400}], [], {"ignore_order": True}, [("[0]", "missing", {"a": 10**400}, None)]),
        ([10**400, 1, 2], [1, 2], {}, [("[0]", "missing", 10**400, None)]),
        ({"a": -(2**60)}, {"a": -(2**60) - 1}, {"significant_digits": 1}, [("['a']", "changed", -(2**60), -(2**60) - 1)]),
        ([*range(12)], [*range(9), "i", "j", "k"], {"exclude_paths": ("nothing",)},
         [("[9]", "changed", 9, "i"), ("[10]", "changed", 10, "j"), ("[11]", "changed", 11, "k")]),
    ],
)  # fmt: skip
def test_the_changes_of_data(
    expected: Any, actual: Any, options: dict[str, Any], found: list[tuple[str, str, Any, Any]]
) -> None:
    changes = data_changes(expected, actual, CompareOptions(**options))
    shown = [(change.path, change.kind, change.expected, change.actual) for change in changes]
    assert shown == [(f"root{path}", *rest) for path, *rest in found]
    assert [repr(one) for one in shown] == [repr((f"root{path}", *rest)) for path, *rest in found]  # 1 is not 1.0
    assert ["root" + "".join(f"[{step!r}]" for step in change.steps) for change in changes] == [one[0] for one in shown]
    assert data_changes(expected, actual, CompareOptions(**options), 1) == changes[:1]


def test_text_is_compared_byte_for_byte() -> None:
    expect = Expectation(ExpectedText('{"a": 1}\n'))
    assert compare_rendering(expect, STRICT, rendering('{"a": 1}\n')) == ()
    hint = (
        "only the expected text ends in a line end: in a YAML block write `|-` instead of `|`, "
        "or let `compare: {final_newline: ignore}` take both"
    )
    difference = TextDifference('{"a": 1}\n', '{"a": 1}', hint=hint)
    assert compare_rendering(expect, STRICT, rendering('{"a": 1}')) == (difference,)
    assert compare_rendering(Expectation(ExpectedText("")), STRICT, rendering("")) == ()


def test_an_expectation_of_nothing() -> None:
    assert compare_rendering(Expectation(), STRICT, rendering("anything", {"header": {"A": "b"}})) == ()


def test_the_name_of_a_template_where_its_text_should_be() -> None:
    (name,) = compare_rendering(Expectation(ExpectedData({})), STRICT, rendering("orders/put.vtl"))
    assert isinstance(name, NotJson)
    assert name.hint == (
        "for a template file, write `template: orders/put.vtl` in a case file, `{file: orders/put.vtl}` in a definition"
    )


def test_output_that_is_not_json() -> None:
    assert compare_rendering(Expectation(ExpectedData({})), STRICT, rendering('{"a": {b=c}}')) == (
        NotJson(
            "a map was printed as Java prints it, {key=value}, not as JSON",
            '{"a": {b=c}}',
            7,
            "$input.json('$.path') prints JSON",
        ),
    )
    for text in ("a b.vtl", "a\nb.vtl", "a.vtl\n", "a.vm"):
        (other,) = compare_rendering(Expectation(ExpectedData({})), STRICT, rendering(text))
        assert isinstance(other, NotJson)
        assert "for a template file" not in (other.hint or "")
    (nothing,) = compare_rendering(Expectation(ExpectedData(None)), STRICT, rendering(""))
    assert isinstance(nothing, NotJson)
    assert (nothing.message, nothing.hint) == (
        "the text is empty",
        "write empty output as text: output: ''",
    )


OVERRIDES: list[tuple[dict[str, Any], dict[str, Any], list[DataChange]]] = [
    ({}, {}, []),
    ({"header": {}}, {}, []),
    ({"header": {"A": 5, "B": [1, True]}}, {"header": {"A": "5", "B": ["1", "true"]}}, []),
    ({"header": {"A": "5"}}, {"header": {"A": 5}}, []),
    ({}, {"path": {"p": "x"}}, [DataChange("root['path']['p']", "unexpected", None, "x")]),
    ({"header": {"A": "b"}}, {"header": {"a": "b"}}, [
        DataChange("root['header']['A']", "missing", "b"), DataChange("root['header']['a']", "unexpected", None, "b")]),
    ({"querystring": {"q": ["a"]}}, {"querystring": {"q": "a"}}, [DataChange("root['querystring']['q']", "changed", ["a"], "a")]),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "actual", "found"), OVERRIDES)
def test_request_overrides(expected: dict[str, Any], actual: dict[str, Any], found: list[DataChange]) -> None:
    differences = compare_rendering(Expectation(request_override=expected), STRICT, rendering(request=actual))
    assert differences == ((DataDifference("requestOverride", tuple(found)),) if found else ())


@pytest.mark.parametrize(
    ("expected", "actual", "same"),
    [
        ({"status": 404}, {"status": 404}, True),
        ({"status": 404}, {"status": "404"}, False),  # the service ignores a status that is text
        ({"status": "404"}, {"status": "404"}, True),
        ({"status": 404}, {}, False),
        ({}, {"status": 404}, False),
        ({"header": {}}, {"header": {}}, True),
        ({}, {"header": {"A": {"b": 1}}}, False),
    ],
)
def test_response_overrides(expected: dict[str, Any], actual: dict[str, Any], same: bool) -> None:
    differences = compare_rendering(Expectation(response_override=expected), STRICT, rendering(response=actual))
    assert (differences == ()) is same


def test_output_and_overrides_are_all_reported() -> None:
    expect = Expectation(ExpectedText("a"), {"header": {"A": "b"}}, {"status": 1})
    found = compare_rendering(expect, STRICT, rendering("b"))
    assert [getattr(difference, "part", None) for difference in found] == [
        "output",
        "requestOverride",
        "responseOverride",
    ]


def test_errors() -> None:
    error = VtlRenderError("division by zero", source=Source("a\n$b", "t.vtl"), offset=2, hint="no hint counts")
    for part in ("division", "by zero", "", "t.vtl:2:1: div"):
        assert compare_error(Expectation(error=part), error) == ()
    for wrong in ("Division", "no hint", "$b"):
        assert compare_error(Expectation(error=wrong), error) == (RenderFailed(error_record(error), wrong),)
    unexpected = VtlSyntaxError("unclosed")
    assert compare_error(Expectation(), unexpected) == (RenderFailed(error_record(unexpected)),)
    assert compare_rendering(Expectation(error="x"), STRICT, rendering("out")) == (RenderSucceeded("x", "out"),)


def test_two_engines() -> None:
    assert compare_renderings(rendering("a"), rendering("a")) == ()
    found = compare_renderings(rendering('{"a": 1}', response={"status": 404}), rendering('{"a":1}'))
    assert found == (
        TextDifference('{"a": 1}', '{"a":1}'),
        DataDifference("responseOverride", (DataChange("root['status']", "missing", 404),)),
    )
    named = {"header": {"A": "b"}}
    assert compare_renderings(rendering("a", named), rendering("a")) == (
        DataDifference("requestOverride", (DataChange("root['header']['A']", "missing", "b"),)),
    )


def test_a_case_that_passes_imports_no_diff() -> None:
    script = """
import sys
from vtlharness.cases.compare.comparing import compare_rendering
from vtlharness.cases.model import CompareOptions, Expectation, ExpectedData
from vtlharness.gateway.templates.rendering import Rendering
expect = Expectation(ExpectedData({"a": [1]}), {"header": {"A": 5}}, {})
options = CompareOptions(ignore_order=True)
given = Rendering('{"a": [1.0]}', {"header": {"A": "5"}, "path": {}, "querystring": {}}, {"header": {}})
assert compare_rendering(expect, options, given) == ()
print([name for name in ("deepdiff", "yaml", "difflib") if name in sys.modules])
"""
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("pattern", ["(a|aa)+(?:b|c)", "(a|aa)+(a|aa)+(?:b|c)"])
def test_paths_that_are_left_out_are_found_in_time(pattern: str) -> None:
    key = "a" * 60
    compared = partial(changes, {key: 1, "b": [1]}, json.dumps({key: 2, "b": [2]}), exclude_regex_paths=(pattern,))
    with pytest.raises(LimitExceeded, match="the case takes more than"):
        within_limits(Limits(seconds=0.3), compared)


def test_paths_that_are_left_out_in_lists_of_any_order() -> None:
    options = {"ignore_order": True, "exclude_regex_paths": (r"\['t'\]", r"^root\['x'\]$")}
    assert changes([{"t": 1, "v": 1}, {"t": 2, "v": 2}], '[{"t": 5, "v": 2}, {"t": 6, "v": 1}]', **options) == []
    assert changes({"x": 1, "y": [{"t": 1}]}, '{"y": [{"t": 2}], "x": 2}', **options) == []
    assert changes({"y": [{"t": 1, "u": 1}]}, '{"y": [{"t": 2, "u": 2}]}', **options) != []
