"""The recorded expansions: one line of JSON for each template, with what AWS's transform made of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.sam_oracle.cases import Case

FILE = Path(__file__).parent / "expansions.jsonl"


def read_expansions() -> dict[str, dict[str, Any]]:
    """The recorded expansion of each case by its name."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return {line["name"]: line["expansion"] for line in map(json.loads, lines)}


def record(cases: list[Case]) -> int:
    """Writes the expansions of all cases anew; returns their number."""
    from tests.sam_oracle.transform import expanded

    lines = [{"name": case.name, "expansion": expanded(case.template, case.values)} for case in cases]
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    FILE.write_text(text, encoding="utf-8")
    return len(lines)
