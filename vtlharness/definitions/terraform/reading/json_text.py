"""A document that stands as a text in a JSON file: an OpenAPI body, a model's schema.

Comes in: a cursor at the text. Goes out: a cursor at the root of the document, whose places are those of the file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from vtlharness.definitions.terraform.reading.shown_document import ShownDocument
from vtlharness.source import Position, Source

_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")


class TextInJson(Source):
    """The text of a JSON string; offsets count in the text, lines and columns in the file around it."""

    _document: ShownDocument
    _path: tuple[str | int, ...]

    def __init__(self, text: str, document: ShownDocument, path: tuple[str | int, ...]) -> None:
        """`path` leads to the string in the file."""
        super().__init__(text, document.source.name)
        object.__setattr__(self, "_document", document)
        object.__setattr__(self, "_path", path)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TextInJson) and (self.text, self.name, self._path) == (
            other.text,
            other.name,
            other._path,
        )

    def __hash__(self) -> int:
        return hash((self.text, self.name, self._path))

    @cached_property
    def _start(self) -> int:
        return self._document.positions.nearest(self._path).start

    @cached_property
    def _escapes(self) -> tuple[list[int], list[int]]:
        """The offsets of the characters after an escape: in the text, and in the file from the string's start."""
        written = self._document.source.text
        end = self._document.positions.nearest(self._path).end
        own: list[int] = []
        there: list[int] = []
        shorter = 0
        for match in _ESCAPE.finditer(written, self._start + 1, end):
            shorter += len(match[0]) - 1
            own.append(match.end() - self._start - 1 - shorter)
            there.append(match.end() - self._start - 1)
        return own, there

    def position(self, offset: int) -> Position:
        """The place of an offset of the text in the file."""
        own, there = self._escapes
        index = bisect_right(own, offset)
        inside = offset if not index else there[index - 1] + offset - own[index - 1]
        return self._document.shown.position(self._start + 1 + inside)

    def line_text(self, line: int) -> str:
        """A line of the file."""
        return self._document.shown.line_text(line)
