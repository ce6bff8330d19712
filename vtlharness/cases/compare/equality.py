"""Whether two JSON values are equal, which is all that a passing case needs, and where two texts begin to differ.

Numbers are the same by value (1 and 1.0, 0 and -0.0), whatever their size; true is not 1; text is the same by code
points; the order of an object's keys does not count.
"""

from __future__ import annotations

from typing import Any

_NUMBERS = (int, float)


def json_equal(left: object, right: object) -> bool:
    """Whether two JSON values (dict, list, str, int, float, bool, None) are the same. Nesting may be of any depth."""
    pairs: list[tuple[Any, Any]] = [(left, right)]
    while pairs:
        one, other = pairs.pop()
        kind = type(one)
        if kind is not type(other):
            if kind not in _NUMBERS or type(other) not in _NUMBERS or one != other:
                return False
        elif kind is dict or isinstance(one, dict):
            if len(one) != len(other):
                return False
            for key, value in one.items():
                if key not in other:
                    return False
                against = other[key]
                if type(value) is not str or type(against) is not str:
                    pairs.append((value, against))
                elif value != against:  # most values are texts
                    return False
        elif kind is list or isinstance(one, list):
            if len(one) != len(other):
                return False
            pairs.extend(zip(one, other, strict=True))
        elif one != other:
            return False
    return True


def first_difference(one: str, other: str) -> int:
    """The offset at which two different texts begin to differ."""
    low, high = 0, min(len(one), len(other))
    while low < high:  # the longest equal beginning, by halves
        middle = (low + high + 1) // 2
        if one.startswith(other[low:middle], low):
            low = middle
        else:
            high = middle - 1
    return low
