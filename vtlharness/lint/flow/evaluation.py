"""The value of an expression, as far as it is known before the template runs.

Comes in: an expression, and the scope at its place. Goes out: a Value. Who controls `$input.path` follows from the
template's role: the client of a request, the backend of a response.
"""

from __future__ import annotations

from vtlharness.lint.flow.root_values import MADE_BY_AWS, root_member, root_value
from vtlharness.lint.flow.samples import called
from vtlharness.lint.flow.scope import Scope
from vtlharness.lint.flow.values import BOOLEAN, NUMBER, UNKNOWN, Kind, Value, constant, joined, merged, outside
from vtlharness.lint.known_names import BOOLEAN_METHODS, NUMBER_METHODS, TEXT_METHODS
from vtlharness.source import Source
from vtlharness.vtl.syntax.nodes import (
    Binary,
    Block,
    Constant,
    Expression,
    If,
    Index,
    Interpolation,
    ListLiteral,
    MapLiteral,
    MethodCall,
    Not,
    Property,
    Range,
    Reference,
    Statement,
    Step,
    Text,
)

_DEEPEST = 12
_NUMBERS = frozenset({"N", "Count", "ScannedCount"})
"""Members that hold numbers in every answer of DynamoDB."""
_LONGEST = 10_000
_MOST_AROUND = 200
_MOST_BLOCKS = 5000
MOST_STEPS = 50
"""The steps of a reference beyond which its later ones are not looked at one by one."""


def printed_as_written(node: Reference) -> str | None:
    """The text that a reference prints instead of a value: `$x` for `\\$x`; None if it prints its value."""
    if node.escaped:
        return node.prefix + node.literal
    if node.runt:
        return node.prefix + node.root
    return None if node.computable else node.prefix


class Evaluator:
    """Evaluates the expressions of one template."""

    def __init__(self, source: Source, controller: str) -> None:
        """`controller` is who writes the payload: the client, the backend, or the one or the other."""
        self.source = source
        self.controller = controller
        self.defines: dict[str, Block] = {}
        self._depth = 0
        self._blocks = 0

    def block_of(self, node: Reference) -> Block | None:
        """The block of a `#define` that a reference prints, if it prints one."""
        return None if node.steps else self.defines.get(node.root)

    def room_for_block(self) -> bool:
        """Whether one more block of a `#define` may be followed: blocks that print blocks grow without end."""
        self._blocks += 1
        return self._blocks <= _MOST_BLOCKS

    def key(self, reference: Reference, steps: int | None = None) -> str:
        """The key of a reference, or of its first steps, in a scope."""
        count = len(reference.steps) if steps is None else steps
        if not count:
            return reference.root
        return reference.root + self.source.text[reference.steps[0].start : reference.steps[count - 1].end]

    def value(self, node: Expression | None, scope: Scope) -> Value:
        """The value of an expression."""
        if isinstance(node, Reference):
            return self.reference(node, scope)
        if isinstance(node, Constant):
            return constant(node.value)
        if isinstance(node, Interpolation):
            return self.printed(node.block, scope)
        if isinstance(node, Binary):
            return self._binary(node, scope)
        if isinstance(node, Not):
            return BOOLEAN
        if isinstance(node, ListLiteral):
            return self._collection([*node.items], scope, "list")
        if isinstance(node, MapLiteral):
            return self._collection([part for entry in node.entries for part in entry], scope, "map")
        if isinstance(node, Range):
            return Value("collection", items=NUMBER)
        return UNKNOWN

    def _collection(self, parts: list[Expression], scope: Scope, role: str) -> Value:
        items: Value | None = None
        for part in parts:
            value = self.value(part, scope)
            items = value if items is None else joined(items, value)
        return Value("collection", role=role, items=items)

    def _binary(self, node: Binary, scope: Scope) -> Value:
        if node.operator in ("-", "*", "/", "%"):
            return NUMBER
        if node.operator != "+":
            return BOOLEAN
        left, right = self.value(node.left, scope), self.value(node.right, scope)
        if left.kind == right.kind == "number":
            return NUMBER
        kind: Kind = "text" if left.is_text or right.is_text else "any"
        return Value(kind, merged(left.samples, right.samples), left.who or right.who)

    def printed(self, block: Block, scope: Scope) -> Value:
        """The text that a block prints, as one value."""
        self._depth += 1
        try:
            pieces = self._pieces(block.statements, scope) if self._depth < _DEEPEST else [UNKNOWN]
        finally:
            self._depth -= 1
        lone = pieces[0] if len(pieces) == 1 else None
        known = [piece.text for piece in pieces]
        text = "".join(part for part in known if part is not None) if None not in known else None
        if text is not None and len(text) > _LONGEST:
            text = None
        samples: tuple[str, ...] = ()
        for number, piece in enumerate(pieces):
            if piece.samples:
                before = "".join(part or "" for part in known[:number])[-_MOST_AROUND:]
                after = "".join(part or "" for part in known[number + 1 :])[:_MOST_AROUND]
                samples = merged(samples, tuple(f"{before}{sample}{after}" for sample in piece.samples))
        who = next((piece.who for piece in pieces if piece.who), None)
        return Value("text", samples, who, lone is not None and lone.missing, text)

    def _pieces(self, statements: list[Statement], scope: Scope) -> list[Value]:
        pieces: list[Value] = []
        for statement in statements:
            if isinstance(statement, Text):
                pieces.append(constant(statement.text))
            elif isinstance(statement, Reference):
                written = printed_as_written(statement)
                if written is not None:
                    pieces.append(constant(written))
                    continue
                if statement.prefix and self.block_of(statement) is None:  # a block prints alone
                    pieces.append(constant(statement.prefix))
                pieces.append(self.reference(statement, scope))
            elif isinstance(statement, If):
                blocks = [block for _, block in statement.branches]
                blocks += [] if statement.otherwise is None else [statement.otherwise]
                found = [self.printed(block, scope) for block in blocks]
                value = found[0]
                for other in found[1:]:
                    value = joined(value, other)
                pieces.append(value if statement.otherwise is not None else joined(value, constant("")))
            elif hasattr(statement, "body"):
                inner = self.printed(statement.body, scope)
                pieces.append(inner._replace(text=None))
        return pieces

    # References

    def reference(self, node: Reference, scope: Scope) -> Value:
        """The value of a reference."""
        if node.runt or not node.computable:
            return UNKNOWN
        known = scope.values
        body = self.block_of(node)
        if body is not None:
            return self.printed(body, scope) if self.room_for_block() else UNKNOWN
        start = 0
        value: Value | None = None
        for count in range(min(len(node.steps), MOST_STEPS), -1, -1):
            value = known.get(self.key(node, count))
            if value is not None:
                start = count
                break
        if value is None:
            value = root_value(node.root)
        for step in node.steps[start:]:
            value = self.step(value, step, scope)
        return value

    def step(self, value: Value, step: Step, scope: Scope) -> Value:
        """The value of a step of a reference."""
        name, sure = step_name(step)
        if isinstance(step, MethodCall):
            arguments = [self.value(argument, scope) for argument in step.arguments]
            if value.role and (member := root_member(value, step.name, arguments, self.controller)) is not None:
                return member
            return self._method(value, step.name, arguments, name, sure)
        if isinstance(step, Index):
            argument = self.value(step.argument, scope)
            name, sure = argument.text, argument.text is not None
        if value.role and (member := root_member(value, name or "", None, self.controller)) is not None:
            return member
        return _member(value, name, sure)

    def _method(self, value: Value, method: str, arguments: list[Value], name: str | None, sure: bool) -> Value:
        if method in ("get", "getOrDefault", "getValue", "getKey"):
            return _member(value, name, sure)
        if method in ("keySet", "values", "entrySet"):
            items = value.items if value.kind == "collection" else _item(value, "text" if method == "keySet" else "any")
            if method == "entrySet" and items is not None:
                items = items._replace(kind="any", text=None)  # an entry has a key and a value
            return Value("collection", items=items)
        if method in NUMBER_METHODS:
            return NUMBER
        if method in BOOLEAN_METHODS or method.startswith("is"):
            return BOOLEAN
        texts = [_plain(argument) for argument in arguments]
        known = [text for text in texts if text is not None]
        samples = called(value.samples, method, known) if len(known) == len(texts) and value.samples else value.samples
        if method == "split":
            return Value("collection", items=Value("text", samples, value.who))
        if method in TEXT_METHODS:
            return Value("text", samples, value.who, value.missing and method != "concat")
        if value.kind == "collection":
            return value.items or UNKNOWN
        return Value("any", samples, value.who, missing=True)


