"""The JUnit report: the first reason as its message, everything as its text."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest

from vtlharness import CaseRecord, TextDifference
from vtlharness.report.junit import junit_report
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
