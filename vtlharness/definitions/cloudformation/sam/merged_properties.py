"""The properties of a SAM resource after the template's `Globals` are merged into them.

Comes in: a resource of a `StackTemplate`. Goes out: a cursor at its properties. As the transform does, mappings are
merged key by key, and lists are joined, the globals first. Of anything else, the resource's own value counts, functions
included.
"""

from __future__ import annotations

from vtlharness.definitions.cloudformation.template import Resource, StackTemplate
from vtlharness.definitions.reading.cursor import Cursor

_PREFIX = "AWS::Serverless::"
_REPLACED = ("Architectures",)
"""Lists that are not joined."""


def merged_properties(template: StackTemplate, resource: Resource) -> Cursor:
    """The properties of a resource with the globals of its type. Raises DefinitionError."""
    shared = globals_of(template, resource.kind.removeprefix(_PREFIX))
    if shared is None:
        return resource.properties
    ignored = resource.cursor.value.get("IgnoreGlobals")
    if ignored == "*":
        return resource.properties
    if type(ignored) is list:
        shared = shared.with_value({key: value for key, value in shared.value.items() if key not in ignored})
    return _merged(shared, resource.properties)


def globals_of(template: StackTemplate, section: str) -> Cursor | None:
    """The globals of a type of resources, such as `Api`; None where there are none. Raises DefinitionError."""
    shared = template.root.get("Globals")
    found = None if shared is None else shared.mapping().get(section)
    return None if found is None else found.mapping()


def is_function(value: object) -> bool:
    """Whether a value is a function of CloudFormation, which the transform does not look into."""
    if type(value) is not dict or len(value) != 1:
        return False
    (key,) = value
    return key in ("Ref", "Condition") or (type(key) is str and key.startswith("Fn::"))


def _merged(shared: Cursor, own: Cursor) -> Cursor:
    if is_function(shared.value) or is_function(own.value):
        return own
    if type(shared.value) is dict and type(own.value) is dict:
        found = {key: shared.raw(key) for key in shared.value}
        for key in own.value:
            value = own.raw(key)
            found[key] = _merged(found[key], value) if key in found and key not in _REPLACED else value
        return own.with_value(found)
    if type(shared.value) is list and type(own.value) is list:
        joined = [*(shared.raw(index) for index in range(len(shared.value)))]
        return own.with_value([*joined, *(own.raw(index) for index in range(len(own.value)))])
    return own
