"""`--mutate`, `--mutate-since` and `--mutate-seconds`: changes templates, and fails a run that does not notice.

Comes in: the options, and a run that passed. Goes out: a `MutationRecord`, printed. Used by `case_run`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from vtlharness.options import MUTATE_SECONDS

if TYPE_CHECKING:
    from vtlharness.cases.session import Session
    from vtlharness.cli.terminal import Terminal
    from vtlharness.documents.readable_files import ReadingRule
    from vtlharness.report.mutations import MutationRecord

_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])
_TELL_EVERY = 10


class MutationOptions(NamedTuple):
    """The `seconds` for all changes, and the git revision `since` which a line must have changed; empty for all."""

    seconds: float
    since: str = ""


_OPTIONS = (
    click.option(
        "--mutate",
        is_flag=True,
        help="After a run that passes, change templates and definitions one place at a time, and fail the run if no "
        "case notices a change.",
    ),
    click.option(
        "--mutate-since",
        default=None,
        metavar="REV",
        help="The same, only for lines that were changed since this revision of git.",
    ),
    click.option(
        "--mutate-seconds",
        type=float,
        default=None,
        metavar="N",
        help=f"The time for all changes, in seconds (default: {MUTATE_SECONDS:g}).",
    ),
)


def mutation_options(function: _Decorated) -> _Decorated:
    """Gives a command the options, which it gets as one value `mutation`: MutationOptions, or None without them."""

    @wraps(function)
    def command(mutate: bool, mutate_since: str | None, mutate_seconds: float | None, **options: Any) -> Any:
        mutation = None
        if mutate_since == "":
            raise click.UsageError("--mutate-since expects a revision of git, such as main or HEAD~1.")
        if mutate_seconds is not None and not mutate_seconds > 0:
            raise click.UsageError(f"--mutate-seconds expects a number above 0, found {mutate_seconds:g}.")
        if mutate or mutate_since is not None:
            _check(options)
            mutation = MutationOptions(mutate_seconds or MUTATE_SECONDS, mutate_since or "")
        elif mutate_seconds is not None:
            raise click.UsageError("--mutate-seconds is for --mutate: without it, nothing is changed.")
        return function(mutation=mutation, **options)

    found: Any = command
    for option in reversed(_OPTIONS):
        found = option(found)
    return found  # type: ignore[no-any-return]


def _check(options: Mapping[str, Any]) -> None:
    """Raises UsageError for options that do not go together with --mutate."""
    for name in ("update", "record", "collect_only"):
        if options.get(name):
            raise click.UsageError(f"--mutate and --{name.replace('_', '-')} exclude each other.")
    if options.get("watch"):
        raise click.UsageError("--watch and --mutate exclude each other: --mutate needs one run of all cases.")
    if options.get("engine") != "native":
        raise click.UsageError("--mutate changes templates for the native engine: leave out --engine.")


def mutated(
    files: list[Path],
    passed: Iterable[str],
    options: MutationOptions,
    session: Session,
    rule: ReadingRule,
    terminal: Terminal,
    *,
    processes: int,
    verbosity: int,
) -> MutationRecord:
    """Tries the changes, and prints those that none of the cases which `passed`, by their ids, notices.

    Raises VtlHarnessError for a wrong revision.
    """
    from vtlharness.report.text.mutation import mutation_summary, unnoticed_lines
    from vtlharness.running.mutants import MutationSettings, run_mutants

    def tell(done: int, count: int) -> None:
        if processes > 1 or done % _TELL_EVERY == 0:
            terminal.status(f"[{done}/{count}] changes tried")

    settings = MutationSettings(session.options, rule, frozenset(passed), options.seconds, options.since)
    record = run_mutants(files, settings, session, tell, processes)
    terminal.clear_status()
    if verbosity >= -1:
        for change in record.unnoticed:
            terminal.lines(unnoticed_lines(change, terminal.style, short=verbosity < 0))
        terminal.lines(mutation_summary(record, options.seconds, options.since))
    return record
