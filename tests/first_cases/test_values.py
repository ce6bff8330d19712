"""Values: texts that patterns match, values of models, payloads of what templates read."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft4Validator

from vtlharness.first_cases.reading.inputs import ITEM, JSON, MISSING, VALUE, Origin, Wish
from vtlharness.first_cases.values.matching_text import matching_text, matching_texts, other_matching_text
from vtlharness.first_cases.values.payload import Payload, at, changes, shown_name, wished_value, with_change
from vtlharness.first_cases.values.samples import header_for, plain_value
from vtlharness.first_cases.values.schema_values import schema_value
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
    {"type": "array", "items": [{"type": "integer"}, {"type": "boolean"}], "minItems": 2},
    {"type": "array", "minItems": 2, "uniqueItems": True, "items": {"type": "boolean"}},
    {"type": "array", "minItems": 3, "uniqueItems": True, "items": {"type": "string", "maxLength": 1}},
    {"type": "array", "minItems": 3, "uniqueItems": True, "items": {"type": "integer", "multipleOf": 5}},
    {"type": "array", "minItems": 100, "items": {"type": "integer"}},
    {"type": "string", "minLength": 5, "maxLength": 5},
    {"type": "string", "maxLength": 0},
    {"type": "integer", "multipleOf": 7, "minimum": 8},
    {"type": "integer", "multipleOf": 7, "minimum": 7},
    {"type": "integer", "multipleOf": 7, "minimum": 7, "exclusiveMinimum": True},
    {"type": "integer", "multipleOf": 7, "minimum": -3},
    {"type": "integer", "minimum": 1},
    {"type": "integer", "minimum": 1, "exclusiveMinimum": True},
    {"type": "integer", "maximum": 1},
    {"minLength": 9},
    {"format": "uuid", "minLength": 36, "maxLength": 36},
    {"maximum": 0},
    {"anyOf": [{"type": "integer"}], "minimum": 4},
    {"allOf": [{"allOf": [{"required": ["a"]}]}, {"properties": {"a": {"type": "integer"}}}], "required": ["b"], "properties": {"b": {}}},
    {"type": "object", "minProperties": 100},
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


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "minItems": 10**30, "items": {"type": "string"}},
        {"type": "array", "minItems": -5},
        {"type": "object", "minProperties": 10**30},
        {"type": "string", "minLength": 10**30},
        {"type": "string", "maxLength": -5},
        {"type": "number", "minimum": float("inf")},
        {"type": "number", "minimum": 1e300, "multipleOf": 1e-300},
        {"type": "array", "minItems": 3, "uniqueItems": True, "items": {"type": "number", "minimum": 10**400, "multipleOf": 0.5}},
        {"required": 5, "type": "object"},
        {"allOf": 5},
        {"allOf": [{"properties": 5, "required": 5}], "properties": {"a": {}}, "required": ["a"]},
        {"$ref": "#/definitions/Wide"},
        {"$ref": "#/definitions/All"},
        {"$ref": "#/definitions/Items"},
        {"$ref": "#/definitions/Required"},
    ],
    ids=lambda schema: json.dumps(schema)[:60],
)  # fmt: skip
def test_a_value_does_not_grow_with_what_a_schema_asks_for(schema: dict[str, Any]) -> None:
    names = [f"p{number}" for number in range(30)]
    again = {"$ref": "#/definitions/Wide"}, {"$ref": "#/definitions/Required"}
    models = {
        "Wide": {"properties": dict.fromkeys(names, again[0])},
        "Required": {"properties": dict.fromkeys(names, again[1]), "required": names},
        "All": {"allOf": [{"$ref": "#/definitions/All"}] * 2},
        "Items": {"items": [{"$ref": "#/definitions/Items"}] * 30},
    }
    assert len(json.dumps(schema_value(schema, models))) < 200_000


@pytest.mark.parametrize(
    ("schema", "count"),
    [
        ({"type": "array", "minItems": 101, "items": {}}, 100),
        ({"type": "array", "minItems": 7, "items": {}}, 7),
        ({"type": "array", "minItems": 0, "items": {}}, 1),
        ({"type": "object", "minProperties": 101}, 100),
        ({"type": "string", "minLength": 10_001}, 10_000),
        ({"type": "string", "minLength": 9_999}, 9_999),
    ],
)
def test_the_most_of_a_value(schema: dict[str, Any], count: int) -> None:
    assert len(schema_value(schema, {})) == count


@pytest.mark.parametrize(
    ("name", "kind", "value"),
    [
        ("email", None, "someone@example.com"),
        ("contactEMail", None, "someone@example.com"),
        ("host", None, "host.example.com"),
        ("hostname", None, "hostname"),
        ("callbackUrl", None, "https://example.com"),
        ("birthDate", None, "2024-05-20"),
        ("createdAt", None, "2024-05-20T12:00:00Z"),
        ("format", None, "format"),
        ("count", None, 1),
        ("count", "text", "1"),
        ("county", None, "county"),
        ("isOpen", None, True),
        ("island", None, "island"),
        ("active", "text", "active"),
        ("any", "boolean", True),
        ("any", "number", 1),
        ("tags", "list", ["tags", "tags 2"]),
        ("tags", "map", {}),
        ("$**", None, "text"),
    ],
)
def test_what_a_name_means(name: str, kind: str | None, value: object) -> None:
    found = plain_value(name, kind)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("pattern", "number", "text"),
    [("a|b|c", 0, "a"), ("a|b|c", 2, "c"), ("a|b|c", 3, None), ("(", 0, None), ("[a-c]x", 2, "cx")],
)
def test_other_texts_of_a_pattern(pattern: str, number: int, text: str | None) -> None:
    assert other_matching_text(pattern, number) == text


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("[^a]", "b"),
        ("[^ab1\\-_ A]", "~"),
        ("[^\\w]", " "),
        ("[^a-z]", "1"),
        ("\\D", "a"),
        ("\\W", " "),
        ("\\S", "1"),
        ("\\s", " "),
        ("[\\s]", " "),
        ("[^a][^b]", "ba"),
        ("(?>ab)c", "abc"),
        ("a++b", "ab"),
        ("(a)(b)\\2\\1", "abba"),
        ("x{3,}", "xxx"),
        (".", "x"),
        ("", ""),
        (" a ", " a "),
        ("a?b", "b"),
        ("x[^\\s]?y", "xy"),
        ("x(?!\\s)\\s?y", "xy"),
        ("Task\\s?timed\\s?out\\s?", "Task timed out"),
    ],
)
def test_which_text_a_pattern_gets(pattern: str, text: str) -> None:
    assert matching_text(pattern) == text


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        ("a*", ["", "a"]),
        ("x+", ["x"]),
        ("a{2,3}?", ["aa"]),
        ("a?+b", ["b", "ab"]),
        ("x{2}+y", ["xxy"]),
        ("a{1000}", ["a" * 1000]),
        ("a{1001}", []),
        ("a|b|c", ["a", "b", "c"]),
        ("a.*b", ["ab"]),
        ("ab*", ["a", "ab"]),
        ("a\\s?b", ["a b", "ab"]),
        ("(?>a|b)c", ["ac", "bc"]),
        ("\\(?>", [">", "(>"]),
        ("a\\*+b", ["a*b"]),
        ("[a*]x", ["ax", "*x"]),
        ("(a)(b)\\2", ["abb"]),
        ("(?:b|(a))\\1", ["aa"]),
        ("[ab][0-2]", ["a0", "b1", "a2", "b0", "a1", "b2"]),
        ("[a-z]", [*"abcdefghijkl"]),
        ("[^a]", ["b"]),
        ("[^b]", ["a"]),
        ("[^ab]", ["1"]),
        ("[^ab1]", [" "]),
        ("[^\\w\\s]", ["-"]),
        ("[^ab1 -]", ["_"]),
        ("[^ab1 \\-_]", ["A"]),
        ("[^\\w\\s-]", ["~"]),
        ("[^A-a]", ["b"]),
        ("[^a-c]", ["1"]),
        ("[^b-z]", ["a"]),
        ("[^\\d]", ["a"]),
        ("[^\\D]", ["1"]),
        ("[^\\S]", [" "]),
        ("\\d", ["1"]),
        ("\\D", ["a"]),
        ("\\w", ["1"]),
        ("\\W", [" "]),
        ("\\s", [" "]),
        ("\\S", ["1"]),
        ("(", []),
    ],
)
def test_all_texts_of_a_pattern(pattern: str, texts: list[str]) -> None:
    assert matching_texts(pattern) == texts


@pytest.mark.parametrize(
    ("pattern", "texts"), [("^x", ["x", None]), ("", [" ", "", None]), ("[ab]c$", ["ac", "bc", None]), ("(", [None])]
)
def test_texts_that_a_pattern_finds_by_number(pattern: str, texts: list[str | None]) -> None:
    assert [other_matching_text(pattern, number) for number in range(len(texts))] == texts


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"properties": {"a": {"type": "boolean"}}}, {"a": True}),
        ({"required": ["a"]}, {"a": "a"}),
        ({"items": {"type": "boolean"}}, [True]),
        ({"pattern": "^x$"}, "x"),
        ({"minLength": 6}, "countx"),
        ({"format": "date"}, "2024-05-20"),
        ({"minimum": 3}, 3),
        ({"maximum": 0}, 0),
        ({"description": "nothing"}, 1),
        ({"type": ["null", "boolean"]}, True),
        ({"type": "object", "additionalProperties": {"type": "boolean"}}, {"key": True}),
        ({"type": "object", "additionalProperties": False}, {}),
        ({"type": ["null"]}, None),
        ({"examples": ["first", "second"], "enum": ["other"]}, "first"),
        ({"examples": [], "enum": ["other", "another"]}, "other"),
    ],
)
def test_a_schema_without_a_type_has_the_one_of_its_keys(schema: dict[str, Any], value: object) -> None:
    """A number is what the name `count` stands for."""
    found = schema_value(schema, {}, "count")
    assert (found, type(found)) == (value, type(value))


EXACT: list[tuple[dict[str, Any], str, Any]] = [
    ({"oneOf": [{"type": "boolean"}]}, "", True),
    ({"anyOf": [{"type": "boolean"}]}, "", True),
    ({"oneOf": []}, "a", "a"),
    ({"anyOf": 5, "oneOf": []}, "a", "a"),
    ({"type": "array", "items": {"type": "string"}}, "tags", ["tag"]),
    ({"type": "array", "items": {"type": "string"}}, "item", ["item"]),
    ({"type": "array", "items": {}}, "counts", [1]),
    ({"allOf": [{"properties": {"a": {"type": "boolean"}}}, {"properties": {"b": {"type": "boolean"}}}]}, "", {"a": True, "b": True}),
    ({"allOf": [{"required": ["a"]}, {"required": ["b"]}]}, "", {"a": "a", "b": "b"}),
    ({"allOf": [{"required": ["a"]}, {"required": "b"}]}, "", {}),
    ({"type": "array", "minItems": 4, "uniqueItems": True, "items": {"type": "boolean"}}, "", [True, False, True, False]),
    ({"type": "array", "minItems": 3, "items": {"type": "boolean"}}, "", [True, True, True]),
    ({"type": "array", "minItems": 2, "uniqueItems": True, "items": {"type": "null"}}, "", [None, None]),
    ({"type": "array", "minItems": 2, "uniqueItems": True, "items": {"properties": {"n": {"type": "integer"}}}}, "", [{"n": 1}, {"n": 2}]),
    ({"type": "array", "minItems": 2, "uniqueItems": True, "items": {"properties": {"l": {"type": "array"}, "n": {"type": "string", "maxLength": 1}}}}, "", [{"l": ["l"], "n": "n"}, {"l": ["l"], "n": "1"}]),
    ({"type": "array", "minItems": 2, "uniqueItems": True, "items": {"properties": {"l": {"properties": {"x": {"type": "integer"}}}}}}, "", [{"l": {"x": 1}}, {"l": {"x": 2}}]),
    ({"type": "array", "minItems": 2, "uniqueItems": True, "items": {"type": "object"}}, "", [{}, {}]),
    ({"type": "array", "minItems": 3, "uniqueItems": True, "items": {"type": "string"}}, "tags", ["tag", "tag2", "tag3"]),
    ({"type": "array", "minItems": 3, "uniqueItems": True, "items": {"type": "string", "maxLength": 1}}, "", ["t", "1", "2"]),
    ({"type": "array", "minItems": 3, "uniqueItems": True, "items": {"type": "string", "maxLength": 5}}, "", ["text", "text2", "text3"]),
    ({"type": "array", "minItems": 3, "uniqueItems": True, "items": {"type": "string", "pattern": "^[a-c]$"}}, "", ["a", "b", "c"]),
    ({"type": "array", "minItems": 3, "uniqueItems": True, "items": {"type": "string", "pattern": "^[ab]$"}}, "", ["a", "b", "a"]),
    ({"type": "array", "minItems": 3, "uniqueItems": True, "items": {"type": "integer", "multipleOf": 5}}, "", [5, 10, 15]),
    ({"type": "array", "minItems": 3, "uniqueItems": True, "items": {"enum": ["a", "b"]}}, "", ["a", "b", "a3"]),
    ({"type": "number", "multipleOf": 0}, "", 1),
    ({"type": "number", "multipleOf": -2}, "", 1),
    ({"type": "number", "multipleOf": 0.5}, "", 0.5),
    ({"type": "number", "multipleOf": 2}, "", 2),
    ({"type": "number", "multipleOf": 0, "minimum": 3}, "", 3),
    ({"type": "number", "multipleOf": -2, "minimum": 3}, "", 3),
    ({"type": "number", "multipleOf": 0.5, "minimum": 3}, "", 3.0),
    ({"minimum": 1.0}, "", 1.0),
    ({"minimum": 0.5}, "", 1),
    ({"minimum": 2.5}, "", 2.5),
    ({"maximum": 1.0}, "", 1.0),
    ({"maximum": 0.5}, "", 0.5),
    ({"maximum": 5}, "", 1),
    ({"minimum": 1, "exclusiveMinimum": True}, "", 2),
    ({"minimum": 0, "exclusiveMinimum": True}, "", 1),
    ({"minimum": 2, "exclusiveMinimum": True}, "", 3),
    ({"minimum": 14, "multipleOf": 7}, "", 14),
    ({"minimum": 7, "multipleOf": 7}, "", 7),
    ({"minimum": True}, "", 1),
    ({"minimum": "3"}, "", 1),
    ({"format": "date"}, "", "2024-05-20"),
    ({"format": "date-time"}, "", "2024-05-20T12:00:00Z"),
    ({"format": "email"}, "", "someone@example.com"),
    ({"format": "uri"}, "", "https://example.com"),
    ({"format": "uuid"}, "", "11111111-2222-4333-8444-555555555555"),
    ({"format": "ipv4"}, "", "192.0.2.1"),
    ({"format": "hostname"}, "x", "x"),
    ({"format": 5}, "", "text"),
    ({"type": "string"}, "", "text"),
    ({"type": "string"}, "createdAt", "2024-05-20T12:00:00Z"),
    ({"type": "string", "minLength": 4}, "", "text"),
    ({"type": "string", "minLength": 5}, "", "textx"),
    ({"type": "string", "maxLength": 4}, "", "text"),
    ({"type": "string", "maxLength": 3}, "", "tex"),
    ({"pattern": "x"}, "axb", "x"),
    ({"pattern": "x$"}, "abx", "abx"),
    ({"pattern": "x$"}, "ab", "x"),
    ({"pattern": "^x"}, "ax", "x"),
    ({"pattern": "("}, "a", "a"),
    ({"pattern": 5}, "a", "a"),
    ({"pattern": "(?i)X"}, "a", "X"),
    ({"type": []}, "n", 1),
    ({"type": ["null"]}, "", None),
    ({"type": ["null", "integer"]}, "", 1),
    ({"type": "strange"}, "", "value"),
    ({"type": "strange"}, "n", 1),
    ({}, "", "value"),
    ({"type": "object", "minProperties": 2}, "", {"property1": "value", "property2": "value"}),
    ({"type": "object", "minProperties": 2, "properties": {"a": {}}}, "", {"a": "a", "property2": "value"}),
    ({"type": "object", "additionalProperties": {"type": "boolean"}, "minProperties": 2}, "", {"key": True, "property2": "value"}),
    ({"type": "object", "properties": {"a": {}}, "additionalProperties": {"type": "boolean"}}, "", {"a": "a"}),
    ({"required": ["b", "a", 5], "properties": {"a": {"type": "boolean"}, "c": {}}}, "", {"a": True, "c": "c", "b": "b"}),
    ({"items": [{"type": "boolean"}, {}]}, "s", [True, "s"]),
    ({"examples": {}}, "a", "a"),
    ({"enum": 5}, "a", "a"),
    ({"type": "integer", "minimum": 14, "maximum": 20, "multipleOf": 7}, "", 14),
    ({"type": "integer", "maximum": 20, "minimum": 8, "multipleOf": 7.0}, "", 14),
    ({"type": "integer", "maximum": 14, "exclusiveMaximum": True, "minimum": 9, "multipleOf": 2}, "", 10),
    ({"type": "integer", "maximum": -3, "multipleOf": 7}, "", -7),
    ({"type": "integer", "maximum": -7, "multipleOf": 7, "exclusiveMaximum": True}, "", -14),
    ({"type": "integer", "maximum": 0, "exclusiveMaximum": True}, "", -1),
    ({"type": "integer", "maximum": 1, "exclusiveMaximum": True}, "", 0),
    ({"type": "integer", "maximum": 2, "exclusiveMaximum": True}, "", 1),
    ({"type": "integer", "minimum": 2.5}, "", 3),
    ({"type": "integer", "minimum": 2.0, "exclusiveMinimum": True}, "", 3),
    ({"type": "integer", "maximum": -2.5}, "", -3),
    ({"type": "integer", "multipleOf": 0.5}, "", 1),
    ({"type": "integer", "multipleOf": 0, "minimum": 1.5}, "", 2),
    ({"type": "number", "maximum": 0.0}, "", 0.0),
    ({"type": "number", "maximum": -1.5, "exclusiveMaximum": True}, "", -2.5),
    ({"type": "number", "maximum": 0.25, "multipleOf": 0.5}, "", 0.0),
    ({"type": "number", "minimum": 1.5, "multipleOf": 0.5}, "", 1.5),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "name", "value"), EXACT)
def test_which_value_a_schema_gets(schema: dict[str, Any], name: str, value: Any) -> None:
    assert json.dumps(schema_value(schema, {}, name)) == json.dumps(value)


RECURSIVE: dict[str, dict[str, Any]] = {
    "Member": {"properties": {"next": {"$ref": "#/definitions/Member"}, "v": {"type": "integer"}}, "required": ["v"]},
    "Required": {"properties": {"r": {"$ref": "#/definitions/Required"}}, "required": ["r"]},
    "Values": {"type": "object", "additionalProperties": {"$ref": "#/definitions/Values"}},
    "Items": {"items": {"$ref": "#/definitions/Items"}},
    "Tuple": {"items": [{"$ref": "#/definitions/Tuple"}]},
    "One": {"oneOf": [{"properties": {"next": {"$ref": "#/definitions/One"}}}]},
    "All": {"allOf": [{"properties": {"next": {"$ref": "#/definitions/All"}}}]},
    "Itself": {"$ref": "#/definitions/Itself"},
}


@pytest.mark.parametrize(
    ("model", "text"),
    [
        ("Member", '{"next": {"next": {"next": {"v": 1}, "v": 1}, "v": 1}, "v": 1}'),
        ("Required", '{"r": ' * 12 + '"r"' + "}" * 12),
        ("Values", '{"key": {"key": {"key": {}}}}'),
        ("Items", "[[[[]]]]"),
        ("Tuple", "[" * 12 + '"text"' + "]" * 12),
        ("One", '{"next": {"next": "next"}}'),
        ("All", '{"next": {"next": "next"}}'),
        ("Itself", '"text"'),
    ],
)
def test_how_far_a_model_is_followed_into_itself(model: str, text: str) -> None:
    assert json.dumps(schema_value({"$ref": f"#/definitions/{model}"}, RECURSIVE)) == text


@pytest.mark.parametrize(
    ("before", "behind", "innermost", "text"),
    [
        ('{"items": ', "}", '{"type": "boolean"}', "[[[[[[[]]]]]]]"),
        ('{"properties": {"a": ', "}}", '{"properties": {"b": {}}}', '{"a": ' * 6 + "{}" + "}" * 6),
        ('{"allOf": [{"properties": {"a": {}}}, ', "]}", '{"properties": {"b": {}}}', '{"a": "a"}'),
    ],
)
def test_how_deep_the_value_of_a_schema_is(before: str, behind: str, innermost: str, text: str) -> None:
    """The innermost schema is deeper than what is followed."""
    assert json.dumps(schema_value(json.loads(f"{before * 9}{innermost}{behind * 9}"), {})) == text


def test_how_many_values_a_schema_gets() -> None:
    """5,000 in all; what is required is there in any case."""
    properties: dict[str, Any] = {f"p{number}": {} for number in range(6_000)}
    assert len(schema_value({"properties": properties}, {})) == 4_999
    value = schema_value({"properties": properties, "required": ["p5999"]}, {})
    assert (len(value), value["p5999"]) == (5_000, "p5999")


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
        "map": {"key": {"v": "v"}, "key2": {"v": "v"}},
        "count": 1,
    }


def _wish(kind: str | None, *values: Any, bare: bool = False) -> Wish:
    wish = Wish()
    wish.kind, wish.bare = kind, bare
    for value in values:
        wish.may_be(value)
    return wish


@pytest.mark.parametrize(
    ("name", "wish", "value"),
    [
        ("a", _wish(None), "a"),
        ("id", _wish(None), "id"),
        ("id", _wish(None, bare=True), 1),
        ("isOpen", _wish(None, bare=True), True),
        ("id", _wish("text", bare=True), "id"),
        ("a", _wish("list"), ["a", "a 2"]),
        ("a", _wish("map"), {}),
        ("a", _wish(None, ("size", 3), "gold"), "gold"),
        ("a", _wish(None, ("containing", "x"), "gold"), "x"),
        ("a", _wish("number", ("containing", "x")), "x"),
        ("a", _wish(None, ("containing", 5)), "5"),
        ("a", _wish(None, ("matching", "[0-9]{2}"), "gold"), "00"),
        ("a", _wish(None, ("matching", "("), "gold"), "gold"),
        ("a", _wish(None, False), "a"),
        ("a", _wish(None, True, "gold"), "gold"),
        ("a", _wish("boolean", False), False),
        ("a", _wish("boolean", "gold"), True),
        ("a", _wish("text", 5, "gold"), "gold"),
        ("a", _wish("text", "", "gold"), "gold"),
        ("a", _wish("text", 5), "a"),
        ("a", _wish("number", "gold"), 1),
        ("a", _wish("number", "gold", 5), 5),
        ("a", _wish("number", False), 1),
        ("a", _wish("list", [7]), [7]),
    ],
)
def test_the_value_that_a_place_gets(name: str, wish: Wish, value: Any) -> None:
    found = wished_value(name, wish)
    assert (found, type(found)) == (value, type(value))


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
        ("another value", "another a.level"),
        (MISSING, "without a"),
    ]


def test_changes_of_a_list() -> None:
    wish = Wish()
    for size in (0, 1, 2, 3):
        wish.may_be(("size", size))
    found = [(one.value, one.words) for one in changes(Origin("body", ("tags",)), wish, ["a", "a 2"])]
    assert found == [([], "empty tags"), (["a"], "one item in tags"), (["a", "a 2", "a 2 2"], "3 items in tags")]


@pytest.mark.parametrize(
    ("present", "found"),
    [
        ("ab", [("", "empty a"), (MISSING, "without a"), ("a", "a has 1 character"), ("aba", "a has 3 characters")]),
        ({"k": 1}, [({}, "empty a"), ({"k": 1, "k2": 2, "k3": 2}, "3 items in a")]),
        ({}, [(MISSING, "without a")]),
        ([], [(MISSING, "without a")]),
        (5, [([], "empty a"), (MISSING, "without a")]),
    ],
)  # fmt: skip
def test_sizes_of_other_values(present: Any, found: list[tuple[Any, str]]) -> None:
    wish = Wish()
    for size in (0, 1, 3):
        wish.may_be(("size", size))
    made = [(one.value, one.words) for one in changes(Origin("body", ("a",)), wish, present)]
    assert [one for one in made if "another" not in one[1]] == found


@pytest.mark.parametrize(
    ("wished", "present", "found"),
    [
        (True, 1, [(True, "a is true")]),
        (1, True, [(1, "a is 1")]),
        (True, True, []),
        ("", "x", [("", "empty a"), ("another value", "another a")]),
        ("y" * 30, 5, [("y" * 30, f"a is {'y' * 30}")]),
        ("y" * 31, 5, [("y" * 31, f"a is {'y' * 29}\u2026")]),
        ([1], 5, [([1], "a is [1]")]),
        (("containing", "x"), "y", [("x", "a is x"), ("another value", "another a")]),
        (("matching", "("), 5, []),
    ],
)
def test_other_values_of_a_place(wished: Any, present: Any, found: list[tuple[Any, str]]) -> None:
    wish = Wish()
    wish.may_be(wished)
    made = [(one.value, one.words) for one in changes(Origin("body", ("a",)), wish, present)]
    assert [(value, type(value), words) for value, words in made] == [
        (value, type(value), words) for value, words in found
    ]


@pytest.mark.parametrize(
    ("place", "steps", "name"),
    [("body", (), "body"), ("body", ("a", ITEM, "b"), "a.b"), ("header", (JSON,), "headers"), ("header", ("A",), "A")],
)
def test_how_a_place_is_called(place: Any, steps: tuple[str, ...], name: str) -> None:
    wish = Wish()
    wish.may_be(MISSING)
    holders = ["without a"] if name == "a.b" else []
    assert [one.words for one in changes(Origin(place, steps), wish, 1)] == [f"without {name}", *holders]


def test_types_of_dynamodb() -> None:
    wishes = _wishes(*[("item", kind) for kind in ("S", "N", "BOOL", "B", "NULL")], ("item", "M", "a", "S"), ("S",))
    item = {"S": "item", "N": "1", "BOOL": True, "B": "dGV4dA==", "NULL": True, "M": {"a": {"S": "a"}}}
    assert Payload(wishes).data() == {"item": item, "S": "S"}


@pytest.mark.parametrize(
    ("places", "base", "data"),
    [
        ([("a", "b")], {"a": 5}, {"a": 5}),
        ([("l", ITEM, "x")], {"l": "text"}, {"l": "text"}),
        ([("l", ITEM)], {"l": []}, {"l": ["l", "l 2"]}),
        ([("ids", ITEM)], {}, {"ids": ["id", "id 2"]}),
        ([("as", ITEM)], {}, {"as": ["as", "as 2"]}),
        ([(ITEM,)], MISSING, ["item", "item 2"]),
        ([("m", VALUE)], {"m": {"x": 1, "y": 2}}, {"m": {"x": 1, "y": 2}}),
        ([("m", VALUE, "v")], {"m": {"x": {}, "y": {}}}, {"m": {"x": {"v": "v"}, "y": {"v": "v"}}}),
        ([()], MISSING, "text"),
    ],
)
def test_payloads_of_places(places: list[tuple[str, ...]], base: Any, data: Any) -> None:
    assert Payload(_wishes(*places), base).data() == data


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


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("message", "message"),
        ("image", "image"),
        ("account", "account"),
        ("storage", "storage"),
        ("age", 1),
        ("pageSize", 1),
        ("order_count", 1),
        ("X-Total", 1),
        ("createdAt", "2024-05-20T12:00:00Z"),
        ("format", "format"),
        ("runtime", "runtime"),
        ("birth-date", "2024-05-20"),
        ("imageURL", "https://example.com"),
        ("contactEmail", "someone@example.com"),
        ("isGift", True),
        ("island", "island"),
        ("", "text"),
    ],
)
def test_samples_by_the_words_of_a_name(name: str, value: Any) -> None:
    assert plain_value(name, None) == value


@pytest.mark.parametrize(("name", "value"), [("id", 1), ("active", True), ("hasNext", True), ("total", 1)])
def test_samples_that_stand_in_json_without_quotes(name: str, value: Any) -> None:
    assert plain_value(name, "bare") is value or plain_value(name, "bare") == value


@pytest.mark.parametrize(
    ("name", "value"),
    [("accept", "application/json"), ("If-None-Match", '"1"'), ("X-Tenant", "X-Tenant"), ("X-Count", "1")],
)
def test_samples_of_headers(name: str, value: str) -> None:
    assert header_for(name) == value


_NUMBERS = """age amount count height latitude limit longitude max min n num number offset page price qty quantity rating
    size subtotal total weight width year"""
_BOOLEANS = "active enabled express gift ok success truncated urgent valid isOpen hasNext canEdit shouldRetry"
_ADDRESSES = "href link uri url"
_DAYS = "birthday date day"
_TIMES = "at time timestamp"


@pytest.mark.parametrize("name", _NUMBERS.split())
def test_names_of_numbers(name: str) -> None:
    assert (plain_value(name, None), plain_value(f"the-{name}", None), plain_value(name, "text")) == (1, 1, "1")


@pytest.mark.parametrize("name", _BOOLEANS.split())
def test_names_of_booleans(name: str) -> None:
    assert plain_value(name, None) is plain_value(name, "bare") is True
    assert plain_value(name, "text") == name
    assert plain_value(f"the_{name}", None) is not True


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (_ADDRESSES, "https://example.com"),
        (_DAYS, "2024-05-20"),
        (_TIMES, "2024-05-20T12:00:00Z"),
        ("host", "host.example.com"),
    ],
)
def test_names_of_texts(names: str, text: str) -> None:
    assert {plain_value(name, kind) for name in names.split() for kind in (None, "text")} == {text}
    assert plain_value(names.split()[0], "list") == [text, f"{text} 2"]
    assert plain_value(names.split()[0], "map") == {}


def test_headers_look_as_they_do() -> None:
    """What a developer reads in the first cases; each is a value that the header can have."""
    date = "Mon, 20 May 2024 12:00:00 GMT"
    looks = {
        "Accept": "application/json",
        "Accept-Encoding": "gzip",
        "Accept-Language": "en",
        "Authorization": "token",
        "Cache-Control": "no-cache",
        "Content-Encoding": "identity",
        "Content-Language": "en",
        "Content-Type": "application/json",
        "Cookie": "session=1",
        "Date": date,
        "ETag": '"1"',
        "Expires": date,
        "If-Match": '"1"',
        "If-Modified-Since": date,
        "Last-Modified": date,
        "Location": "https://example.com",
        "Origin": "https://example.com",
        "Referer": "https://example.com",
        "Retry-After": "120",
        "Set-Cookie": "session=1",
        "User-Agent": "curl/8.5.0",
        "X-Forwarded-For": "192.0.2.1",
        "X-Forwarded-Proto": "https",
    }
    assert {name: header_for(name) for name in looks} == looks


def test_attributes_of_each_type() -> None:
    types = ("S", "N", "BOOL", "SS", "NULL", "B", "NS", "L", "M")
    assert Payload(_wishes(*(("Item", VALUE, one) for one in types))).data() == {
        "Item": {
            "name": {"S": "name"},
            "count": {"N": "1"},
            "active": {"BOOL": True},
            "tags": {"SS": ["tags", "tags 2"]},
            "nothing": {"NULL": True},
            "data": {"B": "dGV4dA=="},
            "numbers": {"NS": ["1", "2"]},
            "list": {"L": [{"S": "list"}, {"S": "list 2"}]},
            "map": {"M": {"map": {"S": "map"}}},
        }
    }
    assert Payload(_wishes(*(("L", ITEM, one) for one in ("S", "M")))).data() == {
        "L": [{"S": "name"}, {"M": {"map": {"S": "map"}}}]
    }


def test_sizes_of_a_map() -> None:
    wish = Wish()
    for size in (2, 0, 1, 3):
        wish.may_be(("size", size))
    found = [(one.value, one.words) for one in changes(Origin("header"), wish, {"a": "1", "b": "2"})]
    assert found == [
        ({}, "empty headers"),
        ({"a": "1"}, "one item in headers"),
        ({"a": "1", "b": "2", "b3": "2 2"}, "3 items in headers"),
    ]


@pytest.mark.parametrize(
    ("steps", "name"),
    [
        (("Items", ITEM, "tags", "SS"), "Items.tags"),
        (("Items", ITEM, VALUE, "S"), "Items.*.S"),
        (("Items", ITEM), "item of Items"),
        (("a", "L", ITEM, "M", "b", "N"), "a.b"),
        (("errorMessage", JSON, "code"), "errorMessage.code"),
        (("S",), "S"),
        ((), "body"),
        ((VALUE,), "*"),
        ((ITEM,), "item of body"),
    ],
)
def test_names_of_places(steps: tuple[str, ...], name: str) -> None:
    assert shown_name(Origin("body", steps)) == name


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("header", "headers"),
        ("path", "path parameters"),
        ("querystring", "query string"),
        ("stageVariables", "stage variables"),
        ("context", "context"),
    ],
)
def test_names_of_whole_places(place: Any, name: str) -> None:
    assert (shown_name(Origin(place)), shown_name(Origin(place, ("a",)))) == (name, "a")


def test_a_condition_about_presence_gives_no_boolean() -> None:
    wish = Wish()
    for value in (MISSING, False, True):
        wish.may_be(value)
    assert Payload({("note",): wish}).data() == {"note": "note"}


GREEDY: list[dict[str, Any]] = [
    {"type": "array", "minItems": 10**9, "items": {"type": "string"}},
    {"type": "array", "minItems": 1000, "items": {"minItems": 1000, "items": {"minItems": 1000, "items": {}}}},
    {"type": "array", "minItems": 50, "items": {"$ref": "#/definitions/Lists"}},
    {"type": "array", "items": []},
    {"type": "string", "minLength": 10**9},
    {"type": "string", "pattern": "^a{100000000}$"},
    {"type": "string", "pattern": "^((a{900}){900}){900}$"},
    {"type": "object", "minProperties": 10**9},
    {"$ref": "#/definitions/Wide"},
    {"type": "integer", "minimum": 10**400, "multipleOf": 1e-300},
    {"type": "number", "minimum": 1e308, "exclusiveMinimum": True, "multipleOf": 1e-308},
]  # fmt: skip
WIDE = {
    "Wide": {"properties": {f"p{number}": {"$ref": "#/definitions/Wide"} for number in range(100)}},
    "Lists": {"type": "array", "minItems": 50, "items": {"$ref": "#/definitions/Lists"}},
}


@pytest.mark.parametrize("schema", GREEDY, ids=json.dumps)
def test_a_model_that_wants_much_gets_little(schema: dict[str, Any]) -> None:
    assert len(json.dumps(schema_value(schema, WIDE))) < 200_000


def test_lists_inside_each_other_do_not_double_the_data_for_ever() -> None:
    data = Payload(_wishes((*("l", ITEM) * 20, "v"))).data()
    assert len(json.dumps(data)) < 10_000
    attributes = [(ITEM, "L", ITEM, "M", "m") * number for number in range(1, 11)]
    data = Payload(_wishes(*(("l", *steps, ITEM, "S") for steps in attributes))).data()
    assert len(json.dumps(data)) < 10_000


def _leaves(value: Any) -> int:
    if isinstance(value, str):
        return _leaves(json.loads(value)) if value[0] in "[{" else 1
    return sum(map(_leaves, value.values() if isinstance(value, dict) else value))


@pytest.mark.parametrize("step", [ITEM, VALUE])
@pytest.mark.parametrize(
    ("steps", "counts"),
    [
        ((), [2, 4, 8, 16, 16]),
        (("m",), [2, 4, 8, 16, 16]),
        (("M",), [2, 4, 8, 16, 16]),
        ((JSON,), [2, 4, 8, 16, 16]),
        ((ITEM, JSON), [4, 8, 16, 16, 16]),
        ((VALUE, "M"), [4, 8, 16, 16, 16]),
    ],
)
def test_four_levels_have_two_items_each(step: str, steps: tuple[str, ...], counts: list[int]) -> None:
    payloads = (Payload(_wishes(("a", *steps, *(step,) * levels))) for levels in range(1, 6))
    assert [_leaves(payload.data()) for payload in payloads] == counts


@pytest.mark.parametrize("size", [10**6, 10**12])
def test_a_size_that_is_too_large_gives_no_change(size: int) -> None:
    wish = Wish()
    wish.may_be(("size", size))
    assert [one.words for one in changes(Origin("body", ("a",)), wish, "text")] == ["another a"]
    assert [*changes(Origin("body", ("a",)), wish, ["item"])] == []
