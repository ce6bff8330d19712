"""Findings as SARIF 2.1.0, which code scanning reads.

See https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html: columns count from 1, addresses of files are
relative and percent-encoded.
"""

from __future__ import annotations

import os
from urllib.parse import quote

from vtlharness._version import __version__
from vtlharness.findings import Finding
from vtlharness.lint.linting import LintResult
from vtlharness.rules.registry import RULES
from vtlharness.rules.rule import Rule

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif_document(result: LintResult) -> dict[str, object]:
    """The log of one run."""
    used = sorted({placed.finding.rule for placed in result.findings})
    numbers = {rule: number for number, rule in enumerate(used)}
    driver = {"name": "vtl-lint", "semanticVersion": __version__, "rules": [_rule(RULES[rule]) for rule in used]}
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [_result(placed.finding, numbers) for placed in result.findings],
            }
        ],
    }


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.what},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.instead, "markdown": rule.instead},
        "defaultConfiguration": {"level": "warning"},
    }


def _result(finding: Finding, numbers: dict[str, int]) -> dict[str, object]:
    text = finding.message if finding.hint is None else f"{finding.message}. Hint: {finding.hint}"
    found: dict[str, object] = {
        "ruleId": finding.rule,
        "ruleIndex": numbers[finding.rule],
        "level": "warning",
        "message": {"text": text},
    }
    if finding.file is not None:
        physical: dict[str, object] = {"artifactLocation": {"uri": _address(finding.file)}}
        if finding.line is not None:
            region = {"startLine": finding.line}
            physical["region"] = region if finding.column is None else {**region, "startColumn": finding.column}
        found["locations"] = [{"physicalLocation": physical}]
    return found


def _address(path: str) -> str:
    address = quote(path.replace(os.sep, "/"), safe="/!$&'()*+,;=@~.-_")
    return f"file://{address}" if os.path.isabs(path) else address
