"""The LCOV and Cobertura files, as tools other than coverage.py read them."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.commands import Command
from tests.coverage.project import ALL

Write: TypeAlias = Callable[[Mapping[str, str | bytes]], Path]

PARTS: dict[str, tuple[list[str], set[str]]] = {
    "coverage": (
        ["sources", "packages"],
        {
            "line-rate",
            "branch-rate",
            "lines-covered",
            "lines-valid",
            "branches-covered",
            "branches-valid",
            "complexity",
            "version",
            "timestamp",
        },
    ),
    "package": (["classes"], {"name", "line-rate", "branch-rate", "complexity"}),
    "class": (["methods", "lines"], {"name", "filename", "line-rate", "branch-rate", "complexity"}),
    "line": ([], {"number", "hits"}),
}
"""What Cobertura's document type `coverage-04` asks of an element: its children in order, and its attributes."""


def lines_of(report: ElementTree.Element) -> dict[str, dict[int, bool]]:
    """By file, the lines of a Cobertura report, and whether they were reached."""
    return {
        str(one.get("filename")): {
            int(str(line.get("number"))): str(line.get("hits")) != "0" for line in one.iter("line")
        }
        for one in report.iter("class")
    }


@pytest.fixture
def reports(tmp_path: Path, command: Command, write: Write) -> Path:
    """A folder with the reports of a run over a small project."""
    write(ALL)
    done = command("vtl-run", "--cov", "--cov-report=lcov:out.lcov", "--cov-report=xml:out.xml")
    assert done.code == 0, done.out + done.err
    return tmp_path


def test_cobertura_has_the_parts_of_its_document_type(reports: Path) -> None:
    root = ElementTree.parse(reports / "out.xml").getroot()
    assert root.tag == "coverage"
    for name, (children, attributes) in PARTS.items():
        found = list(root.iter(name))
        assert found, name
        for element in found:
            assert attributes <= set(element.keys())
            assert [child.tag for child in element] == children
    for line in root.iter("line"):
        assert line.get("branch") != "true" or "condition-coverage" in line.keys()  # noqa: SIM118


def test_lcov_cobertura_reads_the_lines_of_the_lcov_file(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = pytest.importorskip("lcov_cobertura", reason="lcov_cobertura is not installed")
    monkeypatch.chdir(reports)  # the tool takes the names of the files from there
    text = (reports / "out.lcov").read_text(encoding="utf-8")
    converted = ElementTree.fromstring(tool.LcovCobertura(text).convert())
    lines = lines_of(converted)
    assert lines.keys() == {"api.yaml", "never.vtl", "put.vtl"}
    assert lines == lines_of(ElementTree.parse(reports / "out.xml").getroot())
    branches = [line.split(",") for line in text.splitlines() if line.startswith("BRDA:")]
    assert converted.get("branches-valid") == str(len(branches))
    assert converted.get("branches-covered") == str(sum(branch[3] not in ("-", "0") for branch in branches))


def test_pycobertura_reads_the_cobertura_file(reports: Path) -> None:
    tool = pytest.importorskip("pycobertura", reason="pycobertura is not installed")
    read = tool.Cobertura(str(reports / "out.xml"))
    assert set(read.files()) == {"api.yaml", "never.vtl", "put.vtl"}
    statements = {1: "hit", 2: "hit", 3: "hit", 4: "hit", 5: "partial", 6: "miss", 8: "partial", 9: "hit", 12: "hit"}
    assert dict(read.line_statuses("put.vtl")) == statements
    assert dict(read.line_statuses("never.vtl")) == dict.fromkeys(statements, "miss")
    assert dict(read.line_statuses("api.yaml")) == {11: "partial", 12: "miss", 14: "hit", 20: "partial", 25: "miss"}
    assert (read.total_statements(), read.total_hits()) == (23, 7)  # four of the lines are reached in part
    rates = {name: (read.line_rate(name), read.branch_rate(name)) for name in read.files()}
    assert rates == {"api.yaml": (0.6, 0.5), "never.vtl": (0, 0), "put.vtl": (pytest.approx(8 / 9, abs=1e-4), 0.8182)}
    assert (read.line_rate(), read.branch_rate()) == (
        pytest.approx(11 / 23, abs=1e-4),
        pytest.approx(11 / 26, abs=1e-4),
    )
