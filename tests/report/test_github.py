"""The report for GitHub: annotations and the summary of a job."""

from __future__ import annotations

import re

import pytest

from tests.report.hostile_texts import RECORDS, record
from vtlharness import CaseRecord, TextDifference
from vtlharness.cases.results import ErrorRecord, StrictFinding
from vtlharness.findings import Finding
from vtlharness.report.coverage_section import CoverageSection, TextCoverage
from vtlharness.report.github.annotations import github_annotations
from vtlharness.report.github.summary import MOST_BYTES, summary
from vtlharness.report.run_record import RunRecord
from vtlharness.report.text.lines import record_lines

WARNING = Finding("VTL201", "said", 3, 5, "do", "put.vtl")


def lines(*records: CaseRecord) -> list[str]:
    return github_annotations(RunRecord(records)).decode().split("\n")[:-1]


def test_the_annotations_of_a_run(by_id: dict[str, CaseRecord]) -> None:
    told = lines(*by_id.values())
    bad = [record for record in by_id.values() if record.outcome in ("failed", "error", "broken file")]
    assert len(told) == len(bad) + 1
    places = [line.split(",title")[0] for line in told]
    assert "::error file=broken.vtl.yaml,line=4,col=5" in places
    assert f"::error file=templates.vtl.yaml,line={by_id['templates.vtl.yaml::data'].line}" in places
    assert places[-1] == "::warning file=warning.vtl.yaml,line=2"  # an inline template is not a file


def test_a_finding_is_told_once() -> None:
    one = CaseRecord("a::b", "passed", "a", "b", 1, findings=(WARNING,))
    assert lines(one, one._replace(id="a::c", name="c")) == [
        "::warning file=put.vtl,line=3,col=5,title=VTL201 always-true-condition::said%0Ahint: do".replace(
            "always-true-condition", lines(one)[0].split("VTL201 ")[1].split("::")[0]
        )
    ]


def test_a_finding_that_fails_a_case_is_told_by_the_case() -> None:
    one = CaseRecord("a::b", "failed", "a", "b", 1, differences=(StrictFinding(WARNING),), findings=(WARNING,))
    (told,) = lines(one)
    assert told.startswith("::error file=a,line=1,title=failed%3A b::strict: put.vtl:3:5: VTL201 said")


def test_a_long_text_is_cut() -> None:
    (told,) = lines(CaseRecord("a::b", "failed", "a", "b", 1, differences=(TextDifference("x" * 10**6, ""),)))
    assert len(told) < 10_000


@pytest.mark.parametrize("number", range(len(RECORDS)))
def test_no_text_begins_a_command(number: int) -> None:
    told = github_annotations(RunRecord([RECORDS[number]])).decode().splitlines()
    assert [line.split(" ")[0] for line in told] == ["::error", "::warning"]
    for line in told:
        fields, _, _ = line.removeprefix("::").partition("::")
        names = [field.split("=")[0] for field in fields.split(" ", 1)[1].split(",")]
        assert names == ["file", "line", *(["col"] if "warning" in fields else []), "title"]


@pytest.mark.parametrize("record", [*RECORDS, record("::error::x"), record(" ##[group]x")])
def test_no_line_for_people_is_a_command(record: CaseRecord) -> None:
    """GitHub reads commands in everything that a step prints, and blanks before them do not count."""
    error = CaseRecord("a", "broken file", "a", error=ErrorRecord("T", record.id, None, None, None, None, record.id))
    for line in (*record_lines(record), *record_lines(error)):
        assert not line.lstrip().startswith(("::", "##["))


@pytest.mark.parametrize("number", range(len(RECORDS)))
def test_no_text_is_markdown(number: int) -> None:
    """Outside the blocks of HTML there are only our headings; in them no tag of a stranger."""
    text = summary(RunRecord([RECORDS[number]], note=RECORDS[number].name)).decode("utf-8")
    outside = re.sub(r"(?ms)^<pre>.*?</pre>$", "", text)
    own = re.compile(r"</?(details|summary|p|b|code|br|pre)>")
    assert "<" not in own.sub("", outside)
    for block in outside.split("\n\n"):
        first = block.strip().split("\n")[0]
        assert not first or first.startswith(("## vtl-run: ", "### ", "<p>", "<details>", "</details>")), first
    for block in re.findall(r"(?ms)^<pre>(.*?)</pre>$", text):
        assert "<" not in block
    assert text.count("<pre>") == 1


def test_the_summary_of_a_run(by_id: dict[str, CaseRecord]) -> None:
    coverage = CoverageSection(
        (TextCoverage("put.vtl", (3, 4), (1, 2), ("line 4: the else of #if is never taken",)),), ("POST /a: no case",)
    )
    run = RunRecord(list(by_id.values()), duration_s=1.5, note="stopped after 1 failure", coverage=coverage)
    text = summary(run).decode()
    bad = run.count("failed"), run.count("broken file"), run.count("passed")
    assert text.startswith("## vtl-run: {} failed, {} broken file, {} passed in 1.50 s\n".format(*bad))
    assert "<b>The run did not finish:</b> <code>stopped after 1 failure</code>" in text
    assert [line for line in text.splitlines() if line.startswith("### ")] == [
        "### Problems",
        "### Findings",
        "### Coverage",
    ]
    assert "<p>lines 3 of 4 (75.0 %), arms 1 of 2 (50.0 %)</p>" in text
    assert "<code>POST /a: no case</code>" in text
    assert "<b>hostile</b> <code>hostile.vtl.yaml:2</code>" in text


def test_nothing_ran() -> None:
    assert summary(RunRecord([])) == b"## vtl-run: no cases in 0.00 s\n\n"


def test_a_summary_that_github_would_refuse_is_cut() -> None:
    bad = CaseRecord("a::b", "failed", "a", "b", 1, differences=(TextDifference("x" * 500, "y"),))
    text = summary(RunRecord([bad] * 10_000))
    assert len(text) < MOST_BYTES + 200
    told = re.search(rb"<p>(\d+) more, which would make this summary too large.</p>", text)
    assert told is not None
    assert text.count(b"<details>") + int(told[1]) == 10_000
