"""Settings of the project that the command line of `vtl-run` contradicts.

Comes in: the options of a run, and where each value comes from. Goes out: the options that hold. A run in a project
without settings does not import this module.
"""

from __future__ import annotations

from typing import Any

import click
from click.core import ParameterSource


def settle(
    context: click.Context, options: dict[str, Any], verbose: int, quiet: int, maxfail: int, exitfirst: bool
) -> tuple[int, int, int, bool]:
    """Takes back settings that the command line contradicts: `-q` beside `verbose`, `--update` beside `maxfail`.

    `options` is changed. The result is `verbose`, `quiet`, `maxfail` and `exitfirst`.
    """

    def is_setting(name: str) -> bool:
        return context.get_parameter_source(name) is ParameterSource.DEFAULT_MAP

    if quiet and is_setting("verbose"):
        verbose = 0
    elif verbose and is_setting("quiet"):
        quiet = 0
    if maxfail and not is_setting("maxfail") and is_setting("exitfirst"):
        exitfirst = False
    if options["update"] or options["record"]:
        maxfail = 0 if is_setting("maxfail") else maxfail
        exitfirst = exitfirst and not is_setting("exitfirst")
        options["hostile"] = options["hostile"] and not is_setting("hostile")
    return verbose, quiet, maxfail, exitfirst
