"""The syntax tree: what the parser makes of the tokens and the code generator reads.

Every node knows the offset in the template at which it begins. Names are Velocity's. The classes are written out: as
dataclasses they would take longer to define than a template takes to compile.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from vtlharness.vtl.syntax.tokens import Token


class Text:
    """Literal text, written as it stands."""

    __slots__ = ("offset", "text")

    def __init__(self, offset: int, text: str) -> None:
        self.offset = offset
        self.text = text


class Property:
    """`.name` in a reference."""

    __slots__ = ("name", "offset")

    def __init__(self, offset: int, name: str) -> None:
        self.offset = offset
        self.name = name


class MethodCall:
    """`.name(arguments)` in a reference."""

    __slots__ = ("arguments", "name", "offset")

    def __init__(self, offset: int, name: str, arguments: list[Expression]) -> None:
        self.offset = offset
        self.name = name
        self.arguments = arguments


class Index:
    """`[argument]` in a reference."""

    __slots__ = ("argument", "offset")

    def __init__(self, offset: int, argument: Expression) -> None:
        self.offset = offset
        self.argument = argument


Step: TypeAlias = Property | MethodCall | Index


class Reference:
    """`$root.steps`: a value, and how it prints.

    `prefix` is the text that is printed before the value (backslashes, and `$` or `#` that stood in front). An
    `escaped` reference prints its `literal` instead of its value. A `runt` is a bare name that the grammar took for a
    reference: it prints itself and has no value. One that is not `computable` (`$\\!x`) neither prints nor has a value.
    `assigned` is the name that `#set` writes when there are no steps: `x`, but `{` for `${x}`.
    """

    __slots__ = (
        "assigned",
        "computable",
        "escaped",
        "first",
        "last",
        "length",
        "offset",
        "prefix",
        "quiet",
        "root",
        "runt",
        "steps",
    )

    def __init__(
        self,
        offset: int,
        length: int,
        root: str,
        steps: list[Step],
        prefix: str,
        escaped: bool,
        runt: bool,
        computable: bool,
        quiet: bool,
        assigned: str,
        first: Token,
        last: Token,
    ) -> None:
        self.offset = offset
        self.length = length
        self.root = root
        self.steps = steps
        self.prefix = prefix
        self.escaped = escaped
        self.runt = runt
        self.computable = computable
        self.quiet = quiet
        self.assigned = assigned
        self.first = first
        self.last = last

    def literal(self) -> str:
        """The reference as it was written, without what stood in front of it."""
        return literal(self.first, self.last)


class Constant:
    """A number, a boolean or a string without interpolation."""

    __slots__ = ("offset", "value")

    def __init__(self, offset: int, value: int | float | bool | str) -> None:
        self.offset = offset
        self.value = value


class Interpolation:
    """A double-quoted string with references or directives in it.

    `trimmed` tells that its last character has to be cut at run time: Velocity renders the string with a blank added
    and cuts one character afterwards, which is not always that blank (`"abc#* d"` gives `ab`).
    """

    __slots__ = ("block", "offset", "trimmed")

    def __init__(self, offset: int, block: Block, trimmed: bool) -> None:
        self.offset = offset
        self.block = block
        self.trimmed = trimmed


class Range:
    """`[first..last]`; `literal` is its text, which Velocity prints where it is a null operand of `+`."""

    __slots__ = ("first", "last", "literal", "offset")

    def __init__(self, offset: int, first: Expression, last: Expression, literal: Callable[[], str]) -> None:
        self.offset = offset
        self.first = first
        self.last = last
        self.literal = literal


class ListLiteral:
    """`[a, b]`."""

    __slots__ = ("items", "offset")

    def __init__(self, offset: int, items: list[Expression]) -> None:
        self.offset = offset
        self.items = items


class MapLiteral:
    """`{a : b}`."""

    __slots__ = ("entries", "offset")

    def __init__(self, offset: int, entries: list[tuple[Expression, Expression]]) -> None:
        self.offset = offset
        self.entries = entries


class Binary:
    """An operator between two operands: `operator` is one of `+ - * / % == != < <= > >= && ||`.

    `literal` is the text of the right operand, which Velocity prints for this node where it is a null operand of `+`.
    """

    __slots__ = ("left", "literal", "offset", "operator", "right")

    def __init__(
        self, offset: int, operator: str, left: Expression, right: Expression, literal: Callable[[], str]
    ) -> None:
        self.offset = offset
        self.operator = operator
        self.left = left
        self.right = right
        self.literal = literal


class Not:
    """`!operand`."""

    __slots__ = ("offset", "operand")

    def __init__(self, offset: int, operand: Expression) -> None:
        self.offset = offset
        self.operand = operand


class Word:
    """A bare word among a directive's arguments; it has no value."""

    __slots__ = ("name", "offset")

    def __init__(self, offset: int, name: str) -> None:
        self.offset = offset
        self.name = name


