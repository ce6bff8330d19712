"""`vtl-run --show-config`: each setting, its value, and where it comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click
from click.core import ParameterSource

from vtlharness.cli.run.options.settings import settled
from vtlharness.cli.run.options.switched_off import is_switched_off
from vtlharness.documents.settings_table import Settings
from vtlharness.report.text.visible import safe
from vtlharness.running.settings import SETTINGS

COMMAND_LINE = "command line"


def setting_lines(context: click.Context, settings: Settings | None) -> list[str]:
    """One line for each setting: its name, its value as TOML writes it, and its place."""
    rows = [*_rows(context, settings)]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    return [f"{name:<{widths[0]}}  {value:<{widths[1]}}  {place}" for name, value, place in rows]


def _rows(context: click.Context, settings: Settings | None) -> Iterator[tuple[str, str, str]]:
    given = context.params
    held = given if settings is None else settled(context, given)
    for name in SETTINGS:
        is_contradicted = is_switched_off(context, name) or held[name] != given[name]
        yield name, _shown(held[name]), COMMAND_LINE if is_contradicted else _place(context, name, settings)


def _shown(value: Any) -> str:
    if value is None:
        return "(none)"
    return safe(json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False))


def _place(context: click.Context, name: str, settings: Settings | None) -> str:
    source = context.get_parameter_source(name)
    if name == "paths":
        source = ParameterSource.COMMANDLINE if context.params["paths"] else ParameterSource.DEFAULT
        source = ParameterSource.DEFAULT_MAP if context.meta.get("paths") else source
    if source is ParameterSource.DEFAULT_MAP and settings is not None:
        key = name if name in settings.table else name.replace("_", "-")
        return f"{safe(settings.file)}:{settings.line(key)}"
    return COMMAND_LINE if source is ParameterSource.COMMANDLINE else "default"
