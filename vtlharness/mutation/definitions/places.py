"""Where a change stands: the file, the line and the column.

Comes in: a part of a definition, and the keys of its setting. Goes out: a `Place`.
"""

from __future__ import annotations

from vtlharness.definitions.reading.document import read_document
from vtlharness.documents.readable_files import ReadableFiles
from vtlharness.gateway.model import Authorizer, GatewayResponse, Method
from vtlharness.lint.definitions.definition_places import DefinitionPlaces
from vtlharness.lint.definitions.shared_places import authorizer_place, gateway_response_place, scopes_place
from vtlharness.lint.places import Place, place_in_file
from vtlharness.mutation.definitions.authorizer_changes import SCOPES
from vtlharness.mutation.definitions.change import Keys, Part
from vtlharness.source import Position, Source


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

    def place(self, part: Part, keys: Keys) -> Place | None:
        """The place of a setting, or of what is around it; None if the file has it nowhere."""
        found = self._position(part, keys)
        return None if found is None else Place(self._places.document.source.name, found.line, found.column)

    def _position(self, part: Part, keys: Keys) -> Position | None:
        if isinstance(part, Authorizer):
            return authorizer_place(self._places, part.name, str(keys[0]))
        if isinstance(part, GatewayResponse):
            return gateway_response_place(self._places, part.response_type, *map(str, keys))
        if keys == SCOPES:
            return scopes_place(self._places, part)
        return self._places.integration(part, *keys)
