"""Finds the file that a case file is about, without reading the rest of the case file.

Comes in: the text of a case file. Goes out: the path under its top-level `template`, `api` or `integration` (there also
as `file: path`), nothing for an integration that is written out, None when there is none of these or when the text goes
wrong before it.
"""

from __future__ import annotations

from vtlharness.documents.json.values import JsonTextError, parse_json
from vtlharness.source import Source

_KEYS = ("template", "api", "integration")
_PLACES = [[key] for key in _KEYS] + [[key, "file"] for key in _KEYS[1:]]


def subject_name(source: Source, *, json: bool) -> str | None:
    """The path as the case file writes it."""
    if not json:
        return _yaml_name(source.text)
    try:
        data = parse_json(source.text)
    except JsonTextError:
        return None
    if not isinstance(data, dict):
        return None
    for key in _KEYS:
        name = data.get(key)
        if isinstance(name, dict):
            name = name.get("file") if key == "api" or len(name) == 1 else ""
        if isinstance(name, str):
            return name
    return None


def _yaml_name(text: str) -> str | None:
    from yaml import (
        MappingEndEvent,
        MappingStartEvent,
        ScalarEvent,
        SequenceEndEvent,
        SequenceStartEvent,
        StreamEndEvent,
        YAMLError,
    )

    from vtlharness.documents.yaml.events import events

    open_keys: list[str | None] = []  # one per open mapping or list: the key whose value is next, None where a key is
    lists: list[bool] = []
    try:
        next_event = events(text)
        while (event := next_event()).__class__ is not StreamEndEvent:
            kind = event.__class__
            if kind in (MappingStartEvent, SequenceStartEvent):
                open_keys.append(None)
                lists.append(kind is SequenceStartEvent)
                continue
            if kind in (MappingEndEvent, SequenceEndEvent):
                open_keys.pop()
                lists.pop()
                if open_keys == ["integration"]:
                    return ""
            elif kind is not ScalarEvent:
                continue
            elif open_keys and open_keys[-1] is None and not lists[-1]:
                open_keys[-1] = event.value
                continue
            elif open_keys in _PLACES:
                return str(event.value)
            if open_keys:
                open_keys[-1] = None
    except YAMLError:
        return None
    return None
