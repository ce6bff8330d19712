"""The gallery is complete: enough of everything, each template with cases, each file used, and every case passes."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from tests.fixtures_gallery.gallery import CASE_FILES, FOLDER, INTEGRATION_CASES, TEMPLATE_CASES, each_case
from vtlharness.cases.file.discovery import is_case_file
from vtlharness.cases.model import Case
from vtlharness.cases.running import run_case
from vtlharness.engines import Engine, load_engine


@pytest.fixture(scope="module")
def native() -> Engine:
    """One engine for all cases, so that each template is compiled once."""
    return load_engine("native")


@each_case()
def test_the_case_passes(case: Case, native: Engine) -> None:
    result = run_case(case, native)
    assert result.outcome == "passed", result.error or result.differences
    assert result.findings == ()


def test_there_are_enough_templates_and_cases() -> None:
    assert len({case.template.source.name for case in TEMPLATE_CASES}) >= 15
    assert len(TEMPLATE_CASES) >= 75


def test_all_kinds_of_template_cases_are_there() -> None:
    cases = TEMPLATE_CASES
    assert sum(case.integration_response is not None for case in cases) >= 20
    assert sum(case.integration_response is None for case in cases) >= 20
    assert sum(case.expect.error is not None for case in cases) >= 5
    assert sum(not case.compare.strict for case in cases) >= 3
    assert sum(case.expect.request_override is not None for case in cases) >= 5
    assert sum(case.expect.response_override is not None for case in cases) >= 5


def test_every_template_is_run_by_cases_of_its_own() -> None:
    tested = {case.template.path.resolve() for case in TEMPLATE_CASES if case.template.path}
    assert {path.resolve() for path in FOLDER.rglob("*.vtl")} == tested


def test_every_other_file_is_named_by_a_case_file() -> None:
    definitions = {case.definition.resolve() for case in INTEGRATION_CASES if case.definition}
    named = chain.from_iterable(FOLDER.rglob(f"*.{kind}") for kind in ("json", "xml", "txt", "yaml", "yml", "pdf"))
    for path in named:
        if not is_case_file(path) and path.resolve() not in definitions:
            assert any(path.name in case_file.source.text for case_file in CASE_FILES), path


def test_every_case_file_says_what_it_is_about() -> None:
    for case_file in CASE_FILES:
        if case_file.path.suffix != ".json":
            assert case_file.source.text.startswith("# "), case_file.path


def test_the_page_lists_every_case_file_with_its_number_of_cases() -> None:
    rows = re.findall(
        r"^\| \[[^]]+\]\(([^)]+)\) \|(?: \w+ \|)? (\d+) \|", (FOLDER / "README.md").read_text("utf-8"), re.M
    )
    listed = {name: int(number) for name, number in rows}
    assert listed == {case_file.path.relative_to(FOLDER).as_posix(): len(case_file.cases) for case_file in CASE_FILES}
