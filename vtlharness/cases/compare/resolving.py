"""Puts values in the place of matchers that hold on them, so that expected data can be compared like any other.

Comes in: expected data with matchers, and the actual data. Goes out: the expected data without matchers: one that holds
is the actual value, one that does not is a text that nothing equals, with its reason beside. Whatever compares data
then needs to know nothing of matchers. Imported only where expected data has matchers.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, Final

from vtlharness.cases.compare.assigning import assigned
from vtlharness.cases.compare.equality import json_equal
from vtlharness.cases.compare.holding import Reason, reason_against
from vtlharness.cases.compare.readings import Readings, Steps, as_it_is
from vtlharness.cases.matchers.presence import Matcher, has_matchers
from vtlharness.cases.matchers.records import Contains, Equals
from vtlharness.limits.budget import spend_items
from vtlharness.records import Record, field

ABSENT: Final = object()
_SALT = f"matcher {os.urandom(8).hex()} "
"""Nobody who writes a template or a backend knows it."""


class Unmet(Record):
    """A matcher that does not hold, and why; without a reason it has no value."""

    matcher: Matcher
    reason: Reason | None = None


class Resolution(Record):
    """Expected data without matchers.

    `unmet` has the matchers that do not hold, by the texts that stand for them in `data`; `parts` are the places of
    maps of which the case names a part.
    """

    data: object
    unmet: dict[str, Unmet] = field(default_factory=dict)
    parts: frozenset[Steps] = frozenset()


class Resolver:
    """Resolves expected data. `same` says whether two values without matchers are the same by the case's options."""

    def __init__(
        self,
        readings: Readings = as_it_is,
        *,
        ignore_order: bool = False,
        same: Callable[[object, object], bool] = json_equal,
    ) -> None:
        self._readings = readings
        self._ignore_order = ignore_order
        self._same = same
        self._unmet: dict[str, Unmet] = {}
        self._parts: set[Steps] = set()

    def resolution(self, expected: object, actual: object) -> Resolution:
        """The expected data with the actual values where its matchers hold. Raises LimitExceeded."""
        self._unmet, self._parts = {}, set()
        data = self._resolved((), expected, actual, False)
        return Resolution(data, self._unmet, frozenset(self._parts))

    def fits(self, expected: object, actual: object, partly: bool = False, steps: Steps = ()) -> bool:
        """Whether data is as expected; `partly`: maps may have more keys."""
        spend_items(1)
        inner = Resolver(self._readings, ignore_order=self._ignore_order, same=self._same)
        data = inner._resolved(steps, expected, actual, partly)
        return json_equal(data, actual) or (self._same is not json_equal and self._same(data, actual))

    def _resolved(self, steps: Steps, expected: Any, actual: Any, partly: bool) -> object:
        if isinstance(expected, Matcher):
            return self._of_matcher(steps, expected, actual)
        if isinstance(expected, dict):
            given = actual if isinstance(actual, dict) else {}
            more = given if partly else {}
            found = (
                (key, self._resolved((*steps, key), item, given.get(key, ABSENT), partly))
                for key, item in expected.items()
            )
            return {**more, **dict(found)}
        if isinstance(expected, list):
            items = actual if isinstance(actual, list) else []
            if self._ignore_order and (partly or has_matchers(expected)):
                return self._unordered(steps, expected, items, partly)
            return [
                self._resolved((*steps, index), item, items[index] if index < len(items) else ABSENT, partly)
                for index, item in enumerate(expected)
            ]
        return expected

    def _unordered(self, steps: Steps, expected: list[Any], given: list[Any], partly: bool) -> list[object]:
        """The items, each with the actual item that it fits wherever that stands; the others with what is left."""
        own = assigned(len(expected), len(given), lambda one, other: self.fits(expected[one], given[other], partly))
        taken = set(own)
        left = iter([index for index in range(len(given)) if index not in taken])
        found = []
        for index, item in enumerate(expected):
            at = own[index]
            at = next(left, None) if at is None else at
            found.append(self._resolved((*steps, index), item, ABSENT if at is None else given[at], partly))
        return found

    def _of_matcher(self, steps: Steps, matcher: Matcher, actual: Any) -> object:
        if isinstance(matcher, Equals):
            return matcher.value
        if actual is ABSENT:
            return self._token(Unmet(matcher))
        if isinstance(matcher, Contains) and isinstance(matcher.part, dict) and isinstance(actual, dict):
            self._parts.add(steps)
            return self._resolved(steps, matcher.part, actual, True)
        if isinstance(matcher, Contains) and isinstance(actual, list):
            reason = self._against_items(matcher.part, actual)
        else:
            reason = reason_against(matcher, self._readings(steps, actual))
        return actual if reason is None else self._token(Unmet(matcher, reason))

    def _against_items(self, part: Any, actual: list[Any]) -> Reason | None:
        if any(self.fits(part, item, True) for item in actual):
            return None
        if isinstance(part, list):
            own = assigned(len(part), len(actual), lambda one, other: self.fits(part[one], actual[other], True))
            if None not in own:
                return None
            why = f"`contains` finds no item that is its item number {own.index(None) + 1}"
            return Reason(why, "each item of `contains` needs an item of its own, in any order")
        hint = "maps in the list may have other keys; any other item must be equal" if actual else "the list is empty"
        return Reason(f"`contains` finds no such item among {len(actual)}", hint)

    def _token(self, unmet: Unmet) -> str:
        token = f"{_SALT}{len(self._unmet)}"
        self._unmet[token] = unmet
        return token
