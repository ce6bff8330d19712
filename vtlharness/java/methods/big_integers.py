"""The methods of BigInteger.

Comes in: the number and the arguments of the call. Goes out: the result, None if Java would not find such a method for
these arguments. Raises JavaError where Java throws.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from vtlharness.java.digits import divide, integer_text
from vtlharness.java.methods.numbers import (
    NUMBER_METHODS,
    Methods,
    compare_to,
    in_radix,
)
from vtlharness.java.methods.primes import is_prime, next_prime
from vtlharness.java.numbers import check_bits, multiplied, rank
from vtlharness.java.scalars import BigInteger, Byte, Short, big_integer, is_int, is_long, long
from vtlharness.java.values import JavaArray, JavaError, null_pointer, number_too_long

_BIG_INTEGER = rank(BigInteger(0))


def arithmetic_error(message: str) -> JavaError:
    """A java.lang.ArithmeticException."""
    return JavaError("java.lang.ArithmeticException", message)


def _is_big(value: Any) -> bool:
    return rank(value) == _BIG_INTEGER


def divide_towards_zero(number: int, divisor: int) -> tuple[int, int]:
    """Quotient towards zero, and remainder with the sign of the number."""
    if not divisor:
        raise arithmetic_error("BigInteger divide by zero")
    quotient = divide(abs(number), abs(divisor))[0]
    quotient = quotient if (number < 0) == (divisor < 0) else -quotient
    return quotient, number - quotient * divisor


def _with_big(method: Callable[[int, int], int]) -> Callable[..., Any]:
    """A method that takes a BigInteger and gives one."""

    def run(value: int, other: Any) -> Any:
        if other is None:
            raise null_pointer()
        return big_integer(method(int(value), int(other))) if _is_big(other) else None

    return run


def _with_int(method: Callable[[int, int], Any]) -> Callable[..., Any]:
    """A method that takes an int."""
    return lambda value, other: method(int(value), int(other)) if is_int(other) else None


def _modulo(value: int, modulus: int) -> int:
    if modulus <= 0:
        raise arithmetic_error("BigInteger: modulus not positive")
    rest = divide(abs(value), modulus)[1]
    return modulus - rest if value < 0 and rest else rest


def _check_work(bits: int, most: int) -> None:
    """Raises JavaError where a number is too long for a calculation whose time grows with more than its length."""
    if bits > most:
        raise number_too_long()


def _gcd(value: int, other: int) -> int:
    _check_work(min(value.bit_length(), other.bit_length()), 1 << 18)
    if value and other:  # makes the longer number as short as the other
        value, other = other, divide(abs(value), abs(other))[1]
    return math.gcd(value, other)


def _mod_inverse(value: int, modulus: int) -> int:
    if modulus <= 0:
        raise arithmetic_error("BigInteger: modulus not positive")
    if modulus == 1:
        return 0
    _check_work(modulus.bit_length(), 1 << 14)
    try:
        return pow(_modulo(value, modulus), -1, modulus)
    except ValueError:
        raise arithmetic_error("BigInteger not invertible.") from None


def _mod_pow(value: int, exponent: Any, modulus: Any) -> Any:
    if not all(other is None or _is_big(other) for other in (exponent, modulus)):
        return None
    if exponent is None or modulus is None:
        raise null_pointer()
    bits = int(modulus).bit_length()
    base = _mod_inverse(int(value), int(modulus)) if exponent < 0 else _modulo(int(value), int(modulus))
    if base > 1:
        _check_work(int(exponent).bit_length() * (bits + 256) ** 2, 1 << 38)
    return big_integer(pow(base, abs(int(exponent)), int(modulus)))


def power(value: int, exponent: int) -> int:
    """BigInteger.pow."""
    if exponent < 0:
        raise arithmetic_error("Negative exponent")
    if abs(value) > 1:
        check_bits((abs(value).bit_length() - 1) * exponent + 1)
    return big_integer(value**exponent)


def _square_root(value: int) -> int:
    if value < 0:
        raise arithmetic_error("Negative BigInteger")
    _check_work(value.bit_length(), 1 << 20)
    return big_integer(math.isqrt(value))


def _bit(method: Callable[[int, int], Any]) -> Callable[..., Any]:
    def run(value: int, bit: int) -> Any:
        if bit < 0:
            raise arithmetic_error("Negative bit address")
        check_bits(bit)
        return method(value, bit)

    return _with_int(run)


def _test_bit(value: int, bit: int) -> bool:
    if bit < 0:
        raise arithmetic_error("Negative bit address")
    return bool(value >> bit & 1)


def _shifted(value: int, by: int) -> int:
    if value:
        check_bits(by + value.bit_length())
    elif by > 0:
        return big_integer(0)
    return big_integer(value << by if by >= 0 else value >> -by)


def _is_probable_prime(value: int, certainty: int) -> bool:
    if certainty <= 0:
        return True
    if value % 2:
        _check_work(value.bit_length(), 1 << 12)
    return is_prime(abs(int(value)))


def _next_probable_prime(value: int) -> int:
    if value < 0:
        raise arithmetic_error(f"start < 0: {integer_text(value)}")
    _check_work(value.bit_length(), 1 << 10)
    return big_integer(next_prime(int(value)))


def _in_radix(value: int, radix: int) -> str:
    if radix not in (2, 4, 8, 10, 16, 32) and 2 <= radix <= 36:
        _check_work(value.bit_length(), 1 << 20)
    return in_radix(value, radix)


def _exact(bits: int, name: str, made: Callable[[int], Any]) -> Callable[[int], Any]:
    def run(value: int) -> Any:
        if -(1 << (bits - 1)) <= int(value) < 1 << (bits - 1):
            return made(int(value))
        raise arithmetic_error(f"BigInteger out of {name} range")

    return run


def _quotient_and_remainder(value: int, other: Any) -> Any:
    if other is None:
        raise null_pointer()
    if not _is_big(other):
        return None
    return JavaArray(map(big_integer, divide_towards_zero(int(value), int(other))), "java.math.BigInteger")


BIG_INTEGER_METHODS: Methods = {
    **NUMBER_METHODS,
    ("abs", 0): lambda value: big_integer(abs(int(value))),
    ("add", 1): _with_big(lambda value, other: value + other),
    ("and", 1): _with_big(lambda value, other: value & other),
    ("andNot", 1): _with_big(lambda value, other: value & ~other),
    ("bitCount", 0): lambda value: bin(value if value >= 0 else ~int(value)).count("1"),
    ("bitLength", 0): lambda value: (value if value >= 0 else ~int(value)).bit_length(),
    ("byteValueExact", 0): _exact(8, "byte", Byte),
    ("clearBit", 1): _bit(lambda value, bit: big_integer(value & ~(1 << bit))),
    ("compareTo", 1): compare_to,
    ("divide", 1): _with_big(lambda value, other: divide_towards_zero(value, other)[0]),
    ("divideAndRemainder", 1): _quotient_and_remainder,
    ("flipBit", 1): _bit(lambda value, bit: big_integer(value ^ (1 << bit))),
    ("gcd", 1): _with_big(_gcd),
    ("getLowestSetBit", 0): lambda value: (int(value) & -int(value)).bit_length() - 1,
    ("intValueExact", 0): _exact(32, "int", int),
    ("isProbablePrime", 1): _with_int(_is_probable_prime),
    ("longValueExact", 0): _exact(64, "long", long),
    ("max", 1): _with_big(max),
    ("min", 1): _with_big(min),
    ("mod", 1): _with_big(_modulo),
    ("modInverse", 1): _with_big(_mod_inverse),
    ("modPow", 2): _mod_pow,
    ("multiply", 1): _with_big(multiplied),
    ("negate", 0): lambda value: big_integer(-int(value)),
    ("nextProbablePrime", 0): _next_probable_prime,
    ("not", 0): lambda value: big_integer(~int(value)),
    ("or", 1): _with_big(lambda value, other: value | other),
    ("pow", 1): _with_int(power),
    ("remainder", 1): _with_big(lambda value, other: divide_towards_zero(value, other)[1]),
    ("setBit", 1): _bit(lambda value, bit: big_integer(value | (1 << bit))),
    ("shiftLeft", 1): _with_int(_shifted),
    ("shiftRight", 1): _with_int(lambda value, by: _shifted(value, -by)),
    ("shortValueExact", 0): _exact(16, "short", Short),
    ("signum", 0): lambda value: (value > 0) - (value < 0),
    ("sqrt", 0): lambda value: _square_root(int(value)),
    ("subtract", 1): _with_big(lambda value, other: value - other),
    ("testBit", 1): _with_int(_test_bit),
    ("toString", 1): _with_int(_in_radix),
    ("valueOf", 1): lambda target, value: big_integer(int(value)) if is_long(value) else None,
    ("xor", 1): _with_big(lambda value, other: value ^ other),
}
