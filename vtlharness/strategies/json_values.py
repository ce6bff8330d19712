"""Strategies for JSON data, any or of a model.

Comes in: a model's schema (JSON Schema, draft 4) in one document with all that it refers to. Goes out: a strategy. What
is drawn fits most of the schema; the caller filters by a validator what only that can tell.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any, TypeAlias

from hypothesis import strategies as st

Schema: TypeAlias = Mapping[str, Any]

_DEEPEST = 5
"""The depth from which on only what is required is drawn."""
_MOST_ITEMS = 5
_BOUND = 2**53
_TYPES = ("object", "array", "string", "number", "integer", "boolean", "null")

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
"""Any text that JSON in UTF-8 can hold: quotes, backslashes and control characters are among it."""
NUMBERS = st.integers(-_BOUND, _BOUND) | st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXT
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=8
)


class JsonValues:
    """Strategies for the schemas of one document, whose `definitions` they refer to."""

    def __init__(self, definitions: Mapping[str, Schema]) -> None:
        self._definitions = definitions

    def of(self, schema: Schema, depth: int = 0) -> st.SearchStrategy[Any]:
        """The data that a schema describes."""
        if "$ref" in schema:
            return self.of(self._definitions[_referred(schema["$ref"])], depth + 1)
        if "enum" in schema:
            return st.sampled_from(schema["enum"]).map(deepcopy)
        if schema.get("allOf"):
            return self.of(self._together(schema), depth)
        for key in ("anyOf", "oneOf"):
            if schema.get(key):
                rest = {name: value for name, value in schema.items() if name != key}
                return st.one_of([self.of(_merged(rest, self._target(one)), depth) for one in schema[key]])
        return st.one_of([self._of_type(name, schema, depth) for name in _types(schema)])

    def _of_type(self, name: str, schema: Schema, depth: int) -> st.SearchStrategy[Any]:
        if name == "object":
            return self._objects(schema, depth)
        if name == "array":
            return self._arrays(schema, depth)
        if name == "string":
            return _texts(schema)
        if name in ("number", "integer"):
            return _numbers(schema, whole=name == "integer")
        if name not in _TYPES:
            raise ValueError(f"JSON has no type {name!r}")
        return st.booleans() if name == "boolean" else st.none()

    def _objects(self, schema: Schema, depth: int) -> st.SearchStrategy[Any]:
        properties = schema.get("properties") or {}
        wanted = set(schema.get("required") or ())
        required = {name: self.of(properties.get(name, {}), depth + 1) for name in sorted(wanted)}
        optional = {
            name: self.of(one, depth + 1) for name, one in properties.items() if name not in wanted and depth < _DEEPEST
        }
        known = st.fixed_dictionaries(required, optional=optional)
        others = schema.get("additionalProperties", not properties)
        least = schema.get("minProperties", 0)
        if others is False or (depth >= _DEEPEST and least <= len(required)):
            return known
        values = self.of(others, depth + 1) if isinstance(others, Mapping) else SCALARS
        most = min(schema.get("maxProperties", 3 + least), 3 + least)
        more = st.dictionaries(TEXT.filter(lambda name: name not in properties), values, min_size=least, max_size=most)
        return st.tuples(more, known).map(lambda two: {**two[0], **two[1]})

    def _arrays(self, schema: Schema, depth: int) -> st.SearchStrategy[Any]:
        least = schema.get("minItems", 0)
        if depth >= _DEEPEST and least == 0:
            return st.builds(list)
        items = schema.get("items", {})
        if isinstance(items, list):
            return st.tuples(*(self.of(one, depth + 1) for one in items)).map(list)
        most = min(schema.get("maxItems", least + _MOST_ITEMS), least + _MOST_ITEMS)
        key = json.dumps if schema.get("uniqueItems") else None
        return st.lists(self.of(items, depth + 1), min_size=least, max_size=most, unique_by=key)

    def _target(self, schema: Schema) -> Schema:
        while "$ref" in schema:
            schema = self._definitions[_referred(schema["$ref"])]
        return schema

    def _together(self, schema: Schema) -> Schema:
        """The schema with those of `allOf` in it."""
        found: Schema = {name: value for name, value in schema.items() if name != "allOf"}
        for one in schema["allOf"]:
            found = _merged(found, self._target(one))
        return found


def _referred(reference: str) -> str:
    return reference.rpartition("/")[2].replace("~1", "/").replace("~0", "~")


def _merged(first: Schema, second: Schema) -> Schema:
    """Two schemas as one, where they do not limit the same thing differently."""
    both = {**first, **second}
    for key in ("properties",):
        if key in first and key in second:
            both[key] = {**first[key], **second[key]}
    for key in ("required", "allOf"):
        if key in first and key in second:
            both[key] = [*first[key], *second[key]]
    return both


def _types(schema: Schema) -> list[str]:
    """The types that a schema allows, by their names; by its other keys where it names none."""
    named = schema.get("type")
    if isinstance(named, str):
        return [named]
    if isinstance(named, list) and named:
        return list(named)
    for name, keys in (
        ("object", ("properties", "required", "additionalProperties")),
        ("array", ("items", "minItems", "maxItems")),
        ("string", ("pattern", "minLength", "maxLength")),
        ("number", ("minimum", "maximum", "multipleOf")),
    ):
        if any(key in schema for key in keys):
            return [name]
    return list(_TYPES)


def _texts(schema: Schema) -> st.SearchStrategy[str]:
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    if "pattern" in schema:
        found = st.from_regex(schema["pattern"], alphabet=st.characters(codec="utf-8"))
        return found.filter(lambda text: least <= len(text) and (most is None or len(text) <= most))
    alphabet = st.characters(codec="utf-8")
    return st.text(alphabet, min_size=least, max_size=least + 40 if most is None else min(most, least + 40))


def _numbers(schema: Schema, *, whole: bool) -> st.SearchStrategy[Any]:
    least, most = schema.get("minimum"), schema.get("maximum")
    step = schema.get("multipleOf")
    if step is not None:
        low = -1000 if least is None else int(least / step)
        high = low + 2000 if most is None else int(most / step)
        return st.integers(min(low, high), high).map(lambda number: number * step)
    low = -_BOUND if least is None else least
    high = max(_BOUND, low) if most is None else most
    whole_ones = st.integers(int(-(-low // 1)), int(high // 1)) if -(-low // 1) <= high // 1 else st.nothing()
    if whole:
        return whole_ones
    return whole_ones | st.floats(low, high, allow_nan=False, allow_infinity=False)
