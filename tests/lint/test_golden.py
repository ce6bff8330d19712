"""The words of the findings: messages, hints and mended lines are those of the golden texts, which people have read."""

from __future__ import annotations

import pytest

from tests.lint.golden import GOLDEN, HERE, golden_text, rows


@pytest.mark.parametrize("name", GOLDEN)
def test_the_words_of_all_findings(name: str) -> None:
    """After a change on purpose: `python -m tests.lint --write`, and read the difference."""
    assert golden_text(name) == (HERE / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", GOLDEN)
def test_names_are_told_once(name: str) -> None:
    names = [row["name"] for row in rows(f"{name}.jsonl")]
    assert len(set(names)) == len(names)
