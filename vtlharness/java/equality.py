"""Equality: Java's `equals`, and Velocity's `==`.

Comes in: any values. Goes out: booleans. Strings, numbers, lists, maps and their views compare by
content, arrays and iterators by identity, as their Java classes do.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from vtlharness.java.hash_codes import double_bits, float_bits
from vtlharness.java.keys import OTHER_KEYS, Key, key_value
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
    if left is right:
        return True
    if kind in LIST_TYPES:
        return type(right) in LIST_TYPES and _same_items(left, right)
    if kind in MAP_TYPES or hasattr(kind, "java_map"):
        right_map = map_of(right)
        return right_map is not None and _same_entries(map_of(left), right_map)
    if kind is Entry:
        return type(right) is Entry and equals(left.key, right.key) and equals(left.value, right.value)
    if kind in _SETS:
        if type(right) is kind and left.map is right.map:  # Java keeps one view of each map
            return True
        return type(right) in _SETS and len(left) == len(right) and all(in_set(left, item) for item in right)
    if kind is MapValues:
        return type(right) is MapValues and left.map is right.map
    return False


def map_of(value: Any) -> Any:
    """The dict of a map; None for any other value. `java_map` is the dict of an object that is a Map to Java."""
    return value if type(value) in MAP_TYPES else getattr(value, "java_map", None)


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


def in_set(view: KeySet | EntrySet, item: Any) -> bool:
    """Whether a set view of a map has an item that equals `item`: it looks for the key."""
    map_ = view.map
    if type(view) is KeySet:
        return stored_key(item) in map_
    if type(item) is not Entry:
        return False
    key = stored_key(item.key)
    return key in map_ and equals(item.value, map_[key])


class _ComparedKey(Key):
    """A `Key` with Java's `equals`."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and (self.value is other.value or equals(self.value, other.value))

    __hash__ = Key.__hash__

    def __str__(self) -> str:
        return text_of(self.value)


_OWN_KEYS = frozenset((str, int, type(None), Character, Long, BigInteger, Short, Byte, JavaClass))
"""The types that Python compares as Java does, among themselves and with each other."""


def stored_key(key: Any) -> Any:
    """A value as it is found as a key in a map's dict (see `java.keys`)."""
    return key if type(key) in _OWN_KEYS else _ComparedKey(key)


def new_key(key: Any) -> Any:
    """A value as a map's dict keeps it as a key."""
    if type(key) is str:
        return key
    if not OTHER_KEYS:
        OTHER_KEYS.append(True)
    return stored_key(key)


def _same_items(left: Any, right: Any) -> bool:
    spend_items(len(left) + 1)
    return len(left) == len(right) and all(equals(*pair) for pair in zip(left, right, strict=True))


def _same_entries(left: dict[Any, Any], right: dict[Any, Any]) -> bool:
    if len(left) != len(right):
        return False
    spend_items(len(left) + 1)
    for key, value in left.items():
        sought = key if type(key) is str else stored_key(key_value(key))
        if sought not in right or not equals(value, right[sought]):
            return False
    return True


def _related(left: Any, right: Any) -> bool:
    """Whether the class of one value is that of the other or a superclass of it."""
    kinds = {type(left), type(right)}
    if len(kinds) == 1:
        return True
    # JSONArray extends ArrayList, LinkedHashMap extends HashMap; the maps of $context extend HashMap.
    return kinds in ({list, ArrayList}, {dict, HashMap}, {ContextMap, HashMap})
