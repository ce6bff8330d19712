"""What hostile input finds in a template, and what it does not: the entries of findings.yaml and holding.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.hostile_runs.words import FINDINGS, GOLDEN, HERE, case_file, found_in, words_of
from vtlharness import HostileFinding, run_cases

HOLDING: list[dict[str, Any]] = yaml.safe_load((HERE / "holding.yaml").read_text("utf-8"))
_WORDS = GOLDEN.read_text(encoding="utf-8").rstrip("\n").split("\n\n")


def _shown(finding: HostileFinding) -> str:
    line = finding.written_by.line if finding.written_by else None
    return f"{finding.kind} | {finding.place} | {finding.input} | {line} | {finding.sender}"


@pytest.mark.parametrize("entry", FINDINGS, ids=lambda entry: entry["name"])
def test_findings(entry: dict[str, Any], tmp_path: Path) -> None:
    found = found_in(tmp_path, case_file(entry))
    assert [_shown(finding) for finding in found] == entry["findings"]
    assert words_of(entry, found) in _WORDS  # after a change on purpose, `python -m tests.hostile_runs.words --write`


@pytest.mark.parametrize("entry", HOLDING, ids=lambda entry: entry["name"])
def test_no_findings(entry: dict[str, Any], tmp_path: Path) -> None:
    assert [_shown(finding) for finding in found_in(tmp_path, case_file(entry))] == []


@pytest.mark.parametrize("entry", FINDINGS, ids=lambda entry: entry["name"])
def test_a_plain_run_finds_nothing(entry: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "own.vtl.yaml").write_text(case_file(entry), "utf-8")
    assert [record.outcome for record in run_cases(tmp_path, cache=False)] == ["passed"]


def test_the_golden_text_is_of_these_entries() -> None:
    assert [words.split("\n")[0] for words in _WORDS] == [entry["name"] for entry in FINDINGS]
