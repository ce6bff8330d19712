"""The methods of BigDecimal (those without a MathContext, which templates do not have).

Comes in: the number and the arguments of the call. Goes out: the result, None if Java would not find such a method for
these arguments. Raises JavaError where Java throws. Inside, a number is its unscaled integer and its scale.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from vtlharness.java.methods.big_integers import arithmetic_error, divide_towards_zero, power
from vtlharness.java.methods.numbers import (
    NUMBER_METHODS,
    Methods,
    int_value,
    long_value,
)
from vtlharness.java.number_text import double_text
from vtlharness.java.scalars import Byte, Short, big_integer, is_double, is_int, is_long, long
from vtlharness.java.values import MOST_CHARACTERS, JavaArray, JavaError, cast_error, null_pointer, out_of_memory

_UP, _DOWN, _CEILING, _FLOOR, _HALF_UP, _HALF_DOWN, _HALF_EVEN, _UNNECESSARY = range(8)


def _ten_to(power: int) -> int:
    if power > MOST_CHARACTERS:
        raise out_of_memory()
    return int(10**power)


def _parts(value: Decimal) -> tuple[int, int]:
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    unscaled = int(Decimal((0, digits, 0)))
    return -unscaled if sign else unscaled, -exponent


def _made(unscaled: int, scale: int) -> Decimal:
    sign, digits, _ = Decimal(unscaled).as_tuple()
    return Decimal((sign, digits, -scale))


def _aligned(left: Decimal, right: Decimal) -> tuple[int, int, int]:
    """Both numbers on the larger of their scales, and that scale."""
    (first, first_scale), (second, second_scale) = _parts(left), _parts(right)
    scale = max(first_scale, second_scale)
    return first * _ten_to(scale - first_scale), second * _ten_to(scale - second_scale), scale


def _rounded(number: int, divisor: int, mode: int) -> int:
    """A quotient rounded as BigDecimal's constants say (0 is ROUND_UP, 4 ROUND_HALF_UP, 7 ROUND_UNNECESSARY)."""
    quotient, rest = divmod(abs(number), abs(divisor))
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
    unscaled, old = _parts(value)
    if scale >= old:
        return _made(unscaled * _ten_to(scale - old), scale)
    return _made(_rounded(unscaled, _ten_to(old - scale), mode), scale)


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
    (number, number_scale), (other, other_scale) = _parts(value), _parts(divisor)
    shift = scale - number_scale + other_scale
    if shift >= 0:
        return _made(_rounded(number * _ten_to(shift), other, mode), scale)
    return _made(_rounded(number, other * _ten_to(-shift), mode), scale)


def _divide(value: Decimal, divisor: Decimal) -> Decimal:
    """The exact quotient, on the difference of the scales or as many places as it needs."""
    _check_divisor(value, divisor)
    (number, number_scale), (other, other_scale) = _parts(value), _parts(divisor)
    preferred = number_scale - other_scale
    if not number:
        return _made(0, preferred)
    shared = math.gcd(number, other)
    twos = fives = 0
    rest = abs(other) // shared
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        raise arithmetic_error("Non-terminating decimal expansion; no exact representable decimal result.")
    places = max(twos, fives)
    return _made(divide_towards_zero(number * _ten_to(places), other)[0], preferred + places)


def _divide_rounding(value: Decimal, divisor: Any, mode: Any) -> Any:
    return _divide_scale(value, divisor, _parts(value)[1], mode) if mode is not None else None


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
    first, second, _ = _aligned(value, divisor)
    quotient = divide_towards_zero(first, second)[0]
    preferred = _parts(value)[1] - _parts(divisor)[1]
    if not quotient:
        return _made(0, preferred)
    scale = 0
    if preferred >= 0:
        return _made(quotient * _ten_to(preferred), preferred)
    while quotient % 10 == 0 and scale > preferred:
        quotient, scale = quotient // 10, scale - 1
    return _made(quotient, scale)


def _remainder(value: Decimal, divisor: Decimal) -> Decimal:
    quotient, quotient_scale = _parts(_integral_quotient(value, divisor))
    other, other_scale = _parts(divisor)
    first, second, scale = _aligned(value, _made(quotient * other, quotient_scale + other_scale))
    return _made(first - second, scale)


def _add(value: Decimal, other: Decimal) -> Decimal:
    first, second, scale = _aligned(value, other)
    return _made(first + second, scale)


def _subtract(value: Decimal, other: Decimal) -> Decimal:
    first, second, scale = _aligned(value, other)
    return _made(first - second, scale)


