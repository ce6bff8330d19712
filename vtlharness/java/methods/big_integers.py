"""The methods of BigInteger.

Comes in: the number and the arguments of the call. Goes out: the result, None if Java would not find such a method for
these arguments. Raises JavaError where Java throws.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from vtlharness.java.methods.numbers import (
    NUMBER_METHODS,
    Methods,
    compare_to,
    in_radix,
)
from vtlharness.java.methods.primes import is_prime, next_prime
from vtlharness.java.numbers import rank
from vtlharness.java.scalars import BigInteger, Byte, Short, big_integer, is_int, is_long, long
from vtlharness.java.values import MOST_CHARACTERS, JavaArray, JavaError, null_pointer, out_of_memory

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
    quotient = abs(number) // abs(divisor)
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
    return value % modulus


def _mod_inverse(value: int, modulus: int) -> int:
    if modulus <= 0:
        raise arithmetic_error("BigInteger: modulus not positive")
    try:
        return pow(value, -1, modulus)
    except ValueError:
        raise arithmetic_error("BigInteger not invertible.") from None


def _mod_pow(value: int, exponent: Any, modulus: Any) -> Any:
    if not all(other is None or _is_big(other) for other in (exponent, modulus)):
        return None
    if exponent is None or modulus is None:
        raise null_pointer()
    base = _mod_inverse(int(value), int(modulus)) if exponent < 0 else _modulo(int(value), int(modulus))
    return big_integer(pow(base, abs(int(exponent)), int(modulus)))


def power(value: int, exponent: int) -> int:
    """BigInteger.pow."""
    if exponent < 0:
        raise arithmetic_error("Negative exponent")
    if value.bit_length() * exponent > MOST_CHARACTERS:
        raise arithmetic_error("BigInteger would overflow supported range")
    return big_integer(value**exponent)


def _square_root(value: int) -> int:
    if value < 0:
        raise arithmetic_error("Negative BigInteger")
    return big_integer(math.isqrt(value))


def _bit(method: Callable[[int, int], Any]) -> Callable[..., Any]:
    def run(value: int, bit: int) -> Any:
        if bit < 0:
            raise arithmetic_error("Negative bit address")
        if bit > MOST_CHARACTERS:
            raise out_of_memory()
        return method(value, bit)

    return _with_int(run)


def _test_bit(value: int, bit: int) -> bool:
    if bit < 0:
        raise arithmetic_error("Negative bit address")
    return bool(value >> bit & 1)


def _shifted(value: int, by: int) -> int:
    if by + value.bit_length() > MOST_CHARACTERS:
        raise arithmetic_error("BigInteger would overflow supported range")
    return big_integer(value << by if by >= 0 else value >> -by)


def _is_probable_prime(value: int, certainty: int) -> bool:
    return certainty <= 0 or is_prime(abs(int(value)))


def _next_probable_prime(value: int) -> int:
    if value < 0:
        raise arithmetic_error(f"start < 0: {int(value)}")
    return big_integer(next_prime(int(value)))


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
    ("gcd", 1): _with_big(math.gcd),
    ("getLowestSetBit", 0): lambda value: (int(value) & -int(value)).bit_length() - 1,
    ("intValueExact", 0): _exact(32, "int", int),
    ("isProbablePrime", 1): _with_int(_is_probable_prime),
    ("longValueExact", 0): _exact(64, "long", long),
    ("max", 1): _with_big(max),
    ("min", 1): _with_big(min),
    ("mod", 1): _with_big(_modulo),
    ("modInverse", 1): _with_big(_mod_inverse),
    ("modPow", 2): _mod_pow,
    ("multiply", 1): _with_big(lambda value, other: value * other),
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
    ("toString", 1): _with_int(in_radix),
    ("valueOf", 1): lambda target, value: big_integer(int(value)) if is_long(value) else None,
    ("xor", 1): _with_big(lambda value, other: value ^ other),
}
