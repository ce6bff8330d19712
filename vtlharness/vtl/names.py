"""What a template does with its variables, found before code is generated.

Comes in: the syntax tree. Goes out: `Usage`, from which the code generator knows what it may leave out: most templates
define no blocks, never stop, and use `$foreach` only for its index and `hasNext`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from vtlharness.vtl.nodes import (
    Binary,
    Block,
    Break,
    Define,
    Expression,
    Foreach,
    If,
    Index,
    Interpolation,
    ListLiteral,
    MapLiteral,
    Method,
    Not,
    Property,
    Range,
    Reference,
    Set,
    Statement,
    Stop,
)

FOREACH_PROPERTIES = frozenset({"index", "count", "hasNext", "first", "last"})

GETTERS_OF_MAPS = frozenset({"class", "Class"})
"""Properties that a map answers itself, before it is asked for a key (`getClass`)."""

_MUTATORS = frozenset(
    {
        *("add", "addAll", "addFirst", "addLast", "appendElement", "clear", "compute", "computeIfAbsent", "merge"),
        *("computeIfPresent", "poll", "pop", "push", "put", "putAll", "putIfAbsent", "remove", "removeAll"),
        *("removeFirst", "removeLast", "replaceAll", "retainAll", "set", "setValue", "sort"),
    }
)


@dataclass(slots=True)
class Usage:
    """`variables`: every name read or written, in order; `assigned`: those written by `#set`, `#foreach` or `#define`.

    `defines`: the template has `#define`. `leaves_block`: a `#stop` or `#break` stands in a string or a `#define`, or a
    `#break` names its loop, so that it has to be raised. `foreach_object`: `$foreach` is needed as a value.
    `mutates`: a method is called, or a property or index set, that can change a collection while a loop runs over it.
    `changes`: the same, or a method that can put another value into a map's place.
    `properties`: the properties that are read of each variable, in order; None where it is used in any other way.
    """

    variables: dict[str, None] = field(default_factory=dict)
    assigned: set[str] = field(default_factory=set)
    properties: dict[str, dict[str, None] | None] = field(default_factory=dict)
    defines: bool = False
    leaves_block: bool = False
    foreach_object: bool = False
    mutates: bool = False
    changes: bool = False

    def read_only(self) -> dict[str, tuple[str, ...]]:
        """The variables of which a template that changes nothing reads properties and nothing else, and which."""
        if self.changes:
            return {}
        return {
            name: tuple(read)
            for name, read in self.properties.items()
            if read is not None and name not in self.assigned
        }


def find_usage(block: Block) -> Usage:
    """The usage of the whole template."""
    finder = _Finder()
    finder.block(block, loop=False, inside=False)
    usage = finder.usage
    if "foreach" in usage.assigned:
        usage.foreach_object = True
    return usage


class _Finder:
    """Walks the tree; `loop` says whether a `#foreach` of the same block surrounds it, `inside` whether a string or a
    `#define` does."""

    def __init__(self) -> None:
        self.usage = Usage()

    def block(self, block: Block, loop: bool, inside: bool) -> None:
        for statement in block.statements:
            self.statement(statement, loop, inside)

    def statement(self, statement: Statement, loop: bool, inside: bool) -> None:
        usage = self.usage
        if isinstance(statement, Reference):
            self.expression(statement, loop, inside)
        elif isinstance(statement, Set):
            self.expression(statement.value, loop, inside)
            self.expression(statement.target, loop, inside)
            usage.mutates |= bool(statement.target.steps)
            usage.changes |= bool(statement.target.steps)
            if not statement.target.steps:
                usage.assigned.add(statement.target.root)
        elif isinstance(statement, If):
            for condition, branch in statement.branches:
                self.expression(condition, loop, inside)
                self.block(branch, loop, inside)
            if statement.otherwise:
                self.block(statement.otherwise, loop, inside)
        elif isinstance(statement, Foreach):
            if statement.items is not None:
                self.expression(statement.items, loop, inside)
            usage.variables[statement.variable] = None
            usage.assigned.add(statement.variable)
            self.block(statement.body, True, inside)
        elif isinstance(statement, Define):
            usage.defines = True
            usage.variables[statement.variable] = None
            usage.assigned.add(statement.variable)
            self.block(statement.body, False, True)
        elif isinstance(statement, (Stop, Break)):
            if statement.argument is not None:
                self.expression(statement.argument, loop, inside)
            usage.leaves_block |= inside or (isinstance(statement, Break) and statement.argument is not None)

    def expression(self, node: Expression, loop: bool, inside: bool) -> None:
        if isinstance(node, Reference):
            self.reference(node, loop, inside)
        elif isinstance(node, Interpolation):
            self.block(node.block, loop, True)
        elif isinstance(node, (Binary, Range)):
            first, second = (node.left, node.right) if isinstance(node, Binary) else (node.first, node.last)
            self.expression(first, loop, inside)
            self.expression(second, loop, inside)
        elif isinstance(node, Not):
            self.expression(node.operand, loop, inside)
        elif isinstance(node, ListLiteral):
            for item in node.items:
                self.expression(item, loop, inside)
        elif isinstance(node, MapLiteral):
            for key, value in node.entries:
                self.expression(key, loop, inside)
                self.expression(value, loop, inside)

    def reference(self, node: Reference, loop: bool, inside: bool) -> None:
        if node.runt or not node.computable:
            return
        self.usage.variables[node.root] = None
        self._property(node)
        if node.root == "foreach" and not is_fast_foreach(node, loop):
            self.usage.foreach_object = True
        for step in node.steps:
            if isinstance(step, Method):
                mutates = step.name in _MUTATORS
                self.usage.mutates |= mutates
                self.usage.changes |= mutates or step.name == "replace"
                for argument in step.arguments:
                    self.expression(argument, loop, inside)
            elif isinstance(step, Index):
                self.expression(step.argument, loop, inside)

    def _property(self, node: Reference) -> None:
        """Notes what a reference reads of its root."""
        properties = self.usage.properties
        first = node.steps[0] if node.steps else None
        if not isinstance(first, Property) or first.name in GETTERS_OF_MAPS:
            properties[node.root] = None
            return
        read = properties.setdefault(node.root, {})
        if read is not None:
            read[first.name] = None


def is_fast_foreach(node: Reference, loop: bool) -> bool:
    """Whether a reference is `$foreach.index` or the like inside the loop that it asks."""
    if not loop or len(node.steps) != 1:
        return False
    step = node.steps[0]
    return isinstance(step, Property) and step.name in FOREACH_PROPERTIES
