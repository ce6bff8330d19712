"""Where things stand in a case file: a path of keys and indexes to an offset of its text.

Comes in: the file's text. Goes out: nodes with their offsets, for messages and for updates. Nothing is parsed before
the first question, since a file that is right is hardly ever asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vtlharness.source import Source

if TYPE_CHECKING:
    from vtlharness.documents.nodes import Node, NodePath


class Positions:
    """The places of the values in one file. The text must parse: ask only about a file that was read."""

    def __init__(self, source: Source, *, json: bool, case_lines: Sequence[int] = ()) -> None:
        """`case_lines`: the line of each case, where reading the file has told them."""
        self.source = source
        self.json = json
        self._case_lines = case_lines
        self._root: Node | None = None

    @property
    def root(self) -> Node:
        """The whole document's node."""
        if self._root is None:
            if self.json:
                from vtlharness.documents.json.node_parser import json_nodes as nodes
            else:
                from vtlharness.documents.yaml.node_parser import yaml_nodes as nodes
            self._root = nodes(self.source.text)
        return self._root

    def node(self, path: NodePath) -> Node | None:
        """The value at a path; None where the text has none of its own (a merge key may have brought it)."""
        node: Node | None = self.root
        for step in path:
            if node is None:
                return None
            node = node.child(step)
        return node

    def nearest(self, path: NodePath, *, key: bool = False) -> Node:
        """The value at a path, or the nearest one above it; with `key`, the key that the path ends in."""
        node = self.root
        for count, step in enumerate(path, 1):
            if key and count == len(path) and isinstance(step, str):
                return node.key(step) or node
            child = node.child(step)
            if child is None:
                break
            node = child
        return node

    def case_line(self, index: int) -> int:
        """The line on which a case begins, from 1."""
        if index < len(self._case_lines):
            return self._case_lines[index]
        return self.source.position(self.nearest(("cases", index)).start).line
