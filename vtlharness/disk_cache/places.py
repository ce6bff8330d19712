"""Where the cache and its key are kept for this user, and whether a folder belongs to what is being tested.

Comes in: the environment and the folder where a run is started. Goes out: absolute paths. They are those that the
system's conventions name: the XDG base directory specification, macOS's Library, Windows' local application data.
"""

from __future__ import annotations

import os
import sys

from vtlharness.project_root import marked_folder


def cache_folder() -> str | None:
    """The folder for the cache; None for a user without a home."""
    if sys.platform == "win32":
        return _below(_base("LOCALAPPDATA", "AppData/Local"), "vtlharness/Cache")
    return _below(_base("XDG_CACHE_HOME", "Library/Caches" if sys.platform == "darwin" else ".cache"), "vtlharness")


def key_folder() -> str | None:
    """The folder for the key, which is not kept in the cache, so that it does not travel with it."""
    if sys.platform == "win32":
        return _below(_base("LOCALAPPDATA", "AppData/Local"), "vtlharness")
    usual = "Library/Application Support" if sys.platform == "darwin" else ".local/state"
    return _below(_base("XDG_STATE_HOME", usual), "vtlharness")


def _base(variable: str, usual: str) -> str | None:
    """The folder that a variable names, else the usual one in the user's home.

    A relative path does not count, as the XDG specification says: it would lead into the folder where a run is started.
    """
    named = os.environ.get(variable, "")
    if os.path.isabs(named):
        return named
    home = os.path.expanduser("~")
    return os.path.join(home, usual) if os.path.isabs(home) and home.strip("/\\") else None


def _below(base: str | None, name: str) -> str | None:
    return None if base is None else os.path.normpath(os.path.join(base, name))


def working_tree(start: str) -> str:
    """The root of the project that a folder is in, else the folder itself."""
    folder = os.path.realpath(start)
    return marked_folder(folder, os.path.lexists) or folder


def is_within(path: str, folder: str) -> bool:
    """Whether a path, which need not exist, is a folder's or leads below it, through links or not. Raises OSError."""
    wanted = os.stat(folder)
    path = os.path.realpath(path)
    while not _is_same(path, wanted):
        above = os.path.dirname(path)
        if above == path:
            return False
        path = above
    return True


def _is_same(path: str, wanted: os.stat_result) -> bool:
    try:
        return os.path.samestat(os.stat(path), wanted)
    except OSError:  # not made yet
        return False
