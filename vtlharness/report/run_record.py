"""The record of a run, for report files.

Comes in: the records of its cases, and facts about the whole run. Goes out: to the reporters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from vtlharness.report.coverage_section import CoverageSection
from vtlharness.report.mutations import MutationRecord
from vtlharness.report.record import CaseRecord, RecordOutcome


class RunRecord(NamedTuple):
    """The record of a run, from which a reporter makes a report.

    `records` holds all cases but the deselected, and all broken files; with `--update`, as they were before it.
    `updated` counts the cases whose expectations were rewritten. `note` says why a run did not finish
    (`interrupted while a.vtl.yaml::put was running`, `stopped after 1 failure`); it is empty for a whole run.
    `coverage` is None for a run that did not measure any.
    `mutation` has the changes of `--mutate`, None for a run without.
    """

    records: Sequence[CaseRecord]
    engine: str = "native"
    duration_s: float = 0.0
    deselected: int = 0
    updated: int = 0
    note: str = ""
    coverage: CoverageSection | None = None
    mutation: MutationRecord | None = None

    def count(self, outcome: RecordOutcome) -> int:
        """The number of records with this outcome."""
        return sum(record.outcome == outcome for record in self.records)
