"""Entries: what is kept, what is replaced, and what happens on a disk that cannot be written."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from tests.disk_cache.folders import KEY, opened
from vtlharness.disk_cache.cache import DiskCache
from vtlharness.source import Source

SOURCE = Source("a text", "a name")


def test_data_is_kept_for_its_text(tmp_path: Path) -> None:
    DiskCache(opened(tmp_path), "numbers 1").store(SOURCE, (1, "x", [None]))
    again = DiskCache(opened(tmp_path), "numbers 1")
    assert again.load(SOURCE) == (1, "x", [None])
    assert again.load(Source("another text", "a name")) is None
    assert again.load(Source("a text", "another name")) == (1, "x", [None])


@pytest.mark.parametrize(("kind", "key"), [("numbers 2", KEY), ("numbers", KEY), ("numbers 1", KEY[::-1])])
def test_another_kind_or_key_is_another_cache(tmp_path: Path, kind: str, key: bytes) -> None:
    DiskCache(opened(tmp_path), "numbers 1").store(SOURCE, (1,))
    assert DiskCache(opened(tmp_path, key), kind).load(SOURCE) is None


def test_the_digest_counts_for_the_kind(tmp_path: Path) -> None:
    """An entry cannot be given out for one of another kind or version by exchanging its stamp and its name."""
    one, two = (DiskCache(opened(tmp_path), f"numbers {number}") for number in (1, 2))
    one.store(SOURCE, (1,))
    (file,) = tmp_path.iterdir()
    data = file.read_bytes().replace(b"numbers 1", b"numbers 2")
    file.unlink()
    two.store(SOURCE, (2,))
    (file,) = tmp_path.iterdir()
    file.write_bytes(data)
    assert two.load(SOURCE) is None


def test_data_that_is_too_large_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vtlharness.disk_cache.cache.MOST_BYTES", 1000)
    cache = DiskCache(opened(tmp_path), "texts 1")
    cache.store(SOURCE, ("x" * 2000,))
    assert list(tmp_path.iterdir()) == []
    cache.store(SOURCE, ("x" * 100,))
    assert cache.load(SOURCE) == ("x" * 100,)


def test_other_files_of_a_folder_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that the user names may hold files that are not the cache's."""
    monkeypatch.setattr("vtlharness.disk_cache.cache.MOST_FILES", 4)
    others = [tmp_path / f"file {number}" for number in range(9)]
    for path in others:
        path.write_text("")
    for number in range(3):
        DiskCache(opened(tmp_path), "numbers 1").store(Source(str(number)), (number,))
    kept = DiskCache(opened(tmp_path), "numbers 1")
    assert [kept.load(Source(str(number))) for number in range(3)] == [(0,), (1,), (2,)]
    for number in range(3, 7):
        DiskCache(opened(tmp_path), "numbers 1").store(Source(str(number)), (number,))
    assert all(path.exists() for path in others)
    assert len(list(tmp_path.iterdir())) - len(others) <= 5


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EDQUOT])
def test_a_disk_that_cannot_be_written_is_tried_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    folder = opened(tmp_path)
    tries = []

    def refuse(name: str, data: bytes) -> None:
        tries.append(name)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(folder.folder, "replace", refuse)
    for kind in ("numbers 1", "texts 1"):
        cache = DiskCache(folder, kind)
        cache.store(SOURCE, (1,))
        assert cache.load(SOURCE) is None
    assert len(tries) == 1
    assert folder.problem == f"{tmp_path}: {os.strerror(number)}"


def test_a_write_that_ends_early_leaves_nothing_to_believe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    for size in (0, 10, 60, 100):
        with monkeypatch.context() as patched:
            patched.setattr("os.write", lambda file, data, size=size: write(file, data[:size]))
            folder = opened(tmp_path)
            DiskCache(folder, "numbers 1").store(SOURCE, tuple(range(50)))
            assert folder.problem
        assert DiskCache(opened(tmp_path), "numbers 1").load(SOURCE) is None


@pytest.mark.skipif(os.open not in os.supports_dir_fd, reason="folders cannot be held open here")
def test_a_folder_that_is_exchanged_later_is_not_used(tmp_path: Path) -> None:
    cache: Any = DiskCache(opened(tmp_path / "cache"), "numbers 1")
    (tmp_path / "cache").rename(tmp_path / "moved")
    (tmp_path / "cache").symlink_to(tmp_path / "other")
    (tmp_path / "other").mkdir()
    cache.store(SOURCE, (1,))
    assert cache.load(SOURCE) == (1,)
    assert list((tmp_path / "other").iterdir()) == []
