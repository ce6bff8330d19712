"""Compares two APIs: the one of a SAM template, and the one of its expansion.

Differences that cannot matter, by rule:
- the name: the expansion's is the stack's (`AWS::StackName`), that of a template without one is the API's logical id;
- the names of templates, which tell messages where a template stands.

Differences that the templates of the oracle leave out, because SAM's own result is an accident:
- under `Fn::If`, SAM gives every branch of a path the CORS verbs of the first;
- of `/a` and `/a/` in one API, the order of a hash decides which one gets CORS (the service refuses both together);
- `MergeDefinitions` of a function with a condition into an operation that has keys writes them beside an `Fn::If`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from vtlharness.gateway.model import RestApi
from vtlharness.source import Source


def shown(api: RestApi) -> dict[str, Any]:
    """An API as plain data, its methods by verb and path, without what the rules leave out."""
    found = _plain(api)
    del found["name"]
    found["methods"] = {f"{one['http_method']} {one['resource_path']}": one for one in found["methods"]}
    return dict(found)


def _plain(value: Any) -> Any:
    if isinstance(value, Source):
        return value.text
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value
