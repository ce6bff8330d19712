"""Reads a template for what it reads of the call.

Comes in: a `Source`, or a syntax tree. Goes out: `Inputs`. What the template computes is followed through `#set` and
`#foreach`; what cannot be followed is left out. Next: `method_cases`, `template_cases`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from vtlharness.first_cases.reading.inputs import ITEM, JSON, MISSING, VALUE, Inputs, Origin, Place, path_steps
from vtlharness.first_cases.reading.symbols import (
    Asked,
    Entries,
    Keys,
    Literals,
    Measured,
    Parameters,
    Symbol,
    Table,
    Values,
)
from vtlharness.lint.parsing import parse
from vtlharness.source import Source
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

_OF_ANSWERS = frozenset(
    {"Attributes", "Count", "FailedEntryCount", "FailedRecordCount", "Item", "Items", "LastEvaluatedKey"}
    | {"ListBucketResult", "ReceiveMessageResponse", "SendMessageResponse", "errorMessage", "executionArn"}
)
"""Members of answers of AWS services and of functions that failed: a template that reads one is one for responses."""
_BEFORE_BARE = re.compile(r'(?:"\s*:|[\[,])\s*\Z')
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
_QUESTIONS = frozenset({"equals", "equalsIgnoreCase", "contains", "startsWith", "endsWith", "matches"})


def template_inputs(source: Source) -> Inputs:
    """What a template reads; nothing of one that does not parse."""
    block = parse(source).block
    return Inputs() if block is None else inputs_of(block)


def inputs_of(block: Block) -> Inputs:
    """What a template reads."""
    reader = _Reader()
    reader.block(block)
    return reader.found


class _Reader:
    """Goes through a template with the values of its variables as far as they are known."""

    def __init__(self) -> None:
        self.found = Inputs()
        self._variables: dict[str, Symbol] = {}
        self._line = ""
        """What the template has printed of the current line, without the values."""

    def block(self, block: Block) -> None:
        for statement in block.statements:
            if isinstance(statement, Text):
                self._line = (self._line + statement.text).rpartition("\n")[2]
            elif isinstance(statement, Reference):
                self._printed(self.value(statement), bare=self._is_bare() and not _is_json(statement))
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
            inside = self._inside(items)
        elif isinstance(items, (Keys, Entries, Values)):
            self.found.wish(items.origin).has_kind("map")
            self._sizes(items.origin, (2, 0, 1))
            inside = items
            if isinstance(items, Values):
                inside = items.origin.of(VALUE)
                self.found.wish(inside)
        elif isinstance(items, Parameters) and items.any_place:
            for place in _PLACES.values():
                for number in (2, 0, 1):
                    self.found.wish(Origin(place)).may_be(("size", number))
        elif isinstance(items, Literals):
            inside = items
        before = self._variables.get(node.variable)
        self._variables[node.variable] = inside
        self.block(node.body)
        self._variables[node.variable] = before

    def _inside(self, items: Origin) -> Origin:
        """The place of what a loop goes through: a list's items, or a map's values."""
        wish = self.found.wish(items)
        if wish.kind != "map":
            wish.has_kind("list")
        self._sizes(items, (2, 0, 1))
        inside = items.of(ITEM if wish.kind == "list" else VALUE)
        self.found.wish(inside)
        return inside

    def _printed(self, value: Symbol, *, bare: bool = False) -> None:
        if isinstance(value, Origin):
            self.found.wish(value).bare |= bare

    def _is_bare(self) -> bool:
        """Whether a value stands here in JSON without quotes: behind a key's colon, or in a list."""
        return self._line.count('"') % 2 == 0 and _BEFORE_BARE.search(self._line) is not None

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
            sizes = (size + 1, max(size, 0), max(size - 1, 0), *((0,) if one.what == "length" else ()))
            self._sizes(one.origin, tuple(dict.fromkeys(sizes)))
        elif isinstance(one, Keys) and isinstance(constant, str) and constant:
            self.found.wish(one.origin).has_key(constant)
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
                for value in (constant, constant + 1, constant - 1) if constant else (1, 0, -1):
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
        if isinstance(node, ListLiteral):
            constants = tuple(item.value for item in node.items if isinstance(item, Constant))
            return Literals(constants) if constants else None
        if isinstance(node, MapLiteral):
            keys = [key.value for key, _ in node.entries if isinstance(key, Constant)]
            return Table(tuple(key for key in keys if isinstance(key, str)))
        return None

    def _interpolation(self, node: Interpolation) -> Symbol:
        statements = node.block.statements
        line, self._line = self._line, ""
        self.block(node.block)
        self._line = line
        if len(statements) == 1 and isinstance(statements[0], Reference):
            return self.value(statements[0])
        if statements and all(isinstance(one, Text) for one in statements):
            text = "".join(one.text for one in statements if isinstance(one, Text))
            return Constant(node.start, node.end, text)
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
            if (not names and root == "context") or names[:1] in (["requestOverride"], ["responseOverride"]):
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
            self.found.answers |= bool(_OF_ANSWERS.intersection(found[:1]))
            origin = Origin("body", found)
            if first.name == "json":
                self.found.wish(origin)
            return origin, steps[1:]
        if first.name == "params" and isinstance(text, str):
            return Origin("parameter", (text,)), steps[1:]
        if first.name == "params" and arguments and isinstance(arguments[0], Literals):
            found_all = [Origin("parameter", (name,)) for name in arguments[0].values if isinstance(name, str)]
            for one in found_all:
                self.found.wish(one)
            return (found_all[0] if found_all else None), steps[1:]
        if first.name == "params" and not arguments:
            return Parameters(), steps[1:]
        return None, []

    def _step(self, value: Symbol, step: Step) -> Symbol:
        if isinstance(value, Keys):
            return value
        if isinstance(value, Entries):
            return _of_entry(value, step)
        if isinstance(value, Values):
            return _of_values(value, step)
        if isinstance(value, Parameters):
            return self._of_parameters(value, step)
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
            self.found.answers |= value == Origin("body") and name in _OF_ANSWERS
            self.found.wish(value).has_kind("map")
            return value.of(name)
        if isinstance(step, Index):
            argument = self.value(step.argument)
            if isinstance(argument, Keys):
                return value.of(VALUE)
            self.found.wish(value).has_kind("list")
            return value.of(ITEM)
        return None

    def _of_parameters(self, value: Parameters, step: Step) -> Symbol:
        place = _PLACES.get(_name_of(step, self.value) or "")
        if place is not None:
            return Origin(place)
        name = step.name if isinstance(step, MethodCall) else ""
        return value._replace(any_place=True) if value.any_place or name != "keySet" else Parameters()

    def _method(self, value: Origin, step: MethodCall) -> Symbol:
        arguments = [self.value(argument) for argument in step.arguments]
        if step.name in ("size", "isEmpty", "length"):
            self.found.wish(value).has_kind("text" if step.name == "length" else "list")
            return Measured(value, step.name)
        if step.name in ("keySet", "entrySet"):
            self.found.wish(value).has_kind("map")
            return Keys(value) if step.name == "keySet" else Entries(value)
        if step.name == "values":
            self.found.wish(value).has_kind("map")
            return Values(value)
        if step.name == "iterator":
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


def _is_json(node: Reference) -> bool:
    """Whether a reference prints JSON, quotes included: `$input.json(...)`."""
    return node.root == "input" and bool(node.steps) and getattr(node.steps[0], "name", None) == "json"


def _of_values(values: Values, step: Step) -> Symbol:
    """The number of values, one of them, or the values in another form."""
    name = step.name if isinstance(step, MethodCall) else "get"
    if name in ("size", "isEmpty"):
        return Measured(values.origin, name)
    return values.origin.of(VALUE) if name == "get" else values


def _of_entry(entries: Entries, step: Step) -> Symbol:
    """The key or the value of a pair; of an iterator of pairs, the pairs."""
    name = step.name if isinstance(step, (Property, MethodCall)) else ""
    if name in ("key", "getKey"):
        return Keys(entries.origin)
    return entries.origin.of(VALUE) if name in ("value", "getValue") else entries
