"""`vtl-run [PATHS]...`: runs case files and says what does not agree.

Comes in: the command line. Goes out: blocks for what failed, a summary, an exit code. The heavy imports wait until the
options are known to be right.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from vtlharness.cli.command import ExitCode, FaceCommand, debug_option, version_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vtlharness.cases.results import CaseResult
    from vtlharness.cli.outcomes import Outcome, RunSettings
    from vtlharness.cli.terminal import ColorWhen, Terminal
    from vtlharness.report.text.summary import Counts

_MANY = 30  # from this many case files on, a terminal shows how far the run is
_HELP = """Run the cases in case files (*.vtl.yaml, *.vtl.yml, *.vtl.json).

PATHS are case files, folders to search, or templates and API definitions, which stand for the case files that use them;
without PATHS, the current folder.

Exit codes: 0 all passed, 1 some failed, 2 interrupted, 4 wrong usage or a broken case file, 5 no cases found.
"""


class RunOptions(NamedTuple):
    """The options of one run."""

    paths: tuple[str, ...]
    keyword: str
    maxfail: int
    collect_only: bool
    verbosity: int
    color: ColorWhen
    update: bool
    processes: int
    engine: str
    cache: bool
    log: bool
    allow_empty: bool
    junitxml: str | None


@dataclass(slots=True)
class _Tally:
    """What a run has seen so far."""

    counts: Counts
    results: list[CaseResult] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    listed: int = 0
    stopped: bool = False

    @property
    def cases(self) -> int:
        return self.counts.passed + self.counts.failed + self.counts.error

    @property
    def problems(self) -> int:
        return self.counts.failed + self.counts.error + self.counts.broken_files


def _processes(_: click.Context, __: click.Parameter, value: str) -> int:
    """The value of -n: a count, or the cores that this process may use."""
    if value == "auto":
        import os

        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if value.isdecimal():
        return max(1, int(value))
    raise click.BadParameter(f"expected a number or 'auto', found '{value}'.")


@click.command(cls=FaceCommand, help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("-k", "keyword", default="", metavar="EXPR", help="Only cases whose id matches: words, and, or, not, ().")
@click.option("-x", "--exitfirst", is_flag=True, help="Stop at the first failure.")
@click.option("--maxfail", type=click.IntRange(min=0), default=0, metavar="N", help="Stop after N failures.")
@click.option("--collect-only", "--co", is_flag=True, help="List the cases instead of running them.")
@click.option("-v", "--verbose", count=True, help="One line for every case.")
@click.option(
    "-q", "--quiet", count=True, help="Only the ids of what failed, and the summary; twice: only the exit code."
)
@click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colour on a terminal (auto)."
)
@click.option("--update", is_flag=True, help="Rewrite the expected values of failing cases (in one process).")
@click.option("-n", "processes", default="1", callback=_processes, metavar="N|auto", help="Run in N processes.")
@click.option("--engine", type=click.Choice(["native", "airspeed"]), default="native", help="What renders (native).")
@click.option(
    "--cache/--no-cache", default=True, help="Keep compiled templates and the data of case files on disk (kept)."
)
@click.option("--log", is_flag=True, help="Show the execution log of each case of a whole integration.")
@click.option("--allow-empty", is_flag=True, help="Exit with 0 where there are no cases.")
@click.option("--junitxml", type=click.Path(dir_okay=False), metavar="FILE", help="Also write a JUnit XML report.")
@debug_option
@version_option
def vtl_run(exitfirst: bool, verbose: int, quiet: int, **options: Any) -> ExitCode:
    """The command's entry point."""
    maxfail = 1 if exitfirst else options.pop("maxfail")
    options.pop("maxfail", None)
    if options["update"] and maxfail:
        raise click.UsageError("--update rewrites after a whole run: leave -x and --maxfail out.")
    if options["update"] and options["collect_only"]:
        raise click.UsageError("--update and --collect-only exclude each other.")
    return run(RunOptions(maxfail=maxfail, verbosity=verbose - quiet, **options))


def run(options: RunOptions) -> ExitCode:
    """One run, printed. Raises VtlHarnessError for paths and options that cannot be used."""
    from vtlharness.cases.file.discovery import find_case_files
    from vtlharness.cli.outcomes import RunSettings
    from vtlharness.cli.terminal import Terminal
    from vtlharness.report.text.summary import Counts

    start = perf_counter()
    terminal = Terminal(options.color)
    settings = RunSettings(
        options.engine, options.keyword, options.collect_only, options.cache, options.log, terminal.style
    )
    files = find_case_files(options.paths or (".",), allow_unused=options.allow_empty)
    tally = _Tally(Counts())
    try:
        _run_files(files, settings, options, terminal, tally)
    except KeyboardInterrupt:
        _finish(tally, options, terminal, perf_counter() - start, "interrupted")
        return ExitCode.INTERRUPTED
    if not (tally.cases or tally.listed or tally.problems):
        return _nothing_found(files, tally, options, terminal)
    if options.update:
        _update(tally, options, terminal)
    note = f"stopped after {_counted(tally.problems, 'failure')}" if tally.stopped else ""
    _finish(tally, options, terminal, perf_counter() - start, note)
    if tally.counts.broken_files or tally.counts.error:
        return ExitCode.USAGE
    return ExitCode.FAILED if tally.counts.failed else ExitCode.OK


