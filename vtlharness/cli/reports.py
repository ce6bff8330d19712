"""`--report KIND=FILE` and `--junitxml FILE`: which reports a run writes, and where to.

Comes in: the values of the options. Goes out: `ReportFile`s, then files.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from vtlharness.cases.file.discovery import CASE_SUFFIXES

if TYPE_CHECKING:
    from vtlharness.report.run_record import RunRecord

STANDARD_OUTPUT = "-"
_INPUTS = (".vtl", *CASE_SUFFIXES)


class ReportFile(NamedTuple):
    """A report to write: its kind, and the file, or `-` for standard output."""

    kind: str
    path: str


def report_file(value: str) -> ReportFile:
    """A value of `--report`. Raises BadParameter for an unknown kind or a missing file."""
    from vtlharness.report.reporters import REPORTERS, may_replace

    kind, equals, path = value.partition("=")
    if kind not in REPORTERS:
        raise click.BadParameter(f"'{kind}' is not a kind of report: use {' or '.join(REPORTERS)}.")
    if not equals or not path:
        raise click.BadParameter(f"expected {kind}=FILE, or {kind}=- for standard output, found '{value}'.")
    if os.path.isdir(path):
        raise click.BadParameter(f"'{path}' is a folder.")
    if path.endswith(_INPUTS):
        raise click.BadParameter(f"'{path}' is a name for a case file or a template: a report would replace it.")
    if path != STANDARD_OUTPUT and not may_replace(kind, path):
        raise click.BadParameter(f"'{path}' exists and is not an older {kind} report: a report would replace it.")
    return ReportFile(kind, path)


def check_files(reports: Sequence[ReportFile]) -> None:
    """Raises UsageError when two reports would go to the same place."""
    places = [report.path if report.path == STANDARD_OUTPUT else os.path.realpath(report.path) for report in reports]
    for report, place in zip(reports, places, strict=True):
        if places.count(place) > 1:
            name = "standard output" if place == STANDARD_OUTPUT else report.path
            raise click.UsageError(f"Two reports can't both be written to {name}.")


def write_reports(reports: Sequence[ReportFile], run: RunRecord) -> None:
    """Writes all that can be written. Raises VtlHarnessError for the first that cannot."""
    from vtlharness.errors import VtlHarnessError
    from vtlharness.report.reporters import write_report

    problems = []
    for report in reports:
        try:
            write_report(report.kind, report.path, run)
        except VtlHarnessError as problem:
            problems.append(problem)
    if problems:
        raise problems[0]
