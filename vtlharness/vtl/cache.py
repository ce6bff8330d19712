"""Compiled templates on disk, so that a run compiles only what has changed.

A file holds one template: a digest, then what `marshal` makes of the compiled template. Its name is a digest of the
template's text and name, of this package's version and of the Python that compiled it, so nothing is ever out of date.
What cannot be read is compiled again; what cannot be written is not kept. Files appear whole or not at all.
"""

from __future__ import annotations

import marshal
import os
import sys
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from types import CodeType

from vtlharness import __version__
from vtlharness.source import Source
from vtlharness.vtl.compiled import CompiledTemplate

FORMAT = 4
"""Raised with each change of what a file holds or of the code that is generated."""

MOST_FILES = 5000
"""How many files the folder may hold; beyond it, it is emptied."""

_DIGEST = 16
_STAMP = f"{FORMAT} {__version__} {sys.implementation.cache_tag} {sys.hexversion}".encode()


def default_folder() -> Path:
    """The folder for this user: `$XDG_CACHE_HOME/vtlharness`, or what stands for it on the system."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    else:
        base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "vtlharness"


class TemplateCache:
    """The cache in a folder, which is made when the first template is kept.

    Safe for several writers at once, against damaged files, and on a disk that cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._trimmed = False

    def load(self, source: Source) -> CompiledTemplate | None:
        """The compiled template of a source, None where it is not kept."""
        try:
            data = self._file(source).read_bytes()
        except OSError:
            return None
        body = data[_DIGEST:]
        if blake2b(body, digest_size=_DIGEST).digest() != data[:_DIGEST]:
            return None
        try:
            code, *rest = marshal.loads(body)
        except (ValueError, EOFError, TypeError):
            return None
        if not isinstance(code, CodeType):
            return None
        return CompiledTemplate(code, *rest)

    def store(self, source: Source, compiled: CompiledTemplate) -> None:
        """Keeps a compiled template, if the disk lets it."""
        body = marshal.dumps(tuple(compiled))
        file = self._file(source)
        temporary = file.with_name(f"{file.name}.{os.getpid()}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not self._trimmed:
                self._trim()
            temporary.write_bytes(blake2b(body, digest_size=_DIGEST).digest() + body)
            temporary.replace(file)
        except OSError:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def _trim(self) -> None:
        """Empties the folder where it has grown too large; looked at before the first template is kept."""
        self._trimmed = True
        files = list(self.folder.iterdir())
        if len(files) > MOST_FILES:
            for file in files:
                file.unlink(missing_ok=True)

    def _file(self, source: Source) -> Path:
        digest = blake2b(_STAMP, digest_size=_DIGEST)
        digest.update(source.name.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
        digest.update(source.text.encode("utf-8", "surrogatepass"))
        return self.folder / digest.hexdigest()
