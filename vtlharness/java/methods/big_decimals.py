"""The methods of BigDecimal (those without a MathContext, which templates do not have).

Comes in: the number and the arguments of the call. Goes out: the result, None if Java would not find such a method for
these arguments. Raises JavaError where Java throws. Inside, a number is its unscaled integer and its scale.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from vtlharness.java.digits import EXACT, MOST_BITS, decimal_of, divide, parts, powers_in
from vtlharness.java.methods.big_integers import arithmetic_error, divide_towards_zero, power
from vtlharness.java.methods.numbers import (
    NUMBER_METHODS,
    Methods,
    int_value,
    long_value,
    wrapped,
)
from vtlharness.java.number_text import double_text
from vtlharness.java.numbers import (
    add_decimals,
    check_scale,
    exponent_of,
    low_bits,
    multiply_decimals,
    ten_to,
    truncated,
)
from vtlharness.java.scalars import Byte, Short, big_integer, is_double, is_int, is_long, long
from vtlharness.java.values import JavaArray, JavaError, cast_error, null_pointer, number_too_long
from vtlharness.limits.budget import room_for

_UP, _DOWN, _CEILING, _FLOOR, _HALF_UP, _HALF_DOWN, _HALF_EVEN, _UNNECESSARY = range(8)


def _made(unscaled: int, scale: int) -> Decimal:
    if abs(unscaled).bit_length() > MOST_BITS:
        raise number_too_long()
    sign, digits, _ = decimal_of(unscaled).as_tuple()
    return Decimal((sign, digits, -check_scale(scale, unscaled)))


def _raised(number: int, power: int) -> int:
    """A number times a power of ten."""
    return number * ten_to(check_scale(power, number)) if number else 0


def _aligned(left: Decimal, right: Decimal) -> tuple[int, int, int]:
    """Both numbers on the larger of their scales, and that scale."""
    (first, first_scale), (second, second_scale) = parts(left), parts(right)
    scale = max(first_scale, second_scale)
    return _raised(first, scale - first_scale), _raised(second, scale - second_scale), scale


def _rounded(number: int, divisor: int, mode: int) -> int:
    """A quotient rounded as BigDecimal's constants say (0 is ROUND_UP, 4 ROUND_HALF_UP, 7 ROUND_UNNECESSARY)."""
    quotient, rest = divide(abs(number), abs(divisor))
    negative = (number < 0) != (divisor < 0)
    if rest:
        if mode == _UNNECESSARY:
            raise arithmetic_error("Rounding necessary")
        twice = 2 * rest - abs(divisor)
        up = {
            _UP: True,
            _DOWN: False,
            _CEILING: not negative,
            _FLOOR: negative,
            _HALF_UP: twice >= 0,
            _HALF_DOWN: twice > 0,
            _HALF_EVEN: twice > 0 or (twice == 0 and quotient % 2 == 1),
        }[mode]
        quotient += up
    return -quotient if negative else quotient


def _check_mode(mode: int) -> None:
    if not 0 <= mode <= 7:
        raise JavaError("java.lang.IllegalArgumentException", "Invalid rounding mode")


def _set_scale(value: Decimal, scale: Any) -> Any:
    return _set_scale_rounding(value, scale, _UNNECESSARY)


def _set_scale_rounding(value: Decimal, scale: Any, mode: Any) -> Any:
    if not is_int(scale):
        return None
    if not is_int(mode):
        return _null_mode(mode)
    scale, mode = int(scale), int(mode)
    _check_mode(mode)
    unscaled, old = parts(value)
    if scale >= old:
        return _made(_raised(unscaled, scale - old), scale)
    if not unscaled:
        return _made(0, scale)
    return _made(_rounded(unscaled, ten_to(check_scale(old - scale, unscaled)), mode), scale)


def _null_mode(mode: Any) -> Any:
    """A null for a RoundingMode fails; any other value does not match the method."""
    if mode is None:
        raise null_pointer()
    return None


def _with_decimal(method: Callable[[Decimal, Decimal], Any]) -> Callable[..., Any]:
    """A method that takes a BigDecimal."""

    def run(value: Decimal, other: Any) -> Any:
        if other is None:
            raise null_pointer()
        return method(value, other) if type(other) is Decimal else None

    return run


def _check_divisor(value: Decimal, divisor: Decimal) -> None:
    if not divisor:
        raise arithmetic_error("Division by zero" if value else "Division undefined")


