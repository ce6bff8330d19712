"""Parses JSON text to a tree of nodes, for positions and updates.

Comes in: text that is valid JSON. Goes out: the root `Node`.
"""

from __future__ import annotations

import json
import re

from vtlharness.documents.nodes import Node

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_OTHER = re.compile(r"[^\s,\]}]+")
_BLANKS = re.compile(r"[ \t\r\n]*")


def json_nodes(text: str) -> Node:
    """The tree of a JSON text."""
    return _Tree(text).value(_blanks(text, 0))


def repeated_key(node: Node) -> Node | None:
    """The first repeated key, None when no key is repeated."""
    seen = set()
    for key, value in node.pairs:
        if key.text in seen:
            return key
        seen.add(key.text)
        found = repeated_key(value)
        if found:
            return found
    return next((found for item in node.items if (found := repeated_key(item))), None)


class _Tree:
    def __init__(self, text: str) -> None:
        self._text = text

    def value(self, start: int) -> Node:
        first = self._text[start]
        if first == "{":
            return self._object(start)
        if first == "[":
            return self._array(start)
        if first == '"':
            return self._string(start)
        match = _OTHER.match(self._text, start)
        assert match
        return Node("scalar", start, match.end(), "plain", match[0])

    def _string(self, start: int) -> Node:
        match = _STRING.match(self._text, start)
        assert match
        return Node("scalar", start, match.end(), '"', json.loads(match[0], strict=False))

    def _object(self, start: int) -> Node:
        pairs = []
        at = _blanks(self._text, start + 1)
        while self._text[at] != "}":
            key = self._string(at)
            value = self.value(_blanks(self._text, _blanks(self._text, key.end) + 1))
            pairs.append((key, value))
            at = self._after(value.end)
        return Node("mapping", start, at + 1, "flow", pairs=tuple(pairs))

    def _array(self, start: int) -> Node:
        items = []
        at = _blanks(self._text, start + 1)
        while self._text[at] != "]":
            items.append(self.value(at))
            at = self._after(items[-1].end)
        return Node("list", start, at + 1, "flow", items=tuple(items))

    def _after(self, end: int) -> int:
        """The offset of the next value after a comma, or of the closing bracket."""
        at = _blanks(self._text, end)
        return _blanks(self._text, at + 1) if self._text[at] == "," else at


def _blanks(text: str, start: int) -> int:
    match = _BLANKS.match(text, start)
    assert match
    return match.end()
