"""Filters: from an expression to a function that says whether to keep an item.

A filter compares Jayway's value nodes. Here they are plain values: str, bool, None, int or Decimal for numbers (see
`jsonpath.syntax.numbers`), dict and list for the value of a path, `JsonLiteral` and `PatternLiteral` for literals, and
`MISSING` for a path that finds nothing. `jsonpath.filter_operators` applies the operators to them.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Protocol

from vtlharness.jsonpath.containers import is_array, is_object
from vtlharness.jsonpath.errors import InvalidPathError, JsonPathError
from vtlharness.jsonpath.filter_operators import EVALUATORS, comparable_number
from vtlharness.jsonpath.run import MISSING, Run
from vtlharness.jsonpath.syntax.tokens import And, Exists, Expression, JsonPath, Not, Operand, Or, PathOperand, Relation

Predicate = Callable[[Any, Run], bool]


class PathReader(Protocol):
    """A path ready to run."""

    def read(self, document: Any, root: Any, *, require: bool = False) -> Any:
        """The value, or MISSING if the path finds nothing."""


MakeReader = Callable[[JsonPath], PathReader]


def compile_filter(expression: Expression, reader: MakeReader) -> Predicate:
    """The predicate of a filter; `reader` prepares the paths in it.

    A part that does not apply (an InvalidPathError) makes the whole filter false, despite `!` and `||`; any other
    JsonPathError fails the path.
    """
    holds = _compile(expression, reader)

    def accept(item: Any, run: Run) -> bool:
        try:
            return holds(item, run)
        except InvalidPathError:
            return False

    return accept


def _compile(expression: Expression, reader: MakeReader) -> Predicate:
    if isinstance(expression, Relation):
        return _relation(expression, reader)
    if isinstance(expression, Exists):
        return _exists(expression, reader)
    if isinstance(expression, Not):
        operand = _compile(expression.operand, reader)
        return lambda item, run: not operand(item, run)
    operands = [_compile(operand, reader) for operand in expression.operands]
    if isinstance(expression, And):
        return lambda item, run: all(holds(item, run) for holds in operands)
    assert isinstance(expression, Or)
    return lambda item, run: any(holds(item, run) for holds in operands)


def _relation(relation: Relation, reader: MakeReader) -> Predicate:
    left, right = _operand(relation.left, reader), _operand(relation.right, reader)
    evaluate = EVALUATORS[relation.operator]
    return lambda item, run: evaluate(left(item, run), right(item, run))


def _exists(expression: Exists, reader: MakeReader) -> Predicate:
    # Jayway looks in the item even if the path begins with $
    path, wanted = reader(expression.operand.path), not expression.operand.negated
    return lambda item, run: (path.read(item, run.root, require=True) is not MISSING) is wanted


def _operand(operand: Operand, reader: MakeReader) -> Callable[[Any, Run], Any]:
    if not isinstance(operand, PathOperand):
        return lambda item, run: operand
    path, offset = reader(operand.path), operand.offset
    if operand.path.root != "$":
        return lambda item, run: node_of(path.read(item, run.root, require=run.require), offset)

    def from_root(item: Any, run: Run) -> Any:
        found = run.from_root.get(path, MISSING)
        if found is MISSING:
            found = run.from_root[path] = path.read(run.root, run.root, require=run.require)
        return node_of(found, offset)

    return from_root


def node_of(value: Any, offset: int) -> Any:
    """A value of the document as a filter compares it; raises JsonPathError for a value that it cannot compare."""
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None or kind is dict or kind is list or value is MISSING:
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, (float, Decimal)):
        return comparable_number(value, offset)
    if is_object(value) or is_array(value):
        return value
    raise JsonPathError("A filter cannot compare this kind of value", offset)
