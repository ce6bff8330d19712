"""Two JSON values that differ to the list of places where they do, by deepdiff. Imported only for that.

Comes in: expected and actual data that are not equal, and the options for looser comparison. Goes out: `DataChange`s in
the order of their paths; none when the options make the values equal.
"""

from __future__ import annotations

from typing import Any, Literal

import deepdiff

from vtlharness.cases.equality import json_equal
from vtlharness.cases.model import CompareOptions
from vtlharness.cases.results import DataChange

_EXACT_FLOAT = 2**53
# From deepdiff 8 on, mappings that share few keys are one change unless it is told to look inside.
_LOOK_INSIDE: dict[str, Any] = {"threshold_to_diff_deeper": 0} if int(deepdiff.__version__.split(".")[0]) >= 8 else {}
Kind = Literal["changed", "missing", "unexpected", "repeated"]
_KINDS: dict[str, Kind] = {
    "dictionary_item_removed": "missing",
    "iterable_item_removed": "missing",
    "dictionary_item_added": "unexpected",
    "iterable_item_added": "unexpected",
    "repetition_change": "repeated",
}


def data_changes(expected: object, actual: object, options: CompareOptions) -> tuple[DataChange, ...]:
    """Where two values differ, with the paths of deepdiff (`root['a'][0]`)."""
    as_floats = options.significant_digits is not None
    try:
        diff: Any = deepdiff.DeepDiff(
            _comparable(expected, as_floats),
            _comparable(actual, as_floats),
            ignore_order=options.ignore_order,
            report_repetition=options.ignore_order,  # without it [1, 1] would be [1]
            exclude_paths=list(options.exclude_paths) or None,
            exclude_regex_paths=list(options.exclude_regex_paths) or None,
            significant_digits=options.significant_digits,
            ignore_private_variables=False,  # or keys that begin with `__` would not count
            view="tree",
            **_LOOK_INSIDE,
        )
    except RecursionError:
        return (DataChange("root", "changed", expected, actual),)
    found = [
        (level.path(output_format="list"), _change(_KINDS.get(kind, "changed"), level, as_floats))
        for kind, levels in diff.items()
        for level in levels
    ]
    changes = tuple(change for _, change in sorted(found, key=_order) if not _same(change))
    if not changes and not found and options.strict:
        return (DataChange("root", "changed", expected, actual),)
    return changes


def _comparable(value: Any, as_floats: bool) -> Any:
    """The value with its numbers in one kind, since 1 and 1.0 are one number in JSON and two types to deepdiff."""
    if isinstance(value, dict):
        return {key: _comparable(item, as_floats) for key, item in value.items()}
    if isinstance(value, list):
        return [_comparable(item, as_floats) for item in value]
    if as_floats:
        return float(value) if type(value) is int and abs(value) < _EXACT_FLOAT else value
    return _shown(value) if type(value) is float else value


def _shown(value: Any) -> Any:
    """A float without a fraction as an int, which is how it is shown; anything else as it is."""
    if isinstance(value, dict):
        return {key: _shown(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_shown(item) for item in value]
    return int(value) if type(value) is float and value.is_integer() and abs(value) < _EXACT_FLOAT else value


def _change(kind: Kind, level: Any, as_floats: bool) -> DataChange:
    path = level.path()
    steps = tuple(level.path(output_format="list"))
    if kind == "repeated":
        times = level.additional["repetition"]
        return DataChange(path, kind, times["old_repeat"], times["new_repeat"], steps)
    expected, actual = (_shown(level.t1), _shown(level.t2)) if as_floats else (level.t1, level.t2)
    if kind == "missing":
        return DataChange(path, kind, expected=expected, steps=steps)
    if kind == "unexpected":
        return DataChange(path, kind, actual=actual, steps=steps)
    return DataChange(path, kind, expected, actual, steps)


def _same(change: DataChange) -> bool:
    """Whether deepdiff sees a difference where JSON has none: a huge number, once as an int, once as a float."""
    return change.kind == "changed" and json_equal(change.expected, change.actual)


def _order(found: tuple[list[str | int], DataChange]) -> tuple[list[tuple[bool, int, str]], str]:
    path, change = found
    steps = [(isinstance(step, str), 0 if isinstance(step, str) else step, str(step)) for step in path]
    return steps, change.kind
