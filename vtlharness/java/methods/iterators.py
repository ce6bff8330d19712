"""The methods of java.util.Iterator and ListIterator.

Comes in: a `JavaIterator`, or the collection that makes one. Goes out: items. An iterator notices when its collection
has changed its size in another way and raises JavaError (ConcurrentModificationException).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vtlharness.java.hash_codes import hash_code
from vtlharness.java.scalars import Byte, Character, is_int
from vtlharness.java.text import text_of
from vtlharness.java.values import VIEW_TYPES, JavaArray, JavaError, JavaIterator, ListIterator, SubList, java_class

PRIMITIVES: dict[str, type] = {"byte": Byte, "char": Character}
"""The types of the items of Java's arrays of primitives."""


def iterator(items: Any) -> JavaIterator:
    """Collection.iterator(); that of a subList view is a ListIterator."""
    return ListIterator(items) if type(items) is SubList else JavaIterator(items)


def list_iterator(items: Any) -> ListIterator:
    """List.listIterator()."""
    return ListIterator(items)


def list_iterator_at(items: Any, start: Any) -> Any:
    """List.listIterator(index)."""
    if not is_int(start):
        return None
    if not 0 <= start <= len(items):
        raise JavaError("java.lang.IndexOutOfBoundsException", f"Index: {start}")
    return ListIterator(items, start)


def remaining(iterator: JavaIterator) -> list[Any]:
    """The items of a loop over an iterator; the iterator is at its end afterwards."""
    items = list(iterator.items)[iterator.at :]
    iterator.at = len(iterator.items)
    return items


def _check(iterator: JavaIterator) -> None:
    if len(iterator.owner) != iterator.size:
        raise JavaError("java.util.ConcurrentModificationException")


def _has_next(iterator: JavaIterator) -> bool:
    return iterator.at != len(iterator.items)


def _next(iterator: JavaIterator) -> Any:
    _check(iterator)
    if iterator.at >= len(iterator.items):
        raise JavaError("java.util.NoSuchElementException")
    iterator.last = iterator.at
    iterator.at += 1
    return iterator.items[iterator.last]


def _remove(iterator: JavaIterator) -> str:
    if type(iterator.owner) is JavaArray:
        raise JavaError("java.lang.UnsupportedOperationException")
    _need_last(iterator)
    _check(iterator)
    if type(iterator.owner) in VIEW_TYPES:
        map_ = iterator.owner.map
        del map_[list(map_)[iterator.last]]
    del iterator.items[iterator.last]
    iterator.size = len(iterator.owner)
    iterator.at, iterator.last = iterator.last, -1
    return ""


def _need_last(iterator: JavaIterator) -> None:
    if iterator.last < 0:
        raise JavaError("java.lang.IllegalStateException")


def _previous(iterator: ListIterator) -> Any:
    _check(iterator)
    if iterator.at <= 0:
        raise JavaError("java.util.NoSuchElementException")
    iterator.at -= 1
    iterator.last = iterator.at
    return iterator.items[iterator.at]


def check_store(array: JavaArray, item: Any, error: str, message: str | None) -> None:
    """Raises JavaError, of the class `error`, for an item that an array of this component cannot hold."""
    if array.component in PRIMITIVES:
        fits = type(item) is PRIMITIVES[array.component]
    else:
        fits = item is None or array.component in ("java.lang.Object", java_class(item))
    if not fits:
        raise JavaError(error, message)


def _set(iterator: ListIterator, value: Any) -> str:
    _need_last(iterator)
    _check(iterator)
    if type(iterator.owner) is JavaArray:
        check_store(iterator.owner, value, "java.lang.IllegalArgumentException", "array element type mismatch")
    iterator.items[iterator.last] = value
    return ""


def _add(iterator: ListIterator, value: Any) -> str:
    if type(iterator.owner) is JavaArray:
        raise JavaError("java.lang.UnsupportedOperationException")
    _check(iterator)
    iterator.items.insert(iterator.at, value)
    iterator.at, iterator.last, iterator.size = iterator.at + 1, -1, len(iterator.owner)
    return ""


ITERATOR_METHODS: dict[tuple[str, int], Callable[..., Any]] = {
    ("equals", 1): lambda iterator, other: iterator is other,
    ("hasNext", 0): _has_next,
    ("hashCode", 0): hash_code,
    ("next", 0): _next,
    ("remove", 0): _remove,
    ("toString", 0): text_of,
}
LIST_ITERATOR_METHODS: dict[tuple[str, int], Callable[..., Any]] = {
    **ITERATOR_METHODS,
    ("add", 1): _add,
    ("hasPrevious", 0): lambda iterator: iterator.at > 0,
    ("nextIndex", 0): lambda iterator: iterator.at,
    ("previous", 0): _previous,
    ("previousIndex", 0): lambda iterator: iterator.at - 1,
    ("set", 1): _set,
}
