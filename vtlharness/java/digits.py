"""The digits of long integers: conversions and divisions that stay fast for hundreds of thousands of digits.

Comes in: integers, texts of digits, Decimals. Goes out: the same numbers in another form. Python's own conversions take
quadratic time and refuse more than 4,300 digits; those here halve the number until its parts are short. Decimal
multiplies and divides in almost linear time, so that the work is left to it where it can be.

`MOST_DIGITS` and `MOST_BITS` bound the numbers that a calculation makes (docs/fidelity.md#number-limit). The callers
check them: a number within them takes well below a second in each function here.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from typing import Any

EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])
"""Calculates without rounding. A caller has to know that the result is short enough for the memory."""

MOST_DIGITS = 1 << 20
"""The largest number of decimal digits of a number that a calculation makes: about a million."""

MOST_BITS = 1 << 22
"""The largest number of bits of an integer that a calculation makes: about as many as `MOST_DIGITS` digits have."""

_SHORT_BITS = 8192
_SHORT_DIGITS = 2000
_FAST_DIVISION = 1 << 34
"""The product of the lengths, in bits, of quotient and divisor up to which Python's own division is the faster one."""


def decimal_of(number: int) -> Decimal:
    """An integer as a Decimal, exactly."""
    number = int(number)
    if number.bit_length() <= _SHORT_BITS:
        return Decimal(number)
    powers = _Powers(Decimal(2), EXACT.multiply)

    def convert(part: int, width: int) -> Decimal:
        if width <= _SHORT_BITS:
            return Decimal(part)
        half = width >> 1
        high, low = part >> half, part & ((1 << half) - 1)
        return EXACT.fma(convert(high, width - half), powers[half], convert(low, half))

    size = convert(abs(number), number.bit_length())
    return size.copy_negate() if number < 0 else size


def integer_of_text(text: str) -> int:
    """The number that a text of ASCII digits says, after a sign or not."""
    if len(text) <= _SHORT_DIGITS:
        return int(text)
    negative = text[0] == "-"
    digits = text[1:] if text[0] in "+-" else text
    powers = _Powers(5, int.__mul__)

    def convert(start: int, end: int) -> int:
        if end - start <= _SHORT_DIGITS:
            return int(digits[start:end])
        width = (end - start) >> 1
        middle = end - width
        high: int = convert(start, middle) * powers[width]
        return (high << width) + convert(middle, end)

    size = convert(0, len(digits))
    return -size if negative else size


def integer_text(number: int) -> str:
    """The decimal digits of an integer, with a minus if it is negative."""
    number = int(number)
    return str(number) if number.bit_length() <= _SHORT_BITS else format(decimal_of(number), "f")


def in_radix(number: int, radix: int) -> str:
    """The digits of an integer in a radix from 2 to 36, with a minus if it is negative."""
    if radix == 10:
        return integer_text(number)
    powers = _Powers(radix, int.__mul__)
    pieces: list[str] = []

    def convert(part: int, width: int) -> None:
        if width <= 64:
            digits = []
            for _ in range(width):
                part, digit = divmod(part, radix)
                digits.append(_DIGITS[digit])
            pieces.extend(reversed(digits))
            return
        half = width >> 1
        high, low = divide(part, powers[half])
        convert(high, width - half)
        convert(low, half)

    size = abs(int(number))
    form = {2: "b", 8: "o", 16: "x"}.get(radix)
    if form:
        text = format(size, form)
    else:
        convert(size, size.bit_length() // (radix.bit_length() - 1) + 1)
        text = "".join(pieces).lstrip("0") or "0"
    return f"-{text}" if number < 0 else text


def integer_of(value: Decimal) -> int:
    """The integer that a Decimal is, whose exponent is not negative and whose digits are not too many."""
    return integer_of_text(format(value, "f"))


def parts(value: Decimal) -> tuple[int, int]:
    """The unscaled integer of a Decimal, and its scale: 12.50 is 1250 and 2."""
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    unscaled = integer_of_text(str(Decimal((0, digits, 0))))
    return -unscaled if sign else unscaled, -exponent


def divide(number: int, divisor: int) -> tuple[int, int]:
    """Quotient and remainder of two integers that are not negative."""
    width = divisor.bit_length()
    if (number.bit_length() - width) * width <= _FAST_DIVISION:
        return divmod(number, divisor)
    quotient = integer_of(EXACT.divide_int(decimal_of(number), decimal_of(divisor)))
    return quotient, number - quotient * divisor


def powers_in(number: int, base: int) -> tuple[int, int]:
    """How often `base` divides an integer above 0, and what remains then."""
    found, rest, tried, power = 0, number, [], base
    exponent = 1
    while True:  # by base, base^2, base^4, ... while they divide
        quotient, remainder = divide(rest, power)
        if remainder:
            break
        tried.append((exponent, power))
        found, rest = found + exponent, quotient
        exponent, power = exponent * 2, power * power
    for exponent, power in reversed(tried):
        quotient, remainder = divide(rest, power)
        if not remainder:
            found, rest = found + exponent, quotient
    return found, rest


class _Powers(dict[int, Any]):
    """The powers of a base, each from two of half its exponent."""

    def __init__(self, base: Any, multiply: Callable[[Any, Any], Any]) -> None:
        super().__init__({1: base})
        self._multiply = multiply

    def __missing__(self, exponent: int) -> Any:
        half = exponent >> 1
        power = self._multiply(self[half], self[exponent - half])
        self[exponent] = power
        return power


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
