"""What a condition tells of the values in it, where it holds and where it does not.

`#if($x.matches("[a-z]+"))` leaves no hostile text to `$x`, `#if($x != "")` says that it is there, and behind
`#if($x != "a" && $x != "b")#set($x = "a")#end` it is one of two texts.
"""

from __future__ import annotations

from collections.abc import Iterator

from vtlharness.lint.flow.evaluation import Evaluator, without_last_step
from vtlharness.lint.flow.samples import kept
from vtlharness.lint.flow.scope import Scope
from vtlharness.lint.flow.values import EMPTY, NUMBER, Value
from vtlharness.lint.known_names import TEXT_METHODS
from vtlharness.vtl.syntax.nodes import (
    Binary,
    Expression,
    Interpolation,
    MethodCall,
    Not,
    Reference,
)

_ORDERED = frozenset(("<", ">", "<=", ">="))
MOST_PARTS = 50
"""The length of a chain of `&&` or `||` beyond which nobody looks at what its parts say together."""
_SIZES = frozenset({"size", "length"})


class Refiner:
    """Says what conditions tell; `meanings` are the conditions that Boolean variables hold."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self.meanings: dict[str, Expression] = {}

    def refine(self, scope: Scope, node: Expression, holds: bool) -> Scope:
        """The scope where a condition holds, or where it does not."""
        if isinstance(node, Not):
            return self.refine(scope, node.operand, not holds)
        if isinstance(node, Binary):
            return self._binary(scope, node, holds)
        if isinstance(node, Reference):
            return self._test(scope, node, holds)
        return scope

    def _binary(self, scope: Scope, node: Binary, holds: bool) -> Scope:
        operator = node.operator
        if operator in ("&&", "||"):
            return self._chain(scope, [*chain(node, operator)], holds, all_hold=(operator == "&&") is holds)
        left, right = lone_reference(node.left), lone_reference(node.right)
        if operator in ("==", "!="):
            equal = (operator == "==") is holds
            if left is not None:
                scope = self._compared(scope, left, node.right, equal)
            if right is not None:
                scope = self._compared(scope, right, node.left, equal)
        elif operator in _ORDERED and holds:
            scope = scope.copy()
            for side in (left, right):
                if side is not None:
                    scope.learn(self._evaluator.key(side), NUMBER)
                    self._there(scope, side)
        return scope

    def _chain(self, scope: Scope, parts: list[Expression], holds: bool, *, all_hold: bool) -> Scope:
        """The scope behind a chain of `&&` or `||`: each part is as wanted, or the first one that is."""
        if len(parts) > MOST_PARTS:
            return scope
        found: Scope | None = None
        for part in parts:
            if all_hold:
                scope = self.refine(scope, part, holds)
                continue
            here = self.refine(scope, part, holds)
            found = here if found is None else found.joined(here)
            scope = self.refine(scope, part, not holds)
        return scope if found is None else found

    def _compared(self, scope: Scope, node: Reference, other: Expression, equal: bool) -> Scope:
        value = self._evaluator.value(other, scope)
        if isinstance(other, Reference) and not other.steps and other.root not in scope.values:
            value = EMPTY  # a name that nothing sets stands for null
        scope = scope.copy()
        key = self._evaluator.key(node)
        if equal:
            if value.text is not None or not value.samples:
                known = value.text is not None or value.kind == "number"
                scope.learn(key, value if known else self._evaluator.reference(node, scope))
            if value.text:
                self._there(scope, node)
        elif value.text == "":
            mine = self._evaluator.reference(node, scope)
            scope.learn(key, mine._replace(missing=False, text=mine.text or None))
            self._there(scope, node)
        return scope

    def _test(self, scope: Scope, node: Reference, holds: bool) -> Scope:
        if not node.steps:
            meaning = self.meanings.get(node.root)
            return scope if meaning is None else self.refine(scope, meaning, holds)
        last = node.steps[-1]
        if not isinstance(last, MethodCall):
            return scope
        receiver_key = self._evaluator.key(node, len(node.steps) - 1)
        receiver = without_last_step(node)
        value = self._evaluator.reference(receiver, scope)
        argument = lone_reference(last.arguments[0]) if len(last.arguments) == 1 else None
        scope = scope.copy()
        if value.kind == "collection":
            if holds and argument is not None and last.name in ("contains", "containsKey"):
                key = self._evaluator.key(argument)
                items = value.items or Value()
                scope.learn(key, Value("text", items.samples, items.who))
            return scope
        texts = [self._evaluator.value(one, scope).text for one in last.arguments]
        known = [text for text in texts if text is not None]
        if len(known) == len(texts) and value.samples:
            value = value._replace(samples=kept(value.samples, last.name, known, holds))
        if holds or last.name == "isEmpty":
            value = value._replace(missing=value.missing and (holds is (last.name == "isEmpty")))
        scope.learn(receiver_key, value)
        return scope

    def _there(self, scope: Scope, node: Reference) -> None:
        """Behind `$x.size() > 0` and `$x.trim() != ""`, `$x` is there."""
        last = node.steps[-1] if node.steps else None
        if not isinstance(last, MethodCall) or last.name not in TEXT_METHODS | _SIZES:
            return
        key = self._evaluator.key(node, len(node.steps) - 1)
        receiver = without_last_step(node)
        scope.learn(key, self._evaluator.reference(receiver, scope)._replace(missing=False))


def chain(node: Expression, operator: str) -> Iterator[Expression]:
    """The parts of a chain of one operator, in order."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Binary) and part.operator == operator:
            waiting += (part.right, part.left)
        else:
            yield part


def lone_reference(node: Expression | None) -> Reference | None:
    """The reference that an expression is, also one in quotes; None for another expression."""
    if isinstance(node, Reference):
        return node if node.computable and not node.runt else None
    if isinstance(node, Interpolation) and len(node.block.statements) == 1:
        inner = node.block.statements[0]
        return inner if isinstance(inner, Reference) and not inner.escaped else None
    return None
