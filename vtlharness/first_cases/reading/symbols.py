"""What is known about the value of an expression: which value of the call it is, or what it tells about one.

Made and read by `template_inputs`, which follows them through `#set` and `#foreach`.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

from vtlharness.first_cases.reading.inputs import Origin
from vtlharness.vtl.syntax.nodes import Constant


class Measured(NamedTuple):
    """What a method tells about a value: its size, or whether it is empty."""

    origin: Origin
    what: str


class Keys(NamedTuple):
    """The keys of a map, or one of them."""

    origin: Origin


class Entries(NamedTuple):
    """The pairs of a map, or one of them."""

    origin: Origin


class Values(NamedTuple):
    """The values of a map."""

    origin: Origin


class Parameters(NamedTuple):
    """What `$input.params()` gives: the parameters by their places; `any_place` are those of some place."""

    any_place: bool = False


class Literals(NamedTuple):
    """Constants that the template writes out in a list, or one of them."""

    values: tuple[Any, ...]


class Table(NamedTuple):
    """A map that the template writes out, with its keys."""

    keys: tuple[str, ...]


class Asked(NamedTuple):
    """The answer to a question about a value, which is yes or no."""

    origin: Origin


Symbol: TypeAlias = (
    Origin | Measured | Keys | Entries | Values | Constant | Table | Asked | Parameters | Literals | None
)
