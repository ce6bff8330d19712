"""The errors that reach a user: one base class, one shape of message.

file:line:column: what is wrong, in one sentence
3 | the line
  |     ^^^
hint: what to write instead
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from vtlharness.source import Source
from vtlharness.visible import one_line

_Error = TypeVar("_Error", bound="VtlHarnessError")


class VtlHarnessError(Exception):
    """A fault in a template, a case file, an option or any other input of the user.

    `message` is one sentence; `source`, `offset` and `length` say where, if that is known; `hint` says what to do
    instead. `file`, `line` and `column` (both from 1) are None if the place is not known. `more` are further errors
    that are told together with this one.
    """

    def __init__(
        self,
        message: str,
        *,
        source: Source | None = None,
        offset: int | None = None,
        length: int = 1,
        hint: str | None = None,
        more: Sequence[VtlHarnessError] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.offset = offset
        self.length = length
        self.hint = hint
        self.more = more

    def as_kind(self, kind: type[_Error]) -> _Error:
        """The same sentence, place and hint as an error of another kind."""
        more = [error.as_kind(kind) for error in self.more]
        return kind(self.message, source=self.source, offset=self.offset, length=self.length, hint=self.hint, more=more)

    def with_message(self: _Error, message: str) -> _Error:
        """The same error with another sentence."""
        return type(self)(message, source=self.source, offset=self.offset, length=self.length, hint=self.hint)

    @property
    def file(self) -> str | None:
        """The name of the file or text that the error is in."""
        return self.source.name if self.source else None

    @property
    def line(self) -> int | None:
        """The line of the error, from 1."""
        return self.source.position(self.offset).line if self.source and self.offset is not None else None

    @property
    def column(self) -> int | None:
        """The column of the error, from 1, in characters."""
        return self.source.position(self.offset).column if self.source and self.offset is not None else None

    def __str__(self) -> str:
        name = None if self.file is None else one_line(self.file)
        where = ":".join(str(part) for part in (name, self.line, self.column) if part is not None)
        message = one_line(self.message)
        lines = [f"{where}: {message}" if where else message]
        if self.source and self.offset is not None:
            lines.append(self.source.excerpt(self.offset, self.length))
            stands_at = self.source.stands_at
            if stands_at is not None:
                lines.append(f"the template stands at {one_line(stands_at)}")
        if self.hint:
            lines.append(f"hint: {self.hint}")
        return "\n".join([*lines, *map(str, self.more)])


class VtlSyntaxError(VtlHarnessError):
    """A template that does not parse."""


class VtlRenderError(VtlHarnessError):
    """A template that fails while it renders, as it would on the service."""


class LimitError(VtlHarnessError):
    """A template, case or definition that needs more than a limit allows (see `Limits`). The service knows no such
    error.
    """


class CaseFileError(VtlHarnessError):
    """A case file that cannot be used, or a text, body or expected file that it names."""


class DefinitionError(VtlHarnessError):
    """The definition of an API or an integration that cannot be used, or a file that it names."""
