"""The values of templates for which Python does not have a type of the same meaning.

Comes in: plain Python values (None, bool, str, int, float, Decimal, dict, list), which stand for the Java classes that
`java_class` names. Goes out: types for the Java classes in between (ArrayList, HashMap, views of maps and lists, ...;
`scalars` has those of numbers and characters), and `JavaError` for an exception that Java would throw. `java_hash` is
the function behind a type's `hashCode`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, ValuesView
from decimal import Decimal
from typing import Any

from vtlharness.java.hash_codes import class_hash, entry_hash, list_hash, map_hash, set_hash
from vtlharness.java.keys import key_value, key_values, node_hash
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
)
from vtlharness.limits.budget import LimitExceeded


class JavaError(Exception):
    """A Java exception that ends the template: `java_class` is its full name, `message` its text or None."""

    def __init__(self, java_class: str, message: str | None = None) -> None:
        super().__init__(java_class if message is None else f"{java_class}: {message}")
        self.java_class = java_class
        self.message = message


MOST_ARGUMENTS = 32
"""The number of arguments below which the table of methods ends, for methods with any number of arguments."""


def number_too_long() -> LimitExceeded:
    """The error of a calculation with a number of too many digits (docs/fidelity.md#number-limit)."""
    return LimitExceeded("digits", None, "a number of the template has more digits than are calculated here")


def null_pointer() -> JavaError:
    """The exception that Java throws for a null that a method can't use."""
    return JavaError("java.lang.NullPointerException")


def cast_error(value: Any, target: str) -> JavaError:
    """The exception that Java throws for a value without the class that a method expects."""
    return JavaError("java.lang.ClassCastException", f"class {java_class(value)} cannot be cast to class {target}")


class ArrayList(list[Any]):
    """A java.util.ArrayList: a list literal or a range in a template. (A plain list is a json-smart JSONArray.)"""

    __slots__ = ()
    java_hash = list_hash


class JavaArray(list[Any]):
    """A Java array, such as `$s.split(",")` gives; `component` is the class of its items as Java names it."""

    __slots__ = ("component",)

    def __init__(self, items: Iterable[Any] = (), component: str = "java.lang.String") -> None:
        super().__init__(items)
        self.component = component

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self) >> 4

    def java_hash(self) -> int:
        """A constant; Java's differs from run to run."""
        return class_hash(java_class(self))


class HashMap(dict[Any, Any]):
    """A java.util.HashMap: keys come in the order of Java's hash table (lists of colliding keys never become trees)."""

    # Class attributes are the state of a new map, so that making it costs no more than a dict.
    _keys: list[Any] | None = None
    _most = 0

    java_hash = map_hash

    def __setitem__(self, key: Any, value: Any) -> None:
        if self._keys is not None and key not in self:
            self._keys = None
        super().__setitem__(key, value)

    def __delitem__(self, key: Any) -> None:
        self._before_removal()
        super().__delitem__(key)

    def pop(self, key: Any, *default: Any) -> Any:
        """Remove a key, as dict.pop."""
        self._before_removal()
        return super().pop(key, *default)

    def clear(self) -> None:
        """Remove everything; the table keeps its size, as in Java."""
        self._before_removal()
        super().clear()

    def _before_removal(self) -> None:
        self._keys = None
        self._most = max(self._most, len(self))

    def update(self, source: Any = (), **more: Any) -> None:  # type: ignore[override]
        """Put every pair of a mapping or of an iterable of pairs."""
        for key, value in dict(source, **more).items():
            self[key] = value

    def setdefault(self, key: Any, default: Any = None) -> Any:
        """Put a value if the key is missing, as dict.setdefault."""
        if key not in self:
            self[key] = default
        return self[key]

    def _in_order(self) -> list[Any]:
        if self._keys is None:
            size, capacity = max(self._most, len(self)), 16
            while size > capacity * 3 // 4:
                capacity *= 2
            mask = capacity - 1

            def bucket(key: Any) -> int:
                code = node_hash(key) & 0xFFFFFFFF
                return (code ^ (code >> 16)) & mask

            self._keys = sorted(dict.__iter__(self), key=bucket)
        return self._keys

    def __iter__(self) -> Iterator[Any]:
        return iter(self._in_order())

    def keys(self) -> KeysView[Any]:  # type: ignore[override]
        """The keys in Java's order."""
        return KeysView(self)

    def values(self) -> ValuesView[Any]:  # type: ignore[override]
        """The values in Java's order."""
        return ValuesView(self)

    def items(self) -> ItemsView[Any, Any]:  # type: ignore[override]
        """The pairs in Java's order."""
        return ItemsView(self)