def _divide_to(value: Decimal, divisor: Decimal, scale: int, mode: int) -> Decimal:
    if not divisor:
        raise arithmetic_error("/ by zero" if value else "Division undefined")
    (number, number_scale), (other, other_scale) = parts(value), parts(divisor)
    shift = scale - number_scale + other_scale
    if shift >= 0:
        return _made(_rounded(_raised(number, shift), other, mode), scale)
    return _made(_rounded(number, _raised(other, -shift), mode), scale)


def _divide(value: Decimal, divisor: Decimal) -> Decimal:
    """The exact quotient, on the difference of the scales or as many places as it needs."""
    _check_divisor(value, divisor)
    (number, number_scale), (other, other_scale) = parts(value), parts(divisor)
    preferred = number_scale - other_scale
    if not number:
        return _made(0, preferred)
    twos, fives, rest = _factors(abs(other))
    own_twos, own_fives, own_rest = _factors(abs(number))
    if divide(own_rest, rest)[1]:
        raise arithmetic_error("Non-terminating decimal expansion; no exact representable decimal result.")
    places = max(twos - own_twos, fives - own_fives, 0)
    return _made(divide_towards_zero(_raised(number, places), other)[0], preferred + places)


def _factors(number: int) -> tuple[int, int, int]:
    """How often 2 and 5 divide an integer above 0, and what remains then."""
    twos = (number & -number).bit_length() - 1
    fives, rest = powers_in(number >> twos, 5)
    return twos, fives, rest


def _divide_rounding(value: Decimal, divisor: Any, mode: Any) -> Any:
    return _divide_scale(value, divisor, parts(value)[1], mode) if mode is not None else None


def _divide_scale(value: Decimal, divisor: Any, scale: Any, mode: Any) -> Any:
    if not is_int(scale) or not (divisor is None or type(divisor) is Decimal):
        return None
    if not is_int(mode):
        return _null_mode(mode)
    _check_mode(int(mode))
    if divisor is None:
        raise null_pointer()
    return _divide_to(value, divisor, int(scale), int(mode))


def _integral_quotient(value: Decimal, divisor: Decimal) -> Decimal:
    _check_divisor(value, divisor)
    preferred = check_scale(parts(value)[1] - parts(divisor)[1], 0)
    if value.copy_abs() < divisor.copy_abs():
        return _made(0, preferred)
    first, second, _ = _aligned(value, divisor)
    quotient = divide_towards_zero(first, second)[0]
    if preferred >= 0:
        return _made(_raised(quotient, preferred), preferred)
    stripped, scale = parts(_stripped(_made(quotient, 0)))
    scale = max(scale, preferred)
    return _made(stripped, scale) if scale > preferred else _set_scale_rounding(_made(quotient, 0), scale, _DOWN)


def _remainder(value: Decimal, divisor: Decimal) -> Decimal:
    return _subtract(value, _multiply(_integral_quotient(value, divisor), divisor))


def _add(value: Decimal, other: Decimal) -> Decimal:
    return _positive_zero(add_decimals(value, other))


def _subtract(value: Decimal, other: Decimal) -> Decimal:
    return _positive_zero(add_decimals(value, other.copy_negate()))


def _multiply(value: Decimal, other: Decimal) -> Decimal:
    scale = check_scale(parts(value)[1] + parts(other)[1], value and other)
    return multiply_decimals(value, other) if value and other else _made(0, scale)


def _positive_zero(value: Decimal) -> Decimal:
    return value if value else value.copy_abs()


def _decimal_power(value: Decimal, exponent: Any) -> Any:
    if not is_int(exponent):
        return None
    if not 0 <= exponent <= 999999999:
        raise arithmetic_error("Invalid operation")
    unscaled, scale = parts(value)
    return _made(power(unscaled, exponent), check_scale(scale * exponent, unscaled))


def _moved(value: Decimal, places: Any, direction: int) -> Any:
    if not is_int(places):
        return None
    unscaled, scale = parts(value)
    if not places:
        return value
    scale = check_scale(scale + direction * places, unscaled)
    return _made(unscaled, scale) if scale >= 0 else _made(_raised(unscaled, -scale), 0)


def _scaled_by_ten(value: Decimal, places: Any) -> Any:
    unscaled, scale = parts(value)
    return _made(unscaled, scale - places) if is_int(places) else None


def _stripped(value: Decimal) -> Decimal:
    if not value:
        return Decimal(0)
    stripped = value.normalize(EXACT)
    check_scale(-exponent_of(stripped), stripped)
    return stripped


def _compare(value: Decimal, other: Any) -> int:
    if other is None:
        raise null_pointer()
    if type(other) is not Decimal:
        raise cast_error(other, "java.math.BigDecimal")
    return (value > other) - (value < other)


