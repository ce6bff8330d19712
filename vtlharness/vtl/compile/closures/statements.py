"""Statements and blocks to functions that run them.

The methods decide as those of `vtl.compile.codegen` do. A function has the offset in the template that a failure shows
in its local `place` (see `vtl.compile.closures.places`); of several such functions that are running, the innermost
counts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vtlharness.java.methods.table import set_index, set_property
from vtlharness.limits.budget import joined
from vtlharness.vtl.compile.closures.expressions import ExpressionClosures
from vtlharness.vtl.compile.closures.loops import Items, loop_runner
from vtlharness.vtl.compile.closures.scope import Evaluate, Loop, Run, TemplateScope, Values
from vtlharness.vtl.compile.expression_facts import first_place, printed_literal, texts_to_choose
from vtlharness.vtl.compile.usage import can_be_null
from vtlharness.vtl.runtime import (
    BreakLoop,
    DefinedBlock,
    RenderFailure,
    StopTemplate,
    break_scope,
    leave_loop,
    live_sequence,
    sequence,
    write,
)
from vtlharness.vtl.syntax.nodes import (
    Block,
    Break,
    Define,
    Failure,
    Foreach,
    If,
    Index,
    Interpolation,
    MethodCall,
    Reference,
    Set,
    Stop,
    Text,
)


class StatementClosures:
    """Writes the body of one function: of the template, of a `#define` block, or of a string with directives.

    `loops` are the loops around the place where it is called (a string is rendered where it stands; a block is not).
    """

    def __init__(self, scope: TemplateScope, kind: str, loops: list[Loop]) -> None:
        self._scope = scope
        self._usage = scope.usage
        self._kind = kind
        self._loops = loops
        self._outer_loops = len(loops)
        self._expressions = ExpressionClosures(scope, loops, self._string)

    def write(self, block: Block) -> Run:
        """The function that runs the whole body."""
        run = self._block(block)
        del self._expressions  # it knows this writer: the tree would wait for the garbage collector
        return run

    def _block(self, block: Block) -> Run:
        """The function that runs a block."""
        self._scope.deeper()
        parts: list[str | Run] = []
        for statement in block.statements:
            if statement.__class__ is Text:
                parts.append(statement.text)
            elif statement.__class__ is Reference:
                parts += self._reference(statement)
            else:
                parts.append(_STATEMENTS[statement.__class__](self, statement))
        self._scope.deeper(-1)
        if len(parts) == 1 and not isinstance(parts[0], str):
            return parts[0]

        def run_block(v: Values, out: list[str]) -> None:
            for part in parts:
                if part.__class__ is str:
                    out.append(part)
                else:
                    part(v, out)  # type: ignore[operator]

        return run_block

    def _string(self, node: Interpolation) -> Evaluate:
        body = StatementClosures(self._scope, "string", list(self._loops)).write(node.block)
        offset = node.block.offset

        def render_string(v: Values, place: int = offset) -> str:
            out: list[str] = []
            body(v, out)
            return joined(out)

        return render_string

    # References

    def _reference(self, node: Reference) -> list[str | Run]:
        if node.escaped:
            printed = node.prefix + node.literal
            if any(isinstance(step, (MethodCall, Index)) for step in node.steps):  # Velocity computes it anyway
                return [_compute(self._expressions.chain(node), node.offset), printed]
            return [printed]
        if self._usage.leaves_block and not node.runt and node.computable:
            return [_write(self._expressions.chain(node), node.prefix, printed_literal(node), node.offset)]
        piece = self._expressions.piece(node)
        return [piece if isinstance(piece, str) else _print(piece, node.offset)]

    # Statements

    def _set(self, node: Set) -> Run:
        target = node.target
        value = self._expressions.value(node.value)
        place = first_place(node.value)
        local = self._scope.places.get(target.root)
        if target.steps:
            return self._set_inside(node, value, local)
        if target.assigned != target.root or local is None:
            return _compute(value, place)
        return self._assign(local, target.root, value, can_be_null(node.value), place)

    def _set_inside(self, node: Set, value: Evaluate, local: int | None) -> Run:
        """`#set($target.property = value)`."""
        target = node.target
        *before, last = target.steps
        of = self._of(local)
        if isinstance(last, Index):
            if local is None:
                return _compute(value, first_place(node.value))
            return _set_index(
                self._expressions.steps(of, before, target), self._expressions.value(last.argument), value, node
            )
        # Velocity takes a method's name for a property to set.
        return _set_property(self._expressions.steps(of, before, target), last.name, value, node)

    def _of(self, local: int | None) -> Evaluate:
        def read(v: Values) -> Any:
            return None if local is None else v[local]

        return read

    def _assign(self, local: int, name: str, value: Evaluate, nullable: bool, offset: int) -> Run:
        """Sets a variable, if a loop that runs over a null does not hide it."""
        rounds = self._scope.null_rounds.get(name)
        items = [] if rounds else [loop.item for loop in self._own_loops() if loop.variable == name]
        if not (nullable or rounds or items):

            def assign(v: Values, out: list[str], place: int = offset) -> None:
                v[local] = value(v)

            return assign

        def assign_visible(v: Values, out: list[str], place: int = offset) -> None:
            new = value(v)
            if nullable and new is None:
                return
            if (not rounds or v[rounds].visible()) and all(v[item] is not None for item in items):
                v[local] = new

        return assign_visible

    def _own_loops(self) -> list[Loop]:
        return self._loops[self._outer_loops :]

    def _if(self, node: If) -> Run:
        branches = []
        choice = self._choice(node)
        if choice is not None:
            return choice
        for condition, block in node.branches:
            test = self._expressions.test(condition)
            branches.append((first_place(condition), test, self._block(block)))
        otherwise = self._block(node.otherwise) if node.otherwise else None
        if len(branches) == 1:
            ((offset, only_test, only_block),) = branches

            def run_if(v: Values, out: list[str], place: int = offset) -> None:
                if only_test(v):
                    only_block(v, out)
                elif otherwise is not None:
                    otherwise(v, out)

            return run_if

        def run_branches(v: Values, out: list[str]) -> None:
            for place, test, run in branches:  # noqa: B007 - `place` is where a failure is
                if test(v):
                    run(v, out)
                    return
            if otherwise is not None:
                otherwise(v, out)

        return run_branches

    def _choice(self, node: If) -> Run | None:
        """An `#if` that chooses between texts, one of which is always written; None for any other."""
        texts = None if self._usage.leaves_block else texts_to_choose(node)
        if texts is None:
            return None
        text, other = texts
        condition = node.branches[0][0]
        test = self._expressions.test(condition)

        def choose(v: Values, out: list[str], place: int = first_place(condition)) -> None:
            out.append(text if test(v) else other)

        return choose

    def _define(self, node: Define) -> Run:
        first = self._scope.size
        body = StatementClosures(self._scope, "block", []).write(node.body)

        own = slice(first, self._scope.size)  # its loops have values of their own in each rendering of the block

        def new_block(v: Values) -> DefinedBlock:
            def render(out: list[str]) -> None:
                before = v[own]
                try:
                    body(v, out)
                finally:
                    v[own] = before

            return DefinedBlock(render)

        return self._assign(self._scope.places[node.variable], node.variable, new_block, False, node.offset)

    def _stop(self, node: Stop) -> Run:
        argument = None if node.argument is None else self._expressions.value(node.argument)
        # What Velocity does with `$foreach` before the loops around end; it can fail there.
        loops = self._own_loops()[::-1] if any(loop.hides_scope for loop in self._own_loops()) else []
        foreach = self._scope.places.get("foreach", 0)

        def stop(v: Values, out: list[str], place: int = node.offset) -> None:
            if argument is not None:
                argument(v)
            for loop in loops:
                v[foreach] = leave_loop(v[loop.before if loop.hides_scope else foreach])
            raise StopTemplate

        return stop

    def _break(self, node: Break) -> Run:
        if node.argument is not None:
            scope = self._expressions.value(node.argument)

            def break_named(v: Values, out: list[str], place: int = node.argument.offset) -> None:
                raise break_scope(scope(v))

            return break_named
        ends_template = self._kind == "template" and not self._own_loops()

        def leave(v: Values, out: list[str], place: int = node.offset) -> None:
            raise StopTemplate if ends_template else BreakLoop

        return leave

    def _failure(self, node: Failure) -> Run:
        def fail(v: Values, out: list[str], place: int = node.offset) -> None:
            raise RenderFailure(node.message, node.hint)

        return fail

    def _foreach(self, node: Foreach) -> Run:
        scope = self._scope
        loop = scope.loop(node.variable)
        items, place = self._sequence(node)
        self._loops.append(loop)
        scope.deeper(2)
        body = self._block(node.body)
        scope.deeper(-2)
        self._loops.pop()
        return loop_runner(scope, loop, node, items, place, body)

    def _sequence(self, node: Foreach) -> tuple[Items, int]:
        """The items that the loop runs over, and the value that has them; and the place of that value."""
        expressions = self._expressions
        if node.items is None:
            return (live_sequence if self._usage.mutates else sequence, _nothing), node.offset
        place = first_place(node.items)
        if self._usage.mutates:
            return (live_sequence, expressions.value(node.items)), place
        if not self._usage.defines and (keys := expressions.key_sequence(node.items)):
            return (_as_they_are, keys), place
        return (sequence, expressions.argument(node.items)), place


def _as_they_are(items: Any) -> Any:
    """Items that need not be looked for."""
    return items


def _nothing(v: Values) -> None:
    """The value of a list that was left out."""


def _compute(value: Evaluate, offset: int) -> Run:
    def compute(v: Values, out: list[str], place: int = offset) -> None:
        value(v)

    return compute


def _print(piece: Evaluate, offset: int) -> Run:
    def print_piece(v: Values, out: list[str], place: int = offset) -> None:
        out.append(piece(v))

    return print_piece


def _write(chain: Evaluate, prefix: str, literal: str, offset: int) -> Run:
    def write_reference(v: Values, out: list[str], place: int = offset) -> None:
        write(out, chain(v), prefix, literal)

    return write_reference


def _set_property(of: Evaluate, name: str, value: Evaluate, node: Set) -> Run:
    nullable, offset = can_be_null(node.value), node.target.offset

    def set_inside(v: Values, out: list[str], place: int = first_place(node.value)) -> None:
        new = value(v)
        place = offset  # noqa: F841 - where a failure is
        if not nullable or new is not None:
            set_property(of(v), name, new)

    return set_inside


def _set_index(of: Evaluate, index: Evaluate, value: Evaluate, node: Set) -> Run:
    nullable, offset = can_be_null(node.value), node.target.offset

    def set_inside(v: Values, out: list[str], place: int = first_place(node.value)) -> None:
        new = value(v)
        place = offset  # noqa: F841 - where a failure is
        if (not nullable or new is not None) and (target := of(v)) is not None:
            set_index(target, index(v), new)

    return set_inside


_STATEMENTS: dict[type, Callable[[StatementClosures, Any], Run]] = {
    Set: StatementClosures._set,
    If: StatementClosures._if,
    Foreach: StatementClosures._foreach,
    Define: StatementClosures._define,
    Stop: StatementClosures._stop,
    Break: StatementClosures._break,
    Failure: StatementClosures._failure,
}
