"""The settings of `vtl-lint`: `[tool.vtlharness.lint]` in pyproject.toml, or `[lint]` in vtlharness.toml.

Comes in: the folder in which the command runs. Goes out: the settings of the project around it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

from vtlharness.cases.rule_prefixes import rule_prefixes
from vtlharness.errors import VtlHarnessError
from vtlharness.nearest import nearest_hint
from vtlharness.project_root import marked_folder

_KEYS = ("exclude", "ignore", "select")


class LintSettings(NamedTuple):
    """The settings: beginnings of ids of rules, None if none are given, and patterns of paths."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    exclude: tuple[str, ...] = ()


def settings_for(folder: str) -> LintSettings:
    """The settings of the project that a folder is in. vtlharness.toml goes before pyproject.toml.

    Raises VtlHarnessError for a file that cannot be read and for a setting that there is not.
    """
    root = marked_folder(os.path.abspath(folder))
    if root is None:
        return LintSettings()
    for name in ("vtlharness.toml", "pyproject.toml"):
        path = os.path.join(root, name)
        if os.path.isfile(path):
            table = _table(path, name)
            if table is not None:
                return _settings(table, os.path.relpath(path))
    return LintSettings()


def _table(path: str, name: str) -> Mapping[str, Any] | None:
    with open(path, "rb") as file:
        data = file.read()
    if b"lint" not in data or (name == "pyproject.toml" and b"vtlharness" not in data):
        return None
    shown = os.path.relpath(path)
    found = _toml(data, shown)
    tool = _inner(_inner(_inner(found, "tool"), "vtlharness"), "lint")
    table = found.get("lint", tool) if name == "vtlharness.toml" else tool
    if table is not None and not isinstance(table, dict):
        raise VtlHarnessError(f"{shown}: lint must be a table", hint="write [tool.vtlharness.lint]")
    return table


def _toml(data: bytes, shown: str) -> Mapping[str, Any]:
    toml = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    try:
        found: Mapping[str, Any] = toml.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as problem:
        raise VtlHarnessError(f"{shown}: this is not TOML: {problem}") from None
    return found


def _inner(table: Any, key: str) -> Any:
    return table.get(key) if isinstance(table, dict) else None


def _settings(table: Mapping[str, Any], shown: str) -> LintSettings:
    for key in table:
        if key not in _KEYS:
            raise VtlHarnessError(f"{shown}: there is no setting lint.{key}", hint=nearest_hint(key, _KEYS))
    return LintSettings(
        _rules(table, "select", shown), _rules(table, "ignore", shown), _texts(table, "exclude", shown) or ()
    )


def _rules(table: Mapping[str, Any], key: str, shown: str) -> tuple[str, ...] | None:
    texts = _texts(table, key, shown)
    return None if texts is None else rule_prefixes(f"{shown}: lint.{key}", texts)


def _texts(table: Mapping[str, Any], key: str, shown: str) -> tuple[str, ...] | None:
    value = table.get(key)
    if value is None:
        return None
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    raise VtlHarnessError(f"{shown}: lint.{key} must be a list of texts", hint=f'write {key} = ["VTL101", "API4"]')
