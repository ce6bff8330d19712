"""The words of the findings are those of the golden text, which people have read."""

from __future__ import annotations

from tests.hostile_runs.test_findings import FINDINGS
from tests.hostile_runs.words import GOLDEN, block


def test_the_words_of_findings() -> None:
    """After a change on purpose: `python -m tests.hostile_runs.words --write`, and read the difference."""
    assert list(map(block, FINDINGS)) == GOLDEN.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
