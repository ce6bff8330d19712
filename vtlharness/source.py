"""A text and its name: the place of an offset, and its excerpt.

Comes in: the text of a template, a case file or a payload. Goes out: `Position`s and excerpts for messages. Every other
module keeps plain offsets; only this one turns them into lines and columns.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from vtlharness.late_pattern import late_pattern

BOM = "\ufeff"
"""The byte order mark, with which some editors begin a file."""

_LINE_END = late_pattern(r"\r\n|\n|\r")


class Position(NamedTuple):
    """A place in a text: `line` and `column` count from 1, columns in characters."""

    line: int
    column: int


class Source:
    """A text with the name that messages give it (a file's path, or something like `<template>`). It does not change.

    Sources of the same class are equal if their texts and names are.
    """

    text: str
    name: str

    def __init__(self, text: str, name: str = "<template>") -> None:
        own = self.__dict__
        own["text"] = text
        own["name"] = name

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Source) or other.__class__ is not self.__class__:
            return NotImplemented
        return self.text == other.text and self.name == other.name

    def __hash__(self) -> int:
        return hash((self.text, self.name))

    def __repr__(self) -> str:
        return f"{self.__class__.__qualname__}(text={self.text!r}, name={self.name!r})"

    def __setattr__(self, name: str, _: object) -> None:
        """Raises AttributeError."""
        raise AttributeError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        """Raises AttributeError."""
        raise AttributeError(f"cannot delete field {name!r}")

    @property
    def first_line(self) -> int:
        """The line of the file on which the text begins: 1, unless the text stands inside another text."""
        return 1

    @property
    def stands_at(self) -> str | None:
        """The place, as `file:line`, of a text that stands in a file and yet counts its own lines; None for any other
        text.
        """
        return None

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset at which each line begins; `\\n`, `\\r\\n` and `\\r` end a line."""
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def position(self, offset: int) -> Position:
        """The line and column of an offset (at most the text's length)."""
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def line_text(self, line: int) -> str:
        """The text of a line (from 1) without its line end."""
        start = self.line_starts[line - 1]
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def excerpt(self, offset: int, length: int = 1) -> str:
        """The line of an offset after its number, and a caret as wide as `length` below it.

        Tabs stay tabs in both lines so that the caret stands where it should; other control characters show as `·`; a
        long line is cut around the caret, and the caret is at most 160 wide.
        """
        place = self.position(offset)
        line = self.line_text(place.line)
        start = place.column - 1
        width = max(1, min(length, len(line) - start, 160))
        cut = max(0, start - 80)
        shown = line[cut : max(start + width, cut + 160)]
        gutter = f"{place.line} | "
        lead = "".join(char if char == "\t" else " " for char in line[cut:start])
        visible = "".join(char if char == "\t" or char.isprintable() else "·" for char in shown)
        return f"{gutter}{visible}\n{' ' * len(gutter)}{lead}{'^' * width}"
