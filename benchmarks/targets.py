"""The targets for the figures, beside the figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.command_line import CommandLine
from benchmarks.engines import Kind
from benchmarks.engines.airspeed import Airspeed
from benchmarks.engines.by_hand import ByHand
from benchmarks.engines.velocity import Velocity
from benchmarks.engines.velocityjs import Velocityjs
from benchmarks.rounds import ratio
from benchmarks.scoreboard import OURS, Scoreboard

_REFERENCE = "order_lines"
_MB = 1_000_000
_WARM = {"one_line": 0.85, "unmarshal": 0.6, "long_list": 0.85, "long_text": 0.1, "paths": 1.2}
"""Our warm render to the JVM's, where the target is another than 1."""
_FIRST = {"one_line": 0.7, "paths": 1.2}
"""Our compilation with a first render to airspeed's, where the target is another than 0.5."""


@dataclass(frozen=True)
class Target:
    """One target: the figure's name and value (None: not measured) with its unit, and its bound."""

    what: str
    figure: float | None
    bound: float
    unit: str
    at_least: bool = False

    @property
    def reached(self) -> bool | None:
        """Whether the figure is within the bound; None when it was not measured."""
        if self.figure is None:
            return None
        return self.figure >= self.bound if self.at_least else self.figure <= self.bound


def targets(board: Scoreboard) -> list[Target]:
    """All targets, also those whose figures were not measured."""
    return [*_warm(board), *_first(board), *_commands(board.commands), *_scaling(board), *_live(board)]


def _warm(board: Scoreboard) -> Iterator[Target]:
    def warm(above: str, below: str, key: str = _REFERENCE) -> float | None:
        return board.ratio(key, (Kind.WARM, above), (Kind.WARM, below))

    for work in board.works:
        figure = warm(OURS, Velocity.name, work.key)
        bound = _WARM.get(work.key, 1)
        yield Target(f"warm render, {work.name}: our time to Velocity's on the warmed JVM", figure, bound, "times")
    figure = warm(Airspeed.name, OURS)
    yield Target("warm render, 25 lines: airspeed's time to ours", figure, 15, "times", at_least=True)
    figure = warm(Velocityjs.name, OURS)
    yield Target("warm render, 25 lines: velocityjs's time to ours", figure, 5, "times", at_least=True)
    figure = warm(OURS, ByHand.name)
    yield Target("warm render, 25 lines: our time to the hand-written function's", figure, 1.3, "times")


def _first(board: Scoreboard) -> Iterator[Target]:
    theirs = (Kind.FIRST, Airspeed.name)
    for work in board.works:
        uncached = board.ratio(work.key, (Kind.FIRST, OURS), theirs)
        bound = _FIRST.get(work.key, 0.5)
        yield Target(f"compile + first render, {work.name}: our time to airspeed's", uncached, bound, "times")
    cached = board.ratio(_REFERENCE, (Kind.KEPT, OURS), theirs)
    yield Target("the same of the 25 lines with the compiled template on disk", cached, 0.1, "times")


def _commands(commands: CommandLine) -> Iterator[Target]:
    start = api = calls = rate = speedup = items = memory = None
    if commands:
        api = ratio(commands["api"].runs, commands["click"].runs)
        apis = commands["apis"]
        calls = (apis.cases - 1) / (apis.seconds - commands["api"].seconds)
        items = ratio(commands["pytest"].runs, commands["pytest alone"].runs)
        one, large, two = commands["one"], commands["large"], commands["large -n 2"]
        start = ratio(one.runs, commands["click"].runs)
        rate = large.cases / large.seconds
        speedup = ratio(large.runs, two.runs)
        memory = (large.peak - commands["imports"].peak) / _MB
    yield Target('vtl-run on 1 case: its time to that of python -c "import click"', start, 2.0, "times")
    yield Target("vtl-run on 1 case of an API: the same", api, 2.5, "times")
    yield Target("vtl-run on 1,000 cases of an API, beyond the time of 1", calls, 5000, "cases/s", at_least=True)
    yield Target(
        "vtl-run on 10,000 cases, with what the run before kept on disk", rate, 10_000, "cases/s", at_least=True
    )
    yield Target("the same with -n 2: how much faster", speedup, 1.6, "times", at_least=True)
    yield Target("pytest on 1,000 cases: its time to that on as many empty items", items, 1.3, "times")
    yield Target("the same in one process: its memory over that of the imports", memory, 60, "MB")


def _scaling(board: Scoreboard) -> Iterator[Target]:
    per_item = ratio(board.linearity[1], board.linearity[0]) / 100 if board.linearity else None
    yield Target("1000 items: time to 100 times that of 10 items", per_item, 1.1, "times")
    payload = board.payload.render / board.payload.parsed if board.payload else None
    yield Target("a payload of 10 MB: memory of a render to the size of its parsed form", payload, 3, "times")


def _live(board: Scoreboard) -> Iterator[Target]:
    found = {call.name: call.overhead * 1000 for call in board.live}
    for name in ("HTTP", "AWS, signed", "local Python function"):
        yield Target(f"a warm live call, {name}: its time over the backend's own", found.get(name), 1, "ms")
