"""What came of a run, for the reports that are files.

Comes in: the records of its cases, and what the run alone knows. Goes out: to the reporters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from vtlharness.report.record import CaseRecord, RecordOutcome


class RunRecord(NamedTuple):
    """What came of a run: what a reporter makes a report of.

    `records` are those of all cases and broken files but the deselected; with `--update` as they were before it, and
    `updated` counts those whose expectations were rewritten. `note` says why a run did not come to its end
    (`interrupted`, `stopped after 1 failure`); it is empty for a whole run.
    """

    records: Sequence[CaseRecord]
    engine: str = "native"
    duration_s: float = 0.0
    deselected: int = 0
    updated: int = 0
    note: str = ""

    def count(self, outcome: RecordOutcome) -> int:
        """How many records have this outcome."""
        return sum(record.outcome == outcome for record in self.records)
