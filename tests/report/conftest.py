"""The project that the tests of reports run, once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.report.runs import records, write
from vtlharness import CaseRecord


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the project in it."""
    folder = tmp_path_factory.mktemp("reports")
    write(folder)
    return folder


@pytest.fixture(scope="session")
def by_id(run_folder: Path) -> dict[str, CaseRecord]:
    """The project's records."""
    before = os.getcwd()
    os.chdir(run_folder)
    try:
        return records()
    finally:
        os.chdir(before)
