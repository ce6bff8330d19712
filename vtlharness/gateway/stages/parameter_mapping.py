"""Parameter mapping: `requestParameters` of an integration and `responseParameters` of its responses.

Comes in: the mapping, the message it reads, `$context` and the stage variables. Goes out: the values by target. Next:
`gateway.integration_request`, `gateway.stages.integration_response`. Evidence: facts/gateway.md 8 and 9, `ls-pmap-*`,
`ls-rmap-*`. A source that leads to nothing maps nothing; names are case-sensitive, those of headers too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from vtlharness import json_smart
from vtlharness.gateway.codecs.headers import texts_of
from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.roots.params import HIDDEN_HEADERS
from vtlharness.java.json_text import to_json
from vtlharness.jsonpath import JsonPathError, compile_path

Mapped: TypeAlias = dict[str, str | list[str]]
"""Target names with what was mapped to them; a list where several values of a query string came along."""

_REQUEST_TARGET = "integration.request."
_RESPONSE_TARGET = "method.response.header."
_LOOKS_LIKE_JSON = ("{", "[", "'", '"')


@dataclass(frozen=True, slots=True)
class MappedRequest:
    """What `requestParameters` map to the integration request."""

    header: Mapped = field(default_factory=dict)
    querystring: Mapped = field(default_factory=dict)
    path: Mapped = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every mapping may read besides the message: `$context` and the stage variables."""

    context: Mapping[str, object] = field(default_factory=dict)
    stage_variables: Mapping[str, str] = field(default_factory=dict)


def map_request(
    parameters: Mapping[str, str], request: MethodRequest, body: str, surroundings: Surroundings
) -> MappedRequest:
    """Maps a method request with this body (as text).

    Raises GatewayFailure: 400, `Invalid JSON in request body`, where a mapping reads a body that looks like JSON and is
    none.
    """
    mapped = MappedRequest()
    places = {"header": mapped.header, "querystring": mapped.querystring, "path": mapped.path}
    for target, source in parameters.items():
        place, _, name = target.removeprefix(_REQUEST_TARGET).partition(".")
        if place not in places or not target.startswith(_REQUEST_TARGET):
            continue
        value: str | list[str] | None = _common(source, surroundings)
        if value is None and source.startswith("method.request."):
            value = _of_request(source.removeprefix("method.request."), request, body)
        if value is not None:
            places[place][name] = value
    return mapped


def map_response(
    parameters: Mapping[str, str], headers: Mapping[str, object], body: str, surroundings: Surroundings
) -> Mapped:
    """Maps a backend's reply to headers of the method response.

    Raises GatewayFailure: 500, InternalFailureException, where a mapping reads a body that looks like JSON and is none.
    """
    mapped: Mapped = {}
    for target, source in parameters.items():
        if not target.startswith(_RESPONSE_TARGET):
            continue
        value = _common(source, surroundings)
        if value is None and source.startswith("integration.response."):
            value = _of_response(source.removeprefix("integration.response."), headers, body)
        if value is not None:
            mapped[target.removeprefix(_RESPONSE_TARGET)] = value
    return mapped


def context_value(path: str, context: Mapping[str, object]) -> object:
    """What `context.a.b` leads to; None where it leads to nothing."""
    value: object = context
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _common(source: str, surroundings: Surroundings) -> str | None:
    """Static values, `context` (texts only) and stage variables."""
    if len(source) >= 2 and source[0] == source[-1] == "'":
        return source[1:-1]
    root, _, path = source.partition(".")
    if root == "context":
        value = context_value(path, surroundings.context)
        return value if isinstance(value, str) else None
    return surroundings.stage_variables.get(path) if root == "stageVariables" else None


def _of_request(source: str, request: MethodRequest, body: str) -> str | list[str] | None:
    place, _, name = source.partition(".")
    if place == "body":
        return _of_body(body, name, _invalid_request_body)
    if place in ("header", "multivalueheader"):
        values = [] if name.lower() in HIDDEN_HEADERS else texts_of(request.headers.get(name))
        return _header_value(values, joined=place == "multivalueheader")
    if place in ("querystring", "multivaluequerystring"):
        values = texts_of(request.query_string.get(name))
        if place == "multivaluequerystring" and len(values) > 1:
            return values
        return values[-1] if values else None
    if place == "path":
        values = texts_of(request.path_parameters.get(name))
        return values[-1] if values else None
    return None


def _of_response(source: str, headers: Mapping[str, object], body: str) -> str | None:
    place, _, name = source.partition(".")
    if place == "body":
        return _of_body(body, name, _invalid_response_body)
    if place in ("header", "multivalueheader"):
        return _header_value(texts_of(headers.get(name)), joined=place == "multivalueheader")
    return None


def _header_value(values: list[str], *, joined: bool) -> str | None:
    if not values:
        return None
    return ",".join(values) if joined else values[-1]


def _of_body(body: str, path: str, refuse: Callable[[], GatewayFailure]) -> str | None:
    """The whole body, `{}` for an empty one; or what a JSONPath finds in it."""
    text = body or "{}"
    if not text.strip().startswith(_LOOKS_LIKE_JSON):
        return None if path else text
    try:
        document = json_smart.parse(text)
    except json_smart.JsonError:
        raise refuse() from None
    if not path:
        return text
    try:
        value = compile_path(f"$.{path}").read(document)
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
