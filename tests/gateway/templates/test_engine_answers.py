"""Map keys that Python confuses, bytes of texts, `$foreach` as a variable: what Apache Velocity 1.7 answers.

The answers are in engine_answers.jsonl; a template that fails has `"output": null`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.differential.agreement import FAILED, our_answer, same, their_answer
from tests.oracle.client import Oracle

_LINES = Path(__file__).with_name("engine_answers.jsonl").read_text(encoding="utf-8").split("\n")
ROWS: list[dict[str, Any]] = [json.loads(line) for line in _LINES if line]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: ascii(row["template"])[1:60])
def test_answer(row: dict[str, Any]) -> None:
    expected = FAILED if row["output"] is None else row["output"]
    ours = our_answer(row)
    assert same(ours, expected), f"{ours!r}, expected {expected!r}"


def test_the_engine_says_so(live_oracle: Oracle) -> None:
    answers = [their_answer(answer) for answer in live_oracle.ask(ROWS)]
    wrong = [
        (row["template"], answer)
        for row, answer in zip(ROWS, answers, strict=True)
        if not same(answer, FAILED if row["output"] is None else row["output"])
    ]
    assert wrong == []
