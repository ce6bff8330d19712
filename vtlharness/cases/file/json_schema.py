"""The JSON Schema of the case file, made from the table in `format`.

`python -m vtlharness.cases.schema --write` writes it. A run does not import this module.
"""

from __future__ import annotations

import json
from typing import Any

from vtlharness.cases.file.format.expected_kinds import matcher_schemas
from vtlharness.cases.file.format.sections import (
    SUBJECTS,
    AnyKind,
    CasesOf,
    EntriesOf,
    Key,
    ListOf,
    NamesOf,
    PathOr,
    Section,
    Subject,
    WordOr,
    sections_below,
)
from vtlharness.cases.file.format.table import FILE, SUBJECT_KEYS
from vtlharness.cases.file.format.value_kinds import Kind, Schema, with_null


def schema_text() -> str:
    """The text of `schema.json`."""
    return json.dumps(case_file_schema(), indent=2) + "\n"


def case_file_schema() -> Schema:
    """The schema, as data."""
    definitions = _Definitions()
    definitions.schemas.update(matcher_schemas())
    files = {subject: definitions.section(FILE, subject) for subject in SUBJECTS}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "vtlharness case file",
        "description": "Cases for API Gateway mapping templates and whole integrations: "
        "*.vtl.yaml, *.vtl.yml or *.vtl.json.",
        "type": "object",
        "oneOf": [{"required": [key]} for key in SUBJECT_KEYS],
        **_chosen_by_key(files),
        "$defs": dict(sorted(definitions.schemas.items())),
    }


def _chosen_by_key(files: dict[Subject, Schema]) -> Schema:
    """The schema of the file by the key for its subject, so that an editor completes only keys of that kind."""
    chosen = files["template"]
    for key, subject in SUBJECT_KEYS.items():
        if subject != "template":
            chosen = {"if": {"required": [key]}, "then": files[subject], "else": chosen}
    return chosen


class _Definitions:
    """The schemas under `$defs`, collected when they are referred to."""

    def __init__(self) -> None:
        self.schemas: dict[str, Schema] = {}

    def section(self, section: Section, subject: Subject, *, null: bool = False) -> Schema:
        """A reference to the schema of a section. Where kinds of file differ, each has its own."""
        having = [other for other in SUBJECTS if section in sections_below(FILE, other)]
        schema = self._section_schema(section, subject)
        alike = [other for other in having if self._section_schema(section, other) == schema]
        name = section.name
        if alike != having:
            name = "Or".join(_capital(other) if index else other for index, other in enumerate(alike)) + _capital(name)
        return self._reference(name, with_null(schema) if null else schema)

    def _section_schema(self, section: Section, subject: Subject) -> Schema:
        keys = section.keys_of(subject)
        schema: Schema = {"type": "object", **_described(section, subject)}
        needed = [need.keys[0] for need in section.needs if len(need.keys) == 1]
        if needed:
            schema["required"] = needed
        if not section.open:
            schema["additionalProperties"] = False
        schema["properties"] = {
            name: self._property(key, subject, null=section.takes_null(key)) for name, key in keys.items()
        }
        rules = [_alone_rule(key, keys, section) for key in keys.values() if key.alone]
        return {**schema, "allOf": rules} if rules else schema

    def _property(self, key: Key, subject: Subject, *, null: bool) -> Schema:
        schema = dict(self._kind(key.kind, subject, null=null))
        if key.description != key.kind.description:
            schema["description"] = key.description
        if key.examples:
            schema["examples"] = list(key.examples)
        return schema

    def _kind(self, kind: AnyKind, subject: Subject, *, null: bool) -> Schema:
        if isinstance(kind, Section):
            return self.section(kind, subject, null=null)
        if isinstance(kind, Kind):
            schema = with_null(kind.schema()) if null else kind.schema()
            return self._reference(kind.name, {"description": kind.description, **schema}) if kind.name else schema
        if isinstance(kind, PathOr):
            schema = self._section_schema(kind.section, subject)
            return self._reference(kind.section.name, {**schema, "type": ["string", "object"]})
        if isinstance(kind, WordOr):
            return {
                "anyOf": [{"enum": [*kind.words, None] if null else [*kind.words]}, self.section(kind.section, subject)]
            }
        if isinstance(kind, NamesOf):
            item = {"anyOf": [{"type": "string"}, self.section(kind.section, subject)]}
            schema = {"type": "object", "additionalProperties": item}
            return with_null(schema) if null else schema
        if isinstance(kind, CasesOf):
            return {"type": "array", "minItems": 1, "items": self.section(kind.section, subject)}
        if isinstance(kind, ListOf):
            listed: Schema = {"type": "array", "items": self.section(kind.section, subject)}
            return with_null(listed) if null else listed
        return self._entries(kind, subject, null=null)

    def _entries(self, kind: EntriesOf, subject: Subject, *, null: bool) -> Schema:
        schema: Schema = {"type": "object", "additionalProperties": self.section(kind.section, subject)}
        if kind.or_list:
            schema = {**schema, "type": ["object", "array"], "items": {"type": "object"}}
        return with_null(schema) if null else schema

    def _reference(self, name: str, schema: Schema) -> Schema:
        known = self.schemas.setdefault(name, schema)
        assert known == schema, f"two schemas have the name {name}"
        return {"$ref": f"#/$defs/{name}"}


def _described(section: Section, subject: Subject) -> Schema:
    if section is FILE:
        assert not isinstance(section.description, str)
        return {"title": section.description[subject]}
    text = section.description if isinstance(section.description, str) else section.description[subject]
    return {"description": text}


def _alone_rule(key: Key, keys: dict[str, Key], section: Section) -> Schema:
    """Requires that the key is the only one."""
    given: Schema = {"required": [key.name]}
    if not key.null_counts:
        given["properties"] = {key.name: {"not": {"type": "null"}}}
    if not section.nulls:
        return {"if": given, "then": {"maxProperties": 1}}
    others: dict[str, Any] = {
        name: False if other.null_counts else {"type": "null"} for name, other in keys.items() if name != key.name
    }
    return {"if": given, "then": {"properties": others}}


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]
