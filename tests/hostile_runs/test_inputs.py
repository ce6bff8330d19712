"""What hostile input is sent at which places of a case: the golden text of inputs.yaml."""

from __future__ import annotations

from typing import Any

import pytest

from tests.hostile_runs.inputs import CASES, GOLDEN, block

_EXPECTED = GOLDEN.read_text(encoding="utf-8").rstrip("\n").split("\n\n")


@pytest.mark.parametrize("entry", CASES, ids=lambda entry: entry["name"])
def test_what_is_sent_at_which_places(entry: dict[str, Any]) -> None:
    """After a change on purpose: `python -m tests.hostile_runs.inputs --write`, and read the difference."""
    assert block(entry) in _EXPECTED


def test_the_golden_text_is_of_these_cases() -> None:
    assert [part.split("\n")[0] for part in _EXPECTED] == [entry["name"] for entry in CASES]
