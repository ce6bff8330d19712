"""Numbers: arithmetic and comparison as Velocity 1.7 does them (their texts come from java.number_text).

Comes in: two operands of any kind. Goes out: a number of the Java class that Velocity's MathUtils would choose, or None
if Velocity's result is null (an operand that is not a number, a division by zero). Each operation first handles two
plain integers of 32 bits, the common case in templates.

Java's classes combine like this: integers widen to Long and BigInteger on overflow and never narrow again; with a
Double, the result is a Double; with a BigDecimal, or a BigInteger and something fractional, it is a BigDecimal.
"""

from __future__ import annotations

import math
import struct
from decimal import Decimal
from typing import Any

from vtlharness.java.digits import EXACT, MOST_BITS, MOST_DIGITS, decimal_of, parts
from vtlharness.java.digits import divide as divide_digits
from vtlharness.java.number_text import number_text
from vtlharness.java.scalars import (
    INT_MAX,
    INT_MIN,
    LONG_MAX,
    LONG_MIN,
    BigInteger,
    Byte,
    Float,
    Long,
    Short,
    big_integer,
    long,
)
from vtlharness.java.text import text_of
from vtlharness.java.utf16 import concatenated
from vtlharness.java.values import JavaError, number_too_long
from vtlharness.limits import budget
from vtlharness.limits.budget import LimitExceeded

__all__ = ["add", "compare", "divide", "is_number", "modulo", "multiply", "number_text", "subtract"]

INTEGER_TYPES: frozenset[type] = frozenset((int, Long, BigInteger, Short, Byte))
NUMBER_TYPES: frozenset[type] = INTEGER_TYPES | {float, Decimal, Float}

_BYTE, _SHORT, _INT, _LONG, _BIG_INTEGER, _FLOAT, _DOUBLE, _BIG_DECIMAL = range(8)
_RANKS: dict[type, int] = {
    Byte: _BYTE,
    Short: _SHORT,
    Long: _LONG,
    BigInteger: _BIG_INTEGER,
    Float: _FLOAT,
    float: _DOUBLE,
    Decimal: _BIG_DECIMAL,
}
_BIGGEST_BITS = 1 << 31  # of a BigInteger
_MOST_SCALE = (1 << 31) - 1


def add(left: Any, right: Any) -> Any:
    """`left + right`; with a String on either side, both texts one after the other."""
    if type(left) is int and type(right) is int:
        if INT_MIN <= left <= INT_MAX and INT_MIN <= right <= INT_MAX:
            return left + right
    elif type(left) is str or type(right) is str:
        return _concatenated(left, right)
    base = _base(left, right)
    if base is None:
        return None
    if base <= _LONG:
        return _integer(left + right, base)
    if base == _BIG_INTEGER:
        return big_integer(int(left) + int(right))
    if base == _BIG_DECIMAL:
        return add_decimals(to_decimal(left), to_decimal(right))
    return _floating(float(left) + float(right), base)


def subtract(left: Any, right: Any) -> Any:
    """`left - right`."""
    if type(left) is int and type(right) is int and INT_MIN <= left <= INT_MAX and INT_MIN <= right <= INT_MAX:
        return left - right
    base = _base(left, right)
    if base is None:
        return None
    if base <= _LONG:
        return _integer(left - right, base)
    if base == _BIG_INTEGER:
        return big_integer(int(left) - int(right))
    if base == _BIG_DECIMAL:
        return add_decimals(to_decimal(left), to_decimal(right).copy_negate())
    return _floating(float(left) - float(right), base)


def multiply(left: Any, right: Any) -> Any:
    """`left * right`."""
    if type(left) is int and type(right) is int and INT_MIN <= left <= INT_MAX and INT_MIN <= right <= INT_MAX:
        return left * right
    base = _base(left, right)
    if base is None:
        return None
    if base <= _LONG:
        if left + 0 == LONG_MIN and right + 0 == -1:  # the one overflow that MathUtils does not notice
            return LONG_MIN
        return _integer(left * right, base)
    if base == _BIG_INTEGER:
        return big_integer(multiplied(int(left), int(right)))
    if base == _BIG_DECIMAL:
        return multiply_decimals(to_decimal(left), to_decimal(right))
    return _floating(float(left) * float(right), base)


