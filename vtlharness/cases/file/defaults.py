"""Merges the `defaults` of a file into one of its cases.

The row of a key in the table of `format` says how the key merges. Null in a case removes the default.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vtlharness.cases.file.format.sections import Merge, Section
from vtlharness.cases.file.format.table import CASE
from vtlharness.documents.merging import merged_deeply

Merging = Callable[[Any, Any], Any]
"""Merges a default and the case's own value, neither of which is null. Neither is changed."""


def merged_case(defaults: dict[str, Any] | None, case: dict[str, Any]) -> dict[str, Any]:
    """The case with the defaults merged in. Neither is changed; the result shares values with both."""
    return _merge_case(defaults, case) if defaults else case


def _replaced(_: Any, own: Any) -> Any:
    return own


def _headers(default: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    names = {name.lower() for name in own}
    return {**{name: value for name, value in default.items() if name.lower() not in names or name in own}, **own}


_MERGING: dict[Merge, Merging] = {"replace": _replaced, "names": merged_deeply, "headers": _headers}


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
