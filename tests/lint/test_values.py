"""What is known of each kind of value, wherever a template can use it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.lint.values_golden import GOLDEN, VALUES, line

_EXPECTED = GOLDEN.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("row", "expected"), zip(VALUES, _EXPECTED, strict=True), ids=[row["value"] for row in VALUES])
def test_what_is_known_of_each_value(row: dict[str, Any], expected: str) -> None:
    """After a change on purpose: `python -m tests.lint --write`, and read the difference."""
    assert line(row) == expected
