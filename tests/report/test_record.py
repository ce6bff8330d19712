"""Records: what they hold, and that they come whole through `marshal`."""

from __future__ import annotations

import marshal
from pathlib import Path
from typing import Any

import pytest

from tests.cases.echo import EchoEngine
from vtlharness import CaseRecord, DataDifference, Finding, GatewayAnswer, RenderFailed, TemplateLine
from vtlharness.cases.loading import parse_case_file
from vtlharness.cases.results import (
    CaseResult,
    DataChange,
    Difference,
    ErrorRecord,
    HostileFinding,
    NoExpectedFile,
    NotJson,
    RenderSucceeded,
    StrictFinding,
    TextDifference,
    UnmetMatcher,
)
from vtlharness.cases.running import run_case
from vtlharness.errors import VtlHarnessError
from vtlharness.report.record import DIFFERENCE_KINDS, MAX_DEPTH, TemplateText, case_record, from_plain, to_plain
from vtlharness.source import Source


def through_marshal(record: CaseRecord) -> CaseRecord:
    return from_plain(marshal.loads(marshal.dumps(to_plain(record))))


def types(value: object) -> Any:
    """The classes of a record and of all in it, which equality of tuples does not see."""
    parts = value if isinstance(value, (tuple, list)) else ()
    return type(value), [types(part) for part in parts]


def test_every_record_comes_through_marshal(by_id: dict[str, CaseRecord]) -> None:
    assert len(by_id) > 15
    for record in by_id.values():
        assert through_marshal(record) == record
        assert types(through_marshal(record)) == types(record)


def test_every_kind_of_difference_is_among_them(by_id: dict[str, CaseRecord]) -> None:
    found = {type(difference) for record in by_id.values() for difference in record.differences}
    assert found == set(DIFFERENCE_KINDS)
    assert {record.outcome for record in by_id.values()} == {"passed", "failed", "broken file"}


def test_a_case_that_passed(by_id: dict[str, CaseRecord]) -> None:
    record = by_id["templates.vtl.yaml::passes"]
    assert record.duration_s > 0
    assert record._replace(duration_s=0) == CaseRecord(
        "templates.vtl.yaml::passes", "passed", "templates.vtl.yaml", "passes", 3
    )
    assert by_id["json.vtl.json::j"].line == 2


def test_a_case_that_failed(by_id: dict[str, CaseRecord]) -> None:
    (difference,) = by_id["templates.vtl.yaml::data"].differences
    assert isinstance(difference, DataDifference)
    first, second = difference.changes
    assert (first.path, first.steps, first.kind, first.expected, first.actual) == (
        "root['a']",
        ("a",),
        "changed",
        "1",
        [1],
    )
    assert first.written_by == TemplateLine("a.vtl", 1)
    assert (second.path, second.kind, second.expected) == ("root['b']", "missing", None)


def test_an_answer_of_the_gateway(by_id: dict[str, CaseRecord]) -> None:
    record = by_id["calls.vtl.yaml::gateway answer"]
    assert record.gateway_answer == GatewayAnswer(
        "MISSING_AUTHENTICATION_TOKEN",
        "the API has no method for POST /nowhere",
        ("it has POST /orders/{id}, POST /pictures, DELETE /orders/{id}",),
    )
    assert record.log == ()


def test_a_failure_of_a_template_is_told_once(by_id: dict[str, CaseRecord]) -> None:
    record = by_id["calls.vtl.yaml::no template"]
    (difference,) = record.differences
    assert isinstance(difference, RenderFailed)
    assert (difference.error.type, difference.error.file, difference.error.line) == (
        "VtlSyntaxError",
        "openapi.yaml",
        41,
    )
    assert record.gateway_answer is None


def test_logs(by_id: dict[str, CaseRecord]) -> None:
    """Cases that fail have one, others where it is asked for."""
    log = by_id["calls.vtl.yaml::wrong"].log
    assert log is not None
    assert log[0].startswith("Execution log for request ")
    assert by_id["calls.vtl.yaml::passes"].log is None
    assert by_id["templates.vtl.yaml::data"].log is None


def test_a_broken_file(by_id: dict[str, CaseRecord]) -> None:
    record = by_id["broken.vtl.yaml"]
    assert (record.outcome, record.file, record.name, record.line) == ("broken file", "broken.vtl.yaml", "", None)
    assert record.error is not None
    assert (record.error.type, record.error.line, record.error.column) == ("CaseFileError", 4, 5)


def test_findings(by_id: dict[str, CaseRecord]) -> None:
    record = by_id["warning.vtl.yaml::w"]
    assert record.outcome == "passed"
    (finding,) = record.findings
    assert type(finding) is Finding
    assert finding.place.startswith("warning.vtl.yaml (inline):1:")


def echo(body: str, expect: str, **result: Any) -> CaseRecord:
    text = f"inline: t\ncases: [{{name: a, methodRequest: {{body: {body}}}, expect: {{output: {expect}}}}}]\n"
    (case,) = parse_case_file(Path("a.vtl.yaml"), Source(text, "a.vtl.yaml")).cases
    return case_record(run_case(case, EchoEngine())._replace(**result))


@pytest.mark.parametrize("depth", [MAX_DEPTH - 2, MAX_DEPTH + 50])
def test_values_nested_very_deep_are_cut(depth: int) -> None:
    nested = "[" * depth + "]" * depth
    record = echo(f"'{nested}'", "{}")
    assert through_marshal(record) == record
    (difference,) = record.differences
    assert isinstance(difference, DataDifference)
    kept: Any = difference.changes[0].actual
    levels = 0
    while kept and kept != "…":
        kept, levels = kept[0], levels + 1
    assert kept == ("…" if depth > MAX_DEPTH else [])


