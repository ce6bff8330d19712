"""Filters on one item: a line of `filters.txt` says what Jayway does (it was asked), the filter, and the item."""

from __future__ import annotations

from pathlib import Path

import pytest

from vtlharness import json_smart
from vtlharness.jsonpath import JsonPathError, compile_path

LINES = (Path(__file__).parent / "filters.txt").read_text(encoding="utf-8").split("\n")[:-1]


@pytest.mark.parametrize(("answer", "expression", "item"), [line.split("\t") for line in LINES])
def test_filter(answer: str, expression: str, item: str) -> None:
    document = json_smart.parse(f"[{item}]")
    query = compile_path(f"$[?({expression})]")
    if answer == "fails":
        with pytest.raises(JsonPathError):
            query.find(document)
    else:
        assert query.find(document) == (document if answer == "keeps" else [])
