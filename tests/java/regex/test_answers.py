"""What JDK 17 answers to patterns, replacements and limits that reach rare branches: the rows of answers.jsonl."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.client import Oracle
from vtlharness.java.methods.string_patterns import matches, replace_all, replace_first, split, split_limit
from vtlharness.java.values import JavaError

_LINES = Path(__file__).with_name("answers.jsonl").read_text(encoding="ascii").splitlines()
ROWS: list[dict[str, Any]] = [json.loads(line) for line in _LINES]


def _ours(pattern: str, text: str, new: str = "<$0>", limit: int | None = None) -> str:
    try:
        if limit is not None:
            parts = list(split_limit(text, pattern, limit))
            assert limit or parts == list(split(text, pattern))
            return "".join([f"[{part}]" for part in parts])
        first = replace_first(text, pattern, new)
        return f"{str(matches(text, pattern)).lower()}|{replace_all(text, pattern, new)}|{first}"
    except JavaError as error:
        return f"{error.java_class}: {error.message}"


def _request(pattern: str, text: str, new: str = "<$0>", limit: int | None = None) -> dict[str, Any]:
    template = "$text.matches($pattern)|$text.replaceAll($pattern,$new)|$text.replaceFirst($pattern,$new)"
    if limit is not None:
        template = "#foreach($part in $text.split($pattern,$limit))[$part]#end"
    return {"template": template, "vars": {"pattern": pattern, "text": text, "new": new, "limit": limit}}


def _told(answer: dict[str, Any]) -> str:
    return str(answer["output"]) if "output" in answer else f"{answer['cause']}: {answer['message']}"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: ascii(row["pattern"]))
def test_answer(row: dict[str, Any]) -> None:
    given = {key: value for key, value in row.items() if key != "answer"}
    assert _ours(**given).encode("utf-8", "replace").decode() == row["answer"]


def test_the_oracle_says_so(live_oracle: Oracle) -> None:
    requests = [_request(**{key: value for key, value in row.items() if key != "answer"}) for row in ROWS]
    told = [_told(answer).encode("utf-8", "replace").decode() for answer in live_oracle.ask(requests)]
    assert told == [row["answer"] for row in ROWS]
