"""A text that a regular expression matches.

Comes in: a pattern of java.util.regex. Goes out: a short readable text that the whole pattern matches, None where none
was found. What is made is tried: a text that does not match is never returned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from vtlharness.java.regex.pattern import compile_java
from vtlharness.java.values import JavaError

try:  # the parser of `re`, under its name since Python 3.11
    from re import _parser as _regex  # type: ignore[attr-defined]
except ImportError:
    import sre_parse as _regex

_TRIES = 12
_LONGEST = 1000


def matching_text(pattern: str, wanted: str = "") -> str | None:
    """A text that the whole pattern matches; `wanted` where it does."""
    return next(iter(matching_texts(pattern, wanted)), None)


def matching_texts(pattern: str, wanted: str = "") -> list[str]:
    """Some texts that the whole pattern matches; `wanted` first where it does."""
    engine = _engine(pattern)
    return [text for text in dict.fromkeys(_texts(pattern, wanted)) if engine and engine.fullmatch(text)]


def other_matching_text(pattern: str, number: int) -> str | None:
    """One of the texts that the pattern finds, by its number; the text differs from those of lower numbers."""
    engine = _engine(pattern)
    found = [text for text in dict.fromkeys(_texts(pattern)) if engine and engine.search(text)]
    return found[number] if number < len(found) else None


def _engine(pattern: str) -> Any:
    """The compiled pattern, None for one that java.util.regex refuses."""
    with suppress(JavaError):
        return compile_java(pattern, 0).engine
    return None


def _texts(pattern: str, wanted: str = "") -> Iterator[str]:
    if wanted:
        yield wanted
    with suppress(Exception):  # what `re` cannot parse is given up
        parsed = _parsed(pattern)
        for choice in range(_TRIES):
            yield _Writer(choice).items(parsed).strip() or " "
            yield _Writer(choice).items(parsed)


def _parsed(pattern: str) -> Any:
    """The parsed pattern; what is atomic or possessive, which Python knows since 3.11, counts as plain."""
    return _regex.parse(re.sub(r"(?<=[*+?}])\+", "", re.sub(r"(?<!\\)\(\?>", "(?:", pattern)))


class _Writer:
    """Writes one text; `choice` decides which of several ways is taken, and how often things are repeated."""

    def __init__(self, choice: int) -> None:
        self._choice = choice
        self._groups: dict[int, str] = {}

    def items(self, parsed: Any) -> str:
        return "".join(self._item(str(code), argument) for code, argument in parsed)

    def _item(self, code: str, argument: Any) -> str:
        if code == "LITERAL":
            return chr(argument)
        if code == "NOT_LITERAL":
            return "b" if argument == ord("a") else "a"
        if code == "ANY":
            return "x"
        if code == "IN":
            return _of_set(argument, self._choice)
        if code == "BRANCH":
            ways = argument[1]
            return self.items(ways[self._choice % len(ways)])
        if code in ("MAX_REPEAT", "MIN_REPEAT"):
            least, most, inner = argument
            if (least, int(most)) == (0, 1) and _is_space(inner):
                return "" if self._choice % 2 else " "
            if least == 0 and (self._choice == 0 or _is_any(inner)):
                return ""
            one = self.items(inner)
            times: int = min(max(least, 1), int(most))
            if len(one) * times > _LONGEST:
                raise ValueError
            return one * times
        if code == "SUBPATTERN":
            text = self.items(argument[-1])
            self._groups[argument[0]] = text
            return text
        if code == "GROUPREF":
            return self._groups.get(argument, "")
        return ""


def _is_any(inner: Any) -> bool:
    return len(inner) == 1 and str(inner[0][0]) == "ANY"


def _is_space(inner: Any) -> bool:
    """Whether a pattern is `\\s`, which stands between words."""
    parts = inner[0][1] if len(inner) == 1 and str(inner[0][0]) == "IN" else []
    return [str(argument) for _, argument in parts] == ["CATEGORY_SPACE"]


def _of_set(parts: Any, choice: int) -> str:
    if str(parts[0][0]) == "NEGATE":
        return next((one for one in "ab1 -_A" if not _in_set(parts[1:], one)), "~")
    code, argument = parts[choice % len(parts)]
    if str(code) == "RANGE":
        first, last = argument
        return chr(first + choice // len(parts) % (last - first + 1))
    if str(code) == "CATEGORY":
        return next(one for one in "1a " if _of_category(str(argument), one))
    return chr(argument)


def _in_set(parts: Any, one: str) -> bool:
    for code, argument in parts:
        if str(code) == "LITERAL" and ord(one) == argument:
            return True
        if str(code) == "RANGE" and argument[0] <= ord(one) <= argument[1]:
            return True
        if str(code) == "CATEGORY" and _of_category(str(argument), one):
            return True
    return False


def _of_category(name: str, one: str) -> bool:
    kinds = {"DIGIT": one.isdigit(), "SPACE": one.isspace(), "WORD": one.isalnum() or one == "_"}
    return kinds[name.rpartition("_")[2]] != ("NOT" in name)
