"""A cache on disk of the results made from texts, so that a run repeats only the work for changed texts.

Comes in: a text, and plain data or a code object made from it. Each file is for one text. It contains a stamp (the kind
of data, this package's version, the Python), a checksum, and the text's name, the text, its first line and the data,
written by `marshal`. The file's name only says where to look: a file counts if its stamp and its text are the same, so
it is never out of date. A file that cannot be read is made again; data that cannot be written is not cached. A file
that is being written, or that two processes wrote at the same time, has a wrong checksum, and does not count.
"""

from __future__ import annotations

import marshal
import os
import sys
from binascii import crc32
from pathlib import Path
from typing import Any

from vtlharness._version import __version__
from vtlharness.source import Source

MOST_FILES = 20_000
"""The largest number of files in the folder; beyond it, the older half is deleted."""


def default_folder() -> Path:
    """The folder for this user: `$XDG_CACHE_HOME/vtlharness`, or its counterpart on the system.

    For a user without a home, it is a folder that cannot be written. A relative path does not count, as the XDG base
    directory specification says: it would lead into whatever folder a run is started in.
    """
    base = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    home = os.path.expanduser("~")
    return Path(base if os.path.isabs(base) else (f"{home}/.cache" if home.strip("/~") else os.devnull), "vtlharness")


class DiskCache:
    """The cache of one kind of data in a folder, which is made when the first data is stored.

    It is safe with several writers at once, with damaged files, and on a disk that cannot be written.
    """

    def __init__(self, folder: Path, kind: str) -> None:
        """`kind` names the data and the number of its format."""
        self._folder = folder
        self._stamp = f"vtlharness {__version__} {kind} {sys.implementation.cache_tag} {sys.hexversion}\n".encode()
        self._checked = len(self._stamp) + 4  # where the checksummed part begins
        self._prefix = f"{folder}{os.sep}{crc32(self._stamp):08x}"
        self._prepared = False
        self._writable = True

    def load(self, source: Source) -> tuple[Any, ...] | None:
        """The data for a source, None if there is none."""
        try:
            with open(self._file(source), "rb", buffering=0) as file:
                data = file.read()
        except OSError:
            return None
        body = data[self._checked :]
        if data[: self._checked] != self._stamp + crc32(body).to_bytes(4, "big"):
            return None
        try:
            name, text, first_line, kept = marshal.loads(body)
        except (ValueError, EOFError, TypeError):
            return None
        if (name, text, first_line) != (source.name, source.text, source.first_line):
            return None
        return kept  # type: ignore[no-any-return]

    def store(self, source: Source, made: tuple[Any, ...]) -> None:
        """Stores the data made from a source. If the disk cannot be written, nothing more is stored."""
        if not self._writable:
            return
        body = marshal.dumps((source.name, source.text, source.first_line, made))
        try:
            self._prepare()
            with open(self._file(source), "wb", buffering=0, opener=_open_as_it_is) as file:
                file.write(self._stamp + crc32(body).to_bytes(4, "big") + body)
                file.truncate()
        except OSError:
            self._writable = False

    def _prepare(self) -> None:
        """Makes the folder, and room in it, before the first data is stored."""
        if self._prepared:
            return
        self._prepared = True
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if len(os.listdir(self._folder)) > MOST_FILES:
            files = sorted(os.scandir(self._folder), key=lambda file: file.stat().st_mtime)
            for file in files[: len(files) // 2]:
                os.unlink(file)

    def _file(self, source: Source) -> str:
        name = crc32(source.name.encode("utf-8", "surrogatepass"))
        text = crc32(source.text.encode("utf-8", "surrogatepass"), source.first_line)
        return f"{self._prefix}{name:08x}{text:08x}"


def _open_as_it_is(name: str, flags: int) -> int:
    """Opens a file to overwrite it: emptying it first, or renaming another file to it, takes several times as long."""
    return os.open(name, flags & ~os.O_TRUNC, 0o600)
