"""The files that a case file names: bodies, templates, expected outputs, definitions.

Comes in: a name, relative to the case file. Goes out: its content, read once. A file that cannot be read is a
`MisfitError` at the place that names it; so is one outside of the project (see `documents.readable_files`).
"""

from __future__ import annotations

import os
from pathlib import Path

from vtlharness.cases.model import FilesOfCases, MissingFile
from vtlharness.documents.json.values import JsonTextError, parse_json
from vtlharness.documents.misfit import MisfitError
from vtlharness.documents.readable_files import ReadableFiles
from vtlharness.documents.reading import UnreadableFileError, without_bom
from vtlharness.errors import CaseFileError
from vtlharness.source import Source


class NamedFiles:
    """Reads the files that one case file names."""

    def __init__(self, folder: str, readable: ReadableFiles, *, matchers: bool = True) -> None:
        """Names are relative to `folder`; `readable` are the files that may be named.

        `matchers` says that what the case file itself expects may have matchers.
        """
        self.matchers = matchers
        self._folder = folder
        self.readable = readable
        self._texts: dict[str, Source] = {}
        self._inputs: set[str] = set()
        self.of_cases = FilesOfCases(readable, self._inputs)
        """For the cases; its `inputs` are the paths of all files that were read, except the expected ones."""

    def path(self, name: str) -> str:
        """The path of a name."""
        return os.path.normpath(os.path.join(self._folder, name))

    def source(self, name: str, what: str, *place: str) -> Source:
        """The text of a file that a case sends or evaluates.

        `what` and `place` are for the message of the MisfitError. Raises CaseFileError when the file is not UTF-8.
        """
        self._inputs.add(self.path(name))
        return self._source(name, what, place)

    def data(self, name: str, what: str, *place: str) -> bytes:
        """The bytes of a file that a case sends. Raises MisfitError."""
        self._inputs.add(self.path(name))
        return self._data(name, what, place)

    def expected_source(self, name: str, *place: str) -> Source:
        """The text of an expected file. Raises as `source` does."""
        return self._source(name, "the expected file", place)

    def expected_data(self, name: str, *place: str) -> bytes:
        """The bytes of an expected file. Raises MisfitError."""
        return self._data(name, "the expected file", place)

    def definition(self, name: str, what: str, *place: str) -> str:
        """The path of a definition. Raises MisfitError when it does not exist or is not a file."""
        path = self._checked(name, what, place)
        if not os.path.isfile(path):
            self.data(name, what, *place)
        return path

    def definition_or_folder(self, name: str, what: str, *place: str) -> str:
        """The path of a definition, or of a folder with one. Raises MisfitError when it does not exist."""
        path = self._checked(name, what, place)
        return path if os.path.isdir(path) else self.definition(name, what, *place)

    def missing(self, name: str, *place: str) -> MissingFile | None:
        """A record of the expected file if it does not exist, None if it does. Raises MisfitError for one outside."""
        path = self._checked(name, "the expected file", place)
        if os.path.lexists(path):
            return None
        try:
            self.readable.read_bytes(path)
        except UnreadableFileError as error:
            return MissingFile(Path(path), error.hint)
        return None

    def _checked(self, name: str, what: str, place: tuple[str, ...]) -> str:
        """The path of a name. Raises MisfitError for one that may not be read, whether or not there is a file."""
        path = self.path(name)
        try:
            self.readable.check(path)
        except UnreadableFileError as error:
            raise _misfit(error, name, what, place) from None
        return path

    def _source(self, name: str, what: str, place: tuple[str, ...]) -> Source:
        full = self.path(name)
        if full not in self._texts:
            try:
                self._texts[full] = self.readable.read_source(full, CaseFileError)
            except UnreadableFileError as error:
                raise _misfit(error, name, what, place) from None
        return self._texts[full]

    def _data(self, name: str, what: str, place: tuple[str, ...]) -> bytes:
        try:
            return self.readable.read_bytes(self.path(name))
        except UnreadableFileError as error:
            raise _misfit(error, name, what, place) from None


def file_name(value: object) -> str | None:
    """The path of `{file: path}`, None for anything else."""
    if type(value) is dict and len(value) == 1 and "file" in value:
        return value["file"]  # type: ignore[no-any-return]
    return None


def json_data(source: Source, what: str, hint: str | None = None) -> object:
    """The data of a JSON file; `what` is for the message. Raises CaseFileError."""
    source = without_bom(source)
    try:
        return parse_json(source.text)
    except JsonTextError as problem:
        raise CaseFileError(
            f"{what} is not JSON: {problem.message}", source=source, offset=problem.offset, hint=hint
        ) from None


def _misfit(error: UnreadableFileError, name: str, what: str, place: tuple[str, ...]) -> MisfitError:
    hint = error.hint
    if hint is None and not os.path.isabs(name) and error.missing:
        hint = "paths are relative to the case file"
    return MisfitError(f"{what} {name!r} {error.reason}", *place, hint=hint)


def name_from(folder: str | Path, path: str | Path) -> str:
    """A file as a case file in a folder names it: relative to the folder, unless it is on another drive."""
    file = os.path.abspath(path)
    try:
        return Path(os.path.relpath(file, os.path.abspath(folder))).as_posix()
    except ValueError:
        return Path(file).as_posix()
