"""The methods of java.lang.String with a pattern or a format, and `join`.

Comes in: the string and the arguments of the call. Goes out: the result, None if Java would not find such a method for
these arguments. Raises JavaError where Java throws, PatternSyntaxException above all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from vtlharness.java.regex.pattern import compile_java, find_all, replacement
from vtlharness.java.scalars import is_int
from vtlharness.java.text import text_of
from vtlharness.java.utf16 import merged
from vtlharness.java.values import LIST_TYPES, MOST_ARGUMENTS, VIEW_TYPES, JavaArray, JavaError, null_pointer
from vtlharness.late_pattern import late_pattern
from vtlharness.limits.budget import LONG, made, room_for, room_for_replacing, spend_items

_SMALL = 1 << 20
"""The length of a text that may be made without counting."""

_PLAIN = late_pattern(r"[^\\\[\](){}.*+?^$|]+").fullmatch

_ESCAPED = late_pattern(r"\\([!-/:-@\[-`{-~])")


@lru_cache(maxsize=512)
def _literal(pattern: str) -> str | None:
    """The only text that a pattern matches, None if that is not obvious: backslashes count only before punctuation."""
    return _ESCAPED.sub(r"\1", pattern) if pattern and _PLAIN(_ESCAPED.sub("_", pattern)) else None


def matches(text: str, pattern: Any) -> Any:
    """String.matches: the whole text."""
    if type(pattern) is not str:
        return _refused(pattern)
    return bool(compile_java(pattern).engine.fullmatch(text))


def replace_all(text: str, pattern: Any, new: Any) -> Any:
    """String.replaceAll."""
    if type(pattern) is str and type(new) is str:
        literal = _literal(pattern)
        if literal and "\\" not in new and "$" not in new and text.isascii():
            room_for_replacing(text, literal, new)
            return made(text.replace(literal, new))
        return _replaced(text, pattern, new, 0)
    if type(pattern) is str and new is None and not compile_java(pattern).engine.search(text):
        return text
    return _refused(pattern, new)


def replace_first(text: str, pattern: Any, new: Any) -> Any:
    """String.replaceFirst."""
    if type(pattern) is str and type(new) is str:
        return _replaced(text, pattern, new, 1)
    return _refused(pattern, new)


def _replaced(text: str, pattern: str, new: str, count: int) -> str:
    compiled = compile_java(pattern)
    expand = replacement(compiled, new)
    if not compiled.empty and len(text) * (len(new) + 1) < _SMALL:
        return made(merged(compiled.engine.sub(expand, text, count)))
    pieces: list[str] = []
    start = total = 0
    for match in find_all(compiled, text):
        piece = expand(match)
        pieces += (text[start : match.start()], piece)
        total += len(piece)
        room_for(total)
        start = match.end()
        if count:
            break
    pieces.append(text[start:])
    return merged(made("".join(pieces)))


def split(text: str, pattern: Any) -> Any:
    """String.split without a limit: empty texts at the end are dropped."""
    return split_limit(text, pattern, 0)


def split_limit(text: str, pattern: Any, limit: Any) -> Any:
    """String.split with a limit: 0 drops empty texts at the end, a negative one keeps them."""
    if not is_int(limit):
        return None
    if type(pattern) is not str:
        return _refused(pattern)
    if limit <= 0 and (_PLAIN(pattern) or (len(pattern) == 2 and pattern[0] == "\\" and not pattern[1].isalnum())):
        separator = pattern[-1] if pattern[0] == "\\" else pattern
        if len(text) > LONG:
            spend_items(text.count(separator))
        parts = text.split(separator)
    else:
        parts = _parts(text, pattern, limit)
    spend_items(len(parts))
    if limit == 0 and len(parts) > 1:
        while parts and not parts[-1]:
            parts.pop()
    return JavaArray(parts)


def _parts(text: str, pattern: str, limit: int) -> list[str]:
    parts: list[str] = []
    start = 0
    for match in find_all(compile_java(pattern), text):
        if limit > 0 and len(parts) == limit - 1:
            break
        begin, end = match.span()
        if end == 0:  # nothing before it, nothing in it
            continue
        parts.append(text[start:begin])
        start = end
    parts.append(text[start:])
    return parts


def _join(text: str, delimiter: Any, *items: Any) -> Any:
    """String.join(delimiter, parts...) or (delimiter, an Iterable)."""
    if type(delimiter) is not str and delimiter is not None:
        return None
    parts = items
    if len(items) == 1:
        only = items[0]
        if only is None:
            return None  # fits both kinds of join
        if type(only) in LIST_TYPES or type(only) in VIEW_TYPES:
            if delimiter is None:
                raise null_pointer()
            parts = tuple(only)
            for part in parts:
                if part is not None and type(part) is not str:
                    raise JavaError("java.lang.ClassCastException")
        elif type(only) is JavaArray and only.component == "java.lang.String":
            parts = tuple(only)
    if any(part is not None and type(part) is not str for part in parts):
        return None
    if delimiter is None:
        raise null_pointer()
    texts = [text_of(part) for part in parts]
    room_for(sum(map(len, texts)) + len(delimiter) * max(0, len(texts) - 1))
    return merged(made(delimiter.join(texts)))


def _format(text: str, *arguments: Any) -> Any:
    """String.format(format, arguments...), and that with a null Locale before it."""
    if arguments[0] is None and len(arguments) > 1 and (arguments[1] is None or type(arguments[1]) is str):
        arguments = arguments[1:]
    pattern, *values = arguments
    if type(pattern) is not str:
        return None if _is_primitive_array(values) else _refused(pattern)
    return _filled_in(pattern, values)


def _formatted(text: str, *values: Any) -> Any:
    return _filled_in(text, values)


def _filled_in(pattern: str, values: Sequence[Any]) -> str | None:
    if _is_primitive_array(values):
        return None
    from vtlharness.java.methods.formatter import format_text  # few templates have a format

    return format_text(pattern, _spread(values))


def _is_primitive_array(values: Sequence[Any]) -> bool:
    """Whether the only value is an array other than an Object[]: no method takes it."""
    return len(values) == 1 and type(values[0]) is JavaArray and values[0].component in ("byte", "char")


def _spread(values: Sequence[Any]) -> Sequence[Any] | None:
    """The items of a variable number of arguments: a single array or null is the array of items itself."""
    if len(values) == 1:
        if values[0] is None:
            return None
        if type(values[0]) is JavaArray:
            return values[0]
    return values


def _refused(*arguments: Any) -> Any:
    """The parameters are Strings: a null fails, any other value does not match the method."""
    if all(argument is None or type(argument) is str for argument in arguments):
        raise null_pointer()
    return None


PATTERN_METHODS: dict[tuple[str, int], Callable[..., Any]] = {
    ("matches", 1): matches,
    ("replaceAll", 2): replace_all,
    ("replaceFirst", 2): replace_first,
    ("split", 1): split,
    ("split", 2): split_limit,
    **{("format", count): _format for count in range(1, MOST_ARGUMENTS)},
    **{("formatted", count): _formatted for count in range(MOST_ARGUMENTS)},
    **{("join", count): _join for count in range(1, MOST_ARGUMENTS)},
}
