"""The uses that a template makes of its variables, found before code is generated.

Comes in: the syntax tree. Goes out: `Usage`, which tells the code generator what it may leave out: most templates do
not define blocks, never stop, and use `$foreach` only for its index and `hasNext`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from vtlharness.vtl.syntax.nodes import (
    Binary,
    Block,
    Break,
    Constant,
    Define,
    Expression,
    Foreach,
    If,
    Interpolation,
    ListLiteral,
    MapLiteral,
    MethodCall,
    Property,
    Range,
    Reference,
    Set,
    Stop,
    Text,
    Word,
)
from vtlharness.vtl.syntax.walk import Handlers, Visitor

FOREACH_PROPERTIES = frozenset({"index", "count", "hasNext", "first", "last"})

GETTERS_OF_MAPS = frozenset({"class", "Class"})
"""Properties that a map answers itself, before it looks for a key (`getClass`)."""

NOT_KEPT = GETTERS_OF_MAPS | {"bytes", "Bytes"}
"""Properties that are read each time: `$s.bytes` is a new array, which equals itself only."""

MOST_STEPS = 16
"""The number of properties after which nobody counts how often a longer path is read: each path is a tuple of its own,
and all those of a path of thousands of properties would fill the memory."""

MANY_FUNCTIONS = 64
"""The number of inner functions from which Python's compiler would take most of its time to copy, for each of them, the
names of all the others and of all variables."""

ARITHMETIC = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide", "%": "modulo"}
"""The operators that calculate, and their names in the runtime."""

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

    - `defines`: the template has `#define`.
    - `leaves_block`: a `#stop` or `#break` stands in a string or a `#define`, or a `#break` names its loop, so that it
      has to be raised as an exception.
    - `foreach_object`: `$foreach` is needed as a value.
    - `mutates`: a method is called, or a property or index set, that can change a collection while a loop runs over it.
    - `changes`: the same, or a method that can replace a map's value.
    - `masked`: variables of loops that a string, a `#define` or a loop inside sets too, perhaps while they are
      hidden (see `vtl.null_rounds`).
    - `makes_keys`: a map is written with keys that may be other values than texts.
    - `properties`: the properties that are read of each variable, in order; None if it is used in any other way.
    - `set_first`: variables to which the template's first statement about them gives a value that is not null.
    - `outside`: variables that are read outside their own loops.
    - `assigned_in`: the variables that each loop or `#if` assigns.
    - `loops`: the template has a loop.
    - `left_early`: the loops with a `#break` inside.
    - `shares`: a collection may be put into another, perhaps more than once.
    - `reads`: how often each property is read, by its path from the variable (of at most `MOST_STEPS` properties).
    - `functions`: how many blocks and strings need a function of their own, whatever else the template does.
    - `strings`: how many other strings have references, and need a function if `leaves_block`.
    """

    variables: dict[str, None] = field(default_factory=dict)
    assigned: set[str] = field(default_factory=set)
    properties: dict[str, dict[str, None] | None] = field(default_factory=dict)
    defines: bool = False
    leaves_block: bool = False
    foreach_object: bool = False
    mutates: bool = False
    changes: bool = False
    masked: set[str] = field(default_factory=set)
    makes_keys: bool = False
    set_first: set[str] = field(default_factory=set)
    outside: set[str] = field(default_factory=set)
    assigned_in: dict[Foreach | If, set[str]] = field(default_factory=dict)
    loops: bool = False
    left_early: set[Foreach] = field(default_factory=set)
    shares: bool = False
    reads: dict[tuple[str, ...], int] = field(default_factory=dict)
    functions: int = 0
    strings: int = 0

    def has_many_functions(self) -> bool:
        """Whether the code is written in the form for many inner functions (see `vtl.compile.compilation`)."""
        return self.functions + (self.strings if self.leaves_block else 0) > MANY_FUNCTIONS

    def read_only(self) -> dict[str, tuple[str, ...]]:
        """The variables of which a template that changes nothing reads only properties, with these properties."""
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
    finder.visit(block.statements)
    usage = finder.usage
    if "foreach" in usage.assigned:
        usage.foreach_object = True
    usage.masked = finder.looped & finder.set_inside
    return usage


