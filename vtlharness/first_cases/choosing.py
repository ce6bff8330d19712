"""Runs drafts of cases, and keeps those that reach something new.

Comes in: targets. Goes out: the data of cases with what they expect, as they came out. The first draft of each target
is kept in any case; a change of it only if it reaches a branch of a template that no case before it reaches.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from vtlharness.cases.loading import parse_case_file
from vtlharness.cases.results import CaseResult
from vtlharness.cases.running import run_case
from vtlharness.cases.saving.saved_case import free_name
from vtlharness.cases.update.whole_expectation import whole_expectation
from vtlharness.documents.readable_files import ReadableFiles
from vtlharness.engines.native import NativeEngine
from vtlharness.errors import VtlHarnessError
from vtlharness.first_cases.draft import Draft
from vtlharness.first_cases.method_cases import Target
from vtlharness.source import Source
from vtlharness.vtl.counts import Recorder

_MOST_TRIES = 400
"""The number of changes that are tried for one method or template."""
_MOST_CASES = 200

Reach = frozenset[tuple[Source, int]]


class Trial:
    """Runs drafts as cases of a file that is not written yet. Templates count while it does (`coverage.counting`)."""

    def __init__(self, path: Path, subject: dict[str, Any], readable: ReadableFiles, recorder: Recorder) -> None:
        """`path` is that of the file, `subject` its keys beside `cases`."""
        self._path = path.with_suffix(".json")
        self._subject = subject
        self._readable = readable
        self._recorder = recorder
        self._engine = NativeEngine()
        self.problem: VtlHarnessError | None = None
        """Why the newest case that could not be run was none, or could not."""

    def run(self, case: dict[str, Any]) -> tuple[CaseResult | None, Reach]:
        """The result of a case, and what it reaches; None for data that is not a case."""
        text = json.dumps({**self._subject, "cases": [case]}, ensure_ascii=False)
        self._recorder.clear()
        try:
            source = Source(text, str(self._path))
            (parsed,) = parse_case_file(self._path, source, readable=self._readable).cases
        except VtlHarnessError as error:
            self.problem = error
            return None, frozenset()
        result = run_case(parsed, self._engine)
        self.problem = result.error or self.problem
        return result, frozenset(
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

    def taken(draft: Draft, *, always: bool) -> dict[str, Any] | None:
        case = draft.data()
        key = json.dumps({**case, "name": ""}, sort_keys=True, default=str)
        if key in seen:
            return None
        seen.add(key)
        result, now = trial.run(case)
        found = None if result is None else whole_expectation(result)
        if found is None or (not always and not now - reached):
            return None
        reached.update(now)
        case["name"] = free_name(case["name"], names)
        names.add(case["name"])
        return {**case, "expect": found}

    for target in targets:
        first = taken(target.draft, always=True)
        drafts = [target.draft]
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
