"""`vtl-run --cov`: its options, and a run that is measured.

Comes in: the command line. Goes out: reports of coverage, and an exit code that knows of them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

import click

from vtlharness.cli.command import ExitCode
from vtlharness.nearest import nearest_name
from vtlharness.visible import one_line

COVERAGE = "vtlharness.coverage"
"""The key under which a measured run's context holds what gives its `CoverageSection`, for reports."""

REPORT_KINDS = ("term", "html", "lcov", "xml", "json")


class CoverageReport(NamedTuple):
    """A report to write: its kind, and its file or, for html, its folder; without one, coverage.py's default."""

    kind: str
    path: str | None = None


class CoverageOptions(NamedTuple):
    """What `--cov` and the options behind it say; `fail_under` is a share in percent."""

    reports: tuple[CoverageReport, ...] = (CoverageReport("term"),)
    fail_under: float | None = None


def with_coverage(function: Callable[..., ExitCode]) -> Callable[..., ExitCode]:
    """Gives the callback of a command the options of coverage: a run with `--cov` is measured."""

    @wraps(function)
    def run(
        cov: bool, cov_report: tuple[CoverageReport, ...], cov_fail_under: float | None, **options: Any
    ) -> ExitCode:
        if cov and options["watch"]:
            raise click.UsageError("--watch and --cov exclude each other: --cov measures one run of all cases.")
        if cov and not options["collect_only"]:
            chosen = CoverageOptions(cov_report or CoverageOptions().reports, cov_fail_under)
            return _measured(chosen, options, lambda: function(**options))
        for flag, given in (("--cov-report", cov_report), ("--cov-fail-under", cov_fail_under is not None)):
            if given and not cov:
                raise click.UsageError(f"{flag} is for runs with --cov.")
        return function(**options)

    for option in (
        click.option(
            "--cov-fail-under",
            type=click.FloatRange(0, 100),
            metavar="N",
            help="Exit with 1 when less than N percent are covered.",
        ),
        click.option(
            "--cov-report",
            multiple=True,
            callback=lambda _, __, values: tuple(map(_report, values)),
            metavar="KIND[:PATH]",
            help=f"The report of --cov: {', '.join(REPORT_KINDS)} (default: term). Repeat for more.",
        ),
        click.option("--cov", is_flag=True, help="Measure which lines and branches of templates the cases reach."),
    ):
        run = option(run)
    return run


def _report(value: str) -> CoverageReport:
    """A value of `--cov-report`. Raises BadParameter for an unknown kind and for a path that cannot be used."""
    kind, colon, path = value.partition(":")
    if kind not in REPORT_KINDS:
        near = nearest_name(kind, REPORT_KINDS)
        hint = f"did you mean {near}?" if near else f"use {', '.join(REPORT_KINDS[:-1])} or {REPORT_KINDS[-1]}."
        raise click.BadParameter(f"'{one_line(kind)}' is not a kind of coverage report: {hint}")
    if colon and kind == "term":
        raise click.BadParameter("term prints to the terminal: write it without a path.")
    if colon and not path:
        raise click.BadParameter(f"expected a path behind '{kind}:'.")
    if path and kind == "html" and os.path.isfile(path):
        raise click.BadParameter(f"'{one_line(path)}' is a file: html writes a folder.")
    if path and kind != "html" and os.path.isdir(path):
        raise click.BadParameter(f"'{one_line(path)}' is a folder: {kind} writes a file.")
    return CoverageReport(kind, path or None)


def _measured(chosen: CoverageOptions, options: dict[str, Any], run: Callable[[], ExitCode]) -> ExitCode:
    """Runs and reports what was covered; a run that found no case, or was interrupted, has no report.

    Raises UsageError for another engine, VtlHarnessError where coverage.py is not installed or a report cannot be
    written.
    """
    if options["engine"] != "native":
        raise click.UsageError(f"--cov measures the native engine: leave out --engine {options['engine']}.")
    from vtlharness.cli.terminal import Terminal
    from vtlharness.coverage.reporting import Measurement

    quiet = options["verbose"] - options["quiet"] < -1
    with Measurement(options["paths"] or (".",)) as measurement:
        click.get_current_context().meta[COVERAGE] = measurement.section
        code = run()
        if code in (ExitCode.NOTHING_FOUND, ExitCode.INTERRUPTED, ExitCode.TERMINATED):
            return code
        total = measurement.write([(report.kind, report.path) for report in chosen.reports if report.kind != "term"])
        to_stdout = any(report.path == "-" for report in options["report"])
        terminal = Terminal(options["color"], sys.stderr if to_stdout else None)
        if not quiet and any(report.kind == "term" for report in chosen.reports):
            terminal.lines(measurement.text_lines())
    least = measurement.fail_under if chosen.fail_under is None else chosen.fail_under
    if total >= least:
        return code
    if not quiet:
        terminal.line(f"coverage is {measurement.shown(total)} %, less than {least:g} %")
    return ExitCode.FAILED if code == ExitCode.OK else code
