"""The parts of a parsed filter, `[?(...)]`. Plain data: what they mean for an item is `filters`' business."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vtlharness.jsonpath.tokens import Path


@dataclass(frozen=True, slots=True)
class JsonLiteral:
    """`[...]` or `{...}` in a filter: its text, parsed when it is compared."""

    text: str


@dataclass(frozen=True, slots=True)
class PatternLiteral:
    """`/.../flags` in a filter; `compiled` offers `fullmatch`."""

    text: str
    compiled: Any


@dataclass(frozen=True, slots=True)
class PathOperand:
    """A path in a filter; `negated` when a `!` stands before it, which counts only where the path stands alone."""

    path: Path
    negated: bool
    offset: int


Literal = str | int | Decimal | bool | JsonLiteral | PatternLiteral | None
Operand = PathOperand | Literal


@dataclass(frozen=True, slots=True)
class Relation:
    """`left operator right`; the operator is in upper case. `double_quotes`: a side is a text written in them."""

    left: Operand
    operator: str
    right: Operand
    offset: int
    double_quotes: bool = False


@dataclass(frozen=True, slots=True)
class Exists:
    """A path alone: whether it leads somewhere (with `!`, whether it does not)."""

    operand: PathOperand


@dataclass(frozen=True, slots=True)
class Not:
    """`!(...)`."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class And:
    """`a && b && ...`."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """`a || b || ...`."""

    operands: tuple[Expression, ...]


Expression = Relation | Exists | Not | And | Or
