"""The gallery is complete: enough of everything, each template with cases, each file used, and every case passes."""

from __future__ import annotations

from itertools import chain

import pytest

from tests.fixtures_gallery.gallery import CASE_FILES, CASES, FOLDER, each_case
from vtlharness.cases.discovery import is_case_file
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


def test_there_are_enough_templates_and_cases() -> None:
    assert len({case_file.template.source.name for case_file in CASE_FILES}) >= 15
    assert len(CASES) >= 75


def test_all_kinds_of_cases_are_there() -> None:
    assert sum(case.integration_response is not None for case in CASES) >= 20
    assert sum(case.integration_response is None for case in CASES) >= 20
    assert sum(case.expect.error is not None for case in CASES) >= 5
    assert sum(not case.compare.strict for case in CASES) >= 3
    assert sum(case.expect.request_override is not None for case in CASES) >= 5
    assert sum(case.expect.response_override is not None for case in CASES) >= 5


def test_every_template_has_cases() -> None:
    tested = {case_file.template.path.resolve() for case_file in CASE_FILES if case_file.template.path}
    assert {path.resolve() for path in FOLDER.rglob("*.vtl")} == tested


def test_every_other_file_is_named_by_a_case_file() -> None:
    for path in chain(FOLDER.rglob("*.json"), FOLDER.rglob("*.xml"), FOLDER.rglob("*.txt")):
        if not is_case_file(path):
            assert any(path.name in case_file.source.text for case_file in CASE_FILES), path


def test_every_case_file_says_what_its_template_does() -> None:
    for case_file in CASE_FILES:
        if case_file.path.suffix != ".json":
            assert case_file.source.text.startswith("# "), case_file.path
