"""The golden text of all findings in faults.jsonl: place, rule, message and hint, for people to read.

`python -m tests.lint --write` writes it again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from vtlharness.lint.template_rules import TemplateSubject, lint_template
from vtlharness.source import Source

HERE = Path(__file__).parent
GOLDEN = HERE / "faults.txt"


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a file of templates."""
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def golden_text() -> str:
    """The text that stands in the golden file when the words of the findings have not changed."""
    blocks = []
    for row in rows("faults.jsonl"):
        lines = [row["name"]]
        subject = TemplateSubject(Source(row["template"], "put.vtl"), row["role"], row["content_type"])
        for one in lint_template(subject):
            found = one.finding
            lines.append(f"  {found.line}:{found.column} {found.rule} {found.message}")
            if found.hint:
                lines.append(f"    hint: {found.hint}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"
