"""A mapping template that stands inside a definition file, with the places that it has there.

Comes in: a cursor at a template (text, or `{file: path}`). Goes out: a `Source`. Text in a literal block (`|`) keeps
the file's name, lines and columns; a template from a file of its own has that file's; any other text (quoted, folded,
put together by a function) is named after its file, method and content type and counts its own lines.
"""

from __future__ import annotations

from vtlharness.definitions.cursor import Cursor
from vtlharness.definitions.document import Document
from vtlharness.source import Position, Source


class EmbeddedSource(Source):
    """The text of a literal block: offsets count in the text, lines and columns in the file around it."""

    def __init__(self, text: str, file: Source, first_line: int, indent: int) -> None:
        """`first_line` is the file's line, from 1, with the text's first line; `indent` the columns before each."""
        super().__init__(text, file.name)
        object.__setattr__(self, "_file", file)
        object.__setattr__(self, "_before", first_line - 1)
        object.__setattr__(self, "_indent", indent)

    _file: Source
    _before: int
    _indent: int

    def position(self, offset: int) -> Position:
        """The place of an offset of the text in the file."""
        own = Source.position(self, offset)
        return Position(own.line + self._before, own.column + self._indent)

    def line_text(self, line: int) -> str:
        """A line of the file."""
        return self._file.line_text(line)


def template_source(cursor: Cursor, where: str) -> Source:
    """The template at a cursor; `where` names its method and content type. Raises CaseFileError."""
    value = cursor.value
    if type(value) is dict:
        if set(value) != {"file"}:
            raise cursor.error(
                "a template is text, or `{file: path}` alone", hint="put a template that begins with a brace in quotes"
            )
        return cursor.raw("file").named_file("the template file")
    if type(value) is not str:
        cursor.wrong("text")
    document = cursor.document
    start = document.blocks.get(id(value))
    if start is not None:
        block = _in_block(value, document, start)
        if block is not None:
            return block
    return Source(value, f"{document.source.name} {where}")


def _in_block(text: str, document: Document, start: int) -> EmbeddedSource | None:
    """The source of a literal block whose header stands at `start`; None where its lines are not those of the file."""
    file = document.source
    header = file.position(start).line
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None or header + len(lines) - 1 > len(file.line_starts):
        return None
    written = file.line_text(header + 1 + first)
    indent = len(written) - len(lines[first])
    if indent < 0:
        return None
    for number, line in enumerate(lines, header + 1):
        if line and file.line_text(number)[indent:] != line:
            return None
    return EmbeddedSource(text, file, header + 1, indent)
