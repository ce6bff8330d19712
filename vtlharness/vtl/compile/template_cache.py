"""Compiled templates on disk, so that a run compiles only what has changed."""

from __future__ import annotations

from pathlib import Path

from vtlharness.disk_cache import DiskCache
from vtlharness.source import Source
from vtlharness.vtl.compile.compiled_template import CompiledTemplate

FORMAT = 14
"""Raised with each change of `CompiledTemplate` or of the code that is generated."""


class TemplateCache:
    """The compiled templates in a folder."""

    def __init__(self, folder: Path) -> None:
        self._kept = DiskCache(folder, f"template {FORMAT}")

    def load(self, source: Source) -> CompiledTemplate | None:
        """The compiled template of a source, None where it is not kept."""
        kept = self._kept.load(source)
        return None if kept is None else CompiledTemplate(*kept)

    def store(self, source: Source, compiled: CompiledTemplate) -> None:
        """Keeps a compiled template, if the disk lets it."""
        self._kept.store(source, tuple(compiled))
