"""`API461`: authorizers of a definition that no method uses.

Comes in: the file's data. Goes out: findings.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vtlharness.gateway.model import RestApi
from vtlharness.lint.definition_places import DefinitionPlaces
from vtlharness.source import Position

_AUTHORIZER = "x-amazon-apigateway-authorizer"
_Found = tuple[str, str, str | None, Position | None]


def unused_authorizers(api: RestApi, places: DefinitionPlaces) -> Iterator[_Found]:
    """The findings of a file."""
    used = {method.authorizer.name for method in api.methods if method.authorizer is not None}
    hint = "name it in a method's security, or delete it"
    for root in places.roots():
        for keys in (("components", "securitySchemes"), ("securityDefinitions",)):
            schemes: Any = root
            for key in keys:
                schemes = schemes.get(key) if isinstance(schemes, dict) else None
            for name, scheme in schemes.items() if isinstance(schemes, dict) else ():
                if isinstance(scheme, dict) and _AUTHORIZER in scheme and name not in used and not _names(root, name):
                    yield "API461", f"no method uses the authorizer {name}", hint, places.at(*keys, name)


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
