"""The values of a call in a case file, as arguments of a `MethodRequest`.

Comes in: checked data. Used by `template.loading` and `integration.loading`.
"""

from __future__ import annotations

from typing import Any


def request_values(data: dict[str, Any]) -> dict[str, Any]:
    """The values of every `methodRequest`, with defaults for keys that are left out."""
    return {
        "http_method": data.get("httpMethod") or "GET",
        "path": data.get("path") or "/",
        "query_string": without_nulls(data.get("queryStringParameters")),
        "headers": without_nulls(data.get("headers")),
    }


def without_nulls(values: dict[str, Any] | None) -> dict[str, Any]:
    """The names that have a value: null or an empty list removes a name."""
    if not values:
        return {}
    if None in values.values() or [] in values.values():
        return {name: value for name, value in values.items() if value is not None and value != []}
    return values
