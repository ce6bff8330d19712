"""The SARIF report: the findings of a run for code scanning.

Comes in: a `RunRecord`. Goes out: the bytes of one document. Findings of rules are warnings, or errors where they fail
a case. What hostile input does is an error, with a rule for each kind, and so is a change that no case notices. Cases
that fail otherwise are not findings.
"""

from __future__ import annotations

import re

from vtlharness.cases.results import HOSTILE_KINDS, HostileFinding
from vtlharness.documents.json.writing import json_line
from vtlharness.exchange.sarif import Descriptor, SarifResult, sarif_document
from vtlharness.findings import Finding
from vtlharness.report.places import Place, of_changes, of_finding, of_line
from vtlharness.report.record import CaseRecord
from vtlharness.report.run_findings import hostile_findings, run_findings
from vtlharness.report.run_record import RunRecord
from vtlharness.report.text.hostile import hostile_heading
from vtlharness.report.text.mutation import unnoticed_hint, unnoticed_message

TOOL = "vtl-run"
_KINDS: dict[str, str] = {
    "not JSON": "Input of a stranger makes a part that must be JSON something else.",
    "not XML": "Input of a stranger makes a part that must be XML something else.",
    "not a form": "Input of a stranger makes a part that must be a form something else.",
    "not a header": "Input of a stranger writes a line end or a control character into a header.",
    "another path": "Input of a stranger sends the call to another path.",
    "adds keys": "Input of a stranger adds keys to a part.",
    "fails": "Input of a stranger makes a template fail.",
}


def sarif_report(run: RunRecord) -> bytes:
    """The document on one line, without the findings that have no rule."""
    results = [
        SarifResult(
            _placed(found.finding, of_finding(found.finding, found.record)), "error" if found.fatal else "warning"
        )
        for found in run_findings(run)
        if found.finding.rule
    ]
    results += [SarifResult(_hostile(finding, record), "error") for finding, record in hostile_findings(run)]
    rules = {_rule(kind): _descriptor(_rule(kind), _KINDS[kind]) for kind in HOSTILE_KINDS}
    for change, place in of_changes(run):
        rule = f"mutate/{_slug(change.operator)}"
        rules[rule] = _descriptor(rule, f"No case notices a change of this kind: {change.operator}.")
        finding = Finding(rule, unnoticed_message(change), hint=unnoticed_hint(change))
        results.append(SarifResult(_placed(finding, place), "error"))
    return json_line(sarif_document(TOOL, results, rules))


def _placed(finding: Finding, place: Place) -> Finding:
    return finding._replace(file=place.file, line=place.line, column=place.column)


def _hostile(finding: HostileFinding, record: CaseRecord) -> Finding:
    message = f"{hostile_heading(finding)}: {finding.message}"
    return _placed(Finding(_rule(finding.kind), message, hint=finding.hint), of_line(finding.written_by, record))


def _rule(kind: str) -> str:
    return f"hostile/{_slug(kind)}"


def _slug(words: str) -> str:
    return words.lower().replace(" ", "-")


def _descriptor(rule: str, what: str) -> Descriptor:
    return {
        "id": rule,
        "name": "".join(word[0].upper() + word[1:] for word in re.split("[/-]", rule)),
        "shortDescription": {"text": what},
        "defaultConfiguration": {"level": "error"},
    }
