"""`python -m benchmarks.phases [TEMPLATE]...`: where our compilations and warm renders spend their time.

The functions that begin a phase get clocks; the time of a phase excludes the phases inside it. A clock costs about
0.3 µs a call, which shows in the phases of short renders.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from statistics import median
from time import perf_counter
from typing import Any
from unittest.mock import patch

import vtlharness.gateway.roots.input
import vtlharness.vtl.compile.closures.template_function
import vtlharness.vtl.compile.compiler
import vtlharness.vtl.compile.parsed
from benchmarks.engines import Kind
from benchmarks.engines.native import Native
from benchmarks.table import duration
from benchmarks.work import WORKS, Work
from vtlharness import render_request
from vtlharness.gateway.templates.mapping_template import MappingTemplate, specialize
from vtlharness.vtl.compile.compilation import RootFunction
from vtlharness.vtl.syntax.parser import Parser
from vtlharness.vtl.template import Template

_Beginning = tuple[str, Any, str]
"""A phase, and the function that begins it: something's attribute, or a builtin that a module calls."""

_REST = "everything around it"
_INPUT = "$input's paths and parameters"
_WARM: tuple[_Beginning, ...] = (
    ("the generated function", Template, "render"),
    ("payload parsed", vtlharness.gateway.roots.input, "parse_payload"),
)
_COMPILE: tuple[_Beginning, ...] = (
    ("source to tree", Parser, "parse"),
    ("names and their use", vtlharness.vtl.compile.parsed, "find_usage"),
    ("tree to closures", vtlharness.vtl.compile.closures.template_function, "closures_of"),
    ("tree to Python text", vtlharness.vtl.compile.compiler, "generate"),
    ("Python's compile()", vtlharness.vtl.compile.compiler, "compile"),
    ("template lines", vtlharness.vtl.compile.compiler, "with_template_lines"),
)
_ROUNDS, _SPAN = 9, 0.05


class _Clock:
    """The seconds in each phase; only one phase runs at a time."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Begins anew, outside all phases."""
        self.spent: dict[str, float] = {}
        self._phase, self._since = _REST, perf_counter()

    def enter(self, phase: str) -> str:
        """Switches to a phase and returns the previous one."""
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


def phases(work: Work, kind: Kind) -> dict[str, float]:
    """Median seconds of each phase of a warm render, or of a compilation of one of the two kinds."""
    clock = _Clock()
    beginnings = _WARM if kind is Kind.WARM else _COMPILE
    rounds = []
    with ExitStack() as stack:
        if kind is Kind.WARM:
            function = _warm_render(work, clock)
        else:
            engine = Native()
            stack.callback(engine.close)
            function = engine.runner(work).function(kind)
        count = _count(function)
        for phase, owner, attribute in beginnings:
            original = getattr(owner, attribute, None) or getattr(builtins, attribute)
            stack.enter_context(patch.object(owner, attribute, clock.timed(phase, original), create=True))
        for _ in range(_ROUNDS):
            clock.reset()
            for _ in range(count):
                function()
            clock.enter(_REST)
            rounds.append({phase: seconds / count for phase, seconds in clock.spent.items()})
    names = [phase for phase, *_ in beginnings] + ([_INPUT] if kind is Kind.WARM else []) + [_REST]
    return {name: median(done.get(name, 0) for done in rounds) for name in names}


def _warm_render(work: Work, clock: _Clock) -> Callable[[], object]:
    def clocked(root: str, *call: Any) -> RootFunction | None:
        special = specialize(root, *call)
        if special is None or root != "input":
            return special
        return special._replace(function=clock.timed(_INPUT, special.function))

    template = MappingTemplate.__new__(MappingTemplate)
    Template.__init__(template, work.template, clocked, form="inlined")
    return lambda: render_request(template, work.request, stage_variables=work.stage_variables)


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
        for kind in (Kind.WARM, Kind.COMPILE, Kind.INLINE):
            spent = phases(work, kind)
            total = sum(spent.values())
            print(f"{work.name}: {kind.value}, {duration(total)}")
            for name, seconds in spent.items():
                print(f"  {name:<30}{duration(seconds):>10}{seconds / total:>7.0%}")


if __name__ == "__main__":
    main(sys.argv[1:])
