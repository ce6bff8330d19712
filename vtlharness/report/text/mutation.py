"""The lines for the changes that no case notices.

Comes in: a `MutationRecord`. Goes out: lines, coloured by a `Style`.
"""

from __future__ import annotations

from vtlharness.report.mutations import MutationRecord, UnnoticedChange
from vtlharness.report.text.style import PLAIN, Style
from vtlharness.report.text.visible import safe


def unnoticed_lines(change: UnnoticedChange, style: Style = PLAIN, *, short: bool = False) -> list[str]:
    """The lines of one change; `short` for its place only."""
    head = f"{style.paint(style.bad, 'UNNOTICED')} {place_text(change)}: {change.operator}"
    if short:
        return [head]
    return [
        f"{head}: {_before_and_after(change)}",
        style.paint(style.notice, f"  {unnoticed_hint(change)}"),
    ]


def unnoticed_message(change: UnnoticedChange) -> str:
    """One sentence on a change, for places that show its line already."""
    what = f"no case notices `{safe(change.before)}` → {f'`{safe(change.after)}`' if change.after else 'nothing'}"
    return f"{change.operator}: {what}" + (f" ({safe(change.part)})" if change.part else "")


def change_text(change: UnnoticedChange) -> str:
    """A change without its place."""
    return f"{change.operator}: {_before_and_after(change)}"


def unnoticed_hint(change: UnnoticedChange) -> str:
    """The case that comes nearest, and where it would have to look."""
    return f"{safe(change.nearest)} comes nearest: {safe(change.look)}"


def place_text(change: UnnoticedChange) -> str:
    """`file:line:column`, and the part of a definition."""
    place = safe(change.file)
    if change.line is not None:
        place += f":{change.line}:{change.column}"
    return f"{place} ({safe(change.part)})" if change.part else place


def _before_and_after(change: UnnoticedChange) -> str:
    return f"{safe(change.before)} → {safe(change.after) or 'nothing'}"


def mutation_counts(record: MutationRecord) -> str:
    """The counts of all changes in one line."""
    counts = [f"{_counted(record.tried, 'change')} tried", f"{record.noticed} noticed", f"{len(record.unnoticed)} not"]
    if record.accepted:
        counts.append(f"{record.accepted} accepted")
    if record.not_tried:
        counts.append(f"{record.not_tried} not tried: the time was over")
    if record.not_covered:
        counts.append(f"{record.not_covered} at places that no case renders")
    return ", ".join(counts)


def mutation_summary(record: MutationRecord, seconds: float, since: str = "") -> list[str]:
    """What came of all changes, of all lines or of those changed `since` a revision; `seconds` is the time they had."""
    if not record.tried and not record.not_tried and since:
        return [f"mutation: no line that a case renders has changed since {safe(since)}"]
    if not record.tried and not record.not_tried:
        return ["mutation: there is nothing to change at the places that the cases render"]
    text = f"mutation: {_counted(record.tried, 'change')} in {record.duration_s:.2f} s, {record.noticed} noticed"
    lines = [f"{text}, {len(record.unnoticed)} not" + (f", {record.accepted} accepted" if record.accepted else "")]
    if record.not_tried:
        were = "change was" if record.not_tried == 1 else "changes were"
        lines.append(
            f"notice: {record.not_tried} {were} not tried: the {seconds:g} s were over (--mutate-seconds gives more)"
        )
    if record.not_covered:
        are = "change is at a place" if record.not_covered == 1 else "changes are at places"
        lines.append(f"notice: {record.not_covered} {are} that no case renders")
    return lines


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
