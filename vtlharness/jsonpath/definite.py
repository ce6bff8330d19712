"""Paths made only of keys and single indexes: by far the most common, and the fastest.

This module reads plain ones (`$.order.lines[0].id`) without the parser; `follow` evaluates every such path.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vtlharness.jsonpath.containers import is_array
from vtlharness.jsonpath.run import MISSING
from vtlharness.late_pattern import late_pattern

_PLAIN = late_pattern(r"\$(?:\.[A-Za-z_][A-Za-z0-9_]*|\[[0-9]{1,9}\])*")
_STEP = late_pattern(r"\.([A-Za-z_][A-Za-z0-9_]*)|\[([0-9]+)\]")


def plain_keys(text: str) -> tuple[str | int, ...] | None:
    """The keys and indexes of a plain path; None for a path that needs the parser."""
    if not _PLAIN.fullmatch(text):
        return None
    return tuple(match[1] or int(match[2]) for match in _STEP.finditer(text))


def follow(keys: Sequence[str | int], document: Any) -> Any:
    """The value at some keys and indexes, or MISSING."""
    value = document
    try:
        for key in keys:
            if key.__class__ is str or value.__class__ is list:
                value = value[key]
            elif is_array(value):
                value = list(value)[key]  # type: ignore[index]
            else:
                return MISSING
    except (KeyError, IndexError, TypeError):
        return MISSING
    return value
