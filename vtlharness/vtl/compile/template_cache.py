"""Compiled templates on disk, so that a run compiles only changed templates."""

from __future__ import annotations

from types import CodeType

from vtlharness.disk_cache.cache import CacheFolder, DiskCache
from vtlharness.source import Source
from vtlharness.vtl.compile.compiled_template import CompiledTemplate

FORMAT = 31
"""Increased with each change of `CompiledTemplate` or of the generated code."""


class TemplateCache:
    """The compiled templates in a folder."""

    def __init__(self, folder: CacheFolder) -> None:
        self._kept = DiskCache(folder, f"template {FORMAT}")

    def load(self, source: Source) -> CompiledTemplate | None:
        """The compiled template of a source, None if it is not cached."""
        kept = self._kept.load(source)
        if kept is None:
            return None
        compiled = CompiledTemplate(*kept)
        code = compiled.code
        if code is None or code.co_filename == source.name:
            return compiled
        return compiled._replace(code=_in_file(code, source.name))

    def store(self, source: Source, compiled: CompiledTemplate) -> None:
        """Stores a compiled template, if the disk can be written."""
        self._kept.store(source, tuple(compiled))


def _in_file(code: CodeType, name: str) -> CodeType:
    """The code with the name of another file with the same text, for messages and tracebacks."""
    constants = tuple([_in_file(one, name) if type(one) is CodeType else one for one in code.co_consts])
    return code.replace(co_filename=name, co_consts=constants)
