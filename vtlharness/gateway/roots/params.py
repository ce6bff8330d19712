"""The parameters of a method request as `$input.params()` shows them.

Comes in: a `MethodRequest`. Goes out: the map `{path, querystring, header}`, or one value of it. Next:
`gateway.roots.input`.
"""

from __future__ import annotations

from typing import Any

from vtlharness.gateway.codecs.text_values import text_value, text_values
from vtlharness.gateway.method_request import MethodRequest, ParameterValues

HIDDEN_HEADERS = frozenset(
    {
        "connection",
        "content-length",
        "content-md5",
        "expect",
        "max-forwards",
        "proxy-authenticate",
        "server",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "www-authenticate",
    }
)
"""The headers (in lower case) that never reach templates (docs/fidelity.md#hidden-headers)."""


def params_map(request: MethodRequest) -> dict[str, object]:
    """A new map of the places in the order in which `$input.params("x")` looks: path, query string, header.

    A name with several values shows the last one, as in mappings (docs/fidelity.md#mapping-sources). A name without a
    value is left out.
    """
    headers = _last_values(request.headers)
    for name in [name for name in headers if name.lower() in HIDDEN_HEADERS]:
        del headers[name]
    return {
        "path": text_values(request.path_parameters),
        "querystring": _last_values(request.query_string),
        "header": headers,
    }


def param(request: MethodRequest, name: str) -> str:
    """The value of `$input.params("name")`, found without building the map; "" if it is missing."""
    value: object = request.path_parameters.get(name)
    if value is not None:
        return text_value(value)
    value = request.query_string.get(name)
    if type(value) is str:
        return value
    found = _last_value(request.query_string, name)
    if found is None and name.lower() not in HIDDEN_HEADERS:
        found = _last_value(request.headers, name)
    return "" if found is None else found


def _last_values(values: ParameterValues) -> dict[str, str]:
    last: dict[str, Any] = dict(values)
    for name, value in values.items():
        if type(value) is not str:
            text = _last_value(values, name)
            if text is None:
                del last[name]
            else:
                last[name] = text
    return last


def _last_value(values: ParameterValues, name: str) -> str | None:
    value: object = values.get(name)
    if isinstance(value, (list, tuple)):
        value = value[-1] if value else None
    return None if value is None else text_value(value)
