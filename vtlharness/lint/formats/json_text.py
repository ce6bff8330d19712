"""Findings as one JSON document."""

from __future__ import annotations

from vtlharness.lint.linting import LintResult
from vtlharness.rules.registry import RULES


def json_document(result: LintResult) -> dict[str, object]:
    """The document: `version` is raised with each change that a reader has to know of."""
    return {
        "version": 1,
        "templates": result.templates,
        "findings": [
            {
                "rule": finding.rule,
                "name": RULES[finding.rule].name,
                "message": finding.message,
                "hint": finding.hint,
                "file": finding.file,
                "line": finding.line,
                "column": finding.column,
                "fixable": bool(changes),
            }
            for finding, _, changes, _ in result.findings
        ],
    }
