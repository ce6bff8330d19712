"""The table of the methods that a template may call, and the ways in which references use it.

Comes in: a value with a method's name and arguments, a property's name or an index. Goes out: the result; None for null
and if Velocity would not find such a method, "" for a void method. Raises JavaError where Java throws.

`METHODS[type(target)][(name, argument count)](target, *arguments)` is the whole lookup; a type from elsewhere, such as
a root, names its table itself: `java_methods`. Evidence: docs/fidelity.md#property-lookup, docs/fidelity.md#overloads;
Velocity's UberspectImpl, ASTIndex and ASTReference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from vtlharness.java.methods.big_decimals import BIG_DECIMAL_METHODS
from vtlharness.java.methods.big_integers import BIG_INTEGER_METHODS
from vtlharness.java.methods.booleans_and_characters import BOOLEAN_METHODS, CHARACTER_METHODS
from vtlharness.java.methods.functional import ON_ITERATORS, ON_LISTS, ON_MAPS, ON_STRINGS, ON_VIEWS
from vtlharness.java.methods.iterators import ITERATOR_METHODS, LIST_ITERATOR_METHODS, remaining
from vtlharness.java.methods.lists import ARRAY_LIST_METHODS, ARRAY_METHODS, JSON_ARRAY_METHODS, SUB_LIST_METHODS
from vtlharness.java.methods.maps import ENTRY_METHODS, MAP_METHODS, VIEW_METHODS, put
from vtlharness.java.methods.numbers import (
    DOUBLE_METHODS,
    FLOAT_METHODS,
    INTEGER_METHODS,
    LONG_METHODS,
    SHORT_METHODS,
)
from vtlharness.java.methods.string_bytes import BYTE_METHODS
from vtlharness.java.methods.string_patterns import PATTERN_METHODS
from vtlharness.java.methods.strings import STRING_METHODS
from vtlharness.java.scalars import (
    INT_MAX,
    INT_MIN,
    LONG_MAX,
    LONG_MIN,
    BigInteger,
    Byte,
    Character,
    Float,
    Long,
    Short,
    is_int,
    is_long,
)
from vtlharness.java.text import text_of
from vtlharness.java.values import (
    ITERATOR_TYPES,
    LIST_TYPES,
    MAP_TYPES,
    VIEW_TYPES,
    ArrayList,
    ContextMap,
    Entry,
    EntrySet,
    HashMap,
    JavaArray,
    JavaClass,
    JavaError,
    JavaIterator,
    KeySet,
    ListIterator,
    MapValues,
    SubList,
    java_class,
)

JavaMethod = Callable[..., Any]
MethodTable = dict[tuple[str, int], JavaMethod]


def get_class(target: Any) -> JavaClass:
    """`$target.getClass()`."""
    return JavaClass(java_class(target))


_CLASS_METHODS: MethodTable = {
    ("equals", 1): lambda class_, other: class_ == other,
    ("getCanonicalName", 0): lambda class_: class_.canonical_name,
    ("getName", 0): lambda class_: class_.name,
    ("getSimpleName", 0): lambda class_: class_.simple_name,
    ("getTypeName", 0): lambda class_: class_.type_name,
    ("toString", 0): text_of,
}


_INTEGER_TABLES = (INTEGER_METHODS, LONG_METHODS, BIG_INTEGER_METHODS)


def _by_magnitude() -> MethodTable:
    """The methods of a plain int, which is an Integer, a Long or a BigInteger."""
    tables = [_complete(table) for table in _INTEGER_TABLES]
    names = {name for table in tables for name in table}
    return {name: _choice(*(_method_of(table, *name) for table in tables)) for name in names}


def _method_of(table: MethodTable, name: str, count: int) -> JavaMethod | None:
    return table.get((name, count)) or (_fail if count and (name, 0) in table else None)


def _fail(target: Any, *arguments: Any) -> Any:
    raise _too_many_arguments()


def _choice(integer: JavaMethod | None, long: JavaMethod | None, big_integer: JavaMethod | None) -> JavaMethod:
    if integer is not None and integer is long and integer is big_integer:
        return integer

    def choose(target: int, *arguments: Any) -> Any:
        if INT_MIN <= target <= INT_MAX:
            method = integer
        else:
            method = long if LONG_MIN <= target <= LONG_MAX else big_integer
        return method(target, *arguments) if method else None

    return choose


def _too_many_arguments() -> JavaError:
    return JavaError("java.lang.IllegalArgumentException", "wrong number of arguments")


def _complete(table: MethodTable) -> MethodTable:
    """A table with `getClass`, and with surplus arguments refused for methods without parameters."""
    complete: MethodTable = {("getClass", 0): get_class, **table}
    for (name, count), method in table.items():
        if count and (name, 0) in table and name not in _UNLIKE_OTHERS:
            complete[name, count] = _or_too_many(method)
    return complete


_UNLIKE_OTHERS = frozenset(("copyValueOf", "formatted", "getBytes", "toJSONString", "valueOf"))
"""Methods that check surplus arguments themselves, or that take any number of arguments."""


def _or_too_many(method: JavaMethod) -> JavaMethod:
    """A method that never gives null: None means that its arguments do not fit."""

    def call_or_fail(target: Any, *arguments: Any) -> Any:
        result = method(target, *arguments)
        if result is None:
            raise _too_many_arguments()
        return result

    return call_or_fail


_TABLES: dict[type, MethodTable] = {
    bool: BOOLEAN_METHODS,
    int: _by_magnitude(),
    float: DOUBLE_METHODS,
    Decimal: BIG_DECIMAL_METHODS,
    Long: LONG_METHODS,
    BigInteger: BIG_INTEGER_METHODS,
    Short: SHORT_METHODS,
    Byte: SHORT_METHODS,
    Float: FLOAT_METHODS,
    Character: CHARACTER_METHODS,
    str: {**STRING_METHODS, **PATTERN_METHODS, **BYTE_METHODS, **ON_STRINGS},
    **{kind: {**MAP_METHODS, **ON_MAPS} for kind in (dict, HashMap, ContextMap)},
    list: {**JSON_ARRAY_METHODS, **ON_LISTS},
    ArrayList: {**ARRAY_LIST_METHODS, **ON_LISTS},
    SubList: {**SUB_LIST_METHODS, **ON_LISTS},
    JavaArray: ARRAY_METHODS,
    **{kind: {**VIEW_METHODS, **ON_VIEWS} for kind in (KeySet, MapValues, EntrySet)},
    Entry: ENTRY_METHODS,
    JavaIterator: {**ITERATOR_METHODS, **ON_ITERATORS},
    ListIterator: {**LIST_ITERATOR_METHODS, **ON_ITERATORS},
    JavaClass: _CLASS_METHODS,
}
METHODS = {kind: _complete(table) if kind is not int else table for kind, table in _TABLES.items()}
"""The methods of each type of Java value, by name and number of arguments."""

_KNOWN = dict(METHODS)
"""The same, with the tables of the types from elsewhere that have been used."""


def _methods_of(kind: type) -> MethodTable:
    try:
        return _KNOWN[kind]
    except KeyError:
        return _own_methods(kind)


def _own_methods(kind: type) -> MethodTable:
    """The table that a type from elsewhere names, or an empty one; looked up once."""
    table: MethodTable = getattr(kind, "java_methods", {})
    _KNOWN[kind] = table
    return table


def call(
    target: Any,
    name: str,
    arguments: tuple[Any, ...],
    number: int = 0,
    missing: dict[int, bool] | None = None,
) -> Any:
    """`$target.name(arguments)`; `missing` gets the `number` if a value has no such method.

    A missing value and the empty text, which a variable holds for it, have none either: `.size() > 0` asks for that.

    In Velocity 1.7, a method without parameters matches any arguments, and the call fails if there are some.
    """
    try:  # as _methods_of, with one call less
        table = _KNOWN[type(target)]
    except KeyError:
        table = _own_methods(type(target))
    method = table.get((name, len(arguments)))
    if method:
        return method(target, *arguments)
    if arguments and (name, 0) in table and (type(target) is not int or _has_method(target, name)):
        raise _too_many_arguments()
    if missing is not None and target is not None and target != "":
        missing[number] = True
    return None


def _has_method(target: int, name: str) -> bool:
    """Whether the class of an int has a method without parameters of this name."""
    return METHODS[Long if is_long(target) else BigInteger].get((name, 0)) is not None


def get_property(target: Any, name: str) -> Any:
    """`$target.name`: a getter (`getName`, either case of its first letter), else Map.get, else `isName`."""
    if isinstance(target, dict):
        return get_class(target) if name in ("class", "Class") else target.get(name)
    kind = type(target)
    accessors = _ACCESSORS.get(kind) or _accessors(kind)
    method = accessors.get(name)
    if method:
        return method(target)
    by_name = _methods_of(kind).get(("get", 1))
    return by_name(target, name) if by_name else None


_ACCESSORS: dict[type, dict[str, JavaMethod]] = {}


def _accessors(kind: type) -> dict[str, JavaMethod]:
    """The methods that a property's name stands for; `isName` only if no `get(name)` comes before it."""
    table = _methods_of(kind)
    found: dict[str, JavaMethod] = {}
    prefixes = ("is", "get") if ("get", 1) not in table or kind in LIST_TYPES else ("get",)
    for prefix in prefixes:
        for (name, count), method in table.items():
            if name.startswith(prefix) and count == 0 and len(name) > len(prefix) and kind is not JavaArray:
                rest = name[len(prefix) :]
                found[rest] = found[rest[0].swapcase() + rest[1:]] = method
    if kind is JavaArray:
        found = {"class": get_class, "Class": get_class}
    _ACCESSORS[kind] = found
    return found


