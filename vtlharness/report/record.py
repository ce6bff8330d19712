"""The record of a case: plain data from which every report is made, whatever process ran the case.

Comes in: a `CaseResult`, or the error that a case file ended with. Goes out: a `CaseRecord`, and its way through
`marshal`, which is several times as fast as `pickle`. Nothing here is painted or laid out. Next: the reporters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from vtlharness.cases.model import NO_MARKS
from vtlharness.cases.results import (
    CaseResult,
    DataChange,
    DataDifference,
    Difference,
    ErrorRecord,
    HostileFinding,
    NoExpectedFile,
    NotJson,
    RenderFailed,
    RenderSucceeded,
    StrictFinding,
    TemplateLine,
    TextDifference,
    UnmetMatcher,
    error_record,
)
from vtlharness.errors import VtlHarnessError
from vtlharness.findings import Finding
from vtlharness.limits.budget import LimitExceeded
from vtlharness.records import replace

if TYPE_CHECKING:
    from vtlharness.cases.integration.gateway_answer import GatewayAnswer
    from vtlharness.gateway.invocation import Invocation
    from vtlharness.gateway.stages.responses.selection_account import SelectionAccount

RecordOutcome: TypeAlias = Literal[
    "passed", "failed", "error", "skipped", "xfailed", "xpassed", "broken file", "deselected", "listed"
]
"""The outcome of a case or a file: `broken file` is a file that cannot be read; `skipped` cases have `skip`, or are
live ones in a run without `--live`; `xfailed` and `xpassed` cases have `xfail`; `deselected` and `listed` cases were
not run either."""

PROBLEMS: tuple[RecordOutcome, ...] = ("failed", "error", "broken file")
"""The outcomes that fail a run."""

MAX_DEPTH = 200
"""The depth to which a record keeps the values of a difference; `…` stands for anything deeper.

Other readers of JSON give up at a depth of about 500."""

DIFFERENCE_KINDS: dict[type, str] = {
    DataDifference: "data",
    TextDifference: "text",
    NotJson: "not json",
    NoExpectedFile: "no expected file",
    RenderFailed: "render failed",
    RenderSucceeded: "render succeeded",
    StrictFinding: "finding",
    HostileFinding: "hostile",
}
"""The name of each kind of difference, for formats without classes."""


class TemplateText(NamedTuple):
    """A template's text, by the name that differences give it."""

    name: str
    text: str


class CaseRecord(NamedTuple):
    """The record of one case, or of a case file that could not be read.

    - `id`: `<file as given>::<name>`; for a file that could not be read, the file alone, with an empty `name`.
    - `outcome`: `passed`, `failed` (`differences` say where), `error` (the case could not be run: `error` says why),
      `skipped` (a case with `skip`, or a live one in a run without `--live`), `xfailed` (a case with `xfail` failed:
      `differences` say where), `xpassed` (it passed), `broken file` (`error` says why). In a run that lists or
      selects cases also `listed` and `deselected`.
    - `line`: where the case begins in its file, from 1. None for a file that could not be read, and for a case of a
      JSON file that has nothing to report, unless complete records were requested.
    - `engine`: the engine that rendered the templates.
    - `duration_s`: the duration of the case in seconds.
    - `gateway_answer`: of a failing case, the answer that the gateway gave by itself, with its reason.
    - `findings`: the warnings, whatever the outcome.
    - `service_differences`: when another engine rendered, how the service differs (`expected` is the service's
      side).
    - `log`: the lines of the execution log; empty for a call that matched no method; None for cases of a template, and
      for cases that passed unless logs were requested.
    - `selection`: how the integration response was chosen; None where there was nothing to choose, and where `log` is.
    - `hints`: of a failing case, what the case itself may lack.
    - `reason`: of a case with `skip` or `xfail`, the reason that it gives. A case that failed only because
      it passed has one, too.
    - `tags`: the tags of the case.
    - `function_output`: of a case that did not pass, the lines that its function of this computer printed.
    - `access_log`: the line of the access log; None where `log` is, and for a stage without a format for one.
    - `templates`: of a failing case in a complete record, the templates that its differences name.
    """

    id: str
    outcome: RecordOutcome
    file: str = ""
    name: str = ""
    line: int | None = None
    engine: str = "native"
    duration_s: float = 0.0
    differences: tuple[Difference, ...] = ()
    error: ErrorRecord | None = None
    gateway_answer: GatewayAnswer | None = None
    findings: tuple[Finding, ...] = ()
    service_differences: tuple[Difference, ...] = ()
    log: tuple[str, ...] | None = None
    selection: SelectionAccount | None = None
    access_log: str | None = None
    hints: tuple[str, ...] = ()
    function_output: tuple[str, ...] = ()
    templates: tuple[TemplateText, ...] = ()
    reason: str = ""
    tags: tuple[str, ...] = ()


