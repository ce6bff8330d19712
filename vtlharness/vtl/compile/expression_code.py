"""Expressions and references to Python expressions.

Each method gives the text of an expression. `chain` gives a reference's value, None if it resolves to nothing; `value`
turns that None into the empty string; `piece` gives the text that prints; `test` a condition. The compilation's `forms`
writes the operations.

Evidence: docs/fidelity.md#references, docs/fidelity.md#conditions-and-comparisons, docs/fidelity.md#arithmetic, and
Apache Velocity 1.7.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from typing import TYPE_CHECKING, Any

from vtlharness.vtl.compile.compilation import Compilation, Loop
from vtlharness.vtl.compile.expression_facts import (
    FEW,
    KIND_METHODS,
    NO_FINDING,
    flat,
    literals_of,
    operand_literal,
    printed_literal,
)
from vtlharness.vtl.compile.operation_code import COMPARISONS
from vtlharness.vtl.compile.usage import (
    ARITHMETIC,
    GETTERS_OF_MAPS,
    MOST_STEPS,
    NOT_KEPT,
    can_be_null,
    consists_of_references,
    is_fast_foreach,
    is_string,
)
from vtlharness.vtl.syntax.nodes import (
    Binary,
    Constant,
    Expression,
    Index,
    Interpolation,
    ListLiteral,
    MapLiteral,
    MethodCall,
    Not,
    Property,
    Range,
    Reference,
    Text,
    Word,
)

if TYPE_CHECKING:
    from vtlharness.vtl.compile.counter_code import CounterCode

_FOREACH_TEXTS = {
    "index": "str(i{0})",
    "count": "str(i{0} + 1)",
    "hasNext": "('true' if i{0} < m{0} else 'false')",
    "first": "('false' if i{0} else 'true')",
    "last": "('false' if i{0} < m{0} else 'true')",
}
_FOREACH_VALUES = {
    "index": "i{0}",
    "count": "(i{0} + 1)",
    "hasNext": "(i{0} < m{0})",
    "first": "(i{0} == 0)",
    "last": "(i{0} >= m{0})",
}


_MOST_NESTED = 200
"""The number of parentheses around one another from which Python's compiler refuses a text."""

_LONG_SUM = 16
"""The number of operands from which a calculation is written as one sequence of steps."""

_MOST_KEPT = 256
"""The number of properties from which no others are kept: each branch copies their names, each `#set` looks at them."""


