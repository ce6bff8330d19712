"""Regular expressions of models: JSON schema's are ECMA 262's, as the service's own validator reads them.

Comes in: a `pattern`. Goes out: a pattern for Python. This is decided: no recording shows a pattern that two dialects
read differently (docs/fidelity.md#json-schema). `$` is the very end, `\\d` and `\\w` are ASCII; `\\p{L}` and named
groups work as in the newer editions.
"""

from __future__ import annotations

import re
from functools import lru_cache

from vtlharness.late_pattern import late_pattern
from vtlharness.limits.bounded_pattern import BoundedPattern

_PIECE = late_pattern(r"\\k<(\w+)>|\\(.)|(\(\?<)(?=[A-Za-z_$])|(\[\^?\])|(.)", re.DOTALL)
_OUTSIDE = {"d": "[0-9]", "D": "[^0-9]", "w": "[A-Za-z0-9_]", "W": "[^A-Za-z0-9_]", "/": "/"}
_IN_CLASS = {"d": "0-9", "w": "A-Za-z0-9_", "/": "/"}
_WHOLE = {"[]": "(?!)", "[^]": r"[\s\S]"}


@lru_cache(maxsize=1024)
def compiled_pattern(pattern: str) -> BoundedPattern:
    """An object with a `search` method. Raises ValueError for a text that is not a regular expression."""
    translated = _translated(pattern)
    try:
        return BoundedPattern(translated)
    except ValueError:
        return BoundedPattern(translated, plain=False)  # knows \p{L} and more


def pattern_problem(pattern: str) -> str | None:
    """The reason why a text is not a regular expression; None for one that is."""
    try:
        compiled_pattern(pattern)
    except ValueError as problem:
        return str(problem)
    return None


def _translated(pattern: str) -> str:
    """The pattern in Python's terms."""
    pieces = []
    in_class = False
    for name, escaped, group, empty, char in _PIECE.findall(pattern):
        if name:
            pieces.append(f"(?P={name})")
        elif escaped:
            known = _IN_CLASS if in_class else _OUTSIDE
            pieces.append(known.get(escaped, f"\\{escaped}"))
        elif group:
            pieces.append("(?<" if in_class else "(?P<")
        elif empty and not in_class:
            pieces.append(_WHOLE[empty])
        elif empty:
            pieces.append(f"\\{empty}")
            in_class = False
        elif char == "[":
            pieces.append("\\[" if in_class else "[")
            in_class = True
        elif char == "]":
            in_class = False
            pieces.append("]")
        else:
            pieces.append("\\Z" if char == "$" and not in_class else char)
    return "".join(pieces)
