"""Recordings of the service and its libraries, which lie beside the repository where they may be had at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / ".." / "shared" / "observations"


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of one file (`templates`, `integrations`, `jsonpath`), to parametrize with; none without the file."""
    file = FOLDER / f"{name}.jsonl"
    if not file.is_file():
        return []
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