class ContextMap(HashMap):
    """$context or a map inside it: a HashMap that prints nothing (docs/fidelity.md#context-maps-print-nothing).

    `written`, where it is set, is called with the map and the key before each write. `class_name` is the name of the
    map's Java class: `$context` itself has another one than the maps inside it (docs/fidelity.md#class-of-context).
    """

    __slots__ = ()
    class_name = "com.amazonaws.backplane.executioncore.frontend.proxy.transform.EmptyStringExpandingMap"
    written: Callable[[ContextMap, Any], None] | None = None

    def __setitem__(self, key: Any, value: Any) -> None:
        if self.written is not None:
            self.written(self, key)
        super().__setitem__(key, value)


MAP_TYPES: frozenset[type] = frozenset((dict, HashMap, ContextMap))


class Entry:
    """A java.util.Map.Entry of a map: its value is read from the map and written to it.

    `stored` is its key as the map's dict keeps it. An entry that has found its key removed stays on its own, even if
    the key comes back, as a node of Java's hash table does.
    """

    __slots__ = ("_last", "_removed", "key", "map", "stored")

    def __init__(self, map_: dict[Any, Any], stored: Any) -> None:
        self.map = map_
        self.stored = stored
        self.key = stored if type(stored) is str else key_value(stored)
        self._last = map_[stored]
        self._removed = False

    @property
    def value(self) -> Any:
        """The current value in the map, or the last one if the key has been removed."""
        if not self._removed and self.stored in self.map:
            self._last = self.map[self.stored]
        else:
            self._removed = True
        return self._last

    @value.setter
    def value(self, new: Any) -> None:
        if not self._removed and self.stored in self.map:
            self.map[self.stored] = new
        else:
            self._removed = True
        self._last = new

    def java_hash(self) -> int:
        """The hash of key and value."""
        return entry_hash(self.key, self.value)


class MapView:
    """A live view of a map: `keySet()`, `values()` or `entrySet()`."""

    __slots__ = ("map",)

    def __init__(self, map_: dict[Any, Any]) -> None:
        self.map = map_

    def __len__(self) -> int:
        return len(self.map)

    def __iter__(self) -> Iterator[Any]:
        raise NotImplementedError


class KeySet(MapView):
    """The java.util.Set of a map's keys."""

    __slots__ = ()
    java_hash = set_hash

    def __iter__(self) -> Iterator[Any]:
        return key_values(self.map)


class MapValues(MapView):
    """The java.util.Collection of a map's values."""

    __slots__ = ()

    def __iter__(self) -> Iterator[Any]:
        return iter(self.map.values())

    def java_hash(self) -> int:
        """A constant; Java's differs from run to run."""
        return class_hash(java_class(self))


class EntrySet(MapView):
    """The java.util.Set of a map's entries."""

    __slots__ = ()
    java_hash = set_hash

    def __iter__(self) -> Iterator[Any]:
        map_ = self.map
        return iter([Entry(map_, stored) for stored in map_])


class SubList:
    """A live view of part of a list, as `$list.subList(1, 3)` gives; invalid once the list itself changes its size."""

    __slots__ = ("offset", "root", "root_size", "size")
    java_hash = list_hash

    def __init__(self, root: list[Any] | SubList, offset: int, size: int) -> None:
        self.root = root
        self.offset = offset
        self.size = size
        self.root_size = len(root)

    def check(self) -> None:
        """Raises Java's exception if the list behind the view has changed its size."""
        if len(self.root) != self.root_size:
            raise JavaError("java.util.ConcurrentModificationException")

    def __len__(self) -> int:
        self.check()
        return self.size

    def __getitem__(self, index: int) -> Any:
        return self.root[self.offset + index]

    def __setitem__(self, index: int, value: Any) -> None:
        self.root[self.offset + index] = value

    def __iter__(self) -> Iterator[Any]:
        self.check()
        return iter([self.root[self.offset + index] for index in range(self.size)])

    def insert(self, index: int, value: Any) -> None:
        """Put an item before `index`, in the view and in the list behind it."""
        self.check()
        self.root.insert(self.offset + index, value)
        self.size += 1
        self.root_size = len(self.root)

    def append(self, value: Any) -> None:
        """Put an item at the end of the view."""
        self.insert(self.size, value)

    def __delitem__(self, index: int) -> None:
        self.check()
        del self.root[self.offset + index]
        self.size -= 1
        self.root_size = len(self.root)


LIST_TYPES: frozenset[type] = frozenset((list, ArrayList, SubList))
VIEW_TYPES: frozenset[type] = frozenset((KeySet, MapValues, EntrySet))


