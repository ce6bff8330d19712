"""The counters of a template: which of its statements and branch arms a rendering reaches.

Comes in: the syntax tree, before code is generated. Goes out: `Counters`, the numbers of all counters, and the same
tree with a `Count` before each row of statements that run together. Only a template that is asked to count has any.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from vtlharness.vtl.compile.count_node import Count
from vtlharness.vtl.compile.usage import Usage, consists_of_references
from vtlharness.vtl.syntax.nodes import (
    Binary,
    Block,
    Break,
    Define,
    Expression,
    Foreach,
    If,
    Interpolation,
    Node,
    Statement,
    Stop,
    Text,
)


class Arm(NamedTuple):
    """One way to go on from a place in a template.

    `kind` is "true" or "false" for the condition of an `#if` or `#elseif`; "zero", "one" or "more" for the items of a
    `#foreach`; "skipped" or "evaluated" for the right operand of an `&&` or `||`. `word` is the text of the directive
    or operator that has the arm, `offset` its place, and `target` the offset of the block that it leads to, None where
    there is no written block. Its count is the sum of the counters `numbers`.
    """

    kind: str
    word: str
    offset: int
    target: int | None
    numbers: range


class Step(NamedTuple):
    """A piece of a template's text that is evaluated as often as one of its statements.

    `spans` are its offsets, from and to. Its count is the sum of the counters `numbers`, less the times that its row of
    statements ended in a failure; `before` is the number of statements before it in the row.
    """

    spans: tuple[tuple[int, int], ...]
    numbers: range
    before: int


class Row(NamedTuple):
    """Statements that run together: the counter before them, their offsets, and the function that has them: the offset
    of its block, 0 for the template's."""

    number: int
    spans: list[tuple[int, int]]
    function: int


class Condition(NamedTuple):
    """The condition of an `#elseif`: the counter of its failures, its offsets, and the function that has it."""

    number: int
    start: int
    end: int
    function: int


class Counters:
    """The counters of a template: there are `size`.

    `rounds` has the first of the three counters of a loop (no item, one, more); `operands` the two counters of an `&&`
    or `||` (right operand skipped as the first of its row, evaluated); `entered` the counter of the condition of an
    `#elseif` that has one. `deepest` is the number of blocks in one another.
    """

    def __init__(self) -> None:
        self.size = 0
        self.deepest = 0
        self.arms: list[Arm] = []
        self.steps: list[Step] = []
        self.rows: list[Row] = []
        self.conditions: list[Condition] = []
        self.entered: dict[Node, int] = {}
        self.rounds: dict[Node, int] = {}
        self.operands: dict[Node, tuple[int, int]] = {}

    def unfinished(self, function: int, offset: int) -> tuple[list[tuple[int, int]], list[int]]:
        """What a function of the template leaves undone that fails at an offset: the counter and the index of each
        statement that was running, and the counters of the `#elseif` conditions that failed."""
        statements = [
            (row.number, index)
            for row in self.rows
            if row.function == function
            for index, (start, end) in enumerate(row.spans)
            if start <= offset < end
        ]
        conditions = [
            condition.number
            for condition in self.conditions
            if condition.function == function and condition.start <= offset < condition.end
        ]
        return statements, conditions


def add_counters(block: Block, usage: Usage) -> Counters:
    """Puts the counters of a template into its tree. Raises RecursionError for one that nests too deeply."""
    writer = _Writer(usage)
    writer.block(block, 0)
    return writer.counters


