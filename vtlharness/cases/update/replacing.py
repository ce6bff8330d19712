"""Replaces or creates a file for an update: in one step, with the right owner and mode, or not at all.

A file is replaced by a new one, because a reader must never see half of it. So a file is refused whose owner would
change, or which other hard links name: these would keep the old text. A read-only file is refused, too: the system
would allow its replacement.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from vtlharness.cases.update.target import CannotUpdateError
from vtlharness.documents.writing import write_at_once

_ANOTHER_USER = "belongs to another user, and would not after the update"
_ANOTHER_GROUP = "belongs to another group, and would not after the update"


def check_replaceable(path: Path) -> None:
    """Raises CannotUpdateError for a file that `replace_file` refuses."""
    _replaceable(path, os.path.realpath(path))


def replace_file(path: Path, content: str | bytes) -> None:
    """Write the content to a new file in the same folder and move it into place.

    The new file has the old one's owner, group and mode, and its extended attributes where the system allows that.
    Text is written as UTF-8. A symbolic link stays, and its target is replaced. Raises CannotUpdateError.
    """
    real = os.path.realpath(path)
    old = _replaceable(path, real)

    def like_the_old(new: str) -> None:
        _take_owner(path, new, old)
        _take_attributes(real, new)

    _put(path, real, content, old.st_mode & 0o7777, like_the_old)


def _replaceable(path: Path, real: str) -> os.stat_result:
    try:
        old = os.stat(real)
    except OSError as error:
        raise CannotUpdateError(f"{path} cannot be written: {error.strerror}") from None
    if not old.st_mode & 0o222 or not os.access(real, os.W_OK):  # root may write to any file
        raise CannotUpdateError(f"{path} is read-only")
    if old.st_nlink > 1:
        raise CannotUpdateError(f"{path} has {old.st_nlink} hard links, and the others would keep the old text")
    if hasattr(os, "geteuid") and os.geteuid() not in (0, old.st_uid):  # only root gives files away
        raise CannotUpdateError(f"{path} {_ANOTHER_USER}")
    return old


def _take_owner(path: Path, new: str, old: os.stat_result) -> None:
    """Gives a new file the owner and the group of the old one. Raises CannotUpdateError where that is not allowed."""
    made = os.stat(new)
    try:
        if (made.st_uid, made.st_gid) != (old.st_uid, old.st_gid):
            os.chown(new, old.st_uid, old.st_gid)
    except OSError:
        reason = _ANOTHER_USER if made.st_uid != old.st_uid else _ANOTHER_GROUP
        raise CannotUpdateError(f"{path} {reason}") from None


def _take_attributes(old: str, new: str) -> None:
    if hasattr(os, "listxattr"):
        with suppress(OSError):  # a file system without them
            for name in os.listxattr(old):
                with suppress(OSError):
                    os.setxattr(new, name, os.getxattr(old, name))


def check_creatable(path: Path) -> None:
    """Raises CannotUpdateError for a file that exists."""
    if os.path.lexists(path):
        raise CannotUpdateError(f"{path} did not exist when the case file was read")


def create_file(path: Path, content: str | bytes, beside: Path) -> None:
    """As `replace_file`, for a new file: creates its folders and takes the mode of the file `beside`.

    Raises CannotUpdateError.
    """
    real = os.path.realpath(path)
    check_creatable(path)
    try:
        mode = os.stat(beside).st_mode & 0o666
        os.makedirs(os.path.dirname(real), exist_ok=True)
    except OSError as error:
        raise CannotUpdateError(f"{path} cannot be written: {error.strerror}") from None
    _put(path, real, content, mode)


def _put(path: Path, real: str, content: str | bytes, mode: int, prepare: Callable[[str], None] | None = None) -> None:
    try:
        write_at_once(real, content if isinstance(content, bytes) else content.encode("utf-8"), mode, prepare)
    except UnicodeEncodeError:
        raise CannotUpdateError("the output has a lone surrogate, which UTF-8 cannot hold") from None
    except OSError as error:
        raise CannotUpdateError(f"{path} cannot be written: {error.strerror}") from None
