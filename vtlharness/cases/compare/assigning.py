"""Finds for each expected item of a list an actual one of its own, whatever their order."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache


def assigned(wanted: int, given: int, fits: Callable[[int, int], bool]) -> list[int | None]:
    """For each wanted item the given item that is its own, None where none is left; as many as possible have one.

    `fits` says whether a given item (the second number) may be a wanted one's; it is asked at most once for a pair.
    """
    can = cache(fits)
    held: list[int | None] = [None] * wanted
    holder: list[int | None] = [None] * given
    for start in range(wanted):
        _assign(start, held, holder, can)
    return held


def _assign(start: int, held: list[int | None], holder: list[int | None], can: Callable[[int, int], bool]) -> None:
    """Gives one more wanted item a given one; others may change theirs for it. Does nothing if none is left."""
    asker: dict[int, int] = {}
    asking = [start]
    for one in asking:
        for item, other in enumerate(holder):
            if item in asker or not can(one, item):
                continue
            asker[item] = one
            if other is None:
                _hand_over(item, held, holder, asker)
                return
            asking.append(other)


def _hand_over(item: int | None, held: list[int | None], holder: list[int | None], asker: dict[int, int]) -> None:
    while item is not None:
        one = asker[item]
        item_before = held[one]
        held[one], holder[item] = item, one
        item = item_before
