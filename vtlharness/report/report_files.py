"""Which reports a run writes, and where to: `KIND=FILE`, as the user gives it.

Comes in: the values of an option. Goes out: `ReportFile`s. Used by `vtl-run` and by the pytest plugin, which show the
errors in their own ways.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from vtlharness.cases.file.discovery import CASE_SUFFIXES
from vtlharness.errors import VtlHarnessError
from vtlharness.report.reporters import ANNOTATIONS, REPORTERS, STANDARD_OUTPUT, STEP_FILES, may_replace, write_report
from vtlharness.report.run_record import RunRecord

_INPUTS = (".vtl", *CASE_SUFFIXES)


class ReportFile(NamedTuple):
    """A report to write: its kind, and the file, or `-` for standard output; empty for a kind that needs no file."""

    kind: str
    path: str


def report_file(value: str) -> ReportFile:
    """The report of a `KIND=FILE`. Raises VtlHarnessError for an unknown kind, and for a missing or a wrong file."""
    kind, equals, path = value.partition("=")
    if kind not in REPORTERS:
        raise VtlHarnessError(f"'{kind}' is not a kind of report: use {_one_of(REPORTERS)}.")
    if kind in STEP_FILES and not equals:
        return ReportFile(kind, "")
    if not equals or not path:
        raise VtlHarnessError(f"expected {kind}=FILE, or {kind}=- for standard output, found '{value}'.")
    if os.path.isdir(path):
        raise VtlHarnessError(f"'{path}' is a folder.")
    if path.endswith(_INPUTS):
        raise VtlHarnessError(f"'{path}' is a name for a case file or a template: a report would replace it.")
    if path != STANDARD_OUTPUT and not may_replace(kind, path):
        raise VtlHarnessError(f"'{path}' exists and is not an older {kind} report: a report would replace it.")
    return ReportFile(kind, path)


def _one_of(kinds: Iterable[str]) -> str:
    *others, last = kinds
    return f"{', '.join(others)} or {last}"


def check_files(reports: Sequence[ReportFile]) -> None:
    """Raises VtlHarnessError when two reports would go to the same place."""
    places = [place for report in reports for place in _places(report)]
    for place, name in places:
        if [other for other, _ in places].count(place) > 1:
            raise VtlHarnessError(f"Two reports can't both be written to {name}.")


def _places(report: ReportFile) -> Iterator[tuple[str, str]]:
    """Where a report is written to, each with the name for it; annotations go to standard output."""
    if report.path == STANDARD_OUTPUT or report.kind in ANNOTATIONS:
        yield STANDARD_OUTPUT, "standard output"
    if report.path not in ("", STANDARD_OUTPUT):
        yield os.path.realpath(report.path), report.path


def write_files(reports: Sequence[ReportFile], run: RunRecord) -> None:
    """Writes all that can be written. Raises VtlHarnessError for the first report that cannot be written."""
    problems = []
    for report in reports:
        try:
            write_report(report.kind, report.path, run)
        except VtlHarnessError as problem:
            problems.append(problem)
    if problems:
        raise problems[0]
