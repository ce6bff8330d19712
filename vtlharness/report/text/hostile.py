"""The lines for what hostile input finds.

Comes in: a `HostileFinding`, or what `--save` did. Goes out: lines, coloured by a `Style`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vtlharness.cases.results import HostileFinding
from vtlharness.report.text.style import PLAIN, Style
from vtlharness.report.text.visible import safe

if TYPE_CHECKING:
    from vtlharness.hostile.saving import Saved

_DOES = {
    "not a header": "gets a broken header",
    "another path": "goes to another path",
    "adds keys": "gets a new key",
    "fails": "fails",
}


def hostile_heading(finding: HostileFinding) -> str:
    """One finding in one sentence."""
    does = _DOES.get(finding.kind, f"is {finding.kind}")
    when = f"{safe(finding.place)} is {safe(finding.input)}"
    line = finding.written_by
    place = "" if line is None else f" ({safe(line.template)}:{line.line})"
    if line is not None and line.stands_at is not None:
        place = f"{place[:-1]}, the template at {safe(line.stands_at)})"
    return f"hostile: {finding.part} {does} when {when}{place}"


def hostile_lines(finding: HostileFinding, style: Style) -> list[str]:
    """The lines below the sentence: what is wrong, what to write, what holds."""
    lines = [f"  {safe(finding.message)}; the {finding.sender} controls this value"]
    if finding.hint:
        lines.append(style.paint(style.notice, f"  hint: {safe(finding.hint)}"))
    if finding.holding:
        hold = "1 other place holds" if finding.holding == 1 else f"{finding.holding} other places hold"
        lines.append(style.paint(style.faint, f"  {hold}"))
    return lines


def saved_lines(saved: Sequence[Saved], style: Style = PLAIN) -> list[str]:
    """One line for each finding that `--save` wrote as a case, or did not."""
    lines = []
    for one in saved:
        name = safe(f"{one.file.as_posix()}::{one.name}")
        if one.refusal is None:
            lines.append(f"{style.paint(style.notice, 'saved')} {name}")
        else:
            lines.append(f"{style.paint(style.bad, 'not saved')} {name}: {safe(one.refusal)}")
    return lines
