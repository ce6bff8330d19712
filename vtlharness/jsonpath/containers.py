"""The Python values that Jayway takes for an object (java.util.Map) or for an array (java.util.List)."""

from __future__ import annotations

from typing import Any

from vtlharness.java.values import JavaArray, SubList


def is_object(value: Any) -> bool:
    """Whether the value is a java.util.Map."""
    return isinstance(value, dict)


def is_array(value: Any) -> bool:
    """Whether the value is a java.util.List; a Java array (`split`) and the views of a map are not."""
    return type(value) is list or (isinstance(value, (list, SubList)) and not isinstance(value, JavaArray))
