"""`API461`: authorizers of a definition that no method uses.

Comes in: the file's data. Goes out: findings.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vtlharness.gateway.model import RestApi
from vtlharness.lint.definitions.definition_places import DefinitionPlaces
from vtlharness.source import Position

_AUTHORIZER = "x-amazon-apigateway-authorizer"
_Found = tuple[str, str, str | None, Position | None]


def unused_authorizers(api: RestApi, places: DefinitionPlaces) -> Iterator[_Found]:
    """The findings of a file."""
    used = {method.authorizer.name for method in api.methods if method.authorizer is not None}
    yield from _of_stack(places)
    hint = "name it in a method's security, or delete it"
    for root in places.roots():
        for keys in (("components", "securitySchemes"), ("securityDefinitions",)):
            schemes: Any = root
            for key in keys:
                schemes = schemes.get(key) if isinstance(schemes, dict) else None
            for name, scheme in schemes.items() if isinstance(schemes, dict) else ():
                if isinstance(scheme, dict) and _AUTHORIZER in scheme and name not in used and not _names(root, name):
                    yield "API461", f"no method uses the authorizer {name}", hint, places.at(*keys, name)


def _of_stack(places: DefinitionPlaces) -> Iterator[_Found]:
    """The authorizers of a stack that nothing in the template refers to."""
    data = places.document.data
    resources = data.get("Resources") if isinstance(data, dict) else None
    if not isinstance(resources, dict):
        return
    for name, resource in resources.items():
        if isinstance(resource, dict) and resource.get("Type") == "AWS::ApiGateway::Authorizer":
            others = {other: value for other, value in data.items() if other != "Outputs"}
            if not _refers(others, name):
                message = f"no method uses the authorizer {name}"
                yield "API461", message, "name it in a method's AuthorizerId, or delete it", places.resource(name)


def _refers(data: Any, name: str) -> bool:
    """Whether a `Ref`, `Fn::GetAtt` or `Fn::Sub` names a resource."""
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if value.get("Ref") == name or f"${{{name}" in str(value.get("Fn::Sub", "")):
                return True
            if str(value.get("Fn::GetAtt", "")).startswith((name, f"['{name}'")):
                return True
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return False


def _names(root: Any, name: str) -> bool:
    """Whether any `security` of the document names a scheme."""
    waiting = [root]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            security = value.get("security")
            if isinstance(security, list) and any(isinstance(one, dict) and name in one for one in security):
                return True
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return False
