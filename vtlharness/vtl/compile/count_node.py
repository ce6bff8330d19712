"""The node that `vtl.compile.counting` puts into a tree; the parser makes none."""

from __future__ import annotations

from vtlharness.vtl.syntax.nodes import Node


class Count(Node):
    """A place among the statements of a block where a counter goes up."""

    __slots__ = ("number",)

    def __init__(self, offset: int, number: int) -> None:
        self.offset = self.start = self.end = offset
        self.number = number
