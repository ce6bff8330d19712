"""What `$input` and `$util` offer besides their own methods: those of every Java object.

Comes in: a root. Goes out: what `equals`, `hashCode`, `getClass` and `toString` give. Used by: `gateway.input`,
`gateway.util`. What the service's classes are called is not known, so a root's class is plain Object.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vtlharness.java.values import JavaClass, java_class


def _equals(target: object, other: object) -> bool:
    return target is other


def _hash_code(_target: object) -> int:
    return 0  # Java's differs from run to run; a rendering shall not


def _get_class(target: object) -> JavaClass:
    return JavaClass(java_class(target))


OBJECT_METHODS: dict[tuple[str, int], Callable[..., Any]] = {
    ("equals", 1): _equals,
    ("hashCode", 0): _hash_code,
    ("getClass", 0): _get_class,
    ("toString", 0): str,
}
