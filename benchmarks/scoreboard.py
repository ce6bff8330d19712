"""The record of one whole run, for the table, the targets and the chart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.command_line import LONG_SIZES, SHORT_SIZES, CommandLine, Sizes, measure_commands
from benchmarks.engines import Engine, EngineMissingError, Kind
from benchmarks.engines.airspeed import Airspeed
from benchmarks.engines.by_hand import ByHand
from benchmarks.engines.jinja import Jinja
from benchmarks.engines.minijinja import MiniJinja
from benchmarks.engines.native import Native
from benchmarks.engines.velocity import Velocity
from benchmarks.engines.velocityjs import Velocityjs
from benchmarks.hostile_variants import hostile_variants
from benchmarks.live_calls import LiveCall, live_calls
from benchmarks.machine import machine
from benchmarks.rendering import Cells, render_cells
from benchmarks.rounds import LONG, SHORT, Effort, Rounds, ratio
from benchmarks.scaling import LargePayload, large_payload, linearity
from benchmarks.work import WORKS, Work

OURS = Native.name


@dataclass(frozen=True)
class Scale:
    """How much to measure: a whole run, or a short one that shows that it works."""

    effort: Effort
    sizes: Sizes
    payload: int


LONG_SCALE = Scale(LONG, LONG_SIZES, 10_000_000)
SHORT_SCALE = Scale(SHORT, SHORT_SIZES, 200_000)


@dataclass
class Scoreboard:
    """The measurements of one run; missing ones are empty or None.

    `engines` says of each engine by its name, ours first, which version it is; `missing` why the others are not there.
    `linearity` holds the rounds of a warm render with 10 and with 1000 items, `hostile` those of variants a second.
    """

    machine: str
    works: Sequence[Work]
    kinds: Sequence[Kind]
    engines: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    cells: Cells = field(default_factory=dict)
    commands: CommandLine = field(default_factory=dict)
    linearity: tuple[Rounds, Rounds] | None = None
    payload: LargePayload | None = None
    live: Sequence[LiveCall] = ()
    hostile: Rounds = ()

    def ratio(self, work: str, above: tuple[Kind, str], below: tuple[Kind, str]) -> float | None:
        """The ratio of two times, each of a kind and engine; None when one was not measured."""
        cells = [self.cells.get((kind, work, engine)) for kind, engine in (above, below)]
        rounds = [cell.rounds for cell in cells if cell is not None and cell.rounds]
        return ratio(*rounds) if len(rounds) == 2 else None


def measure_rendering(
    scale: Scale,
    progress: Callable[[str], None],
    works: Sequence[Work] = WORKS,
    kinds: Sequence[Kind] = tuple(Kind),
    names: Sequence[str] = (),
) -> Scoreboard:
    """The engines on the works; `names` are those of the engines to compare with, all when empty."""
    board = Scoreboard(machine(), works, kinds)
    engines = _engines(scale.effort, names, board.missing)
    try:
        board.engines = {engine.name: engine.about for engine in engines}
        for work, cells in render_cells(works, engines, kinds, scale.effort):
            progress(work.name)
            board.cells.update(cells)
    finally:
        for engine in engines:
            engine.close()
    return board


def measure_everything(scale: Scale, progress: Callable[[str], None]) -> Scoreboard:
    """The whole run. Raises CommandFailedError when a command does not do its work."""
    board = measure_rendering(scale, progress)
    progress("10 and 1000 items")
    board.linearity = linearity(scale.effort)
    progress("a large payload")
    board.payload = large_payload(scale.payload)
    progress("live calls")
    board.live = live_calls(scale.effort)
    progress("hostile input")
    board.hostile = hostile_variants(scale.sizes.long_runs)
    progress("vtl-run")
    board.commands = measure_commands(scale.sizes)
    return board


def _engines(effort: Effort, names: Sequence[str], missing: dict[str, str]) -> list[Engine]:
    """The engines on this machine, ours first; `missing` gets the reasons for the others."""
    makers: dict[str, Callable[[], Engine]] = {
        Native.name: Native,
        ByHand.name: ByHand,
        Velocity.name: lambda: Velocity(effort.warm_up),
        Jinja.name: Jinja,
        Velocityjs.name: lambda: Velocityjs(effort.warm_up / 2),
        Airspeed.name: Airspeed,
        MiniJinja.name: MiniJinja,
    }
    engines = []
    for name, make in makers.items():
        if names and name not in names and name != OURS:
            continue
        try:
            engines.append(make())
        except EngineMissingError as reason:
            missing[name] = str(reason)
    return engines
