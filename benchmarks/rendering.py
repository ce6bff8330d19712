"""Every engine on every work: warm render, compile, first render.

Comes in: works and engines. Goes out: a cell for each kind, work and engine: seconds, or why there are none. An engine
whose text is not ours is left out, but where only white space differs the cell says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from benchmarks.engines import Engine, EngineMissingError, Kind, Runner
from benchmarks.rounds import Effort, Timed, medians
from benchmarks.work import Work


@dataclass(frozen=True)
class Cell:
    """Median seconds per operation, None where the engine cannot do it; and what a reader should know."""

    seconds: float | None
    note: str = ""


Cells = dict[tuple[Kind, str, str], Cell]
"""By kind, the work's key and the engine's name."""


def render_cells(
    works: Iterable[Work], engines: Sequence[Engine], kinds: Sequence[Kind], effort: Effort
) -> Iterator[tuple[Work, Cells]]:
    """The cells of each work, as they are measured. The first engine is ours: the others' text is held against its."""
    for work in works:
        with _runners(work, engines) as (runners, cells):
            notes = {name: agreement for name, agreement in _agreements(runners).items() if agreement is not None}
            for kind in kinds:
                ready = {name: _timed(runner, kind) for name, runner in runners.items() if kind in runner.kinds}
                for name, seconds in medians({name: ready[name] for name in ready if name in notes}, effort).items():
                    cells[kind, work.key, name] = Cell(seconds, notes[name])
                for name in ready.keys() - notes.keys():
                    cells[kind, work.key, name] = Cell(None, "gives another text")
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
                cells.update({(kind, work.key, engine.name): Cell(None, str(reason)) for kind in Kind})
            else:
                stack.callback(runner.close)
        yield runners, cells


def _agreements(runners: dict[str, Runner]) -> dict[str, str | None]:
    """What is to be said of each runner's text beside the first one's; None where it is another text."""
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
