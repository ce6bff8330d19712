"""The language, rule by rule: language.jsonl contains templates and the answers of Apache Velocity 1.7."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.client import Oracle
from vtlharness.errors import VtlHarnessError
from vtlharness.source import Source
from vtlharness.vtl.template import Template

pytestmark = pytest.mark.usefixtures("each_form")

VARIABLES: dict[str, Any] = {
    "a": {"b": {"c": "deep"}},
    "n": 2,
    "l": [10, 20, 30],
    "s": "string",
    "t": True,
    "f": False,
    "y-z": "hyphen",
    "m": {"trueish": 1},
}
_LINES = Path(__file__).with_name("language.jsonl").read_text(encoding="utf-8").split("\n")
ROWS: list[dict[str, Any]] = [json.loads(line) for line in _LINES if line]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['topic']}: {ascii(row['template'])[1:50]}")
def test_rule(row: dict[str, Any]) -> None:
    if row.get("fails"):
        with pytest.raises(VtlHarnessError) as caught:
            Template(Source(row["template"])).render(copy.deepcopy(VARIABLES))
        assert caught.value.line is not None
        return
    assert Template(Source(row["template"])).render(copy.deepcopy(VARIABLES)) == row["output"]


def test_the_oracle_says_so(live_oracle: Oracle) -> None:
    answers = live_oracle.ask([{"template": row["template"], "vars": VARIABLES} for row in ROWS])
    assert [answer.get("output") for answer in answers] == [row.get("output") for row in ROWS]
