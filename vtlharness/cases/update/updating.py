"""Rewrites the expectations of failing cases, and fills those that say nothing: the only stage that writes.

Comes in: the results of a run. Goes out: an `Update` for each failing case, rewritten or refused. Values are spliced
into the text in place, so that comments, order and layout stay. The new text is read back and compared before it
replaces the file in one step (a new file beside it, then a rename). Unsafe updates are refused with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from vtlharness.cases.model import Case
from vtlharness.cases.results import CaseResult
from vtlharness.cases.update.empty_parts import empty_parts, fill_targets
from vtlharness.cases.update.file_changes import FileChanges
from vtlharness.cases.update.replacing import check_replaceable
from vtlharness.cases.update.rewriting import CaseFileText, ExpectedFiles, Piece
from vtlharness.cases.update.target import CannotUpdateError, Target
from vtlharness.cases.update.targets import targets
from vtlharness.limits.budget import LimitExceeded, combined
from vtlharness.limits.deadline import within_limits

_TOO_DEEP = "the new value nests too deep to be written"


@dataclass(frozen=True, slots=True)
class Update:
    """What the update did for one failing case: it rewrote `file`, or refused because of `refusal`.

    `changed` names the rewritten or added values by their place in `expect`: `output`, `response.headers.Location`; of
    a recorded case `backend`, and `authorizer`. `passed`: the case passed, and has got a fuller expectation.
    """

    case: Case
    file: Path
    changed: tuple[str, ...] = ()
    refusal: str | None = None
    passed: bool = False


def update_case_files(results: Iterable[CaseResult], changes: FileChanges | None = None) -> list[Update]:
    """Rewrite the expectations of failing cases, and fill those that say nothing; one entry per case, file by file.

    `changes` takes what is written.
    """
    changes = changes or FileChanges()
    wanted: dict[Path, list[CaseResult]] = {}
    for result in results:
        if result.outcome != "passed" or empty_parts(result.case):
            wanted.setdefault(result.case.file, []).append(result)
    for group in wanted.values():
        group.sort(key=lambda result: result.case.index)
    expected_files = ExpectedFiles([result for group in wanted.values() for result in group], changes)
    found = [update for group in wanted.values() for update in _update_file(group, expected_files, changes)]
    return [update for update in found if update.changed or update.refusal]


def _targets(result: CaseResult) -> list[Target]:
    """The targets of a case. Raises CannotUpdateError."""
    return [*([] if result.outcome == "passed" else targets(result)), *fill_targets(result)]


def _update_file(results: list[CaseResult], expected_files: ExpectedFiles, changes: FileChanges) -> list[Update]:
    """All cases to update of one case file: together if that reads back, otherwise one after the other."""
    updates: dict[str, Update] = {}
    pieces: list[tuple[CaseResult, list[Piece]]] = []
    try:
        text = CaseFileText(results[0].case, changes)
    except CannotUpdateError as error:
        return [_refused(result, str(error)) for result in results]
    for result in results:
        try:
            wanted = within_limits(combined({}, result.case.limits), _targets, result)
            in_files = [target for target in wanted if target.file is not None]
            here = text.pieces(result.case, [target for target in wanted if target.file is None])
            if here:
                check_replaceable(result.case.file)
            for target in in_files:  # all of them, before the first is written
                expected_files.check(target, result.case)
            for target in in_files:
                expected_files.rewrite(target, result.case)
            changed = tuple(target.name for target in wanted)
            if here:
                pieces.append((result, here))
            file = result.case.file if here or not in_files else in_files[0].file or result.case.file
            updates[result.case.name] = Update(result.case, file, changed, passed=result.outcome == "passed")
        except CannotUpdateError as error:
            updates[result.case.name] = _refused(result, str(error))
        except LimitExceeded as problem:
            updates[result.case.name] = _refused(result, problem.message)
        except RecursionError:
            updates[result.case.name] = _refused(result, _TOO_DEEP)
    try:
        text.rewrite([piece for _, group in pieces for piece in group], [result for result, _ in pieces])
        done: dict[str, str | None] = {result.case.name: None for result, _ in pieces}
    except (CannotUpdateError, RecursionError):
        done = {result.case.name: _rewrite_one(text, result, group) for result, group in pieces}
    for result, _ in pieces:
        reason = done[result.case.name]
        if reason is not None:
            updates[result.case.name] = _refused(result, reason)
    try:
        text.save()
    except CannotUpdateError as error:
        return [_refused(result, str(error)) for result in results]
    return [updates[result.case.name] for result in results]


def _rewrite_one(text: CaseFileText, result: CaseResult, pieces: list[Piece]) -> str | None:
    try:
        text.rewrite(pieces, [result])
    except CannotUpdateError as error:
        return str(error)
    except RecursionError:
        return _TOO_DEEP
    return None


def _refused(result: CaseResult, reason: str) -> Update:
    return Update(result.case, result.case.file, refusal=reason, passed=result.outcome == "passed")
