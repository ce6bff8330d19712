"""The methods of Boolean and Character, static ones too: `$flag.parseBoolean("true")`, `$char.isDigit($char)`.

Comes in: the value and the arguments of the call. Goes out: the result, None if Java would not find such a method for
these arguments. Raises JavaError where Java throws.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

from vtlharness.java import characters
from vtlharness.java.equality import equals
from vtlharness.java.hash_codes import hash_code
from vtlharness.java.scalars import Character, is_int
from vtlharness.java.text import text_of
from vtlharness.java.values import JavaError, cast_error, null_pointer

Methods = dict[tuple[str, int], Callable[..., Any]]


def _parse_boolean(target: bool, text: Any) -> Any:
    return text.lower() == "true" if type(text) is str else False if text is None else None


def _boolean_of(target: bool, value: Any) -> Any:
    return value if type(value) is bool else _parse_boolean(target, value)


def _compare_booleans(value: bool, other: Any) -> int:
    if type(other) is not bool:
        raise null_pointer() if other is None else cast_error(other, "java.lang.Boolean")
    return int(value) - int(other)


def _one_boolean(method: Callable[[bool], Any]) -> Callable[..., Any]:
    return lambda target, value: method(value) if type(value) is bool else None


def _two_booleans(method: Callable[[bool, bool], Any]) -> Callable[..., Any]:
    def run(target: bool, left: Any, right: Any) -> Any:
        return method(left, right) if type(left) is bool and type(right) is bool else None

    return run


BOOLEAN_METHODS: Methods = {
    ("booleanValue", 0): lambda value: value,
    ("compare", 2): _two_booleans(lambda left, right: int(left) - int(right)),
    ("compareTo", 1): _compare_booleans,
    ("equals", 1): equals,
    ("getBoolean", 1): lambda target, name: False if type(name) is str or name is None else None,
    ("hashCode", 0): hash_code,
    ("hashCode", 1): _one_boolean(hash_code),
    ("logicalAnd", 2): _two_booleans(lambda left, right: left and right),
    ("logicalOr", 2): _two_booleans(lambda left, right: left or right),
    ("logicalXor", 2): _two_booleans(lambda left, right: left is not right),
    ("parseBoolean", 1): _parse_boolean,
    ("toString", 0): text_of,
    ("toString", 1): _one_boolean(text_of),
    ("valueOf", 1): _boolean_of,
}


def _compare_characters(char: str, other: Any) -> int:
    if type(other) is not Character:
        raise null_pointer() if other is None else cast_error(other, "java.lang.Character")
    return ord(char) - ord(other)


def _tested(test: Callable[[str], bool]) -> Callable[..., Any]:
    """A static test of a char or of a code point."""

    def run(target: str, value: Any) -> Any:
        if type(value) is Character:
            return test(str(value))
        return test(chr(value)) if is_int(value) and 0 <= value <= 0x10FFFF else False if is_int(value) else None

    return run


def _mapped(change: Callable[[str], str]) -> Callable[..., Any]:
    """A static change of a char or of a code point."""

    def run(target: str, value: Any) -> Any:
        if type(value) is Character:
            return Character(change(str(value)))
        if not is_int(value):
            return None
        return ord(change(chr(value))) if 0 <= value <= 0x10FFFF else value

    return run


def _digit(target: str, value: Any, radix: Any) -> Any:
    if not is_int(radix) or not (type(value) is Character or is_int(value)):
        return None
    char = str(value) if type(value) is Character else chr(value) if 0 <= value <= 0x10FFFF else ""
    return characters.digit(char, radix) if char else -1


def _numeric_value(target: str, value: Any) -> Any:
    if type(value) is Character:
        return characters.numeric_value(str(value))
    return (
        characters.numeric_value(chr(value))
        if is_int(value) and 0 <= value <= 0x10FFFF
        else -1
        if is_int(value)
        else None
    )


def _for_digit(target: str, digit: Any, radix: Any) -> Any:
    if not is_int(digit) or not is_int(radix):
        return None
    fits = 2 <= radix <= 36 and 0 <= digit < radix
    return Character("0123456789abcdefghijklmnopqrstuvwxyz"[digit] if fits else "\0")


def _character_text(target: str, value: Any) -> Any:
    if type(value) is Character:
        return str(value)
    if not is_int(value):
        return None
    if not 0 <= value <= 0x10FFFF:
        message = f"Not a valid Unicode code point: 0x{int(value) & 0xFFFFFFFF:X}"
        raise JavaError("java.lang.IllegalArgumentException", message)
    return chr(value)


def _two_characters(target: str, left: Any, right: Any) -> Any:
    return ord(left) - ord(right) if type(left) is Character and type(right) is Character else None


def _category(char: str) -> str:
    return unicodedata.category(char)


def _is_whitespace(char: str) -> bool:
    return char in characters.WHITESPACE


def _is_iso_control(char: str) -> bool:
    return _category(char) == "Cc"


def _is_identifier_start(char: str) -> bool:
    return characters.is_letter(char) or _category(char) in ("Sc", "Pc", "Nl")


def _is_identifier_part(char: str) -> bool:
    part = _is_identifier_start(char) or _category(char) in ("Nd", "Mc", "Mn")
    return part or characters.is_identifier_ignorable(char)


def _title(char: str) -> str:
    changed = char.title()
    return changed if len(changed) == 1 else characters.upper(char)


CHARACTER_METHODS: Methods = {
    ("charCount", 1): lambda target, code: (2 if code >= 0x10000 else 1) if is_int(code) else None,
    ("charValue", 0): lambda char: char,
    ("compare", 2): _two_characters,
    ("compareTo", 1): _compare_characters,
    ("digit", 2): _digit,
    ("equals", 1): equals,
    ("forDigit", 2): _for_digit,
    ("getNumericValue", 1): _numeric_value,
    ("hashCode", 0): hash_code,
    ("hashCode", 1): lambda target, value: ord(value) if type(value) is Character else None,
    ("isAlphabetic", 1): lambda target, code: _tested(characters.is_alphabetic)(target, code) if is_int(code) else None,
    ("isDefined", 1): _tested(lambda char: _category(char) != "Cn"),
    ("isDigit", 1): _tested(characters.is_digit),
    ("isHighSurrogate", 1): lambda target, char: "\ud800" <= char <= "\udbff" if type(char) is Character else None,
    ("isISOControl", 1): _tested(_is_iso_control),
    ("isIdentifierIgnorable", 1): _tested(characters.is_identifier_ignorable),
    ("isJavaIdentifierPart", 1): _tested(_is_identifier_part),
    ("isJavaIdentifierStart", 1): _tested(_is_identifier_start),
    ("isLetter", 1): _tested(characters.is_letter),
    ("isLetterOrDigit", 1): _tested(lambda char: characters.is_letter(char) or characters.is_digit(char)),
    ("isLowSurrogate", 1): lambda target, char: "\udc00" <= char <= "\udfff" if type(char) is Character else None,
    ("isLowerCase", 1): _tested(characters.is_lower),
    ("isSpaceChar", 1): _tested(characters.is_space_char),
    ("isSurrogate", 1): lambda target, char: "\ud800" <= char <= "\udfff" if type(char) is Character else None,
    ("isTitleCase", 1): _tested(lambda char: _category(char) == "Lt"),
    ("isUpperCase", 1): _tested(characters.is_upper),
    ("isWhitespace", 1): _tested(_is_whitespace),
    ("toLowerCase", 1): _mapped(characters.lower),
    ("toString", 0): text_of,
    ("toString", 1): _character_text,
    ("toTitleCase", 1): _mapped(_title),
    ("toUpperCase", 1): _mapped(characters.upper),
    ("valueOf", 1): lambda target, char: char if type(char) is Character else None,
}
