"""The value that json-smart makes of the digits of a JSON number."""

from __future__ import annotations

import re
from decimal import Decimal

from vtlharness.java.digits import MOST_DIGITS, integer_of_text
from vtlharness.java.scalars import big_integer
from vtlharness.java.values import number_too_long

_DOUBLE_LENGTH = 18  # characters; json-smart keeps longer texts as BigDecimal
_LONG_LENGTH = 19  # digits; json-smart keeps longer texts as BigInteger, however small their value
_CONTROLS_AND_SPACE = "".join(map(chr, range(0x21)))  # the characters that Double.parseDouble strips
_DECIMAL = r"-?(?=\.?[0-9])[0-9]*(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?"  # compiled for the first long number


def floating(text: str) -> float | Decimal:
    """Double up to 18 characters, BigDecimal beyond.

    Raises ValueError where Java throws NumberFormatException.
    """
    if len(text) <= _DOUBLE_LENGTH:
        return float(text.strip(_CONTROLS_AND_SPACE))
    return _big_decimal(text)


def integer(text: str) -> int:
    """Integer, Long or BigInteger.

    Raises ValueError where Java throws NumberFormatException.
    """
    negative = text[0] == "-"
    if len(text) > _LONG_LENGTH + negative:
        return big_integer(_of_any_length(text))
    digits = text[1:] if negative else text
    if digits.isascii() and digits.isdigit():
        return int(text)
    return _miscounted(digits, negative)


def _of_any_length(text: str) -> int:
    digits = text[text[0] == "-" :]
    if not (digits.isascii() and digits.isdigit()):
        return int(text)
    return integer_of_text(_short_enough(text))


def _short_enough(text: str) -> str:
    if len(text) > MOST_DIGITS:
        raise number_too_long()
    return text


def _miscounted(digits: str, negative: bool) -> int:
    """json-smart's sum of characters, each of which it takes for a digit: a lone `-` is 0, a control character is
    negative.
    """
    value = 0
    for digit in digits:
        value = value * 10 + ord(digit) - ord("0")
    value = (value + 2**63) % 2**64 - 2**63
    return -value if negative else value


def _big_decimal(text: str) -> Decimal:
    parts = re.fullmatch(_DECIMAL, text)
    if not parts:
        raise ValueError(f"not a BigDecimal: {text}")
    fraction, exponent = parts[1] or "", Decimal(parts[2] or "0")  # the exponent may have any number of digits
    if not -(2**31) <= exponent < 2**31 or len(fraction) - exponent >= 2**31:
        raise ValueError(f"not a BigDecimal: {text}")
    value = Decimal(_short_enough(text))
    return value if value else value.copy_abs()  # BigDecimal has no negative zero
