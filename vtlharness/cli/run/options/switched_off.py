"""`--no-strict` and `--no-log`: take back settings of the project that are not simply true or false.

Comes in: the command line. Goes out: the defaults of the options without these settings.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click
from click.core import ParameterSource

_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])
_SWITCHED_OFF = "vtlharness.switched_off"
_NAMES = ("strict", "log")


def switching_off(function: _Decorated) -> _Decorated:
    """Gives a command the options, which change only what the others get."""
    for name in reversed(_NAMES):
        function = click.option(
            f"--no-{name}",
            is_flag=True,
            is_eager=True,  # before the option itself gets its value
            expose_value=False,
            callback=_take_back,
            help=f"Not --{name}, whatever the settings of the project say.",
        )(function)
    return function


def _take_back(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        name = str(parameter.name).removeprefix("no_")
        context.meta.setdefault(_SWITCHED_OFF, set()).add(name)
        context.default_map = {key: one for key, one in (context.default_map or {}).items() if key != name}


def is_switched_off(context: click.Context, name: str) -> bool:
    """Whether the command line takes back a setting."""
    return name in context.meta.get(_SWITCHED_OFF, ())


def check_switched_off(context: click.Context) -> None:
    """Raises UsageError for an option that stands beside its opposite."""
    for name in _NAMES:
        if is_switched_off(context, name) and context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"--{name} and --no-{name} exclude each other.")
