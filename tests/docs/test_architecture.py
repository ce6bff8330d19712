"""docs/architecture.md names modules that exist, and every room of the package."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PACKAGE = ROOT / "vtlharness"


def test_the_modules_exist() -> None:
    named = set(re.findall(r"`(\w+(?:/\w+)+(?:\.py)?)`", TEXT))
    assert len(named) > 30
    assert sorted(name for name in named if not (PACKAGE / name).exists()) == []


def test_every_room_is_named() -> None:
    rooms = [path.stem for path in PACKAGE.iterdir() if path.is_dir() or path.suffix == ".py"]
    missing = [room for room in rooms if f"`{room}`" not in TEXT and room not in ("__init__", "__pycache__")]
    assert sorted(missing) == []