def _exactly(value: Decimal) -> int:
    if (value and value.adjusted() < 0) or exponent_of(value.normalize(EXACT)) < 0:
        raise arithmetic_error("Rounding necessary")
    return truncated(value)


def _exact_decimal(bits: int, made: Callable[[int], Any]) -> Callable[[Decimal], Any]:
    def run(value: Decimal) -> Any:
        places = wrapped(value.adjusted() + 1, 32)  # of the integer part, as an int, which overflows
        if value and places <= 0:
            raise arithmetic_error("Rounding necessary")
        if value and places > 19:
            raise arithmetic_error("Overflow")
        number = _exactly(value)
        if not -(1 << (bits - 1)) <= number < 1 << (bits - 1):
            raise arithmetic_error("Overflow")
        return made(number)

    return run


def _precision(value: Decimal) -> int:
    return len(value.as_tuple().digits)


def _plain(value: Decimal) -> str:
    room_for(max(value.adjusted() if value else 0, -exponent_of(value)))
    return format(value if value else value.scaleb(min(0, -exponent_of(value)), EXACT), "f")


def _value_of(target: Decimal, value: Any) -> Any:
    if is_long(value):
        return Decimal(int(value))
    if not is_double(value):
        return None
    text = double_text(float(value))
    if not math.isfinite(value):
        message = 'Character N is neither a decimal digit number, decimal point, nor "e" notation exponential mark.'
        raise JavaError("java.lang.NumberFormatException", message)
    return Decimal(text) if value else Decimal("0.0")


def _value_of_scaled(target: Decimal, unscaled: Any, scale: Any) -> Any:
    return _made(int(unscaled), scale) if is_long(unscaled) and is_int(scale) else None


BIG_DECIMAL_METHODS: Methods = {
    **NUMBER_METHODS,
    ("abs", 0): lambda value: _made(abs(parts(value)[0]), parts(value)[1]),
    ("add", 1): _with_decimal(_add),
    ("byteValue", 0): lambda value: Byte(wrapped(low_bits(value), 8)),
    ("byteValueExact", 0): _exact_decimal(8, Byte),
    ("compareTo", 1): _compare,
    ("divide", 1): _with_decimal(_divide),
    ("divide", 2): _divide_rounding,
    ("divide", 3): _divide_scale,
    ("divideAndRemainder", 1): _with_decimal(
        lambda value, other: JavaArray(
            [_integral_quotient(value, other), _remainder(value, other)], "java.math.BigDecimal"
        )
    ),
    ("divideToIntegralValue", 1): _with_decimal(_integral_quotient),
    ("intValue", 0): lambda value: int_value(low_bits(value)),
    ("intValueExact", 0): _exact_decimal(32, int),
    ("longValue", 0): lambda value: long_value(low_bits(value)),
    ("longValueExact", 0): _exact_decimal(64, long),
    ("max", 1): _with_decimal(lambda value, other: value if value >= other else other),
    ("min", 1): _with_decimal(lambda value, other: value if value <= other else other),
    ("movePointLeft", 1): lambda value, places: _moved(value, places, 1),
    ("movePointRight", 1): lambda value, places: _moved(value, places, -1),
    ("multiply", 1): _with_decimal(_multiply),
    ("negate", 0): lambda value: _made(-parts(value)[0], parts(value)[1]),
    ("plus", 0): lambda value: value,
    ("pow", 1): _decimal_power,
    ("precision", 0): _precision,
    ("remainder", 1): _with_decimal(_remainder),
    ("scale", 0): lambda value: parts(value)[1],
    ("scaleByPowerOfTen", 1): _scaled_by_ten,
    ("setScale", 1): _set_scale,
    ("setScale", 2): _set_scale_rounding,
    ("shortValue", 0): lambda value: Short(wrapped(low_bits(value), 16)),
    ("shortValueExact", 0): _exact_decimal(16, Short),
    ("signum", 0): lambda value: (value > 0) - (value < 0),
    ("stripTrailingZeros", 0): _stripped,
    ("subtract", 1): _with_decimal(_subtract),
    ("toBigInteger", 0): lambda value: big_integer(truncated(value)),
    ("toBigIntegerExact", 0): lambda value: big_integer(_exactly(value)),
    ("toEngineeringString", 0): lambda value: value.to_eng_string(),
    ("toPlainString", 0): _plain,
    ("ulp", 0): lambda value: _made(1, parts(value)[1]),
    ("unscaledValue", 0): lambda value: big_integer(parts(value)[0]),
    ("valueOf", 1): _value_of,
    ("valueOf", 2): _value_of_scaled,
}
