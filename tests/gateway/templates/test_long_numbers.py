"""Numbers that Python's limits would stop: long_numbers.jsonl has templates, payloads and the oracle's answers.

In a payload, `<7*5000>` stands for 5,000 sevens. A row with `limit` is one where Java takes long or runs out of memory:
the oracle is not asked. Where the answer is our limit, the row says `exceeds`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.client import Oracle
from vtlharness.errors import LimitError, VtlRenderError
from vtlharness.gateway.codecs.text_values import text_values
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.templates.mapping_template import MappingTemplate
from vtlharness.gateway.templates.render import render_request

_LINES = Path(__file__).with_name("long_numbers.jsonl").read_text(encoding="utf-8").splitlines()
ROWS: list[dict[str, Any]] = [json.loads(line) for line in _LINES]


def _body(row: dict[str, Any]) -> str:
    return re.sub(r"<(\d)\*(\d+)>", lambda repeat: repeat[1] * int(repeat[2]), str(row["body"]))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: ascii(row["template"])[1:60])
def test_the_answer(row: dict[str, Any]) -> None:
    template = MappingTemplate.from_text(row["template"])
    request = MethodRequest(body=_body(row))
    if row.get("exceeds"):
        with pytest.raises(LimitError):
            render_request(template, request)
        return
    if "error" not in row:
        assert render_request(template, request).text == row["output"]
        return
    with pytest.raises(VtlRenderError) as caught:
        render_request(template, request)
    assert caught.value.message == row["error"]


def test_the_oracle_agrees(live_oracle: Oracle) -> None:
    rows = [row for row in ROWS if not row.get("limit")]
    answers = live_oracle.ask([{"id": None, "template": row["template"], "body": _body(row)} for row in rows])
    for row, answer in zip(rows, answers, strict=True):
        if "error" in row:
            assert row["error"] in answer["error"], row["template"]
        else:
            assert answer.get("output") == row["output"], row["template"]


def test_a_long_integer_as_a_parameter() -> None:
    assert text_values({"a": 10**5000, "b": 7, "c": True, "d": 1.5}) == {
        "a": "1" + "0" * 5000,
        "b": "7",
        "c": "true",
        "d": "1.5",
    }
