"""One run of case files: runs them, prints and counts their records, writes reports.

Comes in: `RunOptions`. Goes out: blocks for what failed, a summary, reports, an exit code. `case_output` prints what is
not a plain pass.
"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from vtlharness.cli.command import ExitCode
from vtlharness.cli.run.options.selection import Choice
from vtlharness.cli.run.tally import Tally, counted
from vtlharness.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Sequence
    from pathlib import Path

    from vtlharness.cases.session import Session
    from vtlharness.cli.named_cases import NamedCases
    from vtlharness.cli.run.options.mutation import MutationOptions
    from vtlharness.cli.run.progress import Progress
    from vtlharness.cli.terminal import ColorWhen, Terminal
    from vtlharness.documents.readable_files import ReadingRule
    from vtlharness.hostile.checking import HostileChecks
    from vtlharness.options import SessionOptions
    from vtlharness.report.record import CaseRecord
    from vtlharness.report.report_files import ReportFile
    from vtlharness.running.last_run import CaseName, LastRun
    from vtlharness.running.selection import Names, Selection

_NOTHING = (None, ((), ()))  # kept of the last run
_QUIET = ("passed", "skipped", "xfailed", "xpassed")  # without a word about the case


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
    choice: Choice = Choice()
    mutation: MutationOptions | None = None
    diff: bool = False
    dry_run: bool = False


def run(
    options: RunOptions,
    only: Collection[Path] | None = None,
    heard: Callable[[CaseRecord], None] | None = None,
) -> ExitCode:
    """Prints one run. Raises VtlHarnessError for paths and options that cannot be used.

    `only` are the case files that run, of those that the options name; `heard` is told each record.
    """
    import sys
    from contextlib import closing

    from vtlharness.cases.session import Session
    from vtlharness.cli.terminal import Terminal

    start = perf_counter()
    terminal = Terminal(options.color, sys.stderr if any(report.path == "-" for report in options.reports) else None)
    named = _named_cases(options)
    files, rule = case_files(options, named)
    if only is not None:
        files = [path for path in files if path in only]
    _check_expressions(options)
    with closing(Session(options.session, rule)) as session:
        names = None if named is None else named.checked_names(session)
        return _run(_Cases(files, names, rule, heard), session, options, terminal, start)


def _named_cases(options: RunOptions) -> NamedCases | None:
    """The cases that the paths name; None if they name only files. Raises CaseFileError."""
    if "::" not in "".join(options.paths):
        return None
    from vtlharness.cli.named_cases import NamedCases

    return NamedCases(options.paths)


def case_files(options: RunOptions, named: NamedCases | None = None) -> tuple[list[Path], ReadingRule]:
    """The case files of a run, and the rule for what they may name. Raises VtlHarnessError for a wrong path."""
    from vtlharness.cases.file.discovery import find_case_files, reading_rule

    named = named or _named_cases(options)
    paths = (options.paths or (".",)) if named is None else named.all_paths
    allow_unused = options.allow_empty or options.check
    rule = reading_rule(paths, options.session.allow_outside)
    if named is None:
        return find_case_files(paths, allow_unused=allow_unused, rule=rule), rule
    return named.find_files(rule, allow_unused=allow_unused), rule


class _Cases:
    """The case files of a run, the cases in them that the user named, the files that they may name, and who listens."""

    __slots__ = ("files", "heard", "names", "rule")

    def __init__(
        self,
        files: list[Path],
        names: Names | None,
        rule: ReadingRule,
        heard: Callable[[CaseRecord], None] | None,
    ) -> None:
        self.files = files
        self.names = names
        self.rule = rule
        self.heard = heard


def _run(cases: _Cases, session: Session, options: RunOptions, terminal: Terminal, start: float) -> ExitCode:
    from vtlharness.cli.run.interrupts import Interrupts
    from vtlharness.report.text.summary import Counts

    told = _tell_of_cache(session, options)
    checked = None
    if options.check:
        from vtlharness.cli.run.check import print_check

        checked = print_check(options.paths or (".",), cases.rule, terminal, quiet=options.verbosity < -1)
    tally, interrupts = Tally(Counts()), Interrupts()
    hostile = None
    if options.session.hostile:
        from vtlharness.cli.run.hostile_findings import HostileChecks, finish

        hostile = HostileChecks(session)
    last = _last_run(session, options)
    parts = _parts(cases, session, last, options, terminal)
    try:
        with interrupts.watched():
            _run_files(parts, cases, session, hostile, options, terminal, tally, last)
            if options.mutation is not None:
                _mutate(options.mutation, cases, session, options, terminal, tally)
    except KeyboardInterrupt as interrupt:
        note, code = interrupts.outcome(interrupt)
        _finish(tally, options, terminal, perf_counter() - start, note)
        return code
    if not (tally.cases or tally.listed or tally.problems):
        _write_reports(tally, options, perf_counter() - start)
        return _nothing_found(tally, options, terminal) if checked is None else checked
    if not told:
        _tell_of_cache(session, options)  # the disk may be full since
    if session.failing or session.unfilled or session.called:
        _rewrite(session, tally, options, terminal)
    if hostile is not None:
        finish(hostile, terminal, save=options.save, quiet=options.verbosity < -1)
    note = f"stopped after {counted(tally.problems, 'failure')}" if tally.stopped else ""
    _finish(tally, options, terminal, perf_counter() - start, note)
    if tally.counts.broken_files + tally.counts.error > tally.ended_processes:
        return ExitCode.USAGE
    unnoticed = tally.mutation is not None and tally.mutation.unnoticed
    failed = tally.counts.failed or tally.ended_processes or tally.not_recorded or checked or unnoticed
    return ExitCode.FAILED if failed else ExitCode.OK


def _mutate(
    mutation: MutationOptions, cases: _Cases, session: Session, options: RunOptions, terminal: Terminal, tally: Tally
) -> None:
    """Changes the templates of a run that passed."""
    if tally.problems or not tally.passed:
        if options.verbosity >= -1 and tally.problems:
            terminal.line("notice: nothing was changed: --mutate is for a run that passes")
        return
    from vtlharness.cli.run.options.mutation import mutated

    tally.mutation = mutated(
        cases.files,
        tally.passed,
        mutation,
        session,
        cases.rule,
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


def _check_expressions(options: RunOptions) -> None:
    """Says what is wrong with `-k` and `-m` under these names."""
    if options.keyword:
        from vtlharness.running.keyword import compile_keyword

        compile_keyword(options.keyword, "-k")
    if options.choice.tags:
        from vtlharness.running.keyword import compile_tags

        compile_tags(options.choice.tags, "-m")


def _parts(
    cases: _Cases, session: Session, last: LastRun | None, options: RunOptions, terminal: Terminal
) -> Sequence[tuple[list[Path], Selection | None]]:
    """The files that run, part after part, each with the selection of cases; usually one part with all."""
    choice = options.choice
    if cases.names is None and not (choice.tags or choice.uses_last_run):
        return [(cases.files, None)]
    from vtlharness.running.selection import Selection

    selection = Selection(options.keyword, choice.tags, cases.names)
    if last is None or not choice.uses_last_run:
        return [(cases.files, selection)]
    from vtlharness.cli.run.plan import planned

    plan = planned(cases.files, selection, choice, last, session)
    if plan.note and options.verbosity >= 0:
        terminal.line(terminal.style.paint(terminal.style.faint, plan.note))
    return plan.parts


def _run_files(
    parts: Sequence[tuple[list[Path], Selection | None]],
    cases: _Cases,
    session: Session,
    hostile: HostileChecks | None,
    options: RunOptions,
    terminal: Terminal,
    tally: Tally,
    last: LastRun | None,
) -> None:
    """Runs the files, and prints and counts their records."""
    from vtlharness.report.record import PROBLEMS

    seen: set[str] = set()
    progress = _progress(parts, terminal)
    records = _records(parts, session, hostile, cases.rule, options, progress)
    most = 1 if options.choice.stepwise else options.maxfail
    ended = False
    try:
        for record in records:
            if progress is not None:
                progress.take(record)
            _count(record, tally, options)
            if last is None and record.outcome in PROBLEMS and not (options.collect_only or options.session.rewrites):
                from vtlharness.running.last_run import LastRun

                last = LastRun(session)
            if last is not None:
                last.take(record)
            if cases.heard is not None:
                cases.heard(record)
            _print(record, options, terminal, seen)
            if most and tally.problems >= most:
                tally.stopped = True
                tally.last = record
                break
        ended = True
    except KeyboardInterrupt as interrupt:
        records.throw(interrupt)  # if it was raised here, other processes may be running cases
        raise
    finally:
        records.close()
        if last is not None:
            last.store(ended and not tally.stopped, _next_begin(last, tally, options, ended=ended))
    terminal.clear_status()


def _last_run(session: Session, options: RunOptions) -> LastRun | None:
    """What failed in the last run; None if nothing did. The first failure of this run makes it then."""
    if options.collect_only or options.session.rewrites:
        return None
    kept = session.last_run
    if not options.choice.uses_last_run and (kept is None or kept.load(session.last_run_key) in _NOTHING):
        return None
    from vtlharness.running.last_run import LastRun

    return LastRun(session)


def _next_begin(last: LastRun, tally: Tally, options: RunOptions, *, ended: bool) -> CaseName | None:
    """Where the next run with `--sw` begins."""
    if not (options.choice.stepwise and ended):
        return last.begins
    return last.named(tally.last) if tally.stopped and tally.last is not None else None


def _progress(parts: Sequence[tuple[list[Path], Selection | None]], terminal: Terminal) -> Progress | None:
    """What shows how far the run is, on a terminal."""
    if not terminal.shows_status:
        return None
    from vtlharness.cli.run.progress import Progress

    return Progress(terminal, len({path for files, _ in parts for path in files}))


def _records(
    parts: Sequence[tuple[list[Path], Selection | None]],
    session: Session,
    hostile: HostileChecks | None,
    rule: ReadingRule,
    options: RunOptions,
    progress: Progress | None,
) -> Generator[CaseRecord, None, None]:
    """The records of all parts. A file that could not be read in one is left out of the next."""
    from vtlharness.running.files import RunSettings, run_files

    settings = RunSettings(
        options.session,
        options.keyword,
        options.collect_only,
        options.log,
        bool(options.reports),
        rule,
        xfail_strict=options.choice.xfail_strict,
    )
    one = options.processes < 2 or options.session.rewrites or options.collect_only or options.save
    broken: set[str] = set()
    for all_files, selection in parts:
        files = [path for path in all_files if path.as_posix() not in broken] if broken else all_files
        selected = settings if selection is None else settings._replace(selection=selection)
        if one or not files:
            begun = None if progress is None else progress.begin
            records = run_files(files, selected, session, hostile, begun)
        else:
            from vtlharness.running.processes import run_in_processes

            records = run_in_processes(files, selected, options.processes, session, hostile)
        if len(parts) == 1:
            yield from records
            return
        from contextlib import closing

        with closing(records):
            for record in records:
                if record.outcome == "broken file":
                    broken.add(record.file)
                try:
                    yield record
                except KeyboardInterrupt as interrupt:
                    records.throw(interrupt)  # other processes may be running cases
                    raise


def _count(record: CaseRecord, tally: Tally, options: RunOptions) -> None:
    """Counts a record."""
    counts = tally.counts
    if record.outcome == "deselected":
        counts.deselected += 1
        if options.choice.tags:
            tally.tags.update(record.tags)
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
    if options.choice.durations is not None:
        tally.durations.append((record.duration_s, record.id))


def _print(record: CaseRecord, options: RunOptions, terminal: Terminal, seen: set[str]) -> None:
    """Prints one record at this verbosity; usually nothing."""
    has_notices = record.findings or record.service_differences
    if record.outcome in _QUIET and options.verbosity < 1 and not (options.log or has_notices):
        return
    from vtlharness.cli.run.case_output import print_record

    print_record(record, terminal, seen, verbosity=options.verbosity, log=options.log)


def _rewrite(session: Session, tally: Tally, options: RunOptions, terminal: Terminal) -> None:
    """Rewrites the expectations of failing cases, or records live ones; prints and counts the changes."""
    from vtlharness.cases.update.file_changes import FileChanges
    from vtlharness.report.text.file_diffs import diff_lines
    from vtlharness.report.text.lines import update_lines

    changes = FileChanges(dry=options.dry_run, noted=options.diff)
    updates = session.rewrite(changes)
    done = [update for update in updates if update.refusal is None and update.changed]
    if options.session.record:
        tally.not_recorded = len(updates) - len(done)
    elif not options.dry_run:
        filled = sum(1 for update in done if update.passed)
        tally.counts.passed -= filled
        tally.counts.failed -= len(done) - filled
        tally.counts.updated += len(done)
    if options.verbosity >= -1:
        words = ("would update", "would not update") if options.dry_run else ("updated", "not updated")
        if options.session.record:
            words = ("recorded", "not recorded")
        terminal.lines(update_lines(updates, terminal.style, *words))
        terminal.lines(diff_lines(changes.changes, terminal.style))


def _nothing_found(tally: Tally, options: RunOptions, terminal: Terminal) -> ExitCode:
    """Says why no case ran. A case file has a case, or it is broken."""
    if options.verbosity >= -1:
        if tally.counts.deselected:
            terminal.line(one_line(_nothing_selected(tally, options)))
        else:
            what = f"no case files (*.vtl.yaml, *.vtl.yml, *.vtl.json) found for {', '.join(options.paths or ('.',))}"
            terminal.line(one_line(what))
            terminal.lines(_how_to_begin(options.paths))
    return ExitCode.OK if options.allow_empty else ExitCode.NOTHING_FOUND


def _how_to_begin(paths: Sequence[str]) -> list[str]:
    """The hint for templates and definitions without cases."""
    import os
    from shlex import quote

    named = [quote(one_line(path)) for path in paths if os.path.isfile(path)]
    return [f"hint: `vtl-init {path}` writes first cases" for path in named]


def _nothing_selected(tally: Tally, options: RunOptions) -> str:
    """Says which options left out all cases, and names a tag like one that no case has."""
    given = (("-k", options.keyword), ("-m", options.choice.tags))
    wanted = " and ".join(f"{name} '{value}'" for name, value in given if value)
    what = f"no case matches {wanted}" if wanted else "no case that failed in the last run is left"
    what = f"{what} ({counted(tally.counts.deselected, 'case')} left out)"
    if not options.choice.tags or options.choice.tags in tally.tags:
        return what
    from vtlharness.nearest import nearest_name

    near = nearest_name(options.choice.tags, sorted(tally.tags))
    return what if near is None else f"{what}. Did you mean -m {near}?"


def _finish(tally: Tally, options: RunOptions, terminal: Terminal, duration_s: float, note: str) -> None:
    """Ends a run, finished or not: prints the summary, then writes the reports."""
    terminal.clear_status()
    _print_summary(tally, options, terminal, duration_s, note)
    _write_reports(tally, options, duration_s, note)


def _print_summary(tally: Tally, options: RunOptions, terminal: Terminal, duration_s: float, note: str) -> None:
    from vtlharness.report.text.summary import summary_line

    if options.verbosity < -1 or (options.collect_only and options.verbosity < 0):
        return
    style = terminal.style
    if options.collect_only:
        terminal.line(style.paint(style.faint, f"{counted(tally.listed, 'case')}"))
        return
    if tally.durations:
        from vtlharness.cli.run.durations import duration_lines

        terminal.lines(duration_lines(tally.durations, options.choice.durations or 0, style))
    if note:
        terminal.line(style.paint(style.bad, note))
    terminal.line(summary_line(tally.counts, duration_s, style))


def _write_reports(tally: Tally, options: RunOptions, duration_s: float, note: str = "") -> None:
    if not options.reports:
        return
    from vtlharness.cli.run.reports import write_reports
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
