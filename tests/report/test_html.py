"""The HTML report as a file: one page that holds all it needs, and in which no text is more than text."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.commands import ROOT
from tests.report.hostile_texts import RECORDS
from vtlharness import CaseRecord, DataDifference
from vtlharness.cases.results import DataChange
from vtlharness.report.html import page
from vtlharness.report.html.page import SCRIPTS, html_report
from vtlharness.report.record import TemplateText
from vtlharness.report.run_record import RunRecord

FOLDER = Path(page.__file__).parent


class Elements(HTMLParser):
    """The elements of a page with their attributes, and the texts of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] in ("script", "style") and data.strip():
            self.texts.append(data)


def data(*records: CaseRecord, **facts: Any) -> Any:
    text = html_report(RunRecord(records, **facts)).decode("utf-8")
    return json.loads(text.split('id="data">')[1].split("</script>")[0])


@pytest.mark.parametrize("number", range(len(RECORDS)))
def test_no_text_is_an_element(number: int) -> None:
    plain = Elements(html_report(RunRecord([])).decode("utf-8"))
    given = Elements(html_report(RunRecord([RECORDS[number]], note=RECORDS[number].name)).decode("utf-8"))
    assert given.found == plain.found
    assert len(given.texts) == 3
    assert "<" not in given.texts[1]
    (case,) = data(RECORDS[number])["cases"]
    assert case["id"] == RECORDS[number].id


def test_the_page_loads_nothing(by_id: dict[str, CaseRecord]) -> None:
    text = html_report(RunRecord(list(by_id.values()))).decode("utf-8")
    elements = Elements(text)
    tags = {tag for tag, _ in elements.found}
    assert tags == {"html", "head", "meta", "title", "style", "body", "noscript", "p", "main", "script"}
    assert not {"src", "href"} & {name for _, attributes in elements.found for name in attributes}
    style, _, script = elements.texts
    assert not re.search(r"url\(|@import|innerHTML|insertAdjacentHTML|document\.write|eval\(|fetch\(", style + script)


def test_the_policy_names_the_script_and_the_style() -> None:
    elements = Elements(html_report(RunRecord([])).decode("utf-8"))
    (policy,) = [found["content"] for _, found in elements.found if found.get("http-equiv")]
    style, _, script = (b64encode(sha256(text.encode()).digest()).decode() for text in elements.texts)
    digests = f"script-src 'sha256-{script}'; style-src 'sha256-{style}'"
    assert policy == f"default-src 'none'; {digests}; base-uri 'none'; form-action 'none'"


def test_every_file_of_the_script_is_in_the_page() -> None:
    assert sorted(SCRIPTS) == sorted(path.name for path in FOLDER.glob("*.js"))
    text = html_report(RunRecord([]))
    for path in (*FOLDER.glob("*.js"), *FOLDER.glob("*.css")):
        assert path.read_bytes().replace(b"\r\n", b"\n") in text


def test_numbers_keep_their_digits() -> None:
    values = [12345678901234567890123, 1.0, 10**5000, {"a": 10**5000}]
    changes = tuple(DataChange("root", "changed", value, None) for value in values)
    (case,) = data(CaseRecord("a::b", "failed", "a", "b", differences=(DataDifference("output", changes),)))["cases"]
    shown = [change["expected"] for change in case["differences"][0]["changes"]]
    assert shown == ["12345678901234567890123", "1.0", str(10**18)[:1] + "0" * 5000, '{"a":1' + "0" * 5000 + "}"]


def test_a_template_is_there_once(by_id: dict[str, CaseRecord]) -> None:
    """And only for cases that it fails."""
    found = data(*by_id.values())
    names = [template["name"] for template in found["templates"]]
    assert names.count("a.vtl") == 1
    assert "response.vtl" in names
    text = next(case for case in found["cases"] if case["id"] == "templates.vtl.yaml::text")
    assert found["templates"][text["templates"][0]] == {"name": "a.vtl", "text": '{"a": $input.json("$.a")}\n'}
    assert all("templates" not in case for case in found["cases"] if case["outcome"] == "passed")


def test_two_texts_of_one_name() -> None:
    one, other = (
        CaseRecord(f"{text}::b", "failed", "a", "b", templates=(TemplateText("a.vtl", text),)) for text in "xy"
    )
    assert data(one, other, one)["templates"] == [{"name": "a.vtl", "text": "x"}, {"name": "a.vtl", "text": "y"}]
    assert [case["templates"] for case in data(one, other, one)["cases"]] == [[0], [1], [0]]


def test_ten_thousand_cases_that_pass_are_a_small_page() -> None:
    name = "tests/orders/put-order.vtl.yaml"
    records = [
        CaseRecord(f"{name}::case {n}", "passed", name, f"case {n}", n, duration_s=0.00021) for n in range(10_000)
    ]
    assert len(html_report(RunRecord(records))) < 3_000_000


@pytest.mark.slow
def test_a_wheel_has_the_files_of_the_page(tmp_path: Path) -> None:
    building = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(ROOT)]
    subprocess.run(building, check=True, timeout=300)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert names >= {f"vtlharness/report/html/{name}" for name in (*SCRIPTS, "page.css")}
