"""The place of a finding in its file, also where a definition has the template in another form, such as JSON's.

Comes in: a template's source and an offset. Goes out: the file, the line and the column, and the offset in the file
where the template's text stands unchanged.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from vtlharness.definitions.reading.embedded_source import EmbeddedSource, QuotedSource
from vtlharness.source import Source

_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|.)", re.DOTALL)


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
    start = positions.nearest(path).start
    found = file.position(_in_quotes(source.text, file.text, start, offset))
    return Place(file.name, found.line, found.column)


def _in_quotes(text: str, written: str, start: int, offset: int) -> int:
    """The offset in the file of a character of a text in double quotes; the beginning if it is not written so."""
    if not written.startswith('"', start):
        return start
    at = start + 1
    for count in range(offset):
        if written.startswith("\\", at):
            escape = _ESCAPE.match(written, at)
            if escape is None:
                return start
            pair = re.fullmatch(r"\\u[dD][89abAB][0-9A-Fa-f]{2}", escape[0])
            at = escape.end() + (6 if pair else 0)
        elif written[at : at + 1] == text[count : count + 1]:
            at += 1
        else:
            return start
    return at


def file_offset(source: Source, offset: int) -> int | None:
    """The offset in the file, where the template is a file of its own or an unchanged block of lines in it."""
    if type(source) is Source:
        return offset
    if isinstance(source, EmbeddedSource) and "\n" in source.text:
        file = source.parts[1]
        place = source.position(offset)
        return file.line_starts[place.line - 1] + place.column - 1
    return None
