"""Strategies for the calls of a method, from its declared parameters and its model.

Comes in: an API, and a method by its verb and its path. Goes out: a strategy of `MethodRequest`s that the method's
validator lets through. Next: `invoke` or `render_request` in somebody's property test.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

from vtlharness.definitions.loading import load_definition
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.codecs.json_body import json_body
from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import Method, RestApi
from vtlharness.gateway.stages.routing import path_parameter_names, path_segments
from vtlharness.gateway.validation.schemas import model_document, model_validator
from vtlharness.gateway.validation.validation import check_parameters
from vtlharness.nearest import nearest_name
from vtlharness.strategies.json_values import ANYTHING, TEXT, JsonValues

_WITHOUT_BODY = ("GET", "HEAD", "OPTIONS", "DELETE")
_IN_HEADERS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=40).map(str.strip)
_IN_PATH = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).map(lambda text: quote(text, ""))


def requests(api: RestApi | str | os.PathLike[str], method: str) -> st.SearchStrategy[MethodRequest]:
    """The calls of a method: `requests("openapi.yaml", "POST /orders/{id}")`.

    `api` is an API, or the path of its definition. Path parameters are encoded as in a path; required parameters are
    always there, other declared ones sometimes. The body fits the method's model; without a model it is any JSON, and
    verbs such as GET have none. The validator of the method lets every call through. Raises VtlHarnessError for a
    method that the API does not have, and for a model that is not a JSON schema, DefinitionError for a definition that
    cannot be read.
    """
    loaded = api if isinstance(api, RestApi) else load_definition(api)
    found = _method(loaded, method)
    verb = method.split(" ", 1)[0].strip().upper()
    media_type, bodies = _bodies(loaded, found, verb)
    fixed = {} if media_type is None else {"Content-Type": media_type}
    return st.builds(
        _request,
        st.just((verb, found.resource_path)),
        st.fixed_dictionaries(dict.fromkeys(path_parameter_names(found.resource_path), _IN_PATH)),
        _parameters(found, "querystring", TEXT),
        _parameters(found, "header", _IN_HEADERS).map(lambda headers: {**headers, **fixed}),
        bodies,
    ).filter(lambda request: _has_parameters(found, request))


def _method(api: RestApi, name: str) -> Method:
    verb, _, path = name.strip().partition(" ")
    same = [one for one in api.methods if path_segments(one.resource_path) == path_segments(path.strip())]
    for wanted in (verb.upper(), "ANY"):
        for one in same:
            if one.http_method == wanted:
                return one
    known = [f"{one.http_method} {one.resource_path}" for one in api.methods]
    near = nearest_name(name, known)
    hint = f"did you mean {near!r}?" if near else f"its methods: {', '.join(known) or 'none'}"
    raise VtlHarnessError(f"the API has no method {name!r}", hint=hint)


def _request(
    method: tuple[str, str],
    path_values: Mapping[str, str],
    query: Mapping[str, str],
    headers: Mapping[str, str],
    body: str | None,
) -> MethodRequest:
    verb, resource = method
    segments = [_segment(one, path_values) for one in path_segments(resource)]
    return MethodRequest(verb, "/" + "/".join(segments), resource, path_values, query, headers, body)


def _segment(segment: str, values: Mapping[str, str]) -> str:
    return values.get(segment[1:-1].rstrip("+"), segment) if segment.startswith("{") else segment


def _parameters(method: Method, place: str, values: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    """The parameters that a method declares at a place."""
    required: dict[str, st.SearchStrategy[str]] = {}
    optional: dict[str, st.SearchStrategy[str]] = {}
    for parameter, is_required in method.request_parameters.items():
        _, _, where, name = parameter.split(".", 3)
        if where == place and not (place == "header" and name.lower() == "content-type"):
            (required if is_required else optional)[name] = values
    return st.fixed_dictionaries(
        {name: one.filter(lambda text: bool(text.strip())) for name, one in required.items()}, optional=optional
    )


def _bodies(api: RestApi, method: Method, verb: str) -> tuple[str | None, st.SearchStrategy[str | None]]:
    """The content type and the bodies of a method."""
    models = method.request_models
    media_type = "application/json" if "application/json" in models else next(iter(models), None)
    if media_type is None:
        if verb in _WITHOUT_BODY:
            return None, st.none()
        return "application/json", ANYTHING.map(json_body)
    wanted = "application/json" if media_type == "$default" else media_type
    name = models[media_type]
    try:
        validator = model_validator(api.models, name)
        if validator is None:
            return wanted, ANYTHING.map(json_body)
        schemas: dict[str, Any] = model_document(api.models, [name])["definitions"]
        fitting = JsonValues(schemas).of(schemas[name])
    except GatewayFailure as failure:
        raise VtlHarnessError(f"the model {name} cannot be read: {failure.log or failure.message}") from None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise VtlHarnessError(f"the model {name} is not a JSON schema") from None
    return wanted, fitting.filter(validator.is_valid).map(json_body)


def _has_parameters(method: Method, request: MethodRequest) -> bool:
    try:
        check_parameters(method.request_parameters, request)
    except GatewayFailure:
        return False
    return True
