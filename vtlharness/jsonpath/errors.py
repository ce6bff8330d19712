"""The errors of a path: it is refused, it fails on this document, or it finds nothing.

The classes follow Jayway's, because filters and wildcards tell them apart: a filter that meets an `InvalidPathError` is
false, a wildcard over an array ignores a `PathNotFound`, an index ignores an `IndexOutOfBoundsError`; any other
`JsonPathError` fails the template.
"""

from __future__ import annotations


class JsonPathError(Exception):
    """A path that Jayway JsonPath refuses, or that fails on this document.

    `message` is one sentence; `position` (from 0) is the character of the path that it is about, None without a single
    place; `hint` says what to write instead of a known mistake.
    """

    def __init__(self, message: str, position: int | None = None, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.position = position
        self.hint = hint

    def __str__(self) -> str:
        text = self.message
        if self.position is not None:
            text += f" (at character {self.position + 1} of the path)"
        return f"{text}; hint: {self.hint}" if self.hint else text


class InvalidPathError(JsonPathError):
    """Jayway's InvalidPathException: the path does not parse, or one of its parts does not apply to the value."""


class PathNotFound(InvalidPathError):  # noqa: N818 (its name in the public interface)
    """A definite path that finds nothing in this document; the template gets null."""


class IndexOutOfBoundsError(JsonPathError):
    """A function asked an array for an item that it does not have."""