class _Finder(Visitor):
    """Walks the tree in the order in which it is evaluated."""

    def __init__(self) -> None:
        self.usage = Usage()
        self._in_loop = False  # whether a #foreach of the same block surrounds the node
        self._inside = False  # whether a string or a #define does
        self._loop_variables: list[str] = []
        self._loops: list[Foreach] = []
        self.looped: set[str] = set()  # the variables of loops
        self.set_inside: set[str] = set()  # the variables that strings, #defines and loops inside loops over them set
        self._assigning: set[str] = set()  # the variables that the innermost loop or #if has assigned so far
        self._nested = 0  # how many loops, #ifs and #defines surround the node

    # Statements

    def _if(self, node: If) -> None:
        outer = self._begin()
        self.visit(node.children())
        self._end(node, outer)

    def _foreach(self, node: Foreach) -> None:
        if node.items is not None:
            self.visit((node.items,))
        if node.variable in self._loop_variables:  # a loop around reads it after this one
            self.usage.outside.add(node.variable)
            self.set_inside.add(node.variable)
        outer = self._begin()
        self._loop_variables.append(node.variable)
        self.looped.add(node.variable)
        self._loops.append(node)
        self.usage.loops = True
        around, self._in_loop = self._in_loop, True
        self.visit((node.body,))
        self._in_loop = around
        self._loops.pop()
        self._loop_variables.pop()
        self._end(node, outer)
        self._assigned(node.variable)

    def _define(self, node: Define) -> None:
        self.usage.defines = True
        self.usage.functions += 1
        self._assigned(node.variable)
        around = self._in_loop, self._inside, self._loop_variables
        self._in_loop, self._inside, self._loop_variables = False, True, []
        self._nested += 1
        self.visit(node.children())
        self._nested -= 1
        self._in_loop, self._inside, self._loop_variables = around

    def _leave(self, node: Stop | Break) -> None:
        self.visit(node.children())
        self.usage.left_early.update(self._loops)
        self.usage.leaves_block |= self._inside or (isinstance(node, Break) and node.argument is not None)

    def _set(self, node: Set) -> None:
        usage, target = self.usage, node.target
        self.visit((node.value,))  # it is computed first
        first = target.root not in usage.variables and not (self._nested or self._inside)
        if first and not target.steps and target.assigned == target.root and not can_be_null(node.value):
            usage.set_first.add(target.root)
        self.visit((target,))
        usage.mutates |= bool(target.steps)
        usage.changes |= bool(target.steps)
        usage.shares |= bool(target.steps) and _can_be_collection(node.value)
        if not target.steps:
            self._assigned(target.root)

    def _begin(self) -> set[str]:
        self._nested += 1
        outer, self._assigning = self._assigning, set()
        return outer

    def _end(self, node: Foreach | If, outer: set[str]) -> None:
        self._nested -= 1
        self.usage.assigned_in[node] = self._assigning
        outer |= self._assigning
        self._assigning = outer

    def _assigned(self, name: str) -> None:
        self.usage.variables[name] = None
        self.usage.assigned.add(name)
        if self._inside:
            self.set_inside.add(name)
        self._assigning.add(name)

    # Expressions

    def _interpolation(self, node: Interpolation) -> None:
        if consists_of_references(node):
            self.usage.strings += 1
        else:
            self.usage.functions += 1
        around, self._inside = self._inside, True
        self.visit(node.children())
        self._inside = around

    def _reference(self, node: Reference) -> None:
        if node.runt or not node.computable:
            return
        self.usage.variables[node.root] = None
        if node.root not in self._loop_variables:
            self.usage.outside.add(node.root)
        self._property(node)
        if node.root == "foreach" and not is_fast_foreach(node, self._in_loop):
            self.usage.foreach_object = True
        for step in node.steps:
            if step.__class__ is not Property:
                self.visit(node.steps)
                break

    def _property(self, node: Reference) -> None:
        """Notes the property of its root that a reference reads."""
        properties = self.usage.properties
        steps = node.steps
        first = steps[0] if steps else None
        if first.__class__ is not Property or first.name in GETTERS_OF_MAPS:
            properties[node.root] = None
            return
        read = properties.setdefault(node.root, {})
        if read is not None:
            read[first.name] = None
        path: tuple[str, ...] = (node.root,)
        for step in steps[:MOST_STEPS]:
            if step.__class__ is not Property or step.name in NOT_KEPT:
                break
            path = (*path, step.name)
            self.usage.reads[path] = self.usage.reads.get(path, 0) + 1

    def _method_call(self, node: MethodCall) -> None:
        mutates = node.name in _MUTATORS
        self.usage.mutates |= mutates
        self.usage.changes |= mutates or node.name == "replace"
        self.usage.shares |= (mutates or node.name == "replace") and any(map(_can_be_collection, node.arguments))
        self.visit(node.children())

    def _map_literal(self, node: MapLiteral) -> None:
        self.usage.makes_keys |= any(not is_string(key) for key, _ in node.entries)
        self.visit(node.children())

    handlers: ClassVar[Handlers] = {
        If: _if,
        Foreach: _foreach,
        Define: _define,
        Stop: _leave,
        Break: _leave,
        Set: _set,
        Interpolation: _interpolation,
        Reference: _reference,
        MethodCall: _method_call,
        MapLiteral: _map_literal,
    }


def is_string(node: Expression) -> bool:
    """Whether an expression is a text, whatever its variables are."""
    return isinstance(node, Interpolation) or (isinstance(node, Constant) and type(node.value) is str)


def _can_be_collection(node: Expression) -> bool:
    return isinstance(node, (Reference, ListLiteral, MapLiteral))


def begins_as_json(block: Block) -> bool:
    """Whether the first character that the template prints, blanks aside, begins an object or a list."""
    for part in block.statements:
        if isinstance(part, Text) and part.text.strip():
            return part.text.lstrip().startswith(("{", "["))
        if not isinstance(part, (Text, Set, Define)):
            return False
    return False


def consists_of_references(node: Interpolation) -> bool:
    """Whether a string has only text and references that print, so that it can be written as one expression."""
    return not node.trimmed and all(
        isinstance(statement, Text) or (isinstance(statement, Reference) and not statement.escaped)
        for statement in node.block.statements
    )


def can_be_null(node: Expression) -> bool:
    """Whether the value of an expression can be null: a reference is never null, an operation on other values than
    numbers is.
    """
    if isinstance(node, Reference):
        return node.runt or not node.computable
    return isinstance(node, (Range, Word)) or (isinstance(node, Binary) and node.operator in ARITHMETIC)


def is_fast_foreach(node: Reference, loop: bool) -> bool:
    """Whether a reference is a property such as `$foreach.index` of the loop that it stands in."""
    if not loop or len(node.steps) != 1:
        return False
    step = node.steps[0]
    return isinstance(step, Property) and step.name in FOREACH_PROPERTIES
