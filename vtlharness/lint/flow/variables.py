"""The variables that a template writes and reads, anywhere in it."""

from __future__ import annotations

from typing import NamedTuple

from vtlharness.vtl.syntax.nodes import (
    Block,
    Constant,
    Define,
    Foreach,
    Index,
    MethodCall,
    Node,
    Property,
    Reference,
    Set,
    Step,
)
from vtlharness.vtl.syntax.walk import walk


class Variables(NamedTuple):
    """`written` by a `#set`, `#foreach` or `#define`; `read` by any reference; `nodes` is the whole tree in order."""

    written: frozenset[str]
    read: frozenset[str]
    nodes: tuple[Node, ...]
    targets: frozenset[Node]


def variables_of(block: Block) -> Variables:
    """The variables of a template."""
    nodes = tuple(walk(block))
    targets = frozenset(node.target for node in nodes if isinstance(node, Set))
    written, read = set(), set()
    for node in nodes:
        if isinstance(node, Set) and not node.target.steps:
            written.add(node.target.root)
        elif isinstance(node, (Foreach, Define)):
            written.add(node.variable)
        elif isinstance(node, Reference) and (node not in targets or node.steps):
            read.add(node.root)
            read.update(node.root[:at] for at, character in enumerate(node.root) if character == "-")  # as was meant
    return Variables(frozenset(written), frozenset(read), nodes, targets)


def member_name(step: Step) -> str | None:
    """The name of the member that a step reads; None if it is not written out."""
    if isinstance(step, Property):
        return step.name
    if isinstance(step, MethodCall) and step.name != "get":
        return None
    argument = step.argument if isinstance(step, Index) else step.arguments[0] if step.arguments else None
    return argument.value if isinstance(argument, Constant) and isinstance(argument.value, str) else None
