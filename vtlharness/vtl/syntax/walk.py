"""The walk over the syntax tree.

`walk` is for who looks at each node by itself. A `Visitor` is for who has to know what is around a node: it does
something before or after the nodes inside, or takes them in another order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar, TypeAlias

from vtlharness.vtl.syntax.nodes import Node


def walk(node: Node) -> Iterator[Node]:
    """A node and all nodes inside it, in the order of the template: each before its children.

    It does not recurse: a sum can have thousands of operands, each of which is one level deeper than the next.
    """
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(node.children())


Handlers: TypeAlias = Mapping[type[Node], Callable[[Any, Any], None]]
"""What a visitor does with the nodes of some classes; each is called with the visitor and the node."""


class Visitor:
    """Goes through a tree and calls for each node the handler of its class.

    A handler has to visit the nodes inside, most often `node.children()`. Those of a class that has no handler are
    visited in the order of the template.
    """

    handlers: ClassVar[Handlers] = {}

    def visit(self, nodes: Iterable[Node]) -> None:
        """Visits some nodes, one after the other. Raises RecursionError where they are deeper than Python calls."""
        handlers = self.handlers
        for node in nodes:
            handler = handlers.get(node.__class__)
            if handler is not None:
                handler(self, node)
            elif inside := node.children():
                self.visit(inside)
