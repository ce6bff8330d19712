"""The JSON text of a value, as json-smart writes it.

Comes in: any value. Goes out: compact JSON, either the text that `$input.json` prints (`to_json`: `/` as it is) or the
text that an array from JSON prints by itself (`array_text`: `/` as `\\/`). Both write U+007F-009F and U+2000-20FF as
`\\uXXXX`, doubles as Java does, infinity as null, and NaN as NaN.

Plain objects and arrays go through orjson; its text is used if no part of it could differ, else the values are written
one by one. Evidence: docs/fidelity.md#text-of-arrays, docs/fidelity.md#input-json; compared with json-smart itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

import orjson

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
    JavaError,
    KeySet,
    MapValues,
    SubList,
    java_class,
)
from vtlharness.late_pattern import late_pattern
from vtlharness.limits.budget import LEAST_LONG, LONG_TEXTS, current_budget, made, spend_items


def to_json(value: Any) -> str:
    """The text that `$input.json` prints for a value; None gives `null`.

    Raises JavaError for values that json-smart cannot write: map entries, byte and char arrays, a null key, a
    collection that contains itself.
    """
    kind = type(value)
    if kind is str:
        return made(quoted(value)) if LONG_TEXTS else quoted(value)
    if kind is dict or kind is list:
        if LONG_TEXTS and current_budget().used().shares:
            _charge(value)
        text = _written_by_orjson(value)
        if text is not None:
            return text if len(text) <= LEAST_LONG[0] else made(text)
    return made(_written(value))


def array_text(items: list[Any]) -> str:
    """The text that an array from JSON prints (JSONArray.toString): as to_json, but `/` as `\\/`. Raises as to_json
    does.
    """
    text = to_json(items)
    return text.replace("/", "\\/") if "/" in text else text


def quoted(text: str) -> str:
    """A string in quotes, escaped."""
    if text.isascii() and text.isprintable():
        return encode_basestring(text)
    return f'"{_SPECIAL.sub(_escaped, text)}"'


_PLAIN_TYPES_ONLY = orjson.OPT_PASSTHROUGH_SUBCLASS | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME

# A digit before `.` or `e` may be a float.
_FLOAT_HINT = b"0."
_FLOAT_SHAPES = bytes(
    ord("0") if code in b"0123456789" else ord(".") if code in b".eE" else ord(" ") for code in range(256)
)
_ESCAPED_BY_JSON_SMART = late_pattern("[\x7f-\x9f\u2000-\u20ff]")


def _written_by_orjson(value: Any) -> str | None:
    """The text of plain objects and arrays; None if orjson's may differ from json-smart's."""
    try:
        data = orjson.dumps(value, None, _PLAIN_TYPES_ONLY)
    except TypeError:  # other types, large numbers, lone surrogates, many levels
        return None
    text = data.decode()
    if "\\" in text and "\\u" in text:  # control characters: json-smart's digits are capital
        return None
    may_hold_floats = ("." in text or "e" in text) and data.translate(_FLOAT_SHAPES).find(_FLOAT_HINT) >= 0
    if (may_hold_floats or "null" in text) and _has_other_float(value):  # null: perhaps a NaN
        return None
    if not text.isascii() or "\x7f" in text:
        return _ESCAPED_BY_JSON_SMART.sub(_escaped, text)
    return text


def _has_other_float(value: Any) -> bool:
    """Whether plain objects and arrays contain a float that Java writes differently (NaN, 1.0E10); a wrong True only
    costs time.

    In plain notation and with up to 15 digits the shortest decimal is Java's, too.
    """
    containers = [value]
    for container in containers:
        for item in container.values() if type(container) is dict else container:
            kind = type(item)
            if kind is str:
                continue
            if kind is float:
                if item and not (0.001 <= abs(item) < 1e7 and len(repr(item)) <= 16):
                    return True
            elif kind is dict or kind is list:
                containers.append(item)
    return False


def _charge(value: Any) -> None:
    """Charges the items of plain objects and arrays, as often as they would be written."""
    waiting = [value]
    while waiting:
        container = waiting.pop()
        spend_items(len(container) + 1)
        waiting += [
            item
            for item in (container.values() if type(container) is dict else container)
            if type(item) in (dict, list)
        ]


def _written(value: Any) -> str:
    try:
        return _WRITERS.get(type(value), _bean)(value)
    except RecursionError:
        raise JavaError("java.lang.StackOverflowError") from None


def _map(map_: dict[Any, Any]) -> str:
    spend_items(len(map_) + 1)
    pieces = []
    for key, item in map_.items():
        name = quoted(key if type(key) is str else _key_text(key))
        pieces.append(f"{name}:{_WRITERS.get(type(item), _bean)(item)}")
    return f"{{{','.join(pieces)}}}"


def _iterable(items: Collection[Any]) -> str:
    spend_items(len(items) + 1)
    pieces = []
    for item in items:
        pieces.append(_WRITERS.get(type(item), _bean)(item))
    return f"[{','.join(pieces)}]"


def _java_array(array: JavaArray) -> str:
    if array.component in ("byte", "char"):
        name = java_class(array)
        where = "are in module java.base of loader 'bootstrap'"
        message = f"class {name} cannot be cast to class [Ljava.lang.Object; ({name} and [Ljava.lang.Object; {where})"
        raise JavaError("java.lang.ClassCastException", message)
    return _iterable(array)


def _double(value: float) -> str:
    return "null" if value in (_INFINITY, -_INFINITY) else double_text(value)


def _float(value: Float) -> str:
    return "null" if float(value) in (_INFINITY, -_INFINITY) else number_text(value)


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _null(value: None) -> str:
    return "null"


def _entry(entry: Entry) -> str:
    # json-smart generates code that may not touch the JDK's private class.
    raise JavaError("java.lang.IllegalAccessError", f"failed to access class {java_class(entry)}")


def _class(value: JavaClass) -> str:
    dimensions = len(value.name) - len(value.name.lstrip("["))
    return '{"componentType":' * (dimensions + 1) + "null" + "}" * (dimensions + 1)


def _bean(value: Any) -> str:
    """Any other object: json-smart writes its fields that have getters; the classes here do not have any."""
    return "{}"


def _key_text(key: Any) -> str:
    """The text of a key that is not a string, as the map's dict keeps it (see `java.keys`)."""
    if key is None:
        raise JavaError("java.lang.NullPointerException")
    kind = type(key)
    if kind is Character:
        return str.__str__(key)
    if kind is bool:  # in a map that Python code has given
        return _boolean(key)
    if kind is JavaClass:
        return f"class {key.name}"
    return number_text(key) if isinstance(key, (int, float, Decimal)) else str(key)


def _escaped(special: re.Match[str]) -> str:
    character = special[0]
    return _SHORT.get(character) or f"\\u{ord(character):04X}"


_INFINITY = float("inf")
_SPECIAL = late_pattern('["\\\\\x00-\x1f\x7f-\x9f\u2000-\u20ff]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}

_WRITERS: dict[type, Callable[[Any], str]] = {
    type(None): _null,
    str: quoted,
    bool: _boolean,
    int: number_text,
    Long: number_text,
    BigInteger: number_text,
    Short: number_text,
    Byte: number_text,
    float: _double,
    Float: _float,
    Decimal: number_text,
    dict: _map,
    HashMap: _map,
    ContextMap: _map,
    list: _iterable,
    ArrayList: _iterable,
    SubList: _iterable,
    KeySet: _iterable,
    MapValues: _iterable,
    EntrySet: _iterable,
    JavaArray: _java_array,
    Entry: _entry,
    JavaClass: _class,
}
