"""Annotations: what failed, changes that no case notices, and the findings, at their lines in a pull request.

Comes in: a `RunRecord`. Goes out: workflow commands for standard output, those of errors first, because GitHub shows
ten errors and ten warnings of a step.
"""

from __future__ import annotations

from collections.abc import Iterator

from vtlharness.exchange.workflow_commands import annotation
from vtlharness.report.places import of_case, of_changes, of_finding
from vtlharness.report.record import PROBLEMS
from vtlharness.report.run_findings import run_findings
from vtlharness.report.run_record import RunRecord
from vtlharness.report.text.lines import record_lines
from vtlharness.report.text.mutation import unnoticed_hint, unnoticed_message
from vtlharness.report.text.visible import CUT, safe, safe_lines
from vtlharness.rules.registry import RULES

_LONGEST = 4_000


def github_annotations(run: RunRecord) -> bytes:
    """The commands, a line each."""
    return "".join(f"{line}\n" for line in (*_problems(run), *_unnoticed(run), *_warnings(run))).encode(
        "utf-8", "backslashreplace"
    )


def _problems(run: RunRecord) -> Iterator[str]:
    for record in run.records:
        if record.outcome not in PROBLEMS:
            continue
        place = of_case(record)
        yield annotation(
            "error",
            _cut("\n".join(record_lines(record, header=False))) or record.outcome,
            file=safe(place.file),
            line=place.line,
            column=place.column,
            title=f"{record.outcome}: {safe(record.name)}" if record.name else record.outcome,
        )


def _unnoticed(run: RunRecord) -> Iterator[str]:
    for change, place in of_changes(run):
        yield annotation(
            "error",
            _cut(f"{unnoticed_message(change)}\n{unnoticed_hint(change)}"),
            file=safe(place.file),
            line=place.line,
            column=place.column,
            title=f"unnoticed: {change.operator}",
        )


def _warnings(run: RunRecord) -> Iterator[str]:
    for found in run_findings(run):
        if found.fatal:
            continue  # its case says so
        finding = found.finding
        place = of_finding(finding, found.record)
        known = RULES.get(finding.rule)
        yield annotation(
            "warning",
            _cut(finding.message if finding.hint is None else f"{finding.message}\nhint: {finding.hint}"),
            file=safe(place.file),
            line=place.line,
            column=place.column,
            title=f"{known.id} {known.name}" if known else finding.rule or None,
        )


def _cut(text: str) -> str:
    text = safe_lines(text)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + CUT
