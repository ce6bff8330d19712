"""One file of a definition: its data, and the place of any value when a message needs it.

Comes in: a path, or data inside a case file. Goes out: a `Document` for `Cursor`s. Only local files of the
project are read, with names relative to the definition.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import Any

from vtlharness.definitions.reading.yaml_with_tags import SHORT_FORMS, YamlReading
from vtlharness.documents.json.source import read_json
from vtlharness.documents.positions import Positions
from vtlharness.documents.readable_files import ReadableFiles
from vtlharness.documents.reading import UnreadableFileError, read_main_file, without_bom
from vtlharness.documents.utf8 import utf_text
from vtlharness.errors import DefinitionError
from vtlharness.source import Source
from vtlharness.visible import one_line

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_JSON_OBJECT = re.compile(r'\s*\{\s*"')
_FUNCTIONS = frozenset(SHORT_FORMS.values())


class Document:
    """A file's text and data; `depth` is the number of files that led to it."""

    def __init__(
        self,
        source: Source,
        data: Any,
        *,
        json: bool,
        starts: Any = None,
        repeated: Sequence[DefinitionError] = (),
    ) -> None:
        """`starts`: data of the same shape with the offsets of texts, as far as the reader recorded them.

        `repeated`: an error for each repeated key, of which the last one counts in `data`.
        """
        self.repeated = repeated
        self.source = source
        self.data = data
        self.depth = 0
        self.moved: dict[tuple[str | int, ...], tuple[str | int, ...]] = {}
        """The paths of what a loop has made, and of what the file has in its place."""
        self.positions = Positions(source, json=json, tags=_FUNCTIONS)
        self.shown = source
        """The file as the excerpts of errors show it."""
        self._starts = starts

    def written_at(self, path: Sequence[str | int]) -> tuple[int, object] | None:
        """The offset of the text at a path, including a tag before it, and the text itself.

        None when the file has no text there, or its place is not known.
        """
        start, value = self._starts, self.data
        try:
            for step in self.written_path(path):
                start, value = start[step], value[step]
        except (KeyError, IndexError, TypeError):
            return None
        return (start, value) if type(start) is int else None

    def written_path(self, path: Sequence[str | int]) -> Sequence[str | int]:
        """The path in the file of the value at a path of the data, which a loop may have made."""
        if self.moved:
            for length in range(len(path), 0, -1):
                written = self.moved.get(tuple(path[:length]))
                if written is not None:
                    return (*written, *path[length:])
        return path

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
    ) -> DefinitionError:
        """The error at a path, as `Positions.error` places it."""
        error = self.positions.error(
            DefinitionError, message, self.written_path(path), at_key=at_key, hint=hint, inside=inside
        )
        error.source = self.shown
        return error


def read_document(path: str, readable: ReadableFiles | None = None) -> Document:
    """The definition file at a path, among the `readable` ones unless the user named it. Raises DefinitionError."""
    if readable is None:
        return parsed_document(read_main_file(path, DefinitionError, utf_text))
    try:
        return parsed_document(readable.read_source(path, DefinitionError, utf_text))
    except UnreadableFileError as error:
        raise DefinitionError(f"{one_line(path)} {error.reason}", hint=error.hint) from None


def parsed_document(source: Source) -> Document:
    """The definition file of a text; its content decides between JSON and YAML. Raises DefinitionError."""
    source = without_bom(source)
    if not source.text.lstrip().startswith(("{", "[")):
        return _yaml_document(source)
    try:
        repeated: list[DefinitionError] = []
        return Document(source, read_json(source, DefinitionError, repeated), json=True, repeated=repeated)
    except DefinitionError as not_json:
        if source.name.endswith(".json"):
            raise
        try:
            return _yaml_document(source)
        except DefinitionError:
            if _JSON_OBJECT.match(source.text):
                raise not_json from None
            raise


def _yaml_document(source: Source) -> Document:
    reading = YamlReading(source)
    return Document(source, reading.value, json=False, starts=reading.starts, repeated=reading.repeated)


def named_path(folder: str, name: str, readable: ReadableFiles) -> str:
    """The path of a file that a definition names. Raises UnreadableFileError for URLs and absolute paths."""
    if _URL.match(name) and not readable.contains(os.path.join(folder, name)):
        raise UnreadableFileError("is an address, but only local files are read", "name a local copy")
    if os.path.isabs(name):
        raise UnreadableFileError("is an absolute path", "name it relative to the definition")
    return os.path.normpath(os.path.join(folder, name))


def named_source(path: str, readable: ReadableFiles) -> Source:
    """The text of a file that a definition names.

    Raises UnreadableFileError, also for one that is not `readable`, and DefinitionError when it is not UTF-8.
    """
    try:
        return readable.read_source(path, DefinitionError)
    except UnreadableFileError as error:
        if error.missing and error.hint is None:
            error.hint = "paths are relative to the definition"
        raise
