"""The time of a search: how many changes are tried, and what becomes of those that are left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.mutation.searches import searched, written
from vtlharness.cases.loading import load_case_file
from vtlharness.mutation.searching import Search, SearchSettings, merged

_FILE = {
    "inline": '{"a": 1, "b": 2, "c": 3}',
    "cases": [{"name": "own", "expect": {"output": {"a": 1, "b": 2, "c": 3}}}],
}


def _clock(step: float) -> Callable[[], float]:
    """A clock that goes on by a step at each look."""
    times = iter(step * count for count in range(1_000_000))
    return lambda: next(times)


def test_with_time_enough_all_are_tried(tmp_path: Path) -> None:
    record = searched(written(tmp_path, _FILE), clock=_clock(0.001))
    assert (record.tried, record.not_tried, record.noticed) == (8, 0, 8)


@pytest.mark.parametrize(("seconds", "tried"), [(0.5, 0), (1.0, 1), (3.5, 3), (100.0, 8)])
def test_when_the_time_is_over_the_rest_is_counted(seconds: float, tried: int, tmp_path: Path) -> None:
    record = searched(written(tmp_path, _FILE), seconds=seconds, clock=_clock(1.0))
    assert (record.tried, record.not_tried) == (tried, 8 - tried)


def test_progress_counts_up(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    searched(written(tmp_path, _FILE), progress=lambda done, count: told.append((done, count)))
    assert told == [(number, 8) for number in range(8)]


def test_shares_are_the_whole(tmp_path: Path) -> None:
    file = written(tmp_path, {**_FILE, "cases": [{"name": "own"}]})
    whole = searched(file)
    shares = [
        Search(load_case_file(file).cases, SearchSettings(60.0, {}, share=share, shares=3)).run() for share in range(3)
    ]
    assert merged(shares)._replace(duration_s=0) == whole._replace(duration_s=0)
    assert len(whole.unnoticed) == 8


def test_a_change_that_makes_a_loop_too_long_is_stopped(tmp_path: Path) -> None:
    template = "#set($n = 9)#foreach($i in [1..$n])#foreach($j in [1..$n])#foreach($k in [1..$n])#end#end#end$n"
    file = written(tmp_path, {"inline": template, "limits": {"rounds": 900}, "cases": [{"name": "own"}]})
    record = searched(file)
    assert "literal changed: 9" not in {f"{one.operator}: {one.before}" for one in record.unnoticed}


def test_nothing_to_change(tmp_path: Path) -> None:
    record = searched(written(tmp_path, {"inline": "$!a", "cases": [{"name": "own"}]}))
    assert record._replace(duration_s=0) == merged([])
