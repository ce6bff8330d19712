"""Checks the minimum compression size of an API as the service does. Evidence: docs/fidelity.md#refused-imports."""

from __future__ import annotations

from vtlharness.definitions.reading.cursor import Cursor

_LARGEST = 10_485_760


def minimum_compression_size(cursor: Cursor | None) -> int | None:
    """The size in bytes, None without one. Raises DefinitionError for a size that the service refuses."""
    if cursor is None:
        return None
    size = cursor.whole()
    if not 0 <= size <= _LARGEST:
        raise cursor.error(f"Invalid minimum compression size, must be between 0 and {_LARGEST}")
    return size
