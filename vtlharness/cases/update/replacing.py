"""Replaces or creates a file for an update: in one step, with the right mode, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from vtlharness.cases.update.target import CannotUpdateError
from vtlharness.documents.writing import write_at_once


def replace_file(path: Path, content: str | bytes) -> None:
    """Write the content to a new file in the same folder and move it into place, with the old file's mode.

    Text is written as UTF-8. A symbolic link stays, and its target is replaced. Raises CannotUpdateError.
    """
    real = os.path.realpath(path)
    try:
        mode = os.stat(real).st_mode & 0o7777
    except OSError as error:
        raise CannotUpdateError(f"{path} cannot be written: {error.strerror}") from None
    _put(path, real, content, mode)


def create_file(path: Path, content: str | bytes, beside: Path) -> None:
    """As `replace_file`, for a new file: creates its folders and takes the mode of the file `beside`.

    Raises CannotUpdateError.
    """
    real = os.path.realpath(path)
    if os.path.lexists(path):
        raise CannotUpdateError(f"{path} did not exist when the case file was read")
    try:
        mode = os.stat(beside).st_mode & 0o666
        os.makedirs(os.path.dirname(real), exist_ok=True)
    except OSError as error:
        raise CannotUpdateError(f"{path} cannot be written: {error.strerror}") from None
    _put(path, real, content, mode)


def _put(path: Path, real: str, content: str | bytes, mode: int) -> None:
    try:
        write_at_once(real, content if isinstance(content, bytes) else content.encode("utf-8"), mode)
    except UnicodeEncodeError:
        raise CannotUpdateError("the output has a lone surrogate, which UTF-8 cannot hold") from None
    except OSError as error:
        raise CannotUpdateError(f"{path} cannot be written: {error.strerror}") from None
