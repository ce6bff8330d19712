"""The place of a part of a definition in its file.

Comes in: a part, and the definitions of a file. Goes out: a line and a column, of what the part stands in if it has no
place of its own; none where the file does not say. A definition is OpenAPI, also in a stack's resource, a stack with a
resource for each method, or what the AWS CLI prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from vtlharness.cases.integration.reached_parts import DefinitionPart
from vtlharness.coverage.stack_methods import event_of, method_resource
from vtlharness.gateway.model import Method
from vtlharness.lint.definitions.definition_places import INTEGRATION, DefinitionPlaces
from vtlharness.lint.definitions.shared_places import authorizer_place, gateway_response_place
from vtlharness.lint.subjects import Definition
from vtlharness.source import Position

_Path: TypeAlias = tuple[str | int, ...]


class PartPlaces:
    """The places of the parts in one file."""

    def __init__(self, definitions: list[Definition]) -> None:
        self._document = definitions[0].document
        self._places = DefinitionPlaces(self._document)
        self._methods = [method for definition in definitions for method in definition.api.methods]

    def place(self, part: DefinitionPart) -> Position | None:
        """The place of a part."""
        if part.kind == "gateway response":
            place = gateway_response_place(self._places, part.name)
            return place or self._places.gateway_responses((part.name,))
        if part.kind == "authorizer":
            return authorizer_place(self._places, part.name)
        called = part.http_method, part.resource_path
        method = next((one for one in self._methods if (one.http_method, one.resource_path) == called), None)
        if method is None:
            return None
        return self._in_openapi(part, method) or self._in_resource(part, method) or self._printed(part, method)

    def _in_openapi(self, part: DefinitionPart, method: Method) -> Position | None:
        if part.kind in ("method", "validator"):
            keys: _Path = () if part.kind == "method" else ("x-amazon-apigateway-request-validator",)
        elif part.kind == "request template":
            keys = (INTEGRATION, "requestTemplates", part.name)
        else:
            keys = (INTEGRATION, "responses", _pattern(part, method) or "default")
            keys += ("responseTemplates", part.name) if part.kind == "response template" else ()
        return self._places.method(method, *keys)

    def _in_resource(self, part: DefinitionPart, method: Method) -> Position | None:
        """The place in the stack's resource of a method, or in the event of a function that SAM makes a method from."""
        logical_id = method_resource(self._document.data, method)
        if logical_id is None:
            event = event_of(self._document.data, method)
            return None if event is None else self._places.position(event)
        above: _Path = ("Resources", logical_id)
        if part.kind == "method":
            return self._places.position(above)
        if part.kind == "validator":
            return self._places.position((*above, "Properties", "RequestValidatorId"))
        above = (*above, "Properties", "Integration")
        if part.kind == "request template":
            return self._places.position((*above, "RequestTemplates", part.name))
        above = (*above, "IntegrationResponses", int(part.response))
        below: _Path = ("ResponseTemplates", part.name) if part.kind == "response template" else ()
        return self._places.position((*above, *below))

    def _printed(self, part: DefinitionPart, method: Method) -> Position | None:
        """The place in what the AWS CLI prints: the resources of an API, a method, or an integration alone."""
        above = _printed_method(self._document.data, method)
        if above is None:
            return None
        if part.kind in ("method", "validator"):
            return self._places.position(above if part.kind == "method" else (*above, "requestValidatorId"))
        if self._places.has((*above, "methodIntegration")):
            above = (*above, "methodIntegration")
        if part.kind == "request template":
            return self._places.position((*above, self._spelled(above, "requestTemplates"), part.name))
        above = (*above, self._spelled(above, "integrationResponses"))
        responses = self._places.value(above)
        pattern = _pattern(part, method)
        for key, response in _items(responses):
            if isinstance(response, dict) and (_get(response, "selectionPattern") or "") == pattern:
                above = (*above, key)
                break
        if part.kind == "response template":
            above = (*above, self._spelled(above, "responseTemplates"), part.name)
        return self._places.position(above)

    def _spelled(self, above: _Path, key: str) -> str:
        """A key as the file has it: with a small or a capital letter."""
        capital = key[:1].upper() + key[1:]
        return capital if self._places.has((*above, capital)) else key


def is_lone_method(definitions: list[Definition]) -> bool:
    """Whether a file has one method or integration alone, which answers every path: it is read as two methods."""
    data = definitions[0].document.data
    if not isinstance(data, dict) or not {"paths", "items", "Resources", "values", "planned_values"}.isdisjoint(data):
        return False
    return "methodIntegration" in data or _get(data, "type") is not None


def _pattern(part: DefinitionPart, method: Method) -> str:
    """The pattern of a response, or of the one that has a template; empty for the default."""
    responses, number = method.integration.integration_responses, int(part.response)
    return (responses[number].selection_pattern if number < len(responses) else None) or ""


def _printed_method(data: Any, method: Method) -> _Path | None:
    if not isinstance(data, dict):
        return None
    for number, item in _items(data.get("items")):
        methods = item.get("resourceMethods") if isinstance(item, dict) else None
        if isinstance(methods, dict) and item.get("path") == method.resource_path and method.http_method in methods:
            return ("items", number, "resourceMethods", method.http_method)
    return () if "methodIntegration" in data or _get(data, "type") is not None else None


def _items(data: Any) -> Iterator[tuple[Any, Any]]:
    """The keys and values of a mapping, or the numbers and items of a list."""
    if isinstance(data, dict):
        yield from data.items()
    elif isinstance(data, list):
        yield from enumerate(data)


def _get(data: Mapping[str, Any], key: str) -> Any:
    """The value of a key that begins with a small or a capital letter."""
    return data.get(key, data.get(key[:1].upper() + key[1:]))
