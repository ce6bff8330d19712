"""`vtl-run --show-config`: each setting, its value, and where it comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import click
from click.core import ParameterSource

from vtlharness.documents.settings_table import Settings
from vtlharness.report.text.visible import safe
from vtlharness.running.settings import SETTINGS


def setting_lines(
    context: click.Context, values: Mapping[str, Any], paths: tuple[str, ...], settings: Settings | None
) -> list[str]:
    """One line for each setting: its name, its value as TOML writes it, and its place."""
    rows = [*_rows(context, values, paths, settings)]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    return [f"{name:<{widths[0]}}  {value:<{widths[1]}}  {place}" for name, value, place in rows]


def _rows(
    context: click.Context, values: Mapping[str, Any], paths: tuple[str, ...], settings: Settings | None
) -> Iterator[tuple[str, str, str]]:
    for name in SETTINGS:
        value = paths if name == "paths" else values[name]
        yield name, _shown(value), _place(context, name, settings)


def _shown(value: Any) -> str:
    if value is None:
        return "(none)"
    return safe(json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False))


def _place(context: click.Context, name: str, settings: Settings | None) -> str:
    source = context.get_parameter_source(name)
    if name == "paths" and source is not None and context.params["paths"] == context.meta.get("paths"):
        source = ParameterSource.DEFAULT_MAP
    if source is ParameterSource.DEFAULT_MAP and settings is not None:
        key = name if name in settings.table else name.replace("_", "-")
        return f"{safe(settings.file)}:{settings.line(key)}"
    if name == "paths" and not context.params["paths"]:
        return "default"
    return "command line" if source is ParameterSource.COMMANDLINE else "default"
