"""JSON data by its paths: every place in it, a copy with another value at a place, and the words for a place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, TypeAlias

Steps: TypeAlias = "tuple[str | int, ...]"

MISSING: Final = object()
"""The value of a place that is left out."""

_NAME = re.compile(r"[A-Za-z_][\w-]*")
_DEEPEST = 30


def places_in(data: object, steps: Steps = ()) -> Iterator[tuple[Steps, object]]:
    """The places below the root, each with its value, outer ones first; of a list the first and the last item."""
    found: Iterator[tuple[str | int, object]]
    if isinstance(data, dict):
        found = iter(data.items())
    elif isinstance(data, list):
        found = iter([(index, data[index]) for index in sorted({0, len(data) - 1})] if data else [])
    else:
        return
    if len(steps) == _DEEPEST:
        return
    for step, value in found:
        inner = (*steps, step)
        yield inner, value
        yield from places_in(value, inner)


def with_value(data: Any, steps: Steps, value: object) -> object:
    """A copy of the data with a value at a place, or without the place."""
    if not steps:
        return value
    first, rest = steps[0], steps[1:]
    copy: Any = dict(data) if isinstance(data, dict) else list(data)
    if not rest and value is MISSING:
        del copy[first]
    else:
        copy[first] = with_value(copy[first], rest, value)
    return copy


def path_words(steps: Steps) -> str:
    """The path as JSONPath: `$.items[0].name`."""
    words = "$"
    for step in steps:
        if isinstance(step, int):
            words += f"[{step}]"
        elif _NAME.fullmatch(step):
            words += f".{step}"
        else:
            words += "['" + step.replace("\\", "\\\\").replace("'", "\\'") + "']"
    return words


def general(words: str) -> str:
    """The words for a place with any index in place of each index of a list."""
    return re.sub(r"\[\d+\]", "[*]", words)
