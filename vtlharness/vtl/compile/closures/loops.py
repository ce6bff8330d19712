"""`#foreach` as a function that runs its rounds.

`loop_runner` chooses between the usual loop and one that does everything that a loop can need. Both do what
`vtl.compile.codegen` writes for a loop, in the same order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from vtlharness.limits.budget import more_rounds
from vtlharness.vtl.compile.closures.scope import (
    BUDGET,
    FIRST,
    LEFT,
    REACHED,
    Evaluate,
    Loop,
    Run,
    TemplateScope,
    Values,
)
from vtlharness.vtl.compile.function_header import LOOP_VARIABLES
from vtlharness.vtl.foreach_scope import ForeachScope
from vtlharness.vtl.runtime import MAX_ROUNDS, NO_ITEMS, BreakLoop, LoopGuard, first_rounds, leave_loop
from vtlharness.vtl.syntax.nodes import Foreach

Items: TypeAlias = "tuple[Callable[[Any], Any], Evaluate]"
"""What makes the items of a value, and the value."""


def loop_runner(scope: TemplateScope, loop: Loop, node: Foreach, items: Items, place: int, body: Run) -> Run:
    """The function of a loop whose body is written. `place` is that of the value that it runs over."""
    usage = scope.usage
    trap = scope.trap("VTL311", node.offset, len("#foreach"), str(MAX_ROUNDS))
    leaves_early = usage.mutates or usage.leaves_block or node in usage.left_early
    usual = not (
        leaves_early
        or usage.foreach_object
        or "velocityCount" in scope.places
        or "velocityHasNext" in scope.places
        or node.variable in LOOP_VARIABLES
        or node.variable in scope.null_rounds
        or node.variable in usage.assigned_in[node]
    )
    if usual:
        return _usual_loop(loop, scope.places[node.variable], node.offset, trap, items, place, body)
    return _any_loop(scope, loop, node, trap, leaves_early, items, place, body)


def _usual_loop(loop: Loop, variable: int, offset: int, trap: int, items: Items, place_of_items: int, body: Run) -> Run:
    make, value = items
    index, last = loop.index, loop.last

    def run_loop(v: Values, out: list[str], place: int = place_of_items) -> None:
        items = make(value(v))
        place = offset  # noqa: F841 - where a failure is
        count = len(items)
        if not count:
            return
        before = v[variable]
        v[last] = count - 1
        if count > 1:  # a single round costs what an #if does, so it is not counted
            if count > MAX_ROUNDS:
                items = first_rounds(items, trap, v[REACHED])
                count = MAX_ROUNDS
            v[LEFT] = left = v[LEFT] - count
            if left < 0:
                v[LEFT] = more_rounds(v[BUDGET], left, out, v[FIRST])
        for v[index], v[variable] in enumerate(items):
            body(v, out)
        v[variable] = before

    return run_loop


def _any_loop(
    scope: TemplateScope,
    loop: Loop,
    node: Foreach,
    trap: int,
    leaves_early: bool,
    items: Items,
    place_of_items: int,
    body: Run,
) -> Run:
    make, value = items
    usage, places, offset = scope.usage, scope.places, node.offset
    variable = places[node.variable]
    velocity_count, has_next = places.get("velocityCount"), places.get("velocityHasNext")
    saved = [place for place in (variable, velocity_count, has_next) if place is not None]
    foreach = places["foreach"] if usage.foreach_object else None
    null_rounds = scope.null_rounds.get(node.variable)
    # A loop that takes the name of its scope for its variable fails behind its rounds, even if there were none.
    ends = loop.hides_scope or node.variable in usage.masked
    mutates = usage.mutates

    def begin_round(v: Values, out: list[str], index: int, item: Any, own: Any, rounds: Any) -> None:
        v[loop.index] = index
        if velocity_count is not None:
            v[velocity_count] = index + 1
        if has_next is not None:
            v[has_next] = index < v[loop.last]
        v[loop.item] = item
        hidden = null_rounds is not None and not v[null_rounds].begin_round(rounds, item)
        v[variable] = None if hidden else item
        if leaves_early:
            v[LEFT] -= 1
            if v[LEFT] < 0:
                v[LEFT] = more_rounds(v[BUDGET], v[LEFT], out, v[FIRST])
        if own is not None:
            own.index = index
            own.has_next = index < v[loop.last]

    def run_loop(v: Values, out: list[str], place: int = place_of_items) -> None:
        collection = value(v)
        items = make(collection)
        place = offset  # noqa: F841 - where a failure is
        count = len(items)
        if items is NO_ITEMS if ends else not count:
            return
        before = [v[saved_place] for saved_place in saved]
        v[loop.before] = before[0]
        own = None
        if foreach is not None:
            own = v[foreach] = ForeachScope(v[foreach])
        v[loop.last] = count - 1
        rounds = None if null_rounds is None else v[null_rounds].begin_loop()
        guard = LoopGuard(collection, items) if mutates else None
        if count > 1:
            if count > MAX_ROUNDS:
                items = first_rounds(items, trap, v[REACHED])
                count = MAX_ROUNDS
            if not leaves_early:
                v[LEFT] -= count
                if v[LEFT] < 0:
                    v[LEFT] = more_rounds(v[BUDGET], v[LEFT], out, v[FIRST])
        try:
            for index, item in enumerate(items):
                begin_round(v, out, index, item, own, rounds)
                body(v, out)
                if guard is not None and guard.ends(index):
                    break
        except BreakLoop as ended:
            if ended.scope is not None and ended.scope is not own:
                raise
        for saved_place, old in zip(saved, before, strict=True):
            v[saved_place] = old
        if null_rounds is not None and not v[null_rounds].end_loop(rounds, before[0]):
            v[variable] = None
        if foreach is not None:
            v[foreach] = leave_loop(v[foreach])

    return run_loop