class JavaIterator:
    """A java.util.Iterator over a collection: its position; its methods are in `java.methods.iterators`."""

    __slots__ = ("at", "items", "last", "owner", "size")

    def __init__(self, owner: Any, start: int = 0) -> None:
        self.owner = owner
        self.items: Any = owner if isinstance(owner, list | SubList) else list(owner)
        self.at = start
        self.last = -1
        self.size = len(owner)

    def __len__(self) -> int:
        return max(0, len(self.items) - self.at)

    def java_hash(self) -> int:
        """A constant; Java's differs from run to run."""
        return class_hash(java_class(self))


class ListIterator(JavaIterator):
    """A java.util.ListIterator, which goes both ways."""

    __slots__ = ()


ITERATOR_TYPES: frozenset[type] = frozenset((JavaIterator, ListIterator))


class JavaClass:
    """A java.lang.Class, which offers only its names."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def simple_name(self) -> str:
        """The name without its package and its outer class; empty for an anonymous class."""
        item, brackets = self._item()
        name = re.split(r"[.$]", item)[-1]
        return "" if name.isdigit() else name + brackets

    @property
    def canonical_name(self) -> str | None:
        """The name as Java source spells it; None for an anonymous class."""
        item, brackets = self._item()
        return None if item[-1].isdigit() else item.replace("$", ".") + brackets

    @property
    def type_name(self) -> str:
        """The full name, that of an array with brackets."""
        return "".join(self._item())

    def _item(self) -> tuple[str, str]:
        """The full name of the class, or of an array's items, and the array's brackets."""
        match = re.fullmatch(r"\[(?:L(.*);|(.))", self.name)
        return (match[1] or _PRIMITIVES[match[2]], "[]") if match else (self.name, "")

    def __eq__(self, other: object) -> bool:
        return type(other) is JavaClass and other.name == self.name

    def __hash__(self) -> int:
        return hash(("Class", self.name))

    def java_hash(self) -> int:
        """A constant; Java's differs from run to run."""
        return class_hash("java.lang.Class")


_PRIMITIVES = {
    "C": "char",
    "B": "byte",
    "I": "int",
    "J": "long",
    "D": "double",
    "F": "float",
    "Z": "boolean",
    "S": "short",
}

_VIEWS: dict[type, str] = {KeySet: "KeySet", MapValues: "Values", EntrySet: "EntrySet"}
_CLASS_NAMES: dict[type, str] = {
    bool: "java.lang.Boolean",
    str: "java.lang.String",
    float: "java.lang.Double",
    Decimal: "java.math.BigDecimal",
    dict: "java.util.LinkedHashMap",
    list: "net.minidev.json.JSONArray",
    Long: "java.lang.Long",
    BigInteger: "java.math.BigInteger",
    Short: "java.lang.Short",
    Byte: "java.lang.Byte",
    Float: "java.lang.Float",
    Character: "java.lang.Character",
    ArrayList: "java.util.ArrayList",
    HashMap: "java.util.HashMap",
    JavaClass: "java.lang.Class",
    SubList: "java.util.ArrayList$SubList",
}


def java_class(value: Any) -> str:
    """The full name of a non-null value's Java class; a type without a Java counterpart is `java.lang.Object`."""
    kind = type(value)
    if kind is int:
        if INT_MIN <= value <= INT_MAX:
            return "java.lang.Integer"
        return "java.lang.Long" if LONG_MIN <= value <= LONG_MAX else "java.math.BigInteger"
    if kind is ContextMap:
        return str(value.class_name)
    if kind is JavaArray:
        primitive = {name: letter for letter, name in _PRIMITIVES.items()}.get(value.component)
        return f"[{primitive}" if primitive else f"[L{value.component};"
    if kind is Entry:
        return "java.util.HashMap$Node" if type(value.map) is not dict else "java.util.LinkedHashMap$Entry"
    if kind is SubList and type(value.root) is JavaArray:
        return "java.util.AbstractList$SubList"
    if kind in VIEW_TYPES:
        linked = "LinkedHashMap$Linked" if type(value.map) is dict else "HashMap$"
        return f"java.util.{linked}{_VIEWS[kind]}"
    if kind in ITERATOR_TYPES:
        if type(value.owner) is SubList:
            return f"{java_class(value.owner)}$1"
        if type(value.owner) is JavaArray or type(value.owner) in LIST_TYPES:
            owner = "AbstractList" if type(value.owner) is JavaArray else "ArrayList"
            return f"java.util.{owner}${'ListItr' if kind is ListIterator else 'Itr'}"
        linked = "LinkedHashMap$Linked" if type(value.owner.map) is dict else "HashMap$"
        return f"java.util.{linked}{_VIEWS[type(value.owner)].removesuffix('Set').removesuffix('s')}Iterator"
    return _CLASS_NAMES.get(kind, "java.lang.Object")
