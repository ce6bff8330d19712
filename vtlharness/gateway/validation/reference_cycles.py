"""References of models that lead back to themselves, so that checking a value against them would never end.

Comes in: the document that holds the models (see `schemas`). Goes out: the place of such a reference. A model may
contain itself (a pet has a mother): each step then goes deeper into the body. A reference to itself that is to hold for
the same value (`$ref`, `allOf`, `anyOf`, `oneOf`, `not`, `dependencies`) goes nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias
from urllib.parse import unquote

from vtlharness.documents.json.pointer import value_at

_Place: TypeAlias = tuple[str | int, ...]


def endless_reference(document: Mapping[str, Any]) -> _Place | None:
    """The keys and indexes to the first `$ref` on a way back to itself, without the `$ref`; None if all end.

    All references in the document must be `#/...` and lead to a value.
    """
    ended: set[int] = set()
    references = [(place, schema) for place, schema in _mappings(document) if isinstance(schema.get("$ref"), str)]
    for _, start in references:
        circle = () if id(start) in ended else _circle(start, document, ended)
        if circle:
            return next(place for place, schema in references if id(schema) in circle)
    return None


def _circle(start: Mapping[str, Any], document: Mapping[str, Any], ended: set[int]) -> Sequence[int]:
    """The ids of schemas that lead to each other, if the way from a schema leads to any.

    If it does not, all on the way are `ended`.
    """
    passed = {id(start)}
    way: list[tuple[int, Iterator[Any]]] = [(id(start), _same_value(start, document))]
    while way:
        here, others = way[-1]
        schema = next(others, None)
        if schema is None:
            way.pop()
            passed.discard(here)
            ended.add(here)
        elif id(schema) in passed:
            circle = [one for one, _ in way]
            return circle[circle.index(id(schema)) :]
        elif id(schema) not in ended:
            passed.add(id(schema))
            way.append((id(schema), _same_value(schema, document)))
    return ()


def _same_value(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The schemas that must also be asked about a value for which this one is asked."""
    reference = schema.get("$ref")
    if isinstance(reference, str):
        found = [value_at(unquote(reference[1:]), document)]
    else:
        listed = [one for key in ("allOf", "anyOf", "oneOf") for one in _items(schema.get(key))]
        found = [*listed, schema.get("not"), *_values(schema.get("dependencies"))]
    return (one for one in found if isinstance(one, Mapping))


def _items(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _values(value: object) -> list[Any]:
    return list(value.values()) if isinstance(value, Mapping) else []


def _mappings(document: Mapping[str, Any]) -> Iterator[tuple[_Place, Mapping[str, Any]]]:
    """All mappings in the document, in order, each with its place."""
    waiting: list[tuple[_Place, Any]] = [((), document)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, Mapping):
            yield place, value
            waiting.extend(((*place, key), value[key]) for key in reversed(value))
        elif isinstance(value, list):
            waiting.extend(((*place, index), value[index]) for index in reversed(range(len(value))))
