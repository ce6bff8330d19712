"""Findings as workflow commands, which GitHub shows at the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from vtlharness.lint.linting import LintResult
from vtlharness.rules.registry import RULES


def github_lines(result: LintResult) -> Iterator[str]:
    """A command for each finding."""
    for placed in result.findings:
        finding = placed.finding
        given = {
            "file": finding.file,
            "line": finding.line,
            "col": finding.column,
            "title": f"{finding.rule} {RULES[finding.rule].name}",
        }
        written = ",".join(f"{name}={_property(str(value))}" for name, value in given.items() if value is not None)
        text = finding.message if finding.hint is None else f"{finding.message}\nhint: {finding.hint}"
        yield f"::warning {written}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
