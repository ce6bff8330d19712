"""The words of the findings and the inputs are those of the golden texts, which people have read."""

from __future__ import annotations

from pathlib import Path

from tests.hostile_runs import inputs, words
from tests.hostile_runs.test_findings import FINDINGS


def _blocks(golden: Path) -> list[str]:
    return golden.read_text(encoding="utf-8").rstrip("\n").split("\n\n")


def test_the_words_of_findings() -> None:
    """After a change on purpose: `python -m tests.hostile_runs.words --write`, and read the difference."""
    assert list(map(words.block, FINDINGS)) == _blocks(words.GOLDEN)


def test_what_is_sent_at_which_places() -> None:
    """After a change on purpose: `python -m tests.hostile_runs.inputs --write`, and read the difference."""
    assert list(map(inputs.block, inputs.CASES)) == _blocks(inputs.GOLDEN)
