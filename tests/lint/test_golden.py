"""The words of the findings: messages and hints are those of the golden text, which people have read."""

from __future__ import annotations

from tests.lint.golden import GOLDEN, golden_text, rows


def test_the_words_of_all_findings() -> None:
    """After a change on purpose: `python -m tests.lint --write`, and read the difference."""
    assert golden_text() == GOLDEN.read_text(encoding="utf-8")


def test_names_are_told_once() -> None:
    names = [row["name"] for row in rows("faults.jsonl")]
    assert len(set(names)) == len(names)
