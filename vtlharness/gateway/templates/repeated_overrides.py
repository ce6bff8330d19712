"""Notices an override that a template writes twice in one rendering.

Comes in: the maps for overrides in a new `$context`, and the template that may write to them. Goes out: a finding for
each place that writes an override again. Next: `gateway.templates.render`. Evidence:
docs/fidelity.md#same-override-twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vtlharness.java.values import ContextMap

if TYPE_CHECKING:
    from vtlharness.findings import Finding
    from vtlharness.vtl.template import Template


class RepeatedOverrides:
    """Watches the maps for overrides while a template renders."""

    __slots__ = ("_found", "_template")

    def __init__(self, template: Template, context: ContextMap) -> None:
        self._template = template
        self._found: dict[tuple[str, int], str] = {}
        for name in ("requestOverride", "responseOverride"):
            self._watch(context.get(name), name)

    def _watch(self, override: object, path: str) -> None:
        if type(override) is not ContextMap:
            return
        override.watch(lambda key: self._note(f"{path}.{key}"))
        for name, inner in dict.items(override):
            self._watch(inner, f"{path}.{name}")

    def _note(self, path: str) -> None:
        """Keeps the place that writes an override again; of a place in a loop, the first override."""
        place = self._template.instruction()
        if place is not None and place not in self._found:
            self._found[place] = path

    def findings(self) -> list[Finding]:
        """A finding for each place that wrote an override again."""
        if not self._found:
            return []
        from vtlharness.findings import Finding

        source = self._template.source
        found = []
        for instruction, path in self._found.items():
            place = next(map(source.position, self._template.places([instruction])), None)
            line, column = (place.line, place.column) if place else (None, None)
            message = (
                f"$context.{path} is set twice in one template: the service answers that with a 5XX, as its "
                "documentation says"
            )
            hint = "keep the value in a variable, and set the override once"
            found.append(Finding("API412", message, line, column, hint, source.name))
        return found
