"""Reads YAML text as data, by the core schema of YAML 1.2.

Comes in: the text of a case file, or of a definition, whose reading builds on this one. Goes out: dict, list, str, int,
float, bool and None. Built straight from the parser's events, which is about three times as fast as PyYAML's
constructors, and keeps to the core rules: `yes`, `no`, `on`, dates and `1:30` are text, `010` is ten, keys are text as
they are written, a repeated key is an error. Merge keys (`<<`), anchors and aliases work; aliases that multiply to a
huge document are refused.
"""

from __future__ import annotations

import re
from math import inf, nan
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

from vtlharness.documents.yaml.errors import yaml_error
from vtlharness.documents.yaml.events import events
from vtlharness.errors import CaseFileError, VtlHarnessError
from vtlharness.source import Source

MAX_DEPTH = 200
MAX_ALIASED = 200_000
"""The number of values that the aliases of one file may stand for."""

MOST_DIGITS = 3500
"""The number of octal or hexadecimal digits of an integer: Python writes no integer of more than 4,300 decimal ones."""

_WORDS: dict[str, object] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -inf),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), nan),
}
_NUMBER = re.compile(
    r"(?P<int>[-+]?[0-9]+)|0o(?P<oct>[0-7]+)|0x(?P<hex>[0-9a-fA-F]+)|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
)
_NUMBER_STARTS = frozenset("0123456789-+.")
CORE = "tag:yaml.org,2002:"
"""What `!!` stands for in front of a tag."""

_MAP_TAG = {True: f"{CORE}map", False: f"{CORE}seq"}
_TAGGED: dict[str, type | tuple[type, ...]] = {"int": int, "float": (int, float), "bool": bool, "null": type(None)}


