"""Positions in a case file or a definition: turns a path of keys and indexes into an offset of the text.

Comes in: the file's text. Goes out: nodes with their offsets for updates, and errors at their place. The text is
parsed at the first question: a correct file rarely needs a position.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, TypeVar

from vtlharness.errors import VtlHarnessError
from vtlharness.source import Source

if TYPE_CHECKING:
    from vtlharness.documents.nodes import Node, NodePath

_Error = TypeVar("_Error", bound=VtlHarnessError)


class Positions:
    """The positions of the values in one file. The text must parse, so ask only about a file that was read."""

    def __init__(
        self, source: Source, *, json: bool, case_lines: Sequence[int] = (), tags: Collection[str] = ()
    ) -> None:
        """`case_lines`: the line of each case, if the reader of the file recorded them.

        `tags`: keys of the data that the text may write as a tag in front of their value.
        """
        self.source = source
        self.json = json
        self.tags = tags
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
        """The value at a path; None when the text does not contain it (a merge key may have supplied it)."""
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
                if step in self.tags:
                    continue  # the value's node is also that of the mapping which the tag stands for
                break
            node = child
        return node

    def error(
        self,
        kind: type[_Error],
        message: str,
        path: NodePath,
        *,
        at_key: bool = False,
        hint: str | None = None,
        inside: str | None = None,
    ) -> _Error:
        """The error at a path of keys and indexes; with `at_key` at the last key itself, not at its value.

        `inside` narrows it to these characters of the text, if the file writes them unchanged.
        """
        node = self.nearest(path, key=at_key)
        at = -1 if inside is None else self.source.text.find(inside, node.start, node.end)
        if inside is not None and at >= 0:
            return kind(message, source=self.source, offset=at, length=len(inside), hint=hint)
        length = node.end - node.start if node.kind == "scalar" and node.style not in ("|", ">") else 1
        return kind(message, source=self.source, offset=node.start, length=max(length, 1), hint=hint)

    def case_line(self, index: int) -> int:
        """The line on which a case begins, from 1."""
        if index < len(self._case_lines):
            return self._case_lines[index]
        return self.source.position(self.nearest(("cases", index)).start).line

    def row_line(self, index: int, row: int | str) -> int:
        """The line of a row of a case's `parameters`, from 1; of the case itself where its defaults have the table."""
        key = ("cases", index, "parameters")
        if self.node(key) is None:
            return self.case_line(index)
        return self.source.position(self.nearest((*key, row), key=isinstance(row, str)).start).line
