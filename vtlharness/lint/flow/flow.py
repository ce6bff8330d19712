"""Follows a template from its beginning to its end, branch by branch, and tells the rules what they look at.

Comes in: the tree. The rules hear of each reference that prints (with its value and the place in the JSON), of each
`#set`, of each condition. A loop is followed twice, first in silence, so that its later rounds are known.
"""

from __future__ import annotations

from typing import Protocol

from vtlharness.lint.flow.evaluation import Evaluator, items_of, printed_as_written
from vtlharness.lint.flow.json_state import JsonState
from vtlharness.lint.flow.refinement import Refiner
from vtlharness.lint.flow.scope import Scope
from vtlharness.lint.flow.values import BOOLEAN, Value, joined
from vtlharness.lint.known_names import CHANGING_METHODS
from vtlharness.vtl.syntax.nodes import (
    Block,
    Break,
    Define,
    Expression,
    Foreach,
    If,
    MethodCall,
    Reference,
    Set,
    Statement,
    Stop,
    Text,
)

_DEEPEST_BLOCK = 8


class Listener(Protocol):
    """What the flow tells."""

    def printed(self, node: Reference, value: Value, state: JsonState, scope: Scope) -> None:
        """A reference prints a value."""

    def assigned(self, node: Set, value: Value, scope: Scope) -> None:
        """A `#set` gives a value to a reference."""

    def condition(self, node: Expression, scope: Scope) -> None:
        """A condition is asked."""

    def literal(self, node: Text, state: JsonState) -> None:
        """A literal text prints."""

    def branched(self, node: Foreach | If, state: JsonState) -> None:
        """A loop or an `#if` begins."""


class Flow:
    """One way through a template; `quiet` tells that nobody listens."""

    def __init__(self, evaluator: Evaluator, listener: Listener) -> None:
        self.evaluator = evaluator
        self._listener = listener
        self._refiner = Refiner(evaluator)
        self._silent = 0
        self._blocks = 0

    def follow(self, block: Block) -> None:
        """Follows the whole template."""
        self._block(block, Scope(), JsonState())

    def _block(self, block: Block, scope: Scope, state: JsonState) -> None:
        for statement in block.statements:
            if scope.dead:
                return
            self._statement(statement, scope, state)

    def _statement(self, statement: Statement, scope: Scope, state: JsonState) -> None:
        if isinstance(statement, Text):
            if not self._silent:
                self._listener.literal(statement, state)
            state.text(statement.text)
        elif isinstance(statement, Reference):
            self._print(statement, scope, state)
        elif isinstance(statement, Set):
            self._set(statement, scope)
        elif isinstance(statement, If):
            self._listener.branched(statement, state)
            self._if(statement, scope, state)
        elif isinstance(statement, Foreach):
            self._listener.branched(statement, state)
            self._foreach(statement, scope, state)
        elif isinstance(statement, Define):
            self.evaluator.defines[statement.variable] = statement.body
            scope.values.pop(statement.variable, None)
        elif isinstance(statement, (Stop, Break)):
            scope.dead = True

    def _print(self, node: Reference, scope: Scope, state: JsonState) -> None:
        written = printed_as_written(node)
        if written is not None:
            state.text(written)
            return
        body = self.evaluator.block_of(node)
        if body is not None:
            if self._blocks < _DEEPEST_BLOCK and self.evaluator.room_for_block():
                self._blocks += 1
                self._block(body, scope, state)
                self._blocks -= 1
            return
        state.text(node.prefix)
        value = self.evaluator.reference(node, scope)
        self._change(node, scope)
        if not self._silent:
            self._listener.printed(node, value, state, scope)
        if value.text is None:
            state.value()
        else:
            state.text(value.text)

    def _set(self, node: Set, scope: Scope) -> None:
        value = self.evaluator.value(node.value, scope)
        self._change(node.value, scope)
        if not self._silent:
            self._listener.assigned(node, value, scope)
        target = node.target
        if not target.steps:
            if target.assigned == target.root:
                scope.assign(target.root, value)
                self.evaluator.defines.pop(target.root, None)
                if value == BOOLEAN:
                    self._refiner.meanings[target.root] = node.value
                else:
                    self._refiner.meanings.pop(target.root, None)
            return
        self._put(target.root, [value], scope)
        key = self.evaluator.key(target)
        for stale in [one for one in scope.values if one.startswith(f"{key}.") or one == key]:
            del scope.values[stale]
        if target.root == "context":
            scope.learn(key, value)

    def _change(self, node: Expression, scope: Scope) -> None:
        """A call such as `$list.add($x)` puts values into what the template made."""
        if not isinstance(node, Reference) or not node.steps:
            return
        last = node.steps[-1]
        if isinstance(last, MethodCall) and last.name in CHANGING_METHODS:
            self._put(node.root, [self.evaluator.value(one, scope) for one in last.arguments], scope)

    def _put(self, root: str, values: list[Value], scope: Scope) -> None:
        known = scope.values.get(root)
        if known is None or known.kind != "collection":
            return
        items = known.items
        for value in values:
            value = value.items or Value() if value.kind == "collection" else value
            items = value if items is None else joined(items, value)
        scope.learn(root, known._replace(items=items))

    def _if(self, node: If, scope: Scope, state: JsonState) -> None:
        ends: list[tuple[Scope, JsonState]] = []
        rest = scope.copy()
        for condition, block in node.branches:
            if not self._silent:
                self._listener.condition(condition, rest)
            inside, there = self._refiner.refine(rest, condition, True).copy(), state.copy()
            meanings = dict(self._refiner.meanings)
            self._block(block, inside, there)
            self._refiner.meanings = {
                name: meaning for name, meaning in self._refiner.meanings.items() if meanings.get(name) is meaning
            }
            ends.append((inside, there))
            rest = self._refiner.refine(rest, condition, False).copy()
        there = state.copy()
        if node.otherwise is not None:
            self._block(node.otherwise, rest, there)
        ends.append((rest, there))
        alive = [end for end in ends if not end[0].dead]
        if not alive:
            scope.dead = True
            return
        found, after = alive[0]
        for other, place in alive[1:]:
            found = found.joined(other)
            after.join(place)
        scope.take(found)
        state.take(after)

    def _foreach(self, node: Foreach, scope: Scope, state: JsonState) -> None:
        if node.items is None:
            return
        item = items_of(self.evaluator.value(node.items, scope))
        outer = scope.values.get(node.variable)
        inside = scope.copy()
        inside.assign(node.variable, item)
        if not self._silent:
            self._silent += 1
            self._block(node.body, inside, state.copy())
            self._silent -= 1
            inside.dead = False
            inside = scope.joined(inside).copy()
            inside.assign(node.variable, items_of(self.evaluator.value(node.items, inside)))
        there = state.copy()
        self._block(node.body, inside, there)
        inside.dead = False
        after = scope.joined(inside).copy()
        if outer is not None:
            after.assign(node.variable, outer)
        else:
            after.values.pop(node.variable, None)
        scope.take(after)
        state.join(there)
