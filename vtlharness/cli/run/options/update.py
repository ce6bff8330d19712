"""The options of `vtl-run` that say what `--update` does with what it would write: `--diff` and `--dry-run`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])


def update_options(function: _Decorated) -> _Decorated:
    """Gives a command both options."""
    function = click.option("--dry-run", is_flag=True, help="With --update: write nothing, and say what it would.")(
        function
    )
    return click.option("--diff", is_flag=True, help="With --update: show what it writes as a unified diff.")(function)


def check_update_options(*, update: bool, diff: bool, dry_run: bool) -> None:
    """Raises UsageError where they are given without `--update`."""
    if (diff or dry_run) and not update:
        raise click.UsageError(f"--{'diff' if diff else 'dry-run'} is for --update: without it, nothing is written.")
