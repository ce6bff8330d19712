"""The API of a definition that a case file names: from the disk where its files are unchanged, else read anew.

Comes in: a path, the user's options and the cache. Goes out: a `NamedDefinition`. What is kept is believed only if
every file that was read for it, or looked for, has the same content, and if the code that reads definitions is the
same. Readers of definitions are imported only where something is read. Errors are not kept, nor is anything of a
definition with secrets.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any, NamedTuple

from vtlharness.definitions.api_data import NotKeptError, api_data, api_of
from vtlharness.definitions.names_in_folder import NamesInFolder, name_of
from vtlharness.definitions.options import DefinitionOptions
from vtlharness.definitions.read_files import Stamps, is_unchanged, stamps
from vtlharness.disk_cache.cache import CacheFolder, DiskCache
from vtlharness.documents.readable_files import ReadableFiles
from vtlharness.documents.reading import UnreadableFileError, without_bom
from vtlharness.errors import DefinitionError
from vtlharness.gateway.model import RestApi
from vtlharness.limits.budget import current_budget
from vtlharness.source import Source

FORMAT = 2
"""The version of the data kept on disk for an API; raised with each change of `api_data`."""

MOST_IN_MEMORY = 64

_CODE = ("definitions", "documents", "limits")
"""The parts of this package that decide what a definition's API is."""


class NamedDefinition(NamedTuple):
    """The API of a definition, and the path of its file, which may have been found in a folder."""

    api: RestApi
    path: str


class KeptDefinitions:
    """The definitions that earlier runs have read."""

    def __init__(self, folder: CacheFolder) -> None:
        self._disk = DiskCache(folder, f"definition {FORMAT} {_code_stamp()}")
        self._started_in = os.getcwd()
        self._in_memory: dict[tuple[str, ReadableFiles], tuple[Stamps, RestApi]] = {}

    def load(self, key: Source, readable: ReadableFiles) -> RestApi | None:
        """The API that is kept under a key, None where there is none or a file has changed."""
        known = self._in_memory.get((key.text, readable))
        if known is not None and is_unchanged(known[0]):
            return known[1]
        data = _content(key.name, readable)
        if data is None:
            return None
        for kept_under in (self._by_folder(key, data, readable), self._by_name(key, data)):
            found = self._disk.load(kept_under)
            api = None if found is None else self._api(found, key, readable)
            if api is not None:
                return api
        return None

    def _api(self, found: tuple[Any, ...], key: Source, readable: ReadableFiles) -> RestApi | None:
        """The API of what is kept, None if a file has changed."""
        folder = os.path.dirname(key.name)
        names = [name_of(written, folder) for written, _ in found[0]]
        before = stamps(names)
        files = []
        for name, (_, digest) in zip(names, found[0], strict=True):
            data = _content(name, readable)
            if (None if data is None else self._disk.digest(data)) != digest:
                return None
            files.append(without_bom(Source("" if data is None else data.decode("utf-8", "replace"), name)))
        try:
            api = api_of(found[1], files, folder)
        except (AttributeError, ImportError, IndexError, KeyError, TypeError, ValueError):  # data of other code
            return None
        self._remember(key, readable, before, api)
        return api

    def _by_name(self, key: Source, content: bytes) -> Source:
        """The key on disk of what holds for this name of the definition only; its content belongs to the key."""
        return Source(f"{key.text} {self._disk.digest(content).hex()}", key.name)

    def _by_folder(self, key: Source, content: bytes, readable: ReadableFiles) -> Source:
        """The key on disk of what holds in whatever folder the definition is, and wherever the run was started."""
        options, _, _ = key.text.partition(" ")
        folder, name = os.path.split(os.path.join(self._started_in, key.name))
        asked = options, name, tuple(_relative(one, folder) for one in self._folders(readable))
        return Source(f"{self._digest_of(asked)} {self._disk.digest(content).hex()}", key.name)

    def _folders(self, readable: ReadableFiles) -> list[str]:
        return [os.path.join(self._started_in, folder) for folder in (readable.root, *readable.allowed)]

    def _remember(self, key: Source, readable: ReadableFiles, read: Stamps, api: RestApi) -> None:
        while len(self._in_memory) >= MOST_IN_MEMORY:
            del self._in_memory[next(iter(self._in_memory))]
        self._in_memory[key.text, readable] = read, api

    def store(self, key: Source, api: RestApi, read: Stamps, readable: ReadableFiles) -> None:
        """Keeps an API that was read from files in these states."""
        self._remember(key, readable, read, api)
        files = [file for file, _, _ in read]
        contents = [_content(name, readable) for name in files]
        if any(data is not None and not _is_utf8(data) for data in contents):
            return
        digests = tuple(None if data is None else self._disk.digest(data) for data in contents)
        content = _content(key.name, readable)
        if content is None:
            return
        names = NamesInFolder(os.path.dirname(key.name))
        written = tuple(map(names.written, files))
        try:
            kept = tuple(zip(written, digests, strict=True)), api_data(api, files, names)
        except (NotKeptError, RecursionError):
            return
        by_folder = names.hold_elsewhere
        with suppress(ValueError):  # marshal nests less deep than a schema may
            self._disk.store(
                self._by_folder(key, content, readable) if by_folder else self._by_name(key, content), kept
            )

    def key(self, name: str, options: DefinitionOptions, readable: ReadableFiles) -> Source:
        """The key of a definition: it changes with the options, the limits and the files that may be read.

        Where the definition has a relative path, so have these: a copy of a project is read as the project itself is.
        """
        limits = current_budget().limits
        asked = (
            *(sorted(options.parameters.items()), options.stage, options.api, options.base_path),
            *(limits.rounds, limits.characters, limits.items),
        )
        folders = self._folders(readable)
        place = name, folders if os.path.isabs(name) else [_relative(folder, self._started_in) for folder in folders]
        return Source(f"{self._digest_of(asked)} {self._digest_of(place)}", name)

    def _digest_of(self, value: object) -> str:
        return self._disk.digest(repr(value).encode("utf-8", "surrogatepass")).hex()


