"""The methods that take a function: `forEach`, `compute`, `merge` and the like.

A template has no functions. Java's methods throw for null, which a bare word among the arguments is, and do not fit any
other value: then Velocity finds no such method. Evidence: the reference engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from vtlharness.java.values import null_pointer


def _take_function(target: Any, *arguments: Any) -> None:
    """Throws for null in the place of the function, which comes last."""
    if arguments[-1] is None:
        raise null_pointer()


def _methods(signatures: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Callable[..., Any]]:
    return dict.fromkeys(signatures, _take_function)


ON_STRINGS = _methods([("transform", 1)])
ON_VIEWS = _methods([("forEach", 1), ("removeIf", 1)])
ON_LISTS = _methods([("forEach", 1), ("removeIf", 1), ("replaceAll", 1)])
ON_ITERATORS = _methods([("forEachRemaining", 1)])
ON_MAPS = _methods(
    [
        ("forEach", 1),
        ("replaceAll", 1),
        ("compute", 2),
        ("computeIfAbsent", 2),
        ("computeIfPresent", 2),
        ("merge", 3),
    ]
)