def _run_files(
    files: list[Path], settings: RunSettings, options: RunOptions, terminal: Terminal, tally: _Tally
) -> None:
    """Runs the files, prints what comes out, and counts it."""
    seen: set[str] = set()
    done = 0
    current = ""
    for outcome in _outcomes(files, settings, options):
        if outcome.file != current:
            current, done = outcome.file, done + 1
            if len(files) >= _MANY:
                terminal.status(f"[{done}/{len(files)}] {current}")
        _count(outcome, tally, options)
        _print(outcome, options.verbosity, terminal, seen)
        if options.maxfail and tally.problems >= options.maxfail:
            tally.stopped = True
            break
    terminal.clear_status()


def _outcomes(files: list[Path], settings: RunSettings, options: RunOptions) -> Iterator[Outcome]:
    from vtlharness.cli.outcomes import run_here, run_in_processes

    processes = min(options.processes, len(files))
    if processes < 2 or options.update or options.collect_only:
        return run_here(files, settings)
    return run_in_processes(files, settings, processes)


def _count(outcome: Outcome, tally: _Tally, options: RunOptions) -> None:
    """Counts an outcome, and keeps what the end of the run needs of it: there may be many."""
    counts = tally.counts
    if outcome.status == "broken file":
        counts.broken_files += 1
    elif outcome.status == "deselected":
        counts.deselected += 1
        return
    elif outcome.status == "listed":
        tally.listed += 1
        return
    else:
        counts.add(outcome.status)
    if options.update and outcome.result is not None and outcome.status == "failed":
        tally.results.append(outcome.result)
    if options.junitxml:
        tally.outcomes.append(outcome._replace(result=None))


def _print(outcome: Outcome, verbosity: int, terminal: Terminal, seen: set[str]) -> None:
    """What one outcome has to say at this verbosity; a warning that was shown is not shown again."""
    from vtlharness.report.text.visible import safe

    if outcome.status == "listed":
        terminal.line(safe(outcome.id))
        return
    if outcome.status == "deselected" or verbosity < -1:
        return
    style = terminal.style
    log = [f"  {line}" for line in outcome.log]
    if outcome.status == "passed":
        if verbosity > 0 or log:
            terminal.lines((f"{style.paint(style.good, 'PASSED')} {safe(outcome.id)}", *log))
        news = outcome.notices - seen
        seen |= outcome.notices
        if news and verbosity >= 0:
            terminal.lines(outcome.lines)
        return
    if verbosity < 0:
        terminal.line(f"{style.paint(style.bad, outcome.status.upper())} {safe(outcome.id)}")
        terminal.lines(log)
        return
    seen |= outcome.notices
    terminal.lines((*outcome.lines, *log, ""))


def _update(tally: _Tally, options: RunOptions, terminal: Terminal) -> None:
    """Rewrites what the failing cases expect, says what changed, and counts those cases as updated."""
    if not tally.results:
        return
    from vtlharness.cases.update.updating import update_case_files
    from vtlharness.report.text.lines import update_lines

    updates = update_case_files(tally.results)
    updated = sum(1 for update in updates if update.refusal is None and update.changed)
    tally.counts.failed -= updated
    tally.counts.updated += updated
    if options.verbosity >= -1:
        terminal.lines(update_lines(updates, terminal.style))


def _nothing_found(files: list[Path], tally: _Tally, options: RunOptions, terminal: Terminal) -> ExitCode:
    if options.verbosity >= -1:
        if tally.counts.deselected:
            what = f"no case matches -k '{options.keyword}' ({_counted(tally.counts.deselected, 'case')} left out)"
        elif files:
            what = "the case files hold no cases"
        else:
            what = f"no case files (*.vtl.yaml, *.vtl.yml, *.vtl.json) for {', '.join(options.paths or ('.',))}"
        terminal.line(what)
    return ExitCode.OK if options.allow_empty else ExitCode.NOTHING_FOUND


def _finish(tally: _Tally, options: RunOptions, terminal: Terminal, duration_s: float, note: str) -> None:
    """The reports at the end of a run, whole or not."""
    from vtlharness.report.text.summary import summary_line

    terminal.clear_status()
    if options.junitxml:
        from vtlharness.report.junit import write_junit

        write_junit(Path(options.junitxml), tally.outcomes, duration_s)
    if options.verbosity < -1 or (options.collect_only and options.verbosity < 0):
        return
    style = terminal.style
    if options.collect_only:
        terminal.line(style.paint(style.faint, f"{_counted(tally.listed, 'case')}"))
        return
    if note:
        terminal.line(style.paint(style.bad, note))
    terminal.line(summary_line(tally.counts, duration_s, style))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
