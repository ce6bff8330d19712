"""Searches of small case files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from vtlharness.cases.loading import load_case_file
from vtlharness.mutation.searching import Search, SearchSettings, merged
from vtlharness.report.mutations import MutationRecord, UnnoticedChange


def written(folder: Path, data: dict[str, Any], name: str = "own.vtl.yaml") -> Path:
    """A case file with this data."""
    file = folder / name
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    return file


def searched(*files: Path, seconds: float = 60.0, strict: tuple[str, ...] = (), **more: Any) -> MutationRecord:
    """The record of all changes for the cases of some files."""
    cases = [case for file in files for case in load_case_file(file).cases]
    return merged([Search(cases, SearchSettings(seconds, {}, strict), **more).run()])


def shown(change: UnnoticedChange) -> str:
    """A change in one line."""
    place = change.part if change.line is None else f"{change.line}:{change.column}"
    case = change.nearest.partition("::")[2]
    return f"{place} {change.operator}: {change.before} > {change.after}, {case} | {change.look}"
