"""Regular expressions as java.util.regex has them.

Comes in: a pattern, and the replacement of `replaceAll`. Goes out: a compiled `Pattern`, and a function from a match to
the text that replaces it. Patterns run on `re` if it supports them and they end soon there, else on the `regex`
library, which is imported only then. Raises JavaError for a pattern or a replacement that Java refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from vtlharness.java.values import JavaError
from vtlharness.limits.bounded_pattern import BoundedPattern

_ARGUMENT = "java.lang.IllegalArgumentException"


class Pattern:
    """A compiled pattern: `engine` searches with it; `empty` says whether it can match no character."""

    __slots__ = ("empty", "engine", "groups", "names", "source")

    def __init__(self, source: str, engine: BoundedPattern, empty: bool, groups: int, names: dict[str, int]) -> None:
        self.source = source
        self.engine = engine
        self.empty = empty
        self.groups = groups
        self.names = names


@lru_cache(maxsize=512)
def compile_java(pattern: str, flags: int = 0) -> Pattern:
    """Compile a pattern of java.util.regex (JDK 17); `flags` are the constants of its Pattern class.

    Raises JavaError: PatternSyntaxException with Java's message.
    """
    # It is slow to import, and few templates have a pattern that needs it.
    from vtlharness.java.regex.syntax import translate

    translation = translate(pattern, flags)
    try:
        engine = BoundedPattern(translation.text, plain=translation.simple, version=1)
    except ValueError as error:
        message = f"the regular expression {pattern} is not supported here: {error}"
        raise JavaError("java.util.regex.PatternSyntaxException", message) from None
    return Pattern(pattern, engine, translation.empty, translation.groups, translation.names)


def find_all(pattern: Pattern, text: str) -> Iterator[Any]:
    """Every match in turn: after an empty one, Java continues after the next character, and Python would stay."""
    if not pattern.empty:
        yield from pattern.engine.finditer(text)
        return
    at = 0
    while at <= len(text) and (match := pattern.engine.search(text, at)):
        yield match
        at = match.end() + (match.start() == match.end())


@lru_cache(maxsize=512)
def replacement(pattern: Pattern, text: str) -> Callable[[Any], str]:
    """The text that replaces a match, as a function of the match.

    `$1` and `${name}` are groups, `\\\\` takes the next character as it is. A faulty replacement raises JavaError when
    it is used.
    """
    try:
        parts = _parts(pattern, text)
    except JavaError as error:
        return _failing(error)
    if all(isinstance(part, str) for part in parts):
        constant = "".join(map(str, parts))
        return lambda match: constant

    def expand(match: Any) -> str:
        return "".join([part if isinstance(part, str) else match[part] or "" for part in parts])

    return expand


def _failing(error: JavaError) -> Callable[[Any], str]:
    def fail(match: Any) -> str:
        raise error

    return fail


def _parts(pattern: Pattern, text: str) -> list[str | int]:
    parts: list[str | int] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char == "\\":
            if at + 1 == len(text):
                raise JavaError(_ARGUMENT, "character to be escaped is missing")
            parts.append(text[at + 1])
            at += 2
        elif char == "$":
            group, at = _group(pattern, text, at + 1)
            parts.append(group)
        else:
            end = min((found for found in (text.find("\\", at), text.find("$", at)) if found >= 0), default=len(text))
            parts.append(text[at:end])
            at = end
    return parts


def _group(pattern: Pattern, text: str, at: int) -> tuple[int, int]:
    """The number of the group after a `$`, and the offset of the text after it."""
    if at == len(text):
        raise JavaError(_ARGUMENT, "Illegal group reference: group index is missing")
    if text[at] == "{":
        return _named_group(pattern, text, at + 1)
    if text[at] not in "0123456789":
        raise JavaError(_ARGUMENT, "Illegal group reference")
    number = int(text[at])
    if number > pattern.groups:
        raise JavaError("java.lang.IndexOutOfBoundsException", f"No group {number}")
    at += 1
    while at < len(text) and text[at] in "0123456789" and number * 10 + int(text[at]) <= pattern.groups:
        number = number * 10 + int(text[at])
        at += 1
    return number, at


def _named_group(pattern: Pattern, text: str, at: int) -> tuple[int, int]:
    end = at
    while end < len(text) and text[end].isascii() and text[end].isalnum():
        end += 1
    name = text[at:end]
    if not name:
        raise JavaError(_ARGUMENT, "named capturing group has 0 length name")
    if text[end : end + 1] != "}":
        raise JavaError(_ARGUMENT, "named capturing group is missing trailing '}'")
    if name[0] in "0123456789":
        raise JavaError(_ARGUMENT, f"capturing group name {{{name}}} starts with digit character")
    if name not in pattern.names:
        raise JavaError(_ARGUMENT, f"No group with name {{{name}}}")
    return pattern.names[name], end + 1
