"""What one evaluation of a path carries along: the root, the results so far, and what `$` paths in filters gave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Missing:
    """The type of `MISSING`, what a path gives that leads nowhere (null is a value); equal to nothing in a filter."""

    __slots__ = ()


MISSING = Missing()


class Run:
    """The state of one evaluation.

    `require`: a missing key is a PathNotFound anywhere (how a filter asks whether a path exists). `scanned_item`: the
    index of the array item that a scan handed on last, -1 before the first (see `evaluation._only_scanned_item`).
    """

    __slots__ = ("from_root", "require", "results", "root", "scanned_item")

    def __init__(self, root: Any, require: bool = False) -> None:
        self.root = root
        self.require = require
        self.results: list[Any] = []
        self.from_root: dict[object, Any] = {}
        self.scanned_item = -1


Step = Callable[[Any, Run], None]