def without_last_step(node: Reference, steps: int = 1) -> Reference:
    """A reference without its last steps."""
    shorter = node.steps[: len(node.steps) - steps]
    end = shorter[-1].end if shorter else node.offset + 1 + len(node.root)
    return Reference(node.offset, node.start, end, node.root, shorter, "", False, False, True, False, node.root, "")


def step_name(step: Step) -> tuple[str | None, bool]:
    """The name of the member that a step reads, and whether it is written out."""
    if isinstance(step, Property):
        return step.name, True
    argument = step.argument if isinstance(step, Index) else step.arguments[0] if step.arguments else None
    if isinstance(argument, Constant):
        return str(argument.value), True
    return None, False


def _plain(value: Value) -> str | int | None:
    """The argument for a call on samples, None if it is not known."""
    if value.kind == "number":
        return int(value.text) if value.text is not None else None
    return value.text


def _member(value: Value, name: str | None, sure: bool) -> Value:
    """A member of a map or list. One that a loop or an index names is there."""
    if value.kind == "collection":
        return value.items or UNKNOWN
    if name in _NUMBERS and value.who != "the client":
        return NUMBER
    if name in MADE_BY_AWS and value.who != "the client":
        return Value("text", missing=True)
    if name == "BOOL" and value.who != "the client":
        return UNKNOWN
    if value.who is None:
        return Value(missing=sure) if value.kind == "any" else UNKNOWN
    return outside(value.who, missing=sure)


def _item(value: Value, kind: str = "any") -> Value:
    if value.who is None:
        return UNKNOWN
    return outside(value.who, "text" if kind == "text" else "any", missing=False)


def items_of(value: Value) -> Value:
    """The items that a loop over a value runs over."""
    if value.kind == "collection":
        return value.items or UNKNOWN
    if value.role == "params":
        return Value("map", role="params.any")
    if value.role.startswith("params."):
        return outside("the client", "text", missing=False)
    return _item(value)
