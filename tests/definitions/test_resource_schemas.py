"""AWS's resource schemas, inside cfn-lint: what a property may be, and what `Fn::GetAtt` may ask for.

They are there only with the extra `schemas`; without it, the tests are skipped.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.definitions.definitions import loaded
from vtlharness.definitions.cloudformation.resource_properties import PROPERTIES
from vtlharness.definitions.cloudformation.stray_resources import KINDS
from vtlharness.definitions.functions.return_value_table import RETURN_VALUES
from vtlharness.errors import DefinitionError

manager = pytest.importorskip("cfnlint.schema.manager", reason="needs the extra `schemas`").PROVIDER_SCHEMA_MANAGER

KNOWN = [kind for kind in RETURN_VALUES if not kind.startswith("AWS::Serverless::")]
NOT_KNOWN_BEFORE_DEPLOYMENT = {"AWS::ApiGateway::DomainName"}
"""Types with attributes of names that the service chooses."""


def schema(kind: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = manager.get_resource_schema("us-east-1", kind).schema
    return found


def part(kind: str) -> Mapping[str, Any]:
    """The schema of a resource type, or of a part of it such as `AWS::ApiGateway::Method Integration`."""
    whole, _, inside = kind.partition(" ")
    found: Mapping[str, Any] = schema(whole)["definitions"][inside] if inside else schema(whole)
    return found


def read_only(kind: str) -> set[str]:
    return {path.removeprefix("/properties/") for path in schema(kind).get("readOnlyProperties", ())}


@pytest.mark.parametrize("kind", PROPERTIES)
def test_the_properties_of_a_type_are_those_of_its_schema(kind: str) -> None:
    given = set(part(kind)["properties"]) - read_only(kind.partition(" ")[0])
    assert set(PROPERTIES[kind]) == given


@pytest.mark.parametrize("kind", KNOWN)
def test_an_attribute_is_one_of_the_schema_and_a_name_a_property(kind: str) -> None:
    values = RETURN_VALUES[kind]
    whole = set(schema(kind)["properties"])
    assert set(values.attributes) <= read_only(kind) | whole
    assert values.name is None or values.name in whole


def test_the_types_of_parts_of_an_api_are_those_of_the_schemas() -> None:
    types = manager.get_resource_types("us-east-1")
    assert {f"AWS::ApiGateway::{kind}" for kind in KINDS} == {
        one for one in types if one.startswith("AWS::ApiGateway::")
    }


def test_every_attribute_of_a_part_of_an_api_is_known() -> None:
    for kind in KNOWN:
        if kind.startswith("AWS::ApiGateway::") and kind not in NOT_KNOWN_BEFORE_DEPLOYMENT:
            assert read_only(kind) <= set(RETURN_VALUES[kind].attributes), kind


# What a property may be

VALUES: dict[str, Any] = {
    "string": "value",
    "boolean": True,
    "integer": 200,
    "array": [{"a": "value"}],
    "object": {"a": "value"},
}
FITTING = {
    "AuthorizationType": "NONE",
    "ConnectionType": "VPC_LINK",
    "ContentHandling": "CONVERT_TO_TEXT",
    "HttpMethod": "GET",
    "IntegrationHttpMethod": "GET",
    "PassthroughBehavior": "NEVER",
    "ResponseTransferMode": "BUFFERED",
    "StatusCode": "200",
    "Type": "MOCK",
}
"""Texts for properties that do not take any text."""

CONNECTED = ("RestApiId", "ResourceId", "ParentId", "RequestValidatorId", "PathPart")
"""Properties whose values name other parts of the API."""

DECIDE_NOTHING = ("AuthorizerId", "AuthorizationScopes", "Name", "IntegrationTarget", "ResponseTransferMode")
"""Properties that are not read, or only as a name."""


def _kinds(shape: Mapping[str, Any]) -> set[str]:
    if "$ref" in shape:
        return {"object"}
    kinds = shape["type"]
    return {kinds} if isinstance(kinds, str) else set(kinds)


def _template(kind: str, name: str, value: Any) -> dict[str, Any]:
    """A template with one property of a method, its integration, a method response or a request validator."""
    integration = {"Type": "MOCK", "IntegrationResponses": [{"StatusCode": "200"}]}
    response = {"StatusCode": "200"}
    method = {
        "RestApiId": {"Ref": "Api"},
        "ResourceId": {"Fn::GetAtt": ["Api", "RootResourceId"]},
        "HttpMethod": "GET",
        "Integration": integration,
        "MethodResponses": [response],
        "RequestValidatorId": {"Ref": "V"},
    }
    validator = {"RestApiId": {"Ref": "Api"}}
    parts: dict[str, dict[str, Any]] = {
        "AWS::ApiGateway::Method": method,
        "AWS::ApiGateway::Method Integration": integration,
        "AWS::ApiGateway::Method MethodResponse": response,
        "AWS::ApiGateway::RequestValidator": validator,
    }
    parts[kind][name] = value
    return {
        "Resources": {
            "Api": {"Type": "AWS::ApiGateway::RestApi"},
            "V": {"Type": "AWS::ApiGateway::RequestValidator", "Properties": validator},
            "M": {"Type": "AWS::ApiGateway::Method", "Properties": method},
        }
    }


def _properties() -> Iterator[Any]:
    for kind in PROPERTIES:
        if kind.partition(" ")[0] in ("AWS::ApiGateway::Method", "AWS::ApiGateway::RequestValidator"):
            for name in PROPERTIES[kind]:
                if name not in CONNECTED:
                    yield pytest.param(kind, name, id=f"{kind} {name}")


@pytest.mark.parametrize(("kind", "name"), list(_properties()))
def test_a_property_takes_what_its_schema_takes(kind: str, name: str) -> None:
    """CloudFormation turns texts into booleans and numbers, and these into texts."""
    shape = part(kind)["properties"][name]
    kinds = _kinds(shape)
    values = [VALUES[one] for one in sorted(kinds & {"boolean", "integer"})]
    if "boolean" in kinds:
        values.append("true")
    if "integer" in kinds:
        values.append("200")
    if "string" in kinds:
        values.append(FITTING.get(name, "value"))
    if "array" in kinds:
        values.append([])
    if "object" in kinds and "patternProperties" in shape:
        values.append({})
        values += [{_key(name): item} for item in _items(name, shape)]
    for value in values:
        loaded(json.dumps(_template(kind, name, value)), "api.json")


def _items(name: str, shape: Mapping[str, Any]) -> list[Any]:
    kinds = _kinds(next(iter(shape["patternProperties"].values())))
    if name in ("RequestModels", "ResponseModels"):
        return ["Empty"]
    if "boolean" in kinds:
        return [True, False, "true", "'*'"]
    return ["'a'"]


def _key(name: str) -> str:
    return {
        "RequestModels": "application/json",
        "RequestParameters": "integration.request.header.a",
        "RequestTemplates": "application/json",
        "ResponseModels": "application/json",
        "ResponseParameters": "method.response.header.a",
    }[name]


@pytest.mark.parametrize(("kind", "name"), list(_properties()))
def test_a_property_does_not_take_what_its_schema_refuses(kind: str, name: str) -> None:
    kinds = _kinds(part(kind)["properties"][name])
    wrong = [VALUES[one] for one in ("array", "object") if one not in kinds]
    wrong += ["value"] if "string" not in kinds else []
    for value in wrong:
        if name in DECIDE_NOTHING:
            continue
        with pytest.raises(DefinitionError):
            loaded(json.dumps(_template(kind, name, value)), "api.json")
