"""The kinds of value that a key of a case file can have.

A kind says the same thing three times: as a quick check, as JSON Schema, and in words for the documentation.
`sections` combines kinds into mappings with fixed keys; `table` gives each key its kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any

from vtlharness.documents.kinds import kind_of
from vtlharness.documents.misfit import MisfitError
from vtlharness.late_pattern import late_pattern
from vtlharness.nearest import nearest_name

Check = Callable[[Any], None]
"""Returns for a value that fits. Raises MisfitError for any other."""
Schema = dict[str, Any]

_VISIBLE_LINE = late_pattern(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class Kind:
    """A kind of value without keys of its own.

    Only the generator of the JSON Schema calls `schema`. A kind with a `name` is in the schema once, with its
    `description`. `becomes_text` marks names with values that are text on the service: a number that JSON writes
    differently, such as `007`, is refused there.
    """

    # Not a dataclass, unlike the records of `sections`: kinds are created at every start, and a dataclass takes longer.
    __slots__ = ("becomes_text", "check", "description", "name", "schema", "words")

    def __init__(
        self,
        check: Check,
        schema: Callable[[], Schema],
        words: str,
        *,
        name: str | None = None,
        description: str | None = None,
        becomes_text: bool = False,
    ) -> None:
        self.check = check
        self.schema = schema
        self.words = words
        self.name = name
        self.description = description
        self.becomes_text = becomes_text


def _text(value: object) -> None:
    if type(value) is not str:
        hint = "put it in quotes" if isinstance(value, (bool, int, float)) else None
        raise MisfitError(f"{{}} must be text, but this is {kind_of(value)}", hint=hint)


def _visible_line(value: object) -> None:
    _text(value)
    if not _VISIBLE_LINE.fullmatch(str(value)) or not str(value).strip():
        raise MisfitError("{} must be one line of visible text")


def _address(value: object) -> None:
    _text(value)
    if "?" in str(value):
        raise MisfitError("{} is the address without its query string", hint="put that in `queryStringParameters`")


def _boolean(value: object) -> None:
    if type(value) is not bool:
        raise MisfitError(f"{{}} must be true or false, but this is {kind_of(value)}")


def _scalar(value: object) -> None:
    if value is None or isinstance(value, (dict, list)):
        raise MisfitError(f"{{}} must be text, a number or a boolean, but this is {kind_of(value)}")


def _scalars(value: object) -> None:
    if value is None:
        raise MisfitError("{} must have a value, but this is empty", hint='write "" for empty text')
    if isinstance(value, list):
        for index, item in enumerate(value):
            if item is None or isinstance(item, (dict, list)):
                raise MisfitError(f"{{}} must be text, a number or a boolean, but this is {kind_of(item)}", index)
    elif isinstance(value, dict):
        raise MisfitError("{} must be text, a number, a boolean or a list of these, but this is a mapping")


def _each(value: object, check: Check) -> None:
    """Checks one value, or each item of a list of values."""
    if not isinstance(value, list):
        check(value)
        return
    for index, item in enumerate(value):
        try:
            check(item)
        except MisfitError as misfit:
            raise misfit.inside(index) from None


def _text_of_several(item: object) -> None:
    if type(item) is not str:
        raise MisfitError(f"{{}} must be text, but this is {kind_of(item)}")


def _texts(value: object) -> None:
    _each(value, _text_of_several)


def _pattern(text: str) -> None:
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise MisfitError(f"{{}} is not a regular expression: {error}") from None


def _patterns(value: object) -> None:
    _texts(value)
    _each(value, _pattern)


def _rule(text: str) -> None:
    from vtlharness.cases.rule_prefixes import wrong_prefix

    wrong = wrong_prefix(text)
    if wrong is not None:
        several = ", ".join(part.strip() for part in text.split(",") if part.strip())
        hint = f"write a list: [{several}]" if "," in text and several else wrong[1]
        raise MisfitError(f"{{}}: {wrong[0]}", hint=hint)


def _rules(value: object) -> None:
    _texts(value)
    _each(value, _rule)


def _strict(value: object) -> None:
    if type(value) is not bool:
        if not isinstance(value, (str, list)):
            raise MisfitError(f"{{}} must be true, false or a list of rules, but this is {kind_of(value)}")
        _rules(value)


def _body(value: object) -> None:
    if type(value) is dict and len(value) == 1 and "file" in value and type(value["file"]) is not str:
        raise MisfitError(
            f"{{}} must be the path of a file, but this is {kind_of(value['file'])}",
            "file",
            hint="a body that has just the key `file` must be written as text",
        )


def _body_or_bytes(value: object) -> None:
    if type(value) is dict and len(value) == 1 and "base64" in value:
        from base64 import b64decode

        try:
            _text(value["base64"])
            b64decode(value["base64"], validate=True)
        except MisfitError as misfit:
            raise misfit.inside("base64") from None
        except ValueError:
            raise MisfitError("{} must be base64 text", "base64") from None
    _body(value)


def _text_or_file(value: object) -> None:
    if type(value) is dict and set(value) == {"file"}:
        try:
            _text(value["file"])
        except MisfitError as misfit:
            raise misfit.inside("file") from None
    elif type(value) is not str:
        raise MisfitError(f"{{}} must be text, or `{{file: path}}`, but this is {kind_of(value)}")


def _text_or_mapping(value: object) -> None:
    if type(value) is not dict:
        _text(value)


def _mapping(value: object) -> None:
    if type(value) is not dict:
        raise MisfitError(f"{{}} must be a mapping, but this is {kind_of(value)}")


def _anything(_: object) -> None:
    pass


def _typed(*types: str, **more: Any) -> Callable[[], Schema]:
    """The schema of values of these JSON types."""
    return lambda: {"type": types[0] if len(types) == 1 else list(types), **more}


def _alone_in_mapping(key: str, value: Schema, then_description: str) -> Schema:
    """The schema of a mapping with only this key."""
    return {
        "if": {"type": "object", "required": [key], "maxProperties": 1},
        "then": {"description": then_description, "properties": {key: value}},
    }


def body_schema() -> Schema:
    """The schema of a mapping with just the key `file`; it takes anything else."""
    return _alone_in_mapping(
        "file", {"type": "string"}, "The content of a file; its path is relative to the case file."
    )


def _text_or_file_schema() -> Schema:
    return {
        "type": ["string", "object"],
        "properties": {"file": {"type": "string"}},
        "required": ["file"],
        "additionalProperties": False,
    }


def _body_or_bytes_schema() -> Schema:
    base64 = {
        "type": "string",
        "pattern": "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
    }
    return {**body_schema(), "else": _alone_in_mapping("base64", base64, "Bytes, as base64 text.")}


# The kinds

ANYTHING = Kind(_anything, dict, "any value")
TEXT = Kind(_text, _typed("string"), "text")
VISIBLE_LINE = Kind(
    _visible_line,
    _typed(
        "string",
        pattern=r"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*[^\s\u0000-\u001f\u007f-\u009f\u2028\u2029]"
        r"[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$",
    ),
    "one line of text",
)
ADDRESS = Kind(_address, _typed("string", pattern="^[^?]*$"), "text without `?`")
BOOLEAN = Kind(_boolean, _typed("boolean"), "true or false")
SCALAR = Kind(_scalar, _typed("string", "number", "boolean"), "text, a number or a boolean")
"""One value; in a message it becomes text, as JSON writes it."""
SCALARS = Kind(
    _scalars,
    _typed("string", "number", "boolean", "array", items={"type": ["string", "number", "boolean"]}),
    "a value or a list of values",
)
"""One value, or a list of values for a name that is sent several times."""
TEXTS = Kind(_texts, _typed("string", "array", items={"type": "string"}), "text, or a list of texts")
PATTERNS = Kind(_patterns, TEXTS.schema, "a regular expression, or a list of them")
RULES = Kind(_rules, TEXTS.schema, "the id of a rule, or how ids begin; or a list of them")
STRICT = Kind(
    _strict, _typed("boolean", "string", "array", items={"type": "string"}), "true or false, or rules as in `ignore`"
)
MAPPING = Kind(_mapping, _typed("object"), "a mapping")
TEXT_OR_FILE = Kind(_text_or_file, _text_or_file_schema, "text, or `{file: path}`")
TEXT_OR_MAPPING = Kind(_text_or_mapping, _typed("string", "object"), "text, or a mapping")
BODY = Kind(
    _body,
    body_schema,
    "data, text, or `{file: path}`",
    name="body",
    description="Data (which is JSON), text (as it is), or {file: path} for the content of a file.",
)
BODY_OR_BYTES = Kind(
    _body_or_bytes,
    _body_or_bytes_schema,
    "data, text, `{file: path}`, or `{base64: text}`",
    name="bodyOrBytes",
    description="Data (which is JSON), text (as it is), {file: path} for the bytes of a file, or {base64: text}.",
)


def whole_number(least: int, most: int | None = None) -> Kind:
    """A whole number within limits."""
    limits = f"from {least} to {most}" if most is not None else f"from {least} on"

    def check(value: object) -> None:
        if type(value) is not int:
            hint = "remove the quotes" if isinstance(value, str) and value.isdecimal() else None
            raise MisfitError(f"{{}} must be a whole number, but this is {kind_of(value)}", hint=hint)
        if value < least or (most is not None and value > most):
            raise MisfitError(f"{{}} must be a whole number {limits}, but this is {value}")

    bounds = {"minimum": least} if most is None else {"minimum": least, "maximum": most}
    return Kind(check, _typed("integer", **bounds), f"a whole number {limits}")


def seconds(most: float) -> Kind:
    """A time in seconds, more than 0."""

    def check(value: object) -> None:
        if type(value) is not int and type(value) is not float:
            raise MisfitError(f"{{}} must be a number of seconds, but this is {kind_of(value)}")
        if not 0 < value <= most:
            raise MisfitError(f"{{}} must be more than 0 and at most {most:g} seconds, but this is {value}")

    return Kind(check, _typed("number", exclusiveMinimum=0, maximum=most), "a number of seconds")


def one_of(*values: str) -> Kind:
    """One of these texts."""

    def check(value: object) -> None:
        _text(value)
        if value not in values:
            wanted = f"one of {', '.join(values)}" if len(values) > 1 else f"`{values[0]}`"
            raise MisfitError(f"{{}} must be {wanted}, but this is {value}")

    return Kind(check, lambda: {"enum": list(values)}, " or ".join(f"`{value}`" for value in values))


def name_from(names: Callable[[], Collection[str]], what: str) -> Kind:
    """A name from a list that `names` returns when a value is checked; `what` describes it in messages."""

    def check(value: object) -> None:
        _text(value)
        known = names()
        if value not in known:
            near = nearest_name(str(value), known)
            hint = f"did you mean {near}?" if near else f"use one of {', '.join(sorted(known))}"
            raise MisfitError(f"{{}} must be {what}, but {value!r} is not one", hint=hint)

    return Kind(check, lambda: {"enum": sorted(names())}, what)


def mapping_of(value: Kind, *, name: str | None = None, description: str | None = None, text: bool = False) -> Kind:
    """A mapping of any names to values of a kind, which always allows text. With `text`, the values become text."""
    check_value = value.check

    def check(mapping: object) -> None:
        if type(mapping) is not dict:
            raise MisfitError(f"{{}} must be a mapping of names to values, but this is {kind_of(mapping)}")
        for key, item in mapping.items():
            if type(item) is not str:
                try:
                    check_value(item)
                except MisfitError as misfit:
                    raise misfit.inside(key) from None

    return Kind(
        check,
        lambda: {"type": "object", "additionalProperties": value.schema()},
        f"names, each with {value.words}",
        name=name,
        description=description,
        becomes_text=text,
    )


def or_null(kind: Kind) -> Kind:
    """A value of a kind, or null."""
    check = kind.check

    def checked(value: object) -> None:
        if value is not None:
            check(value)

    return Kind(checked, lambda: with_null(kind.schema()), f"{kind.words} or null")


def with_null(schema: Schema) -> Schema:
    """The schema, with null allowed too."""
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None]}
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], {"type": "null"}]}
    types = schema.get("type")
    if types is None:
        return schema
    return {**schema, "type": [*([types] if isinstance(types, str) else types), "null"]}
