"""Where a change stands: the file, the line and the column.

Comes in: a template and an offset, or a method and the keys of its part. Goes out: a `Place`.
"""

from __future__ import annotations

from vtlharness.definitions.reading.document import read_document
from vtlharness.documents.readable_files import ReadableFiles
from vtlharness.gateway.model import Method
from vtlharness.lint.definitions.definition_places import DefinitionPlaces
from vtlharness.lint.places import Place, place_in_file
from vtlharness.source import Source


def place_of(template: Source, offset: int) -> Place:
    """The place of an offset of a template."""
    return place_in_file(template, offset)


def template_place(method: Method, changed: Method) -> Place | None:
    """Where the first template of a method's changed part stands in its definition; None if it has none there."""
    own, other = method.integration, changed.integration
    parts = [
        response.response_templates
        for response, now in zip(own.integration_responses, other.integration_responses, strict=True)
        if response != now
    ]
    for templates in parts or [own.request_templates]:
        for source in templates.values():
            if type(source) is not Source:
                return place_in_file(source, 0)
    return None


class DefinitionLines:
    """The places in one definition."""

    def __init__(self, path: str, readable: ReadableFiles) -> None:
        """Raises VtlHarnessError for a file that is not a YAML or JSON document."""
        self._places = DefinitionPlaces(read_document(path, readable))

    def place(self, method: Method, keys: tuple[str | int, ...]) -> Place | None:
        """The place of a part of an integration, or of what is around it; None if the file has it nowhere."""
        found = self._places.integration(method, *keys)
        return None if found is None else Place(self._places.document.source.name, found.line, found.column)
