"""Whether a value is as a matcher wants it.

Comes in: a matcher and the values that stand at its place: most places have one, a header that reads `5` is text and a
number. Goes out: nothing, or why the matcher does not hold and what to write. `resolving` says the same of matchers
that have others in them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from types import NoneType
from typing import Any, NamedTuple

from vtlharness.cases.matchers.presence import Matcher
from vtlharness.cases.matchers.records import Approx, Contains, HasLength, Matches, OfType
from vtlharness.documents.kinds import kind_of
from vtlharness.limits.bounded_pattern import BoundedPattern

_BILLIONTH = Fraction(1, 10**9)
_ARTICLES = {"integer": "an integer", "object": "an object", "array": "an array", "null": "null"}
_MOST_SHOWN = 60


class Reason(NamedTuple):
    """Why a matcher does not hold, as a sentence, and what to write."""

    why: str
    hint: str


def reason_against(matcher: Matcher, values: Sequence[object]) -> Reason | None:
    """None if the matcher holds on one of the values, which are one value in several readings; else the reason.

    For a `Contains` this is about text and about values that have no parts.
    """
    reason: Reason | None = None
    if isinstance(matcher, OfType):  # a status is not text, although a pattern may look at its digits
        values = [value for index, value in enumerate(values) if index == 0 or not isinstance(value, str)]
    for value in values:
        found = _reason(matcher, value)
        if found is None:
            return None
        reason = reason or found
    return reason


def _reason(matcher: Matcher, value: object) -> Reason | None:
    if isinstance(matcher, Matches):
        return _against_matches(matcher, value)
    if isinstance(matcher, OfType):
        return _against_type(matcher, value)
    if isinstance(matcher, HasLength):
        return _against_length(matcher, value)
    if isinstance(matcher, Approx):
        return _against_approx(matcher, value)
    assert isinstance(matcher, Contains)
    return _against_contains(matcher, value)


# Text


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> BoundedPattern:
    return BoundedPattern(pattern)


def _against_matches(matcher: Matches, value: object) -> Reason | None:
    if not isinstance(value, str):
        return Reason(f"`matches` looks at text, and this is {_named(value)}", f"{_any_of(value)} takes this value")
    try:
        if _compiled(matcher.pattern).search(value):
            return None
    except ValueError as error:  # the library that stops in time takes a little less than `re`
        why = f"`matches` cannot look for the pattern in so long a text: {error}"
        return Reason(why, "write the pattern with fewer repetitions, or in a plainer way")
    return Reason("`matches` does not find the pattern in the text", _pattern_hint(matcher.pattern, value))


def _pattern_hint(pattern: str, text: str) -> str:
    flags = {
        "(?i)": "upper and lower case do not matter",
        "(?s)": "a dot takes line ends, too",
        "(?m)": "`^` and `$` stand for the ends of each line",
    }
    for flag, meaning in flags.items():
        if _finds(flag + pattern, text):
            return f"with {flag} before the pattern, it is found: then {meaning}"
    part = re.sub(r"^(?:\^|\\A)|(?<!\\)(?:\$|\\Z)$", "", pattern)
    if part != pattern and _finds(part, text):
        return "without `^` and `$` the pattern is found: they stand for the ends of the whole text"
    return "the pattern is searched for anywhere in the text, as Python's `re.search` does"


def _finds(pattern: str, text: str) -> bool:
    try:
        return bool(_compiled(pattern).search(text))
    except ValueError:
        return False


def _against_contains(matcher: Contains, value: object) -> Reason | None:
    part = matcher.part
    if isinstance(value, str) and isinstance(part, str):
        if part in value:
            return None
        if part.lower() in value.lower():
            return Reason("`contains` does not find its part in the text", "the text has it in another casing")
        return Reason("`contains` does not find its part in the text", "for a pattern write {matches: ...}")
    if isinstance(value, str):
        wanted = _named(part) if not isinstance(part, Matcher) else "a matcher"
        hint = "for a part of text write text in quotes, for a pattern {matches: ...}"
        return Reason(f"`contains` wants {wanted} in it, and this is text", hint)
    if isinstance(value, dict):
        hint = "name the keys: {contains: {key: value}}"
        return Reason("`contains` wants pairs of a map, and names none", hint)
    return Reason(f"`contains` looks into text, lists and maps, and this is {_named(value)}", _plain(value))


# Types and numbers


_NAMES: dict[type, tuple[str, ...]] = {
    NoneType: ("null",),
    bool: ("boolean",),
    int: ("integer", "number"),
    float: ("number",),
    str: ("string",),
    list: ("array",),
    dict: ("object",),
}


def _names_of(value: object) -> tuple[str, ...]:
    """The types of `any` that take a value, the narrowest first."""
    kind = int if isinstance(value, float) and value.is_integer() else type(value)
    return (*_NAMES.get(kind, ()), "value")


def _against_type(matcher: OfType, value: object) -> Reason | None:
    if matcher.type in _names_of(value):
        return None
    article = _ARTICLES.get(matcher.type, f"a {matcher.type}")
    return Reason(f"`any` wants {article}, and this is {_named(value)}", f"{_any_of(value)} takes this value")


def _against_length(matcher: HasLength, value: object) -> Reason | None:
    if not isinstance(value, (str, list, dict, bytes)):
        hint = f"text, lists and maps have a length; {_any_of(value)} takes this value"
        return Reason(f"`length` looks at text, lists and maps, and this is {_named(value)}", hint)
    if len(value) == matcher.length:
        return None
    of = {str: "code point", list: "item", dict: "key", bytes: "byte"}[type(value)] + ("" if len(value) == 1 else "s")
    return Reason(
        f"`length` finds {len(value)} {of}, not {matcher.length}", f"{{length: {len(value)}}} takes this value"
    )


def _against_approx(matcher: Approx, value: object) -> Reason | None:
    if "number" not in _names_of(value):
        hint = f"a number in quotes is text; {_any_of(value)} takes this value"
        return Reason(f"`approx` wants a number, and this is {_named(value)}", hint)
    assert isinstance(value, (int, float))
    if value == matcher.number:
        return None
    try:
        wanted, got = _exact(matcher.number), _exact(value)
    except ValueError:  # too large for a float
        return Reason("`approx` wants a finite number", _plain(value))
    apart = abs(wanted - got)
    most = max(abs(wanted), abs(got)) * _BILLIONTH if matcher.within is None else _exact(matcher.within)
    if apart <= most:
        return None
    than = "a billionth" if matcher.within is None else f"{matcher.within}"
    shown = _shown_number(apart)
    hint = f"{{approx: {matcher.number}, within: {shown}}} takes this value"
    return Reason(f"`approx` takes a difference of {than}, and this is {shown} away", hint)


def _exact(number: int | float) -> Fraction:
    """The number as it is written: 0.1 is a tenth."""
    return Fraction(number) if isinstance(number, int) else Fraction(repr(number))


def _shown_number(number: Fraction) -> str:
    """A decimal number that is not less."""
    if number.denominator == 1 and abs(number) < 10**15:
        return str(number.numerator)
    try:
        shown = float(number)
    except OverflowError:
        return str(int(number) + 1)
    text = f"{shown:.12g}"
    return text if Fraction(text) >= number else repr(float(shown * (1 + 1e-11)))


# Words


def _any_of(value: object) -> str:
    return f"{{any: {_names_of(value)[0]}}}"


def _named(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bytes):
        return "a body that is not text"
    return kind_of(value)


def _plain(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False) if not isinstance(value, bytes) else "{base64: ...}"
    return f"write the value itself: {text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + '…'}"
