"""Replaces or creates a file in one step: a reader sees the old content or the new, never half of it.

Comes in: a path and bytes. Goes out: the file.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress

_LONGEST_NAME = 60


def write_at_once(
    path: str, data: bytes, mode: int | None = None, prepare: Callable[[str], None] | None = None
) -> None:
    """Writes a new file in the same folder and moves it to `path`, which is not a link.

    `mode` is the mode of the new file; None takes the system's default. `prepare` gets the path of the new file before
    it is moved. Raises OSError, and what `prepare` raises, and then leaves no file behind.
    """
    folder, name = os.path.split(path)
    new = os.path.join(folder, f".{name[:_LONGEST_NAME]}.{os.urandom(4).hex()}.new")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(new, flags, 0o666 if mode is None else 0o600), "wb") as file:
            file.write(data)
        if prepare is not None:
            prepare(new)
        if mode is not None:
            os.chmod(new, mode)
        os.replace(new, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(new)
        raise
