"""Prints values as the service does, for the hand-written functions and Jinja2's templates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import orjson

_UNPRINTABLE = re.compile(r"[^ -\x7f]")
_SHORT = {"\b": "\\b", "\n": "\\n", "\t": "\\t", "\f": "\\f", "\r": "\\r"}


def escaped(text: str) -> str:
    """`$util.escapeJavaScript`."""
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("'", "\\'").replace("/", "\\/")
    if text.isascii() and text.isprintable():
        return text
    return _UNPRINTABLE.sub(lambda found: _SHORT.get(found[0]) or f"\\u{ord(found[0]):04X}", text)


def json_text(value: object) -> str:
    """`$input.json`."""
    return orjson.dumps(value).decode()


def anywhere(value: Any, name: str) -> Iterator[Any]:
    """`$..name`."""
    if type(value) is dict:
        if name in value:
            yield value[name]
        for inner in value.values():
            yield from anywhere(inner, name)
    elif type(value) is list:
        for inner in value:
            yield from anywhere(inner, name)
