"""A CloudFormation template: its resources after conditions are evaluated.

Comes in: the root cursor and the `Resolver` of the template. Goes out: `Resource`s by type, for `rest_api`,
`sam` and `split_stack`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vtlharness.definitions.functions.resolver import Resolver
from vtlharness.definitions.reading.cursor import Cursor

METHOD = "AWS::ApiGateway::Method"
REST_API = "AWS::ApiGateway::RestApi"
FUNCTION = "AWS::Serverless::Function"
STATE_MACHINE = "AWS::Serverless::StateMachine"

_READ = (
    *(f"AWS::ApiGateway::{kind}" for kind in ("Deployment", "GatewayResponse", "Method", "Model", "RequestValidator")),
    *(f"AWS::ApiGateway::{kind}" for kind in ("Resource", "RestApi", "Stage")),
    "AWS::Serverless::Api",
    FUNCTION,
    STATE_MACHINE,
)
"""Types of which more is read than their name and return values."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource of the template: `cursor` is at it, `properties` at its `Properties`."""

    logical_id: str
    kind: str
    cursor: Cursor
    properties: Cursor


class StackTemplate:
    """The resources of a template whose conditions are true."""

    def __init__(self, root: Cursor, resolver: Resolver) -> None:
        """Raises DefinitionError for a resource that is not a mapping or has no type."""
        self.root = root
        self.resolver = resolver
        self._by_kind: dict[str, list[Resource]] = {}
        self._left_out: list[tuple[str, Cursor]] = []
        for name, cursor in root.section("Resources"):
            if name.startswith("Fn::"):
                continue
            kind = cursor.mapping().need("Type", of=f"the resource `{name}`").text()
            condition = cursor.get("Condition")
            deciding = resolver if kind in _READ else resolver.lenient
            if condition is not None and not deciding.holds(condition.text(), condition):
                self._left_out.append((name, cursor))
                continue
            properties = cursor.get("Properties")
            if properties is None:
                properties = Cursor(cursor.document, {}, cursor.path, cursor.scope)
            resource = Resource(name, kind, cursor, properties.mapping())
            self._by_kind.setdefault(kind, []).append(resource)

    def left_out(self) -> list[tuple[str, Cursor]]:
        """The names and places of the resources whose condition is false."""
        return self._left_out

    def of_kind(self, kind: str) -> list[Resource]:
        """The resources of a type, in the template's order."""
        return self._by_kind.get(kind, [])

    def belonging(self, kind: str, api: str) -> Iterator[Resource]:
        """The resources of a type whose `RestApiId` is an API's. Raises DefinitionError for one that has none."""
        for resource in self.of_kind(kind):
            if resource.properties.need("RestApiId", of=f"the resource `{resource.logical_id}`").text() == api:
                yield resource

    def events(self) -> Iterator[tuple[Resource, str, Cursor]]:
        """The events of SAM's functions and state machines: owner, type and place. Raises DefinitionError."""
        for target in (*self.of_kind(FUNCTION), *self.of_kind(STATE_MACHINE)):
            for _, event in target.properties.section("Events"):
                yield target, event.mapping().need("Type", of="an event").text(), event

    def makes_http_api(self) -> bool:
        """Whether a resource or an event defines an HTTP API (version 2). Raises DefinitionError."""
        if any(kind.startswith(("AWS::ApiGatewayV2::", "AWS::Serverless::HttpApi")) for kind in self.kinds()):
            return True
        return any(kind == "HttpApi" for _, kind, _ in self.events())

    def kinds(self) -> list[str]:
        """The types of all resources."""
        return list(self._by_kind)

    def physical_id(self, resource: Resource) -> str:
        """What `Ref` gives for a resource."""
        return str(self.resolver.named(resource.logical_id))
