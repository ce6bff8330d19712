"""An API as plain data that can be kept on disk, and back.

Comes in: a `RestApi`, and the files that were read for it. Goes out: data for `marshal`, without the texts of those
files: they are read anyway, to see whether they have changed. A record is a list that begins with the number of its
class; lists of the API's own begin with -1, findings and the sources of templates with other negative numbers.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any

from vtlharness.definitions.names_in_folder import NamesInFolder, name_of
from vtlharness.definitions.reading.embedded_source import EmbeddedSource, QuotedSource
from vtlharness.documents.positions import Positions
from vtlharness.findings import Finding
from vtlharness.gateway.model import RestApi
from vtlharness.source import Source

_LIST, _SOURCE, _EMBEDDED, _QUOTED, _FINDING = -1, -2, -3, -4, -5
_PLAIN = frozenset((str, int, float, bool, type(None)))
_MOST_VALUES = 1_000_000
_MODULES = ("vtlharness.gateway.",)
"""The modules whose records are kept."""


class NotKeptError(Exception):
    """Raised for an API with a value that cannot be kept, or with too many values."""


def api_data(api: RestApi, files: Sequence[str], names: NamesInFolder) -> tuple[Any, ...]:
    """The data of an API; `files` are the names of the files that it was read from, `names` those of the definition.

    Raises NotKeptError.
    """
    writer = _Writer(files, names)
    value = writer.data(api)
    names.look_at(value)
    return tuple(writer.classes), tuple(writer.quoting.items()), value


def api_of(data: tuple[Any, ...], files: Sequence[Source], folder: str) -> RestApi:
    """The API of its data; `files` are the files that it was read from, in the order of their names then. `folder` is
    that of the definition.

    Raises AttributeError, IndexError, KeyError, TypeError and ValueError for other data.
    """
    names, quoting, value = data
    classes = []
    for module, name in names:
        if not module.startswith(_MODULES):
            raise ValueError(module)
        __import__(module)
        classes.append(getattr(sys.modules[module], name))
    positions = {number: Positions(files[number], json=json, tags=tags) for number, (json, tags) in quoting}
    found = _Reader(classes, files, positions, folder).value(value)
    if not isinstance(found, RestApi):
        raise TypeError(type(found))
    return found


class _Writer:
    """Writes the values of one API."""

    def __init__(self, files: Sequence[str], names: NamesInFolder) -> None:
        self._names = names
        self._files = {name: number for number, name in enumerate(files)}
        self._known: dict[type, tuple[int, Callable[[Any], Sequence[Any]]]] = {}
        self._left = _MOST_VALUES
        self.classes: list[tuple[str, str]] = []
        self.quoting: dict[int, tuple[bool, tuple[str, ...]]] = {}
        """How the files are read that have texts which count lines of their own."""

    def data(self, value: Any) -> Any:
        """The data of a value. Raises NotKeptError."""
        kind = type(value)
        if kind in _PLAIN:
            return value
        self._left -= 1
        if self._left < 0:
            raise NotKeptError
        data = self.data
        if kind is tuple:
            return tuple([data(item) for item in value]) if value else value
        if kind is list:
            return [_LIST, *[data(item) for item in value]]
        if kind is dict or isinstance(value, dict):
            return {key: item if type(item) is str else data(item) for key, item in value.items()}
        if isinstance(value, Source):
            return self._source(value)
        if kind is Finding:
            return self._finding(value)
        known = self._known.get(kind) or self._class(kind, value)
        return [known[0], *[item if type(item) in _PLAIN else data(item) for item in known[1](value)]]

    def _class(self, kind: type, value: Any) -> tuple[int, Callable[[Any], Sequence[Any]]]:
        """The number of a class, and what gives the values of its fields. Raises NotKeptError."""
        if not kind.__module__.startswith(_MODULES):
            raise NotKeptError
        if isinstance(value, tuple):
            parts: Callable[[Any], Sequence[Any]] = tuple
        elif is_dataclass(value):
            names = [field.name for field in fields(value) if field.init]
            get = attrgetter(*names)
            parts = get if len(names) > 1 else lambda record: (get(record),)
        else:
            raise NotKeptError
        self.classes.append((kind.__module__, kind.__qualname__))
        found = self._known[kind] = (len(self.classes) - 1, parts)
        return found

    def _finding(self, finding: Finding) -> list[Any]:
        self._names.look_at_sentence(finding.message)
        self._names.look_at_sentence(finding.hint)
        return [_FINDING, *finding[:-1], None if finding.file is None else self._names.written(finding.file)]

    def _source(self, source: Source) -> list[Any]:
        if isinstance(source, EmbeddedSource):
            text, written_in, first_line, indent = source.parts
            return [_EMBEDDED, text, self._file(written_in), first_line, indent]
        if isinstance(source, QuotedSource):
            text, name, positions, path = source.parts
            file = self._file(positions.source)
            if file not in self.quoting:
                self.quoting[file] = positions.json, tuple(positions.tags)
            return [_QUOTED, text, self._names.written(name), file, path]
        if type(source) is not Source:
            raise NotKeptError
        return [_SOURCE, source.text, self._names.written(source.name)]

    def _file(self, file: Source) -> int:
        if file.name not in self._files:
            raise NotKeptError
        return self._files[file.name]


class _Reader:
    """Makes the values of one API again."""

    def __init__(
        self, classes: Sequence[type], files: Sequence[Source], positions: Mapping[int, Positions], folder: str
    ) -> None:
        self._classes = classes
        self._folder = folder
        self._files = files
        self._positions = positions

    def value(self, data: Any) -> Any:
        kind = type(data)
        if kind is dict:
            return {key: self.value(item) for key, item in data.items()} if data else data
        if kind is tuple:
            return tuple([self.value(item) for item in data]) if data else data
        if kind is not list:
            return data
        number, *parts = data
        if number >= 0:
            return self._classes[number](*[self.value(part) for part in parts])
        if number == _LIST:
            return [self.value(part) for part in parts]
        if number == _SOURCE:
            return Source(parts[0], name_of(parts[1], self._folder))
        if number == _FINDING:
            rule, message, line, column, hint, named = parts
            return Finding(rule, message, line, column, hint, None if named is None else name_of(named, self._folder))
        if number == _EMBEDDED:
            text, file, first_line, indent = parts
            return EmbeddedSource(text, self._files[file], first_line, indent)
        text, name, file, path = parts
        return QuotedSource(text, name_of(name, self._folder), self._positions[file], path)
