"""The methods that the roots have from Java's Object, and the exceptions that they throw.

Comes in: a root; a problem with a payload or a path. Goes out: the results of `equals`, `hashCode`, `getClass` and
`toString`; a `JavaError` with a hint, which `vtl` puts under its message. The names of the service's classes are not
known, so a root's class is plain Object.
"""

from __future__ import annotations

from vtlharness.java.methods.table import MethodTable, get_class
from vtlharness.java.values import JavaError


class RootError(JavaError):
    """A Java exception thrown by one of the roots; `hint` is None without advice."""

    def __init__(self, java_class: str, message: str, hint: str | None = None) -> None:
        super().__init__(java_class, message)
        self.hint = hint


def _equals(target: object, other: object) -> bool:
    return target is other


def _hash_code(_target: object) -> int:
    return 0  # Java's differs from run to run; a rendering must not


OBJECT_METHODS: MethodTable = {
    ("equals", 1): _equals,
    ("hashCode", 0): _hash_code,
    ("getClass", 0): get_class,
    ("toString", 0): str,
}
