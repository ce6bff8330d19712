"""Reads a mapping template inside a definition file, with the positions that it has there.

Comes in: a cursor at a template (text, or `{file: path}`). Goes out: a `Source`. A template from a file of its own has
that file's places. Text in a literal block (`|`) or on one line keeps the file's name, lines and columns, also where
Fn::Sub has filled something in. Any other text (in JSON, folded, put together by functions) is named after its file,
method and content type and counts its own lines; messages add the line at which it stands.
"""

from __future__ import annotations

from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.reading.embedded_source import EmbeddedSource, QuotedSource, filled
from vtlharness.source import Source


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
    return embedded or _quoted(value, f"{file.name} {where}", cursor)


def _quoted(text: str, name: str, cursor: Cursor) -> QuotedSource:
    document = cursor.document
    return QuotedSource(text, name, document.positions, tuple(document.written_path(cursor.path)))


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
        if there[indent:] != line and filled(line, there[indent:]) is None:
            return None
    return EmbeddedSource(text, file, header + 1, indent)
