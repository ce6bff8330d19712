"""The changes that no case notices, in each kind of report that has places."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from jsonschema import Draft4Validator

from tests.exchange.test_sarif import SCHEMA
from tests.report.hostile_texts import CHANGES, RECORDS, TEXTS
from vtlharness import CaseRecord
from vtlharness.report.github.annotations import github_annotations
from vtlharness.report.github.summary import summary
from vtlharness.report.html.page import html_report
from vtlharness.report.junit import junit_report
from vtlharness.report.mutations import MutationRecord, UnnoticedChange
from vtlharness.report.run_record import RunRecord
from vtlharness.report.sarif_report import sarif_report

CASE = CaseRecord("a.vtl.yaml::b", "passed", "a.vtl.yaml", "b", 3)
OF_TEMPLATE = UnnoticedChange("path changed", "a.vtl", 4, 5, "", "$.a", "$.aX", CASE.id, "its output changes")
OF_INLINE = UnnoticedChange("separator removed", "a.vtl.yaml (inline)", 1, 2, "", ",", "", CASE.id, "it needs more")
OF_DEFINITION = UnnoticedChange("status changed", "api.tf", None, None, "GET /a", "200", "201", CASE.id, "its status")
RUN = RunRecord([CASE], mutation=MutationRecord((OF_TEMPLATE, OF_INLINE, OF_DEFINITION), 9, 1, 2, 3, 0.5))
NOTICED = RunRecord([CASE], mutation=MutationRecord((), 9))
HOSTILE = RunRecord(RECORDS, mutation=CHANGES)


def test_annotations() -> None:
    """An inline template is not a file: the nearest case is the place."""
    assert github_annotations(RUN).decode().splitlines() == [
        "::error file=a.vtl,line=4,col=5,title=unnoticed%3A path changed::path changed: no case notices `$.a` → `$.aX`"
        "%0Aa.vtl.yaml::b comes nearest: its output changes",
        "::error file=a.vtl.yaml,line=3,title=unnoticed%3A separator removed::separator removed: no case notices `,` "
        "→ nothing%0Aa.vtl.yaml::b comes nearest: it needs more",
        "::error file=api.tf,title=unnoticed%3A status changed::status changed: no case notices `200` → `201` (GET /a)"
        "%0Aa.vtl.yaml::b comes nearest: its status",
    ]
    assert github_annotations(NOTICED) == b""


def test_the_summary_of_a_job() -> None:
    told = summary(RUN).decode()
    assert told.startswith("## vtl-run: 1 passed, 3 changes unnoticed in ")
    assert "9 changes tried, 5 noticed, 3 not, 1 accepted, 2 not tried: the time was over, 3 at places that no" in told
    assert "<b>unnoticed</b> <code>a.vtl:4:5</code> <code>path changed: $.a → $.aX</code><br>hint: <code>a." in told
    assert "<code>api.tf (GET /a)</code> <code>status changed: 200 → 201</code>" in told
    told = summary(NOTICED).decode()
    assert told.startswith("## vtl-run: 1 passed in ")
    assert "9 changes tried, 9 noticed, 0 not" in told
    assert "Mutation" not in summary(RunRecord([CASE])).decode()


def test_code_scanning() -> None:
    document = json.loads(sarif_report(RUN))
    Draft4Validator(SCHEMA, format_checker=Draft4Validator.FORMAT_CHECKER).validate(document)
    (run,) = document["runs"]
    assert [(rule["id"], rule["name"]) for rule in run["tool"]["driver"]["rules"]] == [
        ("mutate/path-changed", "MutatePathChanged"),
        ("mutate/separator-removed", "MutateSeparatorRemoved"),
        ("mutate/status-changed", "MutateStatusChanged"),
    ]
    assert [(one["ruleId"], one["level"]) for one in run["results"]] == [
        ("mutate/path-changed", "error"),
        ("mutate/separator-removed", "error"),
        ("mutate/status-changed", "error"),
    ]
    places = [one["locations"][0]["physicalLocation"] for one in run["results"]]
    assert [one["artifactLocation"]["uri"] for one in places] == ["a.vtl", "a.vtl.yaml", "api.tf"]
    assert [one.get("region") for one in places] == [{"startLine": 4, "startColumn": 5}, {"startLine": 3}, None]
    assert json.loads(sarif_report(NOTICED))["runs"][0]["results"] == []


def test_junit() -> None:
    """A second suite, so that a CI server shows that the run failed."""
    suites = list(ElementTree.fromstring(junit_report(RUN)))
    assert [(one.get("name"), one.get("tests"), one.get("failures")) for one in suites] == [
        ("vtl-run", "1", "0"),
        ("vtl-run --mutate", "3", "3"),
    ]
    first, _, last = suites[1]
    assert (first.get("classname"), first.get("name")) == ("a.vtl", "a.vtl:4:5: path changed: $.a → $.aX")
    assert first[0].get("message") == "no case notices: path changed: $.a → $.aX"
    assert first[0].text == "a.vtl:4:5: path changed: $.a → $.aX\na.vtl.yaml::b comes nearest: its output changes"
    assert last.get("name") == "api.tf (GET /a): status changed: 200 → 201"
    assert len(list(ElementTree.fromstring(junit_report(NOTICED)))) == 1


def test_nobody_s_text_does_anything() -> None:
    told = github_annotations(HOSTILE).decode()
    assert all(line.startswith(("::error file=", "::warning file=")) for line in told.splitlines())
    assert len(told.splitlines()) == len(github_annotations(HOSTILE._replace(mutation=None)).splitlines()) + len(TEXTS)
    for line in summary(RunRecord([], mutation=CHANGES)).decode("utf-8", "replace").splitlines():
        assert not line.startswith(("# taken", "::", "@", "```", "<img", "<script"))
    ElementTree.fromstring(junit_report(HOSTILE))
    Draft4Validator(SCHEMA).validate(json.loads(sarif_report(HOSTILE)))
    assert html_report(HOSTILE).count(b"<script>") == 1
