"""Reads a mapping template inside a definition file, with the positions that it has there.

Comes in: a cursor at a template (text, or `{file: path}`). Goes out: a `Source`. A template from a file of its own has
that file's places. Text in a literal block (`|`) or on one line keeps the file's name, lines and columns, also where
Fn::Sub has filled something in. Any other text (in JSON, folded, put together by functions) is named after its file,
method and content type and counts its own lines; messages add the line at which it stands.
"""

from __future__ import annotations

import re

from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.documents.positions import Positions
from vtlharness.source import Position, Source

_SUBSTITUTION = re.compile(r"\$\{[^{}]*\}")


class EmbeddedSource(Source):
    """The text of a literal block or of one line; offsets count in the text, lines and columns in its file."""

    _file: Source
    _before: int
    _indent: int

    def __init__(self, text: str, file: Source, first_line: int, indent: int) -> None:
        """`first_line` is the file's line, from 1, with the text's first line; `indent` the columns before each."""
        super().__init__(text, file.name)
        object.__setattr__(self, "_file", file)
        object.__setattr__(self, "_before", first_line - 1)
        object.__setattr__(self, "_indent", indent)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EmbeddedSource) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    @property
    def _identity(self) -> tuple[str, str, int, int]:
        return self.text, self.name, self._before, self._indent

    @property
    def first_line(self) -> int:
        """The file's line with the text's first line."""
        return self._before + 1

    def position(self, offset: int) -> Position:
        """The place of an offset of the text in the file."""
        own = Source.position(self, offset)
        line = own.line + self._before
        column = own.column
        mine = Source.line_text(self, own.line)
        written = self._file.line_text(line)[self._indent :]
        if not written.startswith(mine):
            column = _aligned(column, mine, written)
        return Position(line, column + self._indent)

    def line_text(self, line: int) -> str:
        """A line of the file."""
        return self._file.line_text(line)


def _aligned(column: int, mine: str, written: str) -> int:
    """The column of a line before Fn::Sub filled it in; that of the substitution for a place inside of one."""
    shift = 0
    for (start, end), substitution in zip(_filled(mine, written) or (), _SUBSTITUTION.finditer(written), strict=False):
        if column <= start:
            break
        if column <= end:
            return substitution.start() + 1
        shift = substitution.end() - end
    return column + shift


def _filled(mine: str, written: str) -> list[tuple[int, int]] | None:
    """The value of each `${...}` of a written line in the line that Fn::Sub made of it; None if they do not match."""
    first, *others = _SUBSTITUTION.split(written)
    if not mine.startswith(first):
        return None
    filled = []
    end = len(first)
    for number, text in enumerate(others, 1):
        at = mine.find(text, end) if number < len(others) else len(mine) - len(text)
        if at < end or not mine.startswith(text, at):
            return None
        filled.append((end, at))
        end = at + len(text)
    return filled if end == len(mine) else None


class QuotedSource(Source):
    """A text that differs from its form in the file (escaped, folded, joined): it counts lines of its own."""

    _positions: Positions
    _path: tuple[str | int, ...]

    def __init__(self, text: str, name: str, cursor: Cursor) -> None:
        """`cursor` is at the text."""
        super().__init__(text, name)
        object.__setattr__(self, "_positions", cursor.document.positions)
        object.__setattr__(self, "_path", cursor.document.written_path(cursor.path))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Source) and (self.text, self.name) == (other.text, other.name)

    def __hash__(self) -> int:
        return Source.__hash__(self)

    @property
    def stands_at(self) -> str | None:
        """The file and the line with the text, found at the first access."""
        file = self._positions.source
        return f"{file.name}:{file.position(self._positions.nearest(self._path).start).line}"


def template_source(cursor: Cursor, where: str) -> Source:
    """The template at a cursor; `where` names its method and content type. Raises DefinitionError."""
    value = cursor.value
    if type(value) is dict:
        if set(value) != {"file"}:
            raise cursor.error(
                "a template must be text or `{file: path}`", hint="put a template that begins with a brace in quotes"
            )
        return cursor.raw("file").named_file("the template file")
    if type(value) is not str:
        cursor.wrong("text")
    file = cursor.document.source
    written = cursor.document.written_at(cursor.path)
    embedded = None
    if written is not None and "\n" in value:
        embedded = _in_block(value, file, written[0])
    elif written is not None and written[1] == value:
        embedded = _in_line(value, file, written[0])
    return embedded or QuotedSource(value, f"{file.name} {where}", cursor)


def _in_line(text: str, file: Source, start: int) -> EmbeddedSource | None:
    """The source of a text that the file has unchanged on one line; None if it is escaped, folded or filled in."""
    at = file.text.find(text, start, start + len(text) + 80)
    if at < 0:
        return None
    place = file.position(at)
    return EmbeddedSource(text, file, place.line, place.column - 1)


def _in_block(text: str, file: Source, start: int) -> EmbeddedSource | None:
    """The source of a literal block with its header at `start`; None if its lines differ from those of the file."""
    header = file.position(start).line
    lines = text.split("\n")
    if header + len(lines) - bool(not lines[-1]) > len(file.line_starts):
        return None
    written = [file.line_text(number) for number in range(header + 1, header + 1 + len(lines) - bool(not lines[-1]))]
    indent = next((len(line) - len(line.lstrip(" ")) for line in written if line.strip(" ")), 0)
    indent -= next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" ")), 0)
    if indent < 1:
        return None
    for line, there in zip(lines, written, strict=False):
        if there[indent:] != line and _filled(line, there[indent:]) is None:
            return None
    return EmbeddedSource(text, file, header + 1, indent)
