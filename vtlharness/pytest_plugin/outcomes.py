"""The record of a case, for the reports of a session: how it came out for pytest.

Comes in: an item, and pytest's report of one of its phases. Goes out: a `CaseRecord`. Used by `whole_run`.
"""

from __future__ import annotations

from typing import Any

import pytest

from vtlharness.cases.results import ErrorRecord
from vtlharness.pytest_plugin.items import VtlCase
from vtlharness.report.record import CaseRecord


def listed_record(item: VtlCase) -> CaseRecord:
    """The record of a case that is only listed."""
    case = item.case
    return CaseRecord(case.id, "listed", case.file.as_posix(), case.name, case.line, tags=case.marks.tags)


def record_of(item: VtlCase, report: pytest.TestReport, call: pytest.CallInfo[Any]) -> CaseRecord | None:
    """The record after a phase; None for one that says nothing new.

    A case that a mark or a fixture skips is skipped, one whose fixture fails is an error, and one with a mark `xfail`
    is as this mark says.
    """
    expected = getattr(report, "wasxfail", None)
    if report.when == "call" and item.record is not None:
        record = item.record
        if report.skipped and expected is not None:
            return record._replace(outcome="xfailed", reason=_reason(item, expected))
        if report.passed and expected is not None:
            return record._replace(outcome="xpassed", reason=_reason(item, expected))
        if report.failed and record.outcome == "passed":
            return record._replace(outcome="failed", reason=str(report.longrepr))  # a strict `xfail`
        return record
    if report.skipped:
        return listed_record(item)._replace(outcome="skipped", reason=_why_skipped(report))
    if report.failed:
        return listed_record(item)._replace(outcome="error", error=_problem(item, report, call))
    return None


def _reason(item: VtlCase, expected: str) -> str:
    """The reason that the case gives, or a mark of a conftest.py."""
    return expected or item.case.marks.xfail or ""


def _why_skipped(report: pytest.TestReport) -> str:
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2]).removeprefix("Skipped: ")
    return str(report.longrepr or "")


def _problem(item: VtlCase, report: pytest.TestReport, call: pytest.CallInfo[Any]) -> ErrorRecord:
    """What a fixture of the case raised, as pytest prints it."""
    kind = "Error" if call.excinfo is None else call.excinfo.typename
    message = str(report.longrepr) if call.excinfo is None else f"{kind}: {call.excinfo.value}"
    return ErrorRecord(
        kind, message, item.case.file.as_posix(), item.case.line, None, None, f"{message}\n{report.longreprtext}"
    )
