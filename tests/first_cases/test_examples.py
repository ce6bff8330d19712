"""The examples of OpenAPI documents: which of several counts, and what stands in a document that has none."""

from __future__ import annotations

from typing import Any

import pytest

from vtlharness import Integration, Method
from vtlharness.first_cases.reading.inputs import MISSING
from vtlharness.first_cases.values.examples import Examples

_METHOD = Method("POST", "/orders/{id}", Integration("MOCK"))
_JSON = "application/json"


def _document(operation: Any, verb: str = "post", **item: Any) -> dict[str, Any]:
    shared = {
        "examples": {"Own": {"value": "shared"}, "Loop": {"$ref": "#/components/examples/Loop"}},
        "schemas": {"a/b~c": {"type": "integer", "minimum": 4, "example": "of the schema"}},
        "parameters": {"Page": {"in": "query", "name": "page", "example": 3}},
        "requestBodies": {"Own": {"content": {_JSON: {"example": "of the body"}}}},
    }
    return {"paths": {"/orders/{id}": {verb: operation, **item}}, "components": shared}


def _body(content: Any) -> dict[str, Any]:
    return {"requestBody": {"content": content}}


@pytest.mark.parametrize(
    ("operation", "example"),
    [
        (_body({_JSON: {"example": {"a": 1}}}), {"a": 1}),
        (_body({_JSON: {"example": None}}), None),
        (_body({_JSON: {"example": 1, "examples": {"x": {"value": 2}}}}), 1),
        (_body({_JSON: {"examples": {"x": {"value": 2}, "y": {"value": 3}}}}), 2),
        (_body({_JSON: {"examples": {"x": {"$ref": "#/components/examples/Own"}}}}), "shared"),
        (_body({_JSON: {"examples": {"x": {"$ref": "#/components/examples/Loop"}}}}), MISSING),
        (_body({_JSON: {"examples": {"x": {"summary": "no value"}}}}), MISSING),
        (_body({_JSON: {"examples": {"x": 5}}}), MISSING),
        (_body({_JSON: {"examples": {}, "schema": {"example": 4}}}), 4),
        (_body({_JSON: {"schema": {"$ref": "#/components/schemas/a~1b~0c"}}}), "of the schema"),
        (_body({_JSON: {"schema": {"$ref": "other.yaml#/a"}}}), MISSING),
        (_body({_JSON: {"schema": {"type": "string"}}}), MISSING),
        (_body({"text/xml": {"example": "x"}, _JSON: {"example": "j"}}), "j"),
        (_body({"text/xml": {"example": "x"}, _JSON: {}}), "x"),
        (_body({_JSON: 5}), MISSING),
        (_body([]), MISSING),
        ({"requestBody": {"$ref": "#/components/requestBodies/Own"}}, "of the body"),
        ({"requestBody": {"$ref": "#/components/nowhere/Own"}}, MISSING),
        ({"parameters": [{"in": "query", "name": "a"}, {"in": "body", "example": 6}]}, 6),
        ({"parameters": [{"in": "body", "schema": {"example": 7}}]}, 7),
        ({"parameters": [{"in": "body", "example": 6, "schema": {"example": 7}}]}, 6),
        ({"parameters": [{"in": "body", "schema": {}}]}, MISSING),
        ({"parameters": {"in": "body", "example": 6}}, MISSING),
        ({"parameters": [5, None]}, MISSING),
        ({}, MISSING),
        (5, MISSING),
    ],
)
def test_of_a_body(operation: Any, example: Any) -> None:
    assert Examples(_document(operation)).body(_METHOD, _JSON) == example


@pytest.mark.parametrize(
    ("parameter", "text"),
    [
        ({"example": "e", "default": "d", "enum": ["m"], "schema": {"default": "s"}}, "e"),
        ({"default": "d", "enum": ["m"]}, "d"),
        ({"schema": {"example": "e", "default": "d"}}, "e"),
        ({"schema": {"default": "d", "enum": ["m"]}}, "d"),
        ({"schema": {"enum": ["m", "n"]}}, "m"),
        ({"enum": []}, "default"),
        ({"enum": "m"}, "default"),
        ({"schema": {"type": "integer"}}, "1"),
        ({"schema": {"type": "number", "minimum": 2.5}}, "2.5"),
        ({"type": "integer", "minimum": 0}, "0"),
        ({"schema": {"type": "string", "minimum": 5}}, "default"),
        ({"schema": {"type": "string", "format": "uuid"}}, "11111111-2222-4333-8444-555555555555"),
        ({"type": "string", "pattern": "^[A-Z]{2}-\\d$"}, "AA-1"),
        ({"type": "string", "minLength": 6}, "pagexx"),
        ({"schema": {"$ref": "#/components/schemas/a~1b~0c"}}, "of the schema"),
        ({"example": "As Written"}, "As Written"),
        ({"example": True}, "true"),
        ({"example": [1]}, "default"),
        ({"example": {"a": 1}}, "default"),
        ({"example": None}, "default"),
        ({"schema": 5}, "default"),
    ],
)
def test_of_a_parameter(parameter: dict[str, Any], text: str) -> None:
    for place, word in (("querystring", "query"), ("header", "header"), ("path", "path")):
        found = {"in": word, "name": "page", **parameter}
        for operation, item in (({"parameters": [found]}, {}), ({}, {"parameters": [found]})):
            examples = Examples(_document(operation, **item))
            assert examples.parameter(_METHOD, place, "page", "default") == text
            assert examples.parameter(_METHOD, place, "Page", "default") == "default"
        others = [one for one in ("querystring", "header", "path") if one != place]
        assert {examples.parameter(_METHOD, other, "page", "default") for other in others} == {"default"}


def test_the_parameter_of_an_operation_counts_before_that_of_its_path() -> None:
    own, other = ({"in": "query", "name": "page", "example": example} for example in ("own", "other"))
    document = _document({"parameters": [{"$ref": "#/components/parameters/Page"}]}, parameters=[other])
    assert Examples(document).parameter(_METHOD, "querystring", "page", "") == "3"
    document = _document({"parameters": [{**own, "example": None}]}, parameters=[other])
    assert Examples(document).parameter(_METHOD, "querystring", "page", "") == "other"


@pytest.mark.parametrize("key", ["Body", "DefinitionBody"])
def test_a_document_in_a_stack(key: str) -> None:
    resources = {
        "No": 5,
        "Empty": {"Properties": {key: "text"}},
        "Other": {"Properties": {key: {"paths": []}}},
        "Api": {"Properties": {key: _document(_body({_JSON: {"example": 1}}))}},
    }
    assert Examples({"Resources": resources}).body(_METHOD, _JSON) == 1


def test_a_method_for_any_verb() -> None:
    anything = _document(_body({_JSON: {"example": 1}}), "x-amazon-apigateway-any-method")
    assert Examples(anything).body(_METHOD, _JSON) == 1
    both = _document(_body({_JSON: {"example": 2}}), **{"x-amazon-apigateway-any-method": {}})
    assert Examples(both).body(_METHOD, _JSON) == 2


@pytest.mark.parametrize("data", [None, 5, [], {}, {"paths": {}}, {"paths": {"/orders/{id}": 5}}, {"Resources": 5}])
def test_data_without_examples(data: Any) -> None:
    assert Examples(data).body(_METHOD, _JSON) is MISSING
    assert Examples(data).parameter(_METHOD, "path", "id", "mine") == "mine"
