"""Settings of the project that the command line of `vtl-run` contradicts.

Comes in: the options of a run, and where each value comes from. Goes out: the options that hold. A run in a project
without settings does not import this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click
from click.core import ParameterSource


def settled(context: click.Context, options: Mapping[str, Any]) -> dict[str, Any]:
    """The options without settings that the command line contradicts: `verbose` and `-q`, `maxfail` and `--update`."""

    def is_setting(name: str) -> bool:
        return context.get_parameter_source(name) is ParameterSource.DEFAULT_MAP

    found = dict(options)
    if found["quiet"] and is_setting("verbose"):
        found["verbose"] = 0
    elif found["verbose"] and is_setting("quiet"):
        found["quiet"] = 0
    if found["maxfail"] and not is_setting("maxfail") and is_setting("exitfirst"):
        found["exitfirst"] = False
    if found["update"] or found["record"]:
        taken_back = {"maxfail": 0, "exitfirst": False, "hostile": False}
        found.update((name, value) for name, value in taken_back.items() if is_setting(name))
    return found
