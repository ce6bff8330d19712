"""Numbers as filters compare them: by decimal value; a double is the decimal number of its text.

Whole numbers stay `int`; the rest become `Decimal`.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from vtlharness.java.numbers import low_bits, number_text

_BIG_DECIMAL = re.compile(r"([+-]?)(\d+)(\.\d*)?([eE][+-]?\d{1,10})?|([+-]?)\.\d+([eE][+-]?\d{1,10})?")
_LONGEST_INT = 400


def decimal_of_text(text: str) -> int | Decimal | None:
    """The number that java.math.BigDecimal reads from a text; None if it refuses the text."""
    match = _BIG_DECIMAL.fullmatch(text)
    if match is None:
        return None
    if match.group(2) and not match.group(3) and not match.group(4) and len(text) < _LONGEST_INT:
        return int(text)
    return _unsigned_zero(Decimal(text))


def decimal_of_number(number: Any) -> int | Decimal:
    """The decimal value of a float or Decimal of the document; raises ValueError for NaN and the infinities."""
    if isinstance(number, float):
        number = _decimal_of_float(number)
    if not number.is_finite():
        raise ValueError(str(number))
    return _unsigned_zero(number)


@lru_cache(maxsize=1024)
def _decimal_of_float(number: float) -> Decimal:
    return Decimal(number_text(number))


def decimal_text(number: int | Decimal) -> str:
    """BigDecimal.toString."""
    return str(number) if isinstance(number, Decimal) else number_text(number)


def is_number(value: Any) -> bool:
    """Whether the value is a java.lang.Number."""
    return isinstance(value, (int, float, Decimal)) and type(value) is not bool


def int_value(number: Any) -> int:
    """Number.intValue: whole numbers lose their upper bits, doubles stop at the ends of the range."""
    if isinstance(number, float):
        return 0 if math.isnan(number) else int(max(-(2.0**31), min(2.0**31 - 1, number)))
    integer = low_bits(number) if isinstance(number, Decimal) else int(number)
    return (integer + 2**31) % 2**32 - 2**31


def double_value(number: Any) -> float:
    """Number.doubleValue."""
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _unsigned_zero(number: Decimal) -> Decimal:
    return number if number else number.copy_abs()
