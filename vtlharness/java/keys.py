"""The keys of a map as its dict keeps them.

Python takes 1, 1.0 and true for one key, 0.0 and -0.0, 1.0 and 1.00 as BigDecimals too, and refuses lists and maps as
keys; for Java, all of these are different keys. So a dict keeps such a key as a `Key`, which compares by Java's
`equals` and hashes by Java's `hashCode`. Texts, integers and whatever else compares in Python as in Java stand for
themselves: a map from JSON is a plain dict.

Comes in: a dict of a template, and its keys. Goes out: the values that a template sees as these keys. The other
direction, `equality.stored_key`, needs Java's `equals`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from vtlharness.java.hash_codes import hash_code

OTHER_KEYS: list[bool] = []
"""Not empty once a template of this process has put a key other than a text into a map. Until then the keys of every
dict are texts, and what walks them need not look at each.
"""


class Key:
    """A key that Python would take for another one; `equality.stored_key` makes it.

    It keeps the hash that its value had when the key was made, as a node of Java's hash table does: the map no
    longer finds a list that has changed since.
    """

    __slots__ = ("hash", "value")

    def __init__(self, value: Any) -> None:
        self.value = value
        self.hash = hash_code(value)

    def __hash__(self) -> int:
        return self.hash

    def __repr__(self) -> str:
        return f"Key({self.value!r})"

    def java_hash(self) -> int:
        """The hash of the value as it is now."""
        return hash_code(self.value)


def key_value(key: Any) -> Any:
    """The value that a template sees as a key."""
    return key.value if isinstance(key, Key) else key


def key_values(keys: Iterable[Any]) -> Iterator[Any]:
    """The values that a template sees as the keys of a dict, in its order."""
    if not OTHER_KEYS:
        return iter(keys)
    return (key if type(key) is str else key_value(key) for key in keys)


def node_hash(key: Any) -> int:
    """The hash code that Java's hash table keeps for a key."""
    return key.hash if isinstance(key, Key) else hash_code(key)