def case_record(result: CaseResult, *, log: str = "", complete: bool = False) -> CaseRecord:
    """The record of a result. `log`, one of the names in `LOG_KINDS`, keeps the logs even if the case passed.

    With `cloudwatch`, the execution log is as CloudWatch keeps it, else as the console's test prints it. `complete`
    finds the line of the case even if that means reading the case file again, and keeps templates.
    """
    case = result.case
    if case.marks is not NO_MARKS:
        record = _case_record(result, log=log, complete=complete)
        return record._replace(reason=_reason(result), tags=case.marks.tags)
    return _case_record(result, log=log, complete=complete)


def _reason(result: CaseResult) -> str:
    """The reason of `skip` or `xfail`, where the outcome comes from it."""
    marks = result.case.marks
    if result.outcome == "skipped":
        return "" if marks.skip is None else marks.skip or "unconditional skip"
    if marks.xfail is None or result.outcome == "error":
        return ""
    if result.outcome != "failed":
        return marks.xfail
    return f"the case passes, but it is expected to fail{marks.xfail and ': '}{marks.xfail}"


def _case_record(result: CaseResult, *, log: str, complete: bool) -> CaseRecord:
    case = result.case
    if result.outcome == "skipped":
        return CaseRecord(case.id, "skipped", case.file.as_posix(), case.name, case.line, result.engine)
    findings = result.findings
    invocation = result.invocation
    if result.outcome == "passed" and not findings and not result.service_differences:
        line = case.line if complete or not case.positions.json else None
        file = case.file.as_posix()
        record = CaseRecord(f"{file}::{case.name}", "passed", file, case.name, line, result.engine, result.duration_s)
        if not log or invocation is None:
            return record
        return record._replace(selection=invocation.selection, **_logs(invocation, log))
    failed = result.outcome in ("failed", "xfailed")
    return CaseRecord(
        case.id,
        result.outcome,
        case.file.as_posix(),
        case.name,
        case.line,
        result.engine,
        result.duration_s,
        tuple(map(_kept, result.differences)),
        error_record(result.error) if result.outcome == "error" and result.error is not None else None,
        _gateway_answer(result) if failed else None,
        findings,
        tuple(map(_kept, result.service_differences)),
        selection=invocation.selection if invocation is not None and (log or failed) else None,
        hints=_hints(result) if failed else (),
        function_output=invocation.function_output if invocation is not None and failed else (),
        templates=_templates(result) if failed and complete else (),
        **(_logs(invocation, log) if invocation is not None and (log or result.outcome != "passed") else {}),
    )


def _hints(result: CaseResult) -> tuple[str, ...]:
    from vtlharness.cases.failure_hints import failure_hints

    return failure_hints(result)


def _templates(result: CaseResult) -> tuple[TemplateText, ...]:
    """The templates that wrote a difference."""
    named = {line.template for difference in result.differences for line in _lines(difference)}
    texts = {run.template.name: run.template.text for run in result.runs if run.template.name in named}
    return tuple(TemplateText(name, text) for name, text in texts.items())


def _lines(difference: Difference) -> Iterator[TemplateLine]:
    """The lines of templates that a difference names."""
    if isinstance(difference, DataDifference):
        yield from (change.written_by for change in difference.changes if change.written_by is not None)
    elif isinstance(difference, (TextDifference, NotJson, HostileFinding)) and difference.written_by is not None:
        yield difference.written_by


def _logs(invocation: Invocation, log: str) -> dict[str, Any]:
    lines = invocation.cloudwatch_log if log == "cloudwatch" else invocation.log
    try:
        access_log = invocation.access_log
    except LimitExceeded:  # where a case expects it, its result says so
        access_log = None
    return {"log": lines, "access_log": access_log}


def broken_file(file: str, error: VtlHarnessError) -> CaseRecord:
    """The record of a case file that could not be read."""
    return CaseRecord(file, "broken file", file, error=error_record(error))


def _gateway_answer(result: CaseResult) -> GatewayAnswer | None:
    if result.invocation is None:
        return None
    from vtlharness.cases.integration.case import IntegrationCase
    from vtlharness.cases.integration.gateway_answer import gateway_answer

    told = any(isinstance(difference, RenderFailed) for difference in result.differences)
    assert isinstance(result.case, IntegrationCase)
    return gateway_answer(result.case, result.invocation, with_error=not told)


def _kept(difference: Difference) -> Difference:
    """The difference, with values that every process and every reader of JSON accepts."""
    if not isinstance(difference, DataDifference):
        return difference
    changes = (
        replace(change, expected=_kept_data(change.expected), actual=_kept_data(change.actual))
        for change in difference.changes
    )
    return difference._replace(changes=tuple(changes))


