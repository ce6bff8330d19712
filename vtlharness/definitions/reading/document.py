"""One file of a definition, read: its data, and the place of any of it when a message needs one.

Comes in: a path, or data that a case file holds. Goes out: a `Document` that `Cursor`s walk. A file is read only from
this machine and only where it is named relative to the definition.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import Any

from vtlharness.definitions.reading.yaml_with_tags import SHORT_FORMS, YamlReading
from vtlharness.documents.json.node_parser import json_nodes
from vtlharness.documents.json.source import read_json
from vtlharness.documents.nodes import Node
from vtlharness.documents.reading import BOM, UnreadableFileError, read_source
from vtlharness.documents.yaml.node_parser import yaml_nodes
from vtlharness.errors import CaseFileError
from vtlharness.source import Source

DocumentPath = tuple[str | int, ...]

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_JSON_OBJECT = re.compile(r'\s*\{\s*"')
_FUNCTIONS = frozenset(SHORT_FORMS.values())


class Document:
    """A file's text and data; `depth` tells how many files have led to it."""

    def __init__(self, source: Source, data: Any, *, json: bool, starts: dict[int, int] | None = None) -> None:
        """`starts`: the `id` of texts in `data` and where they are written, as far as reading has told it."""
        self.source = source
        self.data = data
        self.depth = 0
        self.is_json = json
        self._starts = starts or {}
        self._derived: list[str] = []
        self._root: Node | None = None

    def start_of(self, text: str) -> int | None:
        """The offset at which a text of the data is written (a tag before it included); None where it is not known."""
        return self._starts.get(id(text))

    def derive(self, text: str, original: str) -> None:
        """Tells that a text was made from one of the data: it has the same place then."""
        start = self._starts.get(id(original))
        if start is not None:
            self._starts[id(text)] = start
            self._derived.append(text)  # keeps its id

    @property
    def folder(self) -> str:
        """The folder that names in this file are relative to."""
        return os.path.dirname(self.source.name)

    def error(
        self,
        path: Sequence[str | int],
        message: str,
        *,
        at_key: bool = False,
        hint: str | None = None,
        inside: str | None = None,
    ) -> CaseFileError:
        """The error at a path of keys and indexes; with `at_key` at the last key itself, not at its value.

        With `inside` it is at these characters of the text there, as far as the file writes them as they are.
        """
        node = self._nearest(path, at_key)
        at = -1 if inside is None else self.source.text.find(inside, node.start, node.end)
        if inside is not None and at >= 0:
            return CaseFileError(message, source=self.source, offset=at, length=len(inside), hint=hint)
        length = node.end - node.start if node.kind == "scalar" and node.style not in ("|", ">") else 1
        return CaseFileError(message, source=self.source, offset=node.start, length=max(length, 1), hint=hint)

    def _nearest(self, path: Sequence[str | int], at_key: bool) -> Node:
        if self._root is None:
            self._root = json_nodes(self.source.text) if self.is_json else yaml_nodes(self.source.text)
        node = self._root
        for count, step in enumerate(path, 1):
            if at_key and count == len(path) and isinstance(step, str):
                return node.key(step) or node
            child = node.child(step)
            if child is None:
                if step in _FUNCTIONS:
                    continue  # written as a tag: the function's node is its argument's
                break
            node = child
        return node


def read_document(path: str) -> Document:
    """The definition file at a path. Raises CaseFileError."""
    try:
        source = read_source(path)
    except UnreadableFileError as error:
        raise CaseFileError(f"{path} {error.reason}", hint=error.hint) from None
    return parsed_document(source)


def parsed_document(source: Source) -> Document:
    """The definition file of a text. JSON or YAML is told from its content. Raises CaseFileError."""
    if source.text.startswith(BOM):
        source = Source(source.text[1:], source.name)
    if not source.text.lstrip().startswith(("{", "[")):
        return _yaml_document(source)
    try:
        return Document(source, read_json(source), json=True)
    except CaseFileError as not_json:
        if source.name.endswith(".json"):
            raise
        try:
            return _yaml_document(source)
        except CaseFileError:
            if _JSON_OBJECT.match(source.text):
                raise not_json from None
            raise


def _yaml_document(source: Source) -> Document:
    reading = YamlReading(source)
    return Document(source, reading.value, json=False, starts=reading.starts)


class FileRefusedError(Exception):
    """A named file that is not read; the message goes on after its name, `hint` says what to do instead."""

    def __init__(self, reason: str, hint: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


def named_path(folder: str, name: str) -> str:
    """The path of a file that a definition names. Raises FileRefusedError for URLs and absolute paths."""
    if _URL.match(name) and not os.path.exists(os.path.join(folder, name)):
        raise FileRefusedError("is an address, and only files of this machine are read", "name a local copy")
    if os.path.isabs(name):
        raise FileRefusedError("is an absolute path", "name it relative to the definition")
    return os.path.normpath(os.path.join(folder, name))


def named_source(path: str) -> Source:
    """The text of a file that a definition names. Raises FileRefusedError, and CaseFileError where it is not UTF-8."""
    try:
        return read_source(path)
    except UnreadableFileError as error:
        hint = error.hint or ("paths are relative to the definition" if error.reason == "does not exist" else None)
        raise FileRefusedError(error.reason, hint) from None
