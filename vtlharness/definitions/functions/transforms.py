"""The transforms of a template: those that run here, and macros that may add anything.

Comes in: a template's data. Goes out: which transforms it names, and whether its names may be incomplete.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

EXTENSIONS = "AWS::LanguageExtensions"

SAM = "AWS::Serverless-2016-10-31"

_KNOWN = (SAM, EXTENSIONS, "AWS::CodeDeployBlueGreen")
"""Transforms whose additions have names that are known."""

_SECTIONS = ("Parameters", "Resources", "Mappings")


def transforms(template: Mapping[str, Any]) -> list[object]:
    """The transforms of a template, by their names."""
    listed = template.get("Transform")
    found = listed if isinstance(listed, list) else [] if listed is None else [listed]
    return [one.get("Name") if isinstance(one, dict) else one for one in found]


def has_macros(template: Mapping[str, Any]) -> bool:
    """Whether a macro that does not run here may add to a template."""
    sections = [template, *(template.get(name) for name in _SECTIONS)]
    return any(one not in _KNOWN for one in transforms(template)) or any(
        key.startswith("Fn::") and not key.startswith("Fn::ForEach::")
        for section in sections
        if isinstance(section, dict)
        for key in section
    )
