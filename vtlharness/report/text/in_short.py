"""Says in one line what differs first, for a summary in which each case has one line.

Comes in: a `CaseRecord`. Goes out: a line such as `root['id']: expected "1", got "2"`.
"""

from __future__ import annotations

from vtlharness.cases.compare.equality import first_difference
from vtlharness.cases.results import DataChange, DataDifference, TextDifference
from vtlharness.report.record import CaseRecord
from vtlharness.report.text.diff import value_text
from vtlharness.report.text.lines import first_reason
from vtlharness.report.text.visible import around, safe
from vtlharness.source import Source

_WIDTH = 40


def first_difference_in_short(record: CaseRecord) -> str:
    """The first difference of a case that did not pass, with both sides; otherwise its `first_reason`."""
    first = record.differences[0] if record.differences and not record.reason else None
    if isinstance(first, DataDifference) and first.changes:
        count = len(first.changes) - 1
        more = f" (and {count}{' or more' if first.more else ''} more)" if count else ""
        part = "" if first.part == "output" else f"{first.part} "
        return f"{part}{safe(first.changes[0].path)}: {_change(first.changes[0])}{more}"
    if isinstance(first, TextDifference):
        at = first_difference(first.expected, first.actual)
        line = Source(first.expected).position(at).line
        where = f" line {line}" if "\n" in first.expected or "\n" in first.actual else ""
        expected, actual = _line(first.expected, at), _line(first.actual, at)
        return f"{first.part}{where}: expected {expected}, got {actual}"
    return first_reason(record)


def _change(change: DataChange) -> str:
    if change.kind == "repeated":
        return f"expected {change.expected} times, got {change.actual} times"
    if change.matcher is not None:
        return safe(change.matcher.why)
    expected = "" if change.kind == "unexpected" else value_text(change.expected)
    actual = "" if change.kind == "missing" else value_text(change.actual)
    at = first_difference(expected, actual) if change.kind == "changed" else 0
    sides = [around(side, at, _WIDTH) if side else "nothing" for side in (expected, actual)]
    return f"expected {sides[0]}, got {sides[1]}"


def _line(text: str, at: int) -> str:
    """The line in which two texts differ first, as a JSON string, so that white space shows."""
    begin = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[begin:] if end < 0 else text[begin : end + 1]
    return around(value_text(line), at - begin, _WIDTH)
