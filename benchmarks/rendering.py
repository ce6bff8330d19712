"""Every engine on every work: warm render, compile, first render.

Comes in: works and engines. Goes out: a cell for each kind, work and engine: seconds, or why there are none. An engine
whose text is not ours is left out, but where only white space differs the cell says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median

from benchmarks.engines import Engine, EngineMissingError, Kind, Runner
from benchmarks.rounds import Effort, Rounds, Timed, in_turns
from benchmarks.work import Work


@dataclass(frozen=True)
class Cell:
    """Seconds per operation in each round, none where the engine cannot do it; and what a reader should know."""

    rounds: Rounds
    note: str = ""

    @property
    def seconds(self) -> float | None:
        """Their median, None where there are none."""
        return median(self.rounds) if self.rounds else None


Cells = dict[tuple[Kind, str, str], Cell]
"""By kind, the work's key and the engine's name."""
_GROUPS = ((Kind.WARM,), (Kind.COMPILE, Kind.INLINE), (Kind.FIRST, Kind.KEPT))
"""The operations that run in turns, to be compared."""


def render_cells(
    works: Iterable[Work], engines: Sequence[Engine], kinds: Sequence[Kind], effort: Effort
) -> Iterator[tuple[Work, Cells]]:
    """The cells of each work, as they are measured. The text of the first engine, ours, is the one to equal."""
    for work in works:
        with _runners(work, engines) as (runners, cells):
            notes = {name: agreement for name, agreement in _agreements(runners).items() if agreement is not None}
            for group in _GROUPS:
                ready = {
                    (kind, name): _timed(runner, kind)
                    for kind in group
                    for name, runner in runners.items()
                    if kind in kinds and kind in runner.kinds
                }
                rounds = in_turns({place: timed for place, timed in ready.items() if place[1] in notes}, effort)
                for kind, name in ready:
                    note = notes.get(name, "gives another text")
                    cells[kind, work.key, name] = Cell(rounds.get((kind, name), ()), note)
            yield work, {key: cell for key, cell in cells.items() if key[0] in kinds}


@contextmanager
def _runners(work: Work, engines: Sequence[Engine]) -> Iterator[tuple[dict[str, Runner], Cells]]:
    """The engines that can do the work, by name, and the cells of those that cannot."""
    runners: dict[str, Runner] = {}
    cells: Cells = {}
    with ExitStack() as stack:
        for engine in engines:
            try:
                runner = runners[engine.name] = engine.runner(work)
            except EngineMissingError as reason:
                cells.update({(kind, work.key, engine.name): Cell((), str(reason)) for kind in Kind})
            else:
                stack.callback(runner.close)
        yield runners, cells


def _agreements(runners: dict[str, Runner]) -> dict[str, str | None]:
    """A note on how each runner's text differs from the first one's; None when it is another text."""
    texts = {name: runner.output() for name, runner in runners.items()}
    expected = next(iter(texts.values()))
    said: dict[str, str | None] = {}
    for name, text in texts.items():
        note = runners[name].note
        if text == expected:
            said[name] = note
        elif "".join(text.split()) == "".join(expected.split()):
            said[name] = "; ".join(filter(None, [note, "white space differs"]))
        else:
            said[name] = None
    return said


def _timed(runner: Runner, kind: Kind) -> Timed:
    return lambda count: runner.seconds(kind, count)
