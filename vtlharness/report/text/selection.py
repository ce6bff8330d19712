"""The lines that say how an integration response was chosen.

Comes in: a `SelectionAccount`. Goes out: lines. They stand beside the execution log, never in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vtlharness.report.text.style import PLAIN, Style
from vtlharness.report.text.visible import around, safe

if TYPE_CHECKING:
    from vtlharness.gateway.stages.responses.selection_account import OtherPattern, SelectionAccount

_WIDTH = 200
_WHYS = {
    "part": "matches a part only, and a pattern must match the whole text",
    "line end": "would match but for a line end, which `.` does not match",
    "casing": "would match but for the casing",
    "also": "matches too, and comes later",
}


def selection_lines(account: SelectionAccount, style: Style = PLAIN) -> list[str]:
    """What was taken, the text that the patterns were tried on, and a line for each pattern that nearly matches."""
    if account.status_code is None:
        taken = "none, and there is no default"
    elif account.pattern is None:
        taken = f"{safe(account.status_code)}, the default"
    else:
        taken = f"{safe(account.status_code)}, by the pattern `{safe(account.pattern)}`"
    lines = [f"integration response: {taken}; {_tried_on(account)}"]
    for other in account.others:
        lines.append(f"  `{safe(other.pattern)}` ({safe(other.status_code)}) {_WHYS[other.why]}{_write(other, style)}")
    return lines


def _tried_on(account: SelectionAccount) -> str:
    if account.tried_on is None:
        return "no pattern was tried, because the function's payload has no errorMessage"
    of = "errorMessage" if account.of_function else "status"
    return f"patterns were tried on the {of} {safe(around(repr(account.tried_on), 0, _WIDTH))}"


def _write(other: OtherPattern, style: Style) -> str:
    return "" if other.write is None else f"; {style.paint(style.notice, f'write `{safe(other.write)}`')}"
