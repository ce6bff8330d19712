"""What a run keeps of the cases that failed, for the next one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from vtlharness.running.last_run import LastRun


class _Cache:
    """Keeps one value."""

    def __init__(self, value: Any = None) -> None:
        self.value = value
        self.stored = 0

    def load(self, key: str) -> Any:
        assert key == "the key"
        return self.value

    def store(self, key: str, value: Any) -> None:
        assert key == "the key"
        self.value = value
        self.stored += 1


def _last_run(cache: _Cache | None) -> LastRun:
    return LastRun(SimpleNamespace(last_run=cache, last_run_key="the key"))  # type: ignore[arg-type]


def _record(file: Path, name: str, outcome: str) -> Any:
    return SimpleNamespace(file=file.as_posix(), name=name, outcome=outcome)


@pytest.fixture
def kept(tmp_path: Path) -> Callable[..., tuple[LastRun, _Cache]]:
    def make(*failed: tuple[str, str], begins: tuple[str, str] | tuple[()] = ()) -> tuple[LastRun, _Cache]:
        named = tuple((str((tmp_path / file).resolve()), name) for file, name in failed)
        where = (str((tmp_path / begins[0]).resolve()), begins[1]) if begins else ()
        cache = _Cache((named, where))
        return _last_run(cache), cache

    return make


def test_nothing_is_kept() -> None:
    for cache in (None, _Cache()):
        last = _last_run(cache)
        assert (last.failed, last.begins) == ({}, None)
        assert last.in_files([Path("a")]) == {}
        assert last.begins_in([Path("a")]) is None
        last.store(True, None)
        assert cache is None or cache.stored == 0


def test_cases_by_their_files(kept: Callable[..., Any], tmp_path: Path) -> None:
    last, _ = kept(("b", "one"), ("a", "two"), ("b", "three"), ("gone", "four"))
    (tmp_path / "link").symlink_to(tmp_path / "b")
    a, b, c, link = (tmp_path / name for name in ("a", "b", "c", "link"))
    found = last.in_files([c, link, a])
    assert list(found.items()) == [
        (link.as_posix(), frozenset({"one", "three"})),
        (a.as_posix(), frozenset({"two"})),
    ]
    assert last.in_files([b]) == {b.as_posix(): frozenset({"one", "three"})}


@pytest.mark.parametrize(
    ("files", "place"), [(["a", "b", "c"], (1, "own")), (["b"], (0, "own")), (["a", "c"], None), ([], None)]
)
def test_where_stepwise_goes_on(
    kept: Callable[..., Any], tmp_path: Path, files: list[str], place: tuple[int, str] | None
) -> None:
    last, _ = kept(begins=("b", "own"))
    assert last.begins_in([tmp_path / file for file in files]) == place


@pytest.mark.parametrize(
    ("outcome", "before", "after"),
    [
        ("failed", [], ["own"]),
        ("error", [], ["own"]),
        ("broken file", [], ["own"]),
        ("passed", [], []),
        ("passed", ["own"], []),
        ("skipped", ["own"], []),
        ("xfailed", ["own"], []),
        ("deselected", ["own"], ["own"]),
        ("listed", ["own"], ["own"]),
        ("failed", ["own", "other"], ["own", "other"]),
        ("failed", ["other"], ["other", "own"]),
    ],
)
def test_a_record_is_taken_in(
    kept: Callable[..., Any], tmp_path: Path, outcome: str, before: list[str], after: list[str]
) -> None:
    last, cache = kept(*(("a", name) for name in before))
    last.take(_record(tmp_path / "a", "own", outcome))
    assert [name for _, name in last.failed] == after
    last.store(False, None)
    assert [name for _, name in cache.value[0]] == after
    assert cache.stored == (before != after)


def test_cases_that_are_gone_are_forgotten_with_their_whole_files(kept: Callable[..., Any], tmp_path: Path) -> None:
    for whole_files, left in ((False, ["gone", "there", "elsewhere"]), (True, ["there", "elsewhere"])):
        last, cache = kept(("a", "gone"), ("a", "there"), ("b", "elsewhere"))
        last.take(_record(tmp_path / "a", "there", "failed"))
        last.store(whole_files, None)
        assert [name for _, name in cache.value[0]] == left


def test_where_it_goes_on_is_stored(kept: Callable[..., Any], tmp_path: Path) -> None:
    last, cache = kept()
    name = last.named(_record(tmp_path / "a", "own", "failed"))
    assert name == (str((tmp_path / "a").resolve()), "own")
    last.store(False, name)
    assert (cache.value, cache.stored) == (((), name), 1)
    again = _last_run(cache)
    again.store(False, name)
    assert cache.stored == 1
    again.store(False, None)
    assert (cache.value, cache.stored) == (((), ()), 2)
