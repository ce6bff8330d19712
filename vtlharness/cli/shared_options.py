"""The options that `vtl-run` shares with pytest, and `vtl-render` with both, as click options.

Comes in: `SHARED_OPTIONS`. Goes out: decorators of commands.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from vtlharness.options import SETTABLE, SHARED_OPTIONS

_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])


def session_options(function: _Decorated) -> _Decorated:
    """Gives a command all shared options."""
    for option in reversed(SHARED_OPTIONS):
        function = session_option(option.name)(function)
    return function


def session_option(name: str) -> Callable[[_Decorated], _Decorated]:
    """The decorator of one shared option."""
    option = next(option for option in SHARED_OPTIONS if option.name == name)
    text = option.help[0].upper() + option.help[1:]
    flag = f"--{option.flag}"
    if option.choices:
        return click.option(
            flag, type=click.Choice(option.choices), default=option.default, help=f"{text} (default: {option.default})."
        )
    if isinstance(option.default, tuple):
        return click.option(
            flag,
            multiple=True,
            default=option.default,
            metavar=option.value if option.value_alone is None else f"[{option.value}]",
            help=f"{text}.",
        )
    if option.value == "ARN":
        return click.option(flag, default="", metavar=option.value, help=f"{text}.")
    if option.default == "":
        kind = click.Path(file_okay=option.value == "FILE", dir_okay=option.value == "DIR")
        return click.option(flag, type=kind, default="", metavar=option.value, help=f"{text}.")
    if option.default:
        return click.option(f"{flag}/--no-{option.flag}", default=True, help=f"{text} (on by default).")
    if name in SETTABLE:
        return click.option(f"{flag}/--no-{option.flag}", default=False, help=f"{text}.")
    return click.option(flag, is_flag=True, default=False, help=f"{text}.")
