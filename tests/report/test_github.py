"""The report for GitHub: annotations and the summary of a job."""

# ruff: noqa: E501 (whole reports)

from __future__ import annotations

import re

import pytest

from tests.report.hostile_texts import RECORDS, record
from vtlharness import CaseRecord, TextDifference
from vtlharness.cases.results import ErrorRecord, HostileFinding, StrictFinding
from vtlharness.findings import Finding
from vtlharness.report.coverage_section import CoverageSection, TextCoverage
from vtlharness.report.github.annotations import github_annotations
from vtlharness.report.github.summary import MOST_BYTES, summary
from vtlharness.report.mutations import MutationRecord, UnnoticedChange
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


def _small_run() -> RunRecord:
    """A run with one record of each kind that the summary and the annotations tell."""
    change = UnnoticedChange("path changed", "a.vtl", 3, 5, "", "$.a", "<b>", "a.vtl.yaml::one", "expect it")
    hostile = HostileFinding("fails", "output", "client", "body $.a", '"', "it breaks", "write <so>")
    return RunRecord(
        [
            CaseRecord("a.vtl.yaml::one", "failed", "a.vtl.yaml", "one", 4, differences=(TextDifference("<", ""),)),
            CaseRecord("a.vtl.yaml::two", "failed", "a.vtl.yaml", "two", 5, differences=(hostile,)),
            CaseRecord("b.vtl.yaml", "broken file", "b.vtl.yaml", error=ErrorRecord("E", "m", None, None, None, None, "m")),
            CaseRecord("c.vtl.yaml::c", "passed", "c.vtl.yaml", "c", 1, findings=(WARNING, Finding("", "plain"))),
        ],
        duration_s=2,
        note="stopped <early>",
        coverage=CoverageSection(
            (TextCoverage("put.vtl", (3, 4), (0, 0), ("line <4>",)), TextCoverage("whole.vtl", (1, 1), (1, 1))), ("x",)
        ),
        mutation=MutationRecord((change,), tried=2),
    )  # fmt: skip


SUMMARY = """\
## vtl-run: 2 failed, 1 broken file, 1 passed, 1 change unnoticed in 2.00 s

<p><b>The run did not finish:</b> <code>stopped &lt;early&gt;</code></p>

### Problems

<details><summary>failed: <code>a.vtl.yaml::one</code> <code>output differs</code></summary>

<pre>output differs
  first difference at line 1, column 1; actual is empty
  --- expected
  +++ actual
  @@ -1 +0,0 @@
  -&lt;</pre>
</details>

<details><summary>failed: <code>a.vtl.yaml::two</code> <code>hostile: output fails when body $.a is &quot;</code></summary>

<pre>hostile: output fails when body $.a is &quot;
  it breaks; the client controls this value
  hint: write &lt;so&gt;</pre>
</details>

<details><summary>broken file: <code>b.vtl.yaml</code> <code>m</code></summary>

<pre>m</pre>
</details>


### Mutation

<p>2 changes tried, 1 noticed, 1 not</p>

<p><b>unnoticed</b> <code>a.vtl:3:5</code> <code>path changed: $.a → &lt;b&gt;</code><br>hint: <code>a.vtl.yaml::one comes nearest: expect it</code></p>


### Findings

<p><b>hostile</b> <code>a.vtl.yaml:5</code> <code>hostile: output fails when body $.a is &quot;</code><br>hint: <code>write &lt;so&gt;</code></p>

<p><b>VTL201</b> <code>put.vtl:3:5</code> <code>said</code><br>hint: <code>do</code></p>

<p><code>c.vtl.yaml:1</code> <code>plain</code></p>


### Coverage

<p>lines 4 of 5 (80.0 %), arms 1 of 1 (100.0 %)</p>

<p><code>put.vtl</code>: lines 3 of 4 (75.0 %), arms none<br><code>line &lt;4&gt;</code></p>

<p><code>x</code></p>


"""
ANNOTATIONS = """\
::error file=a.vtl.yaml,line=4,title=failed%3A one::output differs%0A  first difference at line 1, column 1; actual is empty%0A  --- expected%0A  +++ actual%0A  @@ -1 +0,0 @@%0A  -<
::error file=a.vtl.yaml,line=5,title=failed%3A two::hostile: output fails when body $.a is "%0A  it breaks; the client controls this value%0A  hint: write <so>
::error file=b.vtl.yaml,title=broken file::m
::error file=a.vtl,line=3,col=5,title=unnoticed%3A path changed::path changed: no case notices `$.a` → `<b>`%0Aa.vtl.yaml::one comes nearest: expect it
::warning file=put.vtl,line=3,col=5,title=VTL201 true-although-missing::said%0Ahint: do
::warning file=c.vtl.yaml,line=1::plain
"""


def test_a_whole_summary() -> None:
    assert summary(_small_run()).decode() == SUMMARY


def test_whole_annotations() -> None:
    assert github_annotations(_small_run()).decode() == ANNOTATIONS
