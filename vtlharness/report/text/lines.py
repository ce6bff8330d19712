"""A result to the lines that say what is wrong.

Comes in: `CaseResult`s, errors, updates. Goes out: lines without line ends, coloured by a `Style`. The faces print
them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vtlharness.cases.results import (
    CaseResult,
    DataDifference,
    Difference,
    NoExpectedFile,
    NotJson,
    RenderFailed,
    RenderSucceeded,
    TextDifference,
)
from vtlharness.cases.update.updating import Update
from vtlharness.errors import VtlHarnessError
from vtlharness.report.text.diff import Names, data_lines, text_lines, written_by
from vtlharness.report.text.style import PLAIN, Style
from vtlharness.report.text.visible import around, safe, safe_lines

if TYPE_CHECKING:
    from vtlharness.cases.model import Case
    from vtlharness.gateway.invocation import Invocation

_WORDS = {"passed": "PASSED", "failed": "FAILED", "error": "ERROR"}
OUTPUT_WIDTH = 400
MAX_METHODS = 4


def result_lines(result: CaseResult, style: Style = PLAIN, *, header: bool = True) -> list[str]:
    """The block for one case: header, differences, warnings; for a passing case only its notices, often nothing."""
    lines = []
    names = ("expected", "actual")
    for difference in result.differences:
        lines.extend(difference_lines(difference, names, style))
    if result.outcome == "error" and result.error is not None:
        lines.extend(error_lines(result.error, style))
    if result.outcome == "failed" and result.invocation is not None:
        told = any(isinstance(difference, RenderFailed) for difference in result.differences)
        lines.extend(_gateway_lines(result, result.invocation, style, with_error=not told))
    lines.extend(_warning_lines(result, style))
    if result.service_differences:
        lines.append(style.paint(style.notice, f"{result.engine} differs from the service here:"))
        for difference in result.service_differences:
            sides = ("the service", result.engine)
            lines.extend(f"  {line}" for line in difference_lines(difference, sides, style))
    if not lines or not header:
        return lines
    colour = style.good if result.outcome == "passed" else style.bad
    place = style.paint(style.faint, f"({safe(result.case.file.as_posix())}:{result.case.line})")
    return [f"{style.paint(colour, _WORDS[result.outcome])} {safe(result.case.id)} {place}", *_indented(lines)]


def difference_lines(difference: Difference, names: Names = ("expected", "actual"), style: Style = PLAIN) -> list[str]:
    """What one difference is: a sentence, and below it both sides."""
    if isinstance(difference, DataDifference):
        count = len(difference.changes)
        places = "1 place" if count == 1 else f"{'more than ' if difference.more else ''}{count} places"
        changes = data_lines(difference, names, style)
        return [f"{difference.part} differs in {places}", *_indented(changes)]
    if isinstance(difference, TextDifference):
        return [
            f"{difference.part} differs{written_by(difference.written_by)}",
            *_indented(text_lines(difference.expected, difference.actual, names, style)),
        ]
    if isinstance(difference, NotJson):
        return _not_json_lines(difference, style)
    if isinstance(difference, NoExpectedFile):
        return _no_file_lines(difference, style)
    if isinstance(difference, RenderFailed):
        return _render_failed_lines(difference, names, style)
    return _render_succeeded_lines(difference, style)


def log_lines(invocation: Invocation, style: Style = PLAIN) -> list[str]:
    """The execution log of a call; one sentence where the service writes none."""
    log = invocation.log or ("(no execution log: the call met no method of the API)",)
    return [style.paint(style.faint, safe_lines(line)) for entry in log for line in entry.split("\n")]


def _gateway_lines(result: CaseResult, invocation: Invocation, style: Style, *, with_error: bool) -> list[str]:
    """That the gateway answered by itself, and why."""
    if invocation.gateway_response is None:
        return []
    lines = [f"the gateway itself answered: {invocation.gateway_response}"]
    if invocation.execution_log is None:
        lines.extend(_indented(_no_method_lines(result.case, style)))
    elif invocation.gateway_response == "INVALID_API_KEY":
        lines.append("  the method wants an API key: send the header x-api-key")
    elif invocation.reason is not None and invocation.error is None:
        lines.append(f"  {safe(invocation.reason)}")
        if _function_gave_nothing(result.case, invocation):
            hint = "hint: the case gives no result of the function: `backend: {lambdaResult: {statusCode: 200}}`"
            lines.append(style.paint(style.notice, f"  {hint}"))
    if invocation.error is not None and with_error:
        lines.extend(_indented(error_lines(invocation.error, style)))
    return lines


def _function_gave_nothing(case: Case, invocation: Invocation) -> bool:
    """Whether a Lambda proxy integration met a case that says nothing of its function."""
    from vtlharness.backends.canned import CannedBackend
    from vtlharness.cases.integration.case import IntegrationCase

    sent = invocation.integration_request
    is_proxy = sent is not None and sent.type == "AWS_PROXY"
    return is_proxy and isinstance(case, IntegrationCase) and case.backend == CannedBackend()


def _no_method_lines(case: Case, style: Style) -> list[str]:
    """That a call met no method, and the methods that are nearest to it."""
    from difflib import get_close_matches

    from vtlharness.cases.integration.case import IntegrationCase

    request = case.method_request
    call = f"{request.http_method} {request.path}"
    lines = [f"the API has no method for {safe(call)}"]
    if isinstance(case, IntegrationCase) and case.api.methods:
        methods = [f"{method.http_method} {method.resource_path}" for method in case.api.methods]
        near = get_close_matches(call, methods, n=MAX_METHODS, cutoff=0)
        others = f", … ({len(methods)} in all)" if len(methods) > len(near) else ""
        lines.append(style.paint(style.notice, f"hint: it has {safe(', '.join(near))}{others}"))
        if request.path.startswith(f"/{case.api.stage.stage_name}/"):
            lines.append(style.paint(style.notice, "hint: the path stands without the stage"))
    return lines


def error_lines(error: VtlHarnessError, style: Style = PLAIN) -> list[str]:
    """An error with its place, excerpt and hint, safe for a terminal."""
    first, *others = safe_lines(str(error)).split("\n")
    lines = [style.paint(style.bad, first), *others]
    if error.hint and "\n" not in error.hint:
        lines[-1] = style.paint(style.notice, lines[-1])
    return lines


def update_lines(updates: Sequence[Update], style: Style = PLAIN) -> list[str]:
    """What `--update` rewrote and what it refused, one line each."""
    lines = []
    for update in updates:
        name = safe(update.case.id)
        if update.refusal is not None:
            lines.append(f"{style.paint(style.bad, 'not updated')} {name}: {safe(update.refusal)}")
            continue
        where = "" if update.file == update.case.file else f" in {safe(update.file.as_posix())}"
        lines.append(f"{style.paint(style.notice, 'updated')} {name}: {', '.join(update.changed)}{where}")
    return lines


def _not_json_lines(difference: NotJson, style: Style) -> list[str]:
    lines = [f"{difference.part} was to be JSON and is not: {safe(difference.message)}"]
    if difference.output.text:
        place = difference.output.position(difference.offset)
        what = "the output" if difference.part == "output" else "it"
        lines.append(f"line {place.line}, column {place.column} of {what}{written_by(difference.written_by)}:")
        lines.extend(safe_lines(difference.output.excerpt(difference.offset)).split("\n"))
    if difference.hint:
        lines.append(style.paint(style.notice, f"hint: {safe(difference.hint)}"))
    return lines


def _no_file_lines(difference: NoExpectedFile, style: Style) -> list[str]:
    lines = [f"{difference.part} was to be as in {safe(difference.file.as_posix())}, which does not exist"]
    hints = [difference.hint] if difference.hint else []
    for hint in (*hints, "`vtl-run --update` or `pytest --vtl-update` writes it"):
        lines.append(style.paint(style.notice, f"hint: {safe(hint)}"))
    return lines


def _render_failed_lines(difference: RenderFailed, names: Names, style: Style) -> list[str]:
    error = error_lines(difference.error, style)
    if difference.expected is None:
        return ["rendering failed", *_indented(error)]
    return [
        "rendering failed with another message",
        f"  {names[0]}: a message that contains {safe(difference.expected)!r}",
        f"  {names[1]}:",
        *_indented(_indented(error)),
    ]


def _render_succeeded_lines(difference: RenderSucceeded, style: Style) -> list[str]:
    output = difference.actual
    shown = f"  {safe(around(output, 0, OUTPUT_WIDTH))}" if output else style.paint(style.faint, "  (nothing)")
    return [f"rendering was to fail with {safe(difference.expected)!r}, and it printed", shown]


def _warning_lines(result: CaseResult, style: Style) -> list[str]:
    lines = []
    for finding in result.findings:
        lines.append(f"warning: {safe(str(finding))}")
        if finding.hint is not None:
            lines.append(f"hint: {safe(finding.hint)}")
    return [style.paint(style.notice, line) for line in lines]


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" if line else line for line in lines]