def _kept_data(value: object, depth: int = MAX_DEPTH) -> object:
    """A copy of JSON data, cut where the nesting is too deep."""
    if isinstance(value, (Mapping, list, tuple)):
        if depth == 0:
            return "…"
        if isinstance(value, Mapping):
            return {str(key): _kept_data(item, depth - 1) for key, item in value.items()}
        return [_kept_data(item, depth - 1) for item in value]
    return value if value is None or type(value) in (str, int, float, bool) else str(value)


# For `marshal`, which takes exact tuples, lists, dicts and plain values, but no instances of other classes.

_Plain: TypeAlias = "tuple[Any, ...]"
_CLASSES: dict[str, Any] = {kind: difference for difference, kind in DIFFERENCE_KINDS.items()}


def to_plain(record: CaseRecord) -> _Plain:
    """The record as tuples, lists, dicts and plain values, which `marshal` accepts."""
    plain: Any = record
    if record.selection is not None:
        plain = plain._replace(selection=_selection_to_plain(record.selection))
    if record.outcome == "passed" and not record.findings and not record.service_differences:
        return tuple(plain)
    return tuple(
        plain._replace(
            differences=tuple(map(_difference_to_plain, record.differences)),
            error=record.error and tuple(record.error),
            gateway_answer=_answer_to_plain(record.gateway_answer),
            findings=tuple(map(tuple, record.findings)),
            service_differences=tuple(map(_difference_to_plain, record.service_differences)),
            templates=tuple(map(tuple, record.templates)),
        )
    )


def from_plain(plain: _Plain) -> CaseRecord:
    """The record from which `to_plain` made this data."""
    record = CaseRecord(*plain)
    if record.selection is not None:
        record = record._replace(selection=_selection_from_plain(record.selection))
    if record.outcome == "passed" and not record.findings and not record.service_differences:
        return record
    return record._replace(
        differences=tuple(map(_difference_from_plain, record.differences)),
        error=_made(ErrorRecord, record.error),
        gateway_answer=_answer_from_plain(record.gateway_answer),
        findings=tuple(Finding(*finding) for finding in record.findings),
        service_differences=tuple(map(_difference_from_plain, record.service_differences)),
        templates=tuple(TemplateText(*template) for template in record.templates),
    )


def _answer_to_plain(answer: GatewayAnswer | None) -> _Plain | None:
    return None if answer is None else (*answer[:3], _tuple(answer.error))


def _answer_from_plain(plain: Any) -> GatewayAnswer | None:
    if plain is None:
        return None
    from vtlharness.cases.integration.gateway_answer import GatewayAnswer

    response_type, reason, hints, error = plain
    return GatewayAnswer(response_type, reason, hints, _made(ErrorRecord, error))


def _selection_to_plain(account: SelectionAccount) -> Any:
    return (*account[:-1], tuple(tuple(other) for other in account.others))


def _selection_from_plain(plain: Any) -> SelectionAccount:
    from vtlharness.gateway.stages.responses.selection_account import OtherPattern, SelectionAccount

    account = SelectionAccount(*plain)
    return account._replace(others=tuple(OtherPattern(*other) for other in account.others))


def _difference_to_plain(difference: Difference) -> _Plain:
    kind = DIFFERENCE_KINDS[type(difference)]
    fields: list[Any] = list(difference)
    if isinstance(difference, DataDifference):
        fields[1] = [
            (
                change.path,
                change.kind,
                change.expected,
                change.actual,
                change.steps,
                _tuple(change.written_by),
                _tuple(change.matcher),
            )
            for change in difference.changes
        ]
    elif isinstance(difference, RenderFailed):
        fields[0] = tuple(difference.error)
    elif isinstance(difference, StrictFinding):
        fields[0] = tuple(difference.finding)
    elif isinstance(difference, (TextDifference, NotJson, HostileFinding)):
        fields[-1] = _tuple(difference.written_by)
    return (kind, *fields)


def _difference_from_plain(plain: Any) -> Difference:
    kind, *fields = plain
    if kind == "data":
        fields[1] = tuple(map(_change_from_plain, fields[1]))
    elif kind == "render failed":
        fields[0] = ErrorRecord(*fields[0])
    elif kind == "finding":
        fields[0] = Finding(*fields[0])
    elif kind in ("text", "not json", "hostile"):
        fields[-1] = _made(TemplateLine, fields[-1])
    made: Difference = _CLASSES[kind](*fields)
    return made


def _change_from_plain(plain: Any) -> DataChange:
    path, kind, expected, actual, steps, line, matcher = plain
    made = _made(TemplateLine, line), _made(UnmetMatcher, matcher)
    return DataChange(path, kind, expected, actual, steps, *made)


def _tuple(record: tuple[Any, ...] | None) -> _Plain | None:
    return None if record is None else tuple(record)


def _made(record: Any, fields: Any) -> Any:
    return None if fields is None else record(*fields)
