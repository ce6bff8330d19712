"""Lists the places where two JSON values differ. Imported only when they do.

Comes in: expected and actual data that are not equal, and the options for looser comparison. Goes out: `DataChange`s in
the order of their paths; none when the options make the values equal.

deepdiff compares lists whose items must be aligned first, and everything when comparison is looser. For strict
comparison, a walk finds those lists and stops after the requested number of places: deepdiff would look at every item
of both values, which takes 0.2 ms for a row of a few keys, and longer when many items are alike.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, Literal

import deepdiff
from deepdiff.helper import number_to_string

from vtlharness.cases.compare.equality import json_equal
from vtlharness.cases.compare.paths import excluded_paths, step_text
from vtlharness.cases.model import STRICT, CompareOptions
from vtlharness.cases.results import DataChange
from vtlharness.limits.bounded_pattern import BoundedPattern
from vtlharness.records import replace

_EXACT_FLOAT = 2**53
_FAR = sys.float_info.max / 4  # of which two still have a sum
# From deepdiff 8 on, mappings that share few keys are one change unless this option makes it look inside.
_LOOK_INSIDE: dict[str, Any] = {"threshold_to_diff_deeper": 0} if int(deepdiff.__version__.split(".")[0]) >= 8 else {}
Kind = Literal["changed", "missing", "unexpected", "repeated"]
_KINDS: dict[str, Kind] = {
    "dictionary_item_removed": "missing",
    "iterable_item_removed": "missing",
    "dictionary_item_added": "unexpected",
    "iterable_item_added": "unexpected",
    "repetition_change": "repeated",
}

MOST_ALIGNED = 500
"""Longer lists are compared item by item, because the time for aligning grows with the square of their length."""

_Steps = tuple["str | int", ...]
_ABSENT: Final = object()


def data_changes(
    expected: object, actual: object, options: CompareOptions, most: int | None = None
) -> tuple[DataChange, ...]:
    """The first `most` places where two values differ, with the paths of deepdiff (`root['a'][0]`)."""
    if not options.strict:
        return _explained(expected, actual, options)[:most]
    try:
        return tuple(islice(_walk((), expected, actual), most))
    except RecursionError:
        return (DataChange("root", "changed", expected, actual),)


def _walk(steps: _Steps, expected: Any, actual: Any) -> Iterator[DataChange]:
    """The changes between two different values, either of which may be absent."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key in sorted(expected.keys() | actual.keys()):
            yield from _walk_member((*steps, key), expected.get(key, _ABSENT), actual.get(key, _ABSENT))
    elif isinstance(expected, list) and isinstance(actual, list):
        yield from _walk_lists(steps, expected, actual)
    else:
        path = _path_text(steps)
        if actual is _ABSENT:
            yield DataChange(path, "missing", _shown(expected), steps=steps)
        elif expected is _ABSENT:
            yield DataChange(path, "unexpected", actual=_shown(actual), steps=steps)
        else:
            yield DataChange(path, "changed", _shown(expected), _shown(actual), steps)


def _walk_member(steps: _Steps, expected: object, actual: object) -> Iterator[DataChange]:
    if expected is _ABSENT or actual is _ABSENT or not json_equal(expected, actual):
        yield from _walk(steps, expected, actual)


def _walk_lists(steps: _Steps, expected: list[Any], actual: list[Any]) -> Iterator[DataChange]:
    """Compares items one by one; short lists of plain values are aligned, to show insertions and removals."""
    start, end = _equal_ends(expected, actual)
    longest = max(len(expected), len(actual)) - start - end
    if longest <= MOST_ALIGNED and all(map(_can_be_aligned, expected)) and all(map(_can_be_aligned, actual)):
        old, new = expected[start : len(expected) - end], actual[start : len(actual) - end]
        for change in _explained(old, new, STRICT):
            (index,) = change.steps
            assert isinstance(index, int)
            place = (*steps, start + index)
            yield replace(change, path=_path_text(place), steps=place)
        return
    shorter = min(len(expected), len(actual))
    for index in range(start, max(len(expected), len(actual))):
        one = expected[index] if index < shorter or len(expected) > shorter else _ABSENT
        other = actual[index] if index < shorter or len(actual) > shorter else _ABSENT
        yield from _walk_member((*steps, index), one, other)


