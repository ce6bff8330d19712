"""The syntax tree to the text of a Python function.

The result is one function for the template, which appends pieces of text to a list, or returns the text of a template
that writes everything in one step:

    def template(out, roots, get, reached, mark, budget):
     v0_name = get('name')
     out += (
      'Hello ',
      text(v0_name),
     )

Variables of the template are locals; a variable that is set before it is read is not fetched. Of the template's text,
only string literals enter the function. Runs of text, references and choices between texts are written in one step.
`#define` blocks, and strings that contain directives, become inner functions. `vtl.compile.operation_code` decides how
an operation is written. Every generated line has the offset in the template that it stands for, so each piece has its
own line.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest
from typing import Any

from vtlharness.vtl.compile.compilation import Compilation, GeneratedLines, Loop
from vtlharness.vtl.compile.count_node import Count
from vtlharness.vtl.compile.expression_code import ExpressionWriter
from vtlharness.vtl.compile.expression_facts import compared_in_a_row, first_place, texts_to_choose
from vtlharness.vtl.compile.function_header import LOOP_VARIABLES
from vtlharness.vtl.compile.usage import can_be_null
from vtlharness.vtl.runtime import MAX_ROUNDS
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
    Statement,
    Stop,
    Text,
)

_MOST_BRANCHES = 500
"""The number of branches of one `if` statement of the generated text."""

_FEW_PIECES = 16
"""The number of pieces that are joined before anybody looks at their length."""

_SHORT_TEXT = 64
"""The length of a text that is written into both branches of a choice next to it."""


class FunctionWriter:
    """Writes the body of one function: of the template, of a `#define` block, or of a string with directives.

    `loops` are the loops around the place where it is called (a string is rendered where it stands; a block is not).
    Inner functions stand at its beginning, where they see its locals.
    """

    def __init__(self, compilation: Compilation, kind: str, loops: list[Loop], indent: int) -> None:
        self._compilation = compilation
        self._usage = compilation.usage
        self._kind = kind
        self._loops = loops
        self._outer_loops = len(loops)
        self._lines = GeneratedLines()
        self._functions = GeneratedLines()
        self._counts_rounds = False
        self._inner = 0  # the number of inner functions in the list of this one
        self._base = self._indent = indent
        self._pieces: list[tuple[str, int]] = []
        self._last_text = ""  # the text of the last piece, if it is one
        self._written = False  # whether something before can have written
        self._in_one_go = not (self._compilation.traced or self._usage.leaves_block)  # nobody sees a half-written text
        self._assigned: set[str] = set()
        self._expressions = ExpressionWriter(compilation, loops, self._string_function)
        self._counts = self._expressions.counts

    def write(self, block: Block) -> GeneratedLines:
        """The lines of the function's body."""
        self._block(block)
        del self._expressions  # it knows this writer: the tree would wait for the garbage collector
        lines = self._lines if self._counts is None else self._counts.around(self._lines, self._base, block.offset)
        self._functions.extend(lines)
        if not self._inner:
            return self._functions
        text = GeneratedLines()
        text.add(self._base, "fs = []", block.offset)
        text.extend(self._functions)
        return text

    def _string_function(self, node: Interpolation) -> str:
        return self._inner_function("string", node.block, list(self._loops))

    def _inner_function(self, kind: str, block: Block, loops: list[Loop]) -> str:
        many = self._compilation.many_functions
        name = kind if many else f"{kind}{self._compilation.number()}"
        self._compilation.has_functions = True
        base = self._base
        writer = FunctionWriter(self._compilation, kind, loops, base + 1)
        body = writer.write(block)
        if not many:
            self._assigned |= writer._assigned
        self._counts_rounds |= writer._counts_rounds
        self._expressions.forget(self._usage.assigned)
        functions = self._functions
        functions.add(base, f"def {name}({'out' if kind == 'block' else ''}):", block.offset)
        if many:  # its only text, so that Python's compiler need not compare functions that do the same
            functions.add(base + 1, repr(str(self._compilation.number())), block.offset)
        outer = [] if many else sorted(writer._assigned)
        if outer := [*outer, *["left"] * writer._counts_rounds]:
            functions.add(base + 1, f"nonlocal {', '.join(outer)}", block.offset)
        if kind == "string":
            functions.add(base + 1, "out = []", block.offset)
        functions.extend(body)
        if kind == "string":
            functions.add(base + 1, "return joined(out)", block.offset)
        if many:
            functions.add(base, f"fs.append({name})", block.offset)
            name, self._inner = f"fs[{self._inner}]", self._inner + 1
        return name

    # Lines

    def _add(self, line: str, offset: int) -> None:
        self._lines.add(self._indent, line, offset)

    def _block(self, block: Block) -> None:
        start = len(self._lines.lines)
        early: Statement | None = None
        for statement, following in zip_longest(block.statements, block.statements[1:]):
            kind = type(statement)
            if statement is early:
                continue
            if kind is Text:
                assert isinstance(statement, Text)
                self._text(statement.text, statement.offset)
            elif kind is Reference:
                assert isinstance(statement, Reference)
                self._reference(statement)
            elif isinstance(statement, If) and (choice := self._choice(statement, following)):
                expression, offset, has_following = choice
                self._pieces.append((expression, offset))
                self._last_text = ""
                early = following if has_following else None
            else:
                if kind is Set and self._pieces and isinstance(following, Text) and self._in_one_go:
                    self._text(following.text, following.offset)  # with the text before the #set, which writes nothing
                    early = following
                self._flush()
                _STATEMENTS[kind](self, statement)
        self._flush(last=self._kind == "template" and self._indent == self._base)
        if len(self._lines.lines) == start:
            self._add("pass", block.offset)

    def _indented(self, block: Block) -> None:
        self._indent += 1
        self._block(block)
        self._indent -= 1

    def _text(self, text: str, offset: int) -> None:
        self._pieces.append((repr(text), offset))
        self._last_text = text

    def _flush(self, *, last: bool = False) -> None:
        """Writes the text and references that have been gathered; the `last` ones of the template are its text if
        nothing was written before."""
        pieces, self._pieces = self._pieces, []
        self._last_text = ""
        if self._compilation.traced and self._kind == "template":
            for expression, offset in pieces:
                self._add(f"mark((len(out), {offset}))", offset)
                self._add(f"out.append({expression})", offset)
            return
        if not pieces:
            return
        whole = last and not self._written and self._in_one_go and len(pieces) <= _FEW_PIECES
        self._written = True
        if len(pieces) == 1:
            expression, offset = pieces[0]
            self._add(f"return {expression}" if whole else f"out.append({expression})", offset)
        else:
            self._add("return ''.join((" if whole else "out += (", pieces[0][1])
            self._indent += 1
            for expression, offset in pieces:
                self._add(f"{expression},", offset)
            self._indent -= 1
            self._add("))" if whole else ")", pieces[-1][1])

    # Statements

    def _choice(self, node: If, following: Statement | None) -> tuple[str, int, bool] | None:
        """An `#if` that chooses between texts, with the short texts around it, as a piece, and whether it has the
        following one; None for any other.
        """
        texts = texts_to_choose(node) if self._in_one_go else None
        if texts is None:
            return None
        condition = node.branches[0][0]
        test = self._expressions.test(condition)
        before = self._last_text if len(self._last_text) <= _SHORT_TEXT else ""
        if before:
            self._pieces.pop()
        after = following.text if isinstance(following, Text) and len(following.text) <= _SHORT_TEXT else None
        text, other = (before + one + (after or "") for one in texts)
        return f"({text!r} if {test} else {other!r})", first_place(condition), after is not None

    def _reference(self, node: Reference) -> None:
        if node.escaped:
            if any(isinstance(step, (MethodCall, Index)) for step in node.steps):  # Velocity computes it anyway
                self._flush()
                self._add(self._expressions.chain(node), node.offset)
            self._text(node.prefix + node.literal, node.offset)
        elif self._usage.leaves_block and not node.runt and node.computable:
            self._flush()
            self._add(self._expressions.write(node), node.offset)
        else:
            self._pieces.append((self._expressions.piece(node), node.offset))
            self._last_text = ""

    def _set(self, node: Set) -> None:
        target = node.target
        value = self._expressions.value(node.value)
        place = first_place(node.value)
        local = self._compilation.variables.get(target.root)
        self._compilation.used |= {target.root} if target.steps else set()
        if not target.steps:
            if target.assigned != target.root or local is None:
                self._add(value, place)
            else:
                self._assign(local, target.root, value, can_be_null(node.value), place)
            return
        self._add(f"u = {value}", place)
        last = target.steps[-1]
        if isinstance(last, MethodCall) or local is None:
            # Velocity takes the method's name for a property to set.
            before = self._expressions.steps(local or "None", target.steps[:-1], target)
            call = f"set_property({before}, {last.name!r}, u)" if not isinstance(last, Index) else "None"
        else:
            before = self._expressions.steps(local, target.steps[:-1], target)
            if isinstance(last, Index):
                index = self._expressions.value(last.argument)
                call = f"set_index(t, {index}, u) if (t := {before}) is not None else None"
            else:
                call = f"set_property({before}, {last.name!r}, u)"
        if can_be_null(node.value):
            self._add(f"if u is not None: {call}", target.offset)
        else:
            self._add(call, target.offset)

    def _assign(self, local: str, name: str, value: str, nullable: bool, offset: int) -> None:
        self._assigned.add(local)
        self._expressions.forget([name])
        conditions = ["u is not None"] if nullable else []
        conditions += self._visible(name)
        if conditions:  # the value is computed, whether it shows or not
            self._add(f"u = {value}", offset)
            value = "u"
        self._add(f"{'if ' + ' and '.join(conditions) + ': ' if conditions else ''}{local} = {value}", offset)

    def _visible(self, name: str) -> list[str]:
        """The conditions under which a value that is set shows: a loop that runs over a null hides its variable."""
        rounds = self._compilation.null_rounds.get(name)
        if rounds:
            return [f"{rounds}.visible()"]
        return [f"e{loop.number} is not None" for loop in self._own_loops() if loop.variable == name]

    def _own_loops(self) -> list[Loop]:
        return self._loops[self._outer_loops :]

    def _if(self, node: If) -> None:
        expressions = self._expressions
        keyword = "if"
        before: dict[tuple[str, ...], str] | None = None
        pending = f"q{self._compilation.number()}" if len(node.branches) > _MOST_BRANCHES else ""
        row = ""
        if len(node.branches) > 1 and not self._compilation.watched:  # who watches sees the value at each comparison
            compared = compared_in_a_row([condition for condition, _ in node.branches])
            row = f"c{self._compilation.number()}" if compared is not None else ""
        for number, (condition, block) in enumerate(node.branches):
            if pending and number % _MOST_BRANCHES == 0:
                keyword = self._go_on(pending, number, first_place(condition))
            test = expressions.in_row(condition, row, first=number == 0) if row else expressions.test(condition)
            if self._counts is not None:
                test = self._counts.condition(condition, test)
            self._add(f"{keyword} {test}:", first_place(condition))
            kept = expressions.kept
            if before is None:  # the first condition is always computed, the others may not be
                before = dict(kept)
            expressions.kept = dict(kept)
            self._indented(block)
            expressions.kept = kept
            keyword = "elif"
        if node.otherwise:
            self._add("else:", node.otherwise.offset)
            self._indented(node.otherwise)
        self._indent -= 1 if pending else 0
        expressions.kept = before or {}
        expressions.forget(self._usage.assigned_in[node])

    def _go_on(self, pending: str, number: int, offset: int) -> str:
        """Ends one `if` statement and begins another, which runs if no branch of those before did: Python's compiler
        refuses statements of thousands of branches. Returns the keyword of the next branch."""
        if number:
            self._add("else:", offset)
            self._add(f" {pending} = True", offset)
            self._indent -= 1
        else:
            self._add(f"{pending} = True", offset)
        self._add(f"if {pending}:", offset)
        self._indent += 1
        self._add(f"{pending} = False", offset)
        return "if"

    def _define(self, node: Define) -> None:
        function = self._inner_function("block", node.body, [])
        local = self._compilation.variables[node.variable]
        self._assign(local, node.variable, f"DefinedBlock({function})", False, node.offset)

    def _stop(self, node: Stop) -> None:
        if node.argument is not None:
            self._add(self._expressions.value(node.argument), node.offset)
        self._leave_loops(node.offset)
        self._add("return" if self._kind == "template" else "raise StopTemplate", node.offset)

    def _break(self, node: Break) -> None:
        if node.argument is not None:
            scope = self._expressions.value(node.argument)
            self._add(f"raise break_scope({scope})", node.argument.offset)
        elif self._own_loops():
            self._add("break", node.offset)
        else:
            self._add("raise BreakLoop" if self._kind == "string" else "return", node.offset)

    def _count(self, node: Count) -> None:
        assert self._counts is not None
        self._add(self._counts.line(node.number), node.offset)

    def _failure(self, node: Failure) -> None:
        self._add(f"raise RenderFailure({node.message!r}, {node.hint!r})", node.offset)

    def _foreach(self, node: Foreach) -> None:
        assigned = self._usage.assigned_in[node]
        many = self._compilation.many_functions  # then loops that follow one another have the same names
        loop = Loop(len(self._loops) + 1 if many else self._compilation.number(), node.variable)
        self._sequence(loop, node)
        n = loop.number
        self._add(f"n{n} = len(s{n})", node.offset)
        if self._counts is not None:
            for line in self._counts.rounds(node, f"n{n}"):
                self._add(line, node.offset)
        # A loop that takes the name of its scope for its variable fails behind its rounds, even if there were none.
        ends = loop.hides_scope or node.variable in self._usage.masked
        self._add(f"if {f's{n} is not no_items' if ends else f'n{n}'}:", node.offset)
        self._indent += 1
        outer, self._lines = self._lines, GeneratedLines()
        tried = self._usage.leaves_block
        self._indent += 2 if tried else 1
        self._loops.append(loop)
        expressions = self._expressions
        expressions.forget([*assigned, node.variable, *LOOP_VARIABLES])
        kept = dict(expressions.kept)
        self._round(loop, node)
        expressions.kept = kept
        self._loops.pop()
        self._indent -= 2 if tried else 1
        body, self._lines = self._lines, outer
        self._loop(loop, node, body, tried)
        self._indent -= 1

    def _sequence(self, loop: Loop, node: Foreach) -> None:
        """The items that the loop runs over."""
        n = loop.number
        place = node.offset if node.items is None else first_place(node.items)
        if self._usage.mutates:
            self._add(f"l{n} = {'None' if node.items is None else self._expressions.value(node.items)}", place)
            self._add(f"s{n} = live_sequence(l{n})", place)
            return
        forms = self._compilation.forms
        if node.items is None:
            items = "no_items"
        elif not self._usage.defines and (map_ := self._expressions.key_sequence(node.items)):
            items = forms.key_sequence(*map_, self._compilation.plain_keys())
        else:
            items = forms.sequence(self._expressions.argument(node.items))
        self._add(f"s{n} = {items}", place)

    def _leaves_early(self, node: Foreach) -> bool:
        """Whether a loop may end before its last item, so that its rounds are counted one by one."""
        return self._usage.mutates or self._usage.leaves_block or node in self._usage.left_early

    def _variable(self, name: str) -> str | None:
        return self._compilation.variables.get(name)

    def _loop(self, loop: Loop, node: Foreach, body: GeneratedLines, tried: bool) -> None:
        """The loop around a body that has been written."""
        n = loop.number
        rounds = self._compilation.null_rounds.get(node.variable)
        read_outside = node.variable in self._usage.outside or self._compilation.has_functions or loop.hides_scope
        saved = [
            (local, f"{letter}{n}")
            for letter, name in (("o", node.variable), ("c", "velocityCount"), ("h", "velocityHasNext"))
            if (local := self._variable(name)) is not None and (read_outside or rounds or name != node.variable)
        ]
        for local, name in saved:
            self._assigned.add(local)
            self._add(f"{name} = {local}", node.offset)
        foreach = self._variable("foreach") if self._usage.foreach_object else None
        if foreach:
            self._assigned.add(foreach)
            self._add(f"f{n} = {foreach} = ForeachScope({foreach})", node.offset)
        if loop.needs_last:
            self._add(f"m{n} = n{n} - 1", node.offset)
        if rounds:
            self._add(f"w{n} = {rounds}.begin_loop()", node.offset)
        if self._usage.mutates:
            self._add(f"g{n} = LoopGuard(l{n}, s{n})", node.offset)
        trap = self._compilation.trap("VTL311", node.offset, len("#foreach"), str(MAX_ROUNDS))
        self._counts_rounds = True
        many = f"s{n} = first_rounds(s{n}, {trap}, reached); n{n} = {MAX_ROUNDS}"
        self._add(f"if n{n} > 1:", node.offset)  # a single round costs what an #if does, so it is not counted
        self._add(f" if n{n} > {MAX_ROUNDS}: {many}", node.offset)
        if not self._leaves_early(node):
            self._add(f" if (left := left - n{n}) < 0: left = more_rounds(budget, left, out, first)", node.offset)
        if tried:
            self._add("try:", node.offset)
            self._indent += 1
        target = f"i{n}, {loop.target}" if loop.needs_index else loop.target
        self._add(f"for {target} in {f'enumerate(s{n})' if loop.needs_index else f's{n}'}:", node.offset)
        self._lines.extend(body)
        if tried:
            self._indent -= 1
            self._add("except BreakLoop as ended:", node.offset)
            own = f" and ended.scope is not f{n}" if foreach else ""
            self._add(f" if ended.scope is not None{own}: raise", node.offset)
        for local, name in saved:
            self._add(f"{local} = {name}", node.offset)
        if rounds:
            self._add(f"if not {rounds}.end_loop(w{n}, o{n}): {self._variable(node.variable)} = None", node.offset)
        if foreach:
            self._add(f"{foreach} = leave_loop({foreach})", node.offset)

    def _leave_loops(self, offset: int) -> None:
        """What Velocity does with `$foreach` before a `#stop` ends the loops around it; it can fail there."""
        loops = self._own_loops()
        foreach = self._variable("foreach")
        if any(loop.hides_scope for loop in loops):
            for loop in reversed(loops):
                restored = f"o{loop.number}" if loop.hides_scope else foreach
                self._add(f"{foreach} = leave_loop({restored})", offset)

    def _round(self, loop: Loop, node: Foreach) -> None:
        """One round: the variables that Velocity sets before it, the body, and the check for changes by the body."""
        n = loop.number
        guarded = self._usage.mutates
        local = self._compilation.variables[node.variable]
        self._assigned.add(local)
        count, has_next = self._variable("velocityCount"), self._variable("velocityHasNext")
        if count or has_next or self._usage.foreach_object or guarded:
            loop.needs_index = True
        loop.needs_last |= bool(has_next) or self._usage.foreach_object
        if count:
            self._add(f"{count} = i{n} + 1", node.offset)
        if has_next:
            self._add(f"{has_next} = i{n} < m{n}", node.offset)
        if rounds := self._compilation.null_rounds.get(node.variable):
            self._add(f"{local} = e{n} if {rounds}.begin_round(w{n}, e{n}) else None", node.offset)
        elif node.variable in self._usage.assigned_in[node] or node.variable in LOOP_VARIABLES:
            self._add(f"{local} = e{n}", node.offset)
        else:  # nothing else sets the variable, so it is Python's loop variable
            loop.target = local
        if self._leaves_early(node):
            self._add("if (left := left - 1) < 0: left = more_rounds(budget, left, out, first)", node.offset)
        if self._usage.foreach_object:
            self._add(f"f{n}.index = i{n}; f{n}.has_next = i{n} < m{n}", node.offset)
        self._block(node.body)
        if guarded:
            self._add(f"if g{n}.ends(i{n}): break", node.offset)


_STATEMENTS: dict[type, Callable[[FunctionWriter, Any], None]] = {
    Set: FunctionWriter._set,
    If: FunctionWriter._if,
    Foreach: FunctionWriter._foreach,
    Define: FunctionWriter._define,
    Stop: FunctionWriter._stop,
    Break: FunctionWriter._break,
    Failure: FunctionWriter._failure,
    Count: FunctionWriter._count,
}
