"""Finds the template line that wrote a wrong value, by a second, traced rendering.

Comes in: differences, and the traced runs of the templates that wrote the parts. Goes out: the
differences with their lines. Used by `cases.running` and
`integration.running`.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Mapping
from typing import TYPE_CHECKING

from vtlharness.cases.compare.equality import first_difference
from vtlharness.cases.results import DataChange, DataDifference, Difference, NotJson, Part, TemplateLine, TextDifference
from vtlharness.documents.json.values import ESCAPE_HINT, QUOTES_HINT, JsonTextError, parse_json
from vtlharness.gateway.templates.rendering import TemplateRun
from vtlharness.records import replace

if TYPE_CHECKING:
    from vtlharness.documents.nodes import Node

_JSON_IN_QUOTES = r'"\$!?\{?input\.(?:json\(|body\b)'


def with_template_lines(
    differences: tuple[Difference, ...], runs: Mapping[Part, TemplateRun], *, ordered: bool
) -> tuple[Difference, ...]:
    """The differences with the lines that wrote them; `runs` are the traced runs that gave the compared parts.

    `ordered`: whether the order of lists counts; if not, a place in the data does not lead to a place in the text.
    """
    return tuple(_located(difference, runs, ordered) for difference in differences)


def _located(difference: Difference, runs: Mapping[Part, TemplateRun], ordered: bool) -> Difference:
    if not isinstance(difference, (NotJson, TextDifference, DataDifference)):
        return difference
    run = runs.get(difference.part)
    if run is None or not run.rendering.origins:
        return difference
    if isinstance(difference, NotJson):
        return _not_json_located(difference, run)
    if isinstance(difference, TextDifference):
        offset = first_difference(difference.expected, difference.actual)
        if offset == len(difference.actual):  # no line wrote missing text
            return difference
        return difference._replace(written_by=_line_at(offset, run))
    if not ordered:
        return difference
    from vtlharness.documents.json.node_parser import json_nodes

    try:
        parse_json(run.rendering.text)
        root = json_nodes(run.rendering.text)
    except (JsonTextError, RecursionError):  # bytes were expected; too deep to find places in it
        return difference
    return difference._replace(changes=tuple(_change_located(change, root, run) for change in difference.changes))


def _not_json_located(difference: NotJson, run: TemplateRun) -> NotJson:
    """The difference with its line, and with the hint that fits a line that prints JSON inside quotes."""
    line = _line_at(difference.offset, run)
    if line is None or difference.hint != ESCAPE_HINT:
        return difference._replace(written_by=line)
    if re.search(_JSON_IN_QUOTES, run.template.line_text(line.line)):
        return difference._replace(written_by=line, hint=QUOTES_HINT)
    return difference._replace(written_by=line)


def _change_located(change: DataChange, root: Node, run: TemplateRun) -> DataChange:
    """The change with the line that wrote the value."""
    node: Node | None = root if change.kind in ("changed", "unexpected") else None
    for step in change.steps:
        node = node and node.child(step)
    return change if node is None else replace(change, written_by=_line_at(node.start, run))


def _line_at(offset: int, run: TemplateRun) -> TemplateLine | None:
    origins = run.rendering.origins
    piece = bisect_right(origins, (offset, sys.maxsize)) - 1
    if piece < 0:
        return None
    return TemplateLine(run.template.name, run.template.position(origins[piece][1]).line, run.template.stands_at)
