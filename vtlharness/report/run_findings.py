"""The findings of a whole run, each once, however many cases show it.

Comes in: a `RunRecord`. Goes out: the findings in the order of the run, with the first record that has each.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vtlharness.cases.results import HostileFinding, StrictFinding
from vtlharness.findings import Finding
from vtlharness.report.record import CaseRecord
from vtlharness.report.run_record import RunRecord


class RunFinding(NamedTuple):
    """A finding, the first record that has it, and whether it fails a case."""

    finding: Finding
    record: CaseRecord
    fatal: bool


def run_findings(run: RunRecord) -> list[RunFinding]:
    """The findings of rules. One that fails a case anywhere is fatal."""
    found: dict[Finding, RunFinding] = {}
    for record in run.records:
        fatal = [difference.finding for difference in record.differences if isinstance(difference, StrictFinding)]
        for finding in dict.fromkeys((*record.findings, *fatal)):
            known = found.setdefault(finding, RunFinding(finding, record, finding in fatal))
            if finding in fatal and not known.fatal:
                found[finding] = known._replace(fatal=True)
    return list(found.values())


def hostile_findings(run: RunRecord) -> Iterator[tuple[HostileFinding, CaseRecord]]:
    """What hostile input does, with the records."""
    for record in run.records:
        for difference in record.differences:
            if isinstance(difference, HostileFinding):
                yield difference, record
