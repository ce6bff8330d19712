"""The paths of the resources of one API.

Comes in: the API's `aws_api_gateway_resource`s and their links. Goes out: the path of each. In a plan that creates them
paths are unknown, so they are made of the parts.
"""

from __future__ import annotations

from vtlharness.definitions.parts.resource_paths import ResourcePaths, normal_path
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.terraform.reading.links import REST_API, Target, identity
from vtlharness.definitions.terraform.reading.resources import Resource
from vtlharness.definitions.terraform.reading.terraform_file import TerraformFile
from vtlharness.errors import DefinitionError


class Paths:
    """The paths of one API."""

    def __init__(self, file: TerraformFile, api: Target) -> None:
        """Raises DefinitionError for resources that one API cannot have side by side."""
        self._file = file
        self._api = api
        self._known: dict[str, str] = {}
        paths = ResourcePaths()
        for resource in file.belonging("resource", api):
            path = self._path(resource, 0)
            if path != "/":
                paths.add(path, self._place(resource))

    def of(self, resource: Resource) -> str:
        """The path of the resource that a method or an integration names. Raises DefinitionError."""
        return self._of_target(self._file.links.needed(resource, "resource_id"), resource, "resource_id", 0)

    def _of_target(self, target: Target, asking: Resource, argument: str, depth: int) -> str:
        if isinstance(target, Resource):
            if target.type != REST_API:
                return self._path(target, depth)
            if identity(target) == identity(self._api):
                return "/"
            raise asking.values.error(
                f"`{asking.address}` is not below the API it belongs to, but below {target.address}"
            )
        if target.id == self._root_elsewhere() or self._is_root(target.id, asking, argument):
            return "/"
        raise target.cursor.error(
            f"`{asking.address}` names the resource `{target.id}`, which is not in this {self._file.noun}",
            hint="read it with `data.aws_api_gateway_resource`, so that its path is known",
        )

    def _root_elsewhere(self) -> str | None:
        """The id of the root resource of the API, if the file says it."""
        api = self._api
        found = api.values.value.get("root_resource_id") if isinstance(api, Resource) else None
        return found if type(found) is str and found else None

    def _is_root(self, found: str, asking: Resource, argument: str) -> bool:
        """Whether an id of a resource elsewhere is that of a root, as a known path or the configuration tells."""
        for one in self._file.of_type("resource"):
            values = one.values.value
            if values.get("parent_id") == found and type(values.get("path")) is str:
                return bool(values["path"] == f"/{values.get('path_part')}")
        references = self._file.configuration.references(asking, argument)
        return bool(references) and all("root" in one.lower() for one in references)

    def _path(self, resource: Resource, depth: int) -> str:
        known = self._known.get(resource.address)
        if known is None:
            known = self._known[resource.address] = self._made(resource, depth)
        return known

    def _made(self, resource: Resource, depth: int) -> str:
        written = resource.values.value.get("path")
        if resource.is_data or written == "/":
            at = self._file.arguments.needed(resource, "path")
            if at is None:
                raise resource.values.error(f"`{resource.address}` has no `path`")
            return normal_path(at.text(), at)
        part = self._file.arguments.needed(resource, "path_part")
        if part is None:
            raise resource.values.error(f"`{resource.address}` has no `path_part`")
        try:
            if depth > 200:
                raise resource.values.error(f"`{resource.address}` is its own parent")
            parent = self._file.links.needed(resource, "parent_id")
            before = self._of_target(parent, resource, "parent_id", depth + 1)
        except DefinitionError:
            if type(written) is not str or not written.endswith(f"/{part.text()}"):
                raise
            return normal_path(written, resource.values.raw("path"))
        return normal_path(f"{before.rstrip('/')}/{part.text()}", part)

    def _place(self, resource: Resource) -> Cursor:
        return resource.values.raw("path_part") if "path_part" in resource.values.value else resource.values
