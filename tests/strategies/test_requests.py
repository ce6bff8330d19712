"""`vtlharness.strategies.requests`: calls of a method, from its parameters and its model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from vtlharness import (
    CannedBackend,
    Integration,
    Method,
    MethodRequest,
    RestApi,
    VtlHarnessError,
    invoke,
    load_definition,
)
from vtlharness.strategies import requests

GALLERY = Path(__file__).resolve().parents[2] / "fixtures" / "apis"
ORDERS = load_definition(GALLERY / "orders" / "openapi.yaml")
FAST = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def _api(schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "swagger": "2.0",
        "info": {"title": "a", "version": "1"},
        "x-amazon-apigateway-request-validators": {
            "all": {"validateRequestBody": True, "validateRequestParameters": True}
        },
        "x-amazon-apigateway-request-validator": "all",
        "definitions": {"Order": schema, **more},
        "paths": {
            "/orders/{id}": {
                "post": {
                    "parameters": [
                        {"in": "body", "name": "Order", "required": True, "schema": {"$ref": "#/definitions/Order"}},
                        {"in": "query", "name": "page", "type": "string", "required": True},
                        {"in": "header", "name": "X-Tenant", "type": "string", "required": True},
                        {"in": "header", "name": "X-Other", "type": "string", "required": False},
                    ],
                    "responses": {"200": {"description": "ok"}},
                    "x-amazon-apigateway-integration": {
                        "type": "mock",
                        "requestTemplates": {"application/json": '{"statusCode": 200}'},
                        "responses": {"default": {"statusCode": "200"}},
                    },
                }
            }
        },
    }


SCHEMAS: dict[str, dict[str, Any]] = {
    "an object": {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "string", "minLength": 1}, "quantity": {"type": "integer", "minimum": 1}},
    },
    "closed": {"type": "object", "properties": {"a": {"type": "boolean"}}, "additionalProperties": False},
    "patterns and enumerations": {
        "type": "object",
        "required": ["a", "b"],
        "properties": {"a": {"type": "string", "pattern": "^[A-Z]{3}$"}, "b": {"enum": ["x", 1, None]}},
    },
    "a pattern and a length": {"type": "string", "pattern": "^[a-c]+$", "minLength": 2, "maxLength": 3},
    "a pattern with a least length": {"type": "string", "pattern": "^x*$", "minLength": 2},
    "lists": {
        "type": "array",
        "minItems": 2,
        "maxItems": 4,
        "uniqueItems": True,
        "items": {"type": "number", "minimum": 0, "exclusiveMinimum": True, "maximum": 10},
    },
    "several types": {"type": ["object", "null"], "additionalProperties": {"type": "integer", "multipleOf": 5}},
    "one of several": {"oneOf": [{"type": "string", "maxLength": 3}, {"type": "integer"}]},
    "all of several": {
        "allOf": [
            {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}},
            {"required": ["b"], "properties": {"b": {"type": "string"}}},
        ]
    },
    "itself": {
        "type": "object",
        "properties": {"next": {"$ref": "#/definitions/Order"}, "v": {"type": "integer"}},
        "required": ["v"],
    },
    "not": {"type": "string", "not": {"enum": [""]}},
    "a list in itself": {
        "type": "object",
        "properties": {"all": {"type": "array", "items": {"$ref": "#/definitions/Order"}}},
        "required": ["all"],
    },
    "a list by places": {
        "type": "array",
        "items": [{"type": "string"}, {"type": "integer"}],
        "additionalItems": False,
    },
    "one of several by name": {"anyOf": [{"$ref": "#/definitions/Text"}, {"$ref": "#/definitions/Count"}]},
    "a list by its keys": {"minItems": 1, "maxItems": 2, "items": {"type": "null"}},
    "a text by its keys": {"minLength": 2, "maxLength": 4},
    "a number by its keys": {"minimum": 3, "maximum": 4},
    "few properties": {"type": "object", "minProperties": 2, "maxProperties": 2},
    "both limit the properties": {
        "properties": {"a": {"type": "string"}},
        "allOf": [{"properties": {"b": {"type": "integer"}}, "required": ["b"]}],
        "required": ["a"],
        "type": "object",
    },
}
OTHERS = {"Text": {"type": "string", "maxLength": 2}, "Count": {"type": "integer"}}


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_bodies_fit_the_model(schema: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    path.write_text(json.dumps(_api(schema, **OTHERS)))
    validator = Draft4Validator({**schema, "definitions": {"Order": schema, **OTHERS}})
    loaded = load_definition(path)

    @FAST
    @given(requests(loaded, "POST /orders/{id}"))
    def check(request: MethodRequest) -> None:
        assert request.body is not None
        validator.validate(json.loads(request.body))
        made = invoke(loaded, request, CannedBackend())
        assert (made.response.status, made.gateway_response) == (200, None)
        assert set(request.path_parameters) == {"id"}

    check()


METHODS = [f"{one.http_method} {one.resource_path}" for one in ORDERS.methods if one.http_method != "ANY"]


@pytest.mark.parametrize("method", METHODS)
def test_methods_of_the_gallery_take_the_calls(method: str) -> None:
    @FAST
    @given(requests(ORDERS, method))
    def check(request: MethodRequest) -> None:
        made = invoke(ORDERS, request, CannedBackend())
        assert made.gateway_response not in ("BAD_REQUEST_BODY", "BAD_REQUEST_PARAMETERS")
        assert made.gateway_response != "MISSING_AUTHENTICATION_TOKEN"

    check()


def test_texts_are_hostile_ones_too() -> None:
    strategy: st.SearchStrategy[MethodRequest] = requests(ORDERS, "POST /orders")
    for text in ('\\"', "'", "\\\\"):
        assert find(
            strategy, lambda request, text=text: text in (request.body or ""), settings=settings(max_examples=2000)
        )  # type: ignore[misc]


def test_a_definition_by_its_path() -> None:
    assert find(requests(GALLERY / "orders" / "openapi.yaml", "GET /health"), lambda _: True).body is None


@pytest.mark.parametrize(
    ("method", "message", "hint"),
    [
        ("POST /order", "the API has no method 'POST /order'", "did you mean 'POST /orders'?"),
        ("nonsense", "the API has no method 'nonsense'", "its methods: "),
        ("", "the API has no method ''", "its methods: "),
    ],
)
def test_unknown_methods(method: str, message: str, hint: str) -> None:
    with pytest.raises(VtlHarnessError) as raised:
        requests(ORDERS, method)
    assert raised.value.message == message
    assert (raised.value.hint or "").startswith(hint)


@pytest.mark.parametrize("schema", [{"type": 1}, {"type": "strange"}, {"properties": [1]}])
def test_models_that_are_not_schemas(schema: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    path.write_text(json.dumps(_api(schema)))
    with pytest.raises(VtlHarnessError):
        find(requests(path, "POST /orders/{id}"), lambda _: True)


MODELS: list[tuple[Any, str]] = [
    ({"type": "object", "properties": {"a": 1}}, "the model Order is not a JSON schema"),
    ({"type": "strange"}, "the model Order is not a JSON schema"),
    ({"$ref": "https://apigateway.amazonaws.com/restapis/a/models/Missing"}, "the model Order cannot be read: "),
]


@pytest.mark.parametrize(("schema", "message"), MODELS)
def test_models_made_in_python_that_are_not_schemas(schema: Any, message: str) -> None:
    method = Method("POST", "/", Integration("MOCK"), request_models={"application/json": "Order"})
    with pytest.raises(VtlHarnessError) as raised:
        find(requests(RestApi((method,), models={"Order": schema}), "POST /"), lambda _: True)
    assert raised.value.message.startswith(message)


def test_bodies_by_their_content_type(tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    data = _api({"type": "object"})
    for media_type, expected in (("application/vnd.shop+json", "application/vnd.shop+json"), ("$default", None)):
        post = data["paths"]["/orders/{id}"]["post"]
        post["consumes"] = [media_type]
        path.write_text(json.dumps(data))
        drawn = find(requests(path, "POST /orders/{id}"), lambda _: True)
        if expected is not None:
            assert {name.lower(): value for name, value in drawn.headers.items()}["content-type"] == expected
        assert isinstance(json.loads(drawn.body or ""), dict)


def test_a_method_without_a_model() -> None:
    for verb, has_body in (("GET", False), ("DELETE", False), ("POST", True), ("PUT", True)):
        api = RestApi((Method(verb, "/", Integration("MOCK")),))
        drawn = find(requests(api, f"{verb} /"), lambda _: True)
        assert (drawn.body is not None) is has_body
