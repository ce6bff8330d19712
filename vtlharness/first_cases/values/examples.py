"""The examples that an OpenAPI document has: of request bodies and parameters, which the service does not read.

Comes in: the data of a definition's file. Goes out: `Examples`, which are asked by method. An OpenAPI document may
stand in a stack's resource.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from vtlharness.first_cases.reading.inputs import MISSING
from vtlharness.first_cases.values.schema_values import schema_value
from vtlharness.gateway.model import Method

_PLACES = {"querystring": "query", "header": "header", "path": "path"}
_MOST_REFERENCES = 8
_FORMING = frozenset({"format", "maxLength", "minLength", "pattern"})
"""What a schema says about the form of a text."""


class Examples:
    """The examples of one file."""

    def __init__(self, data: Any) -> None:
        self._documents = [one for one in _documents(data) if isinstance(one.get("paths"), Mapping)]

    def body(self, method: Method, media_type: str) -> Any:
        """The example of a request body; MISSING without one."""
        for document, operation, _ in self._operations(method):
            content = _mapping(_mapping(_resolved(operation.get("requestBody"), document)).get("content"))
            for kind in (media_type, *content):
                found = _example(_mapping(content.get(kind)), document)
                if found is not MISSING:
                    return found
            for parameter in _parameters(operation, document):
                if parameter.get("in") == "body":
                    found = _example({**_mapping(parameter.get("schema")), **parameter}, document)
                    if found is not MISSING:
                        return found
        return MISSING

    def parameter(self, method: Method, place: str, name: str, default: str) -> str:
        """The example of a parameter, or what its schema allows; else the default."""
        for document, operation, item in self._operations(method):
            for parameter in (*_parameters(operation, document), *_parameters(item, document)):
                if parameter.get("in") == _PLACES[place] and parameter.get("name") == name:
                    found = _example(parameter, document)
                    schema = {**parameter, **_mapping(_resolved(parameter.get("schema"), document))}
                    for key in ("example", "default"):
                        if found is MISSING and key in schema:
                            found = schema[key]
                    if found is MISSING and isinstance(schema.get("enum"), list) and schema["enum"]:
                        found = schema["enum"][0]
                    if found is MISSING and schema.get("type") == "string" and _FORMING.intersection(schema):
                        found = schema_value(schema, {}, name)
                    if found is MISSING and schema.get("type") in ("integer", "number"):
                        found = schema.get("minimum", 1)
                    if found is not MISSING and not isinstance(found, (Mapping, list)) and found is not None:
                        return found if isinstance(found, str) else str(found).lower()
        return default

    def _operations(self, method: Method) -> Iterator[tuple[Any, Mapping[str, Any], Mapping[str, Any]]]:
        for document in self._documents:
            item = _mapping(document["paths"].get(method.resource_path))
            for key in (method.http_method.lower(), "x-amazon-apigateway-any-method"):
                operation = item.get(key)
                if isinstance(operation, Mapping):
                    yield document, operation, item
                    break


def _documents(data: Any) -> Iterator[Mapping[str, Any]]:
    if not isinstance(data, Mapping):
        return
    yield data
    for resource in _mapping(data.get("Resources")).values():
        properties = _mapping(_mapping(resource).get("Properties"))
        for key in ("Body", "DefinitionBody"):
            if isinstance(properties.get(key), Mapping):
                yield properties[key]


def _parameters(holder: Mapping[str, Any], document: Any) -> list[Mapping[str, Any]]:
    listed = holder.get("parameters")
    return [_mapping(_resolved(one, document)) for one in listed] if isinstance(listed, list) else []


def _example(holder: Mapping[str, Any], document: Any) -> Any:
    """The `example` of a media type, parameter or schema, or the first of its `examples`."""
    if "example" in holder:
        return holder["example"]
    examples = holder.get("examples")
    if isinstance(examples, Mapping) and examples:
        first = _resolved(next(iter(examples.values())), document)
        return first.get("value", MISSING) if isinstance(first, Mapping) and "value" in first else MISSING
    schema = _resolved(holder.get("schema"), document)
    if isinstance(schema, Mapping) and "example" in schema:
        return schema["example"]
    return MISSING


def _resolved(value: Any, document: Any) -> Any:
    for _ in range(_MOST_REFERENCES):
        reference = value.get("$ref") if isinstance(value, Mapping) else None
        if not isinstance(reference, str) or not reference.startswith("#/"):
            return value
        value = document
        for step in reference[2:].split("/"):
            value = _mapping(value).get(step.replace("~1", "/").replace("~0", "~"))
    return value


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
