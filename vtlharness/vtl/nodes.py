"""The syntax tree: what the parser makes of the tokens and the code generator reads.

Every node knows the offset in the template at which it begins. Names are Velocity's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from vtlharness.vtl.tokens import Token


@dataclass(slots=True, eq=False)
class Text:
    """Literal text, written as it stands."""

    offset: int
    text: str


@dataclass(slots=True, eq=False)
class Property:
    """`.name` in a reference."""

    offset: int
    name: str


@dataclass(slots=True, eq=False)
class Method:
    """`.name(arguments)` in a reference."""

    offset: int
    name: str
    arguments: list[Expression]


@dataclass(slots=True, eq=False)
class Index:
    """`[argument]` in a reference."""

    offset: int
    argument: Expression


Step: TypeAlias = Property | Method | Index


@dataclass(slots=True, eq=False)
class Reference:
    """`$root.steps`: a value, and how it prints.

    `prefix` is the text that is printed before the value (backslashes, and `$` or `#` that stood in front). An
    `escaped` reference prints its `literal` instead of its value. A `runt` is a bare name that the grammar took for a
    reference: it prints itself and has no value. One that is not `computable` (`$\\!x`) neither prints nor has a value.
    `assigned` is the name that `#set` writes when there are no steps: `x`, but `{` for `${x}`.
    """

    offset: int
    length: int
    root: str
    steps: list[Step]
    prefix: str
    escaped: bool
    runt: bool
    computable: bool
    quiet: bool
    assigned: str
    first: Token
    last: Token

    def literal(self) -> str:
        """The reference as it was written, without what stood in front of it."""
        return literal(self.first, self.last)


@dataclass(slots=True, eq=False)
class Constant:
    """A number, a boolean or a string without interpolation."""

    offset: int
    value: int | float | bool | str


@dataclass(slots=True, eq=False)
class Interpolation:
    """A double-quoted string with references or directives in it.

    `trimmed` tells that its last character has to be cut at run time: Velocity renders the string with a blank added
    and cuts one character afterwards, which is not always that blank (`"abc#* d"` gives `ab`).
    """

    offset: int
    block: Block
    trimmed: bool


@dataclass(slots=True, eq=False)
class Range:
    """`[first..last]`; `literal` is its text, which Velocity prints where it is a null operand of `+`."""

    offset: int
    first: Expression
    last: Expression
    literal: Callable[[], str]


@dataclass(slots=True, eq=False)
class ListLiteral:
    """`[a, b]`."""

    offset: int
    items: list[Expression]


@dataclass(slots=True, eq=False)
class MapLiteral:
    """`{a : b}`."""

    offset: int
    entries: list[tuple[Expression, Expression]]


@dataclass(slots=True, eq=False)
class Binary:
    """An operator between two operands: `operator` is one of `+ - * / % == != < <= > >= && ||`.

    `literal` is the text of the right operand, which Velocity prints for this node where it is a null operand of `+`.
    """

    offset: int
    operator: str
    left: Expression
    right: Expression
    literal: Callable[[], str]


@dataclass(slots=True, eq=False)
class Not:
    """`!operand`."""

    offset: int
    operand: Expression


@dataclass(slots=True, eq=False)
class Word:
    """A bare word among a directive's arguments; it has no value."""

    offset: int
    name: str


Expression: TypeAlias = Reference | Constant | Interpolation | Range | ListLiteral | MapLiteral | Binary | Not | Word


@dataclass(slots=True, eq=False)
class Set:
    """`#set(target = value)`."""

    offset: int
    target: Reference
    value: Expression


@dataclass(slots=True, eq=False)
class If:
    """`#if ... #elseif ... #else ... #end`: conditions with their blocks, in order."""

    offset: int
    branches: list[tuple[Expression, Block]]
    otherwise: Block | None


@dataclass(slots=True, eq=False)
class Foreach:
    """`#foreach($variable in items) body #end`; `items` is None where the list was left out."""

    offset: int
    variable: str
    items: Expression | None
    body: Block


@dataclass(slots=True, eq=False)
class Define:
    """`#define($variable) body #end`."""

    offset: int
    variable: str
    body: Block


@dataclass(slots=True, eq=False)
class Stop:
    """`#stop`, with the argument that is evaluated for nothing."""

    offset: int
    argument: Expression | None


@dataclass(slots=True, eq=False)
class Break:
    """`#break`, of the loop whose scope the argument is, or else of the innermost."""

    offset: int
    argument: Expression | None


@dataclass(slots=True, eq=False)
class Failure:
    """A directive that the engine accepts while it parses and fails on when it renders."""

    offset: int
    length: int
    message: str
    hint: str | None


Statement: TypeAlias = Text | Reference | Set | If | Foreach | Define | Stop | Break | Failure


@dataclass(slots=True, eq=False)
class Block:
    """Statements in order."""

    offset: int
    statements: list[Statement] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Trap:
    """A place where the template does what its author may not expect; it becomes a warning when it is reached."""

    offset: int
    length: int
    message: str


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
