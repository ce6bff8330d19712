"""Findings as SARIF 2.1.0, which code scanning reads.

See https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html: columns count from 1, addresses of files are
relative and percent-encoded.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias
from urllib.parse import quote

from vtlharness._version import __version__
from vtlharness.findings import Finding
from vtlharness.rules.registry import RULES
from vtlharness.rules.rule import Rule

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

Level: TypeAlias = Literal["warning", "error"]
Descriptor: TypeAlias = dict[str, object]


class SarifResult(NamedTuple):
    """A finding to report, and how grave it is."""

    finding: Finding
    level: Level = "warning"


def sarif_document(
    tool: str,
    results: Sequence[SarifResult],
    more_rules: Mapping[str, Descriptor] = {},
) -> dict[str, object]:
    """The log of one run of a tool. `more_rules` describes rules that the registry does not have."""
    used = sorted({result.finding.rule for result in results})
    numbers = {rule: number for number, rule in enumerate(used)}
    rules = [_rule(RULES[rule]) if rule in RULES else more_rules.get(rule, {"id": rule}) for rule in used]
    driver = {"name": tool, "semanticVersion": __version__, "rules": rules}
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [_result(result, numbers) for result in results],
            }
        ],
    }


def _rule(rule: Rule) -> Descriptor:
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.what},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.instead, "markdown": rule.instead},
        "defaultConfiguration": {"level": "warning"},
    }


def _result(result: SarifResult, numbers: dict[str, int]) -> dict[str, object]:
    finding = result.finding
    text = finding.message if finding.hint is None else f"{finding.message}. Hint: {finding.hint}"
    found: dict[str, object] = {
        "ruleId": finding.rule,
        "ruleIndex": numbers[finding.rule],
        "level": result.level,
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
    try:
        name = path.replace(os.sep, "/").encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # the name of no file
        name = path.encode("utf-8", "backslashreplace")
    address = quote(name, safe="/!$&'()*+,;=@~.-_")
    return f"file://{address}" if os.path.isabs(path) else address