def named_definition(
    path: str, options: DefinitionOptions, readable: ReadableFiles, kept: KeptDefinitions | None = None
) -> NamedDefinition:
    """The API of a definition that a case file names; it and what it names must be `readable`.

    Raises as `load_definition` does.
    """
    if options.needs_search(path):
        from vtlharness.definitions.folders import located

        path, options, _ = located(path, options, readable)
    key = None if kept is None else kept.key(path, options, readable)
    if kept is not None and key is not None:
        api = kept.load(key, readable)
        if api is not None:
            return NamedDefinition(api, path)
    from vtlharness.definitions.loading import read_definition

    reading = read_definition(path, options, readable)
    if isinstance(reading.found, DefinitionError):
        raise reading.found.with_traceback(None)
    if kept is not None and key is not None and reading.may_be_kept and is_unchanged(reading.stamps):
        kept.store(key, reading.found, reading.stamps, readable)
    return NamedDefinition(reading.found, path)


def _relative(folder: str, to: str) -> str:
    try:
        return os.path.relpath(folder, to)
    except ValueError:  # on another drive
        return folder


def _content(name: str, readable: ReadableFiles) -> bytes | None:
    """The content of a file, None for one that cannot be read."""
    try:
        return readable.read_bytes(name)
    except UnreadableFileError:
        return None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _code_stamp() -> str:
    """The state of the code that reads definitions: where it is worked on, its version does not change."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    found: list[Any] = []
    folders = [os.path.join(package, name) for name in _CODE]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.name.endswith(".py"):
                        state = entry.stat()
                        found.append((entry.path, state.st_mtime_ns, state.st_size))
                    elif entry.name != "__pycache__" and entry.is_dir():
                        folders.append(entry.path)
        except OSError:  # a package in an archive does not change
            continue
    from binascii import crc32

    return f"{crc32(repr(sorted(found)).encode('utf-8', 'surrogatepass')):08x}"