def plain_value(text: str) -> object:
    """The value of an unquoted scalar by the core schema: None, bool, int, float, or the text itself.

    Raises ValueError for an integer of too many digits.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    match = _NUMBER.fullmatch(text)
    if not match:
        return text
    if match["int"]:
        return int(text)
    digits, base = (match["oct"], 8) if match["oct"] else (match["hex"], 16)
    if not digits:
        return float(text)
    if len(digits) > MOST_DIGITS:
        raise ValueError("too many digits")
    return int(digits, base)


class YamlText:
    """One reading of a case file's text.

    `value` is its data. `odd_numbers` is true when a number is written differently than in JSON.
    """

    what = "a case file"
    """The name of the file in messages."""

    kind: type[VtlHarnessError] = CaseFileError
    """The class of the errors that it raises."""

    keeps_starts = False
    """Whether `_start` also holds the positions of the texts in each value."""

    def __init__(self, source: Source) -> None:
        """Read the text. Raises an error of `kind` at the place of the fault."""
        self._source = source
        self._anchors: dict[str, tuple[object, int, Any] | None] = {}
        self._start: Any = None
        self._count = 0
        self._aliased = 0
        self.odd_numbers = False
        self._item_lines: list[tuple[list[object], list[int]]] = []
        try:
            self._next = events(source.text)
            self.value = self._document()
        except YAMLError as error:
            raise yaml_error(error, source, self.kind) from None

    def item_lines(self, key: str) -> list[int]:
        """The lines, from 1, on which the items of the list under a top-level key begin; none if there is no list."""
        wanted = self.value.get(key) if isinstance(self.value, dict) else None
        return next((lines for items, lines in self._item_lines if items is wanted), [])

    def _document(self) -> object:
        self._next()
        if self._next().__class__ is StreamEndEvent:
            return None
        value = self._value(self._next(), 0)
        self._next()
        following = self._next()
        if following.__class__ is not StreamEndEvent:
            raise self._error(f"{self.what} is one YAML document, but a second one begins here", following, length=3)
        return value

    def _value(self, event: Any, depth: int) -> object:
        self._count += 1
        kind = event.__class__
        if kind is ScalarEvent:
            value = self._scalar(event)
            if event.anchor is not None:
                self._anchors[event.anchor] = (value, 1, self._start)
            return value
        if kind is AliasEvent:
            return self._alias(event)
        if depth >= MAX_DEPTH:
            raise self._error(f"values are nested more than {MAX_DEPTH} deep", event)
        before = self._count
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        mapped = kind is MappingStartEvent
        key = None if event.tag is None or event.tag == _MAP_TAG[mapped] else self._collection_key(event)
        collection: object = self._mapping(depth + 1) if mapped else self._list(depth + 1)
        if key is not None:
            collection = {key: collection}
            self._start = {key: self._start}
        if event.anchor is not None:
            self._anchors[event.anchor] = (collection, self._count - before + 1, self._start)
        return collection

    def _list(self, depth: int) -> list[object]:
        items: list[object] = []
        lines: list[int] | None = None
        if depth == 2:
            lines = []
            self._item_lines.append((items, lines))
        starts: list[Any] | None = [] if self.keeps_starts else None
        next_event = self._next
        while (event := next_event()).__class__ is not SequenceEndEvent:
            if lines is not None:
                lines.append(event.start_mark.line + 1)
            items.append(self._value(event, depth))
            if starts is not None:
                starts.append(self._start)
        self._start = starts
        return items

    def _mapping(self, depth: int) -> dict[str, object]:
        mapping: dict[str, object] = {}
        merged: list[object] = []
        starts: dict[str, Any] | None = {} if self.keeps_starts else None
        merged_starts: list[Any] = []
        next_event = self._next
        while (event := next_event()).__class__ is not MappingEndEvent:
            key: str = event.value if event.__class__ is ScalarEvent and event.anchor is None else self._key(event)
            if key == "<<" and not event.style:
                value = self._value(next_event(), depth)
                merged.extend(value if isinstance(value, list) else [value])
                if not all(isinstance(item, dict) for item in merged):
                    raise self._error("`<<` merges mappings, but this is not a mapping", event, length=2)
                if starts is not None:
                    merged_starts.extend(self._start if isinstance(value, list) else [self._start])
                continue
            if key in mapping:
                self._repeated(key, event)
            mapping[key] = self._value(next_event(), depth)
            if starts is not None:
                starts[key] = self._start
        for item in merged:
            for key, value in item.items():  # type: ignore[attr-defined]
                mapping.setdefault(key, value)
        if starts is not None:
            for item in merged_starts:
                for key, start in item.items():
                    starts.setdefault(key, start)
        self._start = starts
        return mapping

    def _repeated(self, key: str, event: Any) -> None:
        """Raises the error for a repeated key; a reading that does not raise it keeps the last value."""
        raise self._repeated_key(key, event)

    def _repeated_key(self, key: str, event: Any) -> VtlHarnessError:
        return self._error(f"the key {key!r} is repeated", event, hint="keep one of them")

    def _key(self, event: Any) -> str:
        if event.__class__ is ScalarEvent:
            if event.anchor is not None:
                self._anchors[event.anchor] = (event.value, 1, None)
            return str(event.value)
        if event.__class__ is AliasEvent:
            value = self._alias(event)
            if isinstance(value, str):
                return value
        hint = 'quote a value that begins with a brace: "{...}"' if event.__class__ is MappingStartEvent else None
        raise self._error("a key must be text", event, hint=hint)

    def _alias(self, event: Any) -> object:
        name = event.anchor
        if name not in self._anchors:
            raise self._error(
                f"the alias `*{name}` has no anchor `&{name}` above it",
                event,
                hint="quote text that begins with `*`",
            )
        anchored = self._anchors[name]
        if anchored is None:
            raise self._error(f"the alias `*{name}` is inside its own anchor", event)
        value, size, self._start = anchored
        self._count += size
        self._aliased += size
        if self._aliased > MAX_ALIASED:
            raise self._error(f"the aliases in this file stand for more than {MAX_ALIASED} values", event)
        return value

    def _scalar(self, event: Any) -> object:
        text: str = event.value
        if self.keeps_starts:
            self._start = event.start_mark.index
        if event.implicit[0]:
            value = self._plain(event, text)
            if type(value) in (int, float) and str(value) != text:
                self._odd_number(event, value)
            return value
        tag = event.tag
        return text if tag is None or tag == "!" or tag == f"{CORE}str" else self._tagged(event, text)

    def _plain(self, event: Any, text: str) -> object:
        try:
            return plain_value(text)
        except ValueError:  # Python's limit on the digits of an int
            raise self._error("the number has too many digits", event) from None

    def _odd_number(self, event: Any, value: object) -> None:
        """Notes that a number is written differently than in JSON."""
        self.odd_numbers = True
        if value in (inf, -inf) or value != value:
            raise self._error(f"`{event.value}` is not a JSON number", event, hint="quote it if it is text")

    def _collection_key(self, event: Any) -> str:
        """The key for a tag before a mapping or a list."""
        raise self._tag_error(event)

    def _tagged(self, event: Any, text: str) -> object:
        """The value of a text behind a tag."""
        name = event.tag.removeprefix(CORE)
        value = self._plain(event, text)
        kind = _TAGGED.get(name)
        if kind is None or not isinstance(value, kind) or (name != "bool" and isinstance(value, bool)):
            raise self._tag_error(event)
        return float(value) if name == "float" else value  # type: ignore[arg-type]

    def _tag_error(self, event: Any) -> VtlHarnessError:
        return self._error(
            f"the tag `{event.tag.replace(CORE, '!!')}` does not fit here; {self.what} holds plain values",
            event,
            hint="quote text that begins with `!`",
        )

    def _error(
        self, message: str, event: Any, *, length: int | None = None, hint: str | None = None
    ) -> VtlHarnessError:
        start = event.start_mark.index
        return self.kind(
            message,
            source=self._source,
            offset=start,
            length=length or max(1, event.end_mark.index - start),
            hint=hint,
        )
