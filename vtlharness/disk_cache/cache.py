"""The entries of the cache: the data made from a text, for as long as the text and whatever made the data are the same.

Comes in: a text, and plain data or a code object made from it. Each file is for one text. It contains a stamp (the kind
of data, this package's version, the Python), a digest keyed with the user's key, and the text's name, the text, its
first line and the data, written by `marshal`. The file's name only says where to look, and the text's name is for a
reader of the file: a file counts if its stamp, its digest and its text are right, so it is never out of date, and
nothing is unmarshalled that this user's runs have not written. A file that does not count is made again; data that
cannot be written is not cached. A file that is being written, or that two processes wrote at the same time, has a wrong
digest.
"""

from __future__ import annotations

import marshal
import re
import sys
from binascii import crc32
from contextlib import suppress
from typing import Any

from vtlharness._version import __version__
from vtlharness.disk_cache.own_folder import NotOwnError, OwnFolder
from vtlharness.source import Source

try:
    from _blake2 import blake2b  # `hashlib` loads OpenSSL, which takes ten times as long
except ImportError:  # a Python that was built without it
    from hashlib import blake2b

MOST_FILES = 20_000
"""The largest number of files in the folder; beyond it, the older half is deleted."""

MOST_BYTES = 64 * 1024 * 1024
"""The size of the largest file that is written or read."""

_DIGEST_BYTES = 32
_NAME = "[0-9a-f]{24}"  # of a file; a folder that the user named may hold other files, which stay


class CacheFolder:
    """The folder of the cache with the user's key, for all kinds of data.

    `problem` says why nothing more is stored, once the disk could not be written.
    """

    def __init__(self, folder: OwnFolder, key: bytes) -> None:
        self.folder = folder
        self.key = key
        self.problem = ""
        self._has_room = False

    def store(self, name: str, data: bytes) -> None:
        """Writes a file. If the disk cannot be written, nothing more is stored."""
        if self.problem or len(data) > MOST_BYTES:
            return
        try:
            self._make_room()
            self.folder.replace(name, data)
        except NotOwnError:
            pass  # a folder has the name; it stays
        except OSError as problem:
            self.problem = f"{self.folder.path}: {problem.strerror or problem}"

    def _make_room(self) -> None:
        if self._has_room:
            return
        self._has_room = True
        names = self.folder.names()
        if len(names) <= MOST_FILES:
            return
        ours = sorted(filter(re.compile(_NAME).fullmatch, names), key=self.folder.changed)
        if len(ours) > MOST_FILES:
            for name in ours[: len(ours) // 2]:
                with suppress(FileNotFoundError):  # another process does the same
                    self.folder.remove(name)


class DiskCache:
    """The cache of one kind of data.

    It is safe with several writers at once, with damaged and planted files, and on a disk that cannot be written.
    """

    def __init__(self, folder: CacheFolder, kind: str) -> None:
        """`kind` names the data and the number of its format.

        The data must be the same for the same text and first line, whatever the source's name is: so a run in another
        folder, on a copy of the project, finds it.
        """
        self._folder = folder
        self._read = folder.folder.read
        self._stamp = f"vtlharness {__version__} {kind} {sys.implementation.cache_tag} {sys.hexversion}\n".encode()
        self._body_at = len(self._stamp) + _DIGEST_BYTES
        self._prefix = f"{crc32(self._stamp):08x}"
        self._digest_begun = blake2b(self._stamp, key=folder.key, digest_size=_DIGEST_BYTES)

    def load(self, source: Source) -> tuple[Any, ...] | None:
        """The data for a source, None if there is none."""
        try:
            data = self._read(self._file(source), MOST_BYTES)
        except OSError:
            return None
        body = memoryview(data)[self._body_at :]
        if data[: self._body_at] != self._stamp + self._digest(body):
            return None
        try:
            _, text, first_line, kept = marshal.loads(body)
        except (ValueError, EOFError, TypeError):
            return None
        if (text, first_line) != (source.text, source.first_line):
            return None
        return kept  # type: ignore[no-any-return]

    def store(self, source: Source, made: tuple[Any, ...]) -> None:
        """Stores the data made from a source, if the disk can be written."""
        if not self._folder.problem:
            body = marshal.dumps((source.name, source.text, source.first_line, made))
            self._folder.store(self._file(source), self._stamp + self._digest(body) + body)

    def digest(self, data: bytes) -> bytes:
        """A digest of data, keyed with the user's key, by which a later run knows it again."""
        return self._digest(data)

    def _digest(self, body: bytes | memoryview) -> bytes:
        digest = self._digest_begun.copy()
        digest.update(body)
        return digest.digest()

    def _file(self, source: Source) -> str:
        text = source.text.encode("utf-8", "surrogatepass")
        return f"{self._prefix}{len(text) & 0xFFFFFFFF:08x}{crc32(text, source.first_line):08x}"
