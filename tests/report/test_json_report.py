"""The JSON report: what it says, and that its schema says the same."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import jsonschema
import pytest

from vtlharness import CaseRecord, DataChange, DataDifference, TextDifference, UnmetMatcher
from vtlharness.cases.results import HostileFinding, TemplateLine
from vtlharness.report.coverage_section import CoverageSection, TextCoverage, UnreachedPart
from vtlharness.report.json_report import SCHEMA_PATH, json_report
from vtlharness.report.mutations import MutationRecord, UnnoticedChange
from vtlharness.report.record import DIFFERENCE_KINDS
from vtlharness.report.run_record import RunRecord

SCHEMA = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))


def strict(schema: Any) -> Any:
    """The schema without leave for keys that it does not name, so that a key that it lacks is found."""
    if isinstance(schema, list):
        return [strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: strict(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        found["additionalProperties"] = False
    return found


def report(*records: CaseRecord, **run: Any) -> dict[str, Any]:
    """A report that was written and read, and that fits the schema."""
    found: dict[str, Any] = json.loads(json_report(RunRecord(records, **run)))
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    jsonschema.Draft202012Validator(strict(SCHEMA)).validate(found)
    return found


def case(record: CaseRecord) -> dict[str, Any]:
    (found,) = report(record)["cases"]
    assert found.pop("durationSeconds") >= 0
    return dict(found)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_a_matcher_that_does_not_hold() -> None:
    matcher = UnmetMatcher("any", "`any` wants a string, and this is null", "{any: null} takes this value")
    change = DataChange("root['a']", "changed", {"any": "string"}, None, ("a",), matcher=matcher)
    found = case(CaseRecord("a::b", "failed", "a", "b", 1, differences=(DataDifference("output", (change,)),)))
    assert found["differences"][0]["changes"] == [
        {
            "kind": "changed",
            "path": "root['a']",
            "keys": ["a"],
            "expected": {"any": "string"},
            "actual": None,
            "matcher": matcher._asdict(),
        }
    ]


def test_every_kind_is_named(by_id: dict[str, CaseRecord]) -> None:
    cases = report(*by_id.values())["cases"]
    assert len(cases) == len(by_id)
    kinds = {difference["kind"] for found in cases for difference in found.get("differences", ())}
    assert kinds == set(DIFFERENCE_KINDS.values())
    assert any("gatewayAnswer" in found for found in cases)
    assert {found["outcome"] for found in cases} == {"passed", "failed", "broken file"}


def test_a_whole_run() -> None:
    passed, failed = CaseRecord("a::b", "passed", "a", "b", 3), CaseRecord("a::c", "failed", "a", "c", 4)
    listed, error = CaseRecord("a::d", "listed", "a", "d", 5), CaseRecord("a::e", "error", "a", "e", 6)
    found = report(passed, failed, listed, error, duration_s=1.25, deselected=7, updated=1, note="interrupted")
    del found["cases"], found["vtlharness"]
    assert found == {
        "format": 1,
        "engine": "native",
        "durationSeconds": 1.25,
        "counts": {
            "passed": 1,
            "failed": 1,
            "errors": 1,
            "brokenFiles": 0,
            "skipped": 0,
            "listed": 1,
            "deselected": 7,
            "updated": 1,
        },
        "incomplete": "interrupted",
    }


def test_an_empty_run() -> None:
    assert report()["cases"] == []
    assert report()["incomplete"] is None


def test_a_passing_case(by_id: dict[str, CaseRecord]) -> None:
    assert case(by_id["templates.vtl.yaml::passes"]) == {
        "id": "templates.vtl.yaml::passes",
        "outcome": "passed",
        "file": "templates.vtl.yaml",
        "line": 3,
        "name": "passes",
        "engine": "native",
    }


DIFFERENCES: dict[str, list[dict[str, Any]]] = {
    "templates.vtl.yaml::data": [
        {
            "kind": "data",
            "message": "output differs in 2 places",
            "part": "output",
            "more": False,
            "changes": [
                {
                    "kind": "changed",
                    "path": "root['a']",
                    "keys": ["a"],
                    "expected": "1",
                    "actual": [1],
                    "writtenBy": {"template": "a.vtl", "line": 1},
                },
                {"kind": "missing", "path": "root['b']", "keys": ["b"], "expected": None},
            ],
        }
    ],
    "templates.vtl.yaml::order": [
        {
            "kind": "data",
            "message": "output differs in 1 place",
            "part": "output",
            "more": False,
            "changes": [{"kind": "repeated", "path": "root['a'][0]", "keys": ["a", 0], "expected": 1, "actual": 2}],
        }
    ],
    "templates.vtl.yaml::text": [
        {
            "kind": "text",
            "message": "output differs, written by a.vtl:1",
            "part": "output",
            "expected": '{"a": 2}',
            "actual": '{"a": 1}\n',
            "writtenBy": {"template": "a.vtl", "line": 1},
        }
    ],
    "not-json.vtl.yaml::n": [
        {
            "kind": "not json",
            "message": "output is not valid JSON: a value is missing here",
            "part": "output",
            "output": '{"a": }',
            "line": 1,
            "column": 7,
            "hint": "an undefined reference or a missing path prints nothing",
            "writtenBy": {"template": "not-json.vtl.yaml (inline)", "line": 1},
        }
    ],
    "templates.vtl.yaml::no expected file": [
        {
            "kind": "no expected file",
            "message": "output: the expected file nowhere.json does not exist",
            "part": "output",
            "file": "nowhere.json",
            "hint": None,
        }
    ],
    "templates.vtl.yaml::render succeeded": [
        {
            "kind": "render succeeded",
            "message": "rendering must fail with 'broke', but it succeeded",
            "expected": "broke",
            "actual": '{"a": 1}\n',
        }
    ],
}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_differences(by_id: dict[str, CaseRecord], name: str) -> None:
    found = case(by_id[name])
    assert found["differences"] == DIFFERENCES[name]
    assert found["reason"] == found["differences"][0]["message"]


def test_a_template_that_fails(by_id: dict[str, CaseRecord]) -> None:
    (difference,) = case(by_id["templates.vtl.yaml::another message"])["differences"]
    error = difference["error"]
    assert (difference["kind"], difference["expected"]) == ("render failed", "other")
    assert (error["type"], error["file"], error["line"]) == ("VtlRenderError", "a.vtl", 1)
    assert error["text"].startswith(f"a.vtl:1:{error['column']}: {error['message']}\n1 | ")


def test_an_answer_of_the_gateway(by_id: dict[str, CaseRecord]) -> None:
    found = case(by_id["calls.vtl.yaml::gateway answer"])
    assert found["gatewayAnswer"] == {
        "responseType": "MISSING_AUTHENTICATION_TOKEN",
        "reason": "the API has no method for POST /nowhere",
        "hints": ["it has POST /orders/{id}, POST /pictures, DELETE /orders/{id}"],
        "error": None,
    }
    assert found["log"] == []


def test_a_broken_file(by_id: dict[str, CaseRecord]) -> None:
    found = case(by_id["broken.vtl.yaml"])
    assert (found["line"], found["name"], found["error"]["line"]) == (None, None, 4)
    assert found["reason"].startswith("broken.vtl.yaml:4:5: ")


def test_findings(by_id: dict[str, CaseRecord]) -> None:
    (finding,) = case(by_id["warning.vtl.yaml::w"])["findings"]
    assert (finding["file"], finding["line"]) == ("warning.vtl.yaml (inline)", 1)


def test_what_utf8_and_json_cannot_hold() -> None:
    """A lone surrogate (a file's name that is not UTF-8, an output), and numbers that are not finite."""
    change = DataChange("root", "changed", float("inf"), float("nan"))
    record = CaseRecord(
        "\udcff.vtl.yaml::a\x00\u2028",
        "failed",
        "\udcff.vtl.yaml",
        "a\x00\u2028",
        1,
        differences=(DataDifference("output", (change,)), TextDifference("\ud800", "")),
    )
    data = json_report(RunRecord([record]))
    data.decode("utf-8")
    found = case(record)
    assert found["id"] == "\udcff.vtl.yaml::a\x00\u2028"
    first, second = found["differences"]
    assert (first["changes"][0]["expected"], first["changes"][0]["actual"]) == (None, None)
    assert second["expected"] == "\ud800"


def test_a_case_is_a_line(by_id: dict[str, CaseRecord]) -> None:
    lines = json_report(RunRecord(list(by_id.values()))).decode().split("\n")
    assert len(lines) == len(by_id) + 3
    assert [json.loads(line.rstrip(","))["id"] for line in lines[1:-2]] == list(by_id)


def test_the_schemas_place_is_printed() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "vtlharness.report.json_report"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"{SCHEMA_PATH}\n"


def test_what_a_run_rarely_has() -> None:
    """Everything that a report says of coverage, of changes, of hostile input and of expected failures."""
    line = TemplateLine("a.vtl", 3, "api.yaml:7")
    hostile = HostileFinding("fails", "output", "backend", "body $.a", '"', "it breaks", "write so", 2, line)
    change = UnnoticedChange("path changed", "a.vtl", 3, 5, "", "$.a", "$.b", "a::b", "expect it")
    of_method = UnnoticedChange("status changed", "api.yaml", None, None, "GET /a", "200", "", "a::b", "look")
    part = UnreachedPart("api.yaml", 4, 5, "method", "GET /a", "", "no case calls it")
    found = report(
        CaseRecord("a::b", "failed", "a", "b", 1, differences=(hostile,)),
        CaseRecord("a::c", "xfailed", "a", "c", 2, reason="bug", tags=("slow",), function_output=("one",)),
        CaseRecord("a::d", "xpassed", "a", "d", 3, service_differences=(TextDifference("x", "y"),)),
        CaseRecord("a::e", "skipped", "a", "e", 4, log=("l",), access_log="", hints=("h",)),
        coverage=CoverageSection((TextCoverage("a.vtl", (3, 4), (1, 2), ("line 4",)),), ("x",), (part,)),
        mutation=MutationRecord((change, of_method), 9, 1, 2, 3, 0.25),
        deselected=5,
        updated=6,
        note="stopped",
    )
    assert {key: found[key] for key in ("counts", "incomplete", "coverage", "mutation")} == {
        "counts": {
            "passed": 0, "failed": 1, "errors": 0, "brokenFiles": 0, "skipped": 1, "listed": 0, "deselected": 5,
            "updated": 6, "xfailed": 1, "xpassed": 1,
        },
        "incomplete": "stopped",
        "coverage": {
            "lines": [3, 4],
            "arms": [1, 2],
            "texts": [{"file": "a.vtl", "lines": [3, 4], "arms": [1, 2], "missing": ["line 4"]}],
            "unreached": [
                {"file": "api.yaml", "line": 4, "column": 5, "kind": "method", "method": "GET /a", "name": "",
                 "what": "no case calls it"}
            ],
        },
        "mutation": {
            "tried": 9, "noticed": 6, "accepted": 1, "notTried": 2, "notCovered": 3, "durationSeconds": 0.25,
            "unnoticed": [
                {"operator": "path changed", "file": "a.vtl", "line": 3, "column": 5, "part": None, "before": "$.a",
                 "after": "$.b", "nearestCase": "a::b", "look": "expect it"},
                {"operator": "status changed", "file": "api.yaml", "line": None, "column": None, "part": "GET /a",
                 "before": "200", "after": "", "nearestCase": "a::b", "look": "look"},
            ],
        },
    }  # fmt: skip
    failed, xfailed, xpassed, skipped = found["cases"]
    assert failed["differences"] == [
        {
            "kind": "hostile",
            "message": 'hostile: output fails when body $.a is " (a.vtl:3, the template at api.yaml:7)',
            "finding": "fails",
            "part": "output",
            "controlledBy": "backend",
            "place": "body $.a",
            "input": '"',
            "fault": "it breaks",
            "hint": "write so",
            "placesThatHold": 2,
            "writtenBy": {"template": "a.vtl", "line": 3, "standsAt": "api.yaml:7"},
        }
    ]
    assert (xfailed["reason"], xfailed["tags"], xfailed["functionOutput"]) == ("bug", ["slow"], ["one"])
    assert xpassed["serviceDifferences"] == [
        {"kind": "text", "message": "output differs", "expected": "x", "actual": "y", "part": "output"}
    ]
    assert (skipped["reason"], skipped["log"], skipped["accessLog"], skipped["hints"]) == (
        "it calls its real backend, in runs with --live", ["l"], "", ["h"],
    )  # fmt: skip
