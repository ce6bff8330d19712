"""Findings as workflow commands, which GitHub shows at the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from vtlharness.exchange.workflow_commands import annotation
from vtlharness.lint.linting import LintResult
from vtlharness.rules.registry import RULES


def github_lines(result: LintResult) -> Iterator[str]:
    """A command for each finding."""
    for placed in result.findings:
        finding = placed.finding
        yield annotation(
            "warning",
            finding.message if finding.hint is None else f"{finding.message}\nhint: {finding.hint}",
            file=finding.file,
            line=finding.line,
            column=finding.column,
            title=f"{finding.rule} {RULES[finding.rule].name}",
        )
