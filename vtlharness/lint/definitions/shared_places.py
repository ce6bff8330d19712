"""The place of what the methods of an API share, in the file of its definition: gateway responses, authorizers, scopes.

Comes in: the places of a file, the name of a part and the keys of its setting, in OpenAPI's spelling. Goes out: a line
and a column: of the setting, else of what is around it; none where the file does not have the part. Used by
`coverage` and `mutation`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from vtlharness.gateway.model import Method
from vtlharness.lint.definitions.definition_places import DefinitionPlaces
from vtlharness.source import Position

_Path: TypeAlias = tuple[str | int, ...]

_GATEWAY_RESPONSES = "x-amazon-apigateway-gateway-responses"
_AUTHORIZER = "x-amazon-apigateway-authorizer"
_SAM_API = "AWS::Serverless::Api"
_HEADER = "gatewayresponse.header."
_SCHEMES: tuple[_Path, ...] = (("components", "securitySchemes"), ("securityDefinitions",))
_SETTINGS: Mapping[str, tuple[_Path, ...]] = {
    "identitySource": (
        (_AUTHORIZER, "identitySource"),
        ("identitySource",),
        ("Identity", "Header"),
        ("Identity",),
        ("name",),
    ),
    "identityValidationExpression": (
        (_AUTHORIZER, "identityValidationExpression"),
        ("identityValidationExpression",),
        ("Identity", "ValidationExpression"),
    ),
    "authorizerResultTtlInSeconds": (
        (_AUTHORIZER, "authorizerResultTtlInSeconds"),
        ("authorizerResultTtlInSeconds",),
        ("Identity", "ReauthorizeEvery"),
    ),
}
"""Where each setting of an authorizer stands below it: in OpenAPI, in CloudFormation, in SAM, in OpenAPI's scheme."""


def gateway_response_place(places: DefinitionPlaces, kind: str, *keys: str) -> Position | None:
    """The place of a gateway response of a type, or of a setting of it."""
    for path in _responses(places, kind):
        return _position(places, path, _below(places, path, *keys))
    return None


def authorizer_place(places: DefinitionPlaces, name: str, setting: str = "") -> Position | None:
    """The place of an authorizer, or of a setting of it."""
    for path in _authorizers(places, name):
        for keys in _SETTINGS.get(setting, ()):
            found = _below(places, path, *map(str, keys))
            if len(found) == len(path) + len(keys):
                return places.position(found)
        return _position(places, path, path)
    return None


def scopes_place(places: DefinitionPlaces, method: Method) -> Position | None:
    """The place of the scopes that a method asks for, or of the method."""
    return places.method(method, "security") or places.integration(method)


def _responses(places: DefinitionPlaces, kind: str) -> Iterator[_Path]:
    for root in places.root_paths:
        yield from _there(places, (*root, _GATEWAY_RESPONSES, kind))
    for name, resource in places.resources():
        of = resource.get("Type")
        if of == "AWS::ApiGateway::GatewayResponse" and _texts(resource).get("ResponseType") == kind:
            yield "Resources", name, "Properties"
        elif of == _SAM_API:
            yield from _there(places, ("Resources", name, "Properties", "GatewayResponses", kind))
    yield from _there(places, ("Globals", "Api", "GatewayResponses", kind))


def _authorizers(places: DefinitionPlaces, name: str) -> Iterator[_Path]:
    for root in places.root_paths:
        for keys in _SCHEMES:
            yield from _there(places, (*root, *keys, name))
    for resource_name, resource in places.resources():
        of = resource.get("Type")
        if of == "AWS::ApiGateway::Authorizer" and _texts(resource).get("Name", resource_name) == name:
            yield "Resources", resource_name, "Properties"
        elif of == _SAM_API:
            yield from _there(places, ("Resources", resource_name, "Properties", "Auth", "Authorizers", name))
    yield from _there(places, ("Globals", "Api", "Auth", "Authorizers", name))
    for keys in (("authorizers",), ("authorizers", "items")):  # what the AWS CLI prints
        printed = places.value(keys)
        for number, item in enumerate(printed if isinstance(printed, list) else ()):
            if isinstance(item, dict) and name in (item.get("name"), item.get("id")):
                yield *keys, number


def _position(places: DefinitionPlaces, part: _Path, setting: _Path) -> Position:
    """The place of a setting; of a resource, where it is the whole of it."""
    whole = setting == part and part[-1] == "Properties"
    return places.position(part[:-1] if whole else setting)


def _texts(resource: Mapping[str, Any]) -> Mapping[str, Any]:
    properties = resource.get("Properties")
    return properties if isinstance(properties, dict) else {}


def _there(places: DefinitionPlaces, path: _Path) -> Iterator[_Path]:
    if places.value(path) is not None:
        yield path


def _below(places: DefinitionPlaces, path: _Path, *keys: str) -> _Path:
    """The path of a setting below a part, as far as the file has it in any of the spellings."""
    for key in keys:
        spellings: tuple[_Path, ...] = ((key,), (key[:1].upper() + key[1:],))
        if key.startswith(_HEADER):
            spellings = ((key,), ("Headers", key[len(_HEADER) :]))
        found = next(((*path, *one) for one in spellings if places.value((*path, *one)) is not None), None)
        if found is None:
            return path
        path = found
    return path
