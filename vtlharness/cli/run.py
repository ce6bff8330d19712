"""`vtl-run [PATHS]...`: runs case files and prints every difference.

Comes in: the command line. Goes out: blocks for what failed, a summary, reports, an exit code. The heavy imports wait
until the options are known to be right. `case_output` prints what is not a plain pass.
"""

from __future__ import annotations

import os
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from vtlharness.cli.command import ExitCode, FaceCommand, debug_option, version_option
from vtlharness.cli.coverage_options import with_coverage
from vtlharness.cli.mutation import mutation_options
from vtlharness.cli.shared_options import session_options
from vtlharness.options import LOG_KINDS, with_values
from vtlharness.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from vtlharness.cases.session import Session
    from vtlharness.cli.mutation import MutationOptions
    from vtlharness.cli.reports import ReportFile
    from vtlharness.cli.terminal import ColorWhen, Terminal
    from vtlharness.documents.readable_files import ReadingRule
    from vtlharness.hostile.checking import HostileChecks
    from vtlharness.options import SessionOptions
    from vtlharness.report.mutations import MutationRecord
    from vtlharness.report.record import CaseRecord
    from vtlharness.report.text.summary import Counts

_MANY = 30  # with this many case files or more, a terminal shows progress
_HELP = """Run the cases in case files (*.vtl.yaml, *.vtl.yml, *.vtl.json).

PATHS are case files, folders to search, or templates and API definitions, which run the case files that use them.
Without PATHS, the current folder is searched.

Exit codes: 0 all passed, 1 some failed or killed their process, 2 interrupted, 4 wrong usage or a broken case file,
5 no cases found, 143 terminated.
"""


class RunOptions(NamedTuple):
    """The options of one run."""

    paths: tuple[str, ...]
    keyword: str
    maxfail: int
    collect_only: bool
    verbosity: int
    color: ColorWhen
    processes: int
    log: str
    allow_empty: bool
    save: bool
    check: bool
    reports: tuple[ReportFile, ...]
    session: SessionOptions
    mutation: MutationOptions | None = None