Expression: TypeAlias = Reference | Constant | Interpolation | Range | ListLiteral | MapLiteral | Binary | Not | Word


class Set:
    """`#set(target = value)`."""

    __slots__ = ("offset", "target", "value")

    def __init__(self, offset: int, target: Reference, value: Expression) -> None:
        self.offset = offset
        self.target = target
        self.value = value


class If:
    """`#if ... #elseif ... #else ... #end`: conditions with their blocks, in order."""

    __slots__ = ("branches", "offset", "otherwise")

    def __init__(self, offset: int, branches: list[tuple[Expression, Block]], otherwise: Block | None) -> None:
        self.offset = offset
        self.branches = branches
        self.otherwise = otherwise


class Foreach:
    """`#foreach($variable in items) body #end`; `items` is None where the list was left out."""

    __slots__ = ("body", "items", "offset", "variable")

    def __init__(self, offset: int, variable: str, items: Expression | None, body: Block) -> None:
        self.offset = offset
        self.variable = variable
        self.items = items
        self.body = body


class Define:
    """`#define($variable) body #end`."""

    __slots__ = ("body", "offset", "variable")

    def __init__(self, offset: int, variable: str, body: Block) -> None:
        self.offset = offset
        self.variable = variable
        self.body = body


class Stop:
    """`#stop`, with the argument that is evaluated for nothing."""

    __slots__ = ("argument", "offset")

    def __init__(self, offset: int, argument: Expression | None) -> None:
        self.offset = offset
        self.argument = argument


class Break:
    """`#break`, of the loop whose scope the argument is, or else of the innermost."""

    __slots__ = ("argument", "offset")

    def __init__(self, offset: int, argument: Expression | None) -> None:
        self.offset = offset
        self.argument = argument


class Failure:
    """A directive that the engine accepts while it parses and fails on when it renders."""

    __slots__ = ("hint", "length", "message", "offset")

    def __init__(self, offset: int, length: int, message: str, hint: str | None) -> None:
        self.offset = offset
        self.length = length
        self.message = message
        self.hint = hint


Statement: TypeAlias = Text | Reference | Set | If | Foreach | Define | Stop | Break | Failure


class Block:
    """Statements in order."""

    __slots__ = ("offset", "statements")

    def __init__(self, offset: int, statements: list[Statement]) -> None:
        self.offset = offset
        self.statements = statements


class Trap(NamedTuple):
    """A place where the template does what its author may not expect; a rendering makes it a finding.

    `rule` is the id of its rule; `details` are what the rule's message names (see `vtl.trap_messages`).
    """

    rule: str
    offset: int
    length: int
    details: tuple[str, ...] = ()


def literal(first: Token, last: Token) -> str:
    """The text of a run of tokens as Velocity prints it where it turns out to be text."""
    parts = [first.literal()]
    token: Token | None = first
    while token is not last and token is not None:
        token = token.next
        if token is not None:
            parts.append(token.literal())
    return "".join(parts)


def images(first: Token, last: Token) -> str:
    """The images of a run of tokens: how a call of an unknown directive prints."""
    parts = [first.image]
    token: Token | None = first
    while token is not last and token is not None:
        token = token.next
        if token is not None:
            parts.append(token.image)
    return "".join(parts)