class ExpressionWriter:
    """Writes the expressions of one generated function; `loops` are the loops around them, innermost last.

    `write_string` writes the function that renders a string with directives, and returns its name; `counts` writes the
    counting, if there is any.
    """

    def __init__(
        self, compilation: Compilation, loops: list[Loop], write_string: Callable[[Interpolation], str]
    ) -> None:
        self._compilation = compilation
        self.counts: CounterCode | None = None
        if compilation.counters is not None:
            from vtlharness.vtl.compile.counter_code import CounterCode

            self.counts = CounterCode(compilation.counters, loops, many_functions=compilation.many_functions)
        self._forms = compilation.forms
        self._loops = loops
        self._write_string = write_string
        usage = compilation.usage
        self._keeps = self._forms.inline and not (usage.changes or usage.defines or compilation.many_functions)
        self.kept: dict[tuple[str, ...], str] = {}
        """The locals that already have a property, by its path; an assignment removes its entries."""
        self._doubtful = 0  # the number of conditions around the code that is being written
        self._depth = 0  # of calculations
        self._tests = 0  # the number of conditions whose code is being written

    def forget(self, names: Iterable[str]) -> None:
        """Forgets the properties of variables that have a new value."""
        if self.kept:
            gone = set(names)
            self.kept = {path: local for path, local in self.kept.items() if path[0] not in gone}

    # References

    def chain(self, node: Reference) -> str:
        """The value of a reference, None if it resolves to nothing."""
        return self._chain(node)[0]

    def _chain(self, node: Reference) -> tuple[str, bool]:
        """As `chain`, and whether the value is certainly a text."""
        chain, is_text = self._plain_chain(node)
        if self._compilation.watched and chain != "None":
            seen = f"s{self._compilation.number()}"
            return f"(mark(({node.offset}, {seen} := {chain})) or {seen})", is_text
        return chain, is_text

    def _plain_chain(self, node: Reference) -> tuple[str, bool]:
        if node.runt or not node.computable:
            return "None", False
        state = self._loop_state(node)
        if state:
            return self._of_loop(state, _FOREACH_VALUES), False
        steps = node.steps
        if steps and isinstance(steps[0], MethodCall):
            special, gives_text = self._special_call(node.root, steps[0])
            if special:
                return self.steps(special, steps[1:], node), gives_text and len(steps) == 1
        if not self._keeps:
            return self.steps(self._compilation.local(node.root), steps, node), False
        return self._kept_properties(node), False

    def _kept_properties(self, node: Reference) -> str:
        """The value of a reference whose properties are read once where several references begin with them."""
        path: tuple[str, ...] = (node.root,)
        paths = []
        for step in node.steps[:MOST_STEPS]:
            if not isinstance(step, Property) or step.name in NOT_KEPT:
                break
            path = (*path, step.name)
            paths.append(path)
        known = max((number for number, path in enumerate(paths, 1) if path in self.kept), default=0)
        expression = self.kept[paths[known - 1]] if known else self._compilation.local(node.root)
        for path in paths[known:]:
            expression = self._forms.property(expression, path[-1])
            if not self._doubtful and len(self.kept) < _MOST_KEPT and self._compilation.usage.reads[path] > 1:
                local = self.kept[path] = f"p{self._compilation.number()}"
                expression = f"({local} := {expression})"
        return self.steps(expression, node.steps[len(paths) :], node)

    def _special_call(self, root: str, method: MethodCall) -> tuple[str, bool]:
        """A call that the root has specialized (see `Specializer`), if any, and whether it gives text."""
        arguments = method.arguments
        literals = literals_of(arguments)
        if not literals and any(can_be_null(argument) for argument in arguments):
            return "", False
        name, function = self._compilation.specialized(root, method.name, literals if literals else len(arguments))
        if function is None:
            return "", False
        written = [self._compilation.local(root)] if function.takes_root else []
        if not literals:
            written += [self.argument(argument) for argument in arguments]
        return f"{name}({', '.join(written)})", function.gives_text

    def argument(self, node: Expression) -> str:
        """The value of an expression, or None for the empty string."""
        if not isinstance(node, Reference):
            return self.value(node)
        chain, is_text = self._chain(node)
        return self._charged(chain) if is_text else chain

    def _charged(self, text: str) -> str:
        """A text that a function has made and that the template goes on with."""
        self._compilation.makes_texts = True
        return f"(t if len(t := {text}) <= long else made(t))"

    def steps(self, expression: str, steps: list[Any], node: Reference) -> str:
        """The value after some of a reference's steps from the value of an expression.

        If a step gives null, the others are not taken, and their arguments are not computed. Raises RecursionError for
        more steps than Python's compiler takes.
        """
        if len(steps) > _MOST_NESTED:
            raise RecursionError
        for step in steps:
            if isinstance(step, Property):
                name = step.name
                if name in GETTERS_OF_MAPS:
                    expression = f"get_property({expression}, {name!r})"
                else:
                    expression = self._forms.property(expression, name)
                continue
            if isinstance(step, MethodCall) and step.name == "get" and (key := self._plain_local(step.arguments)):
                expression = self._forms.get(expression, key, self._no_method(node, step))
                continue
            inert = isinstance(step, MethodCall) and all(isinstance(argument, Constant) for argument in step.arguments)
            self._doubtful += not inert
            if isinstance(step, Index):
                function, arguments = "get_index", self.value(step.argument)
            else:
                function = "call"
                arguments = f"{step.name!r}, ({''.join(f'{self.value(argument)}, ' for argument in step.arguments)})"
                arguments += f", {self._no_method(node, step)}, reached"
            self._doubtful -= not inert
            if inert:  # call() of None gives None
                expression = f"{function}({expression}, {arguments})"
            else:
                expression = f"(None if (t := {expression}) is None else {function}(t, {arguments}))"
        return expression

    def _no_method(self, node: Reference, call: MethodCall) -> int:
        """The trap of a call whose method the value has not."""
        if self._tests and call.name in KIND_METHODS:
            return self._compilation.trap(NO_FINDING, node.offset, node.length)  # the template asks for the kind
        root = node.root if call is node.steps[0] and node.root not in self._compilation.usage.assigned else ""
        return self._compilation.trap("VTL248", node.offset, node.length, call.name, root, str(len(call.arguments)))

    def _plain_local(self, arguments: list[Expression]) -> str | None:
        """The local of the only argument, if it is a variable."""
        node = arguments[0] if len(arguments) == 1 else None
        if not isinstance(node, Reference) or node.steps or node.runt or not node.computable:
            return None
        return self._compilation.local(node.root)

    def key_sequence(self, node: Expression) -> tuple[str, int] | None:
        """The map of an expression that is `$map.keySet()`, and the trap of a value that has no such method; None for
        another expression.
        """
        if not isinstance(node, Reference) or not node.steps or not node.computable or node.runt:
            return None
        last = node.steps[-1]
        if not isinstance(last, MethodCall) or last.name != "keySet" or last.arguments:
            return None
        shorter = copy(node)
        shorter.steps = node.steps[:-1]
        return self.chain(shorter), self._no_method(node, last)

    def _loop_state(self, node: Reference) -> str | None:
        """The property of a reference such as `$foreach.index`, which locals of the loop answer."""
        if node.root != "foreach" or self._compilation.usage.foreach_object:
            return None
        if not is_fast_foreach(node, bool(self._loops)):
            return None
        step = node.steps[0]
        assert isinstance(step, Property)
        return step.name

    def _of_loop(self, state: str, forms: dict[str, str]) -> str:
        """The answer of the innermost loop, as a value or as text."""
        loop = self._loops[-1]
        loop.needs_index = True
        loop.needs_last |= state in ("hasNext", "last")
        return forms[state].format(loop.number)

    def piece(self, node: Reference) -> str:
        """The text that a reference prints."""
        if node.runt or not node.computable:
            return repr(node.prefix + node.root if node.runt else node.prefix)
        chain, is_text = self._chain(node)
        if self._compilation.usage.defines:
            return f"piece({chain}, {node.prefix!r}, {printed_literal(node)!r})"
        state = self._loop_state(node)
        if state and not self._compilation.watched:
            text = self._of_loop(state, _FOREACH_TEXTS)
        else:
            text = chain if is_text else self._text(node, chain)
        return f"{node.prefix!r} + {text}" if node.prefix else text

    def _text(self, node: Reference, chain: str) -> str:
        if not self._compilation.writes_json:
            return self._forms.text(chain)
        trap = self._compilation.trap("VTL111", node.offset, node.length, node.literal)
        return self._forms.text_in_json(chain, trap)

    def write(self, node: Reference) -> str:
        """A call that writes a reference, if the text before a `#stop` inside it has to stay."""
        return f"write(out, {self.chain(node)}, {node.prefix!r}, {printed_literal(node)!r})"

    # Values

    def value(self, node: Expression) -> str:
        """The value of an expression; None only where `can_be_null` says so."""
        if isinstance(node, Reference):
            return self._reference_value(node)
        return _VALUES[type(node)](self, node)

    def _reference_value(self, node: Reference) -> str:
        chain, is_text = self._chain(node)
        if is_text:
            return self._charged(chain)
        if node.runt or not node.computable or self._loop_state(node):
            return chain
        return self._forms.value(chain)

    def _constant(self, node: Constant) -> str:
        value = node.value
        if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
            return f"float({str(value)!r})"
        return repr(value)

    def _interpolation(self, node: Interpolation) -> str:
        text = node.only_text()
        if text is not None:
            return repr(text)
        if self._compilation.usage.leaves_block or not consists_of_references(node):
            return f"{self._write_string(node)}(){'[:-1]' if node.trimmed else ''}"
        pieces: list[str] = []
        for statement in node.block.statements:
            if isinstance(statement, Text):
                pieces.append(repr(statement.text))
            elif isinstance(statement, Reference):
                pieces.append(self.piece(statement))
        if not pieces:
            return "''"
        if len(pieces) > 3:
            return f"joined(({', '.join(pieces)}))"
        if len(pieces) == 1:
            return f"({pieces[0]})"
        return self._charged(" + ".join(pieces))

    def _range(self, node: Range) -> str:
        if isinstance(node.first, Constant) and isinstance(node.last, Constant):
            first, last = int(node.first.value), int(node.last.value)
            if abs(last - first) < FEW and abs(first) < 1 << 30:
                stop, step = (last + 1, 1) if first < last else (last - 1, -1)
                return f"ArrayList(range({first}, {stop}, {step}))"
        return f"integer_range({self.value(node.first)}, {self.value(node.last)})"

    def _list(self, node: ListLiteral) -> str:
        return f"ArrayList(({''.join(f'{self.value(item)}, ' for item in node.items)}))"

    def _map(self, node: MapLiteral) -> str:
        entries = [(self.value(key), self.value(value)) for key, value in node.entries]
        if all(is_string(key) for key, _ in node.entries):
            return "{" + ", ".join(f"{key}: {value}" for key, value in entries) + "}"
        return f"new_map(({''.join(f'({key}, {value}), ' for key, value in entries)}))"

    def _binary(self, node: Binary) -> str:
        operator = node.operator
        if operator not in ARITHMETIC:
            return self.test(node)
        first, operations = flat(node, ARITHMETIC)
        if len(operations) > _LONG_SUM:
            return self._long_sum(first, operations)
        self._depth += 1
        left, right = self.argument(node.left), self.argument(node.right)
        self._depth -= 1
        return self._forms.arithmetic(operator, left, right, self._depth, self._calculation(node))

    def _long_sum(self, first: Expression, operations: list[Binary]) -> str:
        """Calculations one after the other: nested calls would be nested too deeply for Python."""
        total = f"w{self._compilation.number()}"
        left = self.argument(first)
        steps = []
        for operation in operations:
            steps.append(f"{total} := {self._calculation(operation)(left, self.argument(operation.right))}")
            left = total
        return f"({', '.join(steps)})[-1]"

    def _calculation(self, node: Binary) -> Callable[[str, str], str]:
        """Writes the call for a calculation with the given operands."""
        function, literals = ARITHMETIC[node.operator], ""
        blocks = self._compilation.usage.defines
        if node.operator == "+" and (blocks or can_be_null(node.left) or can_be_null(node.right)):
            function = "add_with_blocks" if blocks else "add_or_literal"
            literals = f", {operand_literal(node.left)!r}, {operand_literal(node.right)!r}"

        def call(left: str, right: str) -> str:
            return f"{function}({self._operand(node.left, left)}, {self._operand(node.right, right)}{literals})"

        return call

    def _operand(self, node: Expression, argument: str) -> str:
        """The value of an operand; `argument` may give None for the empty string."""
        if not isinstance(node, Reference) or can_be_null(node) or self._loop_state(node):
            return argument
        return self._forms.value(argument)

    def _not(self, node: Not) -> str:
        return f"(not {self.test(node.operand)})"

    def _word(self, node: Word) -> str:
        return "None"

    # Conditions

    def test(self, node: Expression) -> str:
        """An expression that is a Python bool: whether the condition holds."""
        self._tests += 1
        written = self._test(node)
        self._tests -= 1
        return written

    def in_row(self, node: Expression, name: str, *, first: bool) -> str:
        """A condition in a row of those that compare a variable with texts (see `compared_in_a_row`): the `first` one
        sets the local `name`.
        """
        assert isinstance(node, Binary)
        assert isinstance(node.left, Reference)
        assert isinstance(node.right, Constant)
        text = str(node.right.value)
        return self._forms.first_equal(self.chain(node.left), name, text) if first else f"{name} == {text!r}"

    def _test(self, node: Expression) -> str:
        if isinstance(node, Reference):
            return self._reference_test(node)
        if isinstance(node, Not):
            return f"(not {self.test(node.operand)})"
        if isinstance(node, Binary) and node.operator not in ARITHMETIC:
            return self._binary_test(node)
        if isinstance(node, Constant) and isinstance(node.value, bool):
            return repr(node.value)
        return f"never({self._compilation.trap('VTL202', node.offset, 1)}, reached)"

    def _reference_test(self, node: Reference) -> str:
        if node.runt:
            return "False"
        chain = self.chain(node)
        if self._loop_state(node) in ("hasNext", "first", "last"):  # a bool
            return chain
        if not node.computable:
            return "True"
        trap = self._compilation.trap("VTL201", node.offset, node.length, node.literal)
        if self._compilation.usage.defines:
            return f"truth({chain}, {trap}, reached)"
        return self._forms.truth(chain, trap)

    def _binary_test(self, node: Binary) -> str:
        operator = node.operator
        if operator in ("&&", "||"):
            first, others = flat(node, (operator,))
            tests = [self.test(first)]
            self._doubtful += 1
            tests += [self.test(other.right) for other in others]
            self._doubtful -= 1
            if self.counts is not None:
                tests = self.counts.row(others, operator, tests)
            return f"({(' and ' if operator == '&&' else ' or ').join(tests)})"
        constant = node.right.value if isinstance(node.right, Constant) else None
        if operator in ("==", "!="):
            negation = "not " if operator == "!=" else ""
            if type(constant) is str and isinstance(node.left, Reference) and not can_be_null(node.left):
                equal = self._forms.equal(self.chain(node.left), constant)
                return f"(not {equal})" if negation else equal
            return f"({negation}equal({self.value(node.left)}, {self.value(node.right)}))"
        if type(constant) is int:
            return self._forms.compare(operator, self.argument(node.left), constant)
        return f"{COMPARISONS[operator]}({self.value(node.left)}, {self.value(node.right)})"


_VALUES: dict[type, Callable[[ExpressionWriter, Any], str]] = {
    Constant: ExpressionWriter._constant,
    Interpolation: ExpressionWriter._interpolation,
    Range: ExpressionWriter._range,
    ListLiteral: ExpressionWriter._list,
    MapLiteral: ExpressionWriter._map,
    Binary: ExpressionWriter._binary,
    Not: ExpressionWriter._not,
    Word: ExpressionWriter._word,
}
