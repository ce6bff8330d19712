"""The files that were read for a definition, and whether they are still the same."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TypeAlias

Stamps: TypeAlias = tuple[tuple[str, int, int], ...]
"""The names of files, each with the time of its last change in nanoseconds and its size; -1 for one that is missing."""


class ReadFiles(list[str]):
    """The names of the files that were read or looked for.

    `may_be_kept` is false once a secret value has been read: then nothing of the definition goes to the disk.
    """

    may_be_kept: bool = True


def stamps(files: Iterable[str]) -> Stamps:
    """The state of files, each once."""
    found = []
    for file in dict.fromkeys(files):
        try:
            state = os.stat(file)
            found.append((file, state.st_mtime_ns, state.st_size))
        except (OSError, ValueError):  # ValueError: no file can have this name
            found.append((file, 0, -1))
    return tuple(found)


def is_unchanged(before: Stamps) -> bool:
    """Whether files are in the states in which they were before."""
    return stamps([file for file, _, _ in before]) == before
