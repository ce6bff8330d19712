"""Models: JSON schemas that refer to each other, each made whole in itself.

Comes in: the schemas of an OpenAPI file's components or of CloudFormation models, as data. Goes out: for each model a
schema whose references lead into its own `definitions`, so that any validator can follow them, circles included.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from vtlharness.definitions.cursor import Cursor
from vtlharness.definitions.nearest import nearest_hint

_INSIDE = re.compile(r"#/(?:components/schemas|definitions)/([^/]+)")
_MODEL = re.compile(r"https://apigateway\.[^/]+/restapis/[^/]+/models/([^/]+)")


class Models:
    """The schemas of one API by name, as cursors; converted when they are asked for."""

    def __init__(self, schemas: Mapping[str, Cursor]) -> None:
        self._schemas = dict(schemas)
        self._converted: dict[str, tuple[Any, frozenset[str]]] = {}

    def __contains__(self, name: object) -> bool:
        return name in self._schemas

    def add(self, name: str, schema: Cursor) -> str:
        """Take in a schema that is written where it is used; gives the name that it has from then on."""
        free = name
        number = 2
        while free in self._schemas:
            free = f"{name}{number}"
            number += 1
        self._schemas[free] = schema
        return free

    def names(self) -> list[str]:
        """The names of all models."""
        return list(self._schemas)

    def referred(self, cursor: Cursor) -> str | None:
        """The model that a `$ref` leads to; None where the schema is written in place. Raises CaseFileError."""
        if type(cursor.value) is not dict or "$ref" not in cursor.value:
            return None
        return self._name(cursor.need("$ref", of="the schema"))

    def whole(self) -> dict[str, Mapping[str, object]]:
        """Every model with the definitions that it needs. Raises CaseFileError for a reference that leads nowhere."""
        return {name: self._whole(name) for name in self._schemas}

    def _whole(self, name: str) -> Mapping[str, object]:
        schema, direct = self._convert(name)
        needed: dict[str, Any] = {}
        waiting = sorted(direct)
        while waiting:
            other = waiting.pop(0)
            if other not in needed:
                needed[other], more = self._convert(other)
                waiting.extend(sorted(more))
        if not isinstance(schema, dict) or not needed:
            return schema  # type: ignore[no-any-return]
        return {**schema, "definitions": {other: needed[other] for other in sorted(needed)}}

    def _convert(self, name: str) -> tuple[Any, frozenset[str]]:
        found = self._converted.get(name)
        if found is None:
            cursor = self._schemas[name]
            own = _own_definitions(cursor)
            references: set[str] = set()

            def rename(reference: Cursor) -> str:
                text = reference.text()
                if own and text.startswith("#/definitions/"):
                    return text
                target = self._name(reference)
                references.add(target)
                return f"#/definitions/{target}"

            schema = _data(cursor.mapping(), rename)
            found = self._converted[name] = (schema, frozenset(references))
        return found

    def _name(self, reference: Cursor) -> str:
        text = reference.text()
        match = _INSIDE.fullmatch(text) or _MODEL.fullmatch(text)
        if match is None:
            if text.startswith("#"):
                raise reference.error(
                    f"the reference {text!r} leads to no schema", hint=nearest_hint(text, self._paths())
                )
            raise reference.error(
                f"the reference {text!r} leads out of the definition", hint="only `#/...` references are followed"
            )
        name = match[1].replace("~1", "/").replace("~0", "~")
        if name not in self._schemas:
            raise reference.error(f"there is no schema `{name}`", hint=nearest_hint(name, self._schemas))
        return name

    def _paths(self) -> list[str]:
        return [f"#/components/schemas/{name}" for name in self._schemas]


def _own_definitions(cursor: Cursor) -> bool:
    return type(cursor.value) is dict and type(cursor.value.get("definitions")) is dict


def _data(cursor: Cursor, rename: Callable[[Cursor], str]) -> Any:
    """The data of a schema with its references renamed."""
    value = cursor.value
    if type(value) is dict:
        return {
            key: rename(item) if key == "$ref" and type(item.value) is str else _data(item, rename)
            for key, item in cursor.items()
        }
    if type(value) is list:
        return [_data(item, rename) for item in cursor.elements()]
    return value
