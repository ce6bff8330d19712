"""Ends every command: exit codes, and one message instead of a traceback for a problem.

Comes in: the result of a command, or its exception. Goes out: the exit code, and the message on
standard error.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import IntEnum
from typing import Any

import click

from vtlharness.cli.terminal import print_error, wants_color
from vtlharness.errors import LimitError, VtlHarnessError, VtlRenderError, VtlSyntaxError
from vtlharness.visible import one_line

_COLLECTIONS = (50_000, 20, 100)
"""When a command collects cyclic garbage: of what its start makes, nearly everything stays to the end."""


class ExitCode(IntEnum):
    """pytest's exit codes, and the shell's for a process that SIGTERM ends."""

    OK = 0
    FAILED = 1
    INTERRUPTED = 2
    INTERNAL = 3
    USAGE = 4
    NOTHING_FOUND = 5
    TERMINATED = 143


class FaceCommand(click.Command):
    """A click command whose callback returns an ExitCode and which never shows a traceback without `--debug`."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Runs the command and exits with its code; without standalone_mode, behaves as click does."""
        arguments = list(sys.argv[1:] if args is None else args)

        def run() -> Any:
            return super(FaceCommand, self).main(
                arguments, prog_name=prog_name, complete_var=complete_var, standalone_mode=False, **extra
            )

        if not standalone_mode:
            return run()
        gc.set_threshold(*_COLLECTIONS)
        atexit.register(gc.freeze)  # the process ends: nothing is left to collect
        sys.exit(_guarded(run, debug="--debug" in arguments))

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the callback."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise _ReaderLeftError from None


class _ReaderLeftError(Exception):
    """Discards standard output from now on. (click would exit with 1 on a BrokenPipeError.)"""


def _guarded(run: Callable[[], Any], *, debug: bool) -> int:
    """Runs a command to its exit code; with `debug` a problem also shows its traceback."""
    try:
        code = int(run() or 0)
        sys.stdout.flush()
        return code
    except BaseException as problem:
        if debug and not isinstance(problem, (click.ClickException, click.exceptions.Exit)):
            import traceback

            print_error(traceback.format_exc())
        return _report(problem)


def _report(problem: BaseException) -> int:
    """Prints one message about the problem and returns the exit code."""
    if isinstance(problem, click.exceptions.Exit):
        return problem.exit_code
    if isinstance(problem, (BrokenPipeError, _ReaderLeftError)):
        _abandon_output()
        return ExitCode.INTERRUPTED
    if isinstance(problem, (KeyboardInterrupt, click.Abort)):
        print_error("interrupted")
        return ExitCode.INTERRUPTED
    if isinstance(problem, click.ClickException):
        problem.show()
        return ExitCode.USAGE
    if isinstance(problem, VtlHarnessError):
        _print_problem(problem)
        return ExitCode.FAILED if isinstance(problem, (VtlSyntaxError, VtlRenderError, LimitError)) else ExitCode.USAGE
    if isinstance(problem, OSError):
        where = f"{one_line(str(problem.filename))}: " if problem.filename else ""
        print_error(f"{where}{problem.strerror or problem}")
        return ExitCode.USAGE
    if isinstance(problem, SystemExit):
        return problem.code if isinstance(problem.code, int) else ExitCode.INTERNAL
    told = one_line(str(problem))
    print_error(f"internal error: {type(problem).__name__}: {told}\nhint: --debug shows where; please report it")
    return ExitCode.INTERNAL


def _print_problem(problem: VtlHarnessError) -> None:
    from vtlharness.report.text.lines import error_lines
    from vtlharness.report.text.style import ANSI, PLAIN

    print_error("\n".join(error_lines(problem, ANSI if wants_color(sys.stderr, "auto") else PLAIN)))


def _abandon_output() -> None:
    """Discards buffered output, so that closing standard output does not fail again."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from vtlharness._version import __version__

        click.echo(f"{context.info_name} {__version__}")
        context.exit()


debug_option = click.option("--debug", is_flag=True, expose_value=False, help="Show tracebacks.")
version_option = click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_print_version, help="Show the version."
)
