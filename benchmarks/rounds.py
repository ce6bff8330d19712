"""Times operations in turns, so that changes of the machine's speed affect all of them alike.

Two operations are compared round by round: the median of the rounds' ratios counts, which holds on a busy machine too.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TypeVar

Timed = Callable[[int], float]
"""Does an operation so many times; gives seconds per operation."""
Name = TypeVar("Name")
Rounds = tuple[float, ...]
"""Seconds per operation in each round."""


@dataclass(frozen=True)
class Effort:
    """How long to measure: rounds, seconds in each for one operation, and seconds to warm a JVM up."""

    rounds: int
    span: float
    warm_up: float


LONG = Effort(rounds=31, span=0.008, warm_up=4.0)
SHORT = Effort(rounds=1, span=0.0005, warm_up=0.1)


def in_turns(operations: Mapping[Name, Timed], effort: Effort) -> dict[Name, Rounds]:
    """The rounds of each operation. Objects that exist before are not collected during them."""
    counts = {name: _count(timed, effort.span) for name, timed in operations.items()}
    seconds: dict[Name, list[float]] = {name: [] for name in operations}
    gc.collect()
    gc.freeze()
    for _ in range(effort.rounds):
        for name, timed in operations.items():
            seconds[name].append(timed(counts[name]))
    gc.unfreeze()
    return {name: tuple(values) for name, values in seconds.items()}


def ratio(above: Sequence[float], below: Sequence[float]) -> float:
    """The median of the ratios of rounds that were done in turns."""
    return median(one / other for one, other in zip(above, below, strict=True))


def warm_up(timed: Timed, seconds: float) -> None:
    """Does an operation for so long."""
    end = perf_counter() + seconds
    count = 1
    while (start := perf_counter()) < end:
        timed(count)
        if perf_counter() - start < seconds / 8:
            count *= 2


def _count(timed: Timed, span: float) -> int:
    """How many operations fill the span; trying warms them up."""
    count = 1
    while True:
        start = perf_counter()
        timed(count)
        taken = perf_counter() - start
        if taken >= span / 2:
            return max(1, round(count * span / taken))
        count *= 2
