"""The HTML report in a real browser: what a reader sees and does, and that nobody's text does anything."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.report.browser import Browser, browser_path
from tests.report.hostile_texts import CHANGES as HOSTILE_CHANGES
from tests.report.hostile_texts import RECORDS
from vtlharness import CaseRecord, DataDifference, TextDifference
from vtlharness.cases.results import DataChange, TemplateLine
from vtlharness.findings import Finding
from vtlharness.report.coverage_section import CoverageSection, TextCoverage
from vtlharness.report.html.page import html_report
from vtlharness.report.mutations import MutationRecord, UnnoticedChange
from vtlharness.report.record import TemplateText
from vtlharness.report.run_record import RunRecord

TEMPLATE = TemplateText("put.vtl", "\n".join(f"line {number}" for number in range(1, 81)))
PASSED = CaseRecord("a.vtl.yaml::fine", "passed", "a.vtl.yaml", "fine", 3, findings=(Finding("VTL201", "said", 1),))
TEXT = CaseRecord(
    "a.vtl.yaml::blanks",
    "failed",
    "a.vtl.yaml",
    "blanks",
    7,
    differences=(TextDifference("same\n  a\tb \n", "same\na b\r\n", written_by=TemplateLine("put.vtl", 40)),),
    templates=(TEMPLATE,),
    log=("Execution log for request x", "needle in the log"),
)
CHANGES = (DataChange("root['n']", "changed", 1, 1.0), DataChange("root['x']", "missing", "y"))
DATA = CaseRecord(
    "b.vtl.yaml::data",
    "failed",
    "b.vtl.yaml",
    "data",
    9,
    differences=(DataDifference("output", CHANGES),),
)
UNNOTICED = UnnoticedChange("literal changed", "put.vtl", 4, 5, "GET /a", "a", "", "a.vtl.yaml::fine", "its output")
COVERAGE = CoverageSection((TextCoverage("put.vtl", (3, 4), (1, 2), ("line 4: never",)),), ("POST /a: no case",))
RUN = RunRecord([PASSED, TEXT, DATA], duration_s=0.5, note="stopped after 2 failures", coverage=COVERAGE)

OPEN_ALL = """(async () => {
  for (let i = 0; i < 2; i += 1) {
    document.querySelectorAll('details').forEach((one) => { one.open = true; });
    await new Promise((done) => setTimeout(done, 100));
  }
  return document.querySelectorAll('.case').length;
})()"""
LOW_CONTRAST = """(() => {
  const numbers = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (rgb) => rgb.slice(0, 3).map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const found = new Set();
  for (const one of document.querySelectorAll('main *')) {
    if (![...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) || !one.getClientRects().length) continue;
    let below = one;
    while (below && numbers(getComputedStyle(below).backgroundColor)[3] === 0) below = below.parentElement;
    const [a, b] = [getComputedStyle(one).color, getComputedStyle(below).backgroundColor].map(numbers).map(light);
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) found.add(`${one.tagName}.${one.className} ${ratio.toFixed(2)}`);
  }
  return [...found];
})()"""  # noqa: E501


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    program = browser_path()
    if program is None:
        if os.environ.get("VTLHARNESS_REQUIRE_BROWSER") == "1":
            pytest.fail("no Chromium is installed, and VTLHARNESS_REQUIRE_BROWSER asks for it")
        pytest.skip("no Chromium is installed")
    with Browser(program, tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture
def shown(browser: Browser, tmp_path: Path) -> Any:
    """Writes and opens the report of a run."""

    def show(run: RunRecord, scheme: str = "light", width: int = 1280) -> Browser:
        browser.show_as(scheme, width, 900)
        file = tmp_path / "report.html"
        file.write_bytes(html_report(run))
        del browser.console[:], browser.requests[:]
        browser.open(file)
        return browser

    return show


def ids(browser: Browser) -> list[str]:
    return list(browser.run("[...document.querySelectorAll('.case .id')].map((one) => one.textContent)"))


def status(browser: Browser) -> str:
    return str(browser.run("document.querySelector('[role=status]').textContent"))


def search(browser: Browser, text: str) -> str:
    browser.run(
        f"""(async () => {{
          const box = document.getElementById('search');
          box.value = {text!r};
          box.dispatchEvent(new Event('input'));
          await new Promise((done) => setTimeout(done, 300));
        }})()"""
    )
    return status(browser)


def test_nothing_is_loaded_and_nobody_s_text_does_anything(shown: Any) -> None:
    browser = shown(RunRecord(RECORDS, note=RECORDS[1].name, mutation=HOSTILE_CHANGES))
    assert browser.run(OPEN_ALL) == len(RECORDS)
    assert browser.run("document.title") == "vtl-run report"
    assert browser.run("document.querySelectorAll('img, main script, iframe, a:not([href^=\"#case-\"])').length") == 0
    assert browser.console == []
    assert [url.rsplit("/", 1)[1] for url in browser.requests] == ["report.html"]
    assert ids(browser)[0].startswith("</script><script>document.title='taken'</script>::")


def test_everything_that_a_record_can_hold(shown: Any, by_id: dict[str, CaseRecord]) -> None:
    browser = shown(RunRecord(list(by_id.values())))
    browser.run("document.querySelectorAll('.filter button[aria-pressed=false]').forEach((one) => one.click())")
    assert browser.run(OPEN_ALL) == len(by_id)
    assert browser.console == []
    assert ids(browser)[0] == "broken.vtl.yaml"
    assert browser.run("[...document.querySelectorAll('.case')].filter((one) => one.children.length !== 2).length") == 0


def test_problems_are_shown_first_and_the_filter_shows_others(shown: Any) -> None:
    browser = shown(RUN)
    text = browser.run("document.querySelector('header').textContent")
    assert "✗ 2 failed, 1 passed" in text
    assert "stopped after 2 failures" in text
    assert (ids(browser), status(browser)) == (["a.vtl.yaml::blanks", "b.vtl.yaml::data"], "2 cases shown of 3")
    browser.run("document.querySelectorAll('.filter button')[1].click()")
    assert ids(browser) == ["a.vtl.yaml::fine", "a.vtl.yaml::blanks", "b.vtl.yaml::data"]
    assert search(browser, "NEEDLE blanks") == "1 case shown of 3"
    assert ids(browser) == ["a.vtl.yaml::blanks"]
    assert search(browser, "nowhere") == "0 cases shown of 3"
    assert search(browser, "") == "3 cases shown of 3"


def test_a_difference_side_by_side_with_its_blanks(shown: Any) -> None:
    browser = shown(RUN)
    browser.run(OPEN_ALL)
    rows = (
        "[...document.querySelector('.diff tbody').rows].map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    assert browser.run(rows) == [
        ["1", "same\n", "1", "same\n"],
        ["2−", "expected:   a\tb \n", "2+", "actual: a b\n"],
    ]
    marks = (
        "[...document.querySelectorAll('.diff')[0].querySelectorAll('.changed .blank')].map((one) => one.dataset.mark)"
    )
    assert browser.run(marks) == ["··", "→", "·", "⏎", "·", "CR⏎"]
    drawn = "getComputedStyle(document.querySelector('.diff .changed .blank'), '::before').content"
    assert browser.run(drawn) == '"··"'
    browser.run("document.getElementById('blanks').click()")
    assert browser.run(drawn) == "none"


def test_numbers_that_differ_only_for_a_gateway(shown: Any) -> None:
    browser = shown(RUN)
    browser.run(OPEN_ALL)
    lines = "[...document.querySelectorAll('.case')[1].querySelectorAll('td.line')].map((one) => one.textContent)"
    assert browser.run(lines) == ["expected: 1", "actual: 1.0", 'expected: "y"', ""]


def test_the_lines_that_wrote_a_difference(shown: Any) -> None:
    browser = shown(RUN)
    browser.run(OPEN_ALL)
    assert browser.run("document.querySelector('.template .marked').textContent") == "40 ▶wrote a difference: line 40"
    assert browser.run("document.querySelectorAll('.template li:not(.folded)').length") == 13
    browser.run("document.querySelector('.template button').click()")
    assert browser.run("document.querySelectorAll('.template li:not(.folded)').length") == 13 + 33


def test_findings_and_coverage(shown: Any) -> None:
    browser = shown(RUN)
    panels = browser.run("[...document.querySelectorAll('.panel')].map((one) => one.textContent)")
    assert panels[0].startswith("Findings (1)VTL201 said")
    assert panels[1].startswith("Coverage: lines 3 of 4 (75 %), arms 1 of 2 (50 %)")
    assert "line 4: never" in panels[1]
    assert "POST /a: no case" in panels[1]


def test_the_keyboard_reaches_everything(shown: Any) -> None:
    browser = shown(RUN)
    reached = []
    for _ in range(8):
        browser.press("Tab", 9)
        reached.append(
            browser.run("document.activeElement.tagName + ' ' + document.activeElement.textContent.slice(0, 9)")
        )
    assert reached == [
        "SUMMARY Findings ",
        "SUMMARY Coverage:",
        "BUTTON ✗ failed ",
        "BUTTON ✓ passed ",
        "INPUT ",
        "INPUT ",
        "SUMMARY ✗ failed ",
        "SUMMARY ✗ failed ",
    ]
    browser.press("Enter", 13)
    assert browser.run("document.querySelectorAll('.case')[1].open") is True
    assert browser.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_texts_stand_out_and_fit(shown: Any, by_id: dict[str, CaseRecord], scheme: str, width: int) -> None:
    changes = MutationRecord((UNNOTICED, *HOSTILE_CHANGES.unnoticed), 20)
    records = [*RUN.records, *by_id.values(), *RECORDS]
    browser = shown(RUN._replace(records=records, mutation=changes), scheme, width)
    browser.run("document.querySelectorAll('.filter button[aria-pressed=false]').forEach((one) => one.click())")
    browser.run(OPEN_ALL)
    assert browser.run(LOW_CONTRAST) == []
    assert browser.run("document.documentElement.scrollWidth") == browser.run("document.documentElement.clientWidth")
    dark = browser.run("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert dark == (scheme == "dark")


def test_a_link_to_a_case(shown: Any) -> None:
    browser = shown(RUN)
    browser.run("location.hash = '#case-2'")
    assert browser.run(
        "new Promise((done) => setTimeout(done, 100)).then(() => document.getElementById('case-2').open)"
    )


@pytest.mark.parametrize("count", [1, 1_000])
def test_a_link_to_a_case_that_has_no_row_yet(shown: Any, count: int) -> None:
    browser = shown(RunRecord([PASSED._replace(id=f"a.vtl.yaml::case {number}") for number in range(count)]))
    browser.run(f"location.hash = '#case-{count - 1}'")
    opened = f"document.getElementById('case-{count - 1}').open"
    assert browser.run(f"new Promise((done) => setTimeout(done, 200)).then(() => {opened})")


def test_changes_that_no_case_notices(shown: Any) -> None:
    browser = shown(RunRecord([PASSED], mutation=MutationRecord((UNNOTICED,), 1_234, 1, 2, 3)))
    assert "✗ 1 passed, 1 change unnoticed" in browser.run("document.querySelector('header').textContent")
    panel = "document.getElementById('mutation')"
    assert browser.run(f"{panel}.open")
    assert browser.run(f"{panel}.textContent") == (
        "Changes that no case notices (1)1,234 changes tried · 1,232 noticed · 1 accepted · 2 not tried: the time was "
        "over · 3 at places that no case renders"
        "literal changed a → nothing put.vtl:4:5 (GET /a)a.vtl.yaml::fine comes nearest: its output"
    )
    browser.run(f"{panel}.querySelector('a').click()")
    opened = "document.getElementById('case-0').open"
    assert browser.run(f"new Promise((done) => setTimeout(done, 200)).then(() => {opened})")


def test_a_run_whose_changes_are_all_noticed(shown: Any) -> None:
    browser = shown(RunRecord([PASSED], mutation=MutationRecord((), 2)))
    assert "✓ 1 passed" in browser.run("document.querySelector('header').textContent")
    assert browser.run("document.getElementById('mutation').open") is False
    assert browser.run("document.getElementById('mutation').textContent").endswith("2 changes tried · 2 noticed")


def test_ten_thousand_cases(shown: Any) -> None:
    """Only rows that can be seen are made; more come as the reader scrolls, or presses the button."""
    records = [TEXT._replace(id=f"a.vtl.yaml::case {number}", name=f"case {number}") for number in range(10_000)]
    browser = shown(RunRecord(records))
    count = "document.querySelectorAll('.case').length"
    assert browser.run(count) == 200
    assert browser.run("performance.now()") < 10_000
    browser.run("scrollTo(0, document.documentElement.scrollHeight)")
    assert browser.run(f"new Promise((done) => setTimeout(done, 500)).then(() => {count})") > 200
    assert search(browser, "case 9999") == "1 case shown of 10,000"
    assert ids(browser) == ["a.vtl.yaml::case 9999"]


@pytest.mark.parametrize(
    ("expected", "actual"),
    [("", ""), ("a\n" * 30_000, "b\n" * 30_000), ("x" * 10**6, "x" * 10**6 + "y"), (" " * 5000, "\t"), ("😀", "😁")],
    ids=["empty", "many lines", "a long line", "blanks", "pairs"],
)
def test_odd_texts(shown: Any, expected: str, actual: str) -> None:
    browser = shown(RunRecord([TEXT._replace(differences=(TextDifference(expected, actual),))]))
    browser.run(OPEN_ALL)
    assert browser.console == []
    assert browser.run("document.querySelectorAll('.diff tbody td').length") < 20_000
    if expected == "😀":
        assert browser.run("[...document.querySelectorAll('del, ins')].map((one) => one.textContent)") == ["😀", "😁"]


def test_no_cases(shown: Any) -> None:
    browser = shown(RunRecord([]))
    assert (status(browser), browser.console) == ("0 cases shown of 0", [])


def test_a_case_that_was_not_run_says_why(shown: Any) -> None:
    browser = shown(RunRecord([CaseRecord("a.vtl.yaml::live", "skipped", "a.vtl.yaml", "live", 3)]))
    browser.run(OPEN_ALL)
    text = browser.run("document.querySelector('.body').textContent")
    assert "it calls its real backend, in runs with --live" in text
