"""The texts of numbers as Java prints them up to JDK 18, where a double's digits are not always the fewest possible.

Comes in: a number (a java.lang.Float already rounded to 32 bits). Goes out: `7`, `1.5`, `1.0E10`, `4.9E-324`, `NaN`.
For doubles, Java stops generating digits once the rest is below half a unit in the last place, asks for two digits in
scientific notation, and makes unusual decisions near powers of two; numbers to which none of this applies use Python's
`repr`. Evidence: compared with the reference engine on JDK 17.
"""

from __future__ import annotations

import math
import struct
from decimal import Decimal
from typing import Any

from vtlharness.java.digits import integer_text
from vtlharness.java.scalars import Float

_DOUBLE_BITS, _FLOAT_BITS = 53, 24
_FIVES_BITS = tuple((5**power).bit_length() if power else 0 for power in range(28))


def number_text(value: Any) -> str:
    """The toString of a number: `7`, `2.0`, `1.0E10`, `1.50` (a BigDecimal keeps its scale)."""
    kind = type(value)
    if kind is float:
        return double_text(value)
    if kind is Float:
        return float_text(value)
    if kind is Decimal:
        return str(value)
    try:
        return int.__repr__(value)
    except ValueError:  # more digits than Python prints
        return integer_text(value)


def double_text(value: float) -> str:
    """Double.toString."""
    size = abs(value)
    if 0.001 <= size < 1e7:
        text = repr(value)
        # Up to 15 digits the shortest decimal is Java's too, but for powers of two, where its test is not symmetric.
        if len(text) <= 16 and math.frexp(size)[0] != 0.5:
            return text
    return _text(value, *_parts(size)) if size and math.isfinite(value) else _special(value)


def float_text(value: float) -> str:
    """Float.toString of a value that a float holds exactly."""
    if not value or not math.isfinite(value):
        return _special(value)
    bits = struct.unpack("<I", struct.pack("<f", abs(value)))[0]
    exponent, fraction = bits >> 23, bits & 0x7FFFFF
    if exponent:
        return _text(value, exponent - 127, (fraction | 0x800000) << 29, _FLOAT_BITS)
    significant = fraction.bit_length()
    shift = _FLOAT_BITS - significant
    return _text(value, 1 - shift - 127, fraction << shift << 29, significant)


def _special(value: float) -> str:
    if not value:
        return "-0.0" if math.copysign(1, value) < 0 else "0.0"
    return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"


def _parts(size: float) -> tuple[int, int, int]:
    """The binary exponent, the fraction aligned to 53 bits, and the number of its significant bits."""
    bits = struct.unpack("<Q", struct.pack("<d", size))[0]
    exponent, fraction = bits >> 52, bits & ((1 << 52) - 1)
    if exponent:
        return exponent - 1023, fraction | 1 << 52, _DOUBLE_BITS
    significant = fraction.bit_length()
    shift = _DOUBLE_BITS - significant
    return 1 - shift - 1023, fraction << shift, significant


def _text(value: float, binary_exponent: int, fraction: int, significant: int) -> str:
    digits, exponent = _digits(binary_exponent, fraction, significant)
    sign = "-" if value < 0 else ""
    if 0 < exponent < 8:
        whole = digits[:exponent].ljust(exponent, "0")
        return f"{sign}{whole}.{digits[exponent:] or '0'}"
    if -3 < exponent <= 0:
        return f"{sign}0.{'0' * -exponent}{digits}"
    return f"{sign}{digits[0]}.{digits[1:] or '0'}E{exponent - 1}"


def _digits(binary_exponent: int, fraction: int, significant: int) -> tuple[str, int]:
    """The decimal digits of 0.DIGITS * 10^exponent, and that exponent."""
    zeros = (fraction & -fraction).bit_length() - 1
    bits = _DOUBLE_BITS - zeros
    tiny = max(0, bits - binary_exponent - 1)
    if tiny == 0 and -21 <= binary_exponent <= 62:
        return _integer_digits(fraction, binary_exponent, significant)
    return _fraction_digits(binary_exponent, fraction >> zeros, bits, tiny, significant)


