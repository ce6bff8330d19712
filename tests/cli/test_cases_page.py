"""docs/cases.md: its tables are those of the format, and its examples are run."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.commands import ROOT, Command
from vtlharness.cases.file.key_tables import SECTIONS, main, with_key_tables

PAGE = (ROOT / "docs" / "cases.md").read_text("utf-8")
EXAMPLES = re.findall(r"`([\w.-]+\.vtl\.yaml)`:\n\n```yaml\n(.*?)```", PAGE, re.DOTALL)
RUNS = re.findall(r"```console\n\$ vtl-run (.*?)\n(.*?)```", PAGE, re.DOTALL)


def test_the_tables_are_current() -> None:
    assert with_key_tables(PAGE) == PAGE, "run `python -m vtlharness.cases.file.key_tables docs/cases.md`"


def test_the_tables_are_renewed_in_place(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(re.sub(r"^\|.*\n", "", PAGE, flags=re.MULTILINE), "utf-8")
    tables_of_prose = [line for line in with_key_tables(page.read_text("utf-8")).splitlines() if line.startswith("|")]
    assert main([str(page)]) == 0
    assert [line for line in page.read_text("utf-8").splitlines() if line.startswith("|")] == tables_of_prose
    assert "| `queryStringParameters` |" in page.read_text("utf-8")


def test_no_page_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert capsys.readouterr().out == "usage: python -m vtlharness.cases.file.key_tables PAGE...\n"


def test_every_section_has_its_table() -> None:
    tables = re.findall(r"<!-- keys of (\w+) -->", PAGE)
    assert sorted(tables) == sorted(set(SECTIONS) - {"defaults"})


def test_every_link_leads_to_a_heading() -> None:
    headings = {heading.lower().replace(" ", "-") for heading in re.findall(r"^#+ ([\w ]+)$", PAGE, re.MULTILINE)}
    links = set(re.findall(r"\]\(#([\w-]+)\)", PAGE))
    assert links <= headings
    assert len(links) > 10


def test_every_example_is_run() -> None:
    assert [name for name, _ in EXAMPLES] == [arguments.split()[-1] for arguments, _ in RUNS]
    assert len(RUNS) == PAGE.count("```yaml\n") == PAGE.count("```console\n")


@pytest.mark.parametrize(("arguments", "output"), RUNS, ids=[arguments for arguments, _ in RUNS])
def test_an_example_prints_what_the_page_shows(
    command: Command, write: Callable[[Mapping[str, str | bytes]], Path], arguments: str, output: str
) -> None:
    write(dict(EXAMPLES))
    done = command("vtl-run", *arguments.split())
    assert done.err == ""
    assert without_duration(done.out) == without_duration(output)


def without_duration(text: str) -> str:
    return re.sub(r" in \d+\.\d\ds", "", text)
