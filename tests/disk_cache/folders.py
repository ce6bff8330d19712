"""Caches for tests, in folders of their own and with a key that is not the user's."""

from __future__ import annotations

from pathlib import Path

from vtlharness.disk_cache.cache import CacheFolder
from vtlharness.disk_cache.own_folder import OwnFolder

KEY = bytes(range(32))


def opened(folder: Path, key: bytes = KEY) -> CacheFolder:
    """The cache in a folder, which is made where it is missing."""
    return CacheFolder(OwnFolder(str(folder)), key)
