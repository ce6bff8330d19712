"""Parses JSON text to a tree of nodes, for positions and updates.

Comes in: text that is valid JSON. Goes out: the root `Node`. A loop with a stack of its own reads it: Python's is too
small for what nests as deep as JSON may.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from vtlharness.documents.nodes import Kind, Node

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_OTHER = re.compile(r"[^\s,\]}]+")
_BLANKS = re.compile(r"[ \t\r\n]*")
_CLOSING = {"{": "}", "[": "]"}


def json_nodes(text: str) -> Node:
    """The tree of a JSON text."""
    open_ones: list[_Open] = []
    at = _blanks(text, 0)
    while True:
        if text[at] in _CLOSING:
            begun = _Open(text, at)
            if not begun.is_empty:
                open_ones.append(begun)
                at = begun.next_value
                continue
            node = begun.node()
        else:
            node = _scalar(text, at)
        while open_ones and open_ones[-1].ends_with(node):
            node = open_ones.pop().node()
        if not open_ones:
            return node
        at = open_ones[-1].next_value


def repeated_keys(node: Node) -> Iterator[Node]:
    """The repeated keys, in the order of the text."""
    waiting = [_keys_and_values(node)]
    while waiting:
        found = next(waiting[-1], None)
        if found is None:
            waiting.pop()
        elif isinstance(found, tuple):
            yield found[0]
        else:
            waiting.append(_keys_and_values(found))


def _keys_and_values(node: Node) -> Iterator[Node | tuple[Node]]:
    """The values in a node, and each of its repeated keys as a tuple, in the order of the text."""
    seen = set()
    for key, value in node.pairs:
        if key.text in seen:
            yield (key,)
        seen.add(key.text)
        yield value
    yield from node.items


class _Open:
    """A mapping or a list that is being read: `next_value` is the offset of its next value."""

    __slots__ = ("_closing", "_end", "_items", "_key", "_pairs", "_start", "_text", "next_value")

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._start = start
        self._closing = _CLOSING[text[start]]
        self._items: list[Node] = []
        self._pairs: list[tuple[Node, Node]] = []
        self._key: Node | None = None
        self.next_value = self._end = start
        self._go_to(_blanks(text, start + 1))

    @property
    def is_empty(self) -> bool:
        return self._end > self._start

    def ends_with(self, value: Node) -> bool:
        """Takes the next value; whether it is the last."""
        if self._key is None:
            self._items.append(value)
        else:
            self._pairs.append((self._key, value))
        at = _blanks(self._text, value.end)
        self._go_to(_blanks(self._text, at + 1) if self._text[at] == "," else at)
        return self._end > self._start

    def _go_to(self, at: int) -> None:
        """Goes on at a value, at a key, or at the end."""
        if self._text[at] == self._closing:
            self._end = at + 1
        elif self._closing == "]":
            self.next_value = at
        else:
            self._key = _scalar(self._text, at)
            self.next_value = _blanks(self._text, _blanks(self._text, self._key.end) + 1)

    def node(self) -> Node:
        """The finished mapping or list."""
        kind: Kind = "list" if self._closing == "]" else "mapping"
        return Node(kind, self._start, self._end, "flow", pairs=tuple(self._pairs), items=tuple(self._items))


def _scalar(text: str, start: int) -> Node:
    if text[start] == '"':
        match = _STRING.match(text, start)
        assert match
        return Node("scalar", start, match.end(), '"', json.loads(match[0], strict=False))
    match = _OTHER.match(text, start)
    assert match
    return Node("scalar", start, match.end(), "plain", match[0])


def _blanks(text: str, start: int) -> int:
    match = _BLANKS.match(text, start)
    assert match
    return match.end()
