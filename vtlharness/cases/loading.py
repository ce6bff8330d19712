"""A case file's path to its `CaseFile`: text to data, data checked, defaults merged, named files read."""

from __future__ import annotations

from pathlib import Path

from vtlharness.cases.model import CaseFile


def load_case_file(path: str | Path) -> CaseFile:
    """Read a case file. Raises CaseFileError for anything wrong with it or with a file that it names."""
    raise NotImplementedError
