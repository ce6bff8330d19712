"""The place of a finding in its file, also where a definition has the template in another form, such as JSON's.

Comes in: a template's source and an offset. Goes out: the file, the line and the column, and the offset in the file
where the template's text stands unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vtlharness.definitions.reading.embedded_source import EmbeddedSource, QuotedSource
from vtlharness.documents.nodes import Node
from vtlharness.lint.written_scalars import spans
from vtlharness.source import Source


class Place(NamedTuple):
    """A place in a file; `line` and `column` count from 1."""

    file: str
    line: int
    column: int


def place_in_file(source: Source, offset: int) -> Place:
    """Where an offset of a template stands in a file."""
    if not isinstance(source, QuotedSource):
        found = source.position(offset)
        return Place(source.name, found.line, found.column)
    _, _, positions, path = source.parts
    file = positions.source
    found = file.position(_written_at(source.text, file.text, positions.nearest(path), offset))
    return Place(file.name, found.line, found.column)


def _written_at(text: str, written: str, node: Node, offset: int) -> int:
    """The offset in the file of a character of a text; the beginning where no scalar there has it."""
    begin = 0
    for scalar in _scalars(node):
        found = text.find(scalar.text, begin) if scalar.text else -1
        if found < 0:
            continue
        begin = found + len(scalar.text)
        if found <= offset < begin or (found <= offset == begin == len(text)):
            places = spans(written, scalar)
            if places is None:
                return scalar.start
            return places[offset - found][0] if offset < begin else places[-1][1]
    return node.start


def _scalars(node: Node) -> Iterator[Node]:
    """The scalars that a text may be put together from, in their order."""
    if node.kind == "scalar":
        yield node
    for _, value in node.pairs:
        yield from _scalars(value)
    for item in node.items:
        yield from _scalars(item)


def file_offset(source: Source, offset: int) -> int | None:
    """The offset in the file, where the template is a file of its own or an unchanged block of lines in it."""
    if type(source) is Source:
        return offset
    if isinstance(source, EmbeddedSource) and "\n" in source.text:
        file = source.parts[1]
        place = source.position(offset)
        return file.line_starts[place.line - 1] + place.column - 1
    return None
