"""The JSON report: the records of a run for other programs. `report/schema.json` describes it.

Comes in: a `RunRecord`. Goes out: the bytes of one document, a case to a line.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from vtlharness._version import __version__
from vtlharness.cases.results import (
    DataChange,
    DataDifference,
    Difference,
    ErrorRecord,
    HostileFinding,
    NotJson,
    TemplateLine,
    TextDifference,
)
from vtlharness.documents.json.writing import json_line
from vtlharness.findings import Finding
from vtlharness.report.coverage_section import CoverageSection
from vtlharness.report.mutations import MutationRecord
from vtlharness.report.record import DIFFERENCE_KINDS, CaseRecord, RecordOutcome
from vtlharness.report.run_record import RunRecord
from vtlharness.report.text.lines import difference_heading, first_reason
from vtlharness.source import Source

if TYPE_CHECKING:
    from vtlharness.gateway.stages.responses.selection_account import SelectionAccount

FORMAT = 1
"""The version of the report: raised with each change that a reader must know of. New keys do not count."""

SCHEMA_PATH = Path(__file__).with_name("schema.json")


_EXPECTED_FAILURES: tuple[RecordOutcome, ...] = ("xfailed", "xpassed")


def json_report(run: RunRecord) -> bytes:
    """The whole run. A lone surrogate is written as JSON's \\uXXXX; a number that is not finite as null."""
    cases = b",\n".join(json_line(case_data(record)).rstrip() for record in run.records)
    return json_line(head_data(run)).rstrip()[:-1] + b',"cases":[\n' + cases + b"\n]}\n"


def head_data(run: RunRecord) -> dict[str, object]:
    """What the report says of the whole run."""
    head: dict[str, Any] = {
        "format": FORMAT,
        "vtlharness": __version__,
        "engine": run.engine,
        "durationSeconds": round(run.duration_s, 6),
        "counts": {
            "passed": run.count("passed"),
            "failed": run.count("failed"),
            "errors": run.count("error"),
            "brokenFiles": run.count("broken file"),
            "skipped": run.count("skipped"),
            "listed": run.count("listed"),
            "deselected": run.deselected,
            "updated": run.updated,
        },
        "incomplete": run.note or None,
    }
    for outcome in _EXPECTED_FAILURES:
        if run.count(outcome):
            head["counts"][outcome] = run.count(outcome)
    if run.coverage is not None:
        head["coverage"] = _coverage(run.coverage)
    if run.mutation is not None:
        head["mutation"] = _mutation(run.mutation)
    return head


def _coverage(coverage: CoverageSection) -> dict[str, object]:
    return {
        "lines": list(coverage.lines),
        "arms": list(coverage.arms),
        "texts": [text._asdict() for text in coverage.texts],
        "unreached": [part._asdict() for part in coverage.parts],
    }


def case_data(record: CaseRecord) -> dict[str, Any]:
    """The object of a record. Keys that are empty for nearly every case are left out."""
    answer = record.gateway_answer
    found: dict[str, Any] = {
        "id": record.id,
        "outcome": record.outcome,
        "file": record.file,
        "line": record.line,
        "name": record.name or None,
        "engine": record.engine,
        "durationSeconds": round(record.duration_s, 6),
    }
    more = {
        "reason": first_reason(record),
        "tags": list(record.tags),
        "differences": [_difference(difference) for difference in record.differences],
        "error": record.error and _error(record.error),
        "gatewayAnswer": answer
        and {
            "responseType": answer.response_type,
            "reason": answer.reason,
            "hints": list(answer.hints),
            "error": answer.error and _error(answer.error),
        },
        "selection": record.selection and _selection(record.selection),
        "hints": list(record.hints),
        "functionOutput": list(record.function_output),
        "findings": [_finding(finding) for finding in record.findings],
        "serviceDifferences": [_difference(difference) for difference in record.service_differences],
    }
    found.update((key, value) for key, value in more.items() if value)
    if record.log is not None:
        found["log"] = list(record.log)
    if record.access_log is not None:
        found["accessLog"] = record.access_log
    return found


def _mutation(record: MutationRecord) -> dict[str, Any]:
    return {
        "tried": record.tried,
        "noticed": record.noticed,
        "accepted": record.accepted,
        "notTried": record.not_tried,
        "notCovered": record.not_covered,
        "durationSeconds": round(record.duration_s, 6),
        "unnoticed": [
            {
                "operator": change.operator,
                "file": change.file,
                "line": change.line,
                "column": change.column,
                "part": change.part or None,
                "before": change.before,
                "after": change.after,
                "nearestCase": change.nearest,
                "look": change.look,
            }
            for change in record.unnoticed
        ],
    }


def _selection(account: SelectionAccount) -> dict[str, Any]:
    return {
        "triedOn": account.tried_on,
        "of": "errorMessage" if account.of_function else "status",
        "statusCode": account.status_code,
        "pattern": account.pattern,
        "others": [
            {"pattern": other.pattern, "statusCode": other.status_code, "why": other.why, "write": other.write}
            for other in account.others
        ],
    }


def _difference(difference: Difference) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": DIFFERENCE_KINDS[type(difference)], "message": difference_heading(difference)}
    if isinstance(difference, DataDifference):
        changes = [_change(change) for change in difference.changes]
        return {**found, "part": difference.part, "changes": changes, "more": difference.more}
    fields = difference._asdict()
    if isinstance(difference, HostileFinding):
        return {**found, **_hostile(difference)}
    if isinstance(difference, NotJson):
        place = Source(difference.output).position(difference.offset)
        del fields["message"], fields["offset"]  # told in the sentence, and as line and column
        fields.update(line=place.line, column=place.column)
    if isinstance(difference, TextDifference) and difference.hint is None:
        del fields["hint"]
    written_by = fields.pop("written_by", None)
    if written_by is not None:
        fields["writtenBy"] = _template_line(written_by)
    if "error" in fields:
        fields["error"] = _error(fields["error"])
    if "finding" in fields:
        fields["finding"] = _finding(fields["finding"])
    return {**found, **fields}


def _hostile(finding: HostileFinding) -> dict[str, Any]:
    """What hostile input does; `message` is the heading, and `fault` what is wrong at its place."""
    found: dict[str, Any] = {
        "finding": finding.kind,
        "part": finding.part,
        "controlledBy": finding.sender,
        "place": finding.place,
        "input": finding.input,
        "fault": finding.message,
        "hint": finding.hint,
        "placesThatHold": finding.holding,
    }
    if finding.written_by is not None:
        found["writtenBy"] = _template_line(finding.written_by)
    return found


def _change(change: DataChange) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": change.kind, "path": change.path, "keys": list(change.steps)}
    if change.kind != "unexpected":
        found["expected"] = change.expected
    if change.kind != "missing":
        found["actual"] = change.actual
    if change.written_by is not None:
        found["writtenBy"] = _template_line(change.written_by)
    if change.matcher is not None:
        found["matcher"] = change.matcher._asdict()
    return found


def _template_line(line: TemplateLine) -> dict[str, Any]:
    found: dict[str, Any] = {"template": line.template, "line": line.line}
    return found if line.stands_at is None else {**found, "standsAt": line.stands_at}


def _error(error: ErrorRecord) -> dict[str, Any]:
    return error._asdict()


def _finding(finding: Finding) -> dict[str, Any]:
    return {"rule": finding.rule or None, **{key: value for key, value in finding._asdict().items() if key != "rule"}}


if __name__ == "__main__":
    print(SCHEMA_PATH)
