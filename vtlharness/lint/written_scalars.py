"""The text of a scalar as a YAML or JSON file writes it: where each character stands, and how other text is written.

Comes in: a scalar's node in a file's text. Goes out: offsets in the file, and changes of the file for changes of the
scalar. Nothing is given where the two forms can't be matched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from vtlharness.documents.nodes import Node
from vtlharness.lint.findings_list import Change

_PROPERTIES = re.compile(r"(?:[!&][^\s\"']*\s+)*")
_HEADER = re.compile(r"[|>][^\r\n]*\r?\n")
_FOLD = re.compile(r"[ \t]*(?:\r\n|\n|\r)[ \t\r\n]*")
_BLANKS = re.compile(r"[ \t\r\n]*")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_JOINED = re.compile(r"\\(?:\r\n|\n|\r)[ \t]*")


def begin_of_text(text: str, node: Node) -> int:
    """Where a scalar's own text begins in the file, behind its tag, its anchor, its quote or the line of its `>`."""
    found = _PROPERTIES.match(text, node.start, node.end)
    start = found.end() if found else node.start
    if node.style in ("'", '"'):
        return start + 1
    header = _HEADER.match(text, start) if node.style in ("|", ">") else None
    return header.end() if header else start


def spans(text: str, node: Node) -> list[tuple[int, int]] | None:
    """The offsets in the file of each character of a scalar; None if its form can't be matched."""
    at = begin_of_text(text, node)
    if node.style in ("|", ">"):
        found = _BLANKS.match(text, at)
        at = found.end() if found else at
    value = node.text
    found_spans: list[tuple[int, int]] = []
    while len(found_spans) < len(value):
        step = _next(text, at, value, len(found_spans), node.style)
        if step is None:
            return None
        count, end, next_start = step
        found_spans.extend([(at, end)] * count)
        at = next_start
        if at > len(text):
            return None
    return found_spans


def _next(text: str, at: int, value: str, done: int, style: str) -> tuple[int, int, int] | None:
    """How many characters of the value the next piece of the file stands for, its end, and the start of the next."""
    if style == '"' and text.startswith("\\", at):
        joined = _JOINED.match(text, at)
        if joined:
            return 0, joined.end(), joined.end()
        return _escape(text, at)
    fold = _FOLD.match(text, at)
    if fold:
        blanks = _BLANKS.match(value, done)
        count = len(blanks[0]) if blanks else 0
        return (count, fold.end(), fold.end()) if count else None
    if style == "'" and text.startswith("''", at):
        return (1, at + 2, at + 2) if value[done] == "'" else None
    return (1, at + 1, at + 1) if text[at : at + 1] == value[done] else None


def _escape(text: str, at: int) -> tuple[int, int, int] | None:
    escape = _ESCAPE.match(text, at)
    if escape is None:
        return None
    end = escape.end()
    if escape[1] and 0xD800 <= int(escape[1], 16) < 0xDC00:
        end += 6
    return 1, end, end


def changes_in_file(text: str, node: Node, changes: Iterable[Change], *, filled_in: bool) -> list[Change] | None:
    """The changes of the file that change its scalar; None if they can't be made.

    `filled_in` says that Fn::Sub reads the scalar: what would name a parameter there is written so that it does not.
    """
    places = spans(text, node)
    if places is None:
        return None
    made = []
    for change in changes:
        inserted = change.text.replace("${", "${!") if filled_in else change.text
        written = _written(inserted, node)
        if written is None:
            return None
        begin = places[change.start][0] if change.start < len(places) else places[-1][1] if places else None
        end = places[change.end - 1][1] if change.end > change.start else begin
        if begin is None or end is None:
            return None
        made.append(Change(begin, end, written))
    return made


def _written(text: str, node: Node) -> str | None:
    if node.style == '"':
        return json.dumps(text, ensure_ascii=False)[1:-1]
    if "\n" in text or "\r" in text:
        return None
    return text.replace("'", "''") if node.style == "'" else text


def in_quotes(text: str, node: Node, value: str) -> Change | None:
    """The change that writes a plain scalar of one line anew, in single quotes; None for another scalar."""
    start = begin_of_text(text, node)
    if node.style != "plain" or text[start : node.end] != node.text or "\n" in value:
        return None
    return Change(start, node.end, "'" + value.replace("'", "''") + "'")
