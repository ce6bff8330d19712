"""The Python values that Jayway takes for an object (java.util.Map) or for an array (java.util.List)."""

from __future__ import annotations

from typing import Any

from vtlharness.java.keys import key_value
from vtlharness.java.values import JavaArray, SubList, java_class
from vtlharness.jsonpath.errors import JsonPathError


def is_object(value: Any) -> bool:
    """Whether the value is a java.util.Map."""
    return isinstance(value, dict)


def is_array(value: Any) -> bool:
    """Whether the value is a java.util.List; a Java array (`split`) and the views of a map are not."""
    return type(value) is list or (isinstance(value, (list, SubList)) and not isinstance(value, JavaArray))


def has_other_keys(value: dict[Any, Any]) -> bool:
    """Whether a template has put a key other than a text into an object."""
    return any(type(key) is not str for key in value)


def check_keys(value: dict[Any, Any], *, null: bool) -> None:
    """Raises JsonPathError for an object with a key other than a text: Jayway fails where it walks all keys.

    `null` says whether it passes over a null key.
    """
    for key in value:
        if type(key) is str or (key is None and null):
            continue
        found = "null" if key is None else f"a {java_class(key_value(key)).rpartition('.')[2]}"
        raise JsonPathError(f"The path walks over an object in which a key is {found}, not a text")
