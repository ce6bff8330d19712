"""How `defaults` and a case merge: each way of the format's table, and that nothing else changes."""

# ruff: noqa: E501 (a table, a row to a line)

from __future__ import annotations

import copy
from typing import Any

import pytest

from vtlharness.cases.file.defaults import merged_case
from vtlharness.cases.file.format.table import CASE, DEFAULTS

ROWS: list[tuple[str, Any, Any, Any]] = [
    ("only the default", {"context": {"a": 1}}, {}, {"context": {"a": 1}}),
    ("only the case", {}, {"context": {"a": 1}}, {"context": {"a": 1}}),
    ("a key is null", {"context": {"a": 1}}, {"context": None}, {"context": None}),
    ("the default is null", {"context": None}, {"context": {"a": 1}}, {"context": {"a": 1}}),
    ("names at every depth", {"context": {"a": {"b": 1, "c": 2}, "d": [1]}}, {"context": {"a": {"c": 3}, "d": [2]}},
     {"context": {"a": {"b": 1, "c": 3}, "d": [2]}}),
    ("a name is null", {"stageVariables": {"a": "b", "c": "d"}}, {"stageVariables": {"a": None}},
     {"stageVariables": {"a": None, "c": "d"}}),
    ("a mapping gives way to text", {"context": {"a": {"b": 1}}}, {"context": {"a": "x"}}, {"context": {"a": "x"}}),
    ("headers in any casing", {"methodRequest": {"headers": {"A": "1", "b": "2"}}}, {"methodRequest": {"headers": {"a": "3"}}},
     {"methodRequest": {"headers": {"b": "2", "a": "3"}}}),
    ("a header is null", {"methodRequest": {"headers": {"A": "1"}}}, {"methodRequest": {"headers": {"a": None}}},
     {"methodRequest": {"headers": {"a": None}}}),
    ("headers are null", {"integrationResponse": {"headers": {"A": "1"}}}, {"integrationResponse": {"headers": None}},
     {"integrationResponse": {"headers": None}}),
    ("a body is one value", {"methodRequest": {"body": {"a": 1}, "path": "/x"}}, {"methodRequest": {"body": {"b": 2}}},
     {"methodRequest": {"body": {"b": 2}, "path": "/x"}}),
    ("a body is null", {"methodRequest": {"body": {"a": 1}}}, {"methodRequest": {"body": None}}, {"methodRequest": {"body": None}}),
    ("a query string by name", {"methodRequest": {"queryStringParameters": {"a": ["1", "2"], "b": "3"}}},
     {"methodRequest": {"queryStringParameters": {"a": "4"}}}, {"methodRequest": {"queryStringParameters": {"a": "4", "b": "3"}}}),
    ("a backend is one answer", {"backend": {"statusCode": 500}}, {"backend": {"body": "x"}}, {"backend": {"body": "x"}}),
    ("a backend is null", {"backend": {"statusCode": 500}}, {"backend": None}, {"backend": None}),
    ("compare by key", {"compare": {"ignore_order": True, "exclude_paths": ["a"]}}, {"compare": {"exclude_paths": ["b"]}},
     {"compare": {"ignore_order": True, "exclude_paths": ["b"]}}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "defaults", "case", "merged"), ROWS, ids=[row[0] for row in ROWS])
def test_merging(name: str, defaults: Any, case: Any, merged: Any) -> None:
    own = {"name": "one", **case, "expect": {"output": 1}}
    before = copy.deepcopy((defaults, own))
    assert merged_case(defaults, own) == {"name": "one", **merged, "expect": {"output": 1}}
    assert (defaults, own) == before


def test_no_defaults() -> None:
    case = {"name": "one"}
    assert merged_case(None, case) is case


def test_the_keys_of_defaults_are_those_of_a_case_that_have_a_way_to_merge() -> None:
    assert {key.name for key in CASE.keys} - {key.name for key in DEFAULTS.keys} == {"name", "expect"}
