"""The tree of a case file's text: each value with its position.

Made by `yaml.node_parser` or `json.node_parser` from a text that parses. `positions` reads it for messages, and
`update.splicing` for updates. Offsets count the characters of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from vtlharness.records import Record

Kind = Literal["mapping", "list", "scalar"]
Style = Literal["block", "flow", "plain", "'", '"', "|", ">"]
NodePath = Sequence[str | int]


class Node(Record):
    """A value in the text: `text[start:end]`, without the line end after it.

    `style` is how it is written; `text` is a scalar's text (for a key: the key). `pairs` and `items` are a mapping's
    and a list's content. A node with an alias or an anchor is `shared`: part of it must not be edited.
    """

    kind: Kind
    start: int
    end: int
    style: Style
    text: str = ""
    pairs: tuple[tuple[Node, Node], ...] = ()
    items: tuple[Node, ...] = ()
    shared: bool = False

    def child(self, step: str | int) -> Node | None:
        """The value under a key or at an index, None when it does not exist. Of repeated keys, the last one counts."""
        if isinstance(step, int):
            return self.items[step] if 0 <= step < len(self.items) else None
        return next((value for key, value in reversed(self.pairs) if key.text == step), None)

    def key(self, name: str) -> Node | None:
        """The key itself."""
        return next((key for key, _ in reversed(self.pairs) if key.text == name), None)