class _Writer:
    """Goes through the tree in the order of the template."""

    def __init__(self, usage: Usage) -> None:
        self.counters = Counters()
        self._depth = 0
        self._everywhere = usage.leaves_block  # any reference may end the block that it stands in

    def _number(self, count: int = 1) -> int:
        number = self.counters.size
        self.counters.size += count
        return number

    def block(self, block: Block, function: int, number: int | None = None) -> bool:
        """Counts a block; `number` is its first counter, if it has one. Returns whether it may be left before its
        end."""
        if number is None:
            number = self._number()
        row = Row(number, [], function)
        self.counters.rows.append(row)
        self._depth += 1
        self.counters.deepest = max(self.counters.deepest, self._depth)
        statements: list[Any] = [Count(block.start, number)]
        leaves, begin = False, False
        for statement in block.statements:
            if begin:
                row = Row(self._number(), [], function)
                self.counters.rows.append(row)
                statements.append(Count(statement.start, row.number))
            row.spans.append((statement.start, statement.end))
            statements.append(statement)
            begin = self._statement(statement, row, function)
            leaves |= begin
            begin |= self._everywhere and not isinstance(statement, Text)
        block.statements = statements
        self._depth -= 1
        return leaves

    def _statement(self, node: Statement, row: Row, function: int) -> bool:
        """Counts what is inside a statement. Returns whether the statement may leave its block."""
        index = len(row.spans) - 1
        if isinstance(node, If):
            return self._if(node, row, index, function)
        if isinstance(node, Foreach):
            return self._foreach(node, row, index, function)
        if isinstance(node, Define):
            self._step(row, index, node.start, node.body.start)
            self.block(node.body, node.body.offset)
            return False
        inside = self._expression(node)
        self._step(row, index, node.start, node.end, inside)
        return isinstance(node, (Stop, Break))

    def _step(self, row: Row, index: int, start: int, end: int, without: Sequence[Block] = ()) -> None:
        """Notes the text of a statement, without the blocks of strings in it: these have counters of their own."""
        spans = _without(start, end, without)
        self.counters.steps.append(Step(spans, range(row.number, row.number + 1), index))

    def _if(self, node: If, row: Row, index: int, function: int) -> bool:
        leaves = False
        first = self._number(2 * len(node.branches))  # of each branch, behind the one of its #elseif, and of the #else
        end = first + 2 * len(node.branches)
        heads = [node.start, *(block.end for _, block in node.branches[:-1])]
        for number, start, (condition, block) in zip(range(first, end, 2), heads, node.branches, strict=False):
            inside = self._expression(condition)
            if number == first:
                self._step(row, index, start, block.start, inside)
            else:
                spans = _without(start, block.start, inside)
                self.counters.steps.append(Step(spans, self._evaluations(number, end), -1))
                if self._everywhere:
                    self.counters.entered[condition] = number - 1
                else:
                    self.counters.conditions.append(Condition(number - 1, condition.start, condition.end, function))
            leaves |= self.block(block, function, number)
        targets = [*heads[1:], _begin(node.otherwise) if node.otherwise else None]
        if node.otherwise is None:
            node.otherwise = Block(node.end, node.end, [])
        leaves |= self.block(node.otherwise, function, end - 1)
        for number, start, target, (_, block) in zip(range(first, end, 2), heads, targets, node.branches, strict=False):
            word = "#if" if number == first else "#elseif"
            self.counters.arms.append(Arm("true", word, start, _begin(block), range(number, number + 1)))
            self.counters.arms.append(Arm("false", word, start, target, self._evaluations(number + 2, end)))
        return leaves

    def _evaluations(self, number: int, end: int) -> range:
        """The counters of the evaluations of an `#elseif`, whose block has a number, or those of the `#else`; the last
        one of the `#if` is before `end`. A condition is evaluated as often as its block or one after it runs, or their
        conditions fail. Where strings may leave their block, it may end without that, and has a counter of its own."""
        return range(number - 1, number if self._everywhere else end)

    def _foreach(self, node: Foreach, row: Row, index: int, function: int) -> bool:
        inside = [] if node.items is None else self._expression(node.items)
        self._step(row, index, node.start, node.body.start, inside)
        first = self.counters.rounds[node] = self._number(3)
        leaves = self.block(node.body, function)
        for number, kind in enumerate(("zero", "one", "more")):
            target = _begin(node.body) if number else None
            self.counters.arms.append(
                Arm(kind, "#foreach", node.start, target, range(first + number, first + number + 1))
            )
        return leaves

    def _expression(self, node: Node) -> list[Block]:
        """Counts the operators in an expression or a simple statement. Returns the blocks of the strings in it that
        have counters."""
        blocks: list[Block] = []
        waiting = [node]
        while waiting:
            node = waiting.pop()
            if isinstance(node, Interpolation) and not consists_of_references(node):
                self.block(node.block, node.block.offset)
                blocks.append(node.block)
                continue
            if isinstance(node, Binary) and node.operator in ("&&", "||") and node not in self.counters.operands:
                self._operators(node)
            waiting += reversed(node.children())
        return blocks

    def _operators(self, node: Binary) -> None:
        """Counts a row of the same operator."""
        row: list[Binary] = []
        left: Expression = node
        while isinstance(left, Binary) and left.operator == node.operator:
            row.append(left)
            left = left.left
        first = self._number(2 * len(row))
        for number, operation in enumerate(reversed(row)):
            skipped, evaluated = first + number, first + len(row) + number
            self.counters.operands[operation] = skipped, evaluated
            offset = operation.offset
            self.counters.arms.append(Arm("evaluated", node.operator, offset, None, range(evaluated, evaluated + 1)))
            self.counters.arms.append(Arm("skipped", node.operator, offset, None, range(first, skipped + 1)))


def _without(start: int, end: int, blocks: Sequence[Block]) -> tuple[tuple[int, int], ...]:
    """A piece of text, without the blocks of strings in it."""
    spans = []
    for block in sorted(blocks, key=lambda block: block.start):
        spans.append((start, max(start + 1, block.start)))
        start = block.end
    if not blocks or start < end:
        spans.append((start, end))
    return tuple(spans)


def _begin(block: Block) -> int | None:
    """The offset of the first statement of a block that is more than blanks, None if there is none."""
    for statement in block.statements:
        if isinstance(statement, Text):
            if statement.text.strip():
                return statement.start + len(statement.text) - len(statement.text.lstrip())
        elif not isinstance(statement, Count):
            return statement.start
    return None
