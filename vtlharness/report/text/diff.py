"""Turns differences into lines: data path by path, text as a unified diff with visible white space.

Comes in: `DataChange`s, or two texts. Goes out: lines. Next: `lines`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import unified_diff

from vtlharness.cases.compare.equality import first_difference
from vtlharness.cases.results import DataChange, DataDifference, TemplateLine
from vtlharness.report.text.style import Style
from vtlharness.report.text.visible import around, begun_safely, safe, safe_lines, visible_blanks
from vtlharness.source import Source

MAX_CHANGES = 25
MAX_DIFF_LINES = 80
MAX_LINES_COMPARED = 4000
VALUE_WIDTH = 160
LINE_WIDTH = 200

Names = tuple[str, str]
"""The names of the two sides: expected and actual, or the service and another engine."""


def data_lines(difference: DataDifference, names: Names, style: Style) -> list[str]:
    """The places where data differs: the path, the line of the template that wrote it, and both values below."""
    lines = []
    changes = difference.changes
    for change in changes[:MAX_CHANGES]:
        lines.append(style.paint(style.strong, safe(change.path)) + written_by(change.written_by))
        lines.extend(f"  {line}" for line in _change_lines(change, names, style))
    if len(changes) > MAX_CHANGES:
        others = len(changes) - MAX_CHANGES
        words = f"… and more than {others} others" if difference.more else f"… and {others} more"
        lines.append(style.paint(style.faint, words))
    return lines


def written_by(line: TemplateLine | None) -> str:
    """Names the template line that wrote a value, as the end of a sentence."""
    if line is None:
        return ""
    stands_at = "" if line.stands_at is None else f" (the template is at {safe(line.stands_at)})"
    return f", written by {safe(line.template)}:{line.line}{stands_at}"


def _change_lines(change: DataChange, names: Names, style: Style) -> Iterator[str]:
    wanted, got = names
    width = max(len(wanted), len(got)) + 1
    if change.kind == "repeated":
        yield style.paint(style.good, f"{wanted + ':':{width}} {_times(change.expected)}")
        yield style.paint(style.bad, f"{got + ':':{width}} {_times(change.actual)}")
        return
    expected = "" if change.kind == "unexpected" else value_text(change.expected)
    actual = "" if change.kind == "missing" else value_text(change.actual)
    at = first_difference(expected, actual) if change.kind == "changed" and change.matcher is None else 0
    expected = around(expected, at, VALUE_WIDTH) if expected else "(not there)"
    actual = around(actual, at, VALUE_WIDTH) if actual else "(not there)"
    yield style.paint(style.good, f"{wanted + ':':{width}} {expected}")
    yield style.paint(style.bad, f"{got + ':':{width}} {actual}")
    if change.matcher is not None:
        yield safe(change.matcher.why)
        yield style.paint(style.notice, safe(f"hint: {change.matcher.hint}"))


def _times(count: object) -> str:
    return "once" if count == 1 else f"{count} times"


def value_text(value: object) -> str:
    """A value as JSON on one line, safe for a terminal."""
    return safe(json.dumps(value, ensure_ascii=False))


def text_lines(expected: str, actual: str, names: Names, style: Style) -> list[str]:
    """A unified diff of two texts that differ, after the place of the first difference."""
    at = first_difference(expected, actual)
    place = Source(expected).position(at)
    head = f"first difference at line {place.line}, column {place.column}"
    for text, name in zip((expected, actual), names, strict=True):
        if not text:
            head += f"; {name} is empty"
        elif at == len(text):
            head += f", where {name} ends"
    old, new = _split(expected), _split(actual)
    if max(len(old), len(new)) > MAX_LINES_COMPARED:  # difflib takes too long; the text before the difference is equal
        skip = max(0, place.line - 4)
        old, new = old[skip : skip + MAX_DIFF_LINES], new[skip : skip + MAX_DIFF_LINES]
    diff = list(unified_diff(old, new, *names, lineterm="\n"))
    ends_matter = not {_body(line) for line in diff[2:] if line[0] == "-"}.isdisjoint(
        "-" + _body(line)[1:] for line in diff[2:] if line[0] == "+"
    )
    lines = [head, *(style.paint(style.faint, line.rstrip("\n")) for line in diff[:2])]
    lines.extend(_diff_line(line, place.column, ends_matter, style) for line in diff[2:MAX_DIFF_LINES])
    if len(diff) > MAX_DIFF_LINES:
        lines.append(style.paint(style.faint, f"… and {len(diff) - MAX_DIFF_LINES} more lines"))
    return lines


def _split(text: str) -> list[str]:
    """Lines with their ends; only `\\n` ends a line, so that a carriage return stays visible."""
    *lines, last = text.split("\n")
    return [*(f"{line}\n" for line in lines), *([last] if last else [])]


def _body(line: str) -> str:
    return line.removesuffix("\n").removesuffix("\r")


def _diff_line(line: str, column: int, ends_matter: bool, style: Style) -> str:
    mark, text = line[0], line[1:]
    if mark == "@":
        return style.paint(style.faint, line.rstrip("\n"))
    body = text.removesuffix("\n")
    end = "⏎" if ends_matter and text.endswith("\n") else ""
    if mark == " ":
        return f" {begun_safely(around(safe_lines(body), column, LINE_WIDTH))}"
    shown = visible_blanks(around(body, column, LINE_WIDTH))
    return style.paint(style.bad if mark == "+" else style.good, f"{mark}{shown}{end}")
