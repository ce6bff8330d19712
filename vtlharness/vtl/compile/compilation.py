"""The data that the writers of one template's function share: names of locals and constants, traps, inner functions."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from vtlharness.vtl.compile.operation_code import Calls, Inline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vtlharness.vtl.compile.compiled_template import PlainTrap
    from vtlharness.vtl.compile.counting import Counters
    from vtlharness.vtl.compile.usage import Usage

_NOT_PYTHON = re.compile("[^A-Za-z0-9_]")


class RootFunction(NamedTuple):
    """The function for a call of a root's method. It takes the root's value, if it `takes_root`, and the arguments that
    are not literals. An argument that resolves to nothing is None, which stands for the empty string. `gives_text`
    promises that the result is a text."""

    function: Callable[..., Any]
    takes_root: bool = True
    gives_text: bool = False


class Specializer(Protocol):
    """A root's part in compilation: it chooses the function for a call of its method.

    `arguments` are the literal arguments of the call, or else their number; `changes` tells whether the template may
    change the values that it meets. Returns None if the call stays as it is. Such a root always has the value that its
    functions expect.
    """

    def __call__(
        self, root: str, method: str, arguments: tuple[Any, ...] | int, changes: bool, /
    ) -> RootFunction | None:
        """The function for `$root.method(arguments)`."""


class GeneratedLines:
    """Generated text: `lines`, and in `offsets` the offset in the template that each stands for."""

    __slots__ = ("lines", "offsets")

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.offsets: list[int] = []

    def add(self, indent: int, line: str, offset: int) -> None:
        """Adds a line."""
        self.lines.append(" " * indent + line)
        self.offsets.append(offset)

    def extend(self, other: GeneratedLines) -> None:
        """Adds all lines of another text."""
        self.lines += other.lines
        self.offsets += other.offsets


class Compilation:
    """One template being compiled.

    `variables` maps names in the template to Python locals; `calls` are the specialized calls, which the text names
    `k0`, `k1`, ...; `roots` are the places of the roots in the row of values that the function takes, all other
    variables are asked for by name; `traps` holds the trap of each number that the template can reach. `used` are the
    variables whose locals are read; `has_functions` tells whether there are inner functions, `makes_texts` whether the
    code asks for the length `long`, `asks_for_keys` whether it asks if all keys are `plain`; `forms` writes the
    operations. With `traced` the code also calls `mark` before each piece that it writes, with `watched` with the value
    of each reference; with `writes_json` it warns of maps that print as Java's; with `counters` it counts (see
    `vtl.compile.counting`).

    With `many_functions` the template's variables are the items of one list, `v`, and each function keeps its inner
    functions in a list, `fs`: Python's compiler copies the names of a function for each function inside it.
    """

    def __init__(
        self,
        usage: Usage,
        specializer: Specializer | None,
        roots: Sequence[str] = (),
        *,
        inline: bool = True,
        traced: bool = False,
        watched: bool = False,
        writes_json: bool = False,
    ) -> None:
        self.usage = usage
        self.forms = Inline() if inline else Calls()
        self.used: set[str] = set()
        self.has_functions = False
        self.makes_texts = False
        self.asks_for_keys = False
        self.writes_json = writes_json
        self.traced = traced
        self.counters: Counters | None = None
        self.watched = watched
        self.calls: list[tuple[str, str, tuple[Any, ...] | int, bool]] = []
        self.traps: list[PlainTrap] = []
        self.many_functions = usage.has_many_functions()
        self.variables = {
            name: f"v[{number}]" if self.many_functions else f"v{number}_{_NOT_PYTHON.sub('_', name)}"
            for number, name in enumerate(usage.variables)
        }
        self.null_rounds = {name: f"x{number}" for number, name in enumerate(sorted(usage.masked))}
        self.roots = {name: place for place, name in enumerate(roots)}
        self._specializer = specializer
        self._numbers = 0

    def plain_keys(self) -> str:
        """The text of the condition that all keys of maps are texts, which a template that makes none can't change."""
        if self.usage.changes or self.usage.makes_keys:
            return "not other_keys"
        self.asks_for_keys = True
        return "plain"

    def number(self) -> int:
        """A number that no name of this compilation has yet."""
        self._numbers += 1
        return self._numbers

    def local(self, name: str) -> str:
        """The local variable to read a variable of the template."""
        self.used.add(name)
        return self.variables[name]

    def specialized(
        self, root: str, method: str, arguments: tuple[Any, ...] | int
    ) -> tuple[str, RootFunction] | tuple[None, None]:
        """The function that stands for a call of a root's method, if any (see `Specializer`), and its name."""
        if self._specializer is None or root in self.usage.assigned:
            return None, None
        call = (root, method, arguments, self.usage.changes)
        function = self._specializer(*call)
        if function is None:
            return None, None
        self.calls.append(call)
        return f"k{len(self.calls) - 1}", function

    def trap(self, rule: str, offset: int, length: int, *details: str) -> int:
        """The number by which the code notes that the template reaches a trap (see `vtl.syntax.nodes.Trap`)."""
        self.traps.append((rule, offset, length, details))
        return len(self.traps) - 1


class Loop:
    """A `#foreach` whose body is being written: the number in its locals' names, its `variable` of the template, the
    local that is the `target` of Python's loop, and the values that the body needs from it."""

    __slots__ = ("hides_scope", "needs_index", "needs_last", "number", "target", "variable")

    def __init__(self, number: int, variable: str) -> None:
        self.number = number
        self.variable = variable
        self.hides_scope = variable == "foreach"
        self.target = f"e{number}"
        self.needs_index = False
        self.needs_last = False
