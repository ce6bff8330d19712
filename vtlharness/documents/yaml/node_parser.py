"""Parses YAML text to a tree of nodes, for positions and updates. `values` reads the values themselves.

Comes in: text that `values` has read. Goes out: the root `Node`.
"""

from __future__ import annotations

from typing import Any

from yaml import AliasEvent, MappingStartEvent, ScalarEvent, SequenceStartEvent, StreamEndEvent

from vtlharness.documents.nodes import Node, Style
from vtlharness.documents.yaml.events import events


def yaml_nodes(text: str) -> Node:
    """The tree of the first document. An alias is a node at its own place with the content of its target."""
    return _Tree(text).read()


class _Tree:
    def __init__(self, text: str) -> None:
        self._text = text
        self._next = events(text)
        self._anchors: dict[str, Node] = {}

    def read(self) -> Node:
        self._next()
        if self._next().__class__ is StreamEndEvent:
            return Node("scalar", 0, 0, "plain")
        return self._node(self._next())

    def _node(self, event: Any) -> Node:
        start = event.start_mark.index
        kind = event.__class__
        if kind is AliasEvent:
            target = self._anchors[event.anchor]
            end = event.end_mark.index
            return Node(
                target.kind, start, end, target.style, target.text, pairs=target.pairs, items=target.items, shared=True
            )
        shared = event.anchor is not None
        if kind is ScalarEvent:
            style: Style = event.style or "plain"
            end = event.end_mark.index
            if style in ("|", ">"):
                end = self._block_end(start, end, event.value, style)
            node = Node("scalar", start, end, style, event.value, shared=shared)
        elif kind is MappingStartEvent:
            node = self._mapping(start, event, shared)
        else:
            assert kind is SequenceStartEvent, StreamEndEvent
            node = self._list(start, event, shared)
        if shared:
            self._anchors[event.anchor] = node
        return node

    def _mapping(self, start: int, event: Any, shared: bool) -> Node:
        pairs = []
        while (child := self._next()).__class__.__name__ != "MappingEndEvent":
            key = self._node(child)
            pairs.append((key, self._node(self._next())))
        end = child.end_mark.index if event.flow_style else max(pairs[-1][1].end, pairs[-1][0].end)
        return Node("mapping", start, end, _collection_style(event), pairs=tuple(pairs), shared=shared)

    def _list(self, start: int, event: Any, shared: bool) -> Node:
        items = []
        while (child := self._next()).__class__.__name__ != "SequenceEndEvent":
            items.append(self._node(child))
        end = child.end_mark.index if event.flow_style else max(items[-1].end, start + 1)
        return Node("list", start, end, _collection_style(event), items=tuple(items), shared=shared)

    def _block_end(self, start: int, end: int, value: str, style: Style) -> int:
        """The end of a block scalar without its last line end.

        A literal block's value says how many lines it has; a folded one ends with its last line that is not blank, and
        the blank lines that its value keeps.
        """
        text = self._text
        if style == "|":
            at = self._line_end(start)
            lines = value.count("\n") + (1 if value and not value.endswith("\n") else 0)
        else:
            at = self._line_end(start + len(text[start:end].rstrip()) - 1)
            lines = len(value) - len(value.rstrip("\n")) - 1
        for _ in range(lines):
            at = self._line_end(text.find("\n", at) + 1)
        return at

    def _line_end(self, offset: int) -> int:
        end = self._text.find("\n", offset)
        end = len(self._text) if end < 0 else end
        return end - 1 if self._text[end - 1 : end] == "\r" else end


def _collection_style(event: Any) -> Style:
    return "flow" if event.flow_style else "block"
