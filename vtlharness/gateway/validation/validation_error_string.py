"""The service's message about a body that does not fit its model.

Comes in: an error of the validator. Goes out: one sentence. Its words are those of the json-schema-validator library,
which execution logs that people have published show for `required` and `type`; for the other keywords, the texts are
that library's, which no known log confirms.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any


def problem_text(error: Any) -> str:
    """The sentence for a `jsonschema.ValidationError`; for any other keyword, jsonschema's own."""
    words = _WORDS.get(error.validator)
    return str(error.message) if words is None else words(error.validator_value, error.instance, error.schema)


def _required(wanted: Any, instance: Any, _: Any) -> str:
    missing = sorted(name for name in wanted if name not in instance)
    return f"object has missing required properties ({_json(missing)})"


def _type(wanted: Any, instance: Any, _: Any) -> str:
    allowed = sorted([wanted] if isinstance(wanted, str) else wanted)
    found = _type_of(instance)
    return f"instance type ({found}) does not match any allowed primitive type (allowed: {_json(allowed)})"


def _type_of(instance: Any) -> str:
    for kinds, name in _TYPES:
        if isinstance(instance, kinds):
            return name
    return "null"


_TYPES: tuple[tuple[Any, str], ...] = (
    (bool, "boolean"),
    (int, "integer"),
    (float, "number"),
    (str, "string"),
    (list, "array"),
    (dict, "object"),
)


def _too_short(wanted: Any, instance: Any, _: Any) -> str:
    return f"string {_json(instance)} is too short (length: {len(instance)}, required minimum: {wanted})"


def _too_long(wanted: Any, instance: Any, _: Any) -> str:
    return f"string {_json(instance)} is too long (length: {len(instance)}, maximum allowed: {wanted})"


def _too_few(wanted: Any, instance: Any, _: Any) -> str:
    return f"array is too short: must have at least {wanted} elements but instance has {len(instance)} elements"


def _too_many(wanted: Any, instance: Any, _: Any) -> str:
    return f"array is too long: must have at most {wanted} elements but instance has {len(instance)} elements"


def _minimum(wanted: Any, instance: Any, schema: Any) -> str:
    if schema.get("exclusiveMinimum") is True and instance == wanted:
        return f"numeric instance is not strictly greater than the required minimum {_json(wanted)}"
    return f"numeric instance is lower than the required minimum (minimum: {_json(wanted)}, found: {_json(instance)})"


def _maximum(wanted: Any, instance: Any, schema: Any) -> str:
    if schema.get("exclusiveMaximum") is True and instance == wanted:
        return f"numeric instance is not strictly lower than the required maximum {_json(wanted)}"
    return f"numeric instance is greater than the required maximum (maximum: {_json(wanted)}, found: {_json(instance)})"


def _enum(wanted: Any, instance: Any, _: Any) -> str:
    return f"instance value ({_json(instance)}) not found in enum (possible values: {_json(wanted)})"


def _pattern(wanted: Any, instance: Any, _: Any) -> str:
    return f"ECMA 262 regex {_json(wanted)} does not match input string {_json(instance)}"


def _others(_: Any, instance: Any, schema: Any) -> str:
    from vtlharness.gateway.validation.schemas import other_properties

    others = _json(other_properties(instance, schema))
    return f"object instance has properties which are not allowed by the schema: {others}"


def _repeated(_: Any, __: Any, ___: Any) -> str:
    return "array must not contain duplicate elements"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


_WORDS: dict[str, Callable[[Any, Any, Any], str]] = {
    "required": _required,
    "type": _type,
    "minLength": _too_short,
    "maxLength": _too_long,
    "minItems": _too_few,
    "maxItems": _too_many,
    "minimum": _minimum,
    "maximum": _maximum,
    "enum": _enum,
    "pattern": _pattern,
    "additionalProperties": _others,
    "uniqueItems": _repeated,
}
