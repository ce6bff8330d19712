"""`python -m benchmarks` measures everything and prints the scoreboard; `--write` also saves it.

--work, --kind and --engine measure only that part of the rendering.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.chart import svg
from benchmarks.engines import Kind
from benchmarks.machine import busy
from benchmarks.scoreboard import LONG_SCALE, SHORT_SCALE, measure_everything, measure_rendering
from benchmarks.table import markdown
from benchmarks.work import WORKS

_RESULTS = Path(__file__).parent / "RESULTS.md"
_CHART = Path(__file__).parent / "RESULTS.svg"
_KINDS = {kind.name.lower(): kind for kind in Kind}


def main() -> int:
    """The exit code: 1 when an available engine fails on a template or renders another text than ours, else 0."""
    options = _options()
    scale = SHORT_SCALE if options.short else LONG_SCALE
    if options.work or options.kind or options.engine:
        works = [work for work in WORKS if not options.work or work.key in options.work]
        kinds = [_KINDS[name] for name in _KINDS if not options.kind or name in options.kind]
        board = measure_rendering(scale, _tell, works, kinds, options.engine)
    else:
        board = measure_everything(scale, _tell)
    text, chart = markdown(board), svg(board)
    print(f"A short run: the figures mean nothing.\n\n{text}" if options.short else text)
    if options.write:
        _RESULTS.write_text(_page(text), encoding="utf-8")
        _CHART.write_text(chart, encoding="utf-8")
    left_out = [f"{engine}, {work}: {cell.note}" for (_, work, engine), cell in board.cells.items() if not cell.seconds]
    for line in left_out:
        _tell(line)
    return 1 if left_out else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--short", action="store_true", help="only show that it works: the figures mean nothing")
    parser.add_argument("--write", action="store_true", help=f"write {_RESULTS.name} and {_CHART.name}")
    parser.add_argument("--loaded", action="store_true", help="--write also on a machine that does something else")
    parser.add_argument("--work", action="append", choices=[work.key for work in WORKS], help="only this template")
    parser.add_argument("--kind", action="append", choices=_KINDS, help="only this")
    parser.add_argument("--engine", action="append", metavar="NAME", help="only this engine beside ours")
    options = parser.parse_args()
    if options.write and (options.short or options.work or options.kind or options.engine):
        parser.error("--write goes with a whole run")
    load = busy() if options.write and not options.loaded else None
    if load is not None:
        parser.error(f"--write is for a machine that does nothing else, but {load}; --loaded writes anyway")
    options.engine = options.engine or ()
    return options


def _tell(what: str) -> None:
    print(f"... {what}", file=sys.stderr, flush=True)


def _page(text: str) -> str:
    title = (
        "# Scoreboard\n\nWritten by `python -m benchmarks --write`; docs/performance.md says how to read and use it.\n"
    )
    return f"{title}\n![Warm renders relative to ours]({_CHART.name})\n\n{text}"


if __name__ == "__main__":
    sys.exit(main())
