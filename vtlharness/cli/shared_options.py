"""The options that `vtl-run` shares with pytest, and `vtl-render` with both, as click's.

Comes in: the fields of `SessionOptions`. Goes out: decorators of commands.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from vtlharness.options import shared_options

_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])


def session_options(function: _Decorated) -> _Decorated:
    """Gives a command all shared options."""
    for option in reversed(shared_options()):
        function = session_option(option.name)(function)
    return function


def session_option(name: str) -> Callable[[_Decorated], _Decorated]:
    """The decorator of one shared option."""
    option = next(option for option in shared_options() if option.name == name)
    text: str = option.metadata["help"]
    text = text[0].upper() + text[1:]
    flag, choices = f"--{name}", option.metadata["choices"]
    if choices:
        return click.option(
            flag, type=click.Choice(choices), default=option.default, help=f"{text} ({option.default})."
        )
    if option.default:
        return click.option(f"{flag}/--no-{name}", default=True, help=f"{text} (the default).")
    return click.option(flag, is_flag=True, default=False, help=f"{text}.")
