"""The methods of java.lang.String that a template may call (those with a pattern or a format are in string_patterns).

Comes in: the string and the arguments of the call. Goes out: the result, None if Java would not find such a method for
these arguments. Every index and length counts UTF-16 units. Raises JavaError where Java throws.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from vtlharness.java import characters
from vtlharness.java.hash_codes import hash_code
from vtlharness.java.scalars import INT_MAX, Character, is_int
from vtlharness.java.text import to_string
from vtlharness.java.utf16 import concatenated, length, merged, units
from vtlharness.java.values import (
    MOST_ARGUMENTS,
    JavaArray,
    JavaError,
    cast_error,
    null_pointer,
)
from vtlharness.limits.budget import made, room_for, room_for_replacing, spend_items

_CONTROLS = "".join(map(chr, range(33)))
_BOUNDS = "java.lang.StringIndexOutOfBoundsException"
_INDEX = "java.lang.IndexOutOfBoundsException"


def _bounds(begin: int, end: int, size: int) -> JavaError:
    return JavaError(_BOUNDS, f"begin {begin}, end {end}, length {size}")


def _char_at(text: str, index: Any) -> Character | None:
    if not is_int(index):
        return None
    text = units(text)
    if not 0 <= index < len(text):
        raise JavaError(_BOUNDS, f"String index out of range: {index}")
    return Character(text[index])


def _substring_from(text: str, begin: Any) -> Any:
    if text.isascii() and type(begin) is int and 0 <= begin <= len(text):
        return text[begin:]
    if not is_int(begin):
        return None
    text = units(text)
    if not 0 <= begin <= len(text):
        raise _bounds(begin, len(text), len(text))
    return merged(text[begin:])


def _substring(text: str, begin: Any, end: Any) -> Any:
    if text.isascii() and type(begin) is int and type(end) is int and 0 <= begin <= end <= len(text):
        return text[begin:end]
    if not is_int(begin) or not is_int(end):
        return None
    text = units(text)
    if not 0 <= begin <= end <= len(text):
        raise _bounds(begin, end, len(text))
    return merged(text[begin:end])


def _code_point_at(text: str, index: Any) -> Any:
    if not is_int(index):
        return None
    text = units(text)
    if not 0 <= index < len(text):
        raise JavaError(_BOUNDS, f"index {index}, length {len(text)}")
    return ord(merged(text[index : index + 2])[0])


def _code_point_before(text: str, index: Any) -> Any:
    if not is_int(index):
        return None
    text = units(text)
    if not 1 <= index <= len(text):
        raise JavaError(_BOUNDS, f"String index out of range: {index}")
    return ord(merged(text[max(0, index - 2) : index])[-1])


def _code_point_count(text: str, begin: Any, end: Any) -> Any:
    if not is_int(begin) or not is_int(end):
        return None
    text = units(text)
    if not 0 <= begin <= end <= len(text):
        raise JavaError(_INDEX)
    return len(merged(text[begin:end]))


def _offset_by_code_points(text: str, index: Any, offset: Any) -> Any:
    if not is_int(index) or not is_int(offset):
        return None
    text = units(text)
    if not 0 <= index <= len(text):
        raise JavaError(_INDEX)
    part = merged(text[index:]) if offset >= 0 else merged(text[:index])
    if abs(offset) > len(part):
        raise JavaError(_INDEX)
    if offset >= 0:
        return int(index) + length(part[:offset])
    return int(index) - length(part[len(part) + offset :])


def _index_of(text: str, sought: Any) -> Any:
    if type(sought) is str:
        if text.isascii():
            return text.find(sought)
        return units(text).find(units(sought))
    return _index_of_from(text, sought, 0)


def _index_of_from(text: str, sought: Any, start: Any) -> Any:
    if not is_int(start):
        return None
    text = units(text)
    if type(sought) is str:
        if start >= len(text):
            return -1 if sought else len(text)
        return text.find(units(sought), max(0, start))
    if not is_int(sought):
        return _refused_text(sought)
    if not 0 <= sought <= 0x10FFFF:
        return -1
    return text.find(units(chr(sought)), max(0, start))


def _last_index_of(text: str, sought: Any) -> Any:
    return _last_index_of_from(text, sought, INT_MAX)


def _last_index_of_from(text: str, sought: Any, start: Any) -> Any:
    if not is_int(start):
        return None
    if type(sought) is not str:
        if not is_int(sought):
            return _refused_text(sought)
        if not 0 <= sought <= 0x10FFFF:
            return -1
        sought = chr(sought)
    sought = units(sought)
    return units(text).rfind(sought, 0, start + len(sought)) if start >= 0 else -1


def _refused_text(value: Any) -> Any:
    """A null for a String fails; any other value does not match the method."""
    if value is None:
        raise null_pointer()
    return None


def _refused_texts(*values: Any) -> Any:
    """As `_refused_text`, for several values: a value other than a text does not match the method, whatever the others
    are.
    """
    if all(type(value) is str or value is None for value in values):
        raise null_pointer()
    return None


def _starts_with(text: str, prefix: Any) -> Any:
    return text.startswith(prefix) if type(prefix) is str else _refused_text(prefix)


def _starts_with_at(text: str, prefix: Any, offset: Any) -> Any:
    if not is_int(offset):
        return None
    if type(prefix) is not str:
        return False if prefix is None and offset < 0 else _refused_text(prefix)
    return offset >= 0 and units(text).startswith(units(prefix), offset)


def _ends_with(text: str, suffix: Any) -> Any:
    return text.endswith(suffix) if type(suffix) is str else _refused_text(suffix)


def _contains(text: str, part: Any) -> Any:
    return part in text if type(part) is str else _refused_text(part)


def _content_equals(text: str, other: Any) -> Any:
    return text == other if type(other) is str else _refused_text(other)


def _concat(text: str, other: Any) -> Any:
    return made(concatenated(text, other)) if type(other) is str else _refused_text(other)


def _replace(text: str, old: Any, new: Any) -> Any:
    if type(old) is str and type(new) is str:
        room_for_replacing(text, old, new)
        if text.isascii() and new.isascii():
            return made(text.replace(old, new))
        return made(merged(units(text).replace(units(old), units(new))))
    if type(old) is Character and type(new) is Character:
        return merged(units(text).replace(old, new))
    return _refused_texts(old, new)


def _equals_ignore_case(text: str, other: Any) -> Any:
    if type(other) is not str:
        return False if other is None else None
    return len(text) == len(other) and characters.folded(text) == characters.folded(other)


def _compare_to(text: str, other: Any) -> int:
    if type(other) is not str:
        raise null_pointer() if other is None else cast_error(other, "java.lang.String")
    return compare(text, other)


def compare(text: str, other: str) -> int:
    """String.compareTo: the difference of the first units that differ, else of the lengths."""
    text, other = units(text), units(other)
    for left, right in zip(text, other):  # noqa: B905 - the shorter one ends it
        if left != right:
            return ord(left) - ord(right)
    return len(text) - len(other)


def _compare_to_ignore_case(text: str, other: Any) -> Any:
    return compare(characters.folded(text), characters.folded(other)) if type(other) is str else _refused_text(other)


def _region_matches(text: str, start: Any, other: Any, other_start: Any, size: Any) -> Any:
    return _region_matches_case(text, False, start, other, other_start, size)


def _region_matches_case(text: str, ignore_case: Any, start: Any, other: Any, other_start: Any, size: Any) -> Any:
    if type(ignore_case) is not bool or not (is_int(start) and is_int(other_start) and is_int(size)):
        return None
    if type(other) is not str:
        return _refused_text(other)
    text, other = units(text), units(other)
    if start < 0 or other_start < 0 or start > len(text) - size or other_start > len(other) - size:
        return False
    if size <= 0:
        return True
    left, right = text[start : start + size], other[other_start : other_start + size]
    return characters.folded(left) == characters.folded(right) if ignore_case else left == right


def _to_char_array(text: str) -> JavaArray:
    spend_items(len(text))
    return JavaArray(map(Character, units(text)), "char")


def _repeat(text: str, count: Any) -> Any:
    if not is_int(count):
        return None
    if count < 0:
        raise JavaError("java.lang.IllegalArgumentException", f"count is negative: {count}")
    room_for(len(text) * count)
    return made(merged(text * count))


_LINE = "[^\r\n]*(?:\r\n|\r|\n|$)"  # compiled where a template needs it, as `_ESCAPE` is


def _lines(text: str) -> list[str]:
    return [line.rstrip("\r\n") for line in re.findall(_LINE, text) if line]


def _indent(text: str, count: Any) -> Any:
    if not is_int(count):
        return None
    if not text:
        return ""
    lines = _lines(text)
    room_for(len(text) + len(lines) * max(0, count))
    shifted = []
    for line in lines:
        blanks = len(line) - len(line.lstrip(characters.WHITESPACE))
        shifted.append(" " * count + line if count > 0 else line[min(-count, blanks) :])
    return made("".join([f"{line}\n" for line in shifted]))


def _strip_indent(text: str) -> str:
    if not text:
        return ""
    lines = _lines(text)
    last_ends = text[-1] in "\r\n"
    counted = [line for line in lines if line.strip(characters.WHITESPACE)]
    if not last_ends and not lines[-1].strip(characters.WHITESPACE):
        counted.append(lines[-1])
    blanks = [len(line) - len(line.lstrip(characters.WHITESPACE)) for line in counted]
    margin = 0 if last_ends else min(blanks, default=0)
    stripped = [
        line[margin:].rstrip(characters.WHITESPACE) if line.strip(characters.WHITESPACE) else "" for line in lines
    ]
    return "\n".join(stripped) + ("\n" if last_ends else "")


_ESCAPE = r"(?s)\\(?:([0-3]?[0-7]{1,2})|(\r\n|.|\Z))"
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "s": " ", "t": "\t", "'": "'", '"': '"', "\\": "\\"}


def _translate_escapes(text: str) -> str:
    def meaning(match: re.Match[str]) -> str:
        if match[1]:
            return chr(int(match[1], 8))
        if match[2] in ("\n", "\r", "\r\n"):
            return ""
        if match[2] not in _ESCAPES:
            code = f"{ord(match[2] or chr(0)):04X}"
            message = f"Invalid escape sequence: \\{match[2]} \\\\u{code}"
            raise JavaError("java.lang.IllegalArgumentException", message)
        return _ESCAPES[match[2]]

    return re.sub(_ESCAPE, meaning, text)


def _lower_case(text: str) -> str:
    return text.lower()


def _upper_case(text: str) -> str:
    return text.upper()


def _copy_value_of(text: str, chars: Any) -> Any:
    if type(chars) is JavaArray and chars.component == "char":
        return merged("".join(chars))
    return str(chars) if type(chars) is Character else _refused_text(chars)


def _value_of(text: str, value: Any) -> str | None:
    if type(value) is JavaArray and value.component == "char":
        return merged("".join(value))
    return to_string(value)


def _value_of_chars(text: str, *chars: Any) -> Any:
    """The characters of a variable number of arguments."""
    return merged("".join(chars)) if all(type(char) is Character for char in chars) else None


def _value_of_part(text: str, chars: Any, offset: Any, count: Any) -> Any:
    if type(chars) is Character:
        return _value_of_chars(text, chars, offset, count)
    if not is_int(offset) or not is_int(count):
        return None
    if type(chars) is not JavaArray or chars.component != "char":
        return _refused_text(chars)
    if offset < 0 or count < 0 or offset > len(chars) - count:
        raise JavaError(_BOUNDS, f"offset {offset}, count {count}, length {len(chars)}")
    return merged("".join(chars[offset : offset + count]))


def _compare(text: str, left: Any, right: Any) -> Any:
    if type(left) is str and type(right) is str:
        return compare(left, right)
    return _refused_texts(left, right)


def _with_locale(text: str, locale: Any) -> Any:
    """Templates have no Locale; a null one fails."""
    return _refused_text(locale)


STRING_METHODS: dict[tuple[str, int], Callable[..., Any]] = {
    ("charAt", 1): _char_at,
    ("codePointAt", 1): _code_point_at,
    ("codePointBefore", 1): _code_point_before,
    ("codePointCount", 2): _code_point_count,
    ("compare", 2): _compare,
    ("compareTo", 1): _compare_to,
    ("compareToIgnoreCase", 1): _compare_to_ignore_case,
    ("concat", 1): _concat,
    ("contains", 1): _contains,
    ("contentEquals", 1): _content_equals,
    **{("copyValueOf", count): _value_of_chars for count in range(MOST_ARGUMENTS)},
    ("copyValueOf", 1): _copy_value_of,
    ("copyValueOf", 3): _value_of_part,
    ("endsWith", 1): _ends_with,
    ("equals", 1): lambda text, other: type(other) is str and text == other,
    ("equalsIgnoreCase", 1): _equals_ignore_case,
    ("hashCode", 0): hash_code,
    ("indent", 1): _indent,
    ("indexOf", 1): _index_of,
    ("indexOf", 2): _index_of_from,
    ("intern", 0): lambda text: text,
    ("isBlank", 0): lambda text: not text.strip(characters.WHITESPACE),
    ("isEmpty", 0): lambda text: not text,
    ("lastIndexOf", 1): _last_index_of,
    ("lastIndexOf", 2): _last_index_of_from,
    ("length", 0): length,
    ("offsetByCodePoints", 2): _offset_by_code_points,
    ("regionMatches", 4): _region_matches,
    ("regionMatches", 5): _region_matches_case,
    ("repeat", 1): _repeat,
    ("replace", 2): _replace,
    ("startsWith", 1): _starts_with,
    ("startsWith", 2): _starts_with_at,
    ("strip", 0): lambda text: text.strip(characters.WHITESPACE),
    ("stripIndent", 0): _strip_indent,
    ("stripLeading", 0): lambda text: text.lstrip(characters.WHITESPACE),
    ("stripTrailing", 0): lambda text: text.rstrip(characters.WHITESPACE),
    ("subSequence", 2): _substring,
    ("substring", 1): _substring_from,
    ("substring", 2): _substring,
    ("toCharArray", 0): _to_char_array,
    ("toLowerCase", 0): _lower_case,
    ("toLowerCase", 1): _with_locale,
    ("toString", 0): lambda text: text,
    ("toUpperCase", 0): _upper_case,
    ("toUpperCase", 1): _with_locale,
    ("translateEscapes", 0): _translate_escapes,
    ("trim", 0): lambda text: text.strip(_CONTROLS),
    **{("valueOf", count): _value_of_chars for count in range(MOST_ARGUMENTS)},
    ("valueOf", 1): _value_of,
    ("valueOf", 3): _value_of_part,
}
