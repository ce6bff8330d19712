"""Values of models: JSON that a schema (JSON Schema, draft 4) allows, with its examples where it has some."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vtlharness.first_cases.matching_text import matching_text, other_matching_text
from vtlharness.first_cases.values import plain_value, text_for

_DEEPEST = 6
_FORMATS = {
    "date": "2024-05-20",
    "date-time": "2024-05-20T12:00:00Z",
    "email": "someone@example.com",
    "uri": "https://example.com",
    "uuid": "11111111-2222-4333-8444-555555555555",
    "ipv4": "192.0.2.1",
}


def schema_value(schema: Any, models: Mapping[str, Any], name: str = "", depth: int = 0) -> Any:
    """A value that the schema allows; what it requires and what else it names, up to some depth."""
    if not isinstance(schema, Mapping) or depth > 4 * _DEEPEST:
        return text_for(name)
    reference = schema.get("$ref")
    if isinstance(reference, str):
        return schema_value(models.get(reference.rpartition("/")[2]), models, name, depth + 1)
    for key in ("example", "default"):
        if key in schema:
            return schema[key]
    if isinstance(schema.get("examples"), list) and schema["examples"]:
        return schema["examples"][0]
    if isinstance(schema.get("enum"), list) and schema["enum"]:
        return schema["enum"][0]
    if isinstance(schema.get("allOf"), list):
        return schema_value(_together(schema, models), models, name, depth + 1)
    for key in ("oneOf", "anyOf"):
        if isinstance(schema.get(key), list) and schema[key]:
            first = _together({**{k: v for k, v in schema.items() if k != key}, "allOf": [schema[key][0]]}, models)
            return schema_value(first, models, name, depth + 1)
    return _of_type(_type(schema), schema, models, name, depth)


def _of_type(kind: str, schema: Mapping[str, Any], models: Mapping[str, Any], name: str, depth: int) -> Any:
    if kind == "object":
        return _object(schema, models, depth)
    if kind == "array":
        least = schema.get("minItems", 0) if isinstance(schema.get("minItems"), int) else 0
        items = schema.get("items", {})
        if isinstance(items, list):
            return [schema_value(one, models, name, depth + 1) for one in items]
        if depth >= _DEEPEST:
            return []
        one = schema_value(items, models, name[:-1] if name.endswith("s") else name, depth + 1)
        return [_another(one, items, number) if schema.get("uniqueItems") else one for number in range(max(least, 1))]
    if kind in ("integer", "number"):
        return _number(schema)
    if kind == "boolean":
        return True
    if kind == "null":
        return None
    return _text(schema, name) if kind == "string" else plain_value(name or "value", None)


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
        step = schema.get("multipleOf", 1)
        return value + number * (step if isinstance(step, (int, float)) else 1)
    if isinstance(value, str):
        pattern, longer = schema.get("pattern"), f"{value}{number + 1}"
        if isinstance(pattern, str):
            return other_matching_text(pattern, number) or value
        most = schema.get("maxLength")
        return longer if not isinstance(most, int) or len(longer) <= most else str(number)[:most]
    if isinstance(value, dict) and value:
        known = schema.get("properties")
        of_names: Mapping[str, Any] = known if isinstance(known, Mapping) else {}
        name = next((key for key, one in value.items() if isinstance(one, (str, int))), next(iter(value)))
        return {**value, name: _another(value[name], of_names.get(name), number)}
    return value


def _object(schema: Mapping[str, Any], models: Mapping[str, Any], depth: int) -> dict[str, Any]:
    properties = schema.get("properties")
    known: Mapping[str, Any] = properties if isinstance(properties, Mapping) else {}
    wanted = [name for name in schema.get("required") or () if isinstance(name, str)]
    names = [*known, *(name for name in wanted if name not in known)] if depth < _DEEPEST else wanted
    made = {name: schema_value(known.get(name, {}), models, name, depth + 1) for name in names}
    least = schema.get("minProperties")
    while isinstance(least, int) and len(made) < least:
        made[f"property{len(made) + 1}"] = "value"
    return made


def _number(schema: Mapping[str, Any]) -> int | float:
    least, most, step = schema.get("minimum"), schema.get("maximum"), schema.get("multipleOf")
    value: int | float = 1
    if isinstance(step, (int, float)) and step > 0:
        value = step
    if isinstance(least, (int, float)) and (value < least or (schema.get("exclusiveMinimum") and value <= least)):
        if isinstance(step, (int, float)) and step > 0:
            value = step * (int(least // step) + 1)
        else:
            value = least + 1 if schema.get("exclusiveMinimum") else least
    if isinstance(most, (int, float)) and value > most:
        value = most
    return value


def _text(schema: Mapping[str, Any], name: str) -> str:
    text = _FORMATS.get(str(schema.get("format")), text_for(name or "text"))
    if isinstance(schema.get("pattern"), str):
        pattern = schema["pattern"]
        front = "" if pattern.startswith("^") else ".*?"
        text = matching_text(f"{front}(?:{pattern})", text) or matching_text(pattern) or text
    least, most = schema.get("minLength"), schema.get("maxLength")
    if isinstance(least, int) and len(text) < least:
        text = (text + "x" * least)[:least]
    return text[:most] if isinstance(most, int) else text


def _type(schema: Mapping[str, Any]) -> str:
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
    return "number" if "minimum" in schema or "maximum" in schema else ""


def _together(schema: Mapping[str, Any], models: Mapping[str, Any]) -> dict[str, Any]:
    made = {key: value for key, value in schema.items() if key != "allOf"}
    for one in schema.get("allOf") or ():
        part = one
        seen = 0
        while isinstance(part, Mapping) and isinstance(part.get("$ref"), str) and seen < _DEEPEST:
            part = models.get(part["$ref"].rpartition("/")[2])
            seen += 1
        if not isinstance(part, Mapping):
            continue
        if "allOf" in part:
            part = _together(part, models)
        for key, value in part.items():
            if key == "properties" and isinstance(made.get(key), Mapping):
                made[key] = {**made[key], **value}
            elif key == "required" and isinstance(made.get(key), list):
                made[key] = [*made[key], *value]
            else:
                made[key] = value
    return made
