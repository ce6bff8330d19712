"""What is known of the variables at one point of a template.

A key is a variable's name, or the text of a longer reference of which a condition has said something.
"""

from __future__ import annotations

from vtlharness.lint.flow.values import Value, joined

_NOT_SET = Value(missing=True)
_MOST_KEYS = 500
"""The number of keys beyond which a scope learns of no new reference: each branch copies and compares all of them."""


class Scope:
    """The values by reference; `dead` behind a #stop, where nothing runs."""

    __slots__ = ("dead", "values")

    def __init__(self, values: dict[str, Value] | None = None) -> None:
        self.values: dict[str, Value] = {} if values is None else values
        self.dead = False

    def copy(self) -> Scope:
        """A scope for a branch."""
        scope = Scope(dict(self.values))
        scope.dead = self.dead
        return scope

    def take(self, other: Scope) -> None:
        """Becomes the other scope."""
        self.values, self.dead = other.values, other.dead

    def assign(self, name: str, value: Value) -> None:
        """A variable gets a value: what was known of references with it is forgotten."""
        stale = [key for key in self.values if len(key) > len(name) and _mentions(key, name)]
        for key in stale:
            del self.values[key]
        self.learn(name, value)

    def learn(self, key: str, value: Value) -> None:
        """Remembers the value of a reference, if there is room."""
        if key in self.values or len(self.values) < _MOST_KEYS:
            self.values[key] = value

    def joined(self, other: Scope) -> Scope:
        """What is known behind two branches."""
        if self.dead or other.dead:
            return other.copy() if self.dead else self.copy()
        if self.values == other.values:
            return self
        values = {}
        for key in {**self.values, **other.values}:
            one, two = self.values.get(key), other.values.get(key)
            if one is not None and two is not None:
                values[key] = joined(one, two)
            elif is_variable(key):
                values[key] = joined(one or _NOT_SET, two or _NOT_SET)
        return Scope(values)


def is_variable(key: str) -> bool:
    """Whether a key is a variable's name."""
    return not any(character in key for character in ".[(")


def _mentions(key: str, name: str) -> bool:
    return (key.startswith(name) and key[len(name)] in ".[") or f"${name}" in key or f"{{{name}" in key
