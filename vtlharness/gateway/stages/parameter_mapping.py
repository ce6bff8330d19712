"""Parameter mapping: `requestParameters` of an integration and `responseParameters` of its responses.

Comes in: parsed mappings, the message they read, `$context` and the stage variables. Goes out: the values by target.
Next: `gateway.integration_request`, `gateway.stages.integration_response`. Evidence:
docs/fidelity.md#request-parameters, docs/fidelity.md#response-parameters, docs/fidelity.md#mapping-sources. A source
without a value maps nothing. Names are case-sensitive, also those of headers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from vtlharness import json_smart
from vtlharness.gateway.codecs.headers import texts_of
from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.mapping_expression import (
    Around,
    MappingExpression,
    ParameterMapping,
    value_without_message,
)
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.roots.params import HIDDEN_HEADERS
from vtlharness.java.json_text import to_json
from vtlharness.jsonpath import JsonPathError, Query
from vtlharness.records import Record, field

Mapped: TypeAlias = dict[str, str | list[str]]
"""Target names with their values; several values of a query string are a list."""

_HEADERS = ("method.request.header", "method.request.multivalueheader")
_LOOKS_LIKE_JSON = ("{", "[", "'", '"')


class MappedRequest(Record):
    """What `requestParameters` map to the integration request."""

    header: Mapped = field(default_factory=dict)
    querystring: Mapped = field(default_factory=dict)
    path: Mapped = field(default_factory=dict)


def map_request(
    mappings: Iterable[ParameterMapping], request: MethodRequest, body: str, surroundings: Around
) -> MappedRequest:
    """Maps a method request with this body (as text).

    Raises GatewayFailure: 400, `Invalid JSON in request body`, if a mapping reads a body that looks like JSON and is
    not.
    """
    mapped = MappedRequest()
    places = {"header": mapped.header, "querystring": mapped.querystring, "path": mapped.path}
    for mapping in mappings:
        source = mapping.source
        if source is None:
            continue
        value: str | list[str] | None
        if source.origin == "method.request.body":
            value = _of_body(body, source.query, _invalid_request_body)
        elif source.origin == "method.request.multivaluequerystring":
            values = texts_of(request.query_string.get(source.name))
            value = values if len(values) > 1 else _last(values)
        elif source.origin in _HEADERS and source.name.lower() in HIDDEN_HEADERS:
            value = None
        else:
            value = request_value(source, request, surroundings)
        if value is not None:
            places[mapping.target.place][mapping.target.name] = value
    return mapped


def request_value(source: MappingExpression, request: MethodRequest, surroundings: Around) -> str | None:
    """The value of a source in the method request (except its body), in `$context` or in the stage variables."""
    origin, name = source.origin, source.name
    if origin == "method.request.header":
        return _last(texts_of(request.headers.get(name)))
    if origin == "method.request.multivalueheader":
        return _joined(texts_of(request.headers.get(name)))
    if origin == "method.request.querystring":
        return _last(texts_of(request.query_string.get(name)))
    if origin == "method.request.path":
        return _last(texts_of(request.path_parameters.get(name)))
    return value_without_message(source, surroundings)


def map_response(
    mappings: Iterable[ParameterMapping], headers: Mapping[str, object], body: str, surroundings: Around
) -> Mapped:
    """Maps a backend's reply to headers of the method response.

    Raises GatewayFailure: 500, InternalFailureException, if a mapping reads a body that looks like JSON and is not.
    """
    mapped: Mapped = {}
    for mapping in mappings:
        source = mapping.source
        if source is None:
            continue
        if source.origin == "integration.response.body":
            value = _of_body(body, source.query, _invalid_response_body)
        elif source.origin == "integration.response.header":
            value = _last(texts_of(headers.get(source.name)))
        elif source.origin == "integration.response.multivalueheader":
            value = _joined(texts_of(headers.get(source.name)))
        else:
            value = value_without_message(source, surroundings)
        if value is not None:
            mapped[mapping.target.name] = value
    return mapped


def _last(values: list[str]) -> str | None:
    return values[-1] if values else None


def _joined(values: list[str]) -> str | None:
    return ",".join(values) if values else None


def _of_body(body: str, query: Query | None, refuse: Callable[[], GatewayFailure]) -> str | None:
    """The whole body, `{}` for an empty one; or the query's result in it."""
    text = body or "{}"
    if not text.strip().startswith(_LOOKS_LIKE_JSON):
        return None if query is not None else text
    try:
        document = json_smart.parse(text)
    except json_smart.JsonError:
        raise refuse() from None
    if query is None:
        return text
    try:
        value = query.read(document)
    except JsonPathError:
        return None
    if value is None or isinstance(value, str):
        return value
    return to_json(value)


def _invalid_request_body() -> GatewayFailure:
    return GatewayFailure("BAD_REQUEST_BODY", "Invalid JSON in request body")


def _invalid_response_body() -> GatewayFailure:
    log = "Execution failed due to configuration error: Invalid JSON in response body"
    return GatewayFailure("DEFAULT_5XX", error_type="InternalFailureException", log=log)
