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
STACK = "AWS::CloudFormation::Stack"
APPLICATION = "AWS::Serverless::Application"

_READ = (
    *(f"AWS::ApiGateway::{kind}" for kind in ("Deployment", "GatewayResponse", "Method", "Model", "RequestValidator")),
    *(f"AWS::ApiGateway::{kind}" for kind in ("Authorizer", "Resource", "RestApi", "Stage")),
    "AWS::Serverless::Api",
    FUNCTION,
    STATE_MACHINE,
    STACK,
    APPLICATION,
)
"""Types of which more is read than their name and return values."""

_WITH_EVENTS = (FUNCTION, STATE_MACHINE)
"""Types whose events leave a trace in the API even if their condition is false."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource of the template: `cursor` is at it, `properties` at its `Properties`."""

    logical_id: str
    kind: str
    cursor: Cursor
    properties: Cursor

    @property
    def resolver(self) -> Resolver:
        """The functions of the stack that it belongs to."""
        scope = self.cursor.scope
        assert isinstance(scope, Resolver)
        return scope


class StackTemplate:
    """The resources of a template whose conditions are true.

    `name` is empty, or that of a nested stack with a dot at its end. `stacks` are all stacks of the definition;
    `unread` are the nested stacks whose templates are not read, and why.
    """

    def __init__(self, root: Cursor, resolver: Resolver, name: str = "") -> None:
        """Raises DefinitionError for a resource that is not a mapping or has no type."""
        self.root = root
        self.resolver = resolver
        self.name = name
        self.stacks = [self]
        self.unread: dict[str, str] = {}
        self._by_kind: dict[str, list[Resource]] = {}
        self._left_out: list[tuple[str, Cursor]] = []
        self._absent: dict[str, list[Resource]] = {}
        for name, cursor in root.section("Resources"):
            if name.startswith("Fn::"):
                continue
            kind = cursor.mapping().need("Type", of=f"the resource `{name}`").text()
            condition = cursor.get("Condition")
            deciding = resolver if kind in _READ else resolver.lenient
            exists = condition is None or deciding.holds(condition.text(), condition)
            if not exists and kind not in _WITH_EVENTS:
                self._left_out.append((name, cursor))
                continue
            properties = cursor.get("Properties")
            if properties is None:
                properties = cursor.with_value({})
            resource = Resource(name, kind, cursor, properties.mapping())
            (self._by_kind if exists else self._absent).setdefault(kind, []).append(resource)

    def left_out(self) -> list[tuple[str, Cursor]]:
        """The names and places of the resources whose condition is false."""
        return self._left_out

    def of_kind(self, kind: str) -> list[Resource]:
        """The resources of a type, in the template's order."""
        return self._by_kind.get(kind, [])

    def add_stack(self, stack: StackTemplate) -> None:
        """Adds a stack that is nested in this one; from now on, they share one list of stacks."""
        stack.stacks = self.stacks
        self.stacks.append(stack)

    def nested(self) -> dict[str, Resource]:
        """The resources of the nested stacks, by their logical ids."""
        return {resource.logical_id: resource for kind in (STACK, APPLICATION) for resource in self.of_kind(kind)}

    def everywhere(self, kind: str) -> list[Resource]:
        """The resources of a type in all stacks of the definition."""
        return [resource for stack in self.stacks for resource in stack.of_kind(kind)]

    def add_resource(self, resource: Resource) -> None:
        """Adds a resource that a transform makes."""
        self._by_kind.setdefault(resource.kind, []).append(resource)

    def with_absent(self, *kinds: str) -> list[tuple[Resource, bool]]:
        """The functions and state machines of some types in the template's order, and whether each exists."""
        found = {one.logical_id: (one, True) for kind in kinds for one in self.of_kind(kind)}
        found.update((one.logical_id, (one, False)) for kind in kinds for one in self._absent.get(kind, ()))
        order = {name: number for number, name in enumerate(self.root.raw("Resources").resolved().value)}
        return sorted(found.values(), key=lambda one: order.get(one[0].logical_id, 0))

    def belonging(self, kind: str, api: str) -> Iterator[Resource]:
        """The resources of a type whose `RestApiId` is an API's, in all stacks of the definition.

        Raises DefinitionError for one that has none.
        """
        for resource in self.everywhere(kind):
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
        return str(resource.resolver.named(resource.logical_id))
