"""Which files may be read because a case file or a definition names them: those of its project.

Comes in: what the user gave (the paths on the command line, the folders of `--allow-outside`). Goes out: for each case
file or definition, the `ReadableFiles` of its project, which read what it names. What the user names is read wherever
it is; `reading` does that. Case files and definitions come from strangers, so a file outside is not opened, and a
message does not tell whether it exists. Links are followed only to files inside.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TypeAlias

from vtlharness.documents.reading import UnreadableFileError, read_bytes, system_words
from vtlharness.documents.utf8 import Decode, utf8_text
from vtlharness.errors import VtlHarnessError
from vtlharness.project_root import marked_folder
from vtlharness.records import Record, field
from vtlharness.source import Source
from vtlharness.visible import one_line

_Identity: TypeAlias = tuple[int, int]
"""The device and the number of a folder."""

_HINT = "`--allow-outside DIR` opens another folder (`--vtl-allow-outside` in pytest, `allow_outside` in Python)"


class ReadableFiles(Record):
    """The files below `root`, the project's folder, and below the folders in `allowed`; all are real paths.

    The folder `.git` is not one of the project's: in CI it may hold the token with which the project was fetched.
    """

    root: str
    allowed: tuple[str, ...] = ()
    _folders: dict[str, tuple[_Identity, str]] = field(default_factory=dict, repr=False, compare=False)
    """The folders met so far, as they were when their real paths were found."""
    met: set[str] | None = field(default=None, repr=False, compare=False)
    """Takes the absolute path of each file that is read or looked for, for who wants to know."""

    def read_bytes(self, path: str) -> bytes:
        """The bytes of a regular file. Raises UnreadableFileError, also for a file outside, which is not opened."""
        real = self._real(path)
        data = read_bytes(path, real, self.contains)
        folder = os.path.dirname(real)
        if self._real_folder(folder) != folder:  # a folder on the way became a link after the check
            raise self._outside()
        return data

    def read_source(self, path: str, kind: type[VtlHarnessError], decode: Decode = utf8_text) -> Source:
        """The text of a file. Raises as `read_bytes` does, and an error of the kind when it is not UTF-8."""
        return Source(decode(self.read_bytes(path), path, kind), path)

    def check(self, path: str) -> None:
        """Raises UnreadableFileError for a path that leads outside, whether or not there is a file."""
        self._real(path)

    def contains(self, path: str) -> bool:
        """Whether a path leads to an existing file or folder inside."""
        try:
            return os.path.exists(self._real(path))
        except UnreadableFileError:
            return False

    def _real(self, path: str) -> str:
        """The path without links. Raises UnreadableFileError for one outside."""
        if self.met is not None:
            self.met.add(os.path.abspath(path))
        try:
            folder, name = os.path.split(path)
            real = os.path.join(self._real_folder(folder or "."), name)
            if name in ("", ".", "..") or os.path.islink(real):
                real = os.path.realpath(path)
        except (OSError, ValueError) as error:
            raise UnreadableFileError(f"cannot be read: {system_words(error)}") from None
        inner = _below(real, self.root)
        if inner is not None and ".git" not in inner.lower().split(os.sep):
            return real
        if any(_below(real, folder) is not None for folder in self.allowed):
            return real
        if inner is not None:
            raise UnreadableFileError("lies in a folder `.git`, which is not the project's", _HINT)
        raise self._outside()

    def _real_folder(self, folder: str) -> str:
        """The real path of a folder, found once for as long as the path leads to the same one; most files share it."""
        try:
            state = os.stat(folder)
        except OSError:
            return os.path.realpath(folder)
        now = (state.st_dev, state.st_ino)
        known = self._folders.get(folder)
        if known is None or known[0] != now:
            known = self._folders[folder] = (now, os.path.realpath(folder))
        return known[1]

    def _outside(self) -> UnreadableFileError:
        return UnreadableFileError(f"lies outside of the project's root {one_line(self.root)}", _HINT)


class ReadingRule:
    """What the user gave, and so which files each case file or definition may name."""

    def __init__(
        self, given: Iterable[str | os.PathLike[str]] = (), allow_outside: Iterable[str | os.PathLike[str]] = ()
    ) -> None:
        """`given`: the files and folders that the user named; without any, each file that is asked about is one.

        `allow_outside`: folders whose files may be named, too. Raises VtlHarnessError for one that is not a folder.
        """
        self._given = frozenset(os.path.abspath(path) for path in given)
        self._allowed = tuple(_real_folder(os.fspath(path)) for path in allow_outside)
        self._by_folder: dict[str, ReadableFiles] = {}
        self.met: set[str] | None = None
        """If it is set before the first file is named, it takes the paths of all that are."""

    def is_given(self, path: str | os.PathLike[str]) -> bool:
        """Whether the user named this file itself, so that it is read wherever it leads."""
        return not self._given or os.path.abspath(path) in self._given

    def beside(self, path: str | os.PathLike[str]) -> ReadableFiles:
        """The files that the case file or definition at a path may name.

        The root is the nearest folder above that is the root of a project, else the folder that the user gave, else the
        file's own. A folder that the user gave may be a link to another project: then that one counts.
        """
        folder = os.path.dirname(os.path.abspath(path))
        found = self._by_folder.get(folder)
        if found is None:
            found = self._by_folder[folder] = ReadableFiles(self._root(folder), self._allowed, met=self.met)
        return found

    def _root(self, folder: str) -> str:
        given = self._given_above(folder)
        root = os.path.realpath(marked_folder(folder) or given or folder)
        if given is not None and _below(os.path.realpath(given), root) is None:
            return marked_folder(os.path.realpath(folder)) or os.path.realpath(given)
        return root

    def _given_above(self, folder: str) -> str | None:
        above = [given for given in self._given if _below(folder, given) is not None]
        return min(above, key=len, default=None)


def _real_folder(path: str) -> str:
    if not os.path.isdir(path):
        raise VtlHarnessError(f"allow-outside: {one_line(path)} is not a folder")
    return os.path.realpath(path)


def _below(path: str, folder: str) -> str | None:
    """The path from the folder, empty for the folder itself; None for a path that is not in it."""
    if path == folder:
        return ""
    start = folder if folder.endswith(os.sep) else folder + os.sep
    return path[len(start) :] if path.startswith(start) else None
