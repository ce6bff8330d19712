"""Deep scan, `..`: passes every object and array below a value, in document order, to the token that follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vtlharness.java.keys import OTHER_KEYS
from vtlharness.jsonpath.containers import check_keys, is_array, is_object
from vtlharness.jsonpath.errors import JsonPathError
from vtlharness.jsonpath.run import CHARGED_AT_ONCE, FEW, Run, Step
from vtlharness.jsonpath.syntax.tokens import ArrayIndex, ArraySlice, Filter, Property, Token, Wildcard
from vtlharness.limits.budget import spend_items

DEPTH_LIMIT = 3000  # levels; a template can put a map into itself, and Java's stack ends at about as many

_SCALARS = frozenset((str, int, float, bool, type(None)))

Matches = Callable[[Any, Run], bool]


def walk(value: Any, run: Run, visit: Step) -> None:
    """Calls `visit` for each object and array, from `value` down, a container before its content.

    Raises LimitExceeded where a document that contains collections many times is too large.
    """
    visited = 0
    levels = [iter((value,))]
    while levels:
        for item in levels[-1]:
            kind = type(item)
            if kind in _SCALARS:
                continue
            if kind is dict or is_object(item):
                visit(item, run)
                if OTHER_KEYS:
                    check_keys(item, null=True)
                levels.append(iter(item.values()))
                break
            if is_array(item):
                visit(item, run)
                levels.append(iter(item))
                break
        else:
            levels.pop()
            continue
        visited += 1
        if visited == CHARGED_AT_ONCE:
            spend_items(visited)
            visited = 0
        if len(levels) > DEPTH_LIMIT:
            raise JsonPathError(f"The document is nested more than {DEPTH_LIMIT} levels deep for ..")
    if visited > FEW:
        spend_items(visited)


def scan_step(
    offset: int,
    target: Token | None,
    step: Step,
    after: Step | None,
    accept: Matches | None = None,
    *,
    mark: bool = False,
) -> Step:
    """The step of `..`: `step` is the step of the target and all that follows it, `after` the step after the target (if
    any).

    The target gets an object itself. The items of an array go to the step after the target, as in Jayway; without such
    a step, the target gets the array itself. `accept` is the target's filter; `mark` says to leave the number of the
    item in the run.
    """
    if target is None:

        def refuse(value: Any, run: Run) -> None:
            if is_object(value) or is_array(value):
                raise JsonPathError("A scan (..) must be followed by something", offset)

        return refuse
    matches = _matcher(target, after is None, accept)

    def visit(container: Any, run: Run) -> None:
        if not matches(container, run):
            return
        if after is None or is_object(container):
            step(container, run)
            return
        for index, item in enumerate(container):
            if mark:
                run.scanned_item = index
            after(item, run)

    def scan(value: Any, run: Run) -> None:
        walk(value, run, visit)

    return scan


def _matcher(target: Token, leaf: bool, accept: Matches | None) -> Matches:
    if isinstance(target, Property):
        names, name = target.names, target.names[0]
        if len(names) == 1:
            return lambda container, run: is_object(container) and name in container
        if not leaf:
            return lambda container, run: is_object(container)
        return lambda container, run: is_object(container) and all(name in container for name in names)
    if isinstance(target, (ArrayIndex, ArraySlice)):
        return lambda container, run: is_array(container)
    if isinstance(target, Wildcard):
        return lambda container, run: True
    if isinstance(target, Filter):
        assert accept is not None
        return accept
    return lambda container, run: False
