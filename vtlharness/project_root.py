"""The root of a project: the nearest folder, upwards, with a file or folder that marks one."""

from __future__ import annotations

import os
from collections.abc import Callable

MARKERS = (".git", "pyproject.toml", "vtlharness.toml")
"""The names of files and folders that make a folder the root of a project."""


def marked_folder(folder: str, exists: Callable[[str], bool] = os.path.exists) -> str | None:
    """The nearest folder, from this one upwards, that is the root of a project; None without one.

    `exists` says whether a marker is there: `os.path.lexists` also takes a link that leads nowhere for one.
    """
    while not any(exists(os.path.join(folder, marker)) for marker in MARKERS):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder
