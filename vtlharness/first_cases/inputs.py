"""What a template reads of the call, and which values its conditions ask for.

Comes in: a syntax tree. Goes out: `Inputs`: for each place of the payload, the parameters, `$context` and the stage
variables that the template reads, the kinds of value it can have and values that make a difference. What the template
computes is followed through `#set` and `#foreach`; what cannot be followed is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, TypeAlias

from vtlharness.vtl.syntax.nodes import (
    Binary,
    Block,
    Constant,
    Define,
    Expression,
    Foreach,
    If,
    Index,
    Interpolation,
    ListLiteral,
    MapLiteral,
    MethodCall,
    Not,
    Property,
    Reference,
    Set,
    Step,
    Text,
)

Place: TypeAlias = Literal["body", "path", "querystring", "header", "parameter", "context", "stageVariables"]
ITEM = "[]"
"""The step from a list to its items."""
JSON = "{json}"
"""The step from a text to the JSON in it."""
VALUE = "{value}"
"""The step from a map to its values, whatever their keys are."""
MISSING = object()
"""Stands for a value that is not there."""

_PATH_STEP = re.compile(
    r"\.\.|\.?\[\s*(?:'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"|(-?\d+|\*|[^\]]*))\s*\]|\.([^.\[\s]+)"
)
_PLACES: dict[str, Place] = {"path": "path", "querystring": "querystring", "header": "header"}
_OF_TEXT = frozenset(
    [
        "length",
        "toUpperCase",
        "toLowerCase",
        "trim",
        "substring",
        "split",
        "replaceAll",
        "replace",
        "matches",
        "startsWith",
        "endsWith",
        "indexOf",
        "charAt",
        "concat",
        "equalsIgnoreCase",
    ]
)
_SAME_TEXT = frozenset(
    {"toString", "trim", "replace", "replaceAll", "toLowerCase", "toUpperCase", "substring", "concat"}
)
_OF_VALUES = frozenset({"values", "iterator"})
_QUESTIONS = frozenset({"equals", "equalsIgnoreCase", "contains", "startsWith", "endsWith", "matches"})


class Origin(NamedTuple):
    """A value of the call: `steps` lead to it in the payload; elsewhere they are its name."""

    place: Place
    steps: tuple[str, ...] = ()

    def of(self, *steps: str) -> Origin:
        """The value that steps lead to from here."""
        return Origin(self.place, (*self.steps, *steps))


class Measured(NamedTuple):
    """What a method tells about a value: its size, or whether it is empty."""

    origin: Origin
    what: str


class Keys(NamedTuple):
    """The keys of a map, or one of them."""

    origin: Origin


Symbol: TypeAlias = "Origin | Measured | Keys | Constant | Table | Asked | None"


class Table(NamedTuple):
    """A map that the template writes out, with its keys."""

    keys: tuple[str, ...]


class Asked(NamedTuple):
    """The answer to a question about a value, which is yes or no."""

    origin: Origin


class Wish:
    """What is known about one place: `kind` of value, and `values` that make a difference, in order."""

    def __init__(self) -> None:
        self.kind: str | None = None
        self.values: list[Any] = []

    def may_be(self, value: Any) -> None:
        """Takes note of a value that makes a difference."""
        if not any(type(known) is type(value) and known == value for known in self.values):
            self.values.append(value)

    def has_kind(self, kind: str) -> None:
        """Takes note of a kind of value; the first that is known stays, text gives way to every other."""
        if self.kind in (None, "text"):
            self.kind = kind

    def take(self, other: Wish) -> None:
        """Takes what is known elsewhere about the same place."""
        if other.kind is not None:
            self.has_kind(other.kind)
        for value in other.values:
            self.may_be(value)


class Inputs:
    """What a template reads; `wishes` has each place in the order in which the template reads them."""

    def __init__(self) -> None:
        self.wishes: dict[Origin, Wish] = {}
        self.answers = False
        """Whether the template sets the client's answer: it is one for responses."""

    def wish(self, origin: Origin) -> Wish:
        """What is known about a place."""
        return self.wishes.setdefault(origin, Wish())

    def add(self, other: Inputs) -> None:
        """Takes what another template reads, too."""
        for origin, wish in other.wishes.items():
            self.wish(origin).take(wish)


def inputs_of(block: Block) -> Inputs:
    """What a template reads."""
    reader = _Reader()
    reader.block(block)
    return reader.found


def path_steps(path: str) -> tuple[str, ...] | None:
    """The steps of a JSONPath; None for one that leads to no one place."""
    rest = path.strip().removeprefix("$")
    if rest and not path.strip().startswith("$"):
        rest = f".{rest}"
    steps: list[str] = []
    at = 0
    while at < len(rest):
        match = _PATH_STEP.match(rest, at)
        if match is None or match[0] == "..":
            return tuple(steps) if steps else None
        quoted = match[1] if match[1] is not None else match[2]
        if quoted is not None:
            steps.append(quoted)
        elif match[4] is not None:
            if match[4].endswith("()"):
                return tuple(steps)
            steps.append(VALUE if match[4] == "*" else match[4])
        else:
            steps.append(ITEM)
        at = match.end()
    return tuple(steps)


class _Reader:
    """Goes through a template with the values of its variables as far as they are known."""

    def __init__(self) -> None:
        self.found = Inputs()
        self._variables: dict[str, Symbol] = {}

    def block(self, block: Block) -> None:
        for statement in block.statements:
            if isinstance(statement, Reference):
                self._printed(self.value(statement))
            elif isinstance(statement, Set):
                self._set(statement)
            elif isinstance(statement, If):
                self._if(statement)
            elif isinstance(statement, Foreach):
                self._foreach(statement)
            elif isinstance(statement, Define):
                self.block(statement.body)

    def _set(self, node: Set) -> None:
        target = node.target
        if target.root == "context" and target.steps:
            first = target.steps[0]
            self.found.answers |= isinstance(first, Property) and first.name == "responseOverride"
        value = self.value(node.value)
        if not target.steps:
            if value is None and target.root in self._variables and isinstance(node.value, Reference):
                return
            self._variables[target.root] = value

    def _if(self, node: If) -> None:
        before = dict(self._variables)
        after: dict[str, Symbol] = {}
        for condition, body in node.branches:
            self._condition(condition)
            self._branch(body, before, after)
        if node.otherwise is not None:
            self._branch(node.otherwise, before, after)
        self._variables = {**before, **after}

    def _branch(self, body: Block, before: dict[str, Symbol], after: dict[str, Symbol]) -> None:
        """A branch by itself; what it sets holds afterwards, a value of the call before any other."""
        self._variables = dict(before)
        self.block(body)
        for name, value in self._variables.items():
            if (name not in before or before[name] != value) and not isinstance(after.get(name), Origin):
                after[name] = value

    def _foreach(self, node: Foreach) -> None:
        items = self.value(node.items) if node.items is not None else None
        inside: Symbol = None
        if isinstance(items, Origin):
            wish = self.found.wish(items)
            if wish.kind != "map" and VALUE not in items.steps[-1:]:
                wish.has_kind("list")
            for number in (2, 0, 1):
                wish.may_be(("size", number))
            inside = items.of(ITEM) if wish.kind == "list" else items.of(VALUE)
            self.found.wish(inside)
        elif isinstance(items, Keys):
            self.found.wish(items.origin).has_kind("map")
            self.found.wish(items.origin).may_be(("size", 0))
            inside = items
        before = self._variables.get(node.variable)
        self._variables[node.variable] = inside
        self.block(node.body)
        self._variables[node.variable] = before

    def _printed(self, value: Symbol) -> None:
        if isinstance(value, Origin):
            self.found.wish(value)

    # Conditions

    def _condition(self, node: Expression) -> None:
        if isinstance(node, Not):
            self._condition(node.operand)
        elif isinstance(node, Binary) and node.operator in ("&&", "||"):
            self._condition(node.left)
            self._condition(node.right)
        elif isinstance(node, Binary):
            left, right = self.value(node.left), self.value(node.right)
            self._compared(left, right, node.operator)
            self._compared(right, left, node.operator)
        else:
            value = self.value(node)
            if isinstance(value, (Origin, Asked)):
                self._present_or_not(value.origin if isinstance(value, Asked) else value)
            if isinstance(value, Origin):
                self.found.wish(value).may_be(False)
                self.found.wish(value).may_be(True)
            elif isinstance(value, Measured):
                self._sizes(value.origin, (0, 2))

    def _present_or_not(self, origin: Origin) -> None:
        self.found.wish(origin).may_be(MISSING)

    def _sizes(self, origin: Origin, sizes: tuple[int, ...]) -> None:
        for number in sizes:
            self.found.wish(origin).may_be(("size", number))

    def _compared(self, one: Symbol, other: Symbol, operator: str) -> None:
        constant = other.value if isinstance(other, Constant) else None
        if isinstance(one, Measured):
            size = constant if isinstance(constant, int) else 0
            self._sizes(one.origin, tuple(dict.fromkeys((size + 1, max(size, 0), max(size - 1, 0)))))
        elif isinstance(one, Origin):
            wish = self.found.wish(one)
            if constant is None or constant == "":
                self._present_or_not(one)
                if constant == "":
                    wish.may_be("")
            elif isinstance(constant, bool):
                wish.has_kind("boolean")
                wish.may_be(constant)
                wish.may_be(not constant)
            elif isinstance(constant, (int, float)):
                wish.has_kind("number")
                for value in (constant, constant + 1, constant - 1):
                    wish.may_be(value)
            else:
                wish.may_be(constant)
                self._present_or_not(one)

    # Values

    def value(self, node: Expression | None) -> Symbol:
        """The value of an expression, as far as it is known; what it reads is taken note of."""
        if isinstance(node, Reference):
            return self._reference(node)
        if isinstance(node, Constant):
            return node
        if isinstance(node, Interpolation):
            return self._interpolation(node)
        if isinstance(node, Binary):
            if node.operator in ("&&", "||", "==", "!=", "<", ">", "<=", ">="):
                self._condition(node)
                return None
            sides = [self.value(node.left), self.value(node.right)]
            for side in sides:
                if isinstance(side, Origin):
                    self.found.wish(side).has_kind("number" if node.operator != "+" else "text")
            return None
        for child in [] if node is None else _parts(node):
            self._printed(self.value(child))
        if isinstance(node, MapLiteral):
            keys = [key.value for key, _ in node.entries if isinstance(key, Constant)]
            return Table(tuple(key for key in keys if isinstance(key, str)))
        return None

    def _interpolation(self, node: Interpolation) -> Symbol:
        statements = node.block.statements
        self.block(node.block)
        if len(statements) == 1 and isinstance(statements[0], Reference):
            return self.value(statements[0])
        return None

    def _reference(self, node: Reference) -> Symbol:
        if node.escaped or node.runt or not node.computable:
            return None
        steps = list(node.steps)
        value, steps = self._root(node.root, steps)
        for step in steps:
            value = self._step(value, step)
        return value

    def _root(self, root: str, steps: list[Step]) -> tuple[Symbol, list[Step]]:
        if root == "input" and steps:
            return self._input(steps)
        if root == "util" and steps and isinstance(steps[0], MethodCall):
            arguments = [self.value(argument) for argument in steps[0].arguments]
            first = arguments[0] if arguments else None
            if steps[0].name == "parseJson" and isinstance(first, Origin):
                return first.of(JSON), steps[1:]
            self._printed(first)
            return first, steps[1:]
        if root in ("context", "stageVariables"):
            names = []
            for step in steps:
                name = _name_of(step, self.value)
                if name is None:
                    break
                names.append(name)
            if not names or names[0] in ("requestOverride", "responseOverride"):
                return None, []
            origin = Origin("context" if root == "context" else "stageVariables", tuple(names))
            self.found.wish(origin)
            return origin, steps[len(names) :]
        return self._variables.get(root), steps

    def _input(self, steps: list[Step]) -> tuple[Symbol, list[Step]]:
        first = steps[0]
        if isinstance(first, Property):
            return (Origin("body") if first.name == "body" else None), steps[1:]
        if not isinstance(first, MethodCall):
            return None, []
        arguments = [self.value(argument) for argument in first.arguments]
        text = arguments[0].value if arguments and isinstance(arguments[0], Constant) else None
        if first.arguments and isinstance(first.arguments[0], Interpolation):
            text = _with_zeros(first.arguments[0])
        if first.name in ("path", "json") and isinstance(text, str):
            found = path_steps(text)
            if found is None:
                return None, []
            origin = Origin("body", found)
            if first.name == "json":
                self.found.wish(origin)
            return origin, steps[1:]
        if first.name == "params" and isinstance(text, str):
            return Origin("parameter", (text,)), steps[1:]
        if first.name == "params" and not arguments and len(steps) > 1:
            place = _PLACES.get(_name_of(steps[1], self.value) or "")
            if place is not None:
                return Origin(place), steps[2:]
        return None, []

    def _step(self, value: Symbol, step: Step) -> Symbol:
        if isinstance(value, Keys):
            return value
        if not isinstance(value, Origin):
            arguments = (
                step.arguments if isinstance(step, MethodCall) else [step.argument] if isinstance(step, Index) else []
            )
            for expression in arguments:
                found = self.value(expression)
                self._printed(found)
                if isinstance(value, Table) and isinstance(found, Origin):
                    for key in value.keys:
                        self.found.wish(found).may_be(key)
            return value if isinstance(value, (Measured, Asked)) else None
        name = _name_of(step, self.value)
        if isinstance(step, MethodCall) and name is None:
            return self._method(value, step)
        if name is not None:
            self.found.wish(value).has_kind("map")
            return value.of(name)
        if isinstance(step, Index):
            argument = self.value(step.argument)
            if isinstance(argument, Keys):
                return value.of(VALUE)
            self.found.wish(value).has_kind("list")
            return value.of(ITEM)
        return None

    def _method(self, value: Origin, step: MethodCall) -> Symbol:
        arguments = [self.value(argument) for argument in step.arguments]
        if step.name in ("size", "isEmpty", "length"):
            self.found.wish(value).has_kind("text" if step.name == "length" else "list")
            return Measured(value, step.name)
        if step.name in ("keySet", "entrySet"):
            self.found.wish(value).has_kind("map")
            return Keys(value) if step.name == "keySet" else value.of(VALUE)
        if step.name in _OF_VALUES:
            return value
        if step.name == "get" and arguments:
            if isinstance(arguments[0], Keys) or not isinstance(arguments[0], Constant):
                return value.of(VALUE)
            self.found.wish(value).has_kind("list")
            return value.of(ITEM)
        if step.name == "containsKey" and arguments and isinstance(arguments[0], Constant):
            self.found.wish(value).has_kind("map")
            return Asked(value.of(str(arguments[0].value)))
        if step.name in _OF_TEXT:
            self.found.wish(value).has_kind("text")
        if step.name == "split" and arguments and isinstance(arguments[0], Constant):
            mark = str(arguments[0].value).replace("\\s*", "").replace("\\s+", " ").replace("\\", "")
            name = value.steps[-1] if value.steps else "text"
            for text in (f"{name}1{mark}{name}2", name, ""):
                self.found.wish(value).may_be(text)
            return None
        if step.name in _QUESTIONS and arguments and isinstance(arguments[0], Constant):
            kind = {"matches": "matching", "contains": "containing"}.get(step.name)
            answer = arguments[0].value
            self.found.wish(value).may_be(answer if kind is None else (kind, answer))
            return Asked(value)
        for argument in arguments:
            self._printed(argument)
        return value if step.name in _SAME_TEXT else None


def _with_zeros(node: Interpolation) -> str | None:
    """A path in which references stand for indices."""
    statements = node.block.statements
    if not all(isinstance(one, (Text, Reference)) for one in statements):
        return None
    return "".join(one.text if isinstance(one, Text) else "0" for one in statements)


def _name_of(step: Step, value_of: Any) -> str | None:
    """The key that a step reads of a map: `.name`, `['name']`, `.get('name')`."""
    if isinstance(step, Property):
        return step.name
    argument = step.argument if isinstance(step, Index) else None
    if isinstance(step, MethodCall) and step.name == "get" and len(step.arguments) == 1:
        argument = step.arguments[0]
    found = None if argument is None else value_of(argument)
    return found.value if isinstance(found, Constant) and isinstance(found.value, str) else None


def _parts(node: Expression) -> Iterator[Any]:
    if isinstance(node, (ListLiteral, MapLiteral, Not)):
        yield from node.children()
