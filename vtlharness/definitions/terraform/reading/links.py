"""The links between resources: by the ids in a plan or a state first, by the references of its configuration second.

Comes in: all resources of a file. Goes out: the resource, or the text, that an argument such as `rest_api_id` means.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from vtlharness.definitions.functions.sample_values import is_placeholder
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.terraform.reading.arguments import Arguments
from vtlharness.definitions.terraform.reading.configuration import Configuration, Found
from vtlharness.definitions.terraform.reading.places import GIVE, Places
from vtlharness.definitions.terraform.reading.resources import PREFIX, Resource
from vtlharness.errors import DefinitionError

REST_API = "aws_api_gateway_rest_api"
RESOURCE = "aws_api_gateway_resource"

_TARGETS = {
    "rest_api_id": (REST_API,),
    "api_id": (REST_API,),
    "parent_id": (RESOURCE, REST_API),
    "resource_id": (RESOURCE, REST_API),
    "request_validator_id": ("aws_api_gateway_request_validator",),
    "authorizer_id": ("aws_api_gateway_authorizer",),
    "key_id": ("aws_api_gateway_api_key",),
    "usage_plan_id": ("aws_api_gateway_usage_plan",),
}
"""The types that an argument may mean; for a parent or a resource, an API means its root."""

_AFTER_APPLY = "apply it once and name the state, or {}"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An id that no resource of the file has: of something that is made elsewhere. `cursor` is where it stands."""

    id: str
    cursor: Cursor


Target: TypeAlias = Resource | Elsewhere


def identity(target: Target) -> str:
    """What tells one API or resource from another: an address, or the id of one that is made elsewhere."""
    return target.address if isinstance(target, Resource) else target.id


class Links:
    """The links of one file."""

    def __init__(
        self, resources: Iterable[Resource], configuration: Configuration, arguments: Arguments, places: Places
    ) -> None:
        self._configuration = configuration
        self._arguments = arguments
        self._places = places
        self._by_address: dict[str, Resource] = {}
        self._by_id: dict[tuple[str, str], Resource] = {}
        self._known: dict[tuple[str, str], Target | None] = {}
        for resource in sorted(resources, key=lambda one: one.is_data):  # a data source may read what the file makes
            self._by_address.setdefault(resource.address, resource)
            keys = {REST_API: ("id", "root_resource_id")}.get(resource.type, ("id",))
            for key in keys:
                text = resource.values.value.get(key)
                if resource.type.startswith(PREFIX) and type(text) is str and text:
                    self._by_id.setdefault((resource.type, text), resource)

    def target(self, resource: Resource, argument: str) -> Target | None:
        """What an argument means; None where it is not set.

        Raises DefinitionError where it is unknown and its references lead to no resource or to several.
        """
        key = (resource.address, argument)
        if key not in self._known:
            self._known[key] = self._target(resource, argument)
        return self._known[key]

    def needed(self, resource: Resource, argument: str) -> Target:
        """What an argument means. Raises DefinitionError, also where it is not set."""
        found = self.target(resource, argument)
        if found is None:
            raise resource.values.error(f"`{resource.address}` has no `{argument}`")
        return found

    def of_block(self, resource: Resource, blocks: str, index: int, argument: str, block: Cursor) -> Target | None:
        """What an argument of one of a resource's blocks means; None where it is not known, or leads nowhere.

        A plan names the references of a block only if it is not written with `dynamic`.
        """
        value = block.mapping().get(argument)
        if value is not None and not is_placeholder(value.text()):
            return self._of_text(value, argument)
        found: dict[str, Target] = {}
        for reference in self._configuration.found_in_block(resource, blocks, index, argument):
            meant = self._meant(reference, argument)
            target = meant if isinstance(meant, Resource) or meant is None else self.target(*meant)
            if target is not None:
                found[identity(target)] = target
        return next(iter(found.values())) if len(found) == 1 else None

    def _target(self, resource: Resource, argument: str) -> Target | None:
        if self._is_known(resource, argument):
            return self._direct(resource, argument)
        found: dict[str, Target] = {}
        waiting = [(resource, argument)]
        seen: set[tuple[str, str]] = set()
        while waiting:
            one, name = waiting.pop()
            if (one.address, name) in seen:
                continue
            seen.add((one.address, name))
            if self._is_known(one, name):
                target = self._direct(one, name)
                if target is not None:
                    found[identity(target)] = target
                continue
            for reference in self._configuration.found(one, name):
                meant = self._meant(reference, name)
                if isinstance(meant, Resource):
                    found[meant.address] = meant
                elif meant is not None:
                    waiting.append(meant)
        if len(found) == 1:
            return next(iter(found.values()))
        raise self._unclear(resource, argument, list(found))

    def _is_known(self, resource: Resource, argument: str) -> bool:
        """Whether the file or the user says the value of an argument."""
        place = f"{resource.address}.{argument}"
        return self._arguments.hidden(resource, argument) is None or self._places.given(place) is not None

    def _direct(self, resource: Resource, argument: str) -> Target | None:
        """What the value of an argument means; None where it is not set."""
        value = resource.values.get(argument)
        if self._arguments.hidden(resource, argument) is not None:
            given = self._places.given(f"{resource.address}.{argument}")
            value = resource.values.with_value(given)
        return None if value is None or value.value == "" else self._of_text(value, argument)

    def _of_text(self, value: Cursor, argument: str) -> Target:
        """The resource with an id, or with an address that the user gives for it."""
        text = value.text()
        for kind in _TARGETS[argument]:
            if (kind, text) in self._by_id:
                return self._by_id[kind, text]
        return self._by_address.get(text) or Elsewhere(text, value)

    def _meant(self, found: Found, argument: str) -> Resource | tuple[Resource, str] | None:
        """The resource that a reference means: itself, or one of its own links, as a resource and an argument."""
        resource, attribute = found
        if attribute not in _TARGETS and resource.type in _TARGETS[argument]:
            own_id = resource.values.value.get("id") if resource.is_data else None
            return self._by_id.get((resource.type, own_id), resource) if type(own_id) is str else resource
        attribute = argument if attribute is None else attribute
        return (resource, attribute) if attribute in _TARGETS and resource.type.startswith(PREFIX) else None

    def _unclear(self, resource: Resource, argument: str, found: list[str]) -> DefinitionError:
        references = self._configuration.references(resource, argument)
        local = next((one for one in references if one.startswith("local.")), None)
        if found:
            why = f", and it may mean {' or '.join(sorted(found)[:4])}"
        elif local is not None:
            why = f", and a plan does not say what `{local}` is"
        elif references:
            why = f", and `{references[0]}` leads to no resource of the plan that it can mean"
        else:
            why = ""
        place = f"{resource.address}.{argument}"
        hint = _AFTER_APPLY.format(GIVE.format(place).replace("a value", "a value, an address or an id,", 1))
        return resource.values.error(f"`{place}` is known only after apply{why}", hint=hint)
