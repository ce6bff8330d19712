"""The kinds of value that `expect` can have: those of `value_kinds`, or a matcher."""

from __future__ import annotations

from typing import Any

from vtlharness.cases.file.format.value_kinds import (
    ADDRESS,
    BODY,
    BODY_OR_BYTES,
    SCALAR,
    SCALARS,
    TEXT,
    Kind,
    Schema,
    body_schema,
    with_null,
)
from vtlharness.cases.matchers.presence import WORDS, is_written_matcher, is_written_part
from vtlharness.documents.kinds import kind_of
from vtlharness.documents.misfit import MisfitError
from vtlharness.nearest import nearest_name

_MATCHER: Schema = {"$ref": "#/$defs/matcher"}
_VALUE: Schema = {"$ref": "#/$defs/expectedValue"}


def or_matcher(kind: Kind) -> Kind:
    """A value of a kind, or a matcher."""
    check = kind.check

    def checked(value: Any) -> None:
        if is_written_matcher(value):
            _check_matchers(value)
            return
        try:
            check(value)
        except MisfitError as misfit:
            if type(value) is dict and value and not misfit.path:
                misfit.hint = _no_matcher_hint(value)
            raise

    return Kind(checked, lambda: {"anyOf": [kind.schema(), _MATCHER]}, f"{kind.words} or a [matcher](#matchers)")


def or_part(kind: Kind) -> Kind:
    """A mapping of names, or `{contains: ...}` with some of them."""
    check = kind.check

    def checked(value: Any) -> None:
        if not is_written_part(value):
            check(value)
            return
        try:
            check(value["contains"])
        except MisfitError as misfit:
            raise misfit.inside("contains") from None

    def schema() -> Schema:
        names = kind.schema()
        matcher = {"minProperties": 1, "propertyNames": {"enum": sorted(WORDS)}}
        some = {"description": "Some of the names; there may be others.", **names, "not": matcher}
        part = {"type": "object", "properties": {"contains": some}, "required": ["contains"], "maxProperties": 1}
        return {"anyOf": [names, part]}

    return Kind(checked, schema, kind.words, name=kind.name, description=kind.description)


def _no_matcher_hint(value: dict[str, Any]) -> str:
    """The hint for a mapping where only a matcher may stand."""
    other = next(key for key in value if key not in WORDS)
    near = nearest_name(other, sorted(WORDS))
    return f"a matcher has no key `{other}`" + ("" if near is None else f": did you mean `{near}`?")


def _check_matchers(value: object) -> None:
    from vtlharness.cases.matchers.reading import with_matchers

    with_matchers(value)


def _scalars(value: Any) -> None:
    if not isinstance(value, list):
        SCALARS.check(value)
        return
    for index, item in enumerate(value):
        try:
            if is_written_matcher(item):
                _check_matchers(item)
            elif item is None or isinstance(item, (dict, list)):
                hint = _no_matcher_hint(item) if isinstance(item, dict) and item else None
                raise MisfitError(f"{{}} must be text, a number or a boolean, but this is {kind_of(item)}", hint=hint)
        except MisfitError as misfit:
            raise misfit.inside(index) from None


def _scalars_schema() -> Schema:
    item = SCALAR.schema()
    return {"type": [*item["type"], "array"], "items": {"anyOf": [item, _MATCHER]}}


def _with_matchers_inside(kind: Kind) -> Kind:
    """A body, in which matchers may stand at any depth; `expected_bodies` looks for them there."""

    def schema() -> Schema:
        file = body_schema()
        if kind is BODY:
            return {**file, "else": _VALUE}
        return {**file, "else": {**kind.schema()["else"], "else": _VALUE}}

    assert kind.name is not None
    name = f"expected{kind.name[0].upper()}{kind.name[1:]}"
    description = f"{kind.description} Matchers may stand in it, or for the whole."
    return Kind(kind.check, schema, f"{kind.words}, or a [matcher](#matchers)", name=name, description=description)


EXPECTED_TEXT = or_matcher(TEXT)
EXPECTED_ADDRESS = or_matcher(ADDRESS)
EXPECTED_SCALAR = or_matcher(SCALAR)
EXPECTED_SCALARS = or_matcher(Kind(_scalars, _scalars_schema, SCALARS.words))
EXPECTED_BODY = _with_matchers_inside(BODY)
EXPECTED_BODY_OR_BYTES = _with_matchers_inside(BODY_OR_BYTES)


def matcher_schemas() -> dict[str, Schema]:
    """The schemas to which those of these kinds refer."""
    return {"matcher": _matcher_schema(), "expectedValue": _expected_value_schema()}


def _matcher_schema() -> Schema:
    from vtlharness.cases.matchers.records import TYPE_NAMES

    number: Schema = {"type": "number"}
    keys: list[tuple[str, Schema, str]] = [
        ("matches", {"type": "string", "format": "regex"}, "Text in which Python's `re.search` finds the pattern."),
        ("any", with_null({"enum": [*TYPE_NAMES]}), "Any value of a type."),
        ("contains", _VALUE, "A part of a map, an item of a list, or a part of text."),
        ("length", {"type": "integer", "minimum": 0}, "Text, a list or a map of this length."),
        ("approx", number, "A number, to a billionth or `within` a difference."),
        ("equals", {}, "This value, whatever keys it has."),
    ]
    more = {"approx": {"within": {"type": "number", "minimum": 0, "description": "The largest difference."}}}
    return {
        "description": "What an expected value may be instead of a value.",
        "type": "object",
        "oneOf": [
            {
                "properties": {key: {**schema, "description": words}, **more.get(key, {})},
                "required": [key],
                "additionalProperties": False,
            }
            for key, schema, words in keys
        ],
    }


def _expected_value_schema() -> Schema:
    return {
        "description": "Data, in which matchers may stand. A mapping is a matcher if it has only keys of matchers.",
        "if": {"type": "object", "minProperties": 1, "propertyNames": {"enum": sorted(WORDS)}},
        "then": _MATCHER,
        "else": {"additionalProperties": _VALUE, "items": _VALUE},
    }
