"""Paths to case files: folders are searched, a template stands for the case files that use it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

CASE_SUFFIXES = (".vtl.yaml", ".vtl.yml", ".vtl.json")


def find_case_files(paths: Iterable[str | Path]) -> list[Path]:
    """The case files that the paths stand for, sorted, each once, in the form in which they were given.

    A folder is searched recursively (hidden folders and node_modules left out). A file that is no case file is taken
    for a template: the case files that use it are looked for. Raises CaseFileError (a usage error) for a missing
    path.
    """
    raise NotImplementedError


def is_case_file(path: str | Path) -> bool:
    """Whether the path's name is that of a case file."""
    return str(path).endswith(CASE_SUFFIXES)
