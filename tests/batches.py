"""How many generated cases a test takes: a few in every run, many among the slow batches (`pytest -m slow`)."""

from __future__ import annotations

import pytest


def batch(few: int, many: int) -> pytest.MarkDecorator:
    """Runs the test with `count` few, and as a slow one with `count` many."""
    return pytest.mark.parametrize("count", [few, pytest.param(many, marks=pytest.mark.slow)])