class _Tally:
    """The counts of a run so far. `records` are kept only for reports, because there may be many."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.records: list[CaseRecord] = []
        self.listed = 0
        self.ended_processes = 0  # errors among the counts: of cases and files that ended their process
        self.not_recorded = 0
        self.stopped = False
        self.passed: list[str] = []  # with `--mutate`: the ids of the cases that passed
        self.mutation: MutationRecord | None = None

    @property
    def cases(self) -> int:
        return self.counts.passed + self.counts.failed + self.counts.error + self.counts.skipped

    @property
    def problems(self) -> int:
        return self.counts.failed + self.counts.error + self.counts.broken_files


def _reports(_: click.Context, param: click.Parameter, value: str | tuple[str, ...] | None) -> tuple[ReportFile, ...]:
    """The values of `--report` and `--junitxml`. Raises BadParameter for one that cannot be used."""
    if value is None or value == ():
        return ()
    from vtlharness.cli.reports import report_file

    given = (f"junit={value}",) if isinstance(value, str) else value
    return tuple(map(report_file, given))


def _processes(_: click.Context, __: click.Parameter, value: str) -> int:
    """The value of -n: a count, or the cores that this process may use."""
    if value == "auto":
        from vtlharness.running.processes import usable_processors

        return usable_processors()
    if value.isdecimal():
        return max(1, int(value))
    raise click.BadParameter(f"expected a number or 'auto', found '{value}'.")


class _RunCommand(FaceCommand):
    """The command, whose options without a value get one before click reads them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Gives a lone `--strict` and a lone `--log` their values, so that paths may follow these options."""
        return super().parse_args(ctx, with_values(args, others={"--log": ("console", _is_log_kind)}))


def _is_log_kind(word: str) -> bool:
    """Whether an argument behind `--log` is its value. Raises BadParameter for a misspelt one."""
    if word in LOG_KINDS:
        return True
    if word.startswith("-") or os.path.lexists(word):
        return False
    from vtlharness.nearest import nearest_name

    near = nearest_name(word, LOG_KINDS)
    if near is None:
        return False
    raise click.BadParameter(
        f"'{one_line(word)}' is neither a log nor a path. Did you mean {near}?", param_hint="'--log'"
    )


@click.command(cls=_RunCommand, help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "-k", "keyword", default="", metavar="EXPR", help="Run only cases whose id matches: words, and, or, not, ()."
)
@click.option("-x", "--exitfirst", is_flag=True, help="Stop at the first failure.")
@click.option("--maxfail", type=click.IntRange(min=0), default=0, metavar="N", help="Stop after N failures.")
@click.option("--collect-only", "--co", is_flag=True, help="List the cases instead of running them.")
@click.option("-v", "--verbose", count=True, help="Print one line for every case.")
@click.option("-q", "--quiet", count=True, help="Print only the ids of failures, and the summary; twice: nothing.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="When to use colour (default: auto, on a terminal).",
)
@click.option(
    "-n",
    "processes",
    default="1",
    callback=_processes,
    metavar="N|auto",
    help="Run in N processes (--update, --record and --save use one).",
)
@mutation_options
@session_options
@click.option(
    "--log",
    type=click.Choice(LOG_KINDS),
    callback=lambda _, __, value: value or "",
    metavar="[console|cloudwatch|access]",
    help="Show the log of each case of a whole integration: the execution log as the console's test prints it "
    "(default), as CloudWatch keeps it, or the access log.",
)
@click.option("--save", is_flag=True, help="Write each finding of --hostile into its case file, as a case that fails.")
@click.option("--allow-empty", is_flag=True, help="Exit with 0 when no cases are found.")
@click.option("--check", is_flag=True, help="First compile every template given, or in a given definition.")
@click.option(
    "--report",
    multiple=True,
    callback=_reports,
    metavar="KIND=FILE",
    help="Also write a report of KIND html, json, junit, sarif or github; FILE - is standard output. Repeat for more.",
)
@click.option(
    "--junitxml",
    type=click.Path(dir_okay=False),
    callback=_reports,
    metavar="FILE",
    help="The same as --report junit=FILE.",
)
@debug_option
@version_option
@with_coverage
def vtl_run(
    exitfirst: bool,
    maxfail: int,
    verbose: int,
    quiet: int,
    report: tuple[ReportFile, ...],
    junitxml: tuple[ReportFile, ...],
    **options: Any,
) -> ExitCode:
    """The command's entry point."""
    from vtlharness.options import SHARED_OPTIONS, SessionOptions

    session = SessionOptions(**{option.name: options.pop(option.name) for option in SHARED_OPTIONS})
    maxfail = 1 if exitfirst else maxfail
    writing = "--update" if session.update else "--record"
    if session.rewrites and maxfail:
        raise click.UsageError(f"{writing} needs a whole run: leave out -x and --maxfail.")
    if session.rewrites and options["collect_only"]:
        raise click.UsageError(f"{writing} and --collect-only exclude each other.")
    if session.conflict:
        raise click.UsageError(session.conflict)
    for name in () if session.live else ("allow_aws", "assume_role", "backends"):
        if getattr(session, name):
            flag = name.replace("_", "-")
            raise click.UsageError(f"--{flag} is for --live: without it, no backend is called.")
    if options["save"] and (not session.hostile or options["collect_only"]):
        raise click.UsageError("--save is for runs with --hostile: it writes their findings as cases.")
    reports = (*report, *junitxml)
    if reports:
        from vtlharness.cli.reports import check_files

        check_files(reports)
    return run(RunOptions(maxfail=maxfail, verbosity=verbose - quiet, reports=reports, session=session, **options))


def run(options: RunOptions) -> ExitCode:
    """Prints one run. Raises VtlHarnessError for paths and options that cannot be used."""
    import sys
    from contextlib import closing

    from vtlharness.cases.file.discovery import find_case_files, reading_rule
    from vtlharness.cases.session import Session
    from vtlharness.cli.terminal import Terminal

    start = perf_counter()
    terminal = Terminal(options.color, sys.stderr if any(report.path == "-" for report in options.reports) else None)
    paths = options.paths or (".",)
    rule = reading_rule(paths, options.session.allow_outside)
    files = find_case_files(paths, allow_unused=options.allow_empty or options.check, rule=rule)
    _check_keyword(options.keyword)
    with closing(Session(options.session, rule)) as session:
        return _run(files, session, rule, options, terminal, start)


