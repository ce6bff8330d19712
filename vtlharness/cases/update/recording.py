"""Records what real backends answered: the case gets it as its canned `backend`, and runs offline from then on.

Comes in: the results of live cases. Goes out: an `Update` for each, recorded or refused. The text is changed with the
same care as by `updating`: the new text is read back, and the case runs with the canned backend, before the file is
replaced.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from vtlharness.cases.integration.case import IntegrationCase, RealBackend
from vtlharness.cases.integration.running import call_through
from vtlharness.cases.model import Case
from vtlharness.cases.results import CaseResult
from vtlharness.cases.update.canned_forms import canned_authorizer, canned_forms
from vtlharness.cases.update.file_changes import FileChanges
from vtlharness.cases.update.replacing import check_replaceable
from vtlharness.cases.update.rewriting import CaseFileText, Piece
from vtlharness.cases.update.target import CannotUpdateError, Target
from vtlharness.cases.update.updating import Update
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.invocation import Invocation
from vtlharness.gateway.stages.exchange import compile_once
from vtlharness.limits.budget import LimitExceeded, combined
from vtlharness.limits.deadline import within_limits


def record_backends(results: Iterable[CaseResult], changes: FileChanges) -> list[Update]:
    """Write the answers of the backends into the case files; one entry per live case, file by file."""
    files: dict[Path, list[CaseResult]] = {}
    for result in results:
        files.setdefault(result.case.file, []).append(result)
    return [update for group in files.values() for update in _record_file(group, changes)]


def _record_file(results: list[CaseResult], changes: FileChanges) -> list[Update]:
    """The live cases of one case file, one after the other; the file is replaced once."""
    try:
        text = CaseFileText(results[0].case, changes)
        check_replaceable(results[0].case.file)
    except CannotUpdateError as error:
        return [_refused(result, str(error)) for result in results]
    updates = []
    for result in results:
        try:
            within_limits(combined({}, result.case.limits), _record, text, result)
            changed = ("backend",) if canned_authorizer(result.invocation) is None else ("backend", "authorizer")
            updates.append(Update(result.case, result.case.file, changed))
        except CannotUpdateError as error:
            updates.append(_refused(result, str(error)))
        except LimitExceeded as problem:
            updates.append(_refused(result, problem.message))
        except RecursionError:
            updates.append(_refused(result, "the answer nests too deep to be written"))
    try:
        text.save()
    except CannotUpdateError as error:
        return [_refused(result, str(error)) for result in results]
    return updates


def _record(text: CaseFileText, result: CaseResult) -> None:
    """Puts the plainest form that has the same result. Raises CannotUpdateError."""
    if result.case.row is not None:
        raise CannotUpdateError("the rows of `parameters` share their backend; record a case of its own")
    answer = canned_authorizer(result.invocation)
    authorizer = [] if answer is None else [Target(("authorizer",), answer)]
    *plainer, last = canned_forms(result)
    for form in plainer:
        try:
            _rewrite(text, result, form, authorizer)
            return
        except CannotUpdateError:
            continue
    _rewrite(text, result, last, authorizer)


def _rewrite(text: CaseFileText, result: CaseResult, form: dict[str, object], authorizer: list[Target]) -> None:
    targets = [Target(("backend",), form), *authorizer]
    text.rewrite([Piece(result.case.index, one, inside=()) for one in targets], [result], _has_same_result)


def _has_same_result(case: Case, result: CaseResult) -> bool:
    """Whether a case, as it is written now, does offline what it did with its real backend."""
    assert isinstance(case, IntegrationCase)
    assert result.invocation is not None
    if isinstance(case.backend, RealBackend):
        return False
    try:
        return _effects(call_through(case, case.backend, compile_once)) == _effects(result.invocation)
    except VtlHarnessError:
        return False


def _effects(made: Invocation) -> tuple[object, ...]:
    """What a call did, for both sides and in the log."""
    reply, error = made.backend_reply, made.error
    return (
        made.integration_request,
        None if reply is None else reply.status_code,
        made.response,
        made.gateway_response,
        made.reason,
        None if error is None else error.message,
        made.access_log,
    )


def _refused(result: CaseResult, reason: str) -> Update:
    return Update(result.case, result.case.file, refusal=reason)
