"""Reads files as text: case files, definitions, and the files that they name (templates, bodies, expected outputs).

Comes in: a path, and the kind of error that its reader raises. Goes out: a `Source` named by that path, its text
exactly as in the file (line ends kept). A byte order mark is dropped only from case files, definitions and data, never
from text that is sent or compared. This module reads any file; `readable_files` says which ones a file may name.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from vtlharness.documents.utf8 import Decode, utf8_text
from vtlharness.errors import VtlHarnessError
from vtlharness.nearest import nearest_file
from vtlharness.source import BOM, Source
from vtlharness.visible import one_line

MAX_BYTES = 32 * 1024 * 1024
"""A sanity limit for any one file; the service's own limits are far lower (10 MB payload, 300 KB template)."""

_WITHOUT_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
"""Opens without waiting, so that a pipe cannot hang the run before it is refused; a terminal stays nobody's."""

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class UnreadableFileError(Exception):
    """Raised for a file that cannot be read. `reason` follows the name in a message; `hint` names a similar file.

    `missing` is true when the file does not exist.
    """

    def __init__(self, reason: str, hint: str | None = None, *, missing: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint
        self.missing = missing


def read_source(path: str | Path, kind: type[VtlHarnessError], decode: Decode = utf8_text) -> Source:
    """The file's text, decoded by `decode`.

    Raises UnreadableFileError when the file is missing, is not a regular file, or is too big, and an error of the kind,
    with the place, when it is not UTF-8.
    """
    name = os.fspath(path)
    return Source(decode(read_bytes(name), name, kind), name)


def read_main_file(path: str | Path, kind: type[VtlHarnessError], decode: Decode = utf8_text) -> Source:
    """The text of a file that the user names. Raises an error of the given kind for any fault."""
    try:
        return read_source(path, kind, decode)
    except UnreadableFileError as error:
        raise kind(f"{one_line(os.fspath(path))} {error.reason}", hint=error.hint) from None


def without_bom(source: Source) -> Source:
    """The source without the byte order mark that its text may begin with."""
    return Source(source.text[1:], source.name) if source.text.startswith(BOM) else source


def read_bytes(name: str, real: str | None = None, suggests: Callable[[str], bool] = os.path.exists) -> bytes:
    """The file's bytes. Raises UnreadableFileError as `read_source` does.

    `real` is the same path without links; if it is given, no link is followed. The hint about a missing file names only
    files that `suggests` accepts.
    """
    try:
        with open(real or name, "rb", opener=_open if real is None else _open_no_link) as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise UnreadableFileError("is not a regular file")
            size = found.st_size
            data = file.read(size + 1) if size <= MAX_BYTES else b""
            if len(data) > size:  # it grows while it is read, as a log does, or makes its content up, as in /proc
                data += file.read(MAX_BYTES)
            if max(size, len(data)) > MAX_BYTES:
                raise UnreadableFileError(f"is larger than {MAX_BYTES // (1024 * 1024)} MB")
            return data
    except FileNotFoundError:
        raise UnreadableFileError("does not exist", _missing_hint(name, suggests), missing=True) from None
    except IsADirectoryError:
        raise UnreadableFileError("is a folder") from None
    except (OSError, ValueError) as error:
        raise UnreadableFileError(f"cannot be read: {system_words(error)}") from None


def system_words(error: OSError | ValueError) -> str:
    """What the system says of a file that cannot be read; of a name with a NUL, the same on each version of Python."""
    words = getattr(error, "strerror", None) or str(error)
    return "embedded null byte" if "embedded null" in words else words


def _open(path: str, flags: int) -> int:
    return os.open(path, flags | _WITHOUT_WAITING)


def _open_no_link(path: str, flags: int) -> int:
    return os.open(path, flags | _WITHOUT_WAITING | _NO_LINK)


def _missing_hint(path: str, suggests: Callable[[str], bool]) -> str | None:
    folder = os.path.dirname(path)
    if os.path.islink(path):
        return f"it is a link to {one_line(os.readlink(path))}" if suggests(folder or ".") else None
    try:
        near = nearest_file(path, suggests)
    except OSError:
        return f"the folder {one_line(folder)} does not exist" if folder and not os.path.isdir(folder) else None
    return f"did you mean {one_line(near)}?" if near else None
