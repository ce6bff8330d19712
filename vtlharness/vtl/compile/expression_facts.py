"""What the writers of all forms of a template ask of an expression: its place, its literals, its row of operations."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

from vtlharness.vtl.syntax.nodes import (
    Binary,
    Block,
    Constant,
    Expression,
    If,
    Interpolation,
    Not,
    Range,
    Reference,
    Text,
)

FEW = 32
"""The number of items that a list in a template can have without being charged."""

NO_FINDING = ""
"""In place of a rule: a trap of which nothing is told."""

KIND_METHODS = frozenset({"size", "keySet", "entrySet", "values", "isEmpty", "length", "containsKey"})
"""Methods that a condition calls to ask whether a value is a text, a list or a map: to have none is an answer."""


def flat(node: Binary, operators: Container[str]) -> tuple[Expression, list[Binary]]:
    """The first operand of a row of operations that is calculated from the left, and the operations."""
    operations = []
    left: Expression = node
    while isinstance(left, Binary) and left.operator in operators:
        operations.append(left)
        left = left.left
    return left, operations[::-1]


def first_place(node: Expression) -> int:
    """The place that a failure of the expression shows: its first reference that can fail, else its beginning."""
    while isinstance(node, Binary):
        node = node.right if isinstance(node.left, Constant) else node.left
    if isinstance(node, Not):
        return first_place(node.operand)
    if isinstance(node, Interpolation):
        return next((part.offset for part in node.block.statements if isinstance(part, Reference)), node.offset)
    return node.offset


def literals_of(arguments: list[Expression]) -> tuple[Any, ...] | None:
    """The values of arguments that are all literals, else None."""
    values: list[Any] = []
    for argument in arguments:
        if isinstance(argument, Constant):
            values.append(argument.value)
        elif isinstance(argument, Interpolation) and (text := argument.only_text()) is not None:
            values.append(text)
        else:
            return None
    return tuple(values)


def compared_in_a_row(conditions: Iterable[Expression]) -> str | None:
    """The variable that each of some conditions compares with a text: `$x == "a"`, then `$x == "b"`."""
    roots: set[str | None] = set()
    for node in conditions:
        left = node.left if isinstance(node, Binary) and node.operator == "==" else None
        if not isinstance(left, Reference) or left.steps or left.runt or not left.computable:
            return None
        assert isinstance(node, Binary)
        if not isinstance(node.right, Constant) or type(node.right.value) is not str:
            return None
        roots.add(left.root)
    return roots.pop() if len(roots) == 1 else None


def printed_literal(node: Reference) -> str:
    """The text that a reference to a block prints that contains itself too deeply."""
    # The engine prints the backslashes before it twice there.
    backslashes = node.prefix[: len(node.prefix) - len(node.prefix.lstrip("\\"))]
    return backslashes + node.prefix + ("" if node.quiet else node.literal)


def operand_literal(node: Expression) -> str:
    """The text that a null operand of `+` prints."""
    if isinstance(node, Reference):
        return node.literal
    return node.literal if isinstance(node, (Binary, Range)) else "null"


def only_text(block: Block) -> str | None:
    """The text of a block that consists of text only."""
    statement = block.statements[0] if len(block.statements) == 1 else None
    return statement.text if isinstance(statement, Text) else None


def texts_to_choose(node: If) -> tuple[str, str] | None:
    """The texts between which an `#if` chooses, if it does nothing else: that of its branch, and the other one."""
    if len(node.branches) > 1:
        return None
    text = only_text(node.branches[0][1])
    other = only_text(node.otherwise) if node.otherwise else ""
    return None if text is None or other is None else (text, other)
