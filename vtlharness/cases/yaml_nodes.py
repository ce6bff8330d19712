"""YAML text to its tree of nodes, for positions and updates. The values themselves come from `yaml_text`.

Comes in: text that `yaml_text` has read. Goes out: the root `Node`.
"""

from __future__ import annotations

from typing import Any

from yaml import AliasEvent, MappingStartEvent, ScalarEvent, SequenceStartEvent, StreamEndEvent

from vtlharness.cases.nodes import Node, Style
from vtlharness.cases.yaml_parser import events


def yaml_nodes(text: str) -> Node:
    """The tree of the first document. An alias is a node of its own place with its target's content."""
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
                end = self._block_end(start, end)
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

    def _block_end(self, start: int, end: int) -> int:
        """The end of a block scalar without its last line end; blank lines count only where `+` keeps them."""
        text = self._text
        header = text[start : text.find("\n", start) % (len(text) + 1)].split("#")[0]
        if "+" in header:
            return end - len(_line_end_before(text, end))
        last = start + len(text[start:end].rstrip()) - 1
        ends = [found for found in (text.find("\n", last), text.find("\r", last)) if found >= 0]
        return min([*ends, end])


def _collection_style(event: Any) -> Style:
    return "flow" if event.flow_style else "block"


def _line_end_before(text: str, end: int) -> str:
    return next((mark for mark in ("\r\n", "\n", "\r") if text.endswith(mark, 0, end)), "")
