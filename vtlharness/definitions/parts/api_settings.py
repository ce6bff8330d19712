"""Settings of an API that every source of definitions has in a form of its own: its endpoint type, its key source.

Comes in: a cursor at the setting. Goes out: a value of the model, or one DefinitionError. Evidence:
docs/fidelity.md#edge-headers, docs/fidelity.md#key-source.
"""

from __future__ import annotations

from typing import TypeVar

from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.gateway.model import API_KEY_SOURCES, ENDPOINT_TYPES, ApiKeySource, EndpointType
from vtlharness.nearest import nearest_hint

_Name = TypeVar("_Name", bound=str)

DEFAULT_ENDPOINT_TYPE: EndpointType = "EDGE"
"""The endpoint type that CloudFormation and the CLI give to an API if nothing names one."""


def endpoint_type(configuration: Cursor | None) -> EndpointType | None:
    """The type of an endpoint configuration: a text, or a mapping with `types` or `type` in either casing.

    None if it names no type. Raises DefinitionError for an unknown type.
    """
    if configuration is None:
        return None
    if type(configuration.value) is str:
        return _endpoint_type(configuration)
    held = configuration.mapping()
    for key in ("Type", "type"):
        own = held.get(key)
        if own is not None:
            return _endpoint_type(own)
    for key in ("Types", "types"):
        for kind in held.listed(key):
            return _endpoint_type(kind)
    return None


def api_key_source(setting: Cursor | None) -> ApiKeySource | None:
    """The key source that a setting names; None without the setting. Raises DefinitionError for an unknown one."""
    return None if setting is None else _known(setting, "a key source", API_KEY_SOURCES)


def _endpoint_type(kind: Cursor) -> EndpointType:
    return _known(kind, "an endpoint type", ENDPOINT_TYPES)


def _known(cursor: Cursor, what: str, known: tuple[_Name, ...]) -> _Name:
    """The known name that is written here. Raises DefinitionError for another one."""
    text = cursor.text()
    for name in known:
        if name == text:
            return name
    raise cursor.error(f"`{text}` is not {what}", hint=nearest_hint(text, known))
