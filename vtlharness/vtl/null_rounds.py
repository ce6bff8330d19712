"""Rounds of `#foreach` over a null, which hide the loop's variable.

Comes in: what the loops over one variable do. Goes out: whether a value that is set to the variable can be seen.
Evidence: docs/fidelity.md#null-rounds; the reference engine, where each loop has such a mark in a context of its own.
"""

from __future__ import annotations


class _Loop:
    """A loop over the variable: `depth` is the number of null rounds around it; `hides` tells whether its own null
    rounds hide the variable.
    """

    __slots__ = ("depth", "hides")

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.hides = True


class NullRounds:
    """The null rounds that run, from the outside in, of all loops over one variable.

    A null round hides the variable until a loop inside, over the same variable, ends and has no value to put back. A
    null that a loop inside meets hides it again.
    """

    __slots__ = ("_loops",)

    def __init__(self) -> None:
        self._loops: list[_Loop] = []

    def begin_loop(self) -> _Loop:
        """A loop over the variable begins."""
        return _Loop(len(self._loops))

    def begin_round(self, loop: _Loop, item: object) -> bool:
        """A round of the loop begins. The result tells whether its item can be seen."""
        del self._loops[loop.depth :]
        if item is None:
            self._set_all(hides=True)
            self._loops.append(loop)
        return self.visible()

    def end_loop(self, loop: _Loop, before: object) -> bool:
        """The loop ends; `before` is the value that the variable had before it, and has again. The result tells
        whether it can be seen.
        """
        del self._loops[loop.depth :]
        if before is None:
            self._set_all(hides=False)
        return self.visible()

    def visible(self) -> bool:
        """Whether the variable can be seen."""
        return not any(loop.hides for loop in self._loops)

    def _set_all(self, *, hides: bool) -> None:
        for loop in self._loops:
            loop.hides = hides
