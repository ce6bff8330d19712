"""Prints the record of one case for people; a run imports it for the first record that is not a plain pass.

Comes in: a `CaseRecord` and how much to print. Goes out: lines on the terminal. Only this module colours records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vtlharness.report.text.visible import safe

if TYPE_CHECKING:
    from vtlharness.cli.terminal import Terminal
    from vtlharness.report.record import CaseRecord


def print_record(record: CaseRecord, terminal: Terminal, seen: set[str], *, verbosity: int, log: str) -> None:
    """Prints one record at this verbosity. A warning is shown only once: `seen` holds those that were shown.

    `log`, one of `LOG_KINDS`, is the log to print; it may be empty.
    """
    style = terminal.style
    if record.outcome == "listed":
        terminal.line(safe(record.id))
        return
    if record.outcome == "deselected" or verbosity < -1:
        return
    if record.outcome in ("skipped", "xfailed", "xpassed"):
        if verbosity > 0:
            terminal.line(_reason_line(record, terminal))
        return
    alone = record.outcome == "passed" or verbosity < 0
    lines = _log_lines(record, log, terminal, alone=alone) if log else []
    if record.outcome == "passed":
        if verbosity > 0 or lines:
            terminal.lines((f"{style.paint(style.good, 'PASSED')} {safe(record.id)}", *lines))
        if _has_news(record, seen) and verbosity >= 0:
            terminal.lines(_record_lines(record, terminal))
        return
    if verbosity < 0:
        terminal.line(f"{style.paint(style.bad, record.outcome.upper())} {safe(record.id)}")
        terminal.lines(lines)
        return
    _has_news(record, seen)
    terminal.lines((*_record_lines(record, terminal), *lines, ""))


def _reason_line(record: CaseRecord, terminal: Terminal) -> str:
    from vtlharness.report.text.lines import first_reason

    style = terminal.style
    reason = first_reason(record)
    line = f"{style.paint(style.notice, record.outcome.upper())} {safe(record.id)}"
    return f"{line} ({reason})" if reason else line


def _record_lines(record: CaseRecord, terminal: Terminal) -> list[str]:
    from vtlharness.report.text.lines import record_lines

    return record_lines(record, terminal.style)


def _log_lines(record: CaseRecord, kind: str, terminal: Terminal, *, alone: bool) -> list[str]:
    """The log; if it stands `alone`, without the case's block, also how the integration response was chosen."""
    if record.log is None:
        return []
    from vtlharness.report.text.lines import access_log_lines, log_lines

    style = terminal.style
    lines = access_log_lines(record.access_log, style) if kind == "access" else log_lines(record.log, style)
    if alone and kind != "access" and record.selection is not None:
        from vtlharness.report.text.selection import selection_lines

        lines += selection_lines(record.selection, style)
    return [f"  {line}" for line in lines]


def _has_news(record: CaseRecord, seen: set[str]) -> bool:
    """Whether a record has notices that were not shown before; marks them as shown."""
    notices = _notices(record)
    news = not notices <= seen
    seen |= notices
    return news


def _notices(record: CaseRecord) -> frozenset[str]:
    """Names of the notices of a passing case, so that one warning is not shown for every case."""
    names = {f"{finding.place}: {finding.message}" for finding in record.findings}
    return frozenset(names | {record.id} if record.service_differences else names)
