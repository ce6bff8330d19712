"""Java's `hashCode`: the order of a java.util.HashMap follows it.

Comes in: any values. Goes out: signed 32-bit numbers. The types of Python are in the table here; a type of `scalars` or
`values` has its own function, `java_hash`, so that this module does not depend on them.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from vtlharness.java.digits import parts
from vtlharness.java.utf16 import units
from vtlharness.limits.budget import spend_items

_INT_MIN, _INT_MAX = -(1 << 31), (1 << 31) - 1
_LONG_MIN, _LONG_MAX = -(1 << 63), (1 << 63) - 1
_DOUBLE_NAN, _FLOAT_NAN = 0x7FF8000000000000, 0x7FC00000


def hash_code(value: Any) -> int:
    """Java's `hashCode`, a signed 32-bit number, 0 for null; for arrays and iterators, a constant."""
    return _HASHES[type(value)](value)


def class_hash(java_class: str) -> int:
    """Stands for the hash of an object that has only its identity: Java's differs from run to run."""
    return zlib.crc32(java_class.encode()) >> 1


def long_hash(value: int) -> int:
    """The hash of a Long."""
    number = int(value) & 0xFFFFFFFFFFFFFFFF
    return _signed(number ^ (number >> 32))


def big_integer_hash(value: int) -> int:
    """The hash of a BigInteger."""
    size, code = abs(int(value)), 0
    count = (size.bit_length() + 31) // 32
    for part in struct.unpack(f">{count}I", size.to_bytes(4 * count, "big")):
        code = (31 * code + part) & 0xFFFFFFFF
    return _signed(-code if value < 0 else code)


def double_bits(value: float) -> int:
    """The bits of a Double, with one NaN, as `doubleToLongBits` gives them."""
    return _DOUBLE_NAN if value + 0.0 != value + 0.0 else int.from_bytes(struct.pack(">d", value), "big")


def float_bits(value: float) -> int:
    """The bits of a Float, with one NaN, as `floatToIntBits` gives them."""
    return _FLOAT_NAN if value != value else int.from_bytes(struct.pack(">f", value), "big")


def float_hash(value: float) -> int:
    """The hash of a Float."""
    return _signed(float_bits(value))


def list_hash(items: Any) -> int:
    """The hash of a list, from its items in their order."""
    spend_items(len(items) + 1)
    code = 1
    for item in items:
        code = (31 * code + hash_code(item)) & 0xFFFFFFFF
    return _signed(code)


def set_hash(items: Any) -> int:
    """The hash of a set, from its items in any order."""
    spend_items(len(items) + 1)
    return _signed(sum(map(hash_code, items)))


def map_hash(map_: dict[Any, Any]) -> int:
    """The hash of a map, from its entries in any order."""
    spend_items(len(map_) + 1)
    return _signed(sum(hash_code(key) ^ hash_code(value) for key, value in map_.items()))


def entry_hash(key: Any, value: Any) -> int:
    """The hash of a map's entry."""
    return _signed(hash_code(key) ^ hash_code(value))


def _signed(number: int) -> int:
    number &= 0xFFFFFFFF
    return number - (1 << 32) if number >> 31 else number


def _text_hash(text: str) -> int:
    code = 0
    for unit in units(text):
        code = (31 * code + ord(unit)) & 0xFFFFFFFF
    return _signed(code)


def _integer_hash(value: int) -> int:
    number = int(value)
    if _INT_MIN <= number <= _INT_MAX:
        return number
    return long_hash(number) if _LONG_MIN <= number <= _LONG_MAX else big_integer_hash(number)


def _double_hash(value: float) -> int:
    bits = double_bits(value)
    return _signed(bits ^ (bits >> 32))


def _decimal_hash(value: Decimal) -> int:
    unscaled, scale = parts(value)
    size = abs(unscaled)
    if size <= _LONG_MAX:
        code = _signed((size >> 32) * 31 + (size & 0xFFFFFFFF))
        return _signed(31 * (-code if unscaled < 0 else code) + scale)
    return _signed(31 * big_integer_hash(unscaled) + scale)


def _object_hash(value: Any) -> int:
    return class_hash("java.lang.Object")


class _Hashes(dict[type, Callable[[Any], int]]):
    """The function for each type; the type's own `java_hash` is looked up once."""

    def __missing__(self, kind: type) -> Callable[[Any], int]:
        function: Callable[[Any], int] = getattr(kind, "java_hash", _object_hash)
        self[kind] = function
        return function


_HASHES = _Hashes(
    {
        type(None): lambda value: 0,
        str: _text_hash,
        bool: lambda value: 1231 if value else 1237,
        int: _integer_hash,
        float: _double_hash,
        Decimal: _decimal_hash,
        list: list_hash,
        dict: map_hash,
    }
)
