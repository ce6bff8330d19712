"""The `template` of a case file, found without reading the rest of it.

Comes in: the text of a case file. Goes out: the path under its top-level `template`, None when there is none or when
the text goes wrong before it.
"""

from __future__ import annotations

from vtlharness.documents.json_text import JsonTextError, parse_json
from vtlharness.source import Source


def template_name(source: Source, *, json: bool) -> str | None:
    """The template's path as the case file has it."""
    if json:
        try:
            data = parse_json(source.text)
        except JsonTextError:
            return None
        name = data.get("template") if isinstance(data, dict) else None
        return name if isinstance(name, str) else None
    return _yaml_template(source.text)


def _yaml_template(text: str) -> str | None:
    from yaml import MappingStartEvent, ScalarEvent, SequenceStartEvent, StreamEndEvent, YAMLError

    from vtlharness.documents.yaml_parser import events

    try:
        next_event = events(text)
        depth = 0
        scalars = 0
        key: str | None = None
        while (event := next_event()).__class__ is not StreamEndEvent:
            kind = event.__class__
            if kind in (MappingStartEvent, SequenceStartEvent):
                depth += 1
                continue
            if kind.__name__ in ("MappingEndEvent", "SequenceEndEvent"):
                depth -= 1
                scalars = 0 if depth == 1 else scalars
                continue
            if depth == 1 and kind is ScalarEvent:
                scalars += 1
                if scalars == 2:
                    if key == "template":
                        return str(event.value)
                    scalars = 0
                key = event.value
    except YAMLError:
        return None
    return None
