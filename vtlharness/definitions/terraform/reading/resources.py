"""The resources in a plan or a state of Terraform, whichever of the three formats the file has.

Comes in: a cursor at the file's root, and its kind. Goes out: `Resource`s with their values, and masks of what is
unknown until apply and of what is sensitive.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.terraform.file_kinds import SHOW_STATE, Kind
from vtlharness.definitions.terraform.reading.addresses import Key, ModulePath, module_path, with_key
from vtlharness.limits.budget import spend_items

PREFIX = "aws_api_gateway_"
HTTP_API_PREFIX = "aws_apigatewayv2_"


@dataclass(frozen=True, slots=True, eq=False)
class Resource:
    """An instance of a resource: `cursor` is at it, `values` at its arguments and attributes.

    `unknown` and `sensitive` have the shape of the values, with true for what is known only after apply and for what is
    sensitive. `is_data` tells a data source.
    """

    address: str
    module: ModulePath
    type: str
    name: str
    index: Key | None
    is_data: bool
    cursor: Cursor
    values: Cursor
    unknown: Any = None
    sensitive: Any = None

    @property
    def reference(self) -> str:
        """The resource without its module and key, as the configuration names it."""
        return f"data.{self.type}.{self.name}" if self.is_data else f"{self.type}.{self.name}"


def masked(mask: Any, step: str | int) -> Any:
    """The mask of a value inside: true for all of it, None where nothing is marked."""
    if type(mask) is dict:
        return mask.get(step)
    if type(mask) is list and type(step) is int and step < len(mask):
        return mask[step]
    return True if mask is True else None


def resources_of(root: Cursor, kind: Kind) -> list[Resource]:
    """The resources of a file, data sources included, in its order. Raises DefinitionError."""
    if kind == "raw state":
        return list(_raw(root))
    if kind == "state":
        return list(_shown(root, {}, data_only=False))
    unknown = _unknown(root)
    found = list(_shown(root, unknown, section="planned_values", data_only=False))
    prior = root.get("prior_state")
    if prior is not None:
        seen = {resource.address for resource in found}
        read = _shown(prior.mapping(), {}, data_only=True)
        found.extend(resource for resource in read if resource.address not in seen)
    return found


# What `terraform show -json` prints


def _shown(root: Cursor, unknown: dict[str, Any], *, section: str = "values", data_only: bool) -> Iterator[Resource]:
    values = root.get(section)
    module = None if values is None else values.mapping().get("root_module")
    waiting = [] if module is None else [module]
    while waiting:
        module = waiting.pop()
        for cursor in module.mapping().listed("resources"):
            spend_items(1)
            mode = cursor.mapping().need("mode", of="a resource").text()
            if mode in ("managed", "data") and (mode == "data" or not data_only):
                yield _shown_resource(cursor, mode == "data", unknown)
        waiting.extend(reversed(list(module.listed("child_modules"))))


def _shown_resource(cursor: Cursor, is_data: bool, unknown: dict[str, Any]) -> Resource:
    address = cursor.need("address", of="a resource").text()
    values = cursor.get("values")
    return Resource(
        address=address,
        module=module_path(address),
        type=cursor.need("type", of="a resource").text(),
        name=cursor.need("name", of="a resource").text(),
        index=_index(cursor, "index"),
        is_data=is_data,
        cursor=cursor,
        values=cursor.with_value({}) if values is None else values.mapping(),
        unknown=unknown.get(address),
        sensitive=cursor.value.get("sensitive_values"),
    )


def _unknown(root: Cursor) -> dict[str, Any]:
    """What each resource does not know before apply, by address."""
    found = {}
    for change in root.listed("resource_changes"):
        address = change.mapping().text_at("address")
        inner = change.get("change")
        if address is not None and inner is not None and "deposed" not in change.value:
            found[address] = inner.mapping().value.get("after_unknown")
    return found


def _index(cursor: Cursor, key: str) -> Key | None:
    found = cursor.get(key)
    if found is None:
        return None
    return found.value if type(found.value) is int else found.text()


# Raw states


def _raw(root: Cursor) -> Iterator[Resource]:
    for cursor in root.listed("resources"):
        mode = cursor.mapping().need("mode", of="a resource").text()
        if mode not in ("managed", "data"):
            continue
        kind = cursor.need("type", of="a resource").text()
        name = cursor.need("name", of="a resource").text()
        parts = [cursor.text_at("module"), "data" if mode == "data" else None, kind, name]
        address = ".".join(part for part in parts if part)
        for instance in cursor.listed("instances"):
            spend_items(1)
            if instance.mapping().get("deposed") is None:
                yield _raw_instance(instance, address, kind, name, mode == "data")


def _raw_instance(instance: Cursor, base: str, kind: str, name: str, is_data: bool) -> Resource:
    index = _index(instance, "index_key")
    address = with_key(base, index)
    attributes = instance.get("attributes")
    if attributes is None and kind.startswith(PREFIX) and instance.get("attributes_flat") is not None:
        raise instance.error(f"`{address}` stands in the state as Terraform 0.11 wrote it", hint=SHOW_STATE)
    return Resource(
        address=address,
        module=module_path(address),
        type=kind,
        name=name,
        index=index,
        is_data=is_data,
        cursor=instance,
        values=instance.with_value({}) if attributes is None else attributes.mapping(),
        sensitive=_sensitive_mask(instance.value.get("sensitive_attributes")),
    )


def _sensitive_mask(paths: Any) -> dict[Any, Any]:
    """A mask with the shape of the values, from a raw state's list of paths to sensitive attributes."""
    mask: dict[Any, Any] = {}
    for path in paths if type(paths) is list else ():
        steps = [_path_step(step) for step in (path if type(path) is list else [path])]
        if not steps or type(steps[0]) is not str:
            continue
        inside = mask
        for step in steps[:-1]:
            deeper = inside.setdefault(step, {})
            if deeper is True:  # all of it is sensitive
                break
            inside = deeper
        else:
            inside[steps[-1]] = True
    return mask


def _path_step(step: Any) -> str | int | None:
    """A name, a key or an index of a path such as `[{type: get_attr, value: name}, {type: index, value: {...}}]`."""
    value = step.get("value") if type(step) is dict else step
    if type(value) is dict:
        value = value.get("value")
    return value if type(value) in (str, int) else None
