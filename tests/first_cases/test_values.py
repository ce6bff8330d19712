"""Values: texts that patterns match, values of models, payloads of what templates read."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft4Validator

from vtlharness.first_cases.inputs import ITEM, JSON, MISSING, VALUE, Origin, Wish
from vtlharness.first_cases.matching_text import matching_text
from vtlharness.first_cases.schema_values import schema_value
from vtlharness.first_cases.values import Payload, at, changes, with_change
from vtlharness.java.regex.pattern import compile_java


@pytest.mark.parametrize(
    "pattern",
    [
        r"4\d{2}",
        r".*Not found.*",
        r"^\[BadRequest\].*",
        r"(?s).*timed out.*",
        r"(?i)error: .+",
        r".*\"status\":\s?404.*",
        r"a|b|c",
        r"(Not|No) [a-z]+ (\d+)!?",
        r"[^a]+x",
        r"\w+@\w+\.com",
        r"5\d\d|4[0-9]{2}",
        r"(\w)-\1",
        r"[A-Z]{3}-\d{4,}",
        r"(?:ab)+?c*",
    ],
)
def test_a_text_that_a_pattern_matches(pattern: str) -> None:
    text = matching_text(pattern)
    assert text is not None
    assert compile_java(pattern, 0).engine.fullmatch(text)


@pytest.mark.parametrize("pattern", ["(", "a(?=b)", "[", "x{2,1}", "(?!)"])
def test_a_pattern_without_a_text(pattern: str) -> None:
    assert matching_text(pattern) is None


def test_the_wanted_text_comes_first() -> None:
    assert matching_text(".*", "hello") == "hello"
    assert matching_text(r"\d+", "hello") != "hello"


SCHEMAS: list[dict[str, Any]] = [
    {"type": "object", "required": ["id", "n"], "properties": {"id": {"type": "string"}, "n": {"type": "integer", "minimum": 3}}},
    {"type": "string", "pattern": "^[A-Z]{3}-[0-9]+$"},
    {"type": "string", "minLength": 12},
    {"type": "string", "maxLength": 2},
    {"type": "string", "format": "date-time"},
    {"type": "array", "minItems": 3, "uniqueItems": True, "items": {"type": "string"}},
    {"type": "array", "minItems": 3, "uniqueItems": True, "items": {"enum": ["a", "b", "c"]}},
    {"type": "array", "minItems": 2, "uniqueItems": True, "items": {"type": "string", "pattern": "^[a-c]x$"}},
    {"type": "array", "minItems": 2, "uniqueItems": True, "items": {"properties": {"n": {"type": "integer"}}}},
    {"type": "array", "minItems": 3, "items": {"type": "number", "multipleOf": 0.5, "minimum": 2}},
    {"type": "integer", "minimum": 5, "exclusiveMinimum": True},
    {"type": "integer", "maximum": -3},
    {"type": ["null", "object"], "properties": {"a": {"enum": ["x", "y"]}}},
    {"allOf": [{"$ref": "#/definitions/Base"}, {"type": "object", "properties": {"b": {"type": "boolean"}}, "required": ["b"]}]},
    {"oneOf": [{"type": "string"}, {"type": "integer"}]},
    {"anyOf": [{"$ref": "#/definitions/Base"}]},
    {"$ref": "#/definitions/Itself"},
    {"type": "object", "minProperties": 2},
    {"enum": [5, "x"]},
    {"items": {"type": "null"}},
    {"properties": {"a": {"minimum": 7}}, "required": ["a", "unknown"]},
    {},
]  # fmt: skip
MODELS = {
    "Base": {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
    "Itself": {"type": "object", "properties": {"next": {"$ref": "#/definitions/Itself"}, "v": {"type": "integer"}}, "required": ["v"]},
}  # fmt: skip


@pytest.mark.parametrize("schema", SCHEMAS, ids=json.dumps)
def test_a_value_fits_its_schema(schema: dict[str, Any]) -> None:
    Draft4Validator({**schema, "definitions": MODELS}).validate(schema_value(schema, MODELS))


@pytest.mark.parametrize(
    "schema", [None, 5, {"$ref": "#/definitions/Missing"}, {"type": 5}, {"properties": 3}, {"allOf": [3]}]
)
def test_what_is_not_a_schema_has_a_value_all_the_same(schema: Any) -> None:
    json.dumps(schema_value(schema, MODELS))


@pytest.mark.parametrize("key", ["example", "default"])
def test_examples_come_first(key: str) -> None:
    assert schema_value({"type": "string", key: "mine"}, {}) == "mine"


def _wishes(*places: tuple[str, ...]) -> dict[tuple[str, ...], Wish]:
    return {place: Wish() for place in places}


def test_a_payload_of_places() -> None:
    wishes = _wishes(
        ("order", "customer"), ("order", "items", ITEM, "id"), ("text", JSON, "a"), ("map", VALUE, "v"), ("count",)
    )
    assert Payload(wishes).data() == {
        "order": {"customer": "customer", "items": [{"id": "id"}, {"id": "id 2"}]},
        "text": '{"a": "a"}',
        "map": {"key": {"v": "v"}},
        "count": 1,
    }


def test_a_payload_over_an_example() -> None:
    wishes = _wishes(("a",), ("b", "c"), ("list", ITEM, "x"))
    base = {"a": 5, "own": True, "list": [{"x": 1}, {}]}
    assert Payload(wishes, base).data() == {"a": 5, "own": True, "list": [{"x": 1}, {"x": "x"}], "b": {"c": "c"}}


def test_the_first_value_that_is_asked_for_counts() -> None:
    wish = Wish()
    wish.may_be(MISSING)
    wish.may_be("gold")
    assert Payload({("level",): wish}).data() == {"level": "gold"}


def test_changes_of_a_place() -> None:
    wish = Wish()
    for value in ("gold", MISSING, ("matching", "[0-9]{2}")):
        wish.may_be(value)
    found = [(one.value, one.words) for one in changes(Origin("body", ("a", "level")), wish, "gold")]
    assert found == [
        (MISSING, "without a.level"),
        ("00", "a.level is 00"),
        ("another value", "a.level is something else"),
    ]


def test_changes_of_a_list() -> None:
    wish = Wish()
    for size in (0, 1, 3):
        wish.may_be(("size", size))
    found = [(one.value, one.words) for one in changes(Origin("body", ("tags",)), wish, ["a", "a 2"])]
    assert found == [([], "tags is empty"), (["a"], "tags has 1 item"), (["a", "a 2", "a 2 2"], "tags has 3 items")]


@pytest.mark.parametrize(
    ("steps", "value", "expected"),
    [
        (("a",), MISSING, {"l": [{"x": 1}, 2], "t": '{"j": 1}'}),
        (("a",), 5, {"a": 5, "l": [{"x": 1}, 2], "t": '{"j": 1}'}),
        (("l", ITEM, "x"), 7, {"a": {"k": 1}, "l": [{"x": 7}, 2], "t": '{"j": 1}'}),
        (("l", ITEM), MISSING, {"a": {"k": 1}, "l": [2], "t": '{"j": 1}'}),
        (("t", JSON, "j"), 2, {"a": {"k": 1}, "l": [{"x": 1}, 2], "t": '{"j": 2}'}),
        (("a", VALUE), 3, {"a": {"k": 3}, "l": [{"x": 1}, 2], "t": '{"j": 1}'}),
    ],
)
def test_data_with_a_change(steps: tuple[str, ...], value: Any, expected: Any) -> None:
    data = {"a": {"k": 1}, "l": [{"x": 1}, 2], "t": '{"j": 1}'}
    assert with_change(data, steps, value) == expected
    assert data == {"a": {"k": 1}, "l": [{"x": 1}, 2], "t": '{"j": 1}'}
    assert value is MISSING or at(expected, steps) == value


@pytest.mark.parametrize("steps", [("x", "y"), ("n", "y"), ("n", ITEM), ("e", ITEM), ("e2", VALUE), ("n", JSON, "a")])
def test_a_place_that_is_not_there(steps: tuple[str, ...]) -> None:
    data = {"n": 5, "e": [], "e2": {}}
    assert at(data, steps) is MISSING
    with pytest.raises((LookupError, TypeError, ValueError)):
        with_change(data, steps, MISSING)
