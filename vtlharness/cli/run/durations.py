"""The slowest cases of a run, for `--durations`."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nlargest

from vtlharness.report.text.style import Style
from vtlharness.report.text.visible import safe


def duration_lines(durations: Sequence[tuple[float, str]], most: int, style: Style) -> list[str]:
    """A heading, and a line for each of the slowest cases, at most `most`; for all of them if that is 0."""
    slowest = nlargest(most or len(durations), durations)
    heading = "slowest case" if len(slowest) == 1 else f"slowest {len(slowest)} cases"
    return [style.paint(style.faint, heading), *(f"{seconds:9.4f}s {safe(name)}" for seconds, name in slowest)]
