"""Opens the user's cache: the folder, and the key that signs what is written there.

Comes in: the folder that the user named, if any, and where the run is started. Goes out: a `CacheFolder`, or a
`NoCacheError` that says why there is none. The key is kept apart from the cache, so a cache that comes from elsewhere,
with a checkout or an archive, is not believed.
"""

from __future__ import annotations

import os

from vtlharness.disk_cache.cache import CacheFolder
from vtlharness.disk_cache.own_folder import NotOwnError, OwnFolder
from vtlharness.disk_cache.places import cache_folder, is_within, key_folder, working_tree
from vtlharness.errors import VtlHarnessError

KEY_NAME = "cache-key"
KEY_BYTES = 32
_OTHER_FOLDER = "`--cache-dir DIR` names another folder (`--vtl-cache-dir` in pytest)"
_WAITS_S = (0.0, 0.001, 0.01, 0.05, 0.2)  # between looks at a key that another process may be writing


class NoCacheError(VtlHarnessError):
    """The cache is not used; the message says why."""

    def __init__(self, reason: str, hint: str | None = None) -> None:
        super().__init__(f"the cache is not used: {reason}", hint=hint)


def open_cache(named: str = "", started_in: str = ".") -> CacheFolder:
    """The cache in the user's folder for caches, or in the folder named; both are made where they are missing.

    A folder in the working tree of the folder `started_in` is used only if it is named, and a key there never. Raises
    NoCacheError.
    """
    try:
        path = os.path.abspath(named) if named else cache_folder()
        key_path = key_folder()
        if path is None or key_path is None:
            raise NoCacheError("the user has no home folder", "set HOME, or XDG_CACHE_HOME and XDG_STATE_HOME")
        tree = working_tree(started_in)
        if not named and is_within(path, tree):
            raise NoCacheError(f"{path} is inside the working tree {tree}", _OTHER_FOLDER)
        return CacheFolder(_own(path, _OTHER_FOLDER), _key(key_path, path, tree))
    except (OSError, ValueError) as problem:
        raise NoCacheError(_reason(problem)) from None


def _key(key_path: str, cache_path: str, tree: str) -> bytes:
    """The user's key, made at its first use. Raises NoCacheError."""
    hint = "set XDG_STATE_HOME to keep the key in another folder" if os.name == "posix" else None
    if is_within(key_path, tree):
        raise NoCacheError(f"the folder of its key, {key_path}, is inside the working tree {tree}", hint)
    if is_within(key_path, cache_path):
        raise NoCacheError(f"the folder of its key, {key_path}, is inside the cache", hint)
    folder = _own(key_path, hint)
    file = os.path.join(key_path, KEY_NAME)
    try:
        return _read_or_made(folder)
    except NotOwnError as problem:
        raise NoCacheError(f"its key {problem}", f"delete {file}: the next run makes a new one") from None
    except OSError as problem:
        raise NoCacheError(f"its key {file} can be neither read nor made: {_reason(problem)}") from None


def _read_or_made(folder: OwnFolder) -> bytes:
    """The key in a folder. Raises OSError, NotOwnError for one that is not trusted."""
    key = b""
    for wait_s in _WAITS_S:
        if wait_s:
            from time import sleep

            sleep(wait_s)
        try:
            key = folder.read(KEY_NAME, KEY_BYTES, secret=True)
        except FileNotFoundError:
            try:
                key = os.urandom(KEY_BYTES)
                folder.create(KEY_NAME, key)
            except FileExistsError:  # another process was quicker
                key = b""
        if len(key) == KEY_BYTES:
            return key
    raise NotOwnError(f"{os.path.join(folder.path, KEY_NAME)} has {len(key)} bytes, not {KEY_BYTES}")


def _own(path: str, hint: str | None) -> OwnFolder:
    """The folder, made where it is missing. Raises NoCacheError."""
    try:
        return OwnFolder(path)
    except NotOwnError as problem:
        raise NoCacheError(str(problem), hint) from None
    except OSError as problem:
        raise NoCacheError(f"{path} cannot be opened: {_reason(problem)}", hint) from None


def _reason(problem: OSError | ValueError) -> str:
    return getattr(problem, "strerror", None) or str(problem)
