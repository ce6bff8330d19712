"""An engine in which some templates stand for others.

Comes in: the engine that renders all other templates. Used by `trying`.
"""

from __future__ import annotations

from collections.abc import Mapping

from vtlharness.engines.native import NativeEngine
from vtlharness.gateway.templates.mapping_template import MappingTemplate
from vtlharness.source import Source


class ChangedEngine(NativeEngine):
    """Renders what `instead` has for a template; nothing of that is kept."""

    def __init__(self, unchanged: NativeEngine, instead: Mapping[Source, MappingTemplate]) -> None:
        super().__init__()
        self._unchanged = unchanged
        self._instead = instead

    def template(self, template: Source) -> MappingTemplate:
        """The compiled template of a text, or the one that stands for it. Raises VtlSyntaxError."""
        found = self._instead.get(template)
        return self._unchanged.template(template) if found is None else found
