"""What the writers of one template's closures share: the places of values in a rendering, traps, and the nesting.

A rendering's values are one list, `v`: first what every rendering has (`REACHED` to `LONG`), then the variables of the
template, then what its loops need.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from vtlharness.vtl.compile.compilation import RootFunction, Specializer
    from vtlharness.vtl.compile.compiled_template import PlainTrap
    from vtlharness.vtl.compile.usage import Usage

REACHED: Final = 0
BUDGET: Final = 1
LEFT: Final = 2
FIRST: Final = 3
LONG: Final = 4
VARIABLES: Final = 5
"""The place of the first variable."""

Values: TypeAlias = "list[Any]"
Evaluate: TypeAlias = "Callable[[Values], Any]"
"""Gives the value of an expression."""
Run: TypeAlias = "Callable[[Values, list[str]], object]"
"""Runs a statement, which writes to a list."""

MOST_NESTED = 24
"""How deeply a template of this form nests. A template that nests deeper is compiled to generated code, which tells
where Python's compiler refuses it; this bound is far below that one."""


class NestsTooDeeply(Exception):  # noqa: N818 - not an error
    """The template nests so deeply that generated code has to decide."""


class Loop:
    """A `#foreach` whose body is being written: its variable, and the places in `v` of its number of the round, of the
    last such number, of its item, and of the value that the variable had before."""

    __slots__ = ("before", "hides_scope", "index", "item", "last", "variable")

    def __init__(self, variable: str, first: int) -> None:
        self.variable = variable
        self.hides_scope = variable == "foreach"
        self.index, self.last, self.item, self.before = range(first, first + 4)


class TemplateScope:
    """One template being written. `places` are those of the variables, `null_rounds` those of their null rounds;
    `ranges` counts the items of the ranges that are written out."""

    def __init__(self, usage: Usage, specializer: Specializer | None, writes_json: bool) -> None:
        self.usage = usage
        self.writes_json = writes_json
        self.traps: list[PlainTrap] = []
        self.places = {name: place for place, name in enumerate(usage.variables, VARIABLES)}
        self.size = VARIABLES + len(self.places)
        self.null_rounds = {name: self._new_place() for name in sorted(usage.masked)}
        self._specializer = specializer
        self.ranges = 0
        self._nested = 0

    def _new_place(self) -> int:
        self.size += 1
        return self.size - 1

    def loop(self, variable: str) -> Loop:
        """A loop with places of its own."""
        self.size += 4
        return Loop(variable, self.size - 4)

    def trap(self, rule: str, offset: int, length: int, *details: str) -> int:
        """The number by which the closures note that the template reaches a trap (see `vtl.syntax.nodes.Trap`)."""
        self.traps.append((rule, offset, length, details))
        return len(self.traps) - 1

    def specialized(self, root: str, method: str, arguments: tuple[Any, ...] | int) -> RootFunction | None:
        """The function that stands for a call of a root's method, if any (see `Specializer`)."""
        if self._specializer is None or root in self.usage.assigned:
            return None
        return self._specializer(root, method, arguments, self.usage.changes)

    def deeper(self, levels: int = 1) -> None:
        """What is written from now on nests deeper, until `deeper(-levels)`. Raises NestsTooDeeply."""
        self._nested += levels
        if self._nested > MOST_NESTED:
            raise NestsTooDeeply
