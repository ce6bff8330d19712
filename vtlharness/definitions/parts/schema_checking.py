"""Checks that models are JSON schemas: that each keyword of draft 4 has a valid value.

Comes in: an API, and the cursors of its models. Goes out: nothing, or one DefinitionError. It checks only models that a
body is validated against, or that these refer to. It checks what `jsonschema` would, without importing it. Keywords of
other drafts and OpenAPI's own are ignored; `exclusiveMinimum` may be a number, as in OpenAPI 3.1.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any

from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.documents.json.pointer import last_name, leads_somewhere
from vtlharness.documents.kinds import kind_of
from vtlharness.documents.misfit import MisfitError
from vtlharness.errors import DefinitionError
from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.model import RestApi
from vtlharness.gateway.validation.patterns import pattern_problem
from vtlharness.gateway.validation.reference_cycles import endless_reference
from vtlharness.gateway.validation.schemas import model_document
from vtlharness.nearest import nearest_hint

_TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")
_REQUIRED_HINT = "list the required properties in the object: `required: [id, name]`"


def check_models(api: RestApi, schemas: Mapping[str, Cursor]) -> None:
    """Checks the models that the API's methods validate bodies against, if their cursors are given.

    Raises DefinitionError at the first fault.
    """
    waiting = [
        name
        for method in api.methods
        if method.request_validator is not None and method.request_validator.validate_request_body
        for name in method.request_models.values()
    ]
    seen: set[str] = set()
    refers = False
    while waiting:
        name = waiting.pop()
        if name in seen or name not in api.models:
            continue
        seen.add(name)
        checking = _Checking(api.models[name], api.models)
        try:
            checking.schema(api.models[name])
        except MisfitError as misfit:
            cursor = schemas.get(name)
            if cursor is not None:
                raise _located(misfit, cursor) from None
        refers = refers or bool(checking.references)
        waiting.extend(last_name(reference) for reference in checking.references)
    if refers:
        _check_references(api, sorted(seen), schemas)


def _check_references(api: RestApi, names: Iterable[str], schemas: Mapping[str, Cursor]) -> None:
    """Raises DefinitionError for a reference that leads back to itself."""
    try:
        place = endless_reference(model_document(api.models, names))
    except GatewayFailure:
        return  # a reference of a model without a place; the call reports it
    if place is not None:
        _, name, *path = place
        cursor = schemas.get(str(name))
        if cursor is not None:
            raise _located(MisfitError("this reference leads back to itself", *path, "$ref"), cursor)


def _located(misfit: MisfitError, schema: Cursor) -> DefinitionError:
    """The error at its place in a model."""
    message = misfit.sentence(f"`{misfit.last_key or 'the model'}`")
    path = list(misfit.path)
    key = str(path.pop()) if misfit.at_key else None
    cursor = schema
    for step in path:
        found = dict(cursor.items()) if isinstance(step, str) else dict(enumerate(cursor.elements()))
        cursor = found[step]  # type: ignore[index]
    return cursor.error(message, key=key, hint=misfit.hint)


def _wrong(value: object, wanted: str, hint: str | None = None) -> MisfitError:
    found = f"the text {value[:40]!r}" if isinstance(value, str) else kind_of(value)
    return MisfitError(f"{{}} must be {wanted}, but this is {found}", hint=hint)


class _Checking:
    """Checks one model; `references` are the references in it."""

    def __init__(self, model: Mapping[str, object], models: Container[str]) -> None:
        self._model = model
        self._models = models
        self.references: list[str] = []

    def schema(self, value: Any) -> None:
        """A schema. Raises MisfitError."""
        if not isinstance(value, Mapping):
            raise _wrong(value, "a schema, which is a mapping")
        reference = value.get("$ref")
        if isinstance(reference, str):
            if not self._leads_somewhere(reference):
                raise MisfitError(f"the reference {reference!r} leads nowhere", "$ref")
            self.references.append(reference)  # keywords beside a reference do not count
            return
        for key, item in value.items():
            check = _KEYWORDS.get(key)
            if check is not None:
                try:
                    check(self, item)
                except MisfitError as misfit:
                    raise misfit.inside(key) from None

    def _leads_somewhere(self, reference: str) -> bool:
        """Whether this is a place in the model itself, or another model."""
        if last_name(reference) in self._models:
            return True
        return reference.startswith("#") and leads_somewhere(reference[1:], self._model)

    def schema_or_boolean(self, value: Any) -> None:
        """A schema, or whether anything is allowed."""
        if type(value) is not bool:
            if not isinstance(value, Mapping):
                raise _wrong(value, "true, false or a schema")
            self.schema(value)

    def schema_or_schemas(self, value: Any) -> None:
        """A schema for every item, or one for each."""
        if type(value) is list:
            self.schemas(value)
        elif isinstance(value, Mapping):
            self.schema(value)
        else:
            raise _wrong(value, "a schema or a list of schemas")

    def schemas(self, value: Any) -> None:
        """A list of schemas."""
        if type(value) is not list:
            raise _wrong(value, "a list of schemas")
        if not value:
            raise MisfitError("{} has no schemas")
        for index, item in enumerate(value):
            try:
                self.schema(item)
            except MisfitError as misfit:
                raise misfit.inside(index) from None

    def named_schemas(self, value: Any) -> None:
        """A mapping of names to schemas."""
        if not isinstance(value, Mapping):
            raise _wrong(value, "a mapping of names to schemas")
        for name, item in value.items():
            try:
                self.schema(item)
            except MisfitError as misfit:
                raise misfit.inside(name) from None

    def pattern_schemas(self, value: Any) -> None:
        """A mapping of regular expressions to schemas."""
        self.named_schemas(value)
        for name in value:
            problem = pattern_problem(name)
            if problem is not None:
                raise MisfitError(f"{{}} is not a regular expression: {problem}", name, at_key=True)

    def dependencies(self, value: Any) -> None:
        """A mapping of names to schemas, or to lists of the names that they need beside them."""
        if not isinstance(value, Mapping):
            raise _wrong(value, "a mapping of names to schemas or to lists of names")
        for name, item in value.items():
            try:
                if type(item) is list:
                    self.names(item)
                else:
                    self.schema(item)
            except MisfitError as misfit:
                raise misfit.inside(name) from None

    def names(self, value: Any) -> None:
        """A list of properties' names."""
        if type(value) is not list:
            raise _wrong(value, "a list of names", _REQUIRED_HINT)
        for index, item in enumerate(value):
            if type(item) is not str:
                raise MisfitError(f"{{}} must contain only names, but this is {kind_of(item)}", index)

    def type(self, value: Any) -> None:
        """A type, or a list of them."""
        for index, item in enumerate(value if type(value) is list else [value]):
            try:
                if type(item) is not str:
                    hint = 'put it in quotes: "null"' if item is None else None
                    raise _wrong(item, "the name of a type", hint)
                if item not in _TYPES:
                    raise MisfitError(f"JSON has no type `{item}`", hint=nearest_hint(item, _TYPES))
            except MisfitError as misfit:
                raise (misfit.inside(index) if type(value) is list else misfit) from None

    def pattern(self, value: Any) -> None:
        """A regular expression."""
        if type(value) is not str:
            raise _wrong(value, "text")
        problem = pattern_problem(value)
        if problem is not None:
            raise MisfitError(f"{{}} is not a regular expression: {problem}")

    def number(self, value: Any) -> None:
        """A number."""
        if type(value) is not int and type(value) is not float:
            raise _wrong(value, "a number")

    def positive(self, value: Any) -> None:
        """A number above 0."""
        self.number(value)
        if value <= 0:
            raise _wrong(value, "a number above 0")

    def count(self, value: Any) -> None:
        """A whole number from 0 on."""
        if (type(value) is not int and not (type(value) is float and value.is_integer())) or value < 0:
            raise _wrong(value, "a whole number from 0 on")

    def boolean(self, value: Any) -> None:
        """True or false."""
        if type(value) is not bool:
            raise _wrong(value, "true or false")

    def limit(self, value: Any) -> None:
        """Whether a limit is outside (draft 4), or the limit itself."""
        if type(value) not in (bool, int, float):
            raise _wrong(value, "true, false or a number")

    def values(self, value: Any) -> None:
        """A list that is not empty."""
        if type(value) is not list:
            raise _wrong(value, "a list of values")
        if not value:
            raise MisfitError("{} is empty: no value is valid")


_KEYWORDS: dict[str, Callable[[_Checking, Any], None]] = {
    "additionalItems": _Checking.schema_or_boolean,
    "additionalProperties": _Checking.schema_or_boolean,
    "allOf": _Checking.schemas,
    "anyOf": _Checking.schemas,
    "definitions": _Checking.named_schemas,
    "dependencies": _Checking.dependencies,
    "enum": _Checking.values,
    "exclusiveMaximum": _Checking.limit,
    "exclusiveMinimum": _Checking.limit,
    "items": _Checking.schema_or_schemas,
    "maxItems": _Checking.count,
    "maxLength": _Checking.count,
    "maxProperties": _Checking.count,
    "maximum": _Checking.number,
    "minItems": _Checking.count,
    "minLength": _Checking.count,
    "minProperties": _Checking.count,
    "minimum": _Checking.number,
    "multipleOf": _Checking.positive,
    "not": _Checking.schema,
    "oneOf": _Checking.schemas,
    "pattern": _Checking.pattern,
    "patternProperties": _Checking.pattern_schemas,
    "properties": _Checking.named_schemas,
    "required": _Checking.names,
    "type": _Checking.type,
    "uniqueItems": _Checking.boolean,
}
