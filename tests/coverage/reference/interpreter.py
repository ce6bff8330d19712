"""Renders a written template slowly, and counts what it reaches.

The rules are those of docs/coverage.md: a statement counts each time that it is evaluated, also when it fails; an arm
each time that the template goes on that way; a line as often as the statement on it that is evaluated most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from tests.coverage.reference.tree import (
    Assigned,
    Chosen,
    Compared,
    Counted,
    Defined,
    Expression,
    Fails,
    Known,
    Left,
    Listed,
    Logical,
    Name,
    Negated,
    Printed,
    Quoted,
    Repeated,
    Statement,
    Sum,
    Text,
    Written,
)
from tests.coverage.reference.writer import FIRST_VALUES

_COMPARISONS = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}

ArmKey = tuple[str, str, int]
"""The kind of an arm, the word of its directive or operator, and its offset."""


class _FailureError(Exception):
    """The rendering fails."""


class _StopError(Exception):
    """`#stop`."""


class _BreakError(Exception):
    """`#break`."""


class Reference:
    """The counts of a template over its renderings: `arms`, and of each piece of the text that is evaluated."""

    def __init__(self, template: Written) -> None:
        self._template = template
        self._pieces: Counter[tuple[int, int]] = Counter()
        self._defined: dict[str, tuple[Statement, ...]] = {}
        self._values: dict[str, Any] = {}
        self._out: list[str] = []
        self.arms: Counter[ArmKey] = Counter()
        self._declare(template.block)

    def render(self, data: dict[str, object]) -> str | None:
        """The text that a rendering gives; None where it fails."""
        self._defined, self._values, self._out = {}, {**FIRST_VALUES, "root": data}, []
        try:
            self._run(self._template.block)
        except _FailureError:
            return None
        except (_StopError, _BreakError):
            pass
        return "".join(self._out)

    def lines(self) -> dict[int, int]:
        """How often each line was reached, by its number."""
        text = self._template.text
        lines: dict[int, int] = {}
        for (start, end), count in self._pieces.items():
            line = text.count("\n", 0, start) + 1
            for part in text[start:end].split("\n"):
                if part.strip():
                    lines[line] = max(count, lines.get(line, 0))
                line += 1
        return dict(sorted(lines.items()))

    # What there is

    def _declare(self, block: Iterable[Statement]) -> None:
        """Notes all pieces and arms of a block, which no rendering has reached yet."""
        for statement in block:
            match statement:
                case Text() | Left():
                    self._pieces[statement.start, statement.end] += 0
                case Printed():
                    self._pieces[statement.start, statement.end] += 0
                    self._declare_in(statement.value)
                case Assigned():
                    self._piece(statement.start, statement.end, statement.strings, 0)
                    self._declare_in(statement.value)
                case Chosen():
                    for branch in statement.branches:
                        self._piece(*branch.head, branch.strings, 0)
                        for kind in ("true", "false"):
                            self.arms[kind, branch.word, branch.head[0]] += 0
                        self._declare_in(branch.condition)
                        self._declare(branch.block)
                    self._declare(statement.otherwise)
                case Repeated():
                    self._pieces[statement.head] += 0
                    for kind in ("zero", "one", "more"):
                        self.arms[kind, "#foreach", statement.head[0]] += 0
                    self._declare(statement.block)
                case Defined():
                    self._pieces[statement.head] += 0
                    self._declare(statement.block)

    def _declare_in(self, expression: Expression) -> None:
        match expression:
            case Logical():
                for kind in ("evaluated", "skipped"):
                    self.arms[kind, expression.word, expression.offset] += 0
                self._declare_in(expression.left)
                self._declare_in(expression.right)
            case Compared() | Sum():
                self._declare_in(expression.left)
                self._declare_in(expression.right)
            case Negated():
                self._declare_in(expression.operand)
            case Quoted():
                if expression.with_directives:
                    self._declare(expression.parts)

    def _piece(self, start: int, end: int, without: tuple[tuple[int, int], ...], times: int = 1) -> None:
        """Counts a piece of text, without the strings with directives in it: their statements count alone."""
        for begin, finish in without:
            self._pieces[start, begin] += times
            start = finish
        self._pieces[start, end] += times

    # Statements

    def _run(self, block: Iterable[Statement], *, counted: bool = True) -> None:
        for statement in block:
            match statement:
                case Text():
                    self._pieces[statement.start, statement.end] += counted
                    self._out.append(statement.text)
                case Printed():
                    self._pieces[statement.start, statement.end] += counted
                    self._print(statement)
                case Assigned():
                    self._piece(statement.start, statement.end, statement.strings)
                    self._values[statement.name] = self._value(statement.value)
                case Chosen():
                    self._choose(statement)
                case Repeated():
                    self._repeat(statement)
                case Defined():
                    self._pieces[statement.head] += 1
                    self._defined[statement.name] = statement.block
                case Left():
                    self._pieces[statement.start, statement.end] += 1
                    raise _StopError if statement.word == "stop" else _BreakError

    def _print(self, statement: Printed) -> None:
        if statement.block is None:
            self._out.append(str(self._value(statement.value)))
            return
        with suppress(_BreakError):
            self._run(self._defined[statement.block])

    def _choose(self, statement: Chosen) -> None:
        for branch in statement.branches:
            self._piece(*branch.head, branch.strings)
            holds = self._holds(branch.condition)
            self.arms["true" if holds else "false", branch.word, branch.head[0]] += 1
            if holds:
                self._run(branch.block)
                return
        self._run(statement.otherwise)

    def _repeat(self, statement: Repeated) -> None:
        self._pieces[statement.head] += 1
        items = self._value(statement.items)
        items = items if isinstance(items, list) else []
        self.arms[("zero", "one", "more")[min(len(items), 2)], "#foreach", statement.head[0]] += 1
        around = self._values.get("foreach")
        try:
            for number, item in enumerate(items):
                last = number + 1 == len(items)
                self._values["foreach"] = {"hasNext": not last, "first": number == 0, "last": last}
                self._values[statement.variable] = item
                self._run(statement.block)
        except _BreakError:
            pass
        self._values["foreach"] = around

    # Expressions

    def _holds(self, expression: Expression) -> bool:
        """Whether a condition holds: all that is not false does, also a value that is missing."""
        return self._value(expression) is not False

    def _value(self, expression: Expression) -> Any:
        match expression:
            case Known():
                return expression.value
            case Name():
                value: Any = self._values
                for name in expression.path:
                    value = value.get(name)
                return value
            case Fails():
                raise _FailureError
            case Logical():
                return self._logical(expression)
            case Compared():
                return _COMPARISONS[expression.operator](self._value(expression.left), self._value(expression.right))
            case Negated():
                return not self._holds(expression.operand)
            case Sum():
                return self._value(expression.left) + self._value(expression.right)
            case Listed():
                return [self._value(item) for item in expression.items]
            case Counted():
                first, last = self._value(expression.first), self._value(expression.last)
                return list(range(first, last + 1)) if first <= last else list(range(first, last - 1, -1))
            case Quoted():
                return self._quoted(expression)

    def _logical(self, expression: Logical) -> bool:
        skips = self._holds(expression.left) is (expression.word == "||")
        self.arms["skipped" if skips else "evaluated", expression.word, expression.offset] += 1
        return expression.word == "||" if skips else self._holds(expression.right)

    def _quoted(self, expression: Quoted) -> str:
        outer, self._out = self._out, []
        try:
            self._run(expression.parts, counted=expression.with_directives)
            return "".join(self._out)
        finally:
            self._out = outer
