"""The settings of `vtl-lint`: `[tool.vtlharness.lint]` in pyproject.toml, or `[lint]` in vtlharness.toml.

Comes in: the folder in which the command runs. Goes out: the settings of the project around it.
"""

from __future__ import annotations

from typing import NamedTuple

from vtlharness.cases.rule_prefixes import rule_prefixes
from vtlharness.documents.settings import project_settings
from vtlharness.documents.settings_table import Settings

_KEYS = ("exclude", "ignore", "select")
_EXAMPLE = '["VTL101", "API4"]'


class LintSettings(NamedTuple):
    """The settings: beginnings of ids of rules, None if none are given, and patterns of paths."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    exclude: tuple[str, ...] = ()


def settings_for(folder: str) -> LintSettings:
    """The settings of the project that a folder is in. vtlharness.toml goes before pyproject.toml.

    Raises VtlHarnessError for a file that cannot be read and for a setting that there is not.
    """
    found = project_settings(folder, "lint")
    if found is None:
        return LintSettings()
    found.check_keys(_KEYS)
    return LintSettings(_rules(found, "select"), _rules(found, "ignore"), found.texts("exclude", _EXAMPLE) or ())


def _rules(settings: Settings, key: str) -> tuple[str, ...] | None:
    texts = settings.texts(key, _EXAMPLE)
    return None if texts is None else rule_prefixes(f"{settings.file}:{settings.line(key)}: lint.{key}", texts)