def _equal_ends(expected: list[Any], actual: list[Any]) -> tuple[int, int]:
    """The number of equal items at the beginning, and of the others at the end."""
    shorter = min(len(expected), len(actual))
    start = end = 0
    while start < shorter and json_equal(expected[start], actual[start]):
        start += 1
    while end < shorter - start and json_equal(expected[-end - 1], actual[-end - 1]):
        end += 1
    return start, end


def _can_be_aligned(item: object) -> bool:
    """A plain value other than true and false, which aligning would take for 1 and 0."""
    return not isinstance(item, (dict, list, bool))


def _path_text(steps: _Steps) -> str:
    """The path as deepdiff writes it."""
    return "root" + "".join(map(step_text, steps))


def _explained(expected: object, actual: object, options: CompareOptions) -> tuple[DataChange, ...]:
    """The changes by deepdiff."""
    as_floats = options.significant_digits is not None
    try:
        diff: Any = deepdiff.DeepDiff(
            _comparable(expected, as_floats),
            _comparable(actual, as_floats),
            ignore_order=options.ignore_order,
            report_repetition=options.ignore_order,  # without it [1, 1] would be [1]
            exclude_paths=excluded_paths(options.exclude_paths) or None,
            exclude_obj_callback=_left_out(options.exclude_regex_paths),
            significant_digits=options.significant_digits,
            number_to_string_func=_written_number,
            ignore_private_variables=False,  # or keys that begin with `__` would not count
            view="tree",
            **_LOOK_INSIDE,
        )
    except RecursionError:
        return (DataChange("root", "changed", expected, actual),)
    found = [_change(_KINDS.get(kind, "changed"), level) for kind, levels in diff.items() for level in levels]
    return tuple(change for change in sorted(found, key=_order) if not _same(change))


def _written_number(number: Any, *digits: Any, **options: Any) -> Any:
    """A number as deepdiff compares it: its digits; a whole one has no others, and a float may not hold all of them."""
    return str(number) if isinstance(number, int) else number_to_string(number, *digits, **options)


class _LargeNumber(int):
    """A whole number too large for a float; deepdiff makes floats where it looks for similar items."""

    def __float__(self) -> float:
        return _FAR if self > 0 else -_FAR


def _left_out(patterns: Sequence[str]) -> Callable[[object, str], bool] | None:
    """Says whether the value at a path is left out, in time: deepdiff itself would let a pattern take forever."""
    searches = [BoundedPattern(pattern).search for pattern in patterns]
    return (lambda _, path: any(search(path) for search in searches)) if searches else None


def _comparable(value: Any, as_floats: bool) -> Any:
    """The value with numbers of one type, because 1 and 1.0 are one number in JSON but two types to deepdiff."""
    if isinstance(value, dict):
        return {key: _comparable(item, as_floats) for key, item in value.items()}
    if isinstance(value, list):
        return [_comparable(item, as_floats) for item in value]
    if type(value) is int:
        if abs(value) > sys.float_info.max:
            return _LargeNumber(value)
        return float(value) if as_floats and abs(value) < _EXACT_FLOAT else value
    return value if as_floats else _shown(value)


def _shown(value: Any) -> Any:
    """A value as reports show it: a float without a fraction as an int."""
    if isinstance(value, dict):
        return {key: _shown(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_shown(item) for item in value]
    if type(value) is float:
        return int(value) if value.is_integer() and abs(value) < _EXACT_FLOAT else value
    return int(value) if type(value) is _LargeNumber else value


def _change(kind: Kind, level: Any) -> DataChange:
    path = level.path()
    steps = tuple(level.path(output_format="list"))
    if kind == "repeated":
        times = level.additional["repetition"]
        return DataChange(path, kind, times["old_repeat"], times["new_repeat"], steps)
    expected, actual = _shown(level.t1), _shown(level.t2)
    if kind == "missing":
        return DataChange(path, kind, expected=expected, steps=steps)
    if kind == "unexpected":
        return DataChange(path, kind, actual=actual, steps=steps)
    return DataChange(path, kind, expected, actual, steps)


def _same(change: DataChange) -> bool:
    """Whether deepdiff reports a difference that JSON does not have: a huge number as an int and as a float."""
    return change.kind == "changed" and json_equal(change.expected, change.actual)


def _order(change: DataChange) -> tuple[list[tuple[bool, str | int]], str]:
    return [(isinstance(step, str), step) for step in change.steps], change.kind
