"""What `$foreach.index` and the like give where the loop itself answers, as values and as text."""

from __future__ import annotations

from typing import Any

from vtlharness.vtl.compile.closures.scope import Evaluate, Loop, Values


def loop_value(loop: Loop, state: str) -> Evaluate:
    """The value of a property of the loop."""
    index, last = loop.index, loop.last
    if state == "index":
        return lambda v: v[index]
    if state == "count":
        return lambda v: v[index] + 1
    if state == "hasNext":
        return lambda v: v[index] < v[last]
    if state == "first":
        return lambda v: v[index] == 0
    return lambda v: v[index] >= v[last]


def loop_text(loop: Loop, state: str) -> Evaluate:
    """The same as text."""
    value = loop_value(loop, state)
    if state in ("index", "count"):
        return lambda v: str(value(v))

    def print_bool(v: Values) -> Any:
        return "true" if value(v) else "false"

    return print_bool
