"""Definitions and case files: each finding at its place, and what `--fix` makes of the file."""

from __future__ import annotations

from typing import Any

import pytest

from tests.lint.files_golden import GOLDEN, ROWS, block

_EXPECTED = GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_what_is_found_in_files(row: dict[str, Any]) -> None:
    """After a change on purpose: `python -m tests.lint --write`, and read the difference."""
    assert f"\n\n{block(row)}\n" in f"\n\n{_EXPECTED}\n"


def test_the_golden_text_is_of_these_rows() -> None:
    assert [part.split("\n")[0] for part in _EXPECTED.split("\n\n")] == [row["name"] for row in ROWS]
