"""The place of a method's part in the file of its definition.

Comes in: a method, and the keys below it. Goes out: a line and a column; none where the file puts the API together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from vtlharness.definitions.reading.document import Document
from vtlharness.gateway.model import Method
from vtlharness.source import Position

INTEGRATION = "x-amazon-apigateway-integration"
_ANY = "x-amazon-apigateway-any-method"
_BODIES = ("Body", "DefinitionBody")
_APIS = ("AWS::ApiGateway::RestApi", "AWS::Serverless::Api")
_GATEWAY_RESPONSE = "AWS::ApiGateway::GatewayResponse"


class DefinitionPlaces:
    """The places in one file."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.root_paths = tuple(_roots(document.data))
        """Where the API documents in the file stand."""

    def integration(self, method: Method, *keys: str | int) -> Position | None:
        """The place of a part of an integration; `keys` are those of OpenAPI."""
        in_openapi = self.method(method, INTEGRATION, *keys)
        elsewhere = ("integrationResponses", *keys[1:]) if keys[:1] == ("responses",) else keys
        return in_openapi or self._resource(method, *elsewhere) or self._printed(method, *elsewhere)

    def method(self, method: Method, *keys: str | int) -> Position | None:
        """The place of a part of an operation."""
        verb = _ANY if method.http_method == "ANY" else method.http_method.lower()
        for root in self.root_paths:
            operation = _at(self.document.data, (*root, "paths", method.resource_path, verb))
            if isinstance(operation, dict):
                return self.position((*root, "paths", method.resource_path, verb, *keys))
        return None

    def at(self, *keys: str | int) -> Position | None:
        """The place of a part of the API itself."""
        for root in self.root_paths:
            if _at(self.document.data, (*root, *keys)) is not None:
                return self.position((*root, *keys))
        return None

    def resource(self, name: str) -> Position:
        """The place of a stack's resource."""
        return self.position(("Resources", name))

    def gateway_responses(self, kinds: Collection[str]) -> Position | None:
        """The place of gateway responses: of the first of some kinds, of all, or of the API that lacks them."""
        key = "x-amazon-apigateway-gateway-responses"
        written = [place for kind in kinds if (place := self.at(key, kind)) is not None]
        place = written[0] if written else self.at(key)
        if place is not None:
            return place
        stack = self.document.data.get("Resources") if isinstance(self.document.data, dict) else None
        resources = stack if isinstance(stack, dict) else {}
        for name, resource in resources.items():
            properties = resource.get("Properties") if isinstance(resource, dict) else None
            if not isinstance(properties, dict):
                continue
            if resource.get("Type") == _GATEWAY_RESPONSE and properties.get("ResponseType") in kinds:
                return self.resource(name)
            if "GatewayResponses" in properties:
                return self.position(("Resources", name, "Properties", "GatewayResponses"))
        apis = [name for name, one in resources.items() if isinstance(one, dict) and one.get("Type") in _APIS]
        return self.at("paths") or (self.resource(apis[0]) if apis else None)

    def roots(self) -> Iterator[Mapping[str, Any]]:
        """The API documents in the file."""
        for root in self.root_paths:
            found = _at(self.document.data, root)
            if isinstance(found, dict):
                yield found

    def _resource(self, method: Method, *keys: str | int) -> Position | None:
        """The place in the resource of a method; None if several resources have its verb."""
        data = self.document.data
        resources = data.get("Resources") if isinstance(data, dict) else None
        if not isinstance(resources, dict):
            return None
        templates = {source.text for source in method.integration.request_templates.values()}
        found = [
            name
            for name, resource in resources.items()
            if isinstance(resource, dict)
            and resource.get("Type") == "AWS::ApiGateway::Method"
            and isinstance(resource.get("Properties"), dict)
            and resource["Properties"].get("HttpMethod") == method.http_method
        ]
        if len(found) > 1 and templates:
            found = [
                name for name in found if templates & set(_texts(resources[name]["Properties"].get("Integration")))
            ]
        if len(found) != 1:
            return None
        spelled = [
            key[:1].upper() + key[1:] if isinstance(key, str) and count == 0 else key for count, key in enumerate(keys)
        ]
        return self.position(("Resources", found[0], "Properties", "Integration", *spelled))

    def _printed(self, method: Method, *keys: str | int) -> Position | None:
        """The place in what the AWS CLI prints: an integration alone, or the resources of an API."""
        data = self.document.data
        if not isinstance(data, dict):
            return None
        if "type" in data or "Type" in data:
            return self.position(keys) if keys and keys[0] in data else self.position(())
        items = data.get("items")
        for number, item in enumerate(items if isinstance(items, list) else ()):
            path = ("items", number, "resourceMethods", method.http_method, "methodIntegration")
            if isinstance(item, dict) and item.get("path") == method.resource_path and _at(data, path) is not None:
                return self.position((*path, *keys))
        return None

    def has(self, path: tuple[str | int, ...]) -> bool:
        """Whether the file has something at a path."""
        return self.value(path) is not None

    def value(self, path: tuple[str | int, ...]) -> Any:
        """What the file has at a path; None for nothing."""
        return _at(self.document.data, path)

    def resources(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The resources of a stack by their names."""
        found = _at(self.document.data, ("Resources",))
        for name, resource in found.items() if isinstance(found, dict) else ():
            if isinstance(resource, dict):
                yield name, resource

    def position(self, path: tuple[str | int, ...]) -> Position:
        """The place of a part, or of the nearest one around it that the file has."""
        while path and _at(self.document.data, path) is None:
            path = path[:-1]
        source = self.document.source
        return source.position(self.document.positions.nearest(path, key=True).start)


def _roots(data: Any) -> Iterator[tuple[str | int, ...]]:
    if not isinstance(data, dict):
        return
    if "paths" in data:
        yield ()
    resources = data.get("Resources")
    if not isinstance(resources, dict):
        return
    for name, resource in resources.items():
        properties = resource.get("Properties") if isinstance(resource, dict) else None
        for body in _BODIES:
            if isinstance(properties, dict) and isinstance(properties.get(body), dict) and "paths" in properties[body]:
                yield ("Resources", name, "Properties", body)


def _texts(integration: Any) -> list[str]:
    """The request templates of a resource that are written out."""
    templates = integration.get("RequestTemplates") if isinstance(integration, dict) else None
    values = templates.values() if isinstance(templates, dict) else ()
    return [value for value in values if isinstance(value, str)]


def _at(data: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data
