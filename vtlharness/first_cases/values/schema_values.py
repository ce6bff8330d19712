"""Values of models: JSON that a schema (JSON Schema, draft 4) allows, with its examples where it has some."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from math import isfinite
from typing import Any

from vtlharness.first_cases.values.matching_text import matching_text, other_matching_text
from vtlharness.first_cases.values.samples import plain_value, text_for

_DEEPEST = 6
_MOST_VALUES = 5_000
_MOST = 100
"""The items, members and, times a hundred, characters that a value gets at most, whatever a schema asks for."""
_FORMATS = {
    "date": "2024-05-20",
    "date-time": "2024-05-20T12:00:00Z",
    "email": "someone@example.com",
    "uri": "https://example.com",
    "uuid": "11111111-2222-4333-8444-555555555555",
    "ipv4": "192.0.2.1",
}


def schema_value(schema: Any, models: Mapping[str, Any], name: str = "") -> Any:
    """A value that the schema allows; what it requires and what else it names, up to some depth and size."""
    return _Values(models).of(schema, name, 0)


class _Values:
    """Makes one value; what it has made too much of it leaves out."""

    def __init__(self, models: Mapping[str, Any]) -> None:
        self._models = models
        self._left = _MOST_VALUES
        self._copies = 1
        """How often what is made now stands in the value, because lists around it repeat their item."""

    def of(self, schema: Any, name: str, depth: int) -> Any:
        self._left -= 1
        if not isinstance(schema, Mapping) or depth > 4 * _DEEPEST or self._left <= -_MOST_VALUES:
            return text_for(name)
        reference = schema.get("$ref")
        if isinstance(reference, str):
            return self.of(self._models.get(reference.rpartition("/")[2]), name, depth + 1)
        for key in ("example", "default"):
            if key in schema:
                return schema[key]
        for key in ("examples", "enum"):
            if isinstance(schema.get(key), list) and schema[key]:
                return schema[key][0]
        if isinstance(schema.get("allOf"), list):
            return self.of(self._together(schema, depth), name, depth + 1)
        for key in ("oneOf", "anyOf"):
            if isinstance(schema.get(key), list) and schema[key]:
                first = {**{k: v for k, v in schema.items() if k != key}, "allOf": [schema[key][0]]}
                return self.of(self._together(first, depth), name, depth + 1)
        return self._of_type(_type(schema), schema, name, depth)

    def _of_type(self, kind: str | None, schema: Mapping[str, Any], name: str, depth: int) -> Any:
        if kind == "object":
            return self._object(schema, depth)
        if kind == "array":
            return self._array(schema, name, depth)
        if kind in ("integer", "number"):
            return _number(schema)
        if kind == "boolean":
            return True
        if kind == "null":
            return None
        return (
            _text(schema, name, 100 * _MOST // self._copies) if kind == "string" else plain_value(name or "value", None)
        )

    def _array(self, schema: Mapping[str, Any], name: str, depth: int) -> list[Any]:
        items = schema.get("items", {})
        if isinstance(items, list):
            return [self.of(one, name, depth + 1) for one in items[:_MOST]]
        if depth >= _DEEPEST or self._left <= 0:
            return []
        count = min(_count(schema, "minItems") or 1, _MOST, max(_MOST_VALUES // self._copies, 1))
        self._copies *= count
        one = self.of(items, name[:-1] if name.endswith("s") else name, depth + 1)
        self._copies //= count
        return [_another(one, items, number) if schema.get("uniqueItems") else one for number in range(count)]

    def _object(self, schema: Mapping[str, Any], depth: int) -> dict[str, Any]:
        properties, required = schema.get("properties"), schema.get("required")
        known: Mapping[str, Any] = properties if isinstance(properties, Mapping) else {}
        wanted = [name for name in required if isinstance(name, str)] if isinstance(required, list) else []
        names = wanted
        if depth < _DEEPEST and self._left > 0:
            names = [*dict.fromkeys((*known, *wanted))]
        made = {}
        for name in names:
            if self._left <= 0 and name not in wanted:
                continue
            made[name] = self.of(known.get(name, {}), name, depth + 1)
        others = schema.get("additionalProperties")
        if not names and isinstance(others, Mapping) and depth < _DEEPEST and self._left > 0:
            made["key"] = self.of(others, "value", depth + 1)
        while len(made) < min(_count(schema, "minProperties") or 0, _MOST):
            made[f"property{len(made) + 1}"] = "value"
        return made

    def _together(self, schema: Mapping[str, Any], depth: int) -> dict[str, Any]:
        """A schema with all that its `allOf` asks for."""
        made = {key: value for key, value in schema.items() if key != "allOf"}
        parts = schema.get("allOf")
        for one in parts[:_MOST] if isinstance(parts, list) and depth <= _DEEPEST else ():
            part = one
            seen = 0
            while isinstance(part, Mapping) and isinstance(part.get("$ref"), str) and seen < _DEEPEST:
                part = self._models.get(part["$ref"].rpartition("/")[2])
                seen += 1
            self._left -= 1
            if not isinstance(part, Mapping) or self._left <= 0:
                continue
            if "allOf" in part:
                part = self._together(part, depth + 1)
            for key, value in part.items():
                if key == "properties" and isinstance(made.get(key), Mapping) and isinstance(value, Mapping):
                    made[key] = {**made[key], **value}
                elif key == "required" and isinstance(made.get(key), list) and isinstance(value, list):
                    made[key] = [*made[key], *value]
                else:
                    made[key] = value
        return made


def _another(value: Any, schema: Any, number: int) -> Any:
    """The value of the item with this number, unlike those before it where its schema allows that."""
    schema = schema if isinstance(schema, Mapping) else {}
    choices = schema.get("enum")
    if isinstance(choices, list) and number < len(choices):
        return choices[number]
    if number == 0 or value is None:
        return value
    if isinstance(value, bool):
        return value if number % 2 == 0 else not value
    if isinstance(value, (int, float)):
        with suppress(OverflowError):
            return value + number * (_finite(schema, "multipleOf") or 1)
        return value
    if isinstance(value, str):
        pattern, longer = schema.get("pattern"), f"{value}{number + 1}"
        if isinstance(pattern, str):
            return other_matching_text(pattern, number) or value
        most = _count(schema, "maxLength")
        return longer if most is None or len(longer) <= most else str(number)[:most]
    if isinstance(value, dict) and value:
        known = schema.get("properties")
        of_names: Mapping[str, Any] = known if isinstance(known, Mapping) else {}
        name = next((key for key, one in value.items() if isinstance(one, (str, int))), next(iter(value)))
        return {**value, name: _another(value[name], of_names.get(name), number)}
    return value


def _number(schema: Mapping[str, Any]) -> int | float:
    least, most, step = (_finite(schema, key) for key in ("minimum", "maximum", "multipleOf"))
    if _type(schema) == "integer":
        step = max(int(step or 1), 1)
    elif step is not None and step <= 0:
        step = None
    value: int | float = step or 1
    if least is not None and value <= least:
        value = _first_from(least, step, bool(schema.get("exclusiveMinimum")))
    if most is not None and value >= most:
        value = 0 - _first_from(-most, step, bool(schema.get("exclusiveMaximum")))
    return value


def _first_from(least: int | float, step: int | float | None, excluded: bool) -> int | float:
    """The first number from a limit on, a multiple of the step if there is one; else the limit."""
    if step is None:
        return least + excluded
    with suppress(OverflowError):
        found = step * int(-(-least // step))
        return found + step if excluded and found == least else found
    return least


def _finite(schema: Mapping[str, Any], key: str) -> int | float | None:
    """A number of a schema; None where it has none there."""
    found = schema.get(key)
    if isinstance(found, bool) or not isinstance(found, (int, float)):
        return None
    return found if isinstance(found, int) or isfinite(found) else None


def _count(schema: Mapping[str, Any], key: str) -> int | None:
    """How many a schema asks for; None where it does not say."""
    found = schema.get(key)
    return found if isinstance(found, int) and found >= 0 else None


def _text(schema: Mapping[str, Any], name: str, longest: int) -> str:
    text = _FORMATS.get(str(schema.get("format")), text_for(name or "text"))
    if isinstance(schema.get("pattern"), str):
        pattern = schema["pattern"]
        text = matching_text(f".*?(?:{pattern})", text) or matching_text(pattern) or text
    return text.ljust(min(_count(schema, "minLength") or 0, longest), "x")[: _count(schema, "maxLength")]


def _type(schema: Mapping[str, Any]) -> str | None:
    kind = schema.get("type")
    if isinstance(kind, list) and kind:
        kind = next((one for one in kind if one != "null"), kind[0])
    if isinstance(kind, str):
        return kind
    if "properties" in schema or "required" in schema:
        return "object"
    if "items" in schema:
        return "array"
    if "pattern" in schema or "minLength" in schema or "format" in schema:
        return "string"
    return "number" if "minimum" in schema or "maximum" in schema else None
