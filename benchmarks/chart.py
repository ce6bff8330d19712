"""Warm renders as an SVG bar chart: each engine's time relative to ours, on a logarithmic scale.

Bars to the left of the line are faster than we are, bars to the right slower. The colours suit light and dark pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from math import ceil, floor, log10

from benchmarks.engines import Kind
from benchmarks.scoreboard import OURS, Scoreboard
from benchmarks.table import significant

_COLORS = ("#2a9d6f", "#3b82c4", "#d99a1c", "#b56fb0", "#d8602b", "#7a8491")
_LEFT, _WIDTH, _RIGHT = 165, 520, 50
_TOP, _BAR, _GAP = 84, 13, 18
_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#6b7681}.title{font-size:15px;font-weight:600}.work{font-weight:600}"
    ".figure{font-size:10px}.grid{stroke:#6b7681;stroke-opacity:.2}.ours{stroke:#6b7681;stroke-width:1.5}"
    "@media(prefers-color-scheme:dark){text{fill:#b1bac4}.grid,.ours{stroke:#b1bac4}}"
)


def svg(board: Scoreboard) -> str:
    """The chart of a scoreboard with warm renders. An engine that has no figure has no bar."""
    engines = [name for name in board.engines if name != OURS]
    colors = dict(zip(engines, _COLORS, strict=False))
    groups = [(work.name, _ratios(board, work.key, engines)) for work in board.works]
    ratios = [ratio for _, group in groups for ratio in group.values()] or [1]
    low, high = floor(log10(min(*ratios, 0.9))), ceil(log10(max(*ratios, 1.1)))
    height = _TOP + sum(len(group) * _BAR + _GAP for _, group in groups) + 10

    def x(ratio: float) -> float:
        return _LEFT + (log10(ratio) - low) / (high - low) * _WIDTH

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDTH + _RIGHT} {height}" role="img">',
        f"<title>Warm render: time relative to {OURS}</title><style>{_STYLE}</style>",
        f'<text class="title" x="16" y="24">Warm render: time relative to {OURS} (left: faster, right: slower)</text>',
        *_legend(colors),
        *_ticks([10.0**power for power in range(low, high + 1)], x, height),
        *_bars(groups, colors, x),
        f'<line class="ours" x1="{x(1):.1f}" x2="{x(1):.1f}" y1="{_TOP - 6}" y2="{height - 6}"/>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _ratios(board: Scoreboard, work: str, engines: Sequence[str]) -> dict[str, float]:
    """The engines' times relative to ours."""
    measured = {engine: board.ratio(work, (Kind.WARM, engine), (Kind.WARM, OURS)) for engine in engines}
    return {engine: ratio for engine, ratio in measured.items() if ratio is not None}


def _legend(colors: dict[str, str]) -> Iterator[str]:
    x = 16.0
    for engine, color in colors.items():
        yield f'<rect x="{x:.0f}" y="38" width="11" height="11" rx="2" fill="{color}"/>'
        yield f'<text x="{x + 16:.0f}" y="48">{escape(engine)}</text>'
        x += 36 + 7 * len(engine)


def _ticks(ratios: Sequence[float], x: Callable[[float], float], height: float) -> Iterator[str]:
    for ratio in ratios:
        place, text = f"{x(ratio):.1f}", OURS if ratio == 1 else f"{ratio:g}"
        yield f'<line class="grid" x1="{place}" x2="{place}" y1="{_TOP - 6}" y2="{height - 6}"/>'
        yield f'<text x="{place}" y="{_TOP - 12}" text-anchor="middle">{text}</text>'


def _bars(
    groups: Sequence[tuple[str, dict[str, float]]], colors: dict[str, str], x: Callable[[float], float]
) -> Iterator[str]:
    y = float(_TOP)
    for name, ratios in groups:
        middle = y + len(ratios) * _BAR / 2 + 4
        yield f'<text class="work" x="{_LEFT - 12}" y="{middle:.1f}" text-anchor="end">{escape(name)}</text>'
        for engine, ratio in ratios.items():
            left, right = sorted((x(1), x(ratio)))
            yield (
                f'<rect x="{left:.1f}" y="{y + 1:.1f}" width="{max(right - left, 1):.1f}" height="{_BAR - 2}" rx="2" '
                f'fill="{colors[engine]}"><title>{escape(engine)}: {ratio:.2f} times</title></rect>'
            )
            place, anchor = (right + 4, "start") if ratio >= 1 else (left - 4, "end")
            text = f'<text class="figure" x="{place:.1f}" y="{y + _BAR - 3:.1f}" text-anchor="{anchor}">'
            yield f"{text}{significant(ratio)}</text>"
            y += _BAR
        y += _GAP
