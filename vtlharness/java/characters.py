"""Single characters as java.lang.Character sees them: case, white space, digits.

Comes in: a one-character string. Goes out: a character or a property of it.
"""

from __future__ import annotations

import unicodedata

WHITESPACE = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u2028\u2029\u205f\u3000"  # noqa: E501
"""The characters that Character.isWhitespace accepts (without no-break spaces)."""

_IDENTIFIER_IGNORABLE = frozenset(map(chr, (*range(9), *range(14, 28), *range(127, 160))))


def upper(char: str) -> str:
    """Character.toUpperCase: always one character (`ß` stays)."""
    result = char.upper()
    if len(result) == 1:
        return result
    result = char.title()
    return result if len(result) == 1 else char


def lower(char: str) -> str:
    """Character.toLowerCase: always one character."""
    return char.lower()[0]


def folded(text: str) -> str:
    """A text as comparisons that ignore case see it, character by character."""
    return text.lower() if text.isascii() else "".join([lower(upper(char)) for char in text])


def is_letter(char: str) -> bool:
    """Character.isLetter."""
    return unicodedata.category(char) in ("Lu", "Ll", "Lt", "Lm", "Lo")


def is_digit(char: str) -> bool:
    """Character.isDigit."""
    return unicodedata.category(char) == "Nd"


def is_upper(char: str) -> bool:
    """Character.isUpperCase."""
    return char.isupper()


def is_lower(char: str) -> bool:
    """Character.isLowerCase."""
    return char.islower()


def is_alphabetic(char: str) -> bool:
    """Character.isAlphabetic: letters, letter numbers, and the marks and symbols that Unicode calls alphabetic."""
    kind = unicodedata.category(char)
    if kind not in ("Mn", "Mc", "So"):
        return is_letter(char) or kind == "Nl"
    import regex  # here because it is slow to import, and marks are rare

    return regex.match(r"\p{Alphabetic}", char) is not None


def is_space_char(char: str) -> bool:
    """Character.isSpaceChar."""
    return unicodedata.category(char) in ("Zs", "Zl", "Zp")


def digit(char: str, radix: int) -> int:
    """Character.digit: the value of a digit or letter, -1 for any other character in this radix."""
    if is_digit(char):
        value = unicodedata.digit(char)
    elif char.isascii() and char.isalpha():
        value = ord(char.lower()) - ord("a") + 10
    elif "\uff21" <= char <= "\uff3a" or "\uff41" <= char <= "\uff5a":  # full width
        value = (ord(char) - 0xFF21) % 0x20 + 10
    else:
        return -1
    return value if value < radix and 2 <= radix <= 36 else -1


def numeric_value(char: str) -> int:
    """Character.getNumericValue: -1 without a value, -2 for a fraction."""
    value = digit(char, 36)
    if value >= 0:
        return value
    number = unicodedata.numeric(char, -1.0)
    return int(number) if number == int(number) else -2


def is_identifier_ignorable(char: str) -> bool:
    """Character.isIdentifierIgnorable."""
    return char in _IDENTIFIER_IGNORABLE or unicodedata.category(char) == "Cf"
