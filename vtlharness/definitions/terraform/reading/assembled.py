"""A mapping or a list that is put together from values at several places of a file, under names of its own.

Comes in: cursors by key. Goes out: one cursor, for the readers in `parts`. An error about a value is at the place that
the value comes from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.errors import DefinitionError


@dataclass(frozen=True, slots=True)
class Assembled(Cursor):
    """A cursor at a value with `parts` from elsewhere; its own path is where an error about the whole belongs."""

    parts: Mapping[str | int, Cursor] = field(default_factory=dict)

    def raw(self, step: str | int) -> Cursor:
        """The part of that name or index."""
        return self.parts[step]

    def leniently(self) -> Cursor:
        """This cursor: a file of Terraform's has no functions."""
        return self

    def error(
        self, message: str, *, key: str | None = None, hint: str | None = None, inside: str | None = None
    ) -> DefinitionError:
        """The error here, or with `key` at the value that the part of that name comes from."""
        if key is not None and key in self.parts:
            return self.parts[key].error(message, hint=hint, inside=inside)
        return Cursor.error(self, message, hint=hint, inside=inside)


def mapping_of(at: Cursor, parts: Mapping[str, Cursor]) -> Assembled:
    """The mapping with these parts; an error about the whole is at `at`."""
    value = {key: part.value for key, part in parts.items()}
    by_step: dict[str | int, Cursor] = {}
    by_step.update(parts)
    return Assembled(at.document, value, at.path, at.scope, by_step)


def list_of(at: Cursor, parts: Sequence[Cursor]) -> Assembled:
    """The list of these parts; an error about the whole is at `at`."""
    return Assembled(at.document, [part.value for part in parts], at.path, at.scope, dict(enumerate(parts)))