def _run(
    files: list[Path], session: Session, rule: ReadingRule, options: RunOptions, terminal: Terminal, start: float
) -> ExitCode:
    from vtlharness.cli.interrupts import Interrupts
    from vtlharness.report.text.summary import Counts

    told = _tell_of_cache(session, options)
    checked = None
    if options.check:
        from vtlharness.cli.check import print_check

        checked = print_check(options.paths or (".",), rule, terminal, quiet=options.verbosity < -1)
    tally, interrupts = _Tally(Counts()), Interrupts()
    hostile = None
    if options.session.hostile:
        from vtlharness.cli.hostile_findings import HostileChecks, finish

        hostile = HostileChecks(session)
    try:
        with interrupts.watched():
            _run_files(files, session, hostile, rule, options, terminal, tally)
            if options.mutation is not None:
                _mutate(options.mutation, files, session, rule, options, terminal, tally)
    except KeyboardInterrupt as interrupt:
        note, code = interrupts.outcome(interrupt)
        _finish(tally, options, terminal, perf_counter() - start, note)
        return code
    if not (tally.cases or tally.listed or tally.problems):
        _write_reports(tally, options, perf_counter() - start)
        return _nothing_found(files, tally, options, terminal) if checked is None else checked
    if not told:
        _tell_of_cache(session, options)  # the disk may be full since
    if session.failing or session.called:
        _rewrite(session, tally, options, terminal)
    if hostile is not None:
        finish(hostile, terminal, save=options.save, quiet=options.verbosity < -1)
    note = f"stopped after {_counted(tally.problems, 'failure')}" if tally.stopped else ""
    _finish(tally, options, terminal, perf_counter() - start, note)
    if tally.counts.broken_files + tally.counts.error > tally.ended_processes:
        return ExitCode.USAGE
    unnoticed = tally.mutation is not None and tally.mutation.unnoticed
    failed = tally.counts.failed or tally.ended_processes or tally.not_recorded or checked or unnoticed
    return ExitCode.FAILED if failed else ExitCode.OK


def _mutate(
    mutation: MutationOptions,
    files: list[Path],
    session: Session,
    rule: ReadingRule,
    options: RunOptions,
    terminal: Terminal,
    tally: _Tally,
) -> None:
    """Changes the templates of a run that passed."""
    if tally.problems or not tally.passed:
        if options.verbosity >= -1 and tally.problems:
            terminal.line("notice: nothing was changed: --mutate is for a run that passes")
        return
    from vtlharness.cli.mutation import mutated

    tally.mutation = mutated(
        files,
        tally.passed,
        mutation,
        session,
        rule,
        terminal,
        processes=options.processes,
        verbosity=options.verbosity,
    )


def _tell_of_cache(session: Session, options: RunOptions) -> bool:
    """Says on standard error why the cache is not used, if it is not; whether there was anything to say."""
    problem = session.cache_problem
    if problem is None or options.verbosity < -1:
        return problem is not None
    from vtlharness.cli.terminal import print_error
    from vtlharness.report.text.lines import notice_lines

    print_error("\n".join(notice_lines(problem)))
    return True


def _check_keyword(keyword: str) -> None:
    """Says what is wrong with `-k` under that name."""
    if keyword:
        from vtlharness.running.keyword import compile_keyword

        compile_keyword(keyword, "-k")


def _run_files(
    files: list[Path],
    session: Session,
    hostile: HostileChecks | None,
    rule: ReadingRule,
    options: RunOptions,
    terminal: Terminal,
    tally: _Tally,
) -> None:
    """Runs the files, and prints and counts their records."""
    seen: set[str] = set()
    done = 0
    current = ""
    records = _records(files, session, hostile, rule, options)
    try:
        for record in records:
            if record.file != current:
                current, done = record.file, done + 1
                if len(files) >= _MANY:
                    terminal.status(f"[{done}/{len(files)}] {one_line(current)}")
            _count(record, tally, options)
            _print(record, options, terminal, seen)
            if options.maxfail and tally.problems >= options.maxfail:
                tally.stopped = True
                break
    except KeyboardInterrupt as interrupt:
        records.throw(interrupt)  # if it was raised here, other processes may be running cases
        raise
    finally:
        records.close()
    terminal.clear_status()


