"""The files that a case file names: bodies, templates, expected outputs, definitions.

Comes in: a name, relative to the case file. Goes out: its content, read once. A file that cannot be read is a
`MisfitError` at the place that names it.
"""

from __future__ import annotations

import os

from vtlharness.cases.shapes import MisfitError
from vtlharness.documents.json_text import JsonTextError, parse_json
from vtlharness.documents.reading import BOM, UnreadableFileError, read_bytes, read_source
from vtlharness.errors import CaseFileError
from vtlharness.source import Source


class NamedFiles:
    """What one case file's names stand for."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._texts: dict[str, Source] = {}

    def path(self, name: str) -> str:
        """The path of a name."""
        return os.path.normpath(os.path.join(self._folder, name))

    def source(self, name: str, what: str, *place: str) -> Source:
        """The file's text.

        `what` and `place` are for the message of the MisfitError. Raises CaseFileError where it is not UTF-8.
        """
        full = self.path(name)
        if full not in self._texts:
            try:
                self._texts[full] = read_source(full)
            except UnreadableFileError as error:
                raise _misfit(error, name, what, place) from None
        return self._texts[full]

    def data(self, name: str, what: str, *place: str) -> bytes:
        """The file's bytes. Raises MisfitError."""
        try:
            return read_bytes(self.path(name))
        except UnreadableFileError as error:
            raise _misfit(error, name, what, place) from None


def file_name(value: object) -> str | None:
    """The path of `{file: path}`, None for anything else."""
    if type(value) is dict and len(value) == 1 and "file" in value:
        return value["file"]  # type: ignore[no-any-return]
    return None


def expected_data(source: Source) -> object:
    """The data of an expected JSON file. Raises CaseFileError."""
    if source.text.startswith(BOM):
        source = Source(source.text[1:], source.name)
    try:
        return parse_json(source.text)
    except JsonTextError as problem:
        raise CaseFileError(
            f"this expected file is not JSON: {problem.message}",
            source=source,
            offset=problem.offset,
            hint="a file whose name does not end in .json is compared as text",
        ) from None


def _misfit(error: UnreadableFileError, name: str, what: str, place: tuple[str, ...]) -> MisfitError:
    hint = error.hint
    if hint is None and not os.path.isabs(name) and error.reason == "does not exist":
        hint = "paths are relative to the case file"
    return MisfitError(f"{what} {name!r} {error.reason}", *place, hint=hint)