def divide(left: Any, right: Any) -> Any:
    """`left / right`: integers truncate; None for a zero on the right."""
    if type(left) is int and type(right) is int and INT_MIN <= left <= INT_MAX and INT_MIN <= right <= INT_MAX:
        if right > 0:
            return left // right if left >= 0 else -(-left // right)
        return _truncated(left, right) if right else None
    base = _base(left, right)
    if base is None or not right:
        return None
    if base <= _LONG:
        quotient = _truncated(int(left), int(right))
        return _integer(LONG_MIN if quotient > LONG_MAX else quotient, base)
    if base == _BIG_INTEGER:
        return big_integer(_truncated(int(left), int(right)))
    if base == _BIG_DECIMAL:
        return _divided(to_decimal(left), to_decimal(right))
    return _floating(float(left) / float(right), base)


def modulo(left: Any, right: Any) -> Any:
    """`left % right`: the sign is that of `left`; None for a zero on the right.

    Raises JavaError with BigDecimals, and for a BigInteger and a negative right side.
    """
    if type(left) is int and type(right) is int and INT_MIN <= left <= INT_MAX and INT_MIN <= right <= INT_MAX:
        if right > 0 and left >= 0:
            return left % right
        return left - right * _truncated(left, right) if right else None
    base = _base(left, right)
    if base is None or not right:
        return None
    if base <= _LONG:
        return _integer(int(left) - int(right) * _truncated(int(left), int(right)), base)
    if base == _BIG_INTEGER:
        if right < 0:
            raise JavaError("java.lang.ArithmeticException", "BigInteger: modulus not positive")
        rest = divide_digits(abs(int(left)), int(right))[1]
        return big_integer(int(right) - rest if left < 0 and rest else rest)
    if base == _BIG_DECIMAL:
        raise JavaError("java.lang.ArithmeticException", "Cannot calculate the modulo of BigDecimals.")
    left, right = float(left), float(right)
    return _floating(math.fmod(left, right) if math.isfinite(left) and right == right else math.nan, base)


def compare(left: Any, right: Any) -> int:
    """-1, 0 or 1 for two numbers, by value across classes; 0 with a NaN, as MathUtils has it."""
    if type(left) is int and type(right) is int:
        return (left > right) - (left < right)
    base = _base(left, right)
    if base == _BIG_DECIMAL:
        left, right = to_decimal(left), to_decimal(right)
    elif base is not None and base >= _FLOAT:
        left, right = float(left), float(right)
    return bool(left > right) - bool(left < right)


def is_number(value: Any) -> bool:
    """Whether a value is a java.lang.Number."""
    return type(value) in NUMBER_TYPES


def rank(value: Any) -> int | None:
    """The place of a number's class among Java's, by size; None for any other value."""
    if type(value) is int:
        return _INT if INT_MIN <= value <= INT_MAX else _LONG if LONG_MIN <= value <= LONG_MAX else _BIG_INTEGER
    return _RANKS.get(type(value))


def to_decimal(value: Any) -> Decimal:
    """A number as a BigDecimal, as MathUtils converts it: a Long by way of a double.

    Raises JavaError for NaN and infinities.
    """
    if type(value) is Decimal:
        return value
    if rank(value) == _BIG_INTEGER:
        return decimal_of(value)
    value = float(value)
    if not math.isfinite(value):
        raise JavaError("java.lang.NumberFormatException", "Infinite or NaN")
    return Decimal(value) if value else Decimal(0)


def to_float32(value: float) -> float:
    """A double rounded to the nearest float."""
    try:
        return float(struct.unpack("<f", struct.pack("<f", value))[0])
    except OverflowError:
        return math.copysign(math.inf, value)


def _base(left: Any, right: Any) -> int | None:
    """The rank of the class to calculate in; None if an operand is not a number."""
    left_rank, right_rank = rank(left), rank(right)
    if left_rank is None or right_rank is None:
        return None
    if _BIG_INTEGER in (left_rank, right_rank) and _FLOAT in (left_rank, right_rank):
        return _BIG_DECIMAL
    if _BIG_INTEGER in (left_rank, right_rank) and _DOUBLE in (left_rank, right_rank):
        return _BIG_DECIMAL
    return max(left_rank, right_rank)


def _integer(value: int, base: int) -> int:
    """An integer result of the smallest class from `base` on that holds it."""
    if base == _LONG:
        return long(value)
    if base == _INT:
        return value
    if base == _BYTE and -128 <= value <= 127:
        return Byte(value)
    return Short(value) if -32768 <= value <= 32767 else value


