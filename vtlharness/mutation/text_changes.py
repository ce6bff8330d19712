"""Changes of literals: words and numbers in a template's text and expressions, JSONPaths, and commas.

Comes in: a text. Goes out: places in it, and what stands there instead. Used by `template_changes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

ADDED = "X"
"""What is added to a name or a text."""

_WORD = re.compile(r"\w+(?:[-.:/]\w+)*")
_INTEGER = re.compile(r"[0-9]+")
_DECIMAL = re.compile(r"[0-9]+\.[0-9]+")
_LAST_NAME = re.compile(r"[^\W\d]\w*(?=\W*$)")
_LAST_INDEX = re.compile(r"[0-9]+(?=\W*$)")
_OPPOSITE = {"true": "false", "false": "true", "null": "true"}


class Piece(NamedTuple):
    """A piece of a text, from `start` to `end`, and what it becomes."""

    start: int
    end: int
    text: str


def changed_words(text: str) -> Iterator[Piece]:
    """Every word and number of a text, changed."""
    for found in _WORD.finditer(text):
        yield Piece(found.start(), found.end(), changed_word(found.group()))


def changed_word(word: str) -> str:
    """Another word or number, of the same kind in JSON."""
    if word in _OPPOSITE:
        return _OPPOSITE[word]
    if word.isascii() and (_INTEGER.fullmatch(word) or _DECIMAL.fullmatch(word)):
        return changed_number(word)
    return word + ADDED


def changed_number(number: str) -> str:
    """Another number of as many digits, or of one more, without zeros that JSON does not allow."""
    whole, dot, rest = number.partition(".")
    digits = whole[:-1] + str(int(whole[-1]) + 1) if whole[-1] != "9" else f"1{whole}"
    return f"{digits}{dot}{rest}"


def commas(text: str) -> Iterator[Piece]:
    """Every comma of a text, left out."""
    for found in re.finditer(",", text):
        yield Piece(found.start(), found.end(), "")


def changed_path(path: str) -> str:
    """A JSONPath, as in `$input.path('$.a')`, that leads elsewhere: its last name or index is another one."""
    name = _LAST_NAME.search(path)
    if name is not None:
        return f"{path[: name.end()]}{ADDED}{path[name.end() :]}"
    index = _LAST_INDEX.search(path)
    if index is not None:
        return f"{path[: index.start()]}{int(index.group()) + 1}{path[index.end() :]}"
    return f"{path}.{ADDED}"
