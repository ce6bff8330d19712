"""Failing results to rewritten expectations: the only stage that writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from vtlharness.cases.model import Case, CaseResult


@dataclass(frozen=True, slots=True)
class Update:
    """What was done about one failing case: `file` was rewritten, or nothing was because of `refusal`.

    `changed` names what was rewritten (`output`, `requestOverride`, `responseOverride`, `error`).
    """

    case: Case
    file: Path
    changed: tuple[str, ...] = ()
    refusal: str | None = None


def update_case_files(results: Iterable[CaseResult]) -> list[Update]:
    """Rewrite the expectations of the failing cases among `results`; one entry per failing case, in their order."""
    raise NotImplementedError
