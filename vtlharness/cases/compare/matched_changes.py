"""Lists the places where data differs from expected data that has matchers, and says why a matcher does not hold.

Imported only where expected data has matchers.
"""

from __future__ import annotations

from typing import Any

from vtlharness.cases.compare.equality import json_equal
from vtlharness.cases.compare.readings import Readings, as_it_is
from vtlharness.cases.compare.resolving import Resolution, Resolver
from vtlharness.cases.matchers.writing import written
from vtlharness.cases.model import CompareOptions
from vtlharness.cases.results import DataChange, UnmetMatcher
from vtlharness.records import replace


def resolver_for(options: CompareOptions, readings: Readings = as_it_is) -> Resolver:
    """The resolver that compares as the options say."""
    loose = CompareOptions(ignore_order=options.ignore_order, significant_digits=options.significant_digits)
    if loose.strict:
        return Resolver(readings)

    def same(expected: object, actual: object) -> bool:
        from vtlharness.cases.compare.data_changes import data_changes

        return not data_changes(expected, actual, loose, 1)

    return Resolver(readings, ignore_order=options.ignore_order, same=same)


def matched_changes(
    expected: object, actual: object, options: CompareOptions, most: int, readings: Readings = as_it_is
) -> tuple[DataChange, ...]:
    """The first `most` places where data differs from expected data with matchers; none if all is as expected."""
    try:
        return _changes(expected, actual, options, most, readings)
    except RecursionError:
        return (DataChange("root", "changed", "…", actual),)


def _changes(
    expected: object, actual: object, options: CompareOptions, most: int, readings: Readings
) -> tuple[DataChange, ...]:
    resolution = resolver_for(options, readings).resolution(expected, actual)
    if json_equal(resolution.data, actual):
        return ()
    from vtlharness.cases.compare.data_changes import data_changes

    return tuple(_explained(change, resolution) for change in data_changes(resolution.data, actual, options, most))


def _explained(change: DataChange, resolution: Resolution) -> DataChange:
    """The change with matchers as the file writes them, and with the reason of the one that does not hold."""
    expected = _with_written(change.expected, resolution)
    unmet = resolution.unmet.get(change.expected) if isinstance(change.expected, str) else None
    if unmet is not None:
        name = next(iter(expected))
        if unmet.reason is None:
            why, hint = f"`{name}` finds no value here", "leave out a key that may be missing, inside {contains: {...}}"
        elif json_equal(expected, change.actual):
            why, hint = unmet.reason.why, "for the mapping itself write {equals: {...}} around it"
        else:
            why, hint = unmet.reason
        return replace(change, expected=expected, matcher=UnmetMatcher(name, why, hint))
    if any(change.steps[: len(part)] == part for part in resolution.parts):
        what = "is missing" if change.kind == "missing" else "is different"
        hint = "`contains` lets maps have other keys, but those that it names must be as it says"
        matcher = UnmetMatcher("contains", f"`contains` names this place, which {what}", hint)
        return replace(change, expected=expected, matcher=matcher)
    return replace(change, expected=expected)


def _with_written(value: Any, resolution: Resolution) -> Any:
    if isinstance(value, str):
        unmet = resolution.unmet.get(value)
        return value if unmet is None else written(unmet.matcher)
    if isinstance(value, dict):
        return {key: _with_written(item, resolution) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_written(item, resolution) for item in value]
    return value
