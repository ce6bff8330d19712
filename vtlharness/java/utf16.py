"""Strings as UTF-16, whose units a template counts in indexes and lengths.

Comes in: a Python string with one character per code point. Goes out: the same text with one character per UTF-16 unit
(`units`), and back (`merged`). Strings of ASCII, and those without characters beyond U+FFFF, stay as they are.
"""

from __future__ import annotations

import re

from vtlharness.late_pattern import late_pattern

_ASTRAL = late_pattern("[\U00010000-\U0010ffff]")
_PAIR = late_pattern("[\ud800-\udbff][\udc00-\udfff]")


def length(text: str) -> int:
    """The number of UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) >> 1


def units(text: str) -> str:
    """A string of UTF-16 units: characters beyond U+FFFF become two surrogates."""
    return text if text.isascii() or not _ASTRAL.search(text) else _ASTRAL.sub(_split, text)


def merged(text: str) -> str:
    """A string in which every surrogate pair has become its character, as the strings of this package are kept."""
    if text.isascii() or not _PAIR.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def concatenated(left: str, right: str) -> str:
    """Two texts one after the other; halves of a surrogate pair that meet become its character."""
    text = left + right
    return text if text.isascii() else merged(text)


def _split(match: re.Match[str]) -> str:
    code = ord(match[0]) - 0x10000
    return chr(0xD800 + (code >> 10)) + chr(0xDC00 + (code & 0x3FF))
