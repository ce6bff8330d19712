"""The scoreboard as Markdown, which reads as it is on a terminal too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from benchmarks.engines import Kind
from benchmarks.rendering import Cell
from benchmarks.rounds import ratio
from benchmarks.scoreboard import OURS, Scoreboard
from benchmarks.targets import Target, targets

_MB = 1_000_000
_BESIDE = {Kind.COMPILE: (Kind.INLINE, "once more"), Kind.FIRST: (Kind.KEPT, "kept on disk")}
"""Of some kinds, what else our own engine does, and how that column is called."""
_WHAT_IS_TIMED = """\
Medians of rounds in which the engines take turns; in brackets how many times our time, the median of the rounds'
ratios. Each engine parses the payload in every render. Every text is compared with ours: the same bytes, but where a
note says otherwise.

- **vtlharness**: as `vtl-run` renders a case, with `$context` made and warnings collected. A compilation forgets the
  paths compiled before. *Once more*: the second compilation, to code that is quick to run, of a template that is
  rendered often or met again. *Kept on disk*: its result is read from the disk, as by each run but the first two.
- **by hand**: a Python function for this one template, payload by orjson, `$context` given: the limit.
- **Velocity 1.7**: the oracle's `repeat` on the warmed JVM: `$context` copied, payload parsed by json-smart, template
  merged into a writer. Its *compile + first render* is warm too; its parser alone is not measured.
- **Jinja2**: the same template written by hand for Jinja2, payload by orjson, `$context` given.
- **velocityjs**: in warmed Node.js, payload by JSON.parse, paths by jsonpath-plus, `$context` given.
- **airspeed**: payload and paths by our code, which is faster than what its users have; `$context` given. A
  compilation forgets the paths compiled before, as ours does.
