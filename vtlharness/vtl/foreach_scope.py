"""`$foreach`: the state of a loop, and a map for values that the template puts into it.

Comes in: the value of `$foreach` around the loop. Goes out: the loop's scope, with the methods of Velocity's
`ForeachScope`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from vtlharness.java.equality import equals
from vtlharness.java.hash_codes import hash_code
from vtlharness.java.keys import key_value
from vtlharness.java.methods.maps import put
from vtlharness.java.methods.table import METHODS, MethodTable, call
from vtlharness.java.text import map_text
from vtlharness.java.values import HashMap


def _of_map(name: str) -> Callable[..., Any]:
    return lambda scope, *arguments: call(scope.java_map, name, arguments)


class ForeachScope:
    """The scope of one loop.

    It is an AbstractMap, which looks a key up by comparing it with each; only `put` hashes. `get` goes on in the loops
    around, and so do the methods of Map that begin with `get`.
    """

    __slots__ = ("has_next", "index", "java_map", "parent", "replaced")

    def __init__(self, previous: Any) -> None:
        self.index = -1
        self.has_next = False
        self.parent: ForeachScope | None = None
        self.replaced: Any = None
        self.java_map = HashMap()
        if isinstance(previous, ForeachScope):
            self.parent = previous
        else:
            self.replaced = previous

    def get(self, key: Any) -> Any:
        """The value that the template put under the key, here or in a loop around."""
        kept = self._kept(key)
        if kept is not _NONE:
            return self.java_map[kept]
        return None if self.parent is None else self.parent.get(key)

    def _kept(self, key: Any) -> Any:
        """The key of the map that equals this one, `_NONE` without one."""
        if type(key) is str:
            return key if key in self.java_map else _NONE
        return next((kept for kept in self.java_map if equals(key, key_value(kept))), _NONE)

    def _contains_key(self, key: Any) -> bool:
        return self._kept(key) is not _NONE

    def _remove(self, key: Any) -> Any:
        return self.java_map.pop(self._kept(key), None)

    def _remove_pair(self, key: Any, value: Any) -> bool:
        known = self.get(key)
        if not equals(known, value) or (known is None and not self._contains_key(key)):
            return False
        self._remove(key)
        return True

    def _get_or_default(self, key: Any, default: Any) -> Any:
        known = self.get(key)
        return known if known is not None or self._contains_key(key) else default

    def _put_if_absent(self, key: Any, value: Any) -> Any:
        known = self.get(key)
        return put(self.java_map, key, value) if known is None else known

    def _replace(self, key: Any, value: Any) -> Any:
        return put(self.java_map, key, value) if self.get(key) is not None or self._contains_key(key) else None

    def _replace_value(self, key: Any, old: Any, new: Any) -> bool:
        known = self.get(key)
        if not equals(known, old) or (known is None and not self._contains_key(key)):
            return False
        put(self.java_map, key, new)
        return True

    def topmost(self) -> ForeachScope:
        """The scope of the outermost loop."""
        return self if self.parent is None else self.parent.topmost()

    def outer_value(self) -> Any:
        """The value of `$foreach` that the outermost loop replaced."""
        return self.parent.outer_value() if self.replaced is None and self.parent is not None else self.replaced

    def __str__(self) -> str:
        return map_text(self.java_map, self)

    def java_hash(self) -> int:
        """The hash of the map, which never ends if the map contains the scope."""
        return hash_code(self.java_map)

    java_methods: ClassVar[MethodTable] = {
        **{(name, count): _of_map(name) for name, count in METHODS[HashMap] if name != "clone"},
        ("getIndex", 0): lambda scope: scope.index,
        ("getCount", 0): lambda scope: scope.index + 1,
        ("hasNext", 0): lambda scope: scope.has_next,
        ("getHasNext", 0): lambda scope: scope.has_next,
        ("isFirst", 0): lambda scope: scope.index < 1,
        ("getFirst", 0): lambda scope: scope.index < 1,
        ("isLast", 0): lambda scope: not scope.has_next,
        ("getLast", 0): lambda scope: not scope.has_next,
        ("getParent", 0): lambda scope: scope.parent,
        ("getTopmost", 0): topmost,
        ("getReplaced", 0): outer_value,
        ("get", 1): get,
        ("containsKey", 1): _contains_key,
        ("equals", 1): equals,
        ("getOrDefault", 2): _get_or_default,
        ("putIfAbsent", 2): _put_if_absent,
        ("remove", 1): _remove,
        ("remove", 2): _remove_pair,
        ("replace", 2): _replace,
        ("replace", 3): _replace_value,
    }


_NONE: Any = object()
"""Stands for a key that the map has not."""
