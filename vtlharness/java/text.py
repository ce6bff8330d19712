"""The text of a value, as a reference prints it and as `toString()` and `+` give it.

Comes in: any value. Goes out: Java's `String.valueOf` of it: maps `{a=1}`, lists `[1, 2]`, arrays from JSON as JSON,
numbers as in java.numbers. Evidence: docs/fidelity.md#values-and-their-text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any

from vtlharness.java.json_text import array_text
from vtlharness.java.keys import key_value
from vtlharness.java.number_text import double_text, number_text
from vtlharness.java.scalars import BigInteger, Byte, Character, Float, Long, Short
from vtlharness.java.values import (
    ArrayList,
    ContextMap,
    Entry,
    EntrySet,
    HashMap,
    JavaArray,
    JavaClass,
    JavaIterator,
    KeySet,
    ListIterator,
    MapValues,
    MapView,
    SubList,
    java_class,
)
from vtlharness.limits.budget import made, spend_items


def text_of(value: Any) -> str:
    """The text of a value, `null` for None.

    Raises RecursionError for a collection that contains itself indirectly (Java: StackOverflowError).
    """
    kind = type(value)
    if kind is str:
        return value  # type: ignore[no-any-return]
    if kind is int:
        try:
            return str(value)
        except ValueError:  # more digits than Python prints
            return number_text(value)
    text = _TEXTS.get(kind)
    return text(value) if text else str(value)


def to_string(value: Any) -> str | None:
    """What Java's `toString` of a value gives: its text, except for objects that have none."""
    own = getattr(value, "to_string", None)
    return text_of(value) if own is None else own()


def _boolean_text(value: Any) -> str:
    return "true" if value else "false"


def _character_text(value: Any) -> str:
    return str.__str__(value)


def _list_text(items: Collection[Any]) -> str:
    spend_items(len(items) + 1)
    return made(f"[{', '.join(['(this Collection)' if item is items else text_of(item) for item in items])}]")


def _view_text(view: MapView) -> str:
    texts = []
    for item in view:
        is_itself = type(item) is type(view) and item.map is view.map  # Java keeps one view of each map
        texts.append("(this Collection)" if is_itself else text_of(item))
    return f"[{', '.join(texts)}]"


def map_text(map_: dict[Any, Any], owner: Any = None) -> str:
    """AbstractMap.toString; `owner` is the object that Java prints, where it is not the map itself."""
    owner = map_ if owner is None else owner
    spend_items(len(map_) + 1)
    pairs = []
    for key, value in map_.items():
        key_text = key if type(key) is str else _key_text(key_value(key), owner)
        pairs.append(f"{key_text}={'(this Map)' if value is owner else text_of(value)}")
    return made(f"{{{', '.join(pairs)}}}")


def _key_text(key: Any, owner: Any) -> str:
    return "(this Map)" if key is owner else text_of(key)


def _entry_text(entry: Entry) -> str:
    return f"{text_of(entry.key)}={text_of(entry.value)}"


def _identity_text(value: Any) -> str:
    # Java prints a hash that differs from run to run; this one is constant, so that renderings are repeatable.
    return f"{java_class(value)}@0"


def class_text(value: JavaClass) -> str:
    """The text of a class: `class java.lang.String`, `interface java.util.Map`."""
    return f"class {value.name}"


_TEXTS: dict[type, Callable[[Any], str]] = {
    type(None): lambda value: "null",
    int: number_text,
    bool: _boolean_text,
    float: double_text,
    Decimal: number_text,
    Long: number_text,
    BigInteger: number_text,
    Short: number_text,
    Byte: number_text,
    Float: number_text,
    Character: _character_text,
    dict: map_text,
    HashMap: map_text,
    ContextMap: lambda value: "",
    list: array_text,
    ArrayList: _list_text,
    SubList: _list_text,
    KeySet: _view_text,
    MapValues: _view_text,
    EntrySet: _view_text,
    Entry: _entry_text,
    JavaArray: _identity_text,
    JavaIterator: _identity_text,
    ListIterator: _identity_text,
    JavaClass: class_text,
}
