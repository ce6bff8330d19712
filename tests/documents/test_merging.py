"""Mappings merged deeply: the upper one wins, and neither is changed."""

from __future__ import annotations

import pytest

from vtlharness.documents.merging import merged_deeply

CASES: list[tuple[dict[str, object], dict[str, object], dict[str, object]]] = [
    ({}, {}, {}),
    ({"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
    ({"a": 1}, {"a": None}, {"a": None}),
    ({"a": {"b": 1, "c": 2}}, {"a": {"c": 3, "d": {}}}, {"a": {"b": 1, "c": 3, "d": {}}}),
    ({"a": {"b": 1}}, {"a": [1]}, {"a": [1]}),
    ({"a": [1]}, {"a": {"b": 1}}, {"a": {"b": 1}}),
    ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
    ({"a": {"b": 1}}, {"a": {}}, {"a": {"b": 1}}),
]


@pytest.mark.parametrize(("below", "above", "merged"), CASES)
def test_the_upper_one_wins(below: dict[str, object], above: dict[str, object], merged: dict[str, object]) -> None:
    before = repr((below, above))
    assert merged_deeply(below, above) == merged
    assert repr((below, above)) == before
