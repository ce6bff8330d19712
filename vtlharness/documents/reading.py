"""Files to text: the case file itself and what it names (template, bodies, expected outputs).

Comes in: a path. Goes out: a `Source` named by that path, its text exactly as in the file (line ends kept). A byte
order mark is dropped only from case files and data, never from what is sent or compared as text.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from vtlharness.errors import CaseFileError
from vtlharness.nearest import nearest_file
from vtlharness.source import Source

MAX_BYTES = 32 * 1024 * 1024
"""A sanity limit for any one file; the service's own limits are far lower (10 MB payload, 300 KB template)."""

BOM = "\ufeff"


class UnreadableFileError(Exception):
    """A file that cannot be opened; the message says why, `hint` what may be meant."""

    def __init__(self, reason: str, hint: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


def read_source(path: str | Path) -> Source:
    """The file's text.

    Raises UnreadableFileError when the file is missing, is no regular file, or is too big, and CaseFileError with the
    place when it is not UTF-8.
    """
    name = os.fspath(path)
    data = read_bytes(name)
    try:
        return Source(data.decode("utf-8"), name)
    except UnicodeDecodeError as error:
        readable = Source(data.decode("utf-8", errors="replace"), name)
        raise CaseFileError(
            f"the file is not UTF-8: byte 0x{data[error.start]:02X} at byte offset {error.start}",
            source=readable,
            offset=len(data[: error.start].decode("utf-8")),
            hint="save it as UTF-8",
        ) from None


def read_bytes(name: str) -> bytes:
    """The file's bytes. Raises UnreadableFileError as `read_source` does."""
    try:
        with open(name, "rb", opener=_open_without_waiting) as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise UnreadableFileError("is no regular file")
            if found.st_size > MAX_BYTES:
                raise UnreadableFileError(f"is larger than {MAX_BYTES // (1024 * 1024)} MB")
            return file.read()
    except FileNotFoundError:
        raise UnreadableFileError("does not exist", _nearest_name(name)) from None
    except IsADirectoryError:
        raise UnreadableFileError("is a folder") from None
    except (OSError, ValueError) as error:
        raise UnreadableFileError(f"cannot be read: {getattr(error, 'strerror', None) or error}") from None


def _open_without_waiting(name: str, flags: int) -> int:
    """A pipe must not hang the run before it is refused."""
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))


def _nearest_name(path: str) -> str | None:
    folder = os.path.dirname(path)
    try:
        near = nearest_file(path)
    except OSError:
        return f"there is no folder {folder}" if folder and not os.path.isdir(folder) else None
    return f"did you mean {near}?" if near else None