def _multiply(value: Decimal, other: Decimal) -> Decimal:
    (first, first_scale), (second, second_scale) = _parts(value), _parts(other)
    return _made(first * second, first_scale + second_scale)


def _decimal_power(value: Decimal, exponent: Any) -> Any:
    if not is_int(exponent):
        return None
    if not 0 <= exponent <= 999999999:
        raise arithmetic_error("Invalid operation")
    unscaled, scale = _parts(value)
    return _made(power(unscaled, exponent), scale * exponent)


def _moved(value: Decimal, places: Any, direction: int) -> Any:
    if not is_int(places):
        return None
    unscaled, scale = _parts(value)
    if not places:
        return value
    scale += direction * places
    return _made(unscaled, scale) if scale >= 0 else _made(unscaled * _ten_to(-scale), 0)


def _scaled_by_ten(value: Decimal, places: Any) -> Any:
    unscaled, scale = _parts(value)
    return _made(unscaled, scale - places) if is_int(places) else None


def _stripped(value: Decimal) -> Decimal:
    unscaled, scale = _parts(value)
    if not unscaled:
        return Decimal(0)
    while unscaled % 10 == 0:
        unscaled, scale = unscaled // 10, scale - 1
    return _made(unscaled, scale)


def _compare(value: Decimal, other: Any) -> int:
    if other is None:
        raise null_pointer()
    if type(other) is not Decimal:
        raise cast_error(other, "java.math.BigDecimal")
    return (value > other) - (value < other)


def _truncated(value: Decimal) -> int:
    unscaled, scale = _parts(value)
    return unscaled * _ten_to(-scale) if scale <= 0 else divide_towards_zero(unscaled, _ten_to(scale))[0]


def _exactly(value: Decimal) -> int:
    number = _truncated(value)
    if number != value:
        raise arithmetic_error("Rounding necessary")
    return number


def _exact_decimal(bits: int, made: Callable[[int], Any]) -> Callable[[Decimal], Any]:
    def run(value: Decimal) -> Any:
        number = _exactly(value)
        if not -(1 << (bits - 1)) <= number < 1 << (bits - 1):
            raise arithmetic_error("Overflow")
        return made(number)

    return run


def _precision(value: Decimal) -> int:
    return len(str(abs(_parts(value)[0])))


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
    ("abs", 0): lambda value: _made(abs(_parts(value)[0]), _parts(value)[1]),
    ("add", 1): _with_decimal(_add),
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
    ("intValue", 0): lambda value: int_value(_truncated(value)),
    ("intValueExact", 0): _exact_decimal(32, int),
    ("longValue", 0): lambda value: long_value(_truncated(value)),
    ("longValueExact", 0): _exact_decimal(64, long),
    ("max", 1): _with_decimal(lambda value, other: value if value >= other else other),
    ("min", 1): _with_decimal(lambda value, other: value if value <= other else other),
    ("movePointLeft", 1): lambda value, places: _moved(value, places, 1),
    ("movePointRight", 1): lambda value, places: _moved(value, places, -1),
    ("multiply", 1): _with_decimal(_multiply),
    ("negate", 0): lambda value: _made(-_parts(value)[0], _parts(value)[1]),
    ("plus", 0): lambda value: value,
    ("pow", 1): _decimal_power,
    ("precision", 0): _precision,
    ("remainder", 1): _with_decimal(_remainder),
    ("scale", 0): lambda value: _parts(value)[1],
    ("scaleByPowerOfTen", 1): _scaled_by_ten,
    ("setScale", 1): _set_scale,
    ("setScale", 2): _set_scale_rounding,
    ("shortValueExact", 0): _exact_decimal(16, Short),
    ("signum", 0): lambda value: (value > 0) - (value < 0),
    ("stripTrailingZeros", 0): _stripped,
    ("subtract", 1): _with_decimal(_subtract),
    ("toBigInteger", 0): lambda value: big_integer(_truncated(value)),
    ("toBigIntegerExact", 0): lambda value: big_integer(_exactly(value)),
    ("toEngineeringString", 0): lambda value: value.to_eng_string(),
    ("toPlainString", 0): lambda value: format(value, "f"),
    ("ulp", 0): lambda value: _made(1, _parts(value)[1]),
    ("unscaledValue", 0): lambda value: big_integer(_parts(value)[0]),
    ("valueOf", 1): _value_of,
    ("valueOf", 2): _value_of_scaled,
}
