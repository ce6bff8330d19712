"""Turns a record into the lines that say what is wrong.

Comes in: `CaseRecord`s, errors, updates. Goes out: lines without line ends, coloured by a `Style`. The commands
and the pytest plugin print them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vtlharness.cases.results import (
    DataDifference,
    Difference,
    ErrorRecord,
    HostileFinding,
    NoExpectedFile,
    NotJson,
    RenderFailed,
    RenderSucceeded,
    StrictFinding,
    TextDifference,
)
from vtlharness.errors import VtlHarnessError
from vtlharness.findings import Finding
from vtlharness.report.record import CaseRecord
from vtlharness.report.text.diff import Names, data_lines, text_lines, written_by
from vtlharness.report.text.hostile import hostile_heading, hostile_lines
from vtlharness.report.text.selection import selection_lines
from vtlharness.report.text.style import PLAIN, Style
from vtlharness.report.text.visible import around, begun_safely, safe, safe_lines
from vtlharness.source import Source

if TYPE_CHECKING:
    from vtlharness.cases.integration.gateway_answer import GatewayAnswer
    from vtlharness.cases.update.updating import Update

_SKIPPED = "it calls its real backend, in runs with --live"
OUTPUT_WIDTH = 400


def record_lines(record: CaseRecord, style: Style = PLAIN, *, header: bool = True) -> list[str]:
    """The block for one case: header, differences, findings. For a passing case only its notices, often none.

    For a case file that could not be read, its error.
    """
    if record.outcome == "broken file":
        return [] if record.error is None else error_lines(record.error, style)
    lines: list[str] = []
    if record.outcome == "failed" and record.reason:
        lines = [safe(record.reason), style.paint(style.notice, "hint: take `xfail` out of the case")]
    for difference in record.differences:
        lines.extend(map(begun_safely, difference_lines(difference, style=style)))
    if record.error is not None:
        lines.extend(error_lines(record.error, style))
    if record.gateway_answer is not None:
        lines.extend(_gateway_lines(record.gateway_answer, style))
    if record.selection is not None and any(map(_is_of_response, record.differences)):
        lines.extend(selection_lines(record.selection, style))
    lines.extend(style.paint(style.notice, safe(f"hint: {hint}")) for hint in record.hints)
    if record.function_output:
        lines.append("the function printed:")
        lines.extend(f"  {line}" for line in _log_lines(record.function_output, style))
    for finding in warnings_of(record):
        first, *others = finding_lines(finding)
        lines.extend(style.paint(style.notice, line) for line in (f"warning: {first}", *others))
    if record.service_differences:
        lines.append(style.paint(style.notice, f"{record.engine} differs from the service here:"))
        for difference in record.service_differences:
            sides = ("the service", record.engine)
            lines.extend(f"  {line}" for line in difference_lines(difference, sides, style))
    if not lines or not header:
        return lines
    colour = style.good if record.outcome == "passed" else style.bad
    place = style.paint(style.faint, f"({safe(record.file)}:{record.line})")
    return [f"{style.paint(colour, record.outcome.upper())} {safe(record.id)} {place}", *_indented(lines)]


def _is_of_response(difference: Difference) -> bool:
    """Whether a difference is about the client's answer, which depends on the integration response."""
    if not isinstance(difference, (DataDifference, TextDifference, NotJson)):
        return False
    return difference.part in ("response", "response.body", "gatewayResponse")


def warnings_of(record: CaseRecord) -> list[Finding]:
    """The findings that only warn: those of a strict run or file that fail the case stand among its differences."""
    fatal = [difference.finding for difference in record.differences if isinstance(difference, StrictFinding)]
    return [finding for finding in record.findings if finding not in fatal]


def first_reason(record: CaseRecord) -> str:
    """Why a case did not pass, in one line: `output differs in 2 places`. Empty for one that passed.

    Of a case with `skip` or `xfail`, the reason that it gives.
    """
    if record.outcome == "skipped":
        return safe(record.reason) or _SKIPPED
    if record.reason:
        return safe(record.reason)
    if record.differences:
        first = record.differences[0]
        if isinstance(first, RenderFailed):
            return f"{difference_heading(first)}: {error_lines(first.error)[0]}"
        return difference_heading(first)
    return "" if record.error is None else error_lines(record.error)[0]


def difference_heading(difference: Difference) -> str:
    """One difference in one sentence."""
    if isinstance(difference, DataDifference):
        count = len(difference.changes)
        places = "1 place" if count == 1 else f"{'more than ' if difference.more else ''}{count} places"
        return f"{difference.part} differs in {places}"
    if isinstance(difference, TextDifference):
        return f"{difference.part} differs{written_by(difference.written_by)}"
    if isinstance(difference, NotJson):
        return f"{difference.part} is not valid JSON: {safe(difference.message)}"
    if isinstance(difference, NoExpectedFile):
        return f"{difference.part}: the expected file {safe(difference.file)} does not exist"
    if isinstance(difference, RenderFailed):
        return "rendering failed" if difference.expected is None else "rendering failed with another message"
    if isinstance(difference, StrictFinding):
        return f"strict: {safe(str(difference.finding))}"
    if isinstance(difference, HostileFinding):
        return hostile_heading(difference)
    return f"rendering must fail with {safe(difference.expected)!r}, but it succeeded"


