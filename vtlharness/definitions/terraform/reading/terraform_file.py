"""One plan or state, ready to be asked: its resources by type, their arguments, and the links between them.

Comes in: the root of a file and the user's parameters. Goes out: a `TerraformFile`, for `api_choice`,
`rest_api`, `methods` and `stages`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vtlharness.definitions.functions.resolver import Resolver
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.terraform.file_kinds import Kind
from vtlharness.definitions.terraform.reading.arguments import Arguments
from vtlharness.definitions.terraform.reading.configuration import Configuration
from vtlharness.definitions.terraform.reading.links import RESOURCE, REST_API, Links, Target, identity
from vtlharness.definitions.terraform.reading.places import Places
from vtlharness.definitions.terraform.reading.resources import PREFIX, Resource, resources_of
from vtlharness.definitions.terraform.reading.shown_document import ShownDocument
from vtlharness.errors import DefinitionError

_MOST_ABOVE = 30
"""The number of resources above one another that are asked for their API."""


class _Literal(Resolver):
    """The scope of values that have no functions: Terraform has evaluated its own."""

    @property
    def lenient(self) -> Resolver:
        """This scope."""
        return self

    def resolve(self, cursor: Cursor) -> Cursor:
        """The cursor itself."""
        return cursor


class TerraformFile:
    """A plan or a state."""

    def __init__(self, root: Cursor, kind: Kind, resolver: Resolver, given: Mapping[str, str]) -> None:
        """Raises DefinitionError for a file whose resources cannot be read."""
        self.kind = kind
        self.noun = "plan" if kind == "plan" else "state"
        self.resolver = resolver
        self.document = ShownDocument(root.document, lambda: self._resources)
        self._resources: list[Resource] = []
        scope = _Literal(self.document, {}, resolver.files, resolver.readable)
        scope.findings = resolver.findings
        self.root = Cursor(self.document, root.value, (), scope)
        self._resources = resources_of(self.root, kind)
        self.configuration = Configuration(root.value.get("configuration"), self._resources)
        self.places = Places(given)
        self.arguments = Arguments(self.document, self.configuration, self.places, is_plan=kind == "plan")
        self.links = Links(self._resources, self.configuration, self.arguments, self.places)
        self._by_type: dict[str, list[Resource]] = {}
        seen: set[str] = set()
        for resource in self._resources:
            if resource.address in seen:
                raise resource.cursor.error(f"the {self.noun} has `{resource.address}` twice")
            seen.add(resource.address)
            if not resource.is_data or resource.type.startswith(PREFIX):
                self._by_type.setdefault(resource.type, []).append(resource)

    def types(self) -> list[str]:
        """The types of all resources."""
        return list(self._by_type)

    def of_type(self, kind: str, *, data: bool = False) -> list[Resource]:
        """The managed resources of a type, or its data sources, in the file's order; `kind` without the prefix."""
        return [one for one in self._by_type.get(PREFIX + kind, ()) if one.is_data is data]

    def all_of_type(self, kind: str) -> list[Resource]:
        """The resources and data sources of any provider's type, in the file's order."""
        return [one for one in self._resources if one.type == kind]

    def belonging(self, kind: str, api: Target) -> Iterator[Resource]:
        """The managed resources of a type that belong to an API.

        Raises DefinitionError for one whose API is unclear.
        """
        wanted = identity(api)
        for resource in self.of_type(kind):
            if identity(self.api_of(resource)) == wanted:
                yield resource

    def api_of(self, resource: Resource) -> Target:
        """The API that a resource belongs to: the one that it names, else the one of the resource that it names.

        Raises DefinitionError.
        """
        try:
            return self.links.needed(resource, "rest_api_id")
        except DefinitionError:
            found = self._by_its_resource(resource)
            if found is None:
                raise
            return found

    def _by_its_resource(self, resource: Resource) -> Target | None:
        """The API of the resource that `resource_id` or `parent_id` names, or of one above it."""
        for _ in range(_MOST_ABOVE):
            argument = "parent_id" if resource.type == RESOURCE else "resource_id"
            try:
                named = self.links.target(resource, argument)
            except DefinitionError:
                return None
            if not isinstance(named, Resource):
                return None
            if named.type == REST_API:
                return named
            try:
                return self.links.needed(named, "rest_api_id")
            except DefinitionError:
                resource = named
        return None
