"""A mapping template that stands inside a definition file, with the places that it has there.

Comes in: a cursor at a template (text, or `{file: path}`). Goes out: a `Source`. A template from a file of its own has
that file's places. Text in a literal block (`|`) or on one line keeps the file's name, lines and columns, also where
Fn::Sub has filled something in. Any other text (in JSON, folded, put together by functions) is named after its file,
method and content type and counts its own lines.
"""

from __future__ import annotations

from vtlharness.definitions.cursor import Cursor
from vtlharness.source import Position, Source


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
    """The column of a line before Fn::Sub filled it in; its substitution where the column is inside one."""
    same = next((at for at, (left, right) in enumerate(zip(mine, written, strict=False)) if left != right), len(mine))
    if column <= same:
        return column
    behind = len(mine) - column + 1
    return len(written) - behind + 1 if mine[column - 1 :] == written[len(written) - behind :] else same + 1


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
    file = cursor.document.source
    start = cursor.document.start_of(value)
    embedded = None
    if start is not None:
        embedded = _in_block(value, file, start) if "\n" in value else _in_line(value, file, start)
    return embedded or Source(value, f"{file.name} {where}")


def _in_line(text: str, file: Source, start: int) -> EmbeddedSource | None:
    """The source of a text that stands as it is on one line; None where it is escaped, folded or filled in."""
    at = file.text.find(text, start, start + len(text) + 80)
    if at < 0:
        return None
    place = file.position(at)
    return EmbeddedSource(text, file, place.line, place.column - 1)


def _in_block(text: str, file: Source, start: int) -> EmbeddedSource | None:
    """The source of a literal block whose header stands at `start`; None where its lines are not those of the file."""
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
        if there[indent:] != line and not _filled_in(line, there[indent:]):
            return None
    return EmbeddedSource(text, file, header + 1, indent)


def _filled_in(line: str, written: str) -> bool:
    """Whether Fn::Sub may have made a line of what is written."""
    before, found, rest = written.partition("${")
    return bool(found) and line.startswith(before) and line.endswith(rest.rpartition("}")[2])
