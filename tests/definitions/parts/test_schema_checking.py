"""Our quick check of models agrees with `jsonschema`, whose import alone takes as long as reading 500 operations."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

from jsonschema import Draft4Validator

from tests.definitions.mutations.mutating import RETYPED, Change, paths
from vtlharness.definitions.parts.schema_checking import _Checking
from vtlharness.documents.misfit import MisfitError

MODEL: dict[str, Any] = {
    "type": "object",
    "required": ["id", "lines"],
    "properties": {
        "id": {"type": ["string", "null"], "minLength": 1, "maxLength": 9, "pattern": "^[a-z]+$", "enum": ["a", None]},
        "price": {"type": "number", "minimum": 0, "maximum": 9.5, "exclusiveMaximum": True, "multipleOf": 0.5},
        "lines": {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 9, "uniqueItems": True},
        "pair": {"items": [{"type": "string"}, {"not": {"type": "null"}}], "additionalItems": False},
        "any": {"allOf": [{"minProperties": 1}], "anyOf": [{"maxProperties": 9}, {}], "oneOf": [{}]},
    },
    "patternProperties": {"^x-": {"type": "boolean"}},
    "additionalProperties": {"type": "string"},
    "dependencies": {"a": ["b"], "b": {"required": ["c"]}},
    "definitions": {"other": {"type": "string"}},
}


def _meta_schema() -> dict[str, Any]:
    """Draft 4's schema of schemas, without the rules that the service ignores and those that are not checked here."""
    meta = deepcopy(Draft4Validator.META_SCHEMA)
    for key in ("id", "$schema", "title", "description", "format"):
        del meta["properties"][key]
    for limit in ("exclusiveMinimum", "exclusiveMaximum"):  # a number in OpenAPI 3.1
        meta["properties"][limit] = {"type": ["boolean", "number"]}
    del meta["dependencies"]
    names = meta["definitions"]["stringArray"]
    del names["minItems"], names["uniqueItems"]
    del meta["properties"]["enum"]["uniqueItems"]
    types = meta["properties"]["type"]["anyOf"][1]
    del types["minItems"], types["uniqueItems"]
    return meta


META = Draft4Validator(_meta_schema())
VALUES = [name for name in RETYPED if name != "$ref"]  # references are not part of the schema of schemas


def _ours(model: object) -> bool:
    try:
        _Checking({}, {}).schema(model)
    except MisfitError:
        return False
    return True


def test_both_take_the_model() -> None:
    assert _ours(MODEL)
    assert META.is_valid(MODEL)


def test_both_say_the_same_of_changed_models() -> None:
    random = Random("models")
    changes = [Change(operation, path) for path in paths(MODEL) for operation in (*VALUES, "drop", "double")]
    differing = []
    for change in changes:
        model = deepcopy(MODEL)
        change.apply(model)
        second = Change(random.choice(VALUES), random.choice(list(paths(model))))
        for one in (None, second):
            if one is not None:
                one.apply(model)
            if _ours(model) != META.is_valid(model):
                differing.append((change, one, _ours(model)))
    assert differing == []
    assert len(changes) > 500
