"""Expressions and references to functions of a rendering's values.

The methods decide as those of `vtl.compile.expression_code` do, which has the evidence. `chain` gives a reference's
value, None if it resolves to nothing; `value` turns that None into the empty string; `piece` gives the text that
prints; `test` a condition.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from vtlharness.java.values import ArrayList
from vtlharness.vtl.compile.closures import operations, references
from vtlharness.vtl.compile.closures.loop_state import loop_text, loop_value
from vtlharness.vtl.compile.closures.scope import Evaluate, Loop, TemplateScope, Values
from vtlharness.vtl.compile.expression_facts import (
    FEW,
    KIND_METHODS,
    NO_FINDING,
    flat,
    literals_of,
    operand_literal,
    printed_literal,
)
from vtlharness.vtl.compile.usage import ARITHMETIC, can_be_null, consists_of_references, is_fast_foreach, is_string
from vtlharness.vtl.runtime import add_or_literal, add_with_blocks, equal, integer_range, new_map
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

_NOTHING = references.constant(None)
_TRUE, _FALSE = references.constant(True), references.constant(False)


class ExpressionClosures:
    """Writes the expressions of one function of a template; `loops` are the loops around them, innermost last.

    `write_string` writes the function that renders a string with directives.
    """

    def __init__(
        self, scope: TemplateScope, loops: list[Loop], write_string: Callable[[Interpolation], Evaluate]
    ) -> None:
        self._scope = scope
        self._usage = scope.usage
        self._loops = loops
        self._write_string = write_string
        self._tests = 0  # the number of conditions that are being written

    # References

    def chain(self, node: Reference) -> Evaluate:
        """The value of a reference, None if it resolves to nothing."""
        return self._chain(node)[0]

    def _chain(self, node: Reference) -> tuple[Evaluate, bool]:
        """As `chain`, and whether the value is certainly a text."""
        if node.runt or not node.computable:
            return _NOTHING, False
        state = self._loop_state(node)
        if state:
            return loop_value(self._loops[-1], state), False
        steps = node.steps
        place = self._scope.places[node.root]
        if not steps:
            return references.variable(place), False
        first = steps[0]
        if isinstance(first, Property):
            return self.steps(references.property_of_variable(place, first.name), steps, node, 1), False
        if isinstance(first, MethodCall):
            special, gives_text = self._special_call(node.root, first)
            if special is not None:
                return self.steps(special, steps, node, 1), gives_text and len(steps) == 1
        return self.steps(references.variable(place), steps, node), False

    def _special_call(self, root: str, method: MethodCall) -> tuple[Evaluate | None, bool]:
        """A call that the root has specialized (see `Specializer`), if any, and whether it gives text."""
        arguments = method.arguments
        literals = literals_of(arguments)
        if not literals and any(can_be_null(argument) for argument in arguments):
            return None, False
        special = self._scope.specialized(root, method.name, literals if literals else len(arguments))
        if special is None:
            return None, False
        written = [] if literals else [self.argument(argument) for argument in arguments]
        place = self._scope.places[root] if special.takes_root else None
        return references.root_call(special.function, place, written), special.gives_text

    def argument(self, node: Expression) -> Evaluate:
        """The value of an expression, or None for the empty string."""
        if not isinstance(node, Reference):
            return self.value(node)
        chain, is_text = self._chain(node)
        return references.charged(chain) if is_text else chain

    def steps(self, of: Evaluate, steps: list[Any], node: Reference, done: int = 0) -> Evaluate:
        """The value after some of a reference's steps from a value; the first ones are `done`."""
        if len(steps) == done:
            return of
        self._scope.deeper(len(steps))
        for step in steps[done:]:
            if isinstance(step, Property):
                of = references.property_of(of, step.name)
            elif isinstance(step, Index):
                of = references.index_of(of, self.value(step.argument))
            else:
                of = self._call(of, step, node)
        self._scope.deeper(-len(steps))
        return of

    def _call(self, of: Evaluate, step: MethodCall, node: Reference) -> Evaluate:
        if step.name == "get" and (key := self._plain_variable(step.arguments)) is not None:
            return references.entry_of(of, key, self._no_method(node, step))
        if all(isinstance(argument, Constant) for argument in step.arguments):
            literals = literals_of(step.arguments) or ()
            return references.call_with_literals(of, step.name, literals, self._no_method(node, step))
        arguments = [self.value(argument) for argument in step.arguments]
        return references.call_of(of, step.name, arguments, self._no_method(node, step))

    def _no_method(self, node: Reference, call: MethodCall) -> int:
        """The trap of a call whose method the value has not."""
        if self._tests and call.name in KIND_METHODS:
            return self._scope.trap(NO_FINDING, node.offset, node.length)  # the template asks for the kind
        root = node.root if call is node.steps[0] and node.root not in self._usage.assigned else ""
        return self._scope.trap("VTL248", node.offset, node.length, call.name, root, str(len(call.arguments)))

    def _plain_variable(self, arguments: list[Expression]) -> int | None:
        """The place of the only argument, if it is a variable."""
        node = arguments[0] if len(arguments) == 1 else None
        if not isinstance(node, Reference) or node.steps or node.runt or not node.computable:
            return None
        return self._scope.places[node.root]

    def key_sequence(self, node: Expression) -> Evaluate | None:
        """The items of an expression that is `$map.keySet()`, None for another expression."""
        if not isinstance(node, Reference) or not node.steps or not node.computable or node.runt:
            return None
        last = node.steps[-1]
        if not isinstance(last, MethodCall) or last.name != "keySet" or last.arguments:
            return None
        shorter = copy(node)
        shorter.steps = node.steps[:-1]
        return operations.keys(self.chain(shorter), self._no_method(node, last))

    def _loop_state(self, node: Reference) -> str | None:
        """The property of a reference such as `$foreach.index`, which the loop itself answers."""
        if node.root != "foreach" or self._usage.foreach_object:
            return None
        if not is_fast_foreach(node, bool(self._loops)):
            return None
        step = node.steps[0]
        assert isinstance(step, Property)
        return step.name

    def piece(self, node: Reference) -> Evaluate | str:
        """The text that a reference prints."""
        if node.runt or not node.computable:
            return node.prefix + node.root if node.runt else node.prefix
        chain, is_text = self._chain(node)
        if self._usage.defines:
            return operations.printed_piece(chain, node.prefix, printed_literal(node))
        state = self._loop_state(node)
        if state:
            text = loop_text(self._loops[-1], state)
        elif is_text:
            text = chain
        elif self._scope.writes_json:
            trap = self._scope.trap("VTL111", node.offset, node.length, node.literal)
            text = operations.printed_in_json(chain, trap)
        else:
            text = operations.printed(chain)
        return operations.prefixed(node.prefix, text) if node.prefix else text

    # Values

    def value(self, node: Expression) -> Evaluate:
        """The value of an expression; None only where `can_be_null` says so."""
        if isinstance(node, Reference):
            chain, is_text = self._chain(node)
            if is_text:
                return references.charged(chain)
            if node.runt or not node.computable or self._loop_state(node):
                return chain
            return operations.value(chain)
        self._scope.deeper()
        written = _VALUES[type(node)](self, node)
        self._scope.deeper(-1)
        return written

    def _constant(self, node: Constant) -> Evaluate:
        return references.constant(node.value)

    def _interpolation(self, node: Interpolation) -> Evaluate:
        text = node.only_text()
        if text is not None:
            return references.constant(text)
        if self._usage.leaves_block or not consists_of_references(node):
            string = self._write_string(node)
            return _trimmed(string) if node.trimmed else string
        pieces: list[Evaluate] = []
        for statement in node.block.statements:
            if isinstance(statement, Text):
                pieces.append(references.constant(statement.text))
            elif isinstance(statement, Reference):
                piece = self.piece(statement)
                pieces.append(references.constant(piece) if isinstance(piece, str) else piece)
        if not pieces:
            return references.constant("")
        if len(pieces) > 3:
            return operations.joined_pieces(pieces)
        return pieces[0] if len(pieces) == 1 else references.charged(operations.concatenated(pieces))

    def _range(self, node: Range) -> Evaluate:
        if isinstance(node.first, Constant) and isinstance(node.last, Constant):
            first, last = int(node.first.value), int(node.last.value)
            self._scope.ranges += abs(last - first)
            if abs(last - first) < FEW and abs(first) < 1 << 30:
                stop, step = (last + 1, 1) if first < last else (last - 1, -1)
                return _new_list_of(range(first, stop, step))
        return operations.both(integer_range, self.value(node.first), self.value(node.last))

    def _list(self, node: ListLiteral) -> Evaluate:
        items = [self.value(item) for item in node.items]

        def new_list(v: Values) -> ArrayList:
            return ArrayList([item(v) for item in items])

        return new_list

    def _map(self, node: MapLiteral) -> Evaluate:
        entries = [(self.value(key), self.value(value)) for key, value in node.entries]
        make = dict if all(is_string(key) for key, _ in node.entries) else new_map

        def new_map_literal(v: Values) -> Any:
            return make([(key(v), value(v)) for key, value in entries])

        return new_map_literal

    def _binary(self, node: Binary) -> Evaluate:
        operator = node.operator
        if operator not in ARITHMETIC:
            return self.test(node)
        left, right = self._operand(node.left), self._operand(node.right)
        blocks = self._usage.defines
        if operator == "+" and (blocks or can_be_null(node.left) or can_be_null(node.right)):
            texts = operand_literal(node.left), operand_literal(node.right)
            return operations.sum_with_literals(add_with_blocks if blocks else add_or_literal, left, right, texts)
        return operations.both(operations.ARITHMETIC[operator], left, right)

    def _operand(self, node: Expression) -> Evaluate:
        argument = self.argument(node)
        if not isinstance(node, Reference) or can_be_null(node) or self._loop_state(node):
            return argument
        return operations.value(argument)

    def _not(self, node: Not) -> Evaluate:
        return operations.negated(self.test(node.operand))

    def _word(self, node: Word) -> Evaluate:
        return _NOTHING

    # Conditions

    def test(self, node: Expression) -> Evaluate:
        """A function that gives a Python bool: whether the condition holds."""
        self._tests += 1
        if isinstance(node, Reference):
            written = self._reference_test(node)
        else:
            self._scope.deeper()
            written = self._other_test(node)
            self._scope.deeper(-1)
        self._tests -= 1
        return written

    def _other_test(self, node: Expression) -> Evaluate:
        if isinstance(node, Not):
            return operations.negated(self.test(node.operand))
        if isinstance(node, Binary) and node.operator not in ARITHMETIC:
            return self._binary_test(node)
        if isinstance(node, Constant) and isinstance(node.value, bool):
            return references.constant(node.value)
        return operations.never_holds(self._scope.trap("VTL202", node.offset, 1))

    def _reference_test(self, node: Reference) -> Evaluate:
        if node.runt:
            return _FALSE
        chain = self.chain(node)
        if self._loop_state(node) in ("hasNext", "first", "last"):  # a bool
            return chain
        if not node.computable:
            return _TRUE
        return operations.holds(chain, self._scope.trap("VTL201", node.offset, node.length, node.literal))

    def _binary_test(self, node: Binary) -> Evaluate:
        operator = node.operator
        if operator in ("&&", "||"):
            first, others = flat(node, (operator,))
            tests = [self.test(first), *[self.test(other.right) for other in others]]
            return operations.all_hold(tests) if operator == "&&" else operations.any_holds(tests)
        constant = node.right.value if isinstance(node.right, Constant) else None
        if operator in ("==", "!="):
            if type(constant) is str and isinstance(node.left, Reference) and not can_be_null(node.left):
                test = operations.equals_text(self.chain(node.left), constant)
            else:
                test = operations.both(equal, self.value(node.left), self.value(node.right))
            return operations.negated(test) if operator == "!=" else test
        left = self.argument(node.left) if type(constant) is int else self.value(node.left)
        return operations.both(operations.COMPARISONS[operator], left, self.value(node.right))


def _trimmed(string: Evaluate) -> Evaluate:
    def cut(v: Values) -> Any:
        return string(v)[:-1]

    return cut


def _new_list_of(items: range) -> Evaluate:
    def new_list(v: Values) -> ArrayList:
        return ArrayList(items)

    return new_list


_VALUES: dict[type, Callable[[ExpressionClosures, Any], Evaluate]] = {
    Constant: ExpressionClosures._constant,
    Interpolation: ExpressionClosures._interpolation,
    Range: ExpressionClosures._range,
    ListLiteral: ExpressionClosures._list,
    MapLiteral: ExpressionClosures._map,
    Binary: ExpressionClosures._binary,
    Not: ExpressionClosures._not,
    Word: ExpressionClosures._word,
}