def _records(
    files: list[Path], session: Session, hostile: HostileChecks | None, rule: ReadingRule, options: RunOptions
) -> Generator[CaseRecord, None, None]:
    from vtlharness.running.files import RunSettings, run_files

    settings = RunSettings(
        options.session, options.keyword, options.collect_only, options.log, bool(options.reports), rule
    )
    one = options.session.rewrites or options.collect_only or options.save
    if options.processes < 2 or not files or one:
        return run_files(files, settings, session, hostile)
    from vtlharness.running.processes import run_in_processes

    return run_in_processes(files, settings, options.processes, session)


def _count(record: CaseRecord, tally: _Tally, options: RunOptions) -> None:
    """Counts a record."""
    counts = tally.counts
    if record.outcome == "deselected":
        counts.deselected += 1
        return
    if record.outcome == "listed":
        tally.listed += 1
    elif record.outcome == "broken file":
        counts.broken_files += 1
    else:
        counts.add(record.outcome)
    if record.error is not None and record.error.type == "ProcessEndedError":
        tally.ended_processes += 1
    if options.mutation is not None and record.outcome == "passed":
        tally.passed.append(record.id)
    if options.reports:
        tally.records.append(record)


def _print(record: CaseRecord, options: RunOptions, terminal: Terminal, seen: set[str]) -> None:
    """Prints one record at this verbosity. A warning is shown only once."""
    has_notices = record.findings or record.service_differences
    if record.outcome in ("passed", "skipped") and options.verbosity < 1 and not (options.log or has_notices):
        return
    from vtlharness.cli.case_output import print_record

    print_record(record, terminal, seen, verbosity=options.verbosity, log=options.log)


def _rewrite(session: Session, tally: _Tally, options: RunOptions, terminal: Terminal) -> None:
    """Rewrites the expectations of failing cases, or records live ones; prints and counts the changes."""
    from vtlharness.report.text.lines import update_lines

    updates = session.rewrite()
    updated = sum(1 for update in updates if update.refusal is None and update.changed)
    if options.session.record:
        tally.not_recorded = len(updates) - updated
    else:
        tally.counts.failed -= updated
        tally.counts.updated += updated
    if options.verbosity >= -1:
        terminal.lines(update_lines(updates, terminal.style, "recorded" if options.session.record else "updated"))


def _nothing_found(files: list[Path], tally: _Tally, options: RunOptions, terminal: Terminal) -> ExitCode:
    if options.verbosity >= -1:
        if tally.counts.deselected:
            what = f"no case matches -k '{options.keyword}' ({_counted(tally.counts.deselected, 'case')} left out)"
        elif files:
            what = "the case files contain no cases"
        else:
            what = f"no case files (*.vtl.yaml, *.vtl.yml, *.vtl.json) found for {', '.join(options.paths or ('.',))}"
        terminal.line(one_line(what))
    return ExitCode.OK if options.allow_empty else ExitCode.NOTHING_FOUND


def _finish(tally: _Tally, options: RunOptions, terminal: Terminal, duration_s: float, note: str) -> None:
    """Ends a run, finished or not: prints the summary, then writes the reports."""
    terminal.clear_status()
    _print_summary(tally, options, terminal, duration_s, note)
    _write_reports(tally, options, duration_s, note)


def _print_summary(tally: _Tally, options: RunOptions, terminal: Terminal, duration_s: float, note: str) -> None:
    from vtlharness.report.text.summary import summary_line

    if options.verbosity < -1 or (options.collect_only and options.verbosity < 0):
        return
    style = terminal.style
    if options.collect_only:
        terminal.line(style.paint(style.faint, f"{_counted(tally.listed, 'case')}"))
        return
    if note:
        terminal.line(style.paint(style.bad, note))
    terminal.line(summary_line(tally.counts, duration_s, style))


def _write_reports(tally: _Tally, options: RunOptions, duration_s: float, note: str = "") -> None:
    if not options.reports:
        return
    from vtlharness.cli.reports import write_reports
    from vtlharness.report.run_record import RunRecord

    counts = tally.counts
    run_record = RunRecord(
        tally.records,
        options.session.engine,
        duration_s,
        counts.deselected,
        counts.updated,
        note,
        mutation=tally.mutation,
    )
    write_reports(options.reports, run_record)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
