"""`--report KIND=FILE` and `--junitxml FILE`: which reports a run writes.

Comes in: the values of the options. Goes out: `ReportFile`s, then files.
"""

from __future__ import annotations

from collections.abc import Sequence

import click

from vtlharness.cli.run.options.coverage import COVERAGE
from vtlharness.errors import VtlHarnessError
from vtlharness.report import report_files
from vtlharness.report.report_files import ReportFile, write_files
from vtlharness.report.run_record import RunRecord


def report_file(value: str) -> ReportFile:
    """A value of `--report`. Raises BadParameter for an unknown kind or a missing file."""
    try:
        return report_files.report_file(value)
    except VtlHarnessError as problem:
        raise click.BadParameter(problem.message) from None


def check_files(reports: Sequence[ReportFile]) -> None:
    """Raises UsageError when two reports would go to the same place."""
    try:
        report_files.check_files(reports)
    except VtlHarnessError as problem:
        raise click.UsageError(problem.message) from None


def write_reports(reports: Sequence[ReportFile], run: RunRecord) -> None:
    """Writes all that can be written, with the coverage of a measured run.

    Raises VtlHarnessError for the first report that cannot be written.
    """
    context = click.get_current_context(silent=True)
    section = context.meta.get(COVERAGE) if context is not None else None
    write_files(reports, run if section is None else run._replace(coverage=section()))
