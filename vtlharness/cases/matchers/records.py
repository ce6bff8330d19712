"""The matchers as records. `reading` makes them; `holding` says whether a value is as they want it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from vtlharness.cases.matchers.presence import Matcher

TypeName: TypeAlias = Literal["string", "number", "integer", "boolean", "null", "object", "array", "value"]
TYPE_NAMES: tuple[TypeName, ...] = get_args(TypeName)


@dataclass(frozen=True, slots=True)
class Matches(Matcher):
    """Text in which `re.search` finds the pattern."""

    pattern: str


@dataclass(frozen=True, slots=True)
class OfType(Matcher):
    """Any value of a JSON type; 1.0 is an integer. `value` is any value, null too."""

    type: TypeName


@dataclass(frozen=True, slots=True)
class Contains(Matcher):
    """A map with these pairs, a list with this item or these items, or text with this part.

    Maps inside `part` are parts in their turn; `part` may have matchers.
    """

    part: object


@dataclass(frozen=True, slots=True)
class HasLength(Matcher):
    """Text of so many code points, a list of so many items, a map of so many keys."""

    length: int


@dataclass(frozen=True, slots=True)
class Approx(Matcher):
    """A number that differs by `within` at most; without it by a billionth of the larger one."""

    number: int | float
    within: int | float | None = None


@dataclass(frozen=True, slots=True)
class Equals(Matcher):
    """This value as it stands, whatever keys it has."""

    value: object
