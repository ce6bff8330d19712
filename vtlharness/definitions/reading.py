"""A definition file's text to data: JSON, or YAML with CloudFormation's short forms.

Comes in: a `Source`. Goes out: plain data (dict, list, str, int, float, bool, None), keys as they are written, and for
YAML where each literal block begins. `!Ref X` becomes `{"Ref": "X"}`, `!Sub x` `{"Fn::Sub": "x"}`, as the long forms
say it. Next: `document`. YAML follows the core rules that case files follow: dates and `yes` are text.
"""

from __future__ import annotations

import json
from typing import Any

from yaml import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
    YAMLError,
)

from vtlharness.definitions.nearest import nearest_hint
from vtlharness.documents.json_nodes import json_nodes, repeated_key
from vtlharness.documents.json_text import JsonTextError, parse_json
from vtlharness.documents.yaml_errors import yaml_error
from vtlharness.documents.yaml_parser import events
from vtlharness.documents.yaml_text import plain_value
from vtlharness.errors import CaseFileError
from vtlharness.source import Source

MAX_DEPTH = 200
MAX_ALIASED = 200_000
"""How many values aliases may stand for in one file."""

SHORT_FORMS = {
    "Ref": "Ref",
    "Condition": "Condition",
    **{
        name: f"Fn::{name}"
        for name in [
            "And",
            "Base64",
            "Cidr",
            "Equals",
            "FindInMap",
            "GetAtt",
            "GetAZs",
            "If",
            "ImportValue",
            "Join",
            "Length",
            "Not",
            "Or",
            "Select",
            "Split",
            "Sub",
            "ToJsonString",
            "Transform",
        ]
    },
}
"""The functions that a YAML tag can name, and the keys that they stand for."""

_CORE = "tag:yaml.org,2002:"


def read_json(source: Source) -> Any:
    """The data of a JSON text. Raises CaseFileError, also for a repeated key."""
    repeated = False

    def as_dict(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        mapping = dict(pairs)
        repeated = repeated or len(mapping) < len(pairs)
        return mapping

    try:
        parse_json(source.text)
        data = json.loads(source.text, object_pairs_hook=as_dict)
    except JsonTextError as problem:
        raise CaseFileError(f"this is not JSON: {problem.message}", source=source, offset=problem.offset) from None
    except RecursionError:
        raise CaseFileError("the values are nested too deep", source=source, offset=0) from None
    if repeated:
        key = repeated_key(json_nodes(source.text))
        assert key
        raise CaseFileError(
            f"the key {key.text!r} is repeated",
            source=source,
            offset=key.start,
            length=key.end - key.start,
            hint="keep one of them",
        )
    return data


class YamlReading:
    """One reading of a YAML text.

    `value` is its data. `starts` maps the `id` of each text in it to the offset at which it is written; the texts live
    as long as `value` does.
    """

    def __init__(self, source: Source) -> None:
        """Read the text. Raises CaseFileError with the place of what is wrong."""
        self._source = source
        self._anchors: dict[str, tuple[Any, int] | None] = {}
        self._count = 0
        self._aliased = 0
        self.starts: dict[int, int] = {}
        try:
            self._next = events(source.text)
            self.value = self._document()
        except YAMLError as error:
            raise yaml_error(error, source) from None

    def _document(self) -> Any:
        self._next()
        if self._next().__class__ is StreamEndEvent:
            return None
        value = self._value(self._next(), 0)
        self._next()
        following = self._next()
        if following.__class__ is not StreamEndEvent:
            raise self._error("a definition is one YAML document, and here a second one begins", following, length=3)
        return value

    def _value(self, event: Any, depth: int) -> Any:
        self._count += 1
        kind = event.__class__
        if kind is ScalarEvent:
            value = self._scalar(event)
            if event.anchor is not None:
                self._anchors[event.anchor] = (value, 1)
            return value
        if kind is AliasEvent:
            return self._alias(event)
        if depth >= MAX_DEPTH:
            raise self._error(f"values are nested more than {MAX_DEPTH} deep", event, length=1)
        before = self._count
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        collection: Any = self._mapping(depth + 1) if kind is MappingStartEvent else self._list(depth + 1)
        if event.tag is not None and event.tag != f"{_CORE}{'map' if kind is MappingStartEvent else 'seq'}":
            collection = {self._function(event): collection}
        if event.anchor is not None:
            self._anchors[event.anchor] = (collection, self._count - before + 1)
        return collection

    def _list(self, depth: int) -> list[Any]:
        items = []
        next_event = self._next
        while (event := next_event()).__class__ is not SequenceEndEvent:
            items.append(self._value(event, depth))
        return items

    def _mapping(self, depth: int) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        merged: list[Any] = []
        next_event = self._next
        while (event := next_event()).__class__ is not MappingEndEvent:
            key = self._key(event)
            if key == "<<" and not event.style:
                value = self._value(next_event(), depth)
                merged.extend(value if isinstance(value, list) else [value])
                if not all(isinstance(item, dict) for item in merged):
                    raise self._error("`<<` merges mappings, and this is none", event, length=2)
                continue
            if key in mapping:
                raise self._error(f"the key {key!r} is repeated", event, hint="keep one of them")
            mapping[key] = self._value(next_event(), depth)
        for item in merged:
            for key, value in item.items():
                mapping.setdefault(key, value)
        return mapping

    def _key(self, event: Any) -> str:
        if event.__class__ is ScalarEvent:
            if event.anchor is not None:
                self._anchors[event.anchor] = (event.value, 1)
            return str(event.value)
        if event.__class__ is AliasEvent:
            value = self._alias(event)
            if isinstance(value, str):
                return value
        hint = 'quote a value that begins with a brace: "{...}"' if event.__class__ is MappingStartEvent else None
        raise self._error("a key must be text", event, length=1, hint=hint)

    def _alias(self, event: Any) -> Any:
        name = event.anchor
        if name not in self._anchors:
            hint = "quote text that begins with `*`"
            raise self._error(f"there is no anchor `&{name}` above for the alias `*{name}`", event, hint=hint)
        anchored = self._anchors[name]
        if anchored is None:
            raise self._error(f"the alias `*{name}` stands inside its own anchor", event)
        value, size = anchored
        self._count += size
        self._aliased += size
        if self._aliased > MAX_ALIASED:
            raise self._error(f"the aliases of this file stand for more than {MAX_ALIASED} values", event)
        return value

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        if len(text) > 1:  # Python has each shorter text only once
            self.starts[id(text)] = event.start_mark.index
        if event.implicit[0]:
            try:
                return plain_value(text)
            except ValueError:  # Python's limit on the digits of an int
                raise self._error("the number has too many digits", event) from None
        tag = event.tag
        if tag is None or tag == "!" or tag == f"{_CORE}str":
            return text
        if tag.startswith(_CORE):
            return plain_value(text)
        return {self._function(event): text}

    def _function(self, event: Any) -> str:
        name = event.tag.removeprefix("!")
        if name in SHORT_FORMS:
            return SHORT_FORMS[name]
        shown = event.tag.replace(_CORE, "!!")
        hint = nearest_hint(name, SHORT_FORMS) if event.tag.startswith("!") else None
        raise self._error(f"CloudFormation has no function `{shown}`", event, length=len(shown), hint=hint)

    def _error(self, message: str, event: Any, *, length: int | None = None, hint: str | None = None) -> CaseFileError:
        start = event.start_mark.index
        width = length or max(1, event.end_mark.index - start)
        return CaseFileError(message, source=self._source, offset=start, length=width, hint=hint)
