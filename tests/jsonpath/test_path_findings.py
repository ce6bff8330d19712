"""Findings of paths: each line of `path_findings.txt` is a path; its findings follow, indented: rule, message, hint."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from vtlharness.jsonpath import compile_path

TABLE = (Path(__file__).parent / "path_findings.txt").read_text(encoding="utf-8")


def _rows() -> Iterator[tuple[str, list[str]]]:
    findings: list[str] = []
    for line in TABLE.splitlines():
        if line.startswith(" "):
            findings.append(line.strip())
        else:
            findings = []
            yield line, findings


@pytest.mark.parametrize(("path", "expected"), list(_rows()))
def test_findings(path: str, expected: list[str]) -> None:
    findings = compile_path(path).findings
    assert [f"{finding.rule} {finding.message} | {finding.hint}" for finding in findings] == expected