def test_every_text_and_number_comes_through() -> None:
    record = echo('"{\\"a\\": [1e300, 123456789012345678901234567890, true, null, \\"\\\\ud800\\"]}"', "{a: [0.5]}")
    assert record.outcome == "failed"
    assert through_marshal(record) == record


def test_what_another_engine_gives() -> None:
    record = echo("x", "x", engine="airspeed", service_differences=(TextDifference("x", "y"),))
    assert record.outcome == "passed"
    assert through_marshal(record) == record
    assert types(through_marshal(record)) == types(record)


def test_a_case_that_could_not_be_run() -> None:
    record = echo("x", "x", outcome="error", error=VtlHarnessError("the engine is gone", hint="look for it"))
    assert record.error is not None
    assert str(record.error) == "the engine is gone\nhint: look for it"
    assert through_marshal(record) == record


def test_the_line_of_a_json_case_is_found_only_where_it_is_wanted() -> None:
    text = '{"inline": "t",\n"cases": [{"name": "a"}]}'
    (case,) = parse_case_file(Path("a.vtl.json"), Source(text, "a.vtl.json")).cases
    result = CaseResult(case, "passed")
    assert case_record(result).line is None
    assert case_record(result, complete=True).line == 2
    assert case_record(result._replace(outcome="failed", differences=(TextDifference("a", "b"),))).line == 2


@pytest.mark.parametrize(
    ("marks", "outcome", "reason", "tags"),
    [
        ("skip: later", "skipped", "later", ()),
        ("skip: true", "skipped", "unconditional skip", ()),
        ("xfail: bug, tags: [a, b]", "skipped", "", ("a", "b")),  # a live case
        ("xfail: bug", "error", "", ()),
        ("xfail: bug, tags: a", "xfailed", "bug", ("a",)),
        ("xfail: true", "xpassed", "", ()),
        ("xfail: bug", "failed", "the case passes, but it is expected to fail: bug", ()),
        ("xfail: true", "failed", "the case passes, but it is expected to fail", ()),
        ("tags: a", "failed", "", ("a",)),
        ("tags: a", "error", "", ("a",)),
    ],
)
def test_the_reason_of_an_outcome(marks: str, outcome: str, reason: str, tags: tuple[str, ...]) -> None:
    text = f"inline: t\ncases: [{{name: a, {marks}}}]\n"
    (case,) = parse_case_file(Path("a.vtl.yaml"), Source(text, "a.vtl.yaml")).cases
    result: Any = CaseResult(case, outcome)  # type: ignore[arg-type]
    record = case_record(result)
    assert (record.outcome, record.reason, record.tags) == (outcome, reason, tags)


LINE = TemplateLine("a.vtl", 3, "a.yaml:7")
FINDING = Finding("VTL1", "message", 1, 2, "hint", "a.vtl")
ERROR = ErrorRecord("VtlRenderError", "message", "a.vtl", 1, 2, "hint", "text")
OF_EVERY_KIND: list[Difference] = [
    DataDifference("output", (DataChange("root[0]", "changed", 1, [2], (0,), LINE, UnmetMatcher("any", "w", "h")),)),
    DataDifference("response.body", (DataChange("root", "missing", {"a": None}),), more=True),
    TextDifference("a", "b", "response.body", "hint", LINE),
    TextDifference("a", "b"),
    NotJson("message", "{", 1, "hint", "integrationRequest.body", LINE),
    NotJson("message", "{", 1),
    NoExpectedFile("a.json", "hint", "response.body"),
    RenderFailed(ERROR, "other"),
    RenderSucceeded("a", "b"),
    StrictFinding(FINDING),
    HostileFinding("not JSON", "output", "client", "body $", '"', "message", "hint", 2, LINE),
    HostileFinding("fails", "output", "backend", "body $", '"', "message"),
]  # fmt: skip


@pytest.mark.parametrize("difference", OF_EVERY_KIND, ids=lambda difference: type(difference).__name__)
def test_a_difference_comes_through_with_all_that_it_says(difference: Difference) -> None:
    record = CaseRecord("a", "failed", differences=(difference,), service_differences=(difference,))
    assert through_marshal(record) == record
    assert types(through_marshal(record)) == types(record)
    (passed,) = through_marshal(record._replace(outcome="passed", differences=())).service_differences
    assert types(passed) == types(difference)


@pytest.mark.parametrize(
    "fields",
    [
        {"error": ERROR},
        {"findings": (FINDING,)},
        {"templates": (TemplateText("a.vtl", "text"),)},
        {"gateway_answer": GatewayAnswer("THROTTLED", "reason", ("hint",), ERROR)},
        {"gateway_answer": GatewayAnswer("THROTTLED", "reason", ())},
        {"log": ("one", "two"), "access_log": "line", "hints": ("a",), "function_output": ("b",), "tags": ("c",)},
    ],
    ids=lambda fields: ",".join(fields),
)
@pytest.mark.parametrize("outcome", ["passed", "failed", "error"])
def test_a_field_comes_through(outcome: Any, fields: dict[str, Any]) -> None:
    record = CaseRecord("a", outcome, **{"findings": (FINDING,), **fields})
    assert through_marshal(record) == record
    assert types(through_marshal(record)) == types(record)
