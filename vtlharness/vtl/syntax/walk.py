"""The walk over the syntax tree.

`walk` is for code that looks at each node by itself. A `Visitor` is for code that needs the surroundings of a node: it
acts before or after the nodes inside, or visits them in another order.
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
"""The handlers of a visitor by class of node; each is called with the visitor and the node."""


class Visitor:
    """Goes through a tree and calls for each node the handler of its class.

    A handler has to visit the nodes inside, most often `node.children()`. The nodes of a class without a handler are
    visited in the order of the template.
    """

    handlers: ClassVar[Handlers] = {}

    def visit(self, nodes: Iterable[Node]) -> None:
        """Visits some nodes, one after the other. Raises RecursionError if they nest deeper than Python allows."""
        handlers = self.handlers
        waiting = [*nodes]
        waiting.reverse()
        while waiting:
            node = waiting.pop()
            handler = handlers.get(node.__class__)
            if handler is not None:
                handler(self, node)
            elif inside := node.children():
                waiting += reversed(inside)
