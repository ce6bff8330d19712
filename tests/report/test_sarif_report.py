"""The SARIF report of a run: findings of rules, and what hostile input does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft4Validator

from tests.exchange.test_sarif import SCHEMA
from tests.report.hostile_texts import RECORDS
from vtlharness import CaseRecord
from vtlharness.cases.results import HOSTILE_KINDS, HostileFinding, StrictFinding, TemplateLine
from vtlharness.findings import Finding
from vtlharness.report.mutations import MutationRecord, UnnoticedChange
from vtlharness.report.run_record import RunRecord
from vtlharness.report.sarif_report import sarif_report

WARNING = Finding("VTL201", "said", 3, 5, "do", "put.vtl")


def results(*records: CaseRecord) -> list[tuple[Any, ...]]:
    document = json.loads(sarif_report(RunRecord(records)))
    Draft4Validator(SCHEMA, format_checker=Draft4Validator.FORMAT_CHECKER).validate(document)
    (run,) = document["runs"]
    assert run["tool"]["driver"]["name"] == "vtl-run"
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    found = []
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        found.append(
            (result["ruleId"], result["level"], place["artifactLocation"]["uri"], place["region"]["startLine"])
        )
    return found


def test_the_findings_of_a_run(by_id: dict[str, CaseRecord]) -> None:
    """An inline template is not a file: its case is the place."""
    assert results(*by_id.values()) == [
        ("VTL201", "error", "strict.vtl.yaml", by_id["strict.vtl.yaml::f"].line),
        ("VTL301", "warning", "warning.vtl.yaml", 2),
        ("hostile/not-json", "error", "hostile.vtl.yaml", 2),
        ("hostile/adds-keys", "error", "hostile.vtl.yaml", 2),
    ]


def test_a_finding_is_told_once_and_as_an_error_if_it_fails_a_case() -> None:
    warned = CaseRecord("a::b", "passed", "a", "b", 1, findings=(WARNING,))
    failed = CaseRecord("c::d", "failed", "c", "d", 1, differences=(StrictFinding(WARNING),), findings=(WARNING,))
    assert results(warned, warned) == [("VTL201", "warning", "put.vtl", 3)]
    assert results(warned, failed, warned) == [("VTL201", "error", "put.vtl", 3)]


@pytest.mark.parametrize("kind", HOSTILE_KINDS)
@pytest.mark.parametrize(
    ("line", "place"),
    [
        (TemplateLine("put.vtl", 7), ("put.vtl", 7)),
        (TemplateLine("openapi.yaml (x)", 2, "C:/api/openapi.yaml:12"), ("C%3A/api/openapi.yaml", 12)),
        (TemplateLine("a.vtl.yaml (inline)", 9), ("a.vtl.yaml", 4)),
        (None, ("a.vtl.yaml", 4)),
    ],
)
def test_hostile(kind: Any, line: TemplateLine | None, place: tuple[str, int]) -> None:
    finding = HostileFinding(kind, "output", "client", "body $.a", '"', "m", "h", 0, line)
    record = CaseRecord("a.vtl.yaml::b", "failed", "a.vtl.yaml", "b", 4, differences=(finding,))
    assert results(record) == [(f"hostile/{kind.lower().replace(' ', '-')}", "error", *place)]


def test_failing_cases_are_not_findings() -> None:
    assert results(CaseRecord("a::b", "error", "a", "b", 4)) == []


@pytest.mark.parametrize("number", range(len(RECORDS)))
def test_texts_of_strangers(number: int) -> None:
    results(RECORDS[number])


def test_the_rules_of_hostile_input_and_of_changes() -> None:
    change = UnnoticedChange("path changed", "a.vtl", 3, 5, "", "$.a", "$.b", "a.vtl.yaml::one", "expect it")
    finding = HostileFinding("fails", "output", "client", "body $.a", '"', "it breaks", "write so")
    findings = tuple(finding._replace(kind=kind) for kind in HOSTILE_KINDS)
    record = CaseRecord("a.vtl.yaml::one", "failed", "a.vtl.yaml", "one", 4, differences=findings)
    document = json.loads(sarif_report(RunRecord([record], mutation=MutationRecord((change,), tried=1))))
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rule["defaultConfiguration"] == {"level": "error"} for rule in rules)
    assert {rule["id"]: (rule["name"], rule["shortDescription"]["text"]) for rule in rules} == {
        "hostile/not-json": (
            "HostileNotJson", "Input of a stranger makes a part that must be JSON something else."
        ),
        "hostile/not-xml": ("HostileNotXml", "Input of a stranger makes a part that must be XML something else."),
        "hostile/not-a-form": (
            "HostileNotAForm", "Input of a stranger makes a part that must be a form something else."
        ),
        "hostile/not-a-header": (
            "HostileNotAHeader", "Input of a stranger writes a line end or a control character into a header."
        ),
        "hostile/another-path": ("HostileAnotherPath", "Input of a stranger sends the call to another path."),
        "hostile/adds-keys": ("HostileAddsKeys", "Input of a stranger adds keys to a part."),
        "hostile/fails": ("HostileFails", "Input of a stranger makes a template fail."),
        "mutate/path-changed": (
            "MutatePathChanged", "No case notices a change of this kind: path changed."
        ),
    }  # fmt: skip
    assert [(one["level"], one["message"]["text"]) for one in run["results"][-2:]] == [
        ("error", 'hostile: output fails when body $.a is ": it breaks. Hint: write so'),
        ("error", "path changed: no case notices `$.a` → `$.b`. Hint: a.vtl.yaml::one comes nearest: expect it"),
    ]
