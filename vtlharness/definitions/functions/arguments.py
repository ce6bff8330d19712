"""Checks the arguments of functions that take a list."""

from __future__ import annotations

from vtlharness.definitions.reading.cursor import Cursor


def count_items(cursor: Cursor) -> int:
    """The number of items of a list. Raises DefinitionError for another value."""
    if type(cursor.value) is not list:
        cursor.wrong("a list")
    return len(cursor.value)


def expect_items(cursor: Cursor, count: int) -> None:
    """Raises DefinitionError for another value than a list of this many items."""
    found = count_items(cursor)
    if found != count:
        raise cursor.error(f"{cursor.path[-1]} takes a list of {count}, but this has {found}")
