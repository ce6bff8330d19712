"""Equality: Java's `equals`, and Velocity's `==`.

Comes in: any values. Goes out: booleans. Strings, numbers, lists, maps and their views compare by
content, arrays and iterators by identity, as their Java classes do.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from vtlharness.java.hash_codes import double_bits, float_bits
from vtlharness.java.numbers import NUMBER_TYPES, compare
from vtlharness.java.scalars import BigInteger, Byte, Character, Float, Long, Short
from vtlharness.java.text import text_of
from vtlharness.java.values import (
    LIST_TYPES,
    MAP_TYPES,
    ArrayList,
    ContextMap,
    Entry,
    EntrySet,
    HashMap,
    JavaClass,
    KeySet,
    MapValues,
)
from vtlharness.limits.budget import spend_items

_SETS = frozenset((KeySet, EntrySet))
_BY_VALUE = frozenset((str, Character, bool, Long, BigInteger, Short, Byte, JavaClass))


def equals(left: Any, right: Any) -> bool:
    """Java's `Objects.equals`: an Integer 1 is neither a Long 1, nor 1.0, nor true; collections compare by content."""
    kind = type(left)
    if kind in _BY_VALUE:
        return type(right) is kind and bool(left == right)
    if left is None or right is None:
        return left is right
    if kind is int:
        return type(right) is int and left == right
    if kind is float:
        return type(right) is float and double_bits(left) == double_bits(right)
    if kind is Float:
        return type(right) is Float and float_bits(left) == float_bits(right)
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


def contains(items: Any, item: Any) -> bool:
    """Whether a collection has an item that equals `item`."""
    spend_items(len(items))
    if type(item) is str or item is None:
        return any(each is item or (type(each) is str and each == item) for each in items)
    return any(equals(item, each) for each in items)


def find_key(map_: dict[Any, Any], key: Any) -> bool:
    """Whether a map has a key that Java would find: Python treats 1, 1.0 and true as one key, and refuses lists."""
    if type(key) is str:
        return key in map_
    try:
        if key not in map_:
            return False
    except TypeError:  # a list or a map as a key
        return False
    return type(key) is int or any(equals(key, each) for each in map_)


def _same_items(left: Any, right: Any) -> bool:
    spend_items(len(left) + 1)
    return len(left) == len(right) and all(equals(*pair) for pair in zip(left, right, strict=True))


def _same_entries(left: dict[Any, Any], right: dict[Any, Any]) -> bool:
    if len(left) != len(right):
        return False
    spend_items(len(left) + 1)
    return all(find_key(right, key) and equals(value, right[key]) for key, value in left.items())


def _related(left: Any, right: Any) -> bool:
    """Whether the class of one value is that of the other or a superclass of it."""
    kinds = {type(left), type(right)}
    if len(kinds) == 1:
        return True
    # JSONArray extends ArrayList, LinkedHashMap extends HashMap; the maps of $context extend HashMap.
    return kinds in ({list, ArrayList}, {dict, HashMap}, {ContextMap, HashMap})
