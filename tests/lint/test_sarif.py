"""The parts of SARIF 2.1.0 that code scanning needs, as its standard requires them."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft7Validator

from vtlharness.findings import Finding
from vtlharness.lint.formats.sarif import sarif_document
from vtlharness.lint.linting import LintResult, PlacedFinding

_TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
_COUNT = {"type": "integer", "minimum": 1}
_REGION = {
    "type": "object",
    "required": ["startLine"],
    "additionalProperties": False,
    "properties": {"startLine": _COUNT, "startColumn": _COUNT},
}
_LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation"],
            "additionalProperties": False,
            "properties": {
                "artifactLocation": {"type": "object", "required": ["uri"]},
                "region": _REGION,
            },
        }
    },
}
_RESULT = {
    "type": "object",
    "required": ["message", "ruleId", "ruleIndex"],
    "properties": {
        "message": _TEXT,
        "level": {"enum": ["none", "note", "warning", "error"]},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "locations": {"type": "array", "items": _LOCATION},
    },
}
_RULE = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "string"}, "shortDescription": _TEXT, "fullDescription": _TEXT, "help": _TEXT},
}
_RUN = {
    "type": "object",
    "required": ["tool"],
    "properties": {
        "tool": {
            "type": "object",
            "required": ["driver"],
            "properties": {
                "driver": {
                    "type": "object",
                    "required": ["name"],
                    "properties": {"name": {"type": "string"}, "rules": {"type": "array", "items": _RULE}},
                }
            },
        },
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "results": {"type": "array", "items": _RESULT},
    },
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "$schema": {"type": "string"},
        "runs": {"type": "array", "items": _RUN},
    },
}
"""Written from the text of the standard, sections 3.13 to 3.52, for the properties that are used."""


def _document(*findings: Finding) -> Any:
    return sarif_document(LintResult(tuple(map(PlacedFinding, findings)), 1, ()))


def test_the_document_is_sarif() -> None:
    document = _document(
        Finding("VTL101", "a", 3, 5, "do b", "api/put order.vtl"),
        Finding("API452", "c", None, None, None, "/x/openapi.yaml"),
        Finding("VTL101", "d", 1, 1, None, "é.vtl"),
    )
    Draft7Validator(SCHEMA).validate(document)
    (run,) = document["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["API452", "VTL101"]
    assert [result["ruleIndex"] for result in run["results"]] == [1, 0, 1]
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert places[0] == {
        "artifactLocation": {"uri": "api/put%20order.vtl"},
        "region": {"startLine": 3, "startColumn": 5},
    }
    assert places[1] == {"artifactLocation": {"uri": "file:///x/openapi.yaml"}}
    assert places[2]["artifactLocation"] == {"uri": "%C3%A9.vtl"}
    assert run["results"][0]["message"] == {"text": "a. Hint: do b"}


def test_no_findings() -> None:
    document = _document()
    Draft7Validator(SCHEMA).validate(document)
    assert document["runs"][0]["results"] == []
