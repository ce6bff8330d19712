"""A file's `defaults` and one case to the case as it is meant.

How a key merges stands in its row of the table in `format`. Null in a case takes the default away.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vtlharness.cases.file.format import CASE
from vtlharness.cases.file.sections import Merge, Section

Merging = Callable[[Any, Any], Any]
"""The default and the case's own value, of which neither is null, to the value that is meant. Neither is changed."""


def merged_case(defaults: dict[str, Any] | None, case: dict[str, Any]) -> dict[str, Any]:
    """The case with the defaults under it; neither is changed. Values are shared with both."""
    return _merge_case(defaults, case) if defaults else case


def _replaced(_: Any, own: Any) -> Any:
    return own


def _by_name(default: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = dict(default)
    for name, value in own.items():
        under = merged.get(name)
        merged[name] = _by_name(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return merged


def _headers(default: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    names = {name.lower() for name in own}
    return {**{name: value for name, value in default.items() if name.lower() not in names or name in own}, **own}


_MERGING: dict[Merge, Merging] = {"replace": _replaced, "names": _by_name, "headers": _headers}


def _by_key(section: Section) -> Merging:
    """Merges two sections, each key as its row says; a key that only one of them has keeps its value."""
    mergings: dict[str, Merging] = {}
    for key in section.keys:
        if key.merge == "keys":
            assert isinstance(key.kind, Section)
            mergings[key.name] = _by_key(key.kind)
        elif key.merge != "never":
            mergings[key.name] = _MERGING[key.merge]

    def merge(default: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
        merged = dict(own)
        for name, value in default.items():
            if name not in own:
                merged[name] = value
            elif value is not None and own[name] is not None:
                merged[name] = mergings[name](value, own[name])
        return merged

    return merge


_merge_case = _by_key(CASE)
