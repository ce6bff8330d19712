"""Notices an override that a template writes twice in one rendering.

Comes in: the maps for overrides in a new `$context`, and the template that may write to them. Goes out: a finding for
each place that writes an override again. Next: `gateway.templates.render`. Evidence:
docs/fidelity.md#same-override-twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from weakref import ref

from vtlharness.java.values import ContextMap

if TYPE_CHECKING:
    from vtlharness.findings import Finding
    from vtlharness.vtl.template import Template

_OVERRIDES = ("requestOverride", "responseOverride")


class RepeatedOverrides:
    """Watches the maps for overrides in a `$context` while a template renders.

    It does not hold the maps, which hold it: they would wait for Python's collector of cycles.
    """

    __slots__ = ("_context", "_found", "_template", "_written")

    def __init__(self, template: Template, context: ContextMap) -> None:
        self._template = template
        self._context = ref(context)
        self._written: set[tuple[int, object]] = set()
        self._found: dict[tuple[str, int], str] = {}
        note = self._note
        for name in _OVERRIDES:  # without the paths of `_override_maps`, which cost time in every rendering
            override = context.get(name)
            if type(override) is ContextMap:
                override.written = note
                for values in dict.values(override):
                    if type(values) is ContextMap:
                        values.written = note

    def _note(self, override: ContextMap, key: object) -> None:
        """Keeps the place that writes an override again; of a place in a loop, the first override."""
        written = id(override), key
        if written not in self._written:
            self._written.add(written)
            return
        place, context = self._template.instruction(), self._context()
        if place is None or context is None or place in self._found:
            return
        for path, known in _override_maps(context):
            if known is override:
                self._found[place] = f"{path}.{key}"

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


def _override_maps(context: ContextMap) -> Iterator[tuple[str, ContextMap]]:
    """The maps that templates write overrides to, each with its path in `$context`."""
    for name in _OVERRIDES:
        override = context.get(name)
        if type(override) is ContextMap:
            yield name, override
            for place, values in dict.items(override):
                if type(values) is ContextMap:
                    yield f"{name}.{place}", values
