"""Java's numbers and characters for which Python does not have a type of the same meaning.

Comes in: numbers and texts. Goes out: types for Long, BigInteger, Short, Byte, Float and Character, and whether Java
accepts a value as an int, a long or a double. An `int` is an Integer, a Long or a BigInteger by its magnitude; `Long`
and `BigInteger` exist for smaller numbers of those classes. Here Python's `==` is Java's `equals`, and `java_hash` the
function behind `hashCode`.
"""

from __future__ import annotations

from typing import Any

from vtlharness.java.hash_codes import big_integer_hash, float_hash, long_hash

INT_MIN, INT_MAX = -(1 << 31), (1 << 31) - 1
LONG_MIN, LONG_MAX = -(1 << 63), (1 << 63) - 1


class _SmallInteger(int):
    """An integer whose Java class does not follow from its magnitude."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and int.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((type(self).__name__, int(self)))


class Long(_SmallInteger):
    """A java.lang.Long within the range of an Integer."""

    __slots__ = ()
    java_hash = long_hash


class BigInteger(_SmallInteger):
    """A java.math.BigInteger within the range of a Long."""

    __slots__ = ()
    java_hash = big_integer_hash


class Short(_SmallInteger):
    """A java.lang.Short: the result of `$n.shortValue()`."""

    __slots__ = ()
    java_hash = int


class Byte(_SmallInteger):
    """A java.lang.Byte: the result of `$n.byteValue()`."""

    __slots__ = ()
    java_hash = int


class Float(float):
    """A java.lang.Float (the value already rounded to 32 bits): the result of `$n.floatValue()`."""

    __slots__ = ()
    java_hash = float_hash

    def __eq__(self, other: object) -> bool:
        return type(other) is Float and float.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(("Float", float(self)))


def long(value: int) -> int:
    """An integer in the range of a Long as a java.lang.Long."""
    return Long(value) if INT_MIN <= value <= INT_MAX else value


def big_integer(value: int) -> int:
    """An integer as a java.math.BigInteger."""
    return BigInteger(value) if LONG_MIN <= value <= LONG_MAX else value


class Character(str):
    """A java.lang.Character: one UTF-16 unit, such as `$s.charAt(0)` gives; not equal to a String."""

    __slots__ = ()
    java_hash = ord

    def __eq__(self, other: object) -> bool:
        return type(other) is Character and str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(("Character", str(self)))


def is_int(value: Any) -> bool:
    """Whether Java takes a value for a parameter of type int."""
    kind = type(value)
    return (kind is int and INT_MIN <= value <= INT_MAX) or kind is Short or kind is Byte


def is_long(value: Any) -> bool:
    """Whether Java takes a value for a parameter of type long."""
    kind = type(value)
    return (kind is int and LONG_MIN <= value <= LONG_MAX) or kind is Long or kind is Short or kind is Byte


def is_double(value: Any) -> bool:
    """Whether Java takes a value for a parameter of type double."""
    return type(value) is float or type(value) is Float or is_long(value)
