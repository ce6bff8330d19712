"""Case files of published behaviour that lie beside the repository, where they may be had at all, pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.observations import FOLDER, needs_recordings
from vtlharness.cases.file.discovery import find_case_files
from vtlharness.cases.loading import load_case_file
from vtlharness.cases.running import run_case
from vtlharness.engines import load_engine

INPUTS = FOLDER.parent / "inputs" / "gateway"
CASE_FILES = find_case_files([INPUTS]) if INPUTS.is_dir() else []


@needs_recordings
@pytest.mark.parametrize("file", CASE_FILES, ids=lambda file: Path(file).name)
def test_the_cases_pass(file: Path) -> None:
    native = load_engine("native")
    results = [run_case(case, native) for case in load_case_file(file).cases]
    assert results
    assert [(result.case.name, result.differences) for result in results if result.outcome != "passed"] == []
