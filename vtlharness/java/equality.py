"""Equality and hashes: Java's `equals` and `hashCode`, and Velocity's `==`.

Comes in: any values. Goes out: booleans, and 32-bit hashes. Strings, numbers, lists, maps and their views compare by
content, arrays and iterators by identity, as their Java classes do.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from vtlharness.java.numbers import NUMBER_TYPES, compare
from vtlharness.java.text import text_of
from vtlharness.java.utf16 import units
from vtlharness.java.values import (
    LIST_TYPES,
    LONG_MAX,
    LONG_MIN,
    MAP_TYPES,
    ArrayList,
    BigInteger,
    Byte,
    Character,
    ContextMap,
    Entry,
    EntrySet,
    Float,
    HashMap,
    JavaClass,
    KeySet,
    Long,
    MapValues,
    Short,
    SubList,
    java_class,
)

_SETS = frozenset((KeySet, EntrySet))
_BY_VALUE = frozenset((str, Character, bool, Long, BigInteger, Short, Byte, JavaClass))
_DOUBLE_NAN, _FLOAT_NAN = 0x7FF8000000000000, 0x7FC00000


def equals(left: Any, right: Any) -> bool:
    """Java's `Objects.equals`: an Integer 1 is neither a Long 1, nor 1.0, nor true; collections compare by content."""
    kind = type(left)
    if kind in _BY_VALUE:
        return type(right) is kind and bool(left == right)
    if left is None or right is None:
        return left is right
    if kind is int:
        return type(right) is int and left == right
    if kind is float or kind is Float:
        return type(right) is kind and hash_bits(left) == hash_bits(right)
    if kind is Decimal:
        # Java compares the scale too: 1.0 is not 1.00.
        return type(right) is Decimal and left.as_tuple() == right.as_tuple()
    if kind in LIST_TYPES:
        return type(right) in LIST_TYPES and _same_items(left, right)
    if kind in MAP_TYPES:
        return type(right) in MAP_TYPES and _same_entries(left, right)
    if kind is Entry:
        return type(right) is Entry and equals(left.key, right.key) and equals(left.value, right.value)
    if kind in _SETS:
        return type(right) in _SETS and len(left) == len(right) and all(contains(right, item) for item in left)
    if kind is MapValues:
        return type(right) is MapValues and left.map is right.map  # Java keeps one view of each map
    return left is right


def velocity_equals(left: Any, right: Any) -> bool:
    """Velocity's `==`: numbers by value across classes; values of different classes by their texts."""
    kind = type(left)
    if kind is type(right) and (kind is str or kind is int):
        return bool(left == right)
    if kind is str:
        return False if right is None else bool(left == text_of(right))
    if kind in NUMBER_TYPES and type(right) in NUMBER_TYPES:
        return compare(left, right) == 0
    if left is None or right is None:
        return left is right
    if _related(left, right):
        return equals(left, right)
    return text_of(left) == text_of(right)


def hash_code(value: Any) -> int:
    """Java's `hashCode`, a signed 32-bit number, 0 for null; of arrays and iterators, one that stays."""
    hash_of = _HASHES.get(type(value))
    return hash_of(value) if hash_of else zlib.crc32(java_class(value).encode()) >> 1


def contains(items: Any, item: Any) -> bool:
    """Whether a collection has an item that equals `item`."""
    if type(item) is str or item is None:
        return any(each is item or (type(each) is str and each == item) for each in items)
    return any(equals(item, each) for each in items)


def find_key(map_: dict[Any, Any], key: Any) -> bool:
    """Whether a map has a key that Java would find: Python takes 1, 1.0 and true for one key, and refuses lists."""
    if type(key) is str:
        return key in map_
    try:
        if key not in map_:
            return False
    except TypeError:  # a list or a map as a key
        return False
    return type(key) is int or any(equals(key, each) for each in map_)


def hash_bits(value: float) -> int:
    """The bits of a Double or Float, with one NaN, as `doubleToLongBits` gives them."""
    if type(value) is Float:
        return _FLOAT_NAN if value != value else int.from_bytes(struct.pack(">f", value), "big")
    return _DOUBLE_NAN if value + 0.0 != value + 0.0 else int.from_bytes(struct.pack(">d", value), "big")


def _same_items(left: Any, right: Any) -> bool:
    return len(left) == len(right) and all(equals(*pair) for pair in zip(left, right, strict=True))


def _same_entries(left: dict[Any, Any], right: dict[Any, Any]) -> bool:
    if len(left) != len(right):
        return False
    return all(find_key(right, key) and equals(value, right[key]) for key, value in left.items())


def _related(left: Any, right: Any) -> bool:
    """Whether the class of one value is that of the other or a superclass of it."""
    kinds = {type(left), type(right)}
    if len(kinds) == 1:
        return True
    # JSONArray extends ArrayList, LinkedHashMap extends HashMap; the maps of $context extend HashMap.
    return kinds in ({list, ArrayList}, {dict, HashMap}, {ContextMap, HashMap})


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
    if -(1 << 31) <= number < 1 << 31:
        return number
    return _long_hash(number) if LONG_MIN <= number <= LONG_MAX else _big_integer_hash(number)


def _long_hash(value: int) -> int:
    number = int(value) & 0xFFFFFFFFFFFFFFFF
    return _signed(number ^ (number >> 32))


def _big_integer_hash(value: int) -> int:
    size, code = abs(int(value)), 0
    for shift in range((size.bit_length() + 31) // 32 * 32 - 32, -1, -32):
        code = (31 * code + ((size >> shift) & 0xFFFFFFFF)) & 0xFFFFFFFF
    return _signed(-code if value < 0 else code)


def _float_hash(value: float) -> int:
    bits = hash_bits(value)
    return _signed(bits if type(value) is Float else bits ^ (bits >> 32))


def _decimal_hash(value: Decimal) -> int:
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    unscaled = int("".join(map(str, digits)))
    if LONG_MIN <= unscaled <= LONG_MAX:
        code = (unscaled >> 32) * 31 + (unscaled & 0xFFFFFFFF)
        return _signed(31 * (-_signed(code) if sign else _signed(code)) - exponent)
    return _signed(31 * _big_integer_hash(-unscaled if sign else unscaled) - exponent)


def _list_hash(items: Any) -> int:
    code = 1
    for item in items:
        code = (31 * code + hash_code(item)) & 0xFFFFFFFF
    return _signed(code)


def _map_hash(map_: dict[Any, Any]) -> int:
    return _signed(sum(hash_code(key) ^ hash_code(value) for key, value in map_.items()))


_HASHES: dict[type, Callable[[Any], int]] = {
    type(None): lambda value: 0,
    str: _text_hash,
    bool: lambda value: 1231 if value else 1237,
    int: _integer_hash,
    Long: _long_hash,
    BigInteger: _big_integer_hash,
    Short: int,
    Byte: int,
    float: _float_hash,
    Float: _float_hash,
    Decimal: _decimal_hash,
    Character: ord,
    list: _list_hash,
    ArrayList: _list_hash,
    SubList: _list_hash,
    dict: _map_hash,
    HashMap: _map_hash,
    ContextMap: _map_hash,
    KeySet: lambda items: _signed(sum(map(hash_code, items))),
    EntrySet: lambda items: _signed(sum(map(hash_code, items))),
    Entry: lambda entry: _signed(hash_code(entry.key) ^ hash_code(entry.value)),
}

HashMap.hash_of = staticmethod(hash_code)
