"""How generated code counts.

Comes in: the counters of a template. Goes out: lines and expressions of one generated function. In a loop it counts in
locals, which it adds to the list `hits` when it ends, whether or not it fails; elsewhere, where a rendering passes
once, it counts in the list itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from vtlharness.vtl.compile.compilation import GeneratedLines, Loop
from vtlharness.vtl.compile.counting import Counters
from vtlharness.vtl.syntax.nodes import Binary, Expression, Foreach

_MOST_LOCALS = 500
"""The number of counters that are locals of one function: setting them and adding them up takes time, too."""

_DEEPEST = 8
"""The number of blocks in one another up to which counters are locals: the `try` around them is one more, and Python's
compiler refuses twenty loops and `try` statements in one another."""


class CounterCode:
    """The counting of one function; `loops` are the loops around the place that is being written, and at first those
    around the function."""

    def __init__(self, counters: Counters, loops: list[Loop], *, many_functions: bool) -> None:
        self._counters = counters
        self._loops = loops
        self._outer_loops = len(loops)
        self._keeps = counters.deepest <= _DEEPEST and not many_functions
        self._kept: dict[int, str] = {}

    def _local(self, number: int) -> str | None:
        """The local of a counter; None for one that counts in the list."""
        if len(self._loops) == self._outer_loops or not self._keeps:
            return None
        if number not in self._kept and len(self._kept) == _MOST_LOCALS:
            return None
        return self._kept.setdefault(number, f"h_{number}")

    def line(self, number: int) -> str:
        """A statement that counts."""
        return f"{self._local(number) or f'hits[{number}]'} += 1"

    def hit(self, number: int) -> str:
        """An expression that counts, and is true."""
        local = self._local(number)
        return f"({local} := {local} + 1)" if local else f"hit({number})"

    def condition(self, condition: Expression, test: str) -> str:
        """The test of a condition, which counts that it begins if it has a counter."""
        number = self._counters.entered.get(condition)
        return test if number is None else f"{self.hit(number)} and {test}"

    def rounds(self, node: Foreach, length: str) -> list[str]:
        """Lines that count the items of a loop."""
        first = self._counters.rounds[node]
        if self._local(first) is None:
            return [f"hits[{first} + ({length} if {length} < 2 else 2)] += 1"]
        none, one, more = (self.line(number) for number in range(first, first + 3))
        return [f"if {length} > 1: {more}", f"elif {length}: {one}", f"else: {none}"]

    def row(self, operations: Sequence[Binary], operator: str, tests: Sequence[str]) -> list[str]:
        """The operands of a row of `&&` or `||`, which count the right sides that are evaluated, and the first one that
        is skipped; the others behind it are skipped with it."""
        numbers = [self._counters.operands[operation] for operation in operations]
        written = []
        for place, test in enumerate(tests):
            before = f"{self.hit(numbers[place - 1][1])} and " if place else ""
            if place == len(numbers):
                written.append(f"{before}{test}")
            elif operator == "&&":
                written.append(f"{before}({test} or not {self.hit(numbers[place][0])})")
            else:
                written.append(f"{before}{test} and {self.hit(numbers[place][0])}")
        return written

    def around(self, body: GeneratedLines, indent: int, offset: int) -> GeneratedLines:
        """The body of the function with the setting of its locals, and their adding up at its end."""
        if not self._kept:
            return body
        locals_ = self._kept.values()
        text = GeneratedLines()
        text.add(indent, f"{' = '.join(locals_)} = 0", offset)
        text.add(indent, "try:", offset)
        for line, place in zip(body.lines, body.offsets, strict=True):
            text.add(1, line, place)
        text.add(indent, "finally:", offset)
        text.add(indent, f" add_hits({tuple(self._kept)}, ({', '.join(locals_)},))", offset)
        return text
