"""Classes of characters: classes.jsonl contains a text, and which of its characters JDK 17 finds in each class."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.client import Oracle
from vtlharness.java.methods.string_patterns import matches
from vtlharness.java.values import JavaError

_LINES = Path(__file__).with_name("classes.jsonl").read_text(encoding="ascii").splitlines()
CHARACTERS: str = json.loads(_LINES[0])["characters"]
ROWS: list[dict[str, str]] = [json.loads(line) for line in _LINES[1:]]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["pattern"])
def test_class(row: dict[str, str]) -> None:
    if "wrong" in row:
        with pytest.raises(JavaError) as caught:
            matches("a", row["pattern"])
        assert str(caught.value) == row["wrong"]
        return
    assert "".join([char for char in CHARACTERS if matches(char, row["pattern"])]) == row["found"]


def test_the_oracle_says_so(live_oracle: Oracle) -> None:
    template = "#set($no=$none.matches($p))#foreach($c in $chars)#if($c.matches($p))$foreach.count #end#end"
    variables = {"chars": list(CHARACTERS), "none": ""}
    requests = [{"template": template, "vars": {**variables, "p": row["pattern"]}} for row in ROWS]
    assert [_told(answer) for answer in live_oracle.ask(requests)] == [
        row.get("found", row.get("wrong")) for row in ROWS
    ]


def _told(answer: dict[str, Any]) -> str:
    if "output" not in answer:
        return f"{answer['cause']}: {answer['message']}"
    return "".join([CHARACTERS[int(count) - 1] for count in answer["output"].split()])
