"""The tree of a written template: what each part is, and where it stands in the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class Known:
    """A value that is written out."""

    value: bool | int | str


@dataclass(frozen=True)
class Name:
    """A reference: the names of a path, from the variable on."""

    path: tuple[str, ...]


@dataclass(frozen=True)
class Fails:
    """An expression at which the rendering fails."""


@dataclass(frozen=True)
class Logical:
    """`&&` or `||`, at its place."""

    word: str
    offset: int
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Compared:
    """A comparison of two numbers or two texts."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Negated:
    """`!operand`."""

    operand: Expression


@dataclass(frozen=True)
class Sum:
    """The sum of two numbers."""

    left: Expression
    right: Expression


@dataclass(frozen=True)
class Listed:
    """A list that is written out."""

    items: tuple[Expression, ...]


@dataclass(frozen=True)
class Counted:
    """A range of integers."""

    first: Expression
    last: Expression


@dataclass(frozen=True)
class Quoted:
    """A double-quoted string: what it consists of. One `with_directives` has statements whose places count."""

    parts: tuple[Statement, ...]
    with_directives: bool


Expression: TypeAlias = Known | Name | Fails | Logical | Compared | Negated | Sum | Listed | Counted | Quoted


@dataclass(frozen=True)
class Text:
    """Text that is printed as it stands."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Printed:
    """A reference in the text. `block` tells that it prints what a `#define` has defined."""

    start: int
    end: int
    value: Expression
    block: str | None = None


@dataclass(frozen=True)
class Assigned:
    """`#set`; `strings` are the places of the strings with directives in it."""

    start: int
    end: int
    name: str
    value: Expression
    strings: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Branch:
    """`#if` or `#elseif` with its block.

    The head is the directive up to its closing parenthesis: what is evaluated to decide.
    """

    word: str
    head: tuple[int, int]
    strings: tuple[tuple[int, int], ...]
    condition: Expression
    block: tuple[Statement, ...]


@dataclass(frozen=True)
class Chosen:
    """`#if ... #end`."""

    branches: tuple[Branch, ...]
    otherwise: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class Repeated:
    """`#foreach ... #end`."""

    head: tuple[int, int]
    variable: str
    items: Expression
    block: tuple[Statement, ...]


@dataclass(frozen=True)
class Defined:
    """`#define ... #end`."""

    head: tuple[int, int]
    name: str
    block: tuple[Statement, ...]


@dataclass(frozen=True)
class Left:
    """`#stop`, or `#break`: of the loop around it, else of the block of a `#define`, else of the template."""

    start: int
    end: int
    word: str


Statement: TypeAlias = Text | Printed | Assigned | Chosen | Repeated | Defined | Left


@dataclass(frozen=True)
class Written:
    """A template: its text and its tree, and the data that its references find, one for each rendering."""

    text: str
    block: tuple[Statement, ...]
    data: list[dict[str, object]] = field(default_factory=list)
