"""`VTL122` in loops that skip items: the comma of `$foreach.hasNext` stands where a skipped last item leaves it.

Comes in: a loop that prints a list. Goes out: findings, at the `#if` that prints the comma.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vtlharness.lint.findings_list import Report
from vtlharness.vtl.syntax.nodes import (
    Block,
    Expression,
    Foreach,
    If,
    MethodCall,
    Property,
    Reference,
    Set,
    Statement,
    Text,
)
from vtlharness.vtl.syntax.walk import walk

_BEHIND = frozenset({"hasNext", "last"})
_IN_FRONT = frozenset({"index", "count", "first"})
_OF_FOREACH = {"velocityHasNext": "hasNext", "velocityCount": "count"}


def skipped_rounds(loop: Foreach, report: Report) -> None:
    """Finds the commas that a round prints for an item which another round skips."""
    changing = {loop.variable, *(one.target.root for one in walk(loop.body) if isinstance(one, Set))}
    visible = _visible(loop.body.statements)
    for skipping, last in ((visible[-1:], True), (visible[:1], False)):
        if not skipping or not isinstance(skipping[0], If):
            continue
        for comma in _commas(skipping[0], changing, last=last):
            if last:
                message = "when this loop skips its last item, this comma ends up behind the last one that it prints"
            else:
                message = "when this loop skips its first item, this comma ends up before the first one that it prints"
            hint = 'count what it prints: #set($comma = "") before the loop, $comma in front, #set($comma = ",") after'
            report.add("VTL122", comma.offset, message, hint)


def _commas(node: If, changing: set[str], *, last: bool) -> Iterator[If]:
    """The `#if`s inside another one that print the comma of a round, if the other may print nothing for an item."""
    skips = node.otherwise is None or not _visible(node.otherwise.statements)
    skips = skips or any(not _visible(block.statements) for _, block in node.branches)
    depends = any(_mentions(condition, changing) for condition, _ in node.branches)
    blocks: list[Block] = [block for _, block in node.branches]
    blocks += [] if node.otherwise is None else [node.otherwise]
    for block in blocks:
        visible = _visible(block.statements)
        edge = visible[-1 if last else 0] if len(visible) > 1 else None
        if not isinstance(edge, If):
            continue
        if skips and depends and _is_comma(edge, _BEHIND if last else _IN_FRONT):
            yield edge
        else:
            yield from _commas(edge, changing, last=last)


def _is_comma(node: If, members: frozenset[str]) -> bool:
    """Whether an `#if` prints a comma by the place of the round."""
    if node.otherwise is not None or len(node.branches) != 1:
        return False
    condition, block = node.branches[0]
    visible = _visible(block.statements)
    only = visible[0] if len(visible) == 1 else None
    return isinstance(only, Text) and only.text.strip() == "," and _asks_loop(condition, members)


def _asks_loop(condition: Expression, members: frozenset[str]) -> bool:
    for one in walk(condition):
        if not isinstance(one, Reference):
            continue
        step = one.steps[0] if one.steps else None
        name = step.name if isinstance(step, (Property, MethodCall)) else None
        if one.root in _OF_FOREACH or (one.root == "foreach" and name is not None):
            found = _OF_FOREACH.get(one.root) or str(name)
            return found in members
    return False


def _mentions(condition: Expression, names: set[str]) -> bool:
    references = [one for one in walk(condition) if isinstance(one, Reference)]
    return any(one.root in names for one in references) and not any(one.root in _LOOPS for one in references)


_LOOPS = frozenset({"foreach", *_OF_FOREACH})


def _visible(statements: Sequence[Statement]) -> list[Statement]:
    """What may print: statements other than blanks and `#set`."""
    return [
        one for one in statements if not (isinstance(one, Text) and not one.text.strip()) and not isinstance(one, Set)
    ]
