"""What a run covered, as plain data: the section on coverage of those reports that have one.

Comes in: whatever measured the run. Goes out: a `CoverageSection`, a field of the `RunRecord`.
"""

from __future__ import annotations

from typing import NamedTuple


class TextCoverage(NamedTuple):
    """The coverage of one template or definition.

    `file` names it. `lines` and `arms` are pairs: how many ran, of how many. `missing` are sentences on what did not
    run, in the order of the places (`line 4: the else of #if is never taken`).
    """

    file: str
    lines: tuple[int, int]
    arms: tuple[int, int]
    missing: tuple[str, ...] = ()


class CoverageSection(NamedTuple):
    """The coverage of a run. `unreached` are sentences on parts of definitions that no case reached."""

    texts: tuple[TextCoverage, ...]
    unreached: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[int, int]:
        """The lines that ran, and all lines."""
        return sum(text.lines[0] for text in self.texts), sum(text.lines[1] for text in self.texts)

    @property
    def arms(self) -> tuple[int, int]:
        """The arms of choices that were taken, and all arms."""
        return sum(text.arms[0] for text in self.texts), sum(text.arms[1] for text in self.texts)
