"""Why a matcher does not hold on a value, whatever place the value stands at: bodies, headers, a status."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

from math import inf
from typing import Any

import pytest

from vtlharness.cases.compare.holding import Reason, reason_against
from vtlharness.cases.compare.readings import as_text, in_override
from vtlharness.cases.matchers.presence import Matcher
from vtlharness.cases.matchers.records import TYPE_NAMES, Approx, Contains, HasLength, Matches, OfType

VALUES: list[tuple[Any, str, tuple[str, ...]]] = [
    (None, "null", ("null",)),
    (True, "the boolean true", ("boolean",)),
    (0, "the number 0", ("integer", "number")),
    (2.0, "the number 2.0", ("integer", "number")),
    (1.5, "the number 1.5", ("number",)),
    ("1", "text", ("string",)),
    ([], "a list", ("array",)),
    ({}, "a mapping", ("object",)),
    (b"\xff", "a body that is not text", ("value",)),
]
WANTED = {
    "string": "a string",
    "number": "a number",
    "integer": "an integer",
    "boolean": "a boolean",
    "null": "null",
    "object": "an object",
    "array": "an array",
}


@pytest.mark.parametrize("name", TYPE_NAMES)
@pytest.mark.parametrize(("value", "named", "types"), VALUES, ids=repr)
def test_types(name: Any, value: Any, named: str, types: tuple[str, ...]) -> None:
    reason = reason_against(OfType(name), [value])
    if name in (*types, "value"):
        assert reason is None
    else:
        assert reason == Reason(
            f"`any` wants {WANTED[name]}, and this is {named}", f"{{any: {types[0]}}} takes this value"
        )


@pytest.mark.parametrize(
    ("matcher", "value", "why", "hint"),
    [
        (Matches("a.b"), "a\nb", "`matches` does not find the pattern in the text",
         "with (?s) before the pattern, it is found: then a dot takes line ends, too"),
        (Matches("A"), "a", "`matches` does not find the pattern in the text",
         "with (?i) before the pattern, it is found: then upper and lower case do not matter"),
        *((Matches(pattern), "xab", "`matches` does not find the pattern in the text",
           "without `^` and `$` the pattern is found: they stand for the ends of the whole text")
          for pattern in ("^a", r"\Aa", "a$", r"a\Z", "^a$")),
        (Matches(r"^b\$"), "ab", "`matches` does not find the pattern in the text",
         "the pattern is searched for anywhere in the text, as Python's `re.search` does"),
        (Matches("a"), b"a", "`matches` looks at text, and this is a body that is not text", "{any: value} takes this value"),
        (HasLength(1), "ab", "`length` finds 2 code points, not 1", "{length: 2} takes this value"),
        (HasLength(2), "\U0001f600", "`length` finds 1 code point, not 2", "{length: 1} takes this value"),
        (HasLength(2), [1], "`length` finds 1 item, not 2", "{length: 1} takes this value"),
        (HasLength(0), {"a": 1, "b": 2}, "`length` finds 2 keys, not 0", "{length: 2} takes this value"),
        (HasLength(2), b"\xff", "`length` finds 1 byte, not 2", "{length: 1} takes this value"),
        (HasLength(0), b"\xff\xfe", "`length` finds 2 bytes, not 0", "{length: 2} takes this value"),
        (HasLength(0), None, "`length` looks at text, lists and maps, and this is null",
         "text, lists and maps have a length; {any: null} takes this value"),
        (Contains(OfType("string")), "a", "`contains` wants a matcher in it, and this is text",
         "for a part of text write text in quotes, for a pattern {matches: ...}"),
        (Contains("a"), None, "`contains` looks into text, lists and maps, and this is null", "write the value itself: null"),
        (Contains("a"), b"a", "`contains` looks into text, lists and maps, and this is a body that is not text",
         "write the value itself: {base64: ...}"),
        (Contains("a"), 10**60, f"`contains` looks into text, lists and maps, and this is the number {10**60}",
         f"write the value itself: 1{'0' * 59}…"),
        (Contains("a"), 10**59, f"`contains` looks into text, lists and maps, and this is the number {10**59}",
         f"write the value itself: 1{'0' * 59}"),
        (Approx(1), inf, "`approx` wants a finite number", "write the value itself: Infinity"),
        (Approx(1, 0), 2, "`approx` takes a difference of 0, and this is 1 away", "{approx: 1, within: 1} takes this value"),
        (Approx(10**15), 0, f"`approx` takes a difference of a billionth, and this is {float(10**15):.12g} away",
         f"{{approx: {10**15}, within: 1e+15}} takes this value"),
        (Approx(10**15 - 1), 0, f"`approx` takes a difference of a billionth, and this is {10**15 - 1} away",
         f"{{approx: {10**15 - 1}, within: {10**15 - 1}}} takes this value"),
        (Approx(10**400, 0.5), 0.5, f"`approx` takes a difference of 0.5, and this is {10**400} away",
         f"{{approx: {10**400}, within: {10**400}}} takes this value"),
        (Approx(0, 0), 1e-300, "`approx` takes a difference of 0, and this is 1e-300 away",
         "{approx: 0, within: 1e-300} takes this value"),
    ],
    ids=repr,
)  # fmt: skip
def test_reasons(matcher: Matcher, value: Any, why: str, hint: str) -> None:
    assert reason_against(matcher, [value]) == Reason(why, hint)


@pytest.mark.parametrize(
    ("matcher", "value", "holds"),
    [
        (Approx(1), 1 + 1e-9, True),
        (Approx(1), 1 + 2e-9, False),
        (Approx(1), 1 - 1e-9, True),
        (Approx(0.1, 0.1), 0.2, True),
        (Approx(0.1, 0.1), 0.3, False),
        (Approx(10**400, 1), 10**400 + 1, True),
        (Approx(1), True, False),
    ],
    ids=repr,
)
def test_near_numbers(matcher: Matcher, value: Any, holds: bool) -> None:
    assert (reason_against(matcher, [value]) is None) is holds


@pytest.mark.parametrize(
    ("matcher", "header", "holds"),
    [
        (OfType("integer"), "5", True),
        (OfType("string"), "5", True),
        (OfType("integer"), " 5", False),
        (OfType("number"), "true", False),
        (OfType("integer"), 5, True),
        (OfType("string"), 5, False),  # a status
        (Matches("^5$"), 5, True),
        (HasLength(3), 404, True),
        (Approx(5), "5.0", True),
        (Approx(5), "x", False),
    ],
    ids=repr,
)
def test_a_header_and_a_status(matcher: Matcher, header: object, holds: bool) -> None:
    assert (reason_against(matcher, as_text((), header)) is None) is holds


def test_the_first_reading_says_why() -> None:
    reason = reason_against(Approx(6), ["5", 5])
    assert reason == Reason(
        "`approx` wants a number, and this is text", "a number in quotes is text; {any: string} takes this value"
    )


def test_a_status_that_is_text() -> None:
    assert in_override(("status",), "404") == ("404",)
    assert in_override(("status",), 404) == (404, "404")
    assert in_override(("header", "A"), "404") == ("404", 404)
