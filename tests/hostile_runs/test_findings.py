"""What hostile input finds in a template, and what it does not: the entries of findings.yaml and holding.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from vtlharness import CaseRecord, HostileFinding, run_cases

HERE = Path(__file__).parent
FINDINGS: list[dict[str, Any]] = yaml.safe_load((HERE / "findings.yaml").read_text("utf-8"))
HOLDING: list[dict[str, Any]] = yaml.safe_load((HERE / "holding.yaml").read_text("utf-8"))
_REQUEST = ("body", "headers", "queryStringParameters", "pathParameters")


def case_file(entry: dict[str, Any], **more: object) -> str:
    """The case file of an entry."""
    case: dict[str, Any] = {"name": "own", "methodRequest": {key: entry[key] for key in _REQUEST if key in entry}}
    if "context" in entry:
        case["context"] = entry["context"]
    if "backend" in entry:
        case["integrationResponse"] = {"body": entry["backend"]}
    data = {"inline": entry["template"], **more, "cases": [case]}
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def hostile_findings(record: CaseRecord) -> list[HostileFinding]:
    """The findings of a record, which has nothing else."""
    assert record.outcome == ("failed" if record.differences else "passed"), record.error
    return [one for one in record.differences if isinstance(one, HostileFinding)]


def found_in(folder: Path, text: str) -> list[HostileFinding]:
    """What hostile input finds in a case file."""
    file = folder / "own.vtl.yaml"
    file.write_text(text, "utf-8")
    (record,) = run_cases(file, cache=False, hostile=True)
    return hostile_findings(record)


def _shown(finding: HostileFinding) -> str:
    line = finding.written_by.line if finding.written_by else None
    return f"{finding.kind} | {finding.place} | {finding.input} | {line} | {finding.sender}"


@pytest.mark.parametrize("entry", FINDINGS, ids=lambda entry: entry["name"])
def test_findings(entry: dict[str, Any], tmp_path: Path) -> None:
    found = found_in(tmp_path, case_file(entry))
    assert [_shown(finding) for finding in found] == entry["findings"]


@pytest.mark.parametrize("entry", HOLDING, ids=lambda entry: entry["name"])
def test_no_findings(entry: dict[str, Any], tmp_path: Path) -> None:
    assert [_shown(finding) for finding in found_in(tmp_path, case_file(entry))] == []


@pytest.mark.parametrize("entry", FINDINGS, ids=lambda entry: entry["name"])
def test_a_plain_run_finds_nothing(entry: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "own.vtl.yaml").write_text(case_file(entry), "utf-8")
    assert [record.outcome for record in run_cases(tmp_path, cache=False)] == ["passed"]
