"""The new value of expected data that has matchers: those that hold stay, and only what differs is replaced.

Comes in: expected data, the actual data, the options of the case. Goes out: data as a file has it. Imported only where
expected data has matchers.
"""

from __future__ import annotations

from typing import Any

from vtlharness.cases.compare.assigning import assigned
from vtlharness.cases.compare.matched_changes import resolver_for
from vtlharness.cases.compare.readings import Readings, Steps, as_it_is
from vtlharness.cases.compare.resolving import Resolver
from vtlharness.cases.matchers.presence import Matcher, has_matchers
from vtlharness.cases.matchers.records import Contains, Equals
from vtlharness.cases.matchers.writing import literal, written
from vtlharness.cases.model import CompareOptions


def resolved(expected: object, actual: object, options: CompareOptions, readings: Readings = as_it_is) -> object:
    """The expected data with actual values for its matchers; one that does not hold is a text that nothing equals."""
    return resolver_for(options, readings).resolution(expected, actual).data


def with_kept_matchers(expected: object, new: object, options: CompareOptions, readings: Readings = as_it_is) -> object:
    """The new data as a file has it, with the matchers of the expected data wherever they hold on it."""
    return _Writer(resolver_for(options, readings), options.ignore_order).written((), expected, new, False)


class _Writer:
    def __init__(self, resolver: Resolver, ignore_order: bool) -> None:
        self._resolver = resolver
        self._ignore_order = ignore_order

    def written(self, steps: Steps, expected: Any, new: Any, partly: bool) -> Any:
        """`partly`: of maps, only the keys that are expected are written."""
        if isinstance(expected, Matcher):
            return self._of_matcher(steps, expected, new)
        if isinstance(expected, dict) and isinstance(new, dict):
            return {
                key: self.written((*steps, key), expected[key], new[key], partly)
                if key in expected
                else literal(new[key])
                for key in (expected if partly else new)
                if key in new
            }
        if isinstance(expected, list) and isinstance(new, list):
            return [
                literal(item) if index is None else self.written((*steps, index), expected[index], item, partly)
                for index, item in zip(self._own(expected, new, partly), new, strict=True)
            ]
        return literal(new)

    def _own(self, expected: list[Any], new: list[Any], partly: bool) -> list[int | None]:
        """For each new item the expected item in whose place it stands."""
        if not (self._ignore_order and has_matchers(expected)):
            return [index if index < len(expected) else None for index in range(len(new))]
        return assigned(
            len(new), len(expected), lambda one, other: self._resolver.fits(expected[other], new[one], partly)
        )

    def _of_matcher(self, steps: Steps, matcher: Matcher, new: Any) -> Any:
        if isinstance(matcher, Equals):
            return {"equals": new}
        if self._resolver.fits(matcher, new, steps=steps):
            return written(matcher)
        if isinstance(matcher, Contains) and isinstance(matcher.part, dict) and isinstance(new, dict):
            kept = self.written(steps, matcher.part, new, True)
            if kept:
                return {"contains": kept}
        return literal(new)
