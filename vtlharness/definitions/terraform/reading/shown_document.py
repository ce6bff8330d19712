"""A plan or a state as a document whose messages show no value that may be sensitive.

Comes in: the document of a file, and its resources. Goes out: errors whose excerpt shows the API's own resources, and
`*` for any other value: a file of Terraform's holds passwords and keys in clear.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from vtlharness.definitions.reading.document import Document
from vtlharness.definitions.terraform.reading.resources import PREFIX, Resource, masked
from vtlharness.documents.nodes import Node
from vtlharness.errors import DefinitionError
from vtlharness.source import Source

SECRETS = frozenset((f"{PREFIX}api_key.value",))
"""Attributes that the provider marks as sensitive; states of older versions of Terraform do not say so."""


class _Shown(Source):
    """The file as excerpts show it; the offsets are those of the file."""

    _document: ShownDocument

    def __init__(self, document: ShownDocument) -> None:
        super().__init__(document.source.text, document.source.name)
        object.__setattr__(self, "_document", document)

    __hash__ = Source.__hash__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Shown) and self._document is other._document

    @cached_property
    def _hidden(self) -> Source:
        return Source(self._document.hidden_text(), self.name)

    def line_text(self, line: int) -> str:
        """A line of the file, without values that may be sensitive."""
        return self._hidden.line_text(line)


class ShownDocument(Document):
    """A document of Terraform's."""

    def __init__(self, document: Document, resources: Callable[[], Sequence[Resource]]) -> None:
        """`resources` gives the resources of the file when a message needs them."""
        super().__init__(document.source, document.data, json=document.positions.json)
        self._resources = resources
        self.shown = _Shown(self)

    def error_at_address(self, resource: Resource, message: str, hint: str) -> DefinitionError:
        """An error at a resource of a plan, found where its address stands: to parse a large file again takes long."""
        text = self.source.text
        begin = max(text.find('"planned_values"'), 0)
        address = json.dumps(resource.address, ensure_ascii=False)
        for written in (f'"address":{address}', f'"address": {address}'):
            at = text.find(written, begin)
            if at >= 0:
                return DefinitionError(message, source=self.shown, offset=at, length=len('"address"'), hint=hint)
        return self.error(resource.values.path, message, hint=hint)

    def hidden_text(self) -> str:
        """The text of the file with `*` for the characters of the values that messages do not show."""
        kept: set[int] = set()
        for resource in self._resources():
            if resource.type.startswith(PREFIX):
                node = self.positions.node(resource.values.path)
                kept.update(() if node is None else _open_starts(node, resource))
        text = self.source.text
        pieces = []
        at = 0
        for node in _scalars(self.positions.root):
            if node.start not in kept:
                pieces.append(text[at : node.start])
                pieces.append(_stars(text[node.start : node.end]))
                at = node.end
        return "".join((*pieces, text[at:]))


def _stars(written: str) -> str:
    if written.startswith('"'):
        return '"' + "*" * (len(written) - 2) + '"'
    return "*" * len(written)


def _open_starts(node: Node, resource: Resource) -> Iterator[int]:
    """The offsets of the values of a resource that are not sensitive."""
    for key, value in node.pairs:
        if f"{resource.type}.{key.text}" not in SECRETS:
            yield from _unmarked(value, masked(resource.sensitive, key.text))


def _unmarked(node: Node, mask: Any) -> Iterator[int]:
    waiting = [(node, mask)]
    while waiting:
        one, marked = waiting.pop()
        if marked is True:
            continue
        if one.kind == "scalar":
            yield one.start
        waiting.extend((value, masked(marked, key.text)) for key, value in one.pairs)
        waiting.extend((item, masked(marked, index)) for index, item in enumerate(one.items))


def _scalars(root: Node) -> Iterator[Node]:
    """The plain values of a document in the order of the text."""
    waiting = [root]
    while waiting:
        one = waiting.pop()
        if one.kind == "scalar":
            yield one
        waiting.extend(value for _, value in reversed(one.pairs))
        waiting.extend(reversed(one.items))
