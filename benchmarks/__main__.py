"""`python -m benchmarks`: the scoreboard."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from benchmarks.engines import Engine, EngineMissingError, Kind
from benchmarks.rendering import render_cells
from benchmarks.rounds import LONG, SHORT, Effort
from benchmarks.work import WORKS


@contextmanager
def engines(effort: Effort, names: Sequence[str]) -> Iterator[tuple[list[Engine], dict[str, str]]]:
    """The engines that this machine has, ours first, and why it lacks the others."""
    from benchmarks.engines.airspeed import Airspeed
    from benchmarks.engines.by_hand import ByHand
    from benchmarks.engines.jinja import Jinja
    from benchmarks.engines.native import Native
    from benchmarks.engines.velocity import Velocity
    from benchmarks.engines.velocityjs import Velocityjs

    made: list[Engine] = []
    missing = {}
    for make in (Native, ByHand, lambda: Velocity(effort.warm_up), Jinja, Velocityjs, Airspeed):
        try:
            made.append(make())
        except EngineMissingError as reason:
            missing[getattr(make, "name", "Velocity 1.7")] = str(reason)
    try:
        yield [engine for engine in made if not names or engine.name in names or engine is made[0]], missing
    finally:
        for engine in made:
            engine.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--work", action="append", default=[])
    parser.add_argument("--engine", action="append", default=[])
    parser.add_argument("--kind", action="append", default=[])
    options = parser.parse_args()
    effort = SHORT if options.short else LONG
    kinds = [kind for kind in Kind if not options.kind or kind.name.lower() in options.kind]
    works = [work for work in WORKS if not options.work or work.key in options.work]
    with engines(effort, options.engine) as (made, missing):
        for work, cells in render_cells(works, made, kinds, effort):
            for (kind, _, name), cell in cells.items():
                ours = cells[kind, work.key, made[0].name].seconds
                figure = "-" if cell.seconds is None else f"{cell.seconds * 1e6:10.1f} µs {cell.seconds / ours:8.2f}"
                print(f"{work.name:20} {kind.value:25} {name:15} {figure} {cell.note}")
    print(missing)


if __name__ == "__main__":
    main()
