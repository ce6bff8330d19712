"""The options of `vtl-run` that say which cases run, in which order, and what is said about them at the end.

Goes out: one decorator with all of them, and the `Choice` that their values make.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])


class Choice:
    """The values of the options. `durations` is None where the run names no slow cases, 0 where it names all."""

    # Not a named tuple: a run makes one, and making the class would take longer.
    __slots__ = ("durations", "failed_first", "last_failed", "stepwise", "tags", "xfail_strict")

    def __init__(
        self,
        *,
        tags: str = "",
        last_failed: bool = False,
        failed_first: bool = False,
        stepwise: bool = False,
        durations: int | None = None,
        xfail_strict: bool = False,
    ) -> None:
        self.tags = tags
        self.last_failed = last_failed
        self.failed_first = failed_first
        self.stepwise = stepwise
        self.durations = durations
        self.xfail_strict = xfail_strict

    @property
    def conflict(self) -> str | None:
        """Why the options do not go together, in one sentence."""
        given = [name for name, value in (("--lf", self.last_failed), ("--ff", self.failed_first)) if value]
        given += ["--sw"] if self.stepwise else []
        return f"{given[0]} and {given[1]} exclude each other." if len(given) > 1 else None

    @property
    def uses_last_run(self) -> bool:
        """Whether the run depends on what failed before."""
        return self.last_failed or self.failed_first or self.stepwise


_OPTIONS = (
    click.option(
        "-m", "tags", default="", metavar="TAGS", help="Run only cases with these tags: tags, and, or, not, ()."
    ),
    click.option("--lf", "--last-failed", "last_failed", is_flag=True, help="Run only the cases that failed last."),
    click.option("--ff", "--failed-first", "failed_first", is_flag=True, help="Run the cases that failed last first."),
    click.option(
        "--sw",
        "--stepwise",
        "stepwise",
        is_flag=True,
        help="Stop at the first failure, and begin there the next time.",
    ),
    click.option(
        "--durations", type=click.IntRange(min=0), metavar="N", help="Show the N slowest cases at the end; 0: all."
    ),
    click.option("--xfail-strict/--no-xfail-strict", default=False, help="Fail the cases with `xfail` that pass."),
)


def selection_options(function: _Decorated) -> _Decorated:
    """Gives a command all these options."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function
