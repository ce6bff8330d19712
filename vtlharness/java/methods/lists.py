"""The methods of lists: JSONArray (a plain list), ArrayList, subList views, and arrays, which Velocity wraps as lists.

Comes in: the list and the arguments of the call. Goes out: the result, None if Java would not find such a method for
these arguments, "" for void. Raises JavaError where Java throws.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cmp_to_key
from typing import Any

from vtlharness.java.equality import contains, equals
from vtlharness.java.hash_codes import hash_code
from vtlharness.java.json_text import array_text
from vtlharness.java.methods.iterators import PRIMITIVES, check_store, iterator, list_iterator, list_iterator_at
from vtlharness.java.methods.strings import compare as compare_strings
from vtlharness.java.numbers import NUMBER_TYPES
from vtlharness.java.scalars import Character, is_int
from vtlharness.java.text import text_of
from vtlharness.java.values import (
    LIST_TYPES,
    MOST_ARGUMENTS,
    VIEW_TYPES,
    ArrayList,
    JavaArray,
    JavaError,
    SubList,
    cast_error,
    java_class,
    null_pointer,
)
from vtlharness.limits.budget import spend_items

_BOUNDS = "java.lang.IndexOutOfBoundsException"
COLLECTION_TYPES: frozenset[type] = LIST_TYPES | VIEW_TYPES


def out_of_bounds(index: int, size: int) -> JavaError:
    """The exception that Java throws for an index outside a list."""
    return JavaError(_BOUNDS, f"Index {index} out of bounds for length {size}")


def _get(items: Any, index: Any) -> Any:
    if type(index) is int and 0 <= index < len(items):
        return items[index]
    if not is_int(index):
        return None
    if 0 <= index < len(items):
        return items[index]
    raise out_of_bounds(index, len(items))


def _set(items: Any, index: Any, value: Any) -> Any:
    old = _get(items, index)
    if is_int(index):
        items[index] = value
    return old


def _add(items: Any, value: Any) -> bool:
    items.append(value)
    return True


def _insert(items: Any, index: Any, value: Any) -> Any:
    if not is_int(index):
        return None
    _check_position(items, index)
    items.insert(index, value)
    return ""


def _check_position(items: Any, index: int) -> None:
    if not 0 <= index <= len(items):
        raise JavaError(_BOUNDS, f"Index: {index}, Size: {len(items)}")


def _remove(items: Any, which: Any) -> Any:
    """remove(int) takes the item away and returns it, remove(Object) says whether there was one."""
    if is_int(which):
        old = _get(items, which)
        del items[which]
        return old
    at = _index_of(items, which)
    if at >= 0:
        del items[at]
    return at >= 0


def collection(value: Any) -> list[Any] | None:
    """The items of a java.util.Collection argument; None for any other value. Raises JavaError for null."""
    if value is None:
        raise null_pointer()
    if type(value) not in COLLECTION_TYPES:
        return None
    spend_items(len(value))
    return list(value)


def _add_all(items: Any, more: Any) -> Any:
    added = collection(more)
    if added is None:
        return None
    for item in added:
        items.append(item)
    return bool(added)


def _insert_all(items: Any, index: Any, more: Any) -> Any:
    added = _to_insert(items, index, more)
    if added is None:
        return None
    for at, item in enumerate(added, index):
        items.insert(at, item)
    return bool(added)


def _to_insert(items: Any, index: Any, more: Any) -> list[Any] | None:
    """The items that addAll(index, collection) puts into a list."""
    if not is_int(index) or (type(more) not in COLLECTION_TYPES and more is not None):
        return None
    _check_position(items, index)
    return collection(more)


def _remove_all(items: Any, others: Any) -> Any:
    return _keep(items, others, False)


def _retain_all(items: Any, others: Any) -> Any:
    return _keep(items, others, True)


def _keep(items: Any, others: Any, wanted: bool) -> Any:
    known = collection(others)
    if known is None:
        return None
    size = len(items)
    for at in range(size - 1, -1, -1):
        if contains(known, items[at]) is not wanted:
            del items[at]
    return len(items) != size


def contains_all(items: Any, others: Any) -> Any:
    """Collection.containsAll."""
    sought = collection(others)
    return None if sought is None else all(contains(items, item) for item in sought)


def _index_of(items: Any, item: Any) -> int:
    return next((at for at, each in enumerate(items) if equals(item, each)), -1)


def _last_index_of(items: Any, item: Any) -> int:
    return next((at for at in range(len(items) - 1, -1, -1) if equals(item, items[at])), -1)


def _clear(items: Any) -> str:
    for at in range(len(items) - 1, -1, -1):
        del items[at]
    return ""


def _clone(items: list[Any]) -> list[Any]:
    spend_items(len(items))
    return type(items)(items)


def _sub_list(items: Any, start: Any, end: Any) -> Any:
    if not is_int(start) or not is_int(end):
        return None
    if start < 0:
        raise JavaError(_BOUNDS, f"fromIndex = {start}")
    if end > len(items):
        raise JavaError(_BOUNDS, f"toIndex = {end}")
    if start > end:
        raise JavaError("java.lang.IllegalArgumentException", f"fromIndex({start}) > toIndex({end})")
    return SubList(items, start, end - start)


def _to_array(items: Any) -> JavaArray:
    """Collection.toArray()."""
    spend_items(len(items))
    return JavaArray(items, "java.lang.Object")


def _to_array_of(items: Any, array: Any) -> Any:
    """Collection.toArray(array): into the array itself if it is large enough."""
    if array is None:
        raise null_pointer()
    if type(array) is not JavaArray:
        array = JavaArray([array], "java.lang.Object")  # the parameter is an array, and so takes single values
    if array.component in PRIMITIVES:
        return None
    for item in items:
        check_store(array, item, "java.lang.ArrayStoreException", None)
    spend_items(len(items))
    if len(array) < len(items):
        return JavaArray(items, array.component)
    array[: len(items)] = items
    if len(array) > len(items):
        array[len(items)] = None
    return array


def _to_array_of_these(items: Any, *given: Any) -> JavaArray:
    """toArray(array) with the items of the array as arguments."""
    return _to_array_of(items, JavaArray(given, "java.lang.Object"))  # type: ignore[no-any-return]


TO_ARRAY: dict[tuple[str, int], Callable[..., Any]] = {
    **{("toArray", count): _to_array_of_these for count in range(2, MOST_ARGUMENTS)},
    ("toArray", 0): _to_array,
    ("toArray", 1): _to_array_of,
}
"""Collection.toArray with its parameters."""


def compare_naturally(left: Any, right: Any) -> int:
    """Comparable.compareTo of values of one class: strings, numbers, booleans, characters.

    Raises JavaError (ClassCastException) for values that Java can't compare.
    """
    if left is None or right is None:
        raise null_pointer()
    if java_class(left) != java_class(right):
        raise cast_error(right, java_class(left))
    if type(left) is str or type(left) is Character:
        return compare_strings(str(left), str(right))
    if type(left) not in NUMBER_TYPES and type(left) is not bool:
        raise cast_error(left, "java.lang.Comparable")
    return bool(left > right) - bool(left < right)


def _sort(items: Any, comparator: Any) -> Any:
    if comparator is not None:
        return None  # templates have no Comparator
    ordered = sorted(items, key=cmp_to_key(compare_naturally))
    for at, item in enumerate(ordered):
        items[at] = item
    return ""


def _ensure_capacity(items: Any, size: Any) -> Any:
    return "" if is_int(size) else None


def _append_element(items: list[Any], item: Any) -> list[Any]:
    items.append(item)
    return items


def _merge(items: list[Any], other: Any) -> str:
    if other is not None:
        if type(other) is not list:
            raise cast_error(other, "net.minidev.json.JSONArray")
        spend_items(len(other))
        items.extend(list(other))
    return ""


def _json_of(items: list[Any], other: Any) -> Any:
    """The static JSONArray.toJSONString(List)."""
    if type(other) in LIST_TYPES:
        return array_text(ArrayList(other))  # its items may be anything that a template has made
    if other is not None:  # null fits a JSONStyle as well
        raise JavaError("java.lang.IllegalArgumentException", "wrong number of arguments")
    return None


# Arrays


def _array_get(items: JavaArray, index: Any) -> Any:
    if not is_int(index):
        return None
    if 0 <= index < len(items):
        return items[index]
    raise JavaError("java.lang.ArrayIndexOutOfBoundsException")


def _array_set(items: JavaArray, index: Any, value: Any) -> Any:
    if not is_int(index):
        return None
    old = _array_get(items, index)
    check_store(items, value, "java.lang.IllegalArgumentException", "array element type mismatch")
    items[index] = value
    return old


def _unsupported(*arguments: Any) -> Any:
    raise JavaError("java.lang.UnsupportedOperationException")


def _array_clear(items: JavaArray) -> str:
    return _unsupported() if items else ""


def _array_add_all(items: JavaArray, more: Any) -> Any:
    added = collection(more)
    return None if added is None else bool(added) and _unsupported()


def _array_insert_all(items: JavaArray, index: Any, more: Any) -> Any:
    added = _to_insert(items, index, more)
    return None if added is None else bool(added) and _unsupported()


def _array_keep(items: JavaArray, others: Any, wanted: bool) -> Any:
    known = collection(others)
    if known is None:
        return None
    return any(contains(known, item) is not wanted for item in items) and _unsupported()


def _array_remove(items: JavaArray, which: Any) -> Any:
    return _unsupported() if is_int(which) or contains(items, which) else False


_SEQUENCE_METHODS: dict[tuple[str, int], Callable[..., Any]] = {
    ("contains", 1): contains,
    ("containsAll", 1): contains_all,
    ("indexOf", 1): _index_of,
    ("isEmpty", 0): lambda items: not len(items),
    ("iterator", 0): iterator,
    ("lastIndexOf", 1): _last_index_of,
    ("listIterator", 0): list_iterator,
    ("listIterator", 1): list_iterator_at,
    ("size", 0): len,
    ("sort", 1): _sort,
    ("subList", 2): _sub_list,
    **TO_ARRAY,
}
SUB_LIST_METHODS: dict[tuple[str, int], Callable[..., Any]] = {
    **_SEQUENCE_METHODS,
    ("add", 1): _add,
    ("add", 2): _insert,
    ("addAll", 1): _add_all,
    ("addAll", 2): _insert_all,
    ("clear", 0): _clear,
    ("equals", 1): equals,
    ("get", 1): _get,
    ("hashCode", 0): hash_code,
    ("remove", 1): _remove,
    ("removeAll", 1): _remove_all,
    ("retainAll", 1): _retain_all,
    ("set", 2): _set,
    ("toString", 0): text_of,
}
ARRAY_LIST_METHODS: dict[tuple[str, int], Callable[..., Any]] = {
    **SUB_LIST_METHODS,
    ("clone", 0): _clone,
    ("ensureCapacity", 1): _ensure_capacity,
    ("trimToSize", 0): lambda items: "",
}
JSON_ARRAY_METHODS: dict[tuple[str, int], Callable[..., Any]] = {
    **ARRAY_LIST_METHODS,
    ("appendElement", 1): _append_element,
    ("merge", 1): _merge,
    ("toJSONString", 0): array_text,
    ("toJSONString", 1): _json_of,
}
ARRAY_METHODS: dict[tuple[str, int], Callable[..., Any]] = {
    **_SEQUENCE_METHODS,
    ("add", 1): _unsupported,
    ("add", 2): lambda items, index, value: _unsupported() if is_int(index) else None,
    ("addAll", 1): _array_add_all,
    ("addAll", 2): _array_insert_all,
    ("clear", 0): _array_clear,
    ("equals", 1): lambda items, other: items is other,
    ("get", 1): _array_get,
    ("hashCode", 0): hash_code,
    ("remove", 1): _array_remove,
    ("removeAll", 1): lambda items, others: _array_keep(items, others, False),
    ("retainAll", 1): lambda items, others: _array_keep(items, others, True),
    ("set", 2): _array_set,
    ("toString", 0): text_of,
}