- **minijinja**: Jinja2's template in Rust, payload by orjson, `$context` given, filters in Python.
"""
_COMMANDS = """\
Wall time from process start to end, after two runs that are not measured; peak memory of the largest process. Half of
the templates are the one line, half the 25 lines on an order of two lines. *Nothing kept*: the cache folder, of
compiled templates and of case files' data, is empty at the start.
"""

_LIVE = """\
A call through a method, its template and a backend of this computer that answers at once. *By hand*: connect, send the
bytes, read the answer, close.
"""


def markdown(board: Scoreboard) -> str:
    """All measurements; the targets too, if nothing was left out."""
    return "\n".join(_lines(board))


def _lines(board: Scoreboard) -> Iterator[str]:
    yield f"{board.machine}\n"
    yield from (f"- {name}: {about}" for name, about in board.engines.items())
    yield from (f"- {name}: left out, {reason}" for name, reason in board.missing.items())
    yield ""
    if board.commands:
        yield "## Targets\n"
        rows = [[target.what, _bound(target), _figure(target), _reached(target)] for target in targets(board)]
        yield from _table(["figure", "target", "measured", ""], rows, "lrrl")
    for kind in board.kinds:
        if not any(kind is beside and main in board.kinds for main, (beside, _) in _BESIDE.items()):
            yield from _kind(board, kind)
    if board.commands:
        yield from _commands(board)
    if board.payload and board.linearity:
        yield from _scaling(board)
    if board.live:
        yield from _live(board)
    if board.hostile:
        yield f"`--hostile` tries {median(board.hostile):,.0f} variants of a call of an API in a second.\n"
    yield "## What is timed\n"
    yield _WHAT_IS_TIMED
    yield from _notes(board)


# Rendering


def _kind(board: Scoreboard, kind: Kind) -> Iterator[str]:
    """One table, a row for each work, a column for each engine; ours has a second one where `_BESIDE` says so."""
    columns = [
        (kind, name) for name in board.engines if any((kind, work.key, name) in board.cells for work in board.works)
    ]
    beside, name_beside = _BESIDE.get(kind, (kind, ""))
    if beside is not kind and beside in board.kinds:
        columns.insert(1, (beside, OURS))
    rows = []
    for work in board.works:
        row = [work.name]
        for column, engine in columns:
            cell = board.cells.get((column, work.key, engine), Cell(()))
            ours = (column, engine) == (kind, OURS)
            row.append(_time(cell, None if ours else board.ratio(work.key, (column, engine), (kind, OURS))))
        rows.append(row)
    yield f"## {kind.value.capitalize()}\n"
    names = [name_beside if column is not kind else engine for column, engine in columns]
    yield from _table(["template", *names], rows, "l" + "r" * len(names))


def _notes(board: Scoreboard) -> Iterator[str]:
    """The notes on engines and works, once for all kinds."""
    notes: dict[str, dict[str, None]] = {}
    for work in board.works:
        for (_, key, engine), cell in board.cells.items():
            if key == work.key and cell.note:
                notes.setdefault(f"{engine}: {cell.note}", {})[work.name] = None
    yield from (f"- {note} ({'; '.join(works)})" for note, works in notes.items())
    yield ""


def _time(cell: Cell, times_ours: float | None) -> str:
    if cell.seconds is None:
        return "–"
    text = duration(cell.seconds)
    return text if times_ours is None else f"{text} ({significant(times_ours)})"


# Processes and payloads


def _commands(board: Scoreboard) -> Iterator[str]:
    rows = [
        [
            measure.name,
            duration(measure.seconds),
            significant(measure.seconds / board.commands["click"].seconds),
            f"{measure.cases / measure.seconds:,.0f}" if measure.cases > 1 else "",
            f"{measure.peak / _MB:.0f} MB",
        ]
        for measure in board.commands.values()
    ]
    yield "## From process start\n"
    yield _COMMANDS
    yield from _table(["command", "wall time", "times import click", "cases/s", "peak memory"], rows, "lrrrr")


def _scaling(board: Scoreboard) -> Iterator[str]:
    assert board.linearity is not None
    assert board.payload is not None
    ten, thousand = (median(rounds) for rounds in board.linearity)
    growth = ratio(board.linearity[1], board.linearity[0])
    payload = board.payload
    sizes = [("its text", payload.text), ("its parsed form", payload.parsed)]
    sizes += [("parsing it with orjson, peak", payload.parsing), ("a render, peak", payload.render)]
    yield "## Growth with the payload\n"
    yield (
        f"A warm render of the long list takes {duration(ten)} with 10 items, {duration(thousand)} with 1000: "
        f"{growth / 100:.2f} of 100 times.\n"
    )
    yield "A large payload through `$input.path` and two loops, over a process that has read its text:\n"
    rows = [[name, f"{size / _MB:.1f} MB", f"{size / payload.parsed:.2f}"] for name, size in sizes]
    yield from _table(["", "memory", "times the parsed form"], rows, "lrr")


def _live(board: Scoreboard) -> Iterator[str]:
    rows = [
        [
            call.name,
            duration(median(call.live)),
            "–" if call.alone is None else duration(median(call.alone)),
            duration(call.overhead),
        ]
        for call in board.live
    ]
    yield "## Live calls\n"
    yield _LIVE
    yield from _table(["backend", "a whole call", "its exchange by hand", "over it"], rows, "lrrr")


# Figures


def _bound(target: Target) -> str:
    return f"{'at least' if target.at_least else 'at most'} {target.bound:,g}"


def _figure(target: Target) -> str:
    if target.figure is None:
        return "–"
    number = f"{target.figure:,.0f}" if target.figure >= 1000 else significant(target.figure)
    return f"{number} {target.unit}"


def _reached(target: Target) -> str:
    return {True: "reached", False: "**not reached**", None: "not measured"}[target.reached]


def duration(seconds: float) -> str:
    """A time with three digits and its unit."""
    for unit, size in (("µs", 1e-6), ("ms", 1e-3)):
        if seconds < 1000 * size:
            return f"{significant(seconds / size)} {unit}"
    return f"{significant(seconds)} s"


def significant(number: float) -> str:
    """A number with three digits before and after its point, but all of those before it."""
    if number >= 100:
        return f"{number:.0f}"
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], sides: str) -> Iterator[str]:
    """A Markdown table with even columns; `sides` holds l or r for each."""
    widths = [max(3, *(len(row[column]) for row in [heads, *rows])) for column in range(len(heads))]
    rule = [
        ("-" * (width - 1) + ":") if side == "r" else "-" * width for side, width in zip(sides, widths, strict=True)
    ]
    for row in [heads, rule, *rows]:
        cells = [
            text.rjust(width) if side == "r" else text.ljust(width)
            for side, width, text in zip(sides, widths, row, strict=True)
        ]
        yield f"| {' | '.join(cells)} |"
    yield ""
