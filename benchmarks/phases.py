"""`python -m benchmarks.phases [TEMPLATE]...`: where the time of our compilations and warm renders goes.

The functions that begin a phase are given clocks; a phase's time is without that of the phases inside it. A clock costs
about 0.2 µs a call, which the phases of short renders show.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from time import perf_counter
from typing import Any
from unittest.mock import patch

import vtlharness.gateway.input
import vtlharness.vtl.compiler
from benchmarks.engines import Kind
from benchmarks.engines.native import Native
from benchmarks.table import duration
from benchmarks.work import WORKS, Work
from vtlharness.jsonpath import Query
from vtlharness.vtl.parser import Parser
from vtlharness.vtl.template import Template

_Beginning = tuple[str, Any, str]
"""A phase, and the function that begins it: something's attribute, or a builtin that a module calls."""

_REST = "everything around it"
_PHASES: dict[Kind, tuple[_Beginning, ...]] = {
    Kind.WARM: (
        ("the generated function", Template, "render"),
        ("payload parsed", vtlharness.gateway.input, "parse_payload"),
        ("JSONPaths read", Query, "read"),
    ),
    Kind.COMPILE: (
        ("source to tree", Parser, "parse"),
        ("names and their use", vtlharness.vtl.compiler, "find_usage"),
        ("tree to Python text", vtlharness.vtl.compiler, "generate"),
        ("Python's compile()", vtlharness.vtl.compiler, "compile"),
        ("template lines", vtlharness.vtl.compiler, "with_template_lines"),
    ),
}
_ROUNDS, _SPAN = 9, 0.05


class _Clock:
    """Seconds spent in each phase; one runs at a time."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._phase, self._since = _REST, perf_counter()

    def enter(self, phase: str) -> str:
        """Goes over to a phase; gives the one that ran."""
        now = perf_counter()
        before = self._phase
        self.spent[before] = self.spent.get(before, 0) + now - self._since
        self._phase, self._since = phase, now
        return before

    def timed(self, phase: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function as a phase."""

        def call(*arguments: Any, **options: Any) -> Any:
            before = self.enter(phase)
            try:
                return function(*arguments, **options)
            finally:
                self.enter(before)

        return call


@contextmanager
def _clocks(clock: _Clock, beginnings: Sequence[_Beginning]) -> Iterator[None]:
    patches = []
    for phase, owner, attribute in beginnings:
        function = getattr(owner, attribute, None) or getattr(builtins, attribute)
        patches.append(patch.object(owner, attribute, clock.timed(phase, function), create=True))
    for each in patches:
        each.start()
    try:
        yield
    finally:
        for each in patches:
            each.stop()


def phases(work: Work, kind: Kind) -> dict[str, float]:
    """Median seconds that each phase of one operation takes."""
    engine = Native()
    function = engine.runner(work).function(kind)
    count = _count(function)
    rounds = []
    for _ in range(_ROUNDS):
        clock = _Clock()
        with _clocks(clock, _PHASES[kind]):
            clock.enter(_REST)
            clock.spent.clear()
            for _ in range(count):
                function()
            clock.enter(_REST)
        rounds.append({phase: seconds / count for phase, seconds in clock.spent.items()})
    engine.close()
    names = [phase for phase, *_ in _PHASES[kind]] + [_REST]
    return {name: median(done.get(name, 0) for done in rounds) for name in names}


def _count(function: Callable[[], object]) -> int:
    function()
    start = perf_counter()
    function()
    return max(1, int(_SPAN / (perf_counter() - start)))


def main(keys: Sequence[str]) -> None:
    """Prints the phases of the named works, or of all."""
    for work in WORKS:
        if keys and work.key not in keys:
            continue
        for kind in _PHASES:
            spent = phases(work, kind)
            total = sum(spent.values())
            print(f"{work.name}: {kind.value}, {duration(total)}")
            for name, seconds in spent.items():
                print(f"  {name:<24}{duration(seconds):>10}{seconds / total:>7.0%}")


if __name__ == "__main__":
    main(sys.argv[1:])
