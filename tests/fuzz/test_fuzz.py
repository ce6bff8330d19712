"""A short run of each kind; `python -m tests.fuzz` goes on for as long as you like."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.fuzz.inputs import KINDS
from tests.fuzz.running import send

COUNTS = {"templates": 1500, "paths": 1500, "payloads": 1500, "lines": 800, "cases": 80, "definitions": 80}


@pytest.mark.parametrize("kind", KINDS)
def test_no_foreign_exception(kind: str, tmp_path: Path) -> None:
    for number in range(COUNTS[kind]):
        given = KINDS[kind](Random(f"test/{number}"))
        assert send(kind, given, tmp_path) is None, (number, given)


def test_the_same_seed_gives_the_same_inputs() -> None:
    for kind, write in KINDS.items():
        assert write(Random("a")) == write(Random("a")), kind