def difference_lines(difference: Difference, names: Names = ("expected", "actual"), style: Style = PLAIN) -> list[str]:
    """One difference: a sentence, and both sides below it."""
    heading = difference_heading(difference)
    if isinstance(difference, DataDifference):
        return [heading, *_indented(data_lines(difference, names, style))]
    if isinstance(difference, TextDifference):
        lines = _indented(text_lines(difference.expected, difference.actual, names, style))
        if difference.hint is not None:
            lines.append(f"  {style.paint(style.notice, f'hint: {difference.hint}')}")
        return [heading, *lines]
    if isinstance(difference, NotJson):
        return [heading, *_not_json_lines(difference, style)]
    if isinstance(difference, NoExpectedFile):
        return [heading, *_no_file_lines(difference, style)]
    if isinstance(difference, RenderFailed):
        return [heading, *_render_failed_lines(difference, names, style)]
    if isinstance(difference, StrictFinding):
        hint = difference.finding.hint
        return [heading, style.paint(style.notice, f"  {safe(f'hint: {hint}')}")] if hint else [heading]
    if isinstance(difference, HostileFinding):
        return [heading, *hostile_lines(difference, style)]
    return [heading, _printed_line(difference, style)]


def finding_lines(finding: Finding) -> list[str]:
    """A finding on one line, with its place and its rule, and its hint on another."""
    first = safe(str(finding))
    return [first, safe(f"hint: {finding.hint}")] if finding.hint else [first]


def log_lines(log: Sequence[str], style: Style = PLAIN) -> list[str]:
    """The execution log of a call, or one sentence when the service writes none."""
    return _log_lines(log or ("(no execution log: the call reaches no method of the API)",), style)


def access_log_lines(line: str | None, style: Style = PLAIN) -> list[str]:
    """The access log of a call, or one sentence when the stage has none."""
    return _log_lines(("(no access log: the stage has no format for one)" if line is None else line,), style)


def _log_lines(shown: Sequence[str], style: Style) -> list[str]:
    return [style.paint(style.faint, begun_safely(safe_lines(line))) for entry in shown for line in entry.split("\n")]


def _gateway_lines(answer: GatewayAnswer, style: Style) -> list[str]:
    """Says that the gateway itself answered, and why."""
    lines = [f"the gateway itself answered: {answer.response_type}"]
    if answer.reason is not None:
        lines.append(f"  {safe(answer.reason)}")
    lines.extend(f"  {style.paint(style.notice, safe(f'hint: {hint}'))}" for hint in answer.hints)
    if answer.error is not None:
        lines.extend(_indented(error_lines(answer.error, style)))
    return lines


def error_lines(error: VtlHarnessError | ErrorRecord, style: Style = PLAIN) -> list[str]:
    """An error with its place, excerpt and hint, safe for a terminal."""
    first, *others = map(begun_safely, safe_lines(str(error)).split("\n"))
    lines = [style.paint(style.bad, first), *others]
    if error.hint and "\n" not in error.hint:
        lines = [lines[0], *(style.paint(style.notice, one) if one.startswith("hint: ") else one for one in lines[1:])]
    return lines


def notice_lines(problem: VtlHarnessError) -> list[str]:
    """What a run could do without, safe for a terminal: a line, and another one for the hint."""
    lines = [f"notice: {safe(problem.message)}"]
    return [*lines, f"hint: {safe(problem.hint)}"] if problem.hint else lines


def update_lines(
    updates: Sequence[Update], style: Style = PLAIN, done: str = "updated", refused: str = "not updated"
) -> list[str]:
    """One line for each case that `--update` or `--record` rewrote or refused to rewrite, with a word for either."""
    lines = []
    for update in updates:
        name = safe(update.case.id)
        if update.refusal is not None:
            lines.append(f"{style.paint(style.bad, refused)} {name}: {safe(update.refusal)}")
            continue
        where = "" if update.file == update.case.file else f" in {safe(update.file.as_posix())}"
        lines.append(f"{style.paint(style.notice, done)} {name}: {', '.join(update.changed)}{where}")
    return lines


def _not_json_lines(difference: NotJson, style: Style) -> list[str]:
    lines = []
    if difference.output:
        output = Source(difference.output)
        place = output.position(difference.offset)
        what = "the output" if difference.part == "output" else "it"
        lines.append(f"line {place.line}, column {place.column} of {what}{written_by(difference.written_by)}:")
        lines.extend(safe_lines(output.excerpt(difference.offset)).split("\n"))
    if difference.hint:
        lines.append(style.paint(style.notice, f"hint: {safe(difference.hint)}"))
    return lines


def _no_file_lines(difference: NoExpectedFile, style: Style) -> list[str]:
    hints = [difference.hint] if difference.hint else []
    hints.append("`vtl-run --update` or `pytest --vtl-update` writes it")
    return [style.paint(style.notice, f"hint: {safe(hint)}") for hint in hints]


def _render_failed_lines(difference: RenderFailed, names: Names, style: Style) -> list[str]:
    error = error_lines(difference.error, style)
    if difference.expected is None:
        return _indented(error)
    return [
        f"  {names[0]}: a message that contains {safe(difference.expected)!r}",
        f"  {names[1]}:",
        *_indented(_indented(error)),
    ]


def _printed_line(difference: RenderSucceeded, style: Style) -> str:
    output = difference.actual
    return f"  {safe(around(output, 0, OUTPUT_WIDTH))}" if output else style.paint(style.faint, "  (nothing)")


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" if line else line for line in lines]
