"""SARIF against its published schema, which stands beside this file.

The schema is SchemaStore's (https://github.com/SchemaStore/schemastore, Apache License 2.0), unchanged.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from vtlharness.exchange.sarif import SarifResult, sarif_document
from vtlharness.findings import Finding
from vtlharness.rules.registry import RULES

SCHEMA = json.loads(Path(__file__).with_name("sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))


def _check(document: Any) -> None:
    Draft4Validator(SCHEMA, format_checker=Draft4Validator.FORMAT_CHECKER).validate(document)


def _document(*findings: Finding) -> Any:
    return sarif_document("vtl-lint", list(map(SarifResult, findings)))


def test_the_document_is_sarif() -> None:
    document = _document(
        Finding("VTL101", "a", 3, 5, "do b", "api/put order.vtl"),
        Finding("API452", "c", None, None, None, "/x/openapi.yaml"),
        Finding("VTL101", "d", 1, 1, None, "é.vtl"),
    )
    _check(document)
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


def test_a_finding_without_a_place() -> None:
    document = _document(Finding("VTL101", "a"), Finding("VTL101", "b", hint="do c", file="\ud800.vtl", line=2))
    _check(document)
    first, second = document["runs"][0]["results"]
    assert ("locations" in first, first["message"]) == (False, {"text": "a"})
    (place,) = second["locations"]
    assert place["physicalLocation"] == {"artifactLocation": {"uri": "%5Cud800.vtl"}, "region": {"startLine": 2}}
    assert second["message"] == {"text": "b. Hint: do c"}


def test_no_findings() -> None:
    document = _document()
    _check(document)
    assert document["runs"][0]["results"] == []


@pytest.mark.parametrize("rule", RULES)
def test_each_rule(rule: str) -> None:
    _check(_document(Finding(rule, "said", 1, 1, None, "put.vtl")))
