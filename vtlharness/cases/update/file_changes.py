"""What an update does to files: it writes them, or only takes note of what it would write.

Comes in: the new content of files. Goes out: written files, and the `changes` with what stood there before. Raises
CannotUpdateError for a file that is not replaced.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from vtlharness.cases.update.replacing import check_creatable, check_replaceable, create_file, replace_file
from vtlharness.cases.update.target import CannotUpdateError


class FileChange(NamedTuple):
    """A file with its bytes before the update, None where it did not exist, and after it."""

    path: Path
    before: bytes | None
    after: bytes


class FileChanges:
    """The files of one update. With `dry`, nothing is written; with `noted`, `changes` has what is."""

    def __init__(self, *, dry: bool = False, noted: bool = False) -> None:
        self._dry = dry
        self._noted = noted
        self.changes: list[FileChange] = []

    def replace(self, path: Path, content: str | bytes) -> None:
        """As `replace_file`."""
        before = self._bytes(path) if self._noted else None
        if self._dry:
            check_replaceable(path)
        else:
            replace_file(path, content)
        self._note(path, before, content)

    def create(self, path: Path, content: str | bytes, beside: Path) -> None:
        """As `create_file`."""
        if self._dry:
            check_creatable(path)
        else:
            create_file(path, content, beside)
        self._note(path, None, content)

    def _note(self, path: Path, before: bytes | None, content: str | bytes) -> None:
        if self._noted:
            after = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
            self.changes.append(FileChange(path, before, after))

    @staticmethod
    def _bytes(path: Path) -> bytes:
        try:
            return Path(os.path.realpath(path)).read_bytes()
        except OSError as error:
            raise CannotUpdateError(f"{path} cannot be read again: {error.strerror}") from None
