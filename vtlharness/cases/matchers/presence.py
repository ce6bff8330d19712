"""Whether data has matchers: as a file writes them, and as they are read.

This module is loaded on every run, and nothing else of `matchers` is loaded until a file has one.
"""

from __future__ import annotations

from typing import Any

WORDS = frozenset({"matches", "any", "contains", "length", "approx", "within", "equals"})
"""The keys of matchers. A mapping is a matcher if all its keys are among them; with any other key it is data."""


_LONGEST_GAP = 100


class Matcher:
    """The base of the matchers in `records`. Expected data has them where a value may stand."""

    __slots__ = ()


def may_write_matchers(text: str) -> bool:
    """Whether the text of a file may have a matcher: without any, its data need not be searched for them."""
    return "\\u" in text or "\\x" in text or any(_is_key_in(word, text) for word in WORDS)


def _is_key_in(word: str, text: str) -> bool:
    """Whether a word, not the end of another one, stands in front of a colon somewhere."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not text[at - 1 : at].isalnum() and text[end : end + _LONGEST_GAP].lstrip(" \t\r\n\"'").startswith(":"):
            return True
        at = text.find(word, end)
    return False


def is_written_matcher(value: object) -> bool:
    """Whether a value of a file is a matcher, right or wrong."""
    return type(value) is dict and bool(value) and next(iter(value)) in WORDS and value.keys() <= WORDS


def is_written_part(names: object) -> bool:
    """Whether `{contains: {...}}` in the place of names says some of them; a name may be `contains`, too."""
    if type(names) is not dict or names.keys() != {"contains"}:
        return False
    part = names["contains"]
    return type(part) is dict and not is_written_matcher(part)


def writes_matchers(value: object) -> bool:
    """Whether the value of a file is a matcher, or has one in it."""
    if type(value) is not dict and type(value) is not list:
        return False
    waiting: list[Any] = [value]
    for item in waiting:
        if type(item) is dict:
            if is_written_matcher(item):
                return True
            waiting.extend([one for one in item.values() if type(one) is dict or type(one) is list])
        else:
            waiting.extend([one for one in item if type(one) is dict or type(one) is list])
    return False


def has_matchers(expected: object) -> bool:
    """Whether expected data is a matcher, or has one in it."""
    waiting = [expected]
    for item in waiting:
        if isinstance(item, Matcher):
            return True
        if isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    return False
