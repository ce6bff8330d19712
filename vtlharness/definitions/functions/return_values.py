"""The values of `Ref` and `Fn::GetAtt` for a resource of a CloudFormation template once it exists.

Comes in: a resource's type, its name and its properties. Goes out: sample names and ARNs in the shape that the service
gives them, so that URIs that contain them are complete; None when the shape is not known. The shapes are in
`return_value_table`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vtlharness.definitions.functions.return_value_table import RETURN_VALUES, ReturnValues

_UNKNOWN = ReturnValues()
_ALIAS = "AWS::StepFunctions::StateMachineAlias"

PropertyText = Callable[..., str | None]
"""The text of a property, found by its keys and indexes; None where the template has none."""


def name_property(kind: str) -> str | None:
    """The property that names a resource of a type; None where the logical id is the name."""
    return "Name" if kind == _ALIAS else RETURN_VALUES.get(kind, _UNKNOWN).name


def reference(kind: str, name: str, place: Mapping[str, str], property_text: PropertyText) -> str:
    """The value of `Ref` for a resource of a type; `place` has `region`, `account`, `partition` and `suffix`."""
    if kind == _ALIAS:
        return _alias_of_state_machine(name, place, property_text)
    values = RETURN_VALUES.get(kind, _UNKNOWN)
    return _filled(values.ref, values, name, place, property_text)


def attribute(kind: str, name: str, wanted: str, place: Mapping[str, str], property_text: PropertyText) -> str | None:
    """The value of `Fn::GetAtt` for an attribute; None when it is not known."""
    if kind == _ALIAS:
        return _alias_of_state_machine(name, place, property_text) if wanted == "Arn" else None
    values = RETURN_VALUES.get(kind, _UNKNOWN)
    shape = values.attributes.get(wanted)
    return None if shape is None else _filled(shape, values, name, place, property_text)


def root_resource_id(api: str) -> str:
    """The placeholder for the id of an API's root resource."""
    return f"{api}.RootResourceId"


class _Parts(dict[str, str]):
    """The values for the places of a format: the last parts of properties beside the given ones."""

    def __init__(self, given: Mapping[str, str], property_text: PropertyText) -> None:
        super().__init__(given)
        self._property_text = property_text

    def __missing__(self, key: str) -> str:
        text = self._property_text(key)
        return f"<{key}>" if text is None else _last_part(text)


def _filled(shape: str, values: ReturnValues, name: str, place: Mapping[str, str], property_text: PropertyText) -> str:
    parts = _Parts({"name": name, **place}, property_text)
    if values.arn is not None and "{arn}" in shape:
        is_arn = name.startswith("arn:")  # a function may be named by its ARN
        parts["arn"] = name if is_arn else f"arn:{place['partition']}:{values.arn.format_map(parts)}"
    return shape.format_map(parts)


def _last_part(text: str) -> str:
    """The name in an ARN; any other text is a name itself, or a part of an ARN."""
    return text if text.startswith("<") else text.rpartition(":")[2]


def _alias_of_state_machine(name: str, place: Mapping[str, str], property_text: PropertyText) -> str:
    """The ARN of an alias: that of the state machine whose version it routes to, and the alias's name."""
    version = property_text("DeploymentPreference", "StateMachineVersionArn")
    version = version or property_text("RoutingConfiguration", 0, "StateMachineVersionArn")
    if version is None or version.count(":") < 7:
        return f"arn:{place['partition']}:states:{place['region']}:{place['account']}:stateMachine:{name}:{name}"
    return f"{version.rpartition(':')[0]}:{name}"
