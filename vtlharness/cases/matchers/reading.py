"""Reads matchers from the data of a file.

Comes in: a value of `expect`. Goes out: the same data with the records of its matchers in it, or a MisfitError with
the path of what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import Any

from vtlharness.cases.matchers.presence import Matcher, is_written_matcher
from vtlharness.cases.matchers.records import TYPE_NAMES, Approx, Contains, Equals, HasLength, Matches, OfType
from vtlharness.documents.kinds import kind_of
from vtlharness.documents.misfit import MisfitError
from vtlharness.gateway.codecs.text_values import text_value
from vtlharness.limits.bounded_pattern import BoundedPattern
from vtlharness.nearest import nearest_name

_LITERAL = "for a mapping with these keys write {equals: {...}}"


def with_matchers(value: object) -> object:
    """The data with its matchers as records; data without any is copied. Raises MisfitError for a wrong matcher."""
    try:
        return _read(value)
    except RecursionError:
        raise MisfitError("{} nests too deep") from None


def text_matcher(written: dict[str, Any]) -> object:
    """A matcher of a value that is text on the service, where `5` and 5 are the same. Raises as `with_matchers` does.

    `equals` gives the value itself.
    """
    matcher = _matcher(written)
    if isinstance(matcher, Equals):
        return matcher.value
    if isinstance(matcher, Contains) and isinstance(matcher.part, (bool, int, float)):
        return Contains(text_value(matcher.part))
    return matcher


def _matcher(written: dict[str, Any]) -> Matcher:
    if len(written) > 1 and written.keys() != {"approx", "within"}:
        return _wrong_keys(written)
    key, value = next(iter(written.items()))
    if written.keys() == {"within"}:
        raise MisfitError(
            "`within` stands beside `approx`", key, at_key=True, hint="write {approx: <number>, within: <number>}"
        )
    if "approx" in written:
        return _approx(written)
    try:
        return _MAKERS[key](value)
    except MisfitError as misfit:
        raise misfit.inside(key) from None


def _read(value: Any) -> object:
    if type(value) is dict:
        if is_written_matcher(value):
            return _matcher(value)
        return {key: _inside(key, item) for key, item in value.items()}
    if type(value) is list:
        return [_inside(index, item) for index, item in enumerate(value)]
    return value


def _inside(step: str | int, value: object) -> object:
    try:
        return _read(value)
    except MisfitError as misfit:
        raise misfit.inside(step) from None


def _wrong_keys(written: dict[str, Any]) -> Matcher:
    first, second = list(written)[:2]
    if "within" in written:
        first, second = next(key for key in written if key not in ("within", "approx")), "within"
        if "approx" in written:
            first, second = "approx", first
    raise MisfitError(f"a matcher has one key, not both `{first}` and `{second}`", second, at_key=True, hint=_LITERAL)


def _matches(value: object) -> Matcher:
    if type(value) is not str:
        hint = "put it in quotes" if isinstance(value, (bool, int, float)) else None
        raise MisfitError(f"{{}} must be a regular expression, but this is {kind_of(value)}", hint=hint)
    try:
        BoundedPattern(value)
    except ValueError as error:
        raise MisfitError(
            f"{{}} is not a regular expression: {error}", hint="write a pattern for Python's `re.search`"
        ) from None
    return Matches(value)


def _of_type(value: object) -> Matcher:
    if value is None:  # as YAML reads {any: null}
        return OfType("null")
    for name in TYPE_NAMES:
        if value == name:
            return OfType(name)
    near = nearest_name(value, TYPE_NAMES) if type(value) is str else None
    shown = repr(value) if type(value) is str else kind_of(value)
    hint = f"did you mean {near}?" if near else _LITERAL
    raise MisfitError(f"{{}} must be one of {', '.join(TYPE_NAMES)}, but this is {shown}", hint=hint)


def _has_length(value: object) -> Matcher:
    if type(value) is not int:
        raise MisfitError(f"{{}} must be a whole number, but this is {kind_of(value)}", hint=_LITERAL)
    if value < 0:
        raise MisfitError(f"{{}} must be a whole number from 0 on, but this is {value}")
    return HasLength(value)


def _approx(written: dict[str, Any]) -> Matcher:
    number = _number(written, "approx")
    if "within" not in written:
        return Approx(number)
    within = _number(written, "within")
    if within < 0:
        raise MisfitError(f"{{}} must be a number from 0 on, but this is {within}", "within")
    return Approx(number, within)


def _number(written: dict[str, Any], key: str) -> int | float:
    value = written[key]
    if type(value) is not int and type(value) is not float:
        hint = "remove the quotes" if isinstance(value, str) else None
        raise MisfitError(f"{{}} must be a number, but this is {kind_of(value)}", key, hint=hint)
    if type(value) is float and not isfinite(value):
        raise MisfitError(f"{{}} must be a finite number, but this is {value}", key)
    return value


def _contains(value: object) -> Matcher:
    return Contains(_read(value))


_MAKERS: dict[str, Callable[[object], Matcher]] = {
    "matches": _matches,
    "any": _of_type,
    "contains": _contains,
    "length": _has_length,
    "equals": Equals,
}
