"""Expressions and references to Python expressions.

Each method gives the text of an expression. `chain` gives a reference's value, None where it resolves to nothing;
`value` turns that None into the empty string that it is; `piece` gives the text that prints; `test` a condition. The
local `t` holds a value for the moment between its computation and its use.

Evidence for every rule: facts/language.md and Apache Velocity 1.7.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vtlharness.vtl.compilation import Compilation, Loop
from vtlharness.vtl.names import GETTERS_OF_MAPS, is_fast_foreach
from vtlharness.vtl.nodes import (
    Binary,
    Constant,
    Expression,
    Index,
    Interpolation,
    ListLiteral,
    MapLiteral,
    Method,
    Not,
    Property,
    Range,
    Reference,
    Text,
    Word,
)

_ARITHMETIC = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide", "%": "modulo"}
_COMPARISONS = {"<": "less", "<=": "less_or_equal", ">": "greater", ">=": "greater_or_equal"}
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


class ExpressionWriter:
    """Writes the expressions of one generated function; `loops` are the loops around them, innermost last.

    `write_string` writes the function that renders a string with directives in it and gives its name.
    """

    def __init__(
        self, compilation: Compilation, loops: list[Loop], write_string: Callable[[Interpolation], str]
    ) -> None:
        self._compilation = compilation
        self._loops = loops
        self._write_string = write_string

    # References

    def chain(self, node: Reference) -> str:
        """The value of a reference, None where it resolves to nothing."""
        if node.runt or not node.computable:
            return "None"
        state = self._loop_state(node)
        if state:
            return self._of_loop(state, _FOREACH_VALUES)
        expression = self._compilation.variables[node.root]
        steps = node.steps
        if steps and isinstance(steps[0], Method):
            special = self._special_call(node.root, expression, steps[0])
            if special:
                expression = special
                steps = steps[1:]
        return self.steps(expression, steps)

    def _special_call(self, root: str, expression: str, method: Method) -> str | None:
        """A call that the root has made its own (see `Specializer`)."""
        literals = _literals(method.arguments)
        function = self._compilation.specialized(root, method.name, literals if literals else len(method.arguments))
        if function is None:
            return None
        if literals:
            return f"{function}({expression})"
        arguments = "".join(f", {self.value(argument)}" for argument in method.arguments)
        return f"(None if {expression} is None else {function}({expression}{arguments}))"

    def steps(self, expression: str, steps: list[Any]) -> str:
        """The value after some steps from the value of an expression.

        Where one of them gives null the others are not taken, and their arguments not computed.
        """
        for step in steps:
            if isinstance(step, Property):
                name = step.name
                if name in GETTERS_OF_MAPS:
                    expression = f"get_property({expression}, {name!r})"
                else:
                    expression = f"(t.get({name!r}) if type(t := {expression}) is dict else get_property(t, {name!r}))"
                continue
            if isinstance(step, Index):
                function, inert, arguments = "get_index", False, self.value(step.argument)
            else:
                function, inert = "call", all(isinstance(argument, Constant) for argument in step.arguments)
                arguments = f"{step.name!r}, ({''.join(f'{self.value(argument)}, ' for argument in step.arguments)})"
            if inert:  # call() of None gives None
                expression = f"{function}({expression}, {arguments})"
            else:
                expression = f"(None if (t := {expression}) is None else {function}(t, {arguments}))"
        return expression

    def _loop_state(self, node: Reference) -> str | None:
        """The property where a reference is `$foreach.index` or the like, which locals of the loop answer."""
        if node.root != "foreach" or self._compilation.usage.foreach_object:
            return None
        if not is_fast_foreach(node, bool(self._loops)):
            return None
        step = node.steps[0]
        assert isinstance(step, Property)
        return step.name

    def _of_loop(self, state: str, forms: dict[str, str]) -> str:
        """What the innermost loop answers, as a value or as text."""
        loop = self._loops[-1]
        loop.needs_index = True
        loop.needs_last |= state in ("hasNext", "last")
        return forms[state].format(loop.number)

    def piece(self, node: Reference) -> str:
        """What a reference prints, as a string."""
        if node.runt or not node.computable:
            return repr(node.prefix + node.root if node.runt else node.prefix)
        chain = self.chain(node)
        if self._compilation.usage.defines:
            return f"piece({chain}, {node.prefix!r}, {_printed_literal(node)!r})"
        state = self._loop_state(node)
        if state:
            text = self._of_loop(state, _FOREACH_TEXTS)
        else:
            text = f"(t if type(t := {chain}) is str else {self._text_of_t(node)})"
        return f"{node.prefix!r} + {text}" if node.prefix else text

    def _text_of_t(self, node: Reference) -> str:
        if not self._compilation.writes_json:
            return "text(t)"
        name = node.literal()
        warning = self._compilation.warning(
            node.offset,
            node.length,
            f"{name} prints a map as Java does ({{k=v}}), which is no JSON: write its fields, or use $input.json",
        )
        return f"text_in_json(t, {warning}, warn)"

    def write(self, node: Reference) -> str:
        """A call that writes a reference, where what it wrote before a `#stop` has to stay."""
        return f"write(out, {self.chain(node)}, {node.prefix!r}, {_printed_literal(node)!r})"

    # Values

    def value(self, node: Expression) -> str:
        """The value of an expression; None only where `can_be_null` says so."""
        if isinstance(node, Reference):
            return self._reference_value(node)
        return _VALUES[type(node)](self, node)

    def _reference_value(self, node: Reference) -> str:
        chain = self.chain(node)
        if node.runt or not node.computable or self._loop_state(node):
            return chain
        if node.steps:
            return f"('' if (t := {chain}) is None else t)"
        return f"('' if {chain} is None else {chain})"

    def _constant(self, node: Constant) -> str:
        value = node.value
        if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
            return f"float({str(value)!r})"
        return repr(value)

    def _interpolation(self, node: Interpolation) -> str:
        usage = self._compilation.usage
        statements = node.block.statements
        simple = not usage.leaves_block and all(
            isinstance(statement, Text) or (isinstance(statement, Reference) and not statement.escaped)
            for statement in statements
        )
        if not simple or node.trimmed:
            return f"{self._write_string(node)}(){'[:-1]' if node.trimmed else ''}"
        pieces: list[str] = []
        for statement in statements:
            if isinstance(statement, Text):
                pieces.append(repr(statement.text))
            elif isinstance(statement, Reference):
                pieces.append(self.piece(statement))
        if not pieces:
            return "''"
        if len(pieces) <= 3:
            return f"({' + '.join(pieces)})"
        return f"join(({', '.join(pieces)}))"

    def _range(self, node: Range) -> str:
        if isinstance(node.first, Constant) and isinstance(node.last, Constant):
            first, last = int(node.first.value), int(node.last.value)
            if abs(first) < 1 << 20 and abs(last) < 1 << 20:
                stop, step = (last + 1, 1) if first < last else (last - 1, -1)
                return f"ArrayList(range({first}, {stop}, {step}))"
        return f"integer_range({self.value(node.first)}, {self.value(node.last)})"

    def _list(self, node: ListLiteral) -> str:
        return f"ArrayList(({''.join(f'{self.value(item)}, ' for item in node.items)}))"

    def _map(self, node: MapLiteral) -> str:
        entries = [(self.value(key), self.value(value)) for key, value in node.entries]
        if all(_is_string(key) for key, _ in node.entries):
            return "{" + ", ".join(f"{key}: {value}" for key, value in entries) + "}"
        return f"new_map(({''.join(f'({key}, {value}), ' for key, value in entries)}))"

    def _binary(self, node: Binary) -> str:
        operator = node.operator
        function = _ARITHMETIC.get(operator)
        if function is None:
            return self.test(node)
        left, right = self.value(node.left), self.value(node.right)
        if operator == "+" and (can_be_null(node.left) or can_be_null(node.right)):
            literals = f"{_operand_literal(node.left)!r}, {_operand_literal(node.right)!r}"
            return f"add_or_literal({left}, {right}, {literals})"
        return f"{function}({left}, {right})"

    def _not(self, node: Not) -> str:
        return f"(not {self.test(node.operand)})"

    def _word(self, node: Word) -> str:
        return "None"

    # Conditions

    def test(self, node: Expression) -> str:
        """An expression that is a Python bool: whether the condition holds."""
        if isinstance(node, Reference):
            return self._reference_test(node)
        if isinstance(node, Not):
            return f"(not {self.test(node.operand)})"
        if isinstance(node, Binary) and node.operator not in _ARITHMETIC:
            return self._binary_test(node)
        if isinstance(node, Constant) and isinstance(node.value, bool):
            return repr(node.value)
        message = "this condition never holds: a literal other than true, or a calculation, counts as false"
        return f"never({self._compilation.warning(node.offset, 1, message)}, warn)"

    def _reference_test(self, node: Reference) -> str:
        if node.runt:
            return "False"
        chain = self.chain(node)
        if self._loop_state(node) in ("hasNext", "first", "last"):  # a bool
            return chain
        if not node.computable:
            return "True"
        warning = self._compilation.warning(
            node.offset,
            node.length,
            f"{node.literal()} resolves to nothing, or is empty or 0, and that counts as true: only false does not",
        )
        if self._compilation.usage.defines:
            return f"(truth(t) if (t := {chain}) else empty_truth(t, {warning}, warn))"
        return (
            f"(True if {chain} else empty_truth({chain}, {warning}, warn))"
            if not node.steps
            else (f"(True if (t := {chain}) else empty_truth(t, {warning}, warn))")
        )

    def _binary_test(self, node: Binary) -> str:
        operator = node.operator
        if operator in ("&&", "||"):
            return f"({self.test(node.left)} {'and' if operator == '&&' else 'or'} {self.test(node.right)})"
        right = self.value(node.right)
        constant = node.right.value if isinstance(node.right, Constant) else None
        if operator in ("==", "!="):
            negation = "not " if operator == "!=" else ""
            if type(constant) is str and isinstance(node.left, Reference) and not can_be_null(node.left):
                chain = self.chain(node.left)
                empty = constant == ""
                same = f"t == {right} if type(t := {chain}) is str else "
                return f"({negation}({same}{empty} if t is None else equal(t, {right})))"
            return f"({negation}equal({self.value(node.left)}, {right}))"
        if type(constant) is int:
            return (
                f"(t {operator} {right} if type(t := {self.value(node.left)}) is int"
                f" else {_COMPARISONS[operator]}(t, {right}))"
            )
        return f"{_COMPARISONS[operator]}({self.value(node.left)}, {right})"


def can_be_null(node: Expression) -> bool:
    """Whether the value of an expression can be null: a reference's never is, an operation on what is no number is."""
    if isinstance(node, Reference):
        return node.runt or not node.computable
    return isinstance(node, (Range, Word)) or (isinstance(node, Binary) and node.operator in _ARITHMETIC)


def first_place(node: Expression) -> int:
    """Where a failure of the expression is shown: its first reference that can fail, else where it begins."""
    if isinstance(node, Binary):
        left = node.left
        return first_place(node.right if isinstance(left, Constant) else left)
    if isinstance(node, Not):
        return first_place(node.operand)
    if isinstance(node, Interpolation):
        return next((part.offset for part in node.block.statements if isinstance(part, Reference)), node.offset)
    return node.offset


def _is_string(node: Expression) -> bool:
    return isinstance(node, Interpolation) or (isinstance(node, Constant) and type(node.value) is str)


def _literals(arguments: list[Expression]) -> tuple[Any, ...] | None:
    values = []
    for argument in arguments:
        if not isinstance(argument, Constant):
            return None
        values.append(argument.value)
    return tuple(values)


def _printed_literal(node: Reference) -> str:
    # The engine prints the backslashes in front twice there.
    backslashes = node.prefix[: len(node.prefix) - len(node.prefix.lstrip("\\"))]
    return backslashes + node.prefix + ("" if node.quiet else node.literal())


def _operand_literal(node: Expression) -> str:
    if isinstance(node, Reference):
        return node.literal()
    return node.literal() if isinstance(node, (Binary, Range)) else "null"


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