def _integer_digits(fraction: int, binary_exponent: int, significant: int) -> tuple[str, int]:
    """An integer: its own digits, without those that lie below the precision."""
    shift = binary_exponent - (_DOUBLE_BITS - 1)
    number = fraction << shift if shift >= 0 else fraction >> -shift
    beyond = binary_exponent - significant - 1
    dropped = len(str(1 << beyond)) - 1 if binary_exponent > significant and beyond > 1 else 0
    if dropped:
        unit = 10**dropped
        number, rest = divmod(number, unit)
        number += rest >= unit >> 1
    text = str(number)
    return text.rstrip("0"), len(text) + dropped


def _fraction_digits(binary_exponent: int, odd: int, bits: int, tiny: int, significant: int) -> tuple[str, int]:
    """Divide step by step, number / scale, until the rest is below half a unit in the last place (`margin`)."""
    estimate = (odd / (1 << (bits - 1)) - 1.5) * 0.289529654 + 0.176091259 + binary_exponent * 0.301029995663981
    decimal = math.floor(estimate)
    number5 = max(0, -decimal)
    number2 = number5 + tiny + binary_exponent
    scale5 = max(0, decimal)
    scale2 = scale5 + tiny
    margin2 = number2 - significant
    number2 -= bits - 1
    shared = min(number2, scale2)
    number2, scale2, margin2 = number2 - shared, scale2 - shared, margin2 - shared
    if bits == 1:
        margin2 -= 1
    if margin2 < 0:
        number2, scale2, margin2 = number2 - margin2, scale2 - margin2, 0
    number = odd * 5**number5 << number2
    scale = 5**scale5 << scale2
    margin = 5**number5 << margin2
    number_bits = bits + number2 + (_FIVES_BITS[number5] if number5 < len(_FIVES_BITS) else number5 * 3)
    scale_bits = scale2 + 1 + (_FIVES_BITS[scale5 + 1] if scale5 + 1 < len(_FIVES_BITS) else (scale5 + 1) * 3)
    width = 32 if number_bits < 32 and scale_bits < 32 else 64 if number_bits < 64 and scale_bits < 64 else 0
    return _generate(number, scale, margin, decimal, width)


def _generate(number: int, scale: int, margin: int, decimal: int, width: int) -> tuple[str, int]:
    """Generate digits; `width` is the width of Java's integers (0: big ones), whose overflow affects the result."""
    tens = scale * 10
    digits: list[int] = []
    first = True
    while True:
        quotient, number = divmod(number, scale)
        number *= 10
        margin = _wrapped(margin * 10, width)
        if first or margin > 0:
            low = number < margin
            total = _wrapped(number + margin, width)
            high = total > tens if width else total >= tens
        else:
            low = high = True
        if first and quotient == 0 and not high:
            decimal -= 1
        else:
            digits.append(quotient)
        if first:
            first = False
            if decimal < -3 or decimal >= 8:
                low = high = False
        if low or high:
            break
    if high and (not low or _rounds_up(number, tens, digits[-1], width)):
        decimal += _round_up(digits)
    return "".join(map(str, digits)), decimal + 1


def _rounds_up(number: int, tens: int, last: int, width: int) -> bool:
    difference = _wrapped(_wrapped(number * 2, width) - tens, width)
    return difference > 0 or (difference == 0 and last % 2 == 1)


def _round_up(digits: list[int]) -> int:
    """Adds one to the last digit; returns the number to add to the exponent."""
    at = len(digits) - 1
    while digits[at] == 9 and at > 0:
        digits[at] = 0
        at -= 1
    if digits[at] == 9:
        digits[at] = 1
        return 1
    digits[at] += 1
    return 0


def _wrapped(number: int, width: int) -> int:
    if not width:
        return number
    half = 1 << (width - 1)
    return (number + half) % (1 << width) - half