def _floating(value: float, base: int) -> float:
    return value if base == _DOUBLE else Float(to_float32(value))


def _truncated(left: int, right: int) -> int:
    quotient = divide_digits(abs(left), abs(right))[0]
    return quotient if (left < 0) == (right < 0) else -quotient


def multiplied(left: int, right: int) -> int:
    """The product of two BigIntegers. Raises as `check_bits` does."""
    check_bits(left.bit_length() + right.bit_length())
    return left * right


def check_bits(bits: int) -> None:
    """Raises JavaError for a BigInteger of more bits than Java has, LimitExceeded for more than are calculated here."""
    if bits > _BIGGEST_BITS:
        raise JavaError("java.lang.ArithmeticException", "BigInteger would overflow supported range")
    if bits > MOST_BITS:
        raise number_too_long()


def ten_to(power: int) -> int:
    """A power of ten. Raises LimitExceeded or JavaError for one of too many digits."""
    if power > MOST_DIGITS:
        raise _too_many_digits(power)
    return int(5**power) << power


def _too_many_digits(digits: int) -> LimitExceeded:
    check_bits(4 * digits)  # as BigInteger estimates them
    return number_too_long()


def check_scale(scale: int, nonzero: object) -> int:
    """The scale of a BigDecimal that Java calculates. Raises JavaError if it has more than 32 bits; a zero's is cut."""
    if -_MOST_SCALE - 1 <= scale <= _MOST_SCALE:
        return scale
    if nonzero:
        raise JavaError("java.lang.ArithmeticException", "Underflow" if scale > 0 else "Overflow")
    return _MOST_SCALE if scale > 0 else -_MOST_SCALE - 1


def add_decimals(left: Decimal, right: Decimal) -> Decimal:
    """The exact sum of two BigDecimals. Raises LimitExceeded or JavaError for one of too many digits."""
    first, second = exponent_of(left), exponent_of(right)
    larger = left if first > second else right
    if larger:  # its digits get zeros, up to those of the other
        shift = check_scale(abs(first - second), larger)
        if shift > MOST_DIGITS:
            raise _too_many_digits(shift)
    return EXACT.add(left, right)


def multiply_decimals(left: Decimal, right: Decimal) -> Decimal:
    """The exact product of two BigDecimals. Raises LimitExceeded for too many digits, JavaError for a
    scale that is too large.
    """
    if len(left.as_tuple().digits) + len(right.as_tuple().digits) > 2 * MOST_DIGITS:
        raise number_too_long()
    product = EXACT.multiply(left, right)
    check_scale(-exponent_of(product), product)
    return _positive_zero(product)


def truncated(value: Decimal) -> int:
    """The integer part of a BigDecimal. Raises LimitExceeded or JavaError for one of too many digits."""
    if not value or value.adjusted() < 0:
        return 0
    number, scale = parts(value)
    if scale <= 0:
        return number * ten_to(-scale)
    quotient = divide_digits(abs(number), ten_to(scale))[0]
    return quotient if number > 0 else -quotient


def low_bits(value: Decimal) -> int:
    """An integer with the low 64 bits of a BigDecimal's integer part."""
    return 0 if exponent_of(value) >= 64 else truncated(value)  # a multiple of 2**64


def exponent_of(value: Decimal) -> int:
    """The power of ten by which a Decimal's digits are multiplied: the scale with the other sign."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent


def _divided(left: Decimal, right: Decimal) -> Decimal:
    """BigDecimal division to the scale of the left side, ties towards zero."""
    number, scale = parts(left)
    divisor, divisor_scale = parts(right)
    if divisor_scale > 0:
        number *= ten_to(divisor_scale) if number else 1
    else:
        divisor *= ten_to(-divisor_scale)
    quotient, rest = divide_digits(abs(number), abs(divisor))
    quotient += 2 * rest > abs(divisor)
    if (number < 0) != (divisor < 0):
        quotient = -quotient
    return decimal_of(quotient).scaleb(-scale, EXACT)


def _positive_zero(value: Decimal) -> Decimal:
    return value if value else value.copy_abs()


def _concatenated(left: Any, right: Any) -> str:
    text = concatenated(left if type(left) is str else text_of(left), right if type(right) is str else text_of(right))
    return text if len(text) <= budget.LEAST_LONG[0] else budget.made(text)
