"""The methods of maps, of their views `keySet()`, `values()`, `entrySet()`, and of their entries.

Comes in: the map (a plain dict is a LinkedHashMap) or view and the arguments of the call. Goes out: the result, None if
Java would not find such a method for these arguments, "" for void. Raises JavaError where Java throws.

A key becomes what the map's dict keeps (see `java.keys`) where it comes in, and a view gives the key itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vtlharness.java.equality import contains, equals, in_set, map_of, new_key, stored_key
from vtlharness.java.hash_codes import hash_code
from vtlharness.java.keys import key_value
from vtlharness.java.methods.iterators import iterator
from vtlharness.java.methods.lists import TO_ARRAY, collection
from vtlharness.java.text import text_of
from vtlharness.java.values import (
    Entry,
    EntrySet,
    JavaError,
    KeySet,
    MapValues,
    MapView,
    null_pointer,
)
from vtlharness.limits.budget import spend_items

_Map = dict[Any, Any]


def get(map_: _Map, key: Any) -> Any:
    """Map.get."""
    return map_.get(key if type(key) is str else stored_key(key))


def put(map_: _Map, key: Any, value: Any) -> Any:
    """Map.put: the value before, None for a new key."""
    if type(key) is not str:
        key = new_key(key)
    old = map_.get(key)
    map_[key] = value
    return old


def _contains_key(map_: _Map, key: Any) -> bool:
    return (key if type(key) is str else stored_key(key)) in map_


def _put_all(map_: _Map, more: Any) -> Any:
    if more is None:
        raise null_pointer()
    entries = map_of(more)
    if entries is None:
        return None
    spend_items(len(entries))
    _put_entries(map_, entries)
    return ""


def _put_entries(map_: _Map, more: _Map) -> None:
    """Puts every entry; as in Java, the keys are hashed anew.

    Raises JavaError if the map is put into itself and has a key that has changed.
    """
    size = len(map_)
    for key, value in list(more.items()):
        if more is map_ and len(map_) != size:
            raise JavaError("java.util.ConcurrentModificationException")
        map_[key if type(key) is str else new_key(key_value(key))] = value


def _remove(map_: _Map, key: Any) -> Any:
    return map_.pop(stored_key(key), None)


def _remove_pair(map_: _Map, key: Any, value: Any) -> bool:
    key = stored_key(key)
    if key in map_ and equals(value, map_[key]):
        del map_[key]
        return True
    return False


def _clear(map_: _Map) -> str:
    map_.clear()
    return ""


def _get_or_default(map_: _Map, key: Any, default: Any) -> Any:
    return map_.get(stored_key(key), default)


def _put_if_absent(map_: _Map, key: Any, value: Any) -> Any:
    old = get(map_, key)
    return put(map_, key, value) if old is None else old


def _replace(map_: _Map, key: Any, value: Any) -> Any:
    return put(map_, key, value) if _contains_key(map_, key) else None


def _replace_value(map_: _Map, key: Any, old: Any, new: Any) -> bool:
    key = stored_key(key)
    if key not in map_ or not equals(old, map_[key]):
        return False
    map_[key] = new
    return True


def _contains_value(map_: _Map, value: Any) -> bool:
    return contains(map_.values(), value)


def _clone(map_: _Map) -> _Map:
    spend_items(len(map_))
    copy = type(map_)()
    _put_entries(copy, map_)
    return copy


# Views


def _view_contains(view: MapView, item: Any) -> bool:
    if isinstance(view, (KeySet, EntrySet)):
        return in_set(view, item)
    return contains(view.map.values(), item)


def _view_contains_all(view: MapView, others: Any) -> Any:
    sought = collection(others)
    return None if sought is None else all(_view_contains(view, item) for item in sought)


def _view_remove(view: MapView, item: Any) -> bool:
    if not _view_contains(view, item):
        return False
    map_ = view.map
    if type(view) is MapValues:
        del map_[next(key for key, value in map_.items() if equals(item, value))]
    else:
        del map_[stored_key(item.key if type(view) is EntrySet else item)]
    return True


def _view_remove_all(view: MapView, others: Any) -> Any:
    known = collection(others)
    if known is None or type(view) is MapValues or len(view) <= len(known):
        return _view_keep(view, others, False)
    removed = [_view_remove(view, item) for item in known]
    return any(removed)


def _view_keep(view: MapView, others: Any, wanted: bool) -> Any:
    known = collection(others)
    if known is None:
        return None
    map_ = view.map
    gone = [key for key, item in zip(list(map_), list(view), strict=True) if contains(known, item) is not wanted]
    for key in gone:
        del map_[key]
    return bool(gone)


def _view_clear(view: MapView) -> str:
    view.map.clear()
    return ""


def _view_add(view: MapView, item: Any) -> Any:
    raise JavaError("java.lang.UnsupportedOperationException")


def _view_add_all(view: MapView, items: Any) -> Any:
    added = collection(items)
    return None if added is None else bool(added) and _view_add(view, None)


def _set_value(entry: Entry, value: Any) -> Any:
    old = entry.value
    entry.value = value
    return old


MAP_METHODS: dict[tuple[str, int], Callable[..., Any]] = {
    ("clear", 0): _clear,
    ("clone", 0): _clone,
    ("containsKey", 1): _contains_key,
    ("containsValue", 1): _contains_value,
    ("entrySet", 0): EntrySet,
    ("equals", 1): equals,
    ("get", 1): get,
    ("getOrDefault", 2): _get_or_default,
    ("hashCode", 0): hash_code,
    ("isEmpty", 0): lambda map_: not map_,
    ("keySet", 0): KeySet,
    ("put", 2): put,
    ("putAll", 1): _put_all,
    ("putIfAbsent", 2): _put_if_absent,
    ("remove", 1): _remove,
    ("remove", 2): _remove_pair,
    ("replace", 2): _replace,
    ("replace", 3): _replace_value,
    ("size", 0): len,
    ("toString", 0): text_of,
    ("values", 0): MapValues,
}
VIEW_METHODS: dict[tuple[str, int], Callable[..., Any]] = {
    ("add", 1): _view_add,
    ("addAll", 1): _view_add_all,
    ("clear", 0): _view_clear,
    ("contains", 1): _view_contains,
    ("containsAll", 1): _view_contains_all,
    ("equals", 1): equals,
    ("hashCode", 0): hash_code,
    ("isEmpty", 0): lambda view: not view.map,
    ("iterator", 0): iterator,
    ("remove", 1): _view_remove,
    ("removeAll", 1): _view_remove_all,
    ("retainAll", 1): lambda view, others: _view_keep(view, others, True),
    ("size", 0): len,
    **TO_ARRAY,
    ("toString", 0): text_of,
}
ENTRY_METHODS: dict[tuple[str, int], Callable[..., Any]] = {
    ("equals", 1): equals,
    ("getKey", 0): lambda entry: entry.key,
    ("getValue", 0): lambda entry: entry.value,
    ("hashCode", 0): hash_code,
    ("setValue", 1): _set_value,
    ("toString", 0): text_of,
}
