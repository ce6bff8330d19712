"""Regular expressions that are compiled at their first use: a run defines many and uses a few of them."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _LatePattern:
    """Stands for a compiled expression; it keeps each method that it was asked for as an attribute of its own."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self._given = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # asked by `copy`, `pickle` and `inspect`, which do not mean the expression
            raise AttributeError(name)
        pattern, flags = self._given
        found = getattr(re.compile(pattern, flags), name)
        self.__dict__[name] = found
        return found


def late_pattern(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, made when one of its methods is first asked for; it must be known to compile."""
    return cast("re.Pattern[AnyStr]", _LatePattern(pattern, flags))
