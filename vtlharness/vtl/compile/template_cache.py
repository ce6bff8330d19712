"""Compiled templates on disk, so that a run compiles only changed templates."""

from __future__ import annotations

from vtlharness.disk_cache.cache import CacheFolder, DiskCache
from vtlharness.source import Source
from vtlharness.vtl.compile.compiled_template import CompiledTemplate

FORMAT = 28
"""Increased with each change of `CompiledTemplate` or of the generated code."""


class TemplateCache:
    """The compiled templates in a folder."""

    def __init__(self, folder: CacheFolder) -> None:
        self._kept = DiskCache(folder, f"template {FORMAT}")

    def load(self, source: Source) -> CompiledTemplate | None:
        """The compiled template of a source, None if it is not cached."""
        kept = self._kept.load(source)
        return None if kept is None else CompiledTemplate(*kept)

    def store(self, source: Source, compiled: CompiledTemplate) -> None:
        """Stores a compiled template, if the disk can be written."""
        self._kept.store(source, tuple(compiled))
