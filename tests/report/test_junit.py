"""The JUnit report: the first reason as its message, everything as its text."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest

from vtlharness import CaseRecord, TextDifference
from vtlharness.cases.results import ErrorRecord, RenderSucceeded
from vtlharness.report.junit import junit_report
from vtlharness.report.mutations import MutationRecord, UnnoticedChange
from vtlharness.report.run_record import RunRecord
from vtlharness.report.text.lines import record_lines

MESSAGES = {
    "templates.vtl.yaml::passes": None,
    "templates.vtl.yaml::data": "output differs in 2 places",
    "templates.vtl.yaml::order": "output differs in 1 place",
    "templates.vtl.yaml::text": "output differs, written by a.vtl:1",
    "not-json.vtl.yaml::n": "output is not valid JSON: a value is missing here",
    "templates.vtl.yaml::no expected file": "output: the expected file nowhere.json does not exist",
    "templates.vtl.yaml::render succeeded": "rendering must fail with 'broke', but it succeeded",
    "calls.vtl.yaml::gateway answer": "gatewayResponse differs in 1 place",
    "calls.vtl.yaml::wrong": "response differs in 1 place",
    "calls.vtl.yaml::no template": (
        "rendering failed: openapi.yaml:41:51: expected a value, found the end of the template"
    ),
    "broken.vtl.yaml": "broken.vtl.yaml:4:5: a case has no key `metodRequest`",
    "warning.vtl.yaml::w": None,
}


def cases(*records: CaseRecord) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(junit_report(RunRecord(records)))[0])


@pytest.mark.parametrize("name", MESSAGES)
def test_messages(by_id: dict[str, CaseRecord], name: str) -> None:
    record = by_id[name]
    (case,) = cases(record)
    wanted = MESSAGES[name]
    assert [child.get("message") for child in case] == ([] if wanted is None else [wanted])
    for child in case:
        assert child.text == "\n".join(record_lines(record))


def test_the_counts(by_id: dict[str, CaseRecord]) -> None:
    listed = CaseRecord("a::b", "listed", "a", "b")
    suite = ElementTree.fromstring(junit_report(RunRecord([*by_id.values(), listed], duration_s=1.5)))[0]
    counts = {name: suite.get(name) for name in ("tests", "failures", "errors", "time")}
    failed = sum(record.outcome == "failed" for record in by_id.values())
    assert counts == {"tests": str(len(by_id)), "failures": str(failed), "errors": "1", "time": "1.500"}
    assert len(suite) == len(by_id)


def test_what_xml_cannot_hold() -> None:
    record = CaseRecord(
        "\udcff::\x1b[31m", "failed", "\udcff", "\x1b[31m", 1, differences=(TextDifference("\x00", ""),)
    )
    (case,) = cases(record)
    assert (case.get("classname"), case.get("name")) == ("\ufffd", "\ufffd[31m")
    assert "\\u0000" in str(case[0].text)


def test_text_in_brackets_that_looks_like_a_colour_stays() -> None:
    """Nothing is painted, so nothing has to be taken off."""
    (case,) = cases(CaseRecord("a::[31m", "failed", "a", "[31m", 1, differences=(TextDifference("[1m", "[0m"),)))
    assert case.get("name") == "[31m"
    assert "-[1m" in str(case[0].text)


WHOLE = """\
<?xml version='1.0' encoding='utf-8'?>
<testsuites>\
<testsuite name="vtl-run" tests="6" failures="1" errors="2" skipped="2" time="2.250">\
<testcase classname="f" name="passed" time="0.500000" />\
<testcase classname="f" name="skipped" time="0.000000"><skipped message="later" /></testcase>\
<testcase classname="f" name="xfailed" time="0.000000"><skipped type="xfail" message="bug">XFAILED f::xfailed (f:1)
  rendering must fail with 'a', but it succeeded
    b</skipped></testcase>\
<testcase classname="f" name="failed" time="0.000000">\
<failure message="rendering must fail with 'a', but it succeeded">FAILED f::failed (f:1)
  rendering must fail with 'a', but it succeeded
    b</failure></testcase>\
<testcase classname="f" name="error" time="0.000000"><error message="error" /></testcase>\
<testcase classname="f" name="f" time="0.000000"><error message="whole text">whole text</error></testcase>\
</testsuite>\
<testsuite name="vtl-run --mutate" tests="1" failures="1" errors="0" skipped="0" time="0.250">\
<testcase classname="a.vtl" name="a.vtl:3:5: literal changed: 1 → 2" time="0.000000">\
<failure message="no case notices: literal changed: 1 → 2">a.vtl:3:5: literal changed: 1 → 2
a.vtl.yaml::one comes nearest: expect it</failure></testcase></testsuite></testsuites>"""


def test_the_whole_report() -> None:
    wrong = (RenderSucceeded("a", "b"),)
    error = ErrorRecord("CaseFileError", "text", None, None, None, None, "whole text")
    change = UnnoticedChange("literal changed", "a.vtl", 3, 5, "", "1", "2", "a.vtl.yaml::one", "expect it")
    records = [
        CaseRecord("f::passed", "passed", "f", "passed", 1, duration_s=0.5),
        CaseRecord("f::listed", "listed", "f", "listed", 1),
        CaseRecord("f::skipped", "skipped", "f", "skipped", 1, reason="later"),
        CaseRecord("f::xfailed", "xfailed", "f", "xfailed", 1, reason="bug", differences=wrong),
        CaseRecord("f::failed", "failed", "f", "failed", 1, differences=wrong),
        CaseRecord("f::error", "error", "f", "error", 1),
        CaseRecord("f", "broken file", "f", error=error),
    ]
    run = RunRecord(records, duration_s=2.25, mutation=MutationRecord((change,), 9, 1, 2, 3, 0.25))
    assert junit_report(run).decode() == WHOLE
    without = WHOLE[: WHOLE.index('<testsuite name="vtl-run --mutate"')] + "</testsuites>"
    assert junit_report(run._replace(mutation=MutationRecord((), 9, 1, 2, 3, 0.25))).decode() == without
    assert junit_report(run._replace(mutation=None)).decode() == without
