# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.gateway.stages.calls import integration, run, templates
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import RequestValidator
from vtlharness.gateway.validation.patterns import pattern_problem

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


def _problem(schema: object, body: object) -> str:
    """The log's message about a body; empty for a body that fits."""
    method = {"request_models": {"application/json": "M"}, "request_validator": RequestValidator(True, True)}
    request = MethodRequest("POST", body=json.dumps(body))
    found = run(MOCK, request, method=method, models={"M": schema})
    lines = [line for line in found.log if "does not match model schema" in line]
    return lines[0].partition("application/json: ")[2] if lines else ""


PATTERNS = [
    (r"^[0-9]{3}$", "123", True),
    (r"^[0-9]{3}$", "123\n", False),
    (r"^\d$", "٣", False),
    (r"^\w+$", "aé", False),
    (r"[\d$]", "$", True),
    (r"^\p{L}+$", "é", True),
    (r"(?<n>x)\k<n>", "xx", True),
    (r"^\/a", "/a", True),
    ("^[^]$", "\n", True),
    ("[]", "a", False),
    ("a[b[]]", "a[]", True),
]


@pytest.mark.parametrize(("pattern", "text", "fits"), PATTERNS)
def test_patterns(pattern: str, text: str, fits: bool) -> None:
    assert bool(_problem({"properties": {"a": {"pattern": pattern}}}, {"a": text})) is not fits
    names = {"patternProperties": {pattern: {"type": "integer"}}, "additionalProperties": False}
    assert bool(_problem(names, {text: 1})) is not fits
    assert bool(_problem(names, {text: "x"}))


def test_other_properties() -> None:
    schema = {"properties": {"a": {}}, "additionalProperties": {"type": "integer"}}
    assert _problem(schema, {"a": "x", "b": 1}) == ""
    assert _problem(schema, {"b": "x"}) == (
        '[instance type (string) does not match any allowed primitive type (allowed: ["integer"])]'
    )
    assert _problem(schema, ["x"]) == ""


WORDS = [
    ({"required": ["b", "a", "c"]}, {"c": 1}, 'object has missing required properties (["a","b"])'),
    ({"type": ["string", "null"]}, [], 'instance type (array) does not match any allowed primitive type (allowed: ["null","string"])'),
    ({"type": "integer"}, True, 'instance type (boolean) does not match any allowed primitive type (allowed: ["integer"])'),
    ({"type": "integer"}, 1.5, 'instance type (number) does not match any allowed primitive type (allowed: ["integer"])'),
    ({"type": "string"}, None, 'instance type (null) does not match any allowed primitive type (allowed: ["string"])'),
    ({"minLength": 1}, "", 'string "" is too short (length: 0, required minimum: 1)'),
    ({"maxLength": 1}, "äb", 'string "äb" is too long (length: 2, maximum allowed: 1)'),
    ({"minItems": 1}, [], "array is too short: must have at least 1 elements but instance has 0 elements"),
    ({"maxItems": 1}, [1, 2], "array is too long: must have at most 1 elements but instance has 2 elements"),
    ({"uniqueItems": True}, [1, 1], "array must not contain duplicate elements"),
    ({"minimum": 1}, 0, "numeric instance is lower than the required minimum (minimum: 1, found: 0)"),
    ({"minimum": 1, "exclusiveMinimum": True}, 1, "numeric instance is not strictly greater than the required minimum 1"),
    ({"maximum": 1}, 2.5, "numeric instance is greater than the required maximum (maximum: 1, found: 2.5)"),
    ({"maximum": 1, "exclusiveMaximum": True}, 1, "numeric instance is not strictly lower than the required maximum 1"),
    ({"enum": ["a", 1]}, "b", 'instance value ("b") not found in enum (possible values: ["a",1])'),
    ({"pattern": "^a$"}, "b", 'ECMA 262 regex "^a$" does not match input string "b"'),
    ({"additionalProperties": False, "properties": {"a": {}}}, {"a": 1, "c": 1, "b": 1},
     'object instance has properties which are not allowed by the schema: ["b","c"]'),
    ({"multipleOf": 2}, 3, "3 is not a multiple of 2"),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "body", "words"), WORDS, ids=[words[:40] for *_, words in WORDS])
def test_the_words_of_the_service(schema: object, body: object, words: str) -> None:
    assert _problem(schema, body) == f"[{words}]"


@pytest.mark.parametrize("body", ["", "{a: 1}", "[", '{"a": NaN}'])
def test_a_body_that_is_no_json(body: str) -> None:
    method = {"request_models": {"application/json": "M"}, "request_validator": RequestValidator(True, True)}
    found = run(MOCK, MethodRequest("POST", body=body), method=method, models={"M": {}})
    assert found.gateway_response == "BAD_REQUEST_BODY"
    assert any(line.endswith("application/json: [Unknown error parsing request body]") for line in found.log)


@pytest.mark.parametrize(
    "schema",
    [{"type": "objekt"}, {"minProperties": "1"}, {"properties": {"a": 7}}, {"properties": {"a": {"pattern": "("}}}],
)
def test_a_model_that_is_no_schema(schema: object) -> None:
    with pytest.raises(VtlHarnessError, match="the model M is not a JSON schema: "):
        _problem(schema, {"a": "x"})


@pytest.mark.parametrize(("pattern", "problem"), [("a", None), (r"\p{L}", None), ("[", "unterminated character set")])
def test_what_is_no_regular_expression(pattern: str, problem: str | None) -> None:
    found = pattern_problem(pattern)
    assert found == problem or (problem and found and found.startswith(problem))
