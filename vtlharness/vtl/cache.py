"""Compiled templates on disk, so that a run compiles only what has changed.

A file holds one template: a stamp of this package's version and of the Python that compiled it, a checksum, and what
`marshal` makes of the template's name, its text, its first line and the compiled template. The file's name is only
where to look: a file counts where stamp, name, text and line are the same, so nothing is ever out of date. What cannot
be read is compiled again; what cannot be written is not kept. Files appear whole or not at all.
"""

from __future__ import annotations

import marshal
import os
import sys
from binascii import crc32
from contextlib import suppress
from pathlib import Path
from types import CodeType

from vtlharness import __version__
from vtlharness.source import Source
from vtlharness.vtl.compiled import CompiledTemplate

FORMAT = 7
"""Raised with each change of what a file holds or of the code that is generated."""

MOST_FILES = 10_000
"""How many files the folder may hold; beyond it, the older half goes."""

_STAMP = f"vtlharness {FORMAT} {__version__} {sys.implementation.cache_tag} {sys.hexversion}\n".encode()
_CHECKED = len(_STAMP) + 4  # where the part begins that the checksum is of


def default_folder() -> Path:
    """The folder for this user: `$XDG_CACHE_HOME/vtlharness`, or what stands for it on the system.

    For a user without a home it is one that nothing can be written to.
    """
    base = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    home = os.path.expanduser("~")
    return Path(base or (os.devnull if home == "~" else f"{home}/.cache"), "vtlharness")


class TemplateCache:
    """The cache in a folder, which is made when the first template is kept.

    Safe for several writers at once, against damaged files, and on a disk that cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._prefix = f"{folder}{os.sep}{crc32(_STAMP):08x}"
        self._prepared = False
        self._writable = True

    def load(self, source: Source) -> CompiledTemplate | None:
        """The compiled template of a source, None where it is not kept."""
        try:
            with open(self._file(source), "rb", buffering=0) as file:
                data = file.read()
        except OSError:
            return None
        body = data[_CHECKED:]
        if data[:_CHECKED] != _STAMP + crc32(body).to_bytes(4, "big"):
            return None
        try:
            name, text, first_line, code, *rest = marshal.loads(body)
        except (ValueError, EOFError, TypeError):
            return None
        if (name, text, first_line) != (source.name, source.text, source.first_line) or not isinstance(code, CodeType):
            return None
        return CompiledTemplate(code, *rest)

    def store(self, source: Source, compiled: CompiledTemplate) -> None:
        """Keeps a compiled template, if the disk lets it; where it does not, no more is tried."""
        if not self._writable:
            return
        body = marshal.dumps((source.name, source.text, source.first_line, *compiled))
        file = self._file(source)
        temporary = f"{file}.{os.getpid()}"
        try:
            self._prepare()
            with open(temporary, "wb") as written:
                written.write(_STAMP + crc32(body).to_bytes(4, "big") + body)
            os.replace(temporary, file)
        except OSError:
            self._writable = False
            with suppress(OSError):
                os.unlink(temporary)

    def _prepare(self) -> None:
        """Makes the folder, and room in it, before the first template is kept."""
        if self._prepared:
            return
        self._prepared = True
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if len(os.listdir(self.folder)) > MOST_FILES:
            files = sorted(os.scandir(self.folder), key=lambda file: file.stat().st_mtime)
            for file in files[: len(files) // 2]:
                os.unlink(file)

    def _file(self, source: Source) -> str:
        name = crc32(source.name.encode("utf-8", "surrogatepass"))
        text = crc32(source.text.encode("utf-8", "surrogatepass"), source.first_line)
        return f"{self._prefix}{name:08x}{text:08x}"
