"""The places in files at which other programs show what a record says.

Comes in: a record, and a finding or line of a template in it; or the changes of a run. Goes out: a `Place` in a file of
the project. A template that stands in a case file is not a file: what it says is shown at its case.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vtlharness.cases.model import INLINE
from vtlharness.cases.results import ErrorRecord, TemplateLine
from vtlharness.findings import Finding
from vtlharness.report.mutations import UnnoticedChange
from vtlharness.report.record import CaseRecord
from vtlharness.report.run_record import RunRecord


class Place(NamedTuple):
    """A file, and the line and column (both from 1) in it, as far as they are known."""

    file: str
    line: int | None = None
    column: int | None = None


def of_case(record: CaseRecord) -> Place:
    """Where the case begins; for a file that cannot be read, where it is wrong."""
    if record.outcome == "broken file" and record.error is not None and record.error.file is not None:
        return _given(record.error, record)
    return Place(record.file, record.line)


def of_finding(finding: Finding, record: CaseRecord) -> Place:
    """The place of a finding, or of its case if the finding has none in a file."""
    return _given(finding, record)


def of_line(line: TemplateLine | None, record: CaseRecord) -> Place:
    """The place of a template's line; of a template inside a definition, where the definition has it."""
    if line is None or line.template == record.file + INLINE:
        return Place(record.file, record.line)
    if line.stands_at is not None:
        file, _, number = line.stands_at.rpartition(":")
        return Place(file, int(number))
    return Place(line.template, line.line)


def of_changes(run: RunRecord) -> Iterator[tuple[UnnoticedChange, Place]]:
    """The changes that no case notices, each with its place; of an inline template, that of the nearest case."""
    unnoticed = () if run.mutation is None else run.mutation.unnoticed
    records = {record.id: record for record in run.records} if unnoticed else {}
    for change in unnoticed:
        nearest = records.get(change.nearest)
        if nearest is not None and change.file == nearest.file + INLINE:
            yield change, of_case(nearest)
        else:
            yield change, Place(change.file, change.line, change.column)


def _given(given: Finding | ErrorRecord, record: CaseRecord) -> Place:
    if given.file is None or given.file == record.file + INLINE:
        return Place(record.file, record.line)
    return Place(given.file, given.line, given.column)
