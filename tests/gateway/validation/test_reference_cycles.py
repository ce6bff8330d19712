"""References of models that lead back to themselves: found before anything is checked against them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.gateway.stages.calls import integration, run, templates
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import RequestValidator
from vtlharness.gateway.validation.reference_cycles import endless_reference

A, B = {"$ref": "#/definitions/A"}, {"$ref": "#/definitions/B"}

ENDLESS: list[dict[str, Any]] = [
    {"A": A},
    {"A": B, "B": A},
    {"A": {"allOf": [{"type": "object"}, A]}},
    {"A": {"anyOf": [B]}, "B": {"oneOf": [{"not": A}]}},
    {"A": {"dependencies": {"x": A}}},
    {"A": {"properties": {"x": B}}, "B": B},
    {"A": {"definitions": {"x": {"allOf": [{"$ref": "#/definitions/A/definitions/x"}]}}}},
    {"A": {"$ref": "#/definitions/a~1b%25"}, "a/b%": A},
]

ENDING: list[dict[str, Any]] = [
    {"A": {"properties": {"mother": A}}},
    {"A": {"items": A, "additionalProperties": B, "patternProperties": {"x": A}}, "B": {"additionalItems": A}},
    {"A": {"allOf": [B, B, {"anyOf": [B]}]}, "B": {"type": "object", "properties": {"x": A}}},
    {"A": {"dependencies": {"x": ["y"]}, "not": {"type": "string"}}},
    {"A": {"properties": {"$ref": {"type": "string"}}}},
    {f"M{number}": {"allOf": [{"$ref": f"#/definitions/M{number + 1}"}] * 2} for number in range(60)} | {"M60": {}},
    {f"M{number}": {"$ref": f"#/definitions/M{number + 1}"} for number in range(5000)} | {"M5000": {}},
]


@pytest.mark.parametrize("definitions", ENDLESS)
def test_endless(definitions: dict[str, Any]) -> None:
    place = endless_reference({"definitions": definitions})
    assert place is not None
    found: Any = {"definitions": definitions}
    for step in place:
        found = found[step]
    assert "$ref" in found


@pytest.mark.parametrize("definitions", ENDING, ids=range(len(ENDING)))
def test_ending(definitions: dict[str, Any]) -> None:
    assert endless_reference({"definitions": definitions}) is None


def validated(models: dict[str, Any], body: str) -> int:
    mock = integration("MOCK", request_templates=templates(json='{"statusCode": 200}'))
    method = {"request_models": {"application/json": "A"}, "request_validator": RequestValidator(True, False)}
    return run(mock, MethodRequest("POST", body=body), method=method, models=models).response.status


@pytest.mark.parametrize("models", ENDLESS[:6])
def test_a_call_says_so(models: dict[str, Any]) -> None:
    with pytest.raises(VtlHarnessError) as caught:
        validated(models, "{}")
    assert str(caught.value) == "the model A is not a JSON schema: a reference in it leads back to itself"


def test_a_model_that_contains_itself_is_fine() -> None:
    pet = {"A": {"type": "object", "properties": {"mother": A}}}
    assert validated(pet, '{"mother": {"mother": {}}}') == 200
    assert validated(pet, '{"mother": {"mother": 1}}') == 400
    with pytest.raises(VtlHarnessError) as caught:
        validated(pet, '{"mother":' * 400 + "{}" + "}" * 400)
    assert str(caught.value) == "the body nests too deep to be checked against the model A"
