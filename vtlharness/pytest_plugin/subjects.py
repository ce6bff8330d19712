"""Templates and definitions on pytest's command line: the case files that use them take their places.

Comes in: pytest's arguments, before it collects. Goes out: arguments that it knows, also for the workers of xdist.
Imported only where an argument can be such a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from vtlharness.cases.file.discovery import find_case_files, reading_rule, search_roots
from vtlharness.errors import VtlHarnessError
from vtlharness.pytest_plugin.hooks import may_be_subject
from vtlharness.pytest_plugin.state import PluginState
from vtlharness.visible import one_line

_TEMPLATE_SUFFIXES = (".vtl", ".vm")


def take_case_files(config: pytest.Config, state: PluginState) -> None:
    """Replaces each template and definition by the case files that use it.

    A file that no case file uses may be another plugin's, and stays, unless its name is that of a template. Raises
    UsageError for such a template, for a folder that cannot be searched, and for one case of several files.
    """
    found: list[str] = []
    try:
        for argument in config.args:
            if not may_be_subject(argument):
                found.append(argument)
                continue
            files = list(_in_place_of(argument, state))
            found.extend(file for file in files if file == argument or file not in {*found, *config.args})
    except VtlHarnessError as problem:
        raise pytest.UsageError(str(problem)) from None
    config.args[:] = found


def _in_place_of(argument: str, state: PluginState) -> Iterator[str]:
    file, mark, case = argument.partition("::")
    rule = reading_rule([file], state.options.allow_outside)
    users = find_case_files([file], allow_unused=True, rule=rule)
    shown = one_line(file)
    if not users:
        if file.endswith(_TEMPLATE_SUFFIXES):
            raise pytest.UsageError(f"no case file uses {shown}\nhint: `vtl-init {shown}` writes first cases")
        yield argument
        return
    if mark and len(users) > 1:
        names = ", ".join(one_line(f"{user}::{case}") for user in users)
        raise pytest.UsageError(f"several case files use {shown}: name one of {names}")
    state.add_subjects(file, *map(str, search_roots([Path(file)])))
    for user in users:
        yield f"{user}{mark}{case}"
