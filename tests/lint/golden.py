"""The golden texts of findings: place, rule, message, hint and mended text, for people to read.

`faults.txt` has those of faults.jsonl, `small.txt` those of small.jsonl: templates of a few words that differ in one
thing each, those with a finding beside those without one. `python -m tests.lint --write` writes them again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from vtlharness.lint.findings_list import Change
from vtlharness.lint.template_rules import TemplateSubject, lint_template
from vtlharness.source import Source

HERE = Path(__file__).parent
GOLDEN = ("faults", "small")


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a file of templates."""
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def subject(row: dict[str, Any]) -> TemplateSubject:
    """The template of a row."""
    source = Source(row["template"], "put.vtl")
    return TemplateSubject(source, row.get("role", "unknown"), row.get("content_type"), row.get("stage"))


def golden_text(name: str) -> str:
    """The text that stands in a golden file when the words of the findings have not changed."""
    return "\n\n".join(_block(row, shown=name == "small") for row in rows(f"{name}.jsonl")) + "\n"


def _block(row: dict[str, Any], *, shown: bool) -> str:
    lines = [row["name"]]
    if shown:
        known = ", ".join(f"{key} {row[key]}" for key in ("role", "content_type", "stage") if row.get(key) is not None)
        lines += [f"  ({known})"] if known else []
        lines += [f"  | {line}" for line in row["template"].splitlines()]
    found = lint_template(subject(row))
    for one in found:
        finding = one.finding
        lines.append(f"  {finding.line}:{finding.column} {finding.rule} {finding.message}")
        if finding.hint:
            lines.append(f"    hint: {finding.hint}")
        lines += [f"    mend: {line}" for line in _mended(row["template"], one.changes).splitlines()]
    if not found:
        lines.append("  nothing")
    return "\n".join(lines)


def _mended(template: str, changes: tuple[Change, ...]) -> str:
    """The lines that the changes of a finding make of those that they touch; nothing without changes."""
    if not changes:
        return ""
    text = template
    for change in sorted(changes, reverse=True):
        text = text[: change.start] + change.text + text[change.end :]
    before, after = template.splitlines(), text.splitlines()
    return "\n".join(line for number, line in enumerate(after) if before[number : number + 1] != [line])
