"""`vtl-run --hostile` over the gallery: no finding but accepted ones, each of which is one."""

from __future__ import annotations

from functools import cache

import pytest

from tests.fixtures_gallery.gallery import CASE_FILES
from vtlharness.cases.model import AcceptedFinding, CaseFile
from vtlharness.cases.session import Session
from vtlharness.hostile.checking import HostileChecks
from vtlharness.options import SessionOptions

WITH_ACCEPTED = [one for one in CASE_FILES if one.cases[0].accepted]


@cache
def _session() -> Session:
    return Session(SessionOptions(cache=False, hostile=True))


@pytest.mark.parametrize("case_file", CASE_FILES, ids=lambda one: one.path.name)
def test_every_case_withstands_hostile_input(case_file: CaseFile) -> None:
    checks = HostileChecks(_session())
    for case in case_file.cases:
        result = checks.checked(_session().run(case))
        assert result.outcome == ("skipped" if case.live else "passed"), result.differences or result.error
    assert checks.cut_short == []


@pytest.mark.parametrize("case_file", WITH_ACCEPTED, ids=lambda one: one.path.name)
def test_every_accepted_finding_is_one(case_file: CaseFile, monkeypatch: pytest.MonkeyPatch) -> None:
    unused = set(case_file.cases[0].accepted)

    def covers(accepted: AcceptedFinding, kind: str, place: str) -> bool:
        covered = original(accepted, kind, place)
        if covered:
            unused.discard(accepted)
        return covered

    original = AcceptedFinding.covers
    monkeypatch.setattr(AcceptedFinding, "covers", covers)
    checks = HostileChecks(_session())
    for case in case_file.cases:
        checks.checked(_session().run(case))
    assert unused == set()
