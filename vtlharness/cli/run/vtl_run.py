"""`vtl-run [PATHS]...`: the command and its options; `case_run` does the run.

Comes in: the command line. Goes out: `RunOptions`. The heavy imports wait until the options are known to be right.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from vtlharness.cli.command import ExitCode, FaceCommand, debug_option, version_option
from vtlharness.cli.run.options.coverage import with_coverage
from vtlharness.cli.run.options.mutation import mutation_options
from vtlharness.cli.run.options.selection import Choice, selection_options
from vtlharness.cli.run.options.switched_off import check_switched_off, switching_off
from vtlharness.cli.run.options.update import check_update_options, update_options
from vtlharness.cli.shared_options import session_options
from vtlharness.options import LOG_KINDS, with_values
from vtlharness.visible import one_line

if TYPE_CHECKING:
    from vtlharness.options import SessionOptions
    from vtlharness.report.report_files import ReportFile

_HELP = """Run the cases in case files (*.vtl.yaml, *.vtl.yml, *.vtl.json).

PATHS are case files, folders to search, or templates and API definitions, which run the case files that use them.
Without PATHS, the current folder is searched.

Exit codes: 0 all passed, 1 some failed or killed their process, 2 interrupted, 4 wrong usage or a broken case file,
5 no cases found, 143 terminated.
"""
_EXAMPLES = """\b
Examples:
  vtl-run tests -m "smoke and not slow"
  vtl-run orders.vtl.yaml::"the total" --log
"""


def _reports(_: click.Context, param: click.Parameter, value: str | tuple[str, ...] | None) -> tuple[ReportFile, ...]:
    """The values of `--report` and `--junitxml`. Raises BadParameter for one that cannot be used."""
    if value is None or value == ():
        return ()
    from vtlharness.cli.run.reports import report_file

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
        """Gives a lone `--strict` and a lone `--log` their values, so that paths may follow these options.

        The settings of the project become the defaults of the options.
        """
        if not (ctx.resilient_parsing or {"-h", "--help", "--version"} & {*args}):
            _take_settings(ctx)
        rest = super().parse_args(ctx, with_values(args, others={"--log": ("console", _is_log_kind)}))
        if ctx.params["paths"]:
            ctx.meta.pop("paths", None)
        else:
            ctx.params["paths"] = ctx.meta.get("paths", ())
        return rest


def _take_settings(ctx: click.Context) -> None:
    """Reads the settings of the project. Raises VtlHarnessError for one that is wrong."""
    from vtlharness.documents.settings import project_settings

    settings = project_settings(".")
    if settings is None:
        return
    from vtlharness.running.settings import read_settings

    ctx.obj = settings
    ctx.default_map = read_settings(settings)
    paths = ctx.default_map.pop("paths", ())
    if os.path.samefile(settings.folder, "."):  # elsewhere, a run without paths searches the folder it is in
        ctx.meta["paths"] = paths


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


@click.command(cls=_RunCommand, help=_HELP, epilog=_EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "-k", "keyword", default="", metavar="EXPR", help="Run only cases whose id matches: words, and, or, not, ()."
)
@click.option("-x", "--exitfirst/--no-exitfirst", default=False, help="Stop at the first failure.")
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
@selection_options
@session_options
@switching_off
@update_options
@click.option(
    "--log",
    type=click.Choice(LOG_KINDS),
    callback=lambda _, __, value: value or "",
    metavar="[console|cloudwatch|access]",
    help="Show the log of each case of a whole integration: the execution log as the console's test prints it "
    "(default), as CloudWatch keeps it, or the access log.",
)
@click.option("--save", is_flag=True, help="Write each finding of --hostile into its case file, as a case that fails.")
@click.option("--allow-empty/--no-allow-empty", default=False, help="Exit with 0 when no cases are found.")
@click.option("--check/--no-check", default=False, help="First compile every template given, or in a given definition.")
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
@click.option("--watch", is_flag=True, help="Wait for changes, and run again what they touch; Ctrl-C ends.")
@click.option("--show-config", is_flag=True, help="Show each setting, its value and where it comes from.")
@debug_option
@version_option
@with_coverage
def vtl_run(
    report: tuple[ReportFile, ...],
    junitxml: tuple[ReportFile, ...],
    show_config: bool,
    watch: bool,
    **options: Any,
) -> ExitCode:
    """The command's entry point."""
    from vtlharness.options import SHARED_OPTIONS, SessionOptions

    context = click.get_current_context()
    check_switched_off(context)
    if show_config:
        from vtlharness.cli.run.options.shown_settings import setting_lines

        click.echo("\n".join(setting_lines(context, context.obj)))
        return ExitCode.OK
    if context.obj is not None:
        from vtlharness.cli.run.options.settings import settled

        options = settled(context, options)
    session = SessionOptions(**{option.name: options.pop(option.name) for option in SHARED_OPTIONS})
    choice = Choice(**{name: options.pop(name) for name in Choice.__slots__})
    reports = (*report, *junitxml)
    maxfail = options.pop("maxfail")
    maxfail = 1 if options.pop("exitfirst") else maxfail
    verbosity = options.pop("verbose") - options.pop("quiet")
    given: dict[str, Any] = {"maxfail": maxfail, "verbosity": verbosity, "reports": reports}
    _check(session, choice, watch=watch, **given, **options)
    from vtlharness.cli.run.case_run import RunOptions, run

    run_options = RunOptions(session=session, choice=choice, **given, **options)
    if not watch:
        return run(run_options)
    from vtlharness.cli.run.watching import watch as watch_files

    return watch_files(run_options)


def _check(
    session: SessionOptions,
    choice: Choice,
    *,
    maxfail: int,
    collect_only: bool,
    save: bool,
    watch: bool,
    reports: tuple[ReportFile, ...],
    diff: bool,
    dry_run: bool,
    **_: Any,
) -> None:
    """Raises UsageError for options that do not go together."""
    writing = "--update" if session.update else "--record"
    if session.rewrites and (maxfail or choice.stepwise):
        wrong = "--sw" if choice.stepwise else "-x and --maxfail"
        raise click.UsageError(f"{writing} needs a whole run: leave out {wrong}.")
    if session.rewrites and collect_only:
        raise click.UsageError(f"{writing} and --collect-only exclude each other.")
    if watch and (session.rewrites or collect_only or save):
        raise click.UsageError("--watch runs again and again: leave out --update, --record, --save and --collect-only.")
    check_update_options(update=session.update, diff=diff, dry_run=dry_run)
    conflict = session.conflict or choice.conflict
    if conflict:
        raise click.UsageError(conflict)
    if choice.uses_last_run and not session.cache:
        raise click.UsageError("--lf, --ff and --sw need the cache, which --no-cache turns off.")
    for name in () if session.live else ("allow_aws", "assume_role", "backends"):
        if getattr(session, name):
            flag = name.replace("_", "-")
            raise click.UsageError(f"--{flag} is for --live: without it, no backend is called.")
    if save and (not session.hostile or collect_only):
        raise click.UsageError("--save is for runs with --hostile: it writes their findings as cases.")
    if reports:
        from vtlharness.cli.run.reports import check_files

        check_files(reports)
