"""The state of one evaluation of a path: the root, the results so far, and the values of `$` paths in filters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

CHARGED_AT_ONCE = 1 << 10
"""The number of results, or of values that a scan visits, that are charged together."""

FEW = 100
"""The number of results, or of values that a scan visits, that are not charged."""


class Missing:
    """The type of `MISSING`, the result if a path finds nothing (null is a value); it equals nothing in a filter."""

    __slots__ = ()


MISSING = Missing()


class Run:
    """The state of one evaluation.

    `require`: any missing key raises PathNotFound (so a filter tests whether a path exists). `scanned_item`: the index
    of the array item that a scan passed on last, -1 before the first (see `_only_scanned_item` in
    `jsonpath.evaluation`).
    """

    __slots__ = ("from_root", "require", "results", "root", "scanned_item")

    def __init__(self, root: Any, require: bool = False) -> None:
        self.root = root
        self.require = require
        self.results: list[Any] = []
        self.from_root: dict[object, Any] = {}
        self.scanned_item = -1


Step = Callable[[Any, Run], None]
