"""The gallery's cases, loaded once for the tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from vtlharness.cases.file.discovery import find_case_files
from vtlharness.cases.integration.case import IntegrationCase, RealBackend
from vtlharness.cases.loading import load_case_file
from vtlharness.cases.model import Case, TemplateCase

FOLDER = Path(__file__).resolve().parents[2] / "fixtures"
CASE_FILES = [load_case_file(path) for path in find_case_files([FOLDER])]
ALL_CASES = [case for case_file in CASE_FILES for case in case_file.cases]
LIVE_CASES = [case for case in ALL_CASES if isinstance(case, IntegrationCase) and isinstance(case.backend, RealBackend)]
CASES = [case for case in ALL_CASES if case not in LIVE_CASES]
TEMPLATE_CASES = [case for case in CASES if isinstance(case, TemplateCase)]
INTEGRATION_CASES = [case for case in CASES if isinstance(case, IntegrationCase)]


def name(case: Case) -> str:
    """The case's name in test reports."""
    return f"{case.file.relative_to(FOLDER).as_posix()}::{case.name}"


def each_case() -> pytest.MarkDecorator:
    """Runs a test once for every case of the gallery."""
    return pytest.mark.parametrize("case", CASES, ids=name)


def each_template_case() -> pytest.MarkDecorator:
    """Runs a test once for every case of a single template."""
    return pytest.mark.parametrize("case", TEMPLATE_CASES, ids=name)
