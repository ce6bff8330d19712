"""What renderings reached: the counts of templates.

Comes in: templates that count, and their renderings. Goes out: `TemplateCounts`, the lines and branch arms of each
template with how often they were reached.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from vtlharness.source import Source
from vtlharness.vtl.compile.counting import Arm, Counters


class ArmCount(NamedTuple):
    """A branch arm of a template, and how often it was taken."""

    arm: Arm
    times: int


class TemplateCounts:
    """The counts of one template.

    `source` is the template. A place whose statement failed was reached; those after it, in the same row of statements,
    were not.
    """

    def __init__(self, source: Source, counters: Counters) -> None:
        self.source = source
        self.counters = counters
        self.hits = [0] * counters.size
        self._unfinished: dict[int, dict[int, int]] = {}

    def names(self) -> dict[str, Any]:
        """The names with which the template's function counts."""
        hits = self.hits

        def hit(number: int) -> bool:
            hits[number] += 1
            return True

        def add_hits(numbers: tuple[int, ...], times: tuple[int, ...]) -> None:
            for number, count in zip(numbers, times, strict=False):
                hits[number] += count

        return {"hits": hits, "hit": hit, "add_hits": add_hits}

    def failed_at(self, places: Iterable[tuple[int, int]]) -> None:
        """Takes the places of a failure: the offset of the block of each function of the template that was running,
        and the offset where it was."""
        for function, offset in places:
            statements, conditions = self.counters.unfinished(function, offset)
            for number, index in statements:
                row = self._unfinished.setdefault(number, {})
                row[index] = row.get(index, 0) + 1
            for number in conditions:
                self.hits[number] += 1

    def clear(self) -> None:
        """Forgets what was counted."""
        self.hits[:] = [0] * len(self.hits)
        self._unfinished.clear()

    def __bool__(self) -> bool:
        return any(self.hits)

    def arms(self) -> list[ArmCount]:
        """All branch arms of the template, in the order of its text."""
        hits = self.hits
        arms = [ArmCount(arm, sum(hits[number] for number in arm.numbers)) for arm in self.counters.arms]
        return sorted(arms, key=lambda counted: counted.arm.offset)

    def spans(self) -> Iterator[tuple[int, int, int]]:
        """The pieces of the template that are evaluated: offsets, from and to, and how often."""
        for spans, numbers, before in self.counters.steps:
            count = sum(self.hits[number] for number in numbers)
            row = self._unfinished.get(numbers.start) if before > 0 else None
            if row is not None:
                count -= sum(times for ended, times in row.items() if ended < before)
            for start, end in spans:
                yield start, end, count

    def lines(self) -> dict[int, int]:
        """How often each line of the text was reached, by its number in the text (from 1); lines without statements are
        left out. A line with several statements was reached as often as the one that was reached most.
        """
        text, starts = self.source.text, self.source.line_starts
        lines: dict[int, int] = {}
        for start, end, count in self.spans():
            line = bisect_right(starts, start)
            while start < end:
                stop = min(end, starts[line] if line < len(starts) else len(text))
                if not text[start:stop].isspace():
                    lines[line] = max(count, lines.get(line, 0))
                start, line = stop, line + 1
        return dict(sorted(lines.items()))

    def covers(self, offset: int) -> bool:
        """Whether the piece of the template at an offset was evaluated; False for a place where nothing is evaluated,
        such as a comment."""
        return any(count and start <= offset < end for start, end, count in self.spans())


class Recorder:
    """The counts of all templates that were compiled while it was recording, by source.

    `parts` are the parts of definitions that cases use, by the definition's file, and how often each was reached; a
    part is a row of names (see `cases.integration.reached_parts`). `elsewhere` is what other processes of the run have
    reached, as `coverage.reached` writes it.
    """

    def __init__(self) -> None:
        self.templates: dict[Source, TemplateCounts] = {}
        self.parts: dict[str, dict[tuple[str, ...], int]] = {}
        self.elsewhere: list[Any] = []

    def counts(self, source: Source, counters: Counters) -> TemplateCounts:
        """The counts of a template, which has just been compiled."""
        counts = self.templates.get(source)
        if counts is None or counts.counters.size != counters.size:
            counts = self.templates[source] = TemplateCounts(source, counters)
        return counts

    def apart(self) -> Recorder:
        """A recorder for a rendering that does not count, because it repeats another one."""
        return Recorder()

    def clear(self) -> None:
        """Forgets what was counted; the templates go on counting."""
        for counts in self.templates.values():
            counts.clear()
        self.parts = {}
        self.elsewhere = []
