"""Folders and files of this user: nobody else may have made or changed them, and no link leads elsewhere.

Comes in: the path of a folder, and names of files in it. Goes out: bytes. Each check looks at what has been opened, so
nothing can take its place after the check. Windows has neither owners nor modes here: there, access control lists
protect the user's folders, and only links, sizes and kinds of files are checked.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from errno import ELOOP

_NO_FOLLOW: int = getattr(os, "O_NOFOLLOW", 0)
_SAFELY: int = (  # follow no link, wait for no pipe, let no device become the terminal, change no line ends
    _NO_FOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
)
_READ = os.O_RDONLY | _SAFELY
_WRITE = os.O_WRONLY | os.O_CREAT | _SAFELY
_FOLDER = os.O_RDONLY | _SAFELY | getattr(os, "O_DIRECTORY", 0)
_KIND = stat.S_IFMT(0o777777)  # the bits of a mode that say what kind of file it is
_HAS_OWNERS = hasattr(os, "geteuid")
_HAS_DESCRIPTORS = os.open in os.supports_dir_fd
_OTHERS_WRITE = 0o022 if _HAS_OWNERS else 0
_OTHERS = 0o077 if _HAS_OWNERS else 0


class NotOwnError(OSError):
    """A folder or file that may not be this user's alone. Its text is the path and the reason."""


class OwnFolder:
    """A folder that only this user writes, opened once: what is put in its place later does not count."""

    _descriptor: int | None = None

    def __init__(self, path: str) -> None:
        """Opens the folder at an absolute path; makes it, with the folders above it, where it is missing.

        Raises NotOwnError for a folder that others can write, or that is a link or not a folder; OSError for one that
        cannot be made or opened.
        """
        self.path = path
        self._owner = os.geteuid() if _HAS_OWNERS else 0
        self._before_names = "" if _HAS_DESCRIPTORS else path + os.sep
        try:
            self._open()
        except FileNotFoundError:
            os.makedirs(path, mode=0o700, exist_ok=True)
            self._open()

    def _open(self) -> None:
        if not _HAS_DESCRIPTORS:
            self._check_folder(os.lstat(self.path))
            return
        try:
            self._descriptor = os.open(self.path, _FOLDER)
        except OSError:
            self._check_folder(os.lstat(self.path))
            raise
        self._check_folder(os.fstat(self._descriptor))

    def __del__(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)

    def _check_folder(self, status: os.stat_result) -> None:
        if stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) != 0:
            raise NotOwnError(f"{self.path} is a link")
        if not stat.S_ISDIR(status.st_mode):
            raise NotOwnError(f"{self.path} is not a folder")
        self._check_owner(self.path, status, _OTHERS_WRITE)

    def _check_owner(self, path: str, status: os.stat_result, forbidden: int) -> None:
        if status.st_uid != self._owner:
            raise NotOwnError(f"{path} belongs to another user")
        if status.st_mode & forbidden:
            what = "written" if status.st_mode & _OTHERS_WRITE else "read"
            raise NotOwnError(f"{path} can be {what} by other users")

    def _check_file(self, name: str, status: os.stat_result, most: int, forbidden: int) -> None:
        if (
            status.st_mode & (_KIND | forbidden) == stat.S_IFREG
            and status.st_uid == self._owner
            and status.st_nlink == 1
            and status.st_size <= most
        ):
            return
        path = os.path.join(self.path, name)
        if not stat.S_ISREG(status.st_mode):
            raise NotOwnError(f"{path} is not a regular file")
        self._check_owner(path, status, forbidden)
        if status.st_nlink != 1:
            raise NotOwnError(f"{path} has another name, too")
        raise NotOwnError(f"{path} is larger than {most} bytes")

    def read(self, name: str, most: int, *, secret: bool = False) -> bytes:
        """The bytes of a file of at most `most` bytes. Raises OSError, NotOwnError for a file that is not trusted.

        `secret`: others may not read the file either.
        """
        file = self._open_file(name, _READ)
        try:
            status = os.fstat(file)
            self._check_file(name, status, most, _OTHERS if secret else _OTHERS_WRITE)
            return os.read(file, status.st_size)
        finally:
            os.close(file)

    def create(self, name: str, data: bytes) -> None:
        """Writes a new file. Raises FileExistsError, and OSError, after which there is no such file."""
        file = self._open_file(name, _WRITE | os.O_EXCL)
        try:
            _write(file, data)
        except OSError:
            self.remove(name)
            raise
        finally:
            os.close(file)

    def replace(self, name: str, data: bytes) -> None:
        """Writes a file over one with this name, or anew where that one is a link or not trusted.

        A file is written over, not emptied first, and none is renamed to it: that would take several times as long.
        Raises NotOwnError where a folder has the name, and OSError.
        """
        try:
            file = self._open_file(name, _WRITE)
        except OSError:
            if not self._is_there(name):
                raise
            self._recreate(name, data)
            return
        try:
            status = os.fstat(file)
            self._check_file(name, status, status.st_size, _OTHERS_WRITE)
            _write(file, data)
            if status.st_size > len(data):
                os.ftruncate(file, len(data))
        except NotOwnError:
            self._recreate(name, data)
        finally:
            os.close(file)

    def _open_file(self, name: str, flags: int) -> int:
        if not _NO_FOLLOW and os.path.islink(self._before_names + name):
            raise NotOwnError(f"{self._before_names}{name} is a link")
        try:
            return os.open(self._before_names + name, flags, 0o600, dir_fd=self._descriptor)
        except OSError as problem:
            if problem.errno == ELOOP:
                raise NotOwnError(f"{os.path.join(self.path, name)} is a link") from None
            raise

    def _is_there(self, name: str) -> bool:
        try:
            status = os.lstat(self._before_names + name, dir_fd=self._descriptor)
        except FileNotFoundError:
            return False
        if stat.S_ISDIR(status.st_mode):
            raise NotOwnError(f"{os.path.join(self.path, name)} is a folder")
        return True

    def _recreate(self, name: str, data: bytes) -> None:
        """Removes what has a name, never what it leads to, and writes a new file."""
        with suppress(FileNotFoundError):  # another process has removed it
            self.remove(name)
        with suppress(FileExistsError):  # another process has made it
            self.create(name, data)

    def remove(self, name: str) -> None:
        """Removes a file or a link. Raises OSError."""
        os.unlink(self._before_names + name, dir_fd=self._descriptor)

    def names(self) -> list[str]:
        """The names in the folder. Raises OSError."""
        return os.listdir(self.path if self._descriptor is None else self._descriptor)

    def changed(self, name: str) -> int:
        """When a file was last changed, in nanoseconds; 0 for one that is gone."""
        try:
            return os.lstat(self._before_names + name, dir_fd=self._descriptor).st_mtime_ns
        except FileNotFoundError:
            return 0


def _write(file: int, data: bytes) -> None:
    if os.write(file, data) != len(data):
        raise OSError("it was written in part only")
