"""`--report KIND=FILE` and `--junitxml FILE`: which reports a run writes, and where to.

Comes in: the values of the options. Goes out: `ReportFile`s, then files.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from vtlharness.cases.file.discovery import CASE_SUFFIXES

if TYPE_CHECKING:
    from vtlharness.report.run_record import RunRecord

STANDARD_OUTPUT = "-"
_INPUTS = (".vtl", *CASE_SUFFIXES)


class ReportFile(NamedTuple):
    """A report to write: its kind, and the file, or `-` for standard output; empty for a kind that needs no file."""

    kind: str
    path: str


def report_file(value: str) -> ReportFile:
    """A value of `--report`. Raises BadParameter for an unknown kind or a missing file."""
    from vtlharness.report.reporters import REPORTERS, STEP_FILES, may_replace

    kind, equals, path = value.partition("=")
    if kind not in REPORTERS:
        raise click.BadParameter(f"'{kind}' is not a kind of report: use {_one_of(REPORTERS)}.")
    if kind in STEP_FILES and not equals:
        return ReportFile(kind, "")
    if not equals or not path:
        raise click.BadParameter(f"expected {kind}=FILE, or {kind}=- for standard output, found '{value}'.")
    if os.path.isdir(path):
        raise click.BadParameter(f"'{path}' is a folder.")
    if path.endswith(_INPUTS):
        raise click.BadParameter(f"'{path}' is a name for a case file or a template: a report would replace it.")
    if path != STANDARD_OUTPUT and not may_replace(kind, path):
        raise click.BadParameter(f"'{path}' exists and is not an older {kind} report: a report would replace it.")
    return ReportFile(kind, path)


def _one_of(kinds: Iterable[str]) -> str:
    *others, last = kinds
    return f"{', '.join(others)} or {last}"


def check_files(reports: Sequence[ReportFile]) -> None:
    """Raises UsageError when two reports would go to the same place."""
    places = [place for report in reports for place in _places(report)]
    for place, name in places:
        if [other for other, _ in places].count(place) > 1:
            raise click.UsageError(f"Two reports can't both be written to {name}.")


def _places(report: ReportFile) -> Iterator[tuple[str, str]]:
    """Where a report is written to, each with the name for it; annotations go to standard output."""
    from vtlharness.report.reporters import ANNOTATIONS

    if report.path == STANDARD_OUTPUT or report.kind in ANNOTATIONS:
        yield STANDARD_OUTPUT, "standard output"
    if report.path not in ("", STANDARD_OUTPUT):
        yield os.path.realpath(report.path), report.path


def write_reports(reports: Sequence[ReportFile], run: RunRecord) -> None:
    """Writes all that can be written, with the coverage of a measured run.

    Raises VtlHarnessError for the first report that cannot be written.
    """
    from vtlharness.cli.run.options.coverage import COVERAGE
    from vtlharness.errors import VtlHarnessError
    from vtlharness.report.reporters import write_report

    context = click.get_current_context(silent=True)
    section = context.meta.get(COVERAGE) if context is not None else None
    if section is not None:
        run = run._replace(coverage=section())
    problems = []
    for report in reports:
        try:
            write_report(report.kind, report.path, run)
        except VtlHarnessError as problem:
            problems.append(problem)
    if problems:
        raise problems[0]
