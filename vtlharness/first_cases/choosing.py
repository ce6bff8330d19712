"""Runs drafts of cases, and keeps those that reach something new.

Comes in: targets. Goes out: the data of cases with what they expect, as they came out. The first draft of each target
is kept in any case; a change of it only if it reaches a branch of a template that no case before it reaches.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from vtlharness.cases.results import CaseResult
from vtlharness.cases.saving.saved_case import free_name
from vtlharness.cases.update.whole_expectation import whole_expectation
from vtlharness.first_cases.drafts.draft import Draft
from vtlharness.first_cases.drafts.method_cases import Target
from vtlharness.first_cases.unwritten import UnwrittenFile
from vtlharness.source import Source
from vtlharness.vtl.counts import Recorder

_MOST_TRIES = 400
"""The number of changes that are tried for one method or template."""
_MOST_CASES = 200

Reach = frozenset[tuple[Source, int]]


class Trial:
    """Runs drafts as cases of a file that is not written yet. Templates count while it does (`coverage.counting`)."""

    def __init__(self, file: UnwrittenFile, recorder: Recorder) -> None:
        self._file = file
        self._recorder = recorder

    def run(self, case: dict[str, Any]) -> tuple[CaseResult | None, Reach]:
        """The result of a case, and what it reaches; None for data that is not a case."""
        self._recorder.clear()
        return self._file.run_data(case), frozenset(
            (source, number)
            for source, counts in self._recorder.templates.items()
            for number, times in enumerate(counts.hits)
            if times
        )

    def unreached(self, reached: set[tuple[Source, int]]) -> bool:
        """Whether a template that ran has an arm that nothing reaches."""
        return any(
            not any((source, number) in reached for number in counted.arm.numbers)
            for source, counts in self._recorder.templates.items()
            for counted in counts.arms()
        )


def chosen_cases(targets: Iterable[Target], trial: Trial, names: set[str]) -> Iterator[dict[str, Any]]:
    """The data of the cases of some targets, with what they expect; `names` are those that the file has."""
    reached: set[tuple[Source, int]] = set()
    seen: set[str] = set()
    tries = _MOST_TRIES

    def taken(draft: Draft, *, always: bool, unlike: Draft | None = None) -> dict[str, Any] | None:
        case = draft.data()
        key = json.dumps({**case, "name": ""}, sort_keys=True, default=str)
        if key in seen:
            return None
        seen.add(key)
        result, now = trial.run(case)
        found = None if result is None else whole_expectation(result)
        if found is not None and unlike is not None:
            found = _unlike(found, result, trial.run(unlike.data())[0])
        if found is None or (not always and not now - reached):
            return None
        reached.update(now)
        case["name"] = free_name(case["name"], names)
        names.add(case["name"])
        return {**case, "expect": found}

    for target in targets:
        plain = _going_through(target, trial)
        first = taken(plain, always=True, unlike=target.unlike)
        drafts = [plain]
        if first is not None:
            yield first
        for base in drafts:  # grows: what reaches something new is changed further
            for side, change in target.changes:
                if tries <= 0 or len(names) >= _MOST_CASES or not trial.unreached(reached):
                    break
                try:
                    draft = base.changed(side, change)
                except (LookupError, TypeError, ValueError):
                    continue
                tries -= 1
                kept = taken(draft, always=False)
                if kept is not None:
                    drafts.append(draft)
                    yield kept


def _unlike(expected: dict[str, Any], result: CaseResult | None, other: CaseResult | None) -> dict[str, Any] | None:
    """What a case expects that another call does not make: with the address, if that differs; None for the same."""
    mine, its = _address(result), _address(other)
    if mine is not None and mine != its and isinstance(expected.get("integrationRequest"), dict):
        return {**expected, "integrationRequest": {"uri": mine, **expected["integrationRequest"]}}
    return None if other is not None and whole_expectation(other) == expected else expected


def _going_through(target: Target, trial: Trial) -> Draft:
    """The draft of the target, or another one that the gateway does not answer itself."""
    for draft in (target.draft, *target.others) if target.others else ():
        result, _ = trial.run(draft.data())
        if result is not None and result.invocation is not None and result.invocation.gateway_response is None:
            return draft
    return target.draft


def _address(result: CaseResult | None) -> str | None:
    sent = None if result is None or result.invocation is None else result.invocation.integration_request
    return None if sent is None else sent.uri
