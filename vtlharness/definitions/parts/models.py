"""Models: JSON schemas that refer to each other by name.

Comes in: the schemas of an OpenAPI file's components or of CloudFormation models, as cursors. Goes out: their data, in
which every reference to another model has the form `#/definitions/{name}`. Next:
`gateway.validation.schemas`, which brings them together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from vtlharness.definitions.reading.cursor import NO_VALUE, Cursor
from vtlharness.definitions.reading.references import is_bare
from vtlharness.documents.json.pointer import step_name
from vtlharness.nearest import nearest_hint

OWN_MODELS = ("Empty", "Error")
"""Models that every API has."""

_COMPONENT = re.compile(r"#/(?:components/schemas|definitions)/([^/]+)")
_MODEL = re.compile(r"https://apigateway\.[^/]+/restapis/[^/]+/models/([^/]+)")


class Models:
    """The schemas of one API by name."""

    def __init__(self, schemas: Mapping[str, Cursor], *, own_documents: bool = False) -> None:
        """With `own_documents`, each schema is a document of its own, so that `#...` may lead to a place inside it."""
        self._schemas = dict(schemas)
        self._own_documents = own_documents

    @property
    def schemas(self) -> Mapping[str, Cursor]:
        """The place of each schema."""
        return self._schemas

    def add(self, name: str, schema: Cursor) -> str:
        """Add an inline schema; returns its new name."""
        free = name
        number = 2
        while free in self._schemas:
            free = f"{name}{number}"
            number += 1
        self._schemas[free] = schema
        return free

    def named(self, cursor: Cursor, free: str) -> str | None:
        """The name of a schema's model: the one that its `$ref` leads to, or a new one for an inline schema.

        None for a missing model, which an import drops. Raises DefinitionError.
        """
        if type(cursor.mapping().value.get("$ref")) is str:
            return self._name(cursor.raw("$ref"))
        return self.add(free, cursor)

    def data(self) -> dict[str, Mapping[str, object]]:
        """Every model's data. Raises DefinitionError for a reference that leads nowhere, unless an import drops it."""
        return {name: self._data(cursor.mapping()) for name, cursor in self._schemas.items()}

    def _data(self, cursor: Cursor) -> Any:
        if type(cursor.value) is dict:
            found = {}
            for key, value in cursor.value.items():
                if key != "$ref" and type(value) is not dict and type(value) is not list:
                    found[key] = value  # most of a schema, and cannot contain a function or a reference
                    continue
                item = cursor.raw(key).resolved()
                if item.value is not NO_VALUE:
                    is_reference = key == "$ref" and type(item.value) is str
                    data = self._reference(item) if is_reference else self._data(item)
                    if data is not None or not is_reference:
                        found[key] = data
            return found
        if type(cursor.value) is list:
            return [self._data(item) for item in cursor.elements()]
        return cursor.value

    def _reference(self, reference: Cursor) -> str | None:
        if self._own_documents and reference.text().startswith("#"):
            return reference.text()
        name = self._name(reference)
        return None if name is None else f"#/definitions/{name}"

    def _name(self, reference: Cursor) -> str | None:
        """The name of the model that a reference leads to; None for a missing one, which an import drops."""
        text = reference.text()
        if reference.scope.imports and is_bare(text):
            text = f"#/definitions/{text}"
        match = _COMPONENT.fullmatch(text) or _MODEL.fullmatch(text)
        if match is None:
            if text.startswith("#"):
                raise reference.error(
                    f"the reference {text!r} does not lead to a schema",
                    hint="write a reference such as #/components/schemas/Order",
                )
            raise reference.error(
                f"the reference {text!r} leads out of the definition", hint="only `#/...` references are followed"
            )
        name = step_name(match[1])
        if name in self._schemas:
            return name
        if not reference.scope.imports:
            raise reference.error(f"the API has no schema `{name}`", hint=nearest_hint(name, self._schemas))
        if not reference.scope.findings.is_full:
            message = f"Reference to model '{name}' not found. Ignoring."
            reference.found("API473", message, hint=nearest_hint(name, self._schemas))
        return None
