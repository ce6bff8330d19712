"""Text as Jayway reads it out of a path: escapes, and indexes of the size that Java allows."""

from __future__ import annotations

import re

_ESCAPES = {"r": "\r", "f": "\f", "t": "\t", "n": "\n", "b": "\b"}
_ESCAPE = re.compile(r"\\(u(.{0,4})|.)?", re.DOTALL)
_HEX = re.compile(r"[+-]?[0-9A-Fa-f]+\Z")
_TRIMMED = "".join(map(chr, range(33)))
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def unescape(text: str) -> str:
    r"""Resolves `\n`, `\'`, `\uXXXX` and the like; any other `\c` is `c`, an unfinished `\uXX` at the end is nothing.

    Raises ValueError for a `\u` without four hexadecimal digits after it.
    """
    if "\\" not in text:
        return text
    resolved = _ESCAPE.sub(_resolve, text)
    return _SURROGATES.sub(_join, resolved) if "\\u" in text else resolved


def _resolve(match: re.Match[str]) -> str:
    char, digits = match.group(1), match.group(2)
    if char is None:
        return "\\"
    if digits is None:
        return _ESCAPES.get(char, char)
    if len(digits) < 4:
        return ""
    if not _HEX.match(digits):
        raise ValueError(digits)
    return chr(int(digits, 16) & 0xFFFF)


def _join(pair: re.Match[str]) -> str:
    high, low = (ord(unit) for unit in pair.group())
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def java_int(text: str) -> int:
    """Integer.parseInt; raises ValueError for anything but a whole number of 32 bits."""
    digits = text[1:] if text[:1] in ("-", "+") else text
    if not digits.isdecimal() or len(digits) > 400:
        raise ValueError(text)
    number = int(text)
    if not -(2**31) <= number < 2**31:
        raise ValueError(text)
    return number


def java_trim(text: str) -> str:
    """String.trim: blanks and control characters off both ends."""
    return text.strip(_TRIMMED)
