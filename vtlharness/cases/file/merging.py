"""A file's `defaults` and one case to the case as it is meant.

Mappings are merged deeply and the case wins; lists, text, bodies and a backend's answer replace. Null in a case takes
the default away.
"""

from __future__ import annotations

from typing import Any

_MESSAGES = ("methodRequest", "integrationResponse")
_PLAIN = ("context", "stageVariables", "compare")


def merged_case(defaults: dict[str, Any] | None, case: dict[str, Any]) -> dict[str, Any]:
    """The case with the defaults under it; neither is changed. Values are shared with both."""
    if not defaults:
        return case
    merged = dict(case)
    for section in _MESSAGES:
        default = defaults.get(section)
        if default is not None:
            _merge_section(merged, section, _without_body, default)
    for section in _PLAIN:
        default = defaults.get(section)
        if default is not None:
            _merge_section(merged, section, _deep, default)
    if "backend" in defaults:
        merged.setdefault("backend", defaults["backend"])
    return merged


def _merge_section(merged: dict[str, Any], section: str, merge: Any, default: dict[str, Any]) -> None:
    if section not in merged:
        merged[section] = default
    elif merged[section] is not None:
        merged[section] = merge(default, merged[section])


def _without_body(default: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Everything merged but the body, which is one value; a header counts as the same in any casing of its name."""
    message = _deep(default, given)
    headers, own = default.get("headers"), given.get("headers")
    if isinstance(headers, dict) and isinstance(own, dict):
        message["headers"] = _headers(headers, own)
    if "body" in given:
        message["body"] = given["body"]
    return message


def _headers(default: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    own = {name.lower() for name in given}
    return {**{name: value for name, value in default.items() if name.lower() not in own or name in given}, **given}


def _deep(default: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    merged = dict(default)
    for key, value in given.items():
        under = merged.get(key)
        merged[key] = _deep(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return merged
