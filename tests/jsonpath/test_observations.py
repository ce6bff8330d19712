"""The 330 recorded paths: this package answers as Jayway 2.10."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest

from tests.observations import by_subject, check_rows, needs_recordings, rows
from vtlharness import json_smart
from vtlharness.java.values import KeySet
from vtlharness.jsonpath import JsonPathError, PathNotFound, compile_path

pytestmark = needs_recordings

ROWS = rows("jsonpath")


def _answer(path: str, document: str) -> dict[str, Any]:
    try:
        value = compile_path(path).find(json_smart.parse(document))
    except PathNotFound:
        return {"missing": True}
    except JsonPathError as problem:
        return {"error": str(problem)}
    return {"result": list(value) if isinstance(value, KeySet) else value}


def _kind(answer: dict[str, Any]) -> str:
    return next(kind for kind in ("result", "missing", "error") if kind in answer)


def _check_row(row: dict[str, Any]) -> None:
    expected, answer = row["jayway_2_10"], _answer(row["path"], row["document"])
    assert _kind(answer) == _kind(expected)
    if "result" in expected:
        assert json.dumps(answer) == json.dumps(expected)


def _subject(row: dict[str, Any]) -> str:
    """The first word of the id: `filter`, `union`, `own`."""
    return re.split(r"[_/]", row["id"])[0]


@pytest.mark.parametrize("recorded", by_subject(ROWS, _subject))
def test_rows_read_as_in_jayway(recorded: list[dict[str, Any]]) -> None:
    check_rows(recorded, _check_row)


def test_counts() -> None:
    counts = Counter(_kind(_answer(row["path"], row["document"])) for row in ROWS)
    print(f"{len(ROWS)} rows: {dict(counts)}")
    assert counts == Counter(_kind(row["jayway_2_10"]) for row in ROWS)


# Paths that read otherwise in 2.0 only for documents of another shape than they expect (see
# vtlharness/jsonpath/path_findings.py).
SHAPE_ONLY = [
    "$[1:3]",
    "$[0]",
    "$..*[?(@.id>2)]",
    "$[?(@[1]=='b')]",
    "$[?(@)]",
    "$[?(@.key==false)]",
    "$[?(@.key==-0.123e2)]",
    "$[?(@.key==010)]",
    "$[?(@.key==true)]",
    "$[?(@.key1==@.key2)]",
    "$[?(@.key>42)]",
    "$[?(@.key>=42)]",
    "$[?(@.key<42)]",
    "$[?(@.key<=42)]",
    "$[?(!@.key)]",
    "$[?(@.key!=42)]",
    "$[?(@.key)]",
    "$.user[0]",
]

OTHERWISE_IN_2_0 = sorted(
    {row["path"] for row in ROWS if row["jayway_2_0"] != row["jayway_2_10"] and "error" not in row["jayway_2_10"]}
)


def test_what_jayway_2_0_reads_otherwise_is_told() -> None:
    assert OTHERWISE_IN_2_0
    told = [path for path in OTHERWISE_IN_2_0 if compile_path(path).findings]
    assert told == [path for path in OTHERWISE_IN_2_0 if path not in SHAPE_ONLY]