def set_property(target: Any, name: str, value: Any) -> None:
    """`#set($target.name = value)`: a setter, else `put(name, value)`."""
    if type(target) in MAP_TYPES:
        target[name] = value
        return
    table = _methods_of(type(target))
    for setter in (f"set{name}", f"set{name[:1].swapcase()}{name[1:]}"):
        method = table.get((setter, 1))
        if method:
            method(target, value)
            return
    method = table.get(("put", 2))
    if method:
        method(target, name, value)


def get_index(target: Any, index: Any) -> Any:
    """`$target[index]`: `get(index)`, where a negative Integer counts from the end."""
    if type(index) is int and isinstance(target, list) and 0 <= index < len(target):
        return target[index]
    if type(index) is str and type(target) in MAP_TYPES:
        return target.get(index)
    table = _methods_of(type(target))
    method = table.get(("get", 1))
    if type(index) is int and index < 0:
        index = _from_end(target, index, table)
    return method(target, index) if method else None


def set_index(target: Any, index: Any, value: Any) -> None:
    """`#set($target[index] = value)`: `set(index, value)`, else `put(index, value)`."""
    table = _methods_of(type(target))
    if type(index) is int and index < 0:
        index = _from_end(target, index, table)
    if type(target) in MAP_TYPES:
        put(target, index, value)
        return
    method = table.get(("set", 2)) or table.get(("put", 2))
    if method:
        method(target, index, value)


def _from_end(target: Any, index: int, table: MethodTable) -> int:
    """A negative index, counted from the end; an index other than an Integer stays."""
    if not is_int(index):
        return index
    size = table.get(("size", 0))
    if size is None:
        message = (
            f"A 'size()' method required for negative value {index} does not exist for class '{java_class(target)}'"
        )
        raise JavaError("org.apache.velocity.exception.VelocityException", message)
    return int(size(target)) + index


def iterate(value: Any) -> Iterator[Any] | None:
    """The items that `#foreach` runs over: the items of a list, array or view, the values of a map, the rest of an
    iterator.
    """
    kind = type(value)
    items: Iterable[Any]
    if kind in MAP_TYPES:
        items = value.values()
    elif kind in LIST_TYPES or kind in VIEW_TYPES or kind is JavaArray:
        items = value
    elif kind in ITERATOR_TYPES:
        items = remaining(value)
    else:
        return None
    return iter(items)
