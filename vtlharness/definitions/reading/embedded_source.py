"""The text of a mapping template inside a definition file: its places are those of the file.

Made by `embedded_template`, or from what is kept of a definition. Next: the parser of templates.
"""

from __future__ import annotations

from vtlharness.documents.positions import Positions
from vtlharness.late_pattern import late_pattern
from vtlharness.source import Position, Source

_SUBSTITUTION = late_pattern(r"\$\{[^{}]*\}")


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
    def parts(self) -> tuple[str, Source, int, int]:
        """What the source is made of."""
        return self.text, self._file, self.first_line, self._indent

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
    for (start, end), substitution in zip(filled(mine, written) or (), _SUBSTITUTION.finditer(written), strict=False):
        if column <= start:
            break
        if column <= end:
            return substitution.start() + 1
        shift = substitution.end() - end
    return column + shift


def filled(mine: str, written: str) -> list[tuple[int, int]] | None:
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

    def __init__(self, text: str, name: str, positions: Positions, path: tuple[str | int, ...]) -> None:
        """`path` leads to the text in the file that `positions` know."""
        super().__init__(text, name)
        object.__setattr__(self, "_positions", positions)
        object.__setattr__(self, "_path", path)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Source) and (self.text, self.name) == (other.text, other.name)

    def __hash__(self) -> int:
        return Source.__hash__(self)

    @property
    def parts(self) -> tuple[str, str, Positions, tuple[str | int, ...]]:
        """What the source is made of."""
        return self.text, self.name, self._positions, self._path

    @property
    def stands_at(self) -> str | None:
        """The file and the line with the text, found at the first access."""
        file = self._positions.source
        return f"{file.name}:{file.position(self._positions.nearest(self._path).start).line}"
