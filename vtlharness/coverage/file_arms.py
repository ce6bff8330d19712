"""The places that a template has in its file: lines, and branch arms as coverage.py numbers them.

Comes in: the counts of a template. Goes out: the file, and how often each of its lines and arms was reached.
coverage.py keeps a branch as a pair of lines, from and to. A negative number stands for an arm that leads to no line of
its own.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import NamedTuple, TypeAlias

from vtlharness.definitions.reading.embedded_source import EmbeddedSource, QuotedSource
from vtlharness.source import Position, Source
from vtlharness.vtl.compile.counting import Arm
from vtlharness.vtl.counts import TemplateCounts

Arc: TypeAlias = tuple[int, int]
"""The line of a branch, and the line to which an arm leads, or a negative number."""

_KINDS = ("true", "false", "zero", "one", "more", "evaluated", "skipped")
_MOST_KINDS = 16

_TAKEN = {
    "true": "{word} is true",
    "false": "{word} is false",
    "zero": "{word} has no item",
    "one": "{word} has one item",
    "more": "{word} has more than one item",
    "evaluated": "the right side of {word} is evaluated",
    "skipped": "the right side of {word} is skipped",
}
_MISSING = {
    "true": "{word} is never true",
    "false": "{word} is never false",
    "zero": "{word} never has no item",
    "one": "{word} never has exactly one item",
    "more": "{word} never has more than one item",
    "evaluated": "the right side of {word} is never evaluated",
    "skipped": "the right side of {word} is never skipped",
}


class FileArm(NamedTuple):
    """A branch arm in a file: its `arc`, the `place` of its directive or operator, its kind, and the directive's or
    operator's text (see `vtl.compile.counting.Arm`)."""

    arc: Arc
    place: Position
    kind: str
    word: str

    @property
    def taken(self) -> str:
        """What happens when the arm is taken; without a comma, which LCOV's format could not tell from its own."""
        return _TAKEN[self.kind].format(word=f"{self.word} at column {self.place.column}")

    @property
    def missing(self) -> str:
        """What is wrong when the arm is not taken."""
        return _MISSING[self.kind].format(word=self.word)


class TemplateReach(NamedTuple):
    """The counts of one template in its file: of lines, and of arms."""

    lines: dict[int, int]
    arms: dict[FileArm, int]


def file_of(source: Source) -> str | None:
    """The path of the file in which a template stands; None if it does not stand in a file."""
    if isinstance(source, QuotedSource):
        return source.parts[2].source.name
    if isinstance(source, EmbeddedSource) or os.path.isfile(source.name):
        return source.name
    return None


def template_reach(counts: TemplateCounts) -> TemplateReach:
    """The counts of a template in its file."""
    source = counts.source
    if isinstance(source, QuotedSource):
        return _quoted(source, counts)
    before = source.first_line - 1
    lines = {line + before: count for line, count in counts.lines().items()}
    arms = counts.arms()
    ends = Counter((source.position(arm.offset).line, _target_line(source, arm)) for arm, _ in arms)
    branches = Counter(source.position(offset).line for offset in {counted.arm.offset for counted in arms})
    reach: dict[FileArm, int] = {}
    for arm, count in arms:
        place, target = source.position(arm.offset), _target_line(source, arm)
        if branches[place.line] > 1 or ends[place.line, target] > 1:
            target = None
        end = target or -(place.column * _MOST_KINDS + _KINDS.index(arm.kind))
        reach[FileArm((place.line, end), place, arm.kind, arm.word)] = count
    return TemplateReach(lines, reach)


def _target_line(source: Source, arm: Arm) -> int | None:
    """The line to which an arm of a condition leads, if it is a later one."""
    if arm.target is None or arm.kind not in ("true", "false"):
        return None
    line = source.position(arm.target).line
    return line if line > source.position(arm.offset).line else None


def _quoted(source: QuotedSource, counts: TemplateCounts) -> TemplateReach:
    """The counts of a template whose text differs from its form in the file: all at the line where it begins."""
    positions, path = source.parts[2:]
    start = positions.nearest(path).start
    place = positions.source.position(start)
    reached = max(counts.lines().values(), default=None)
    lines = {} if reached is None else {place.line: reached}
    arms = {
        FileArm((place.line, -(start + number)), place, arm.kind, _numbered(source, arm)): count
        for number, (arm, count) in enumerate(counts.arms(), 1)
    }
    return TemplateReach(lines, arms)


def _numbered(source: Source, arm: Arm) -> str:
    line, column = Source.position(source, arm.offset)
    return f"{arm.word} on line {line} and column {column} of the template"
