from __future__ import annotations

import json
from typing import Any

import pytest

from tests.gateway.stages.calls import integration, run, templates
from vtlharness.gateway.model import RequestValidator
from vtlharness.gateway.records import MethodRequest

MOCK = integration("MOCK", request_templates=templates(json='{"statusCode": 200}', xml='{"statusCode": 200}'))
MODELS = {
    "Pet": {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "id": "pet",
        "type": "object",
        "definitions": {"name": {"type": "string", "minLength": 1}},
        "properties": {
            "name": {"$ref": "#/definitions/name"},
            "id": {"type": "integer"},
            "owner": {"$ref": "https://apigateway.amazonaws.com/restapis/abcdef1234/models/Owner"},
            "mother": {"$ref": "#"},
            "tag": {"$ref": "#/components/schemas/Tag~1x"},
        },
        "required": ["name"],
    },
    "Owner": {"type": "object", "properties": {"pets": {"type": "array", "items": {"$ref": "#/definitions/Pet"}}}},
    "Tag/x": {"enum": ["a"]},
    "Broken": {"$ref": "#/definitions/Nowhere"},
}


def _status(body: object, model: str = "Pet", headers: dict[str, str] | None = None, **more: Any) -> int:
    text = body if isinstance(body, str) else json.dumps(body)
    method = {"request_models": {"application/json": model}, "request_validator": RequestValidator(True, True), **more}
    request = MethodRequest("POST", headers=headers or {}, body=text)
    return run(MOCK, request, method=method, models=MODELS).response.status


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "Rex"}, 200),
        ({"name": ""}, 400),
        ({"name": "Rex", "id": 7}, 200),
        ({"name": "Rex", "id": "7"}, 400),
        ({"name": "Rex", "owner": {"pets": [{"name": "Tim"}]}}, 200),
        ({"name": "Rex", "owner": {"pets": [{}]}}, 400),
        ({"name": "Rex", "mother": {"name": "Ada"}, "tag": "a"}, 200),
        ({"name": "Rex", "mother": {}}, 400),
        ({"name": "Rex", "tag": "b"}, 400),
        ("{name: 'Rex'}", 400),
        ('{"name": "Rex", "x": NaN}', 400),
        ("[" * 3000, 400),
        ("", 400),
    ],
)
def test_bodies(body: object, status: int) -> None:
    assert _status(body) == status


def test_models_that_are_not_there() -> None:
    assert _status({}, "Empty") == 200
    broken = {"Pet": MODELS["Pet"], "Broken": MODELS["Broken"]}
    method = {"request_models": {"application/json": "Broken"}, "request_validator": RequestValidator(True, False)}
    assert run(MOCK, MethodRequest("POST", body="{}"), method=method, models=broken).response.status == 500


def test_other_content_types_have_no_model() -> None:
    usable = {name: schema for name, schema in MODELS.items() if name != "Broken"}
    method = {"request_models": {"application/json": "Pet"}, "request_validator": RequestValidator(True, False)}
    request = MethodRequest("POST", headers={"Content-Type": "application/xml"}, body="<pet/>")
    assert run(MOCK, request, method=method, models=usable).response.status == 200


@pytest.mark.parametrize(
    ("headers", "query", "message"),
    [
        ({"x-a": "1"}, {"q": "1"}, None),
        ({"X-A": "1"}, {"q": ["1"]}, None),
        ({"x-a": " "}, {"q": ""}, "Missing required request parameters: [X-A, q]"),
        ({}, {}, "Missing required request parameters: [X-A, q]"),
    ],
)
def test_parameters(headers: dict[str, str], query: dict[str, Any], message: str | None) -> None:
    method = {
        "request_parameters": {
            "method.request.querystring.q": True,
            "method.request.header.X-A": True,
            "method.request.header.X-B": False,
            "method.request.path.proxy": True,
        },
        "request_validator": RequestValidator(False, True),
    }
    response = run(MOCK, MethodRequest(headers=headers, query_string=query), method=method).response
    assert response.status == (200 if message is None else 400)
    assert message is None or json.loads(response.body_text) == {"message": message}
