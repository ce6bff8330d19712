"""`VTL12x`: commas between the values that loops and conditions print.

Comes in: the blocks of a template that prints JSON, and the loops outside of strings. Goes out: findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from vtlharness.lint.findings_list import Change, Report
from vtlharness.lint.flow.json_state import JsonState
from vtlharness.lint.rules.skipped_rounds import skipped_rounds
from vtlharness.vtl.syntax.nodes import (
    Block,
    Break,
    Foreach,
    If,
    ListLiteral,
    Range,
    Reference,
    Statement,
    Stop,
    Text,
)
from vtlharness.vtl.syntax.walk import walk

HAS_NEXT = "#if($foreach.hasNext),#end"
_NOTHING = ""
_REFERENCE = "$"
_BEGINNINGS = frozenset('{["')
_SUSPECT = re.compile(r",\s*[}\]]|[\"}\]]\s*[{\[\"]")
_ENDS = frozenset('}]"')


def separator_rules(block: Block, outside: frozenset[Foreach | If], report: Report) -> None:
    """Finds the loops that print values without a comma, and the commas that nothing follows."""
    for inner in walk(block):
        if not isinstance(inner, Block):
            continue
        statements = inner.statements
        for number, statement in enumerate(statements):
            if statement not in outside:
                continue
            following = _edges(statements[number + 1 :], last=False)
            if isinstance(statement, Foreach):
                _loop(statement, following, report)
            elif isinstance(statement, If):
                _optional(statement, statements[:number], following, report)


def literal_commas(node: Text, state: JsonState, report: Report) -> None:
    """Finds a comma that nothing follows, and values without one between them, in a text that stands so."""
    if node.text.startswith("#") or not _SUSPECT.search(node.text):
        return
    if report.source.text[node.start : node.end] != node.text:
        return
    inner = state.copy()
    comma = -1
    for number, character in enumerate(node.text):
        if not inner.in_string and not character.isspace() and inner.depth > 0:
            if character in "}]" and inner.last == "," and comma >= 0:
                message = "nothing follows this comma, and JSON allows none there"
                report.add("VTL122", node.start + comma, message, "delete it", (_without(node.start + comma),))
            elif character in '{["' and inner.last and inner.last in '"}]' and number > 0:
                message = "there is no comma between this value and the one before it"
                report.add("VTL121", node.start + number, message, "write one")
            comma = number if character == "," else -1
        inner.text(character)


def _without(offset: int) -> Change:
    return Change(offset, offset + 1, "")


def _loop(node: Foreach, following: set[str], report: Report) -> None:
    statements = node.body.statements
    begin, end = _edges(statements, last=False), _edges(statements, last=True)
    if end == {","} and following <= {"}", "]"} and following:
        report.add(
            "VTL122",
            node.offset,
            "this loop prints a comma behind its last item, too",
            f"print it between items only: {HAS_NEXT}",
            _last_comma(statements),
        )
        return
    if any(isinstance(inner, (Break, Stop)) for inner in walk(node.body)):
        return
    skipped_rounds(node, report)
    if isinstance(node.items, ListLiteral) and len(node.items.items) < 2:
        return
    ends = end <= _ENDS or (following <= {"}", "]"} and _ends_with_member(statements))
    if (begin and end and begin <= _BEGINNINGS and ends) or (following <= {"]"} and _is_one_value(node)):
        report.add(
            "VTL121",
            node.offset,
            "this loop prints its items without a comma between them",
            f"print one between items: {HAS_NEXT}",
            _end_of_body(statements),
        )


def _visible(statements: Sequence[Statement]) -> list[Statement]:
    return [one for one in statements if not isinstance(one, Text) or one.text.strip()]


def _ends_with_member(statements: Sequence[Statement]) -> bool:
    """Whether a body ends with a name, a colon and a reference: `"id": $id`."""
    visible = _visible(statements)
    if len(visible) < 2:
        return False
    before, last = visible[-2:]
    return isinstance(last, Reference) and isinstance(before, Text) and before.text.rstrip().endswith(":")


def _is_one_value(node: Foreach) -> bool:
    """Whether a body is one value and nothing else: `$input.json(...)`, or the item of a list of the payload or of a
    range.
    """
    visible = _visible(node.body.statements)
    if len(visible) != 1 or not isinstance(visible[0], Reference):
        return False
    value = visible[0]
    if value.root == "input":
        return True
    if value.root != node.variable:
        return False
    return isinstance(node.items, Range) or (isinstance(node.items, Reference) and node.items.root == "input")


def _optional(node: If, before: Sequence[Statement], following: set[str], report: Report) -> None:
    if node.otherwise is not None or not following or not following <= {"}", "]"}:
        return
    inner = set().union(*(_edges(block.statements, last=True) for _, block in node.branches))
    if _edges(before, last=True) == {","} == inner:
        message = "this #if ends with a comma, and so does the text before it, but nothing follows"
        report.add("VTL122", node.offset, message, "print the commas in front of the optional members")
        return
    if _edges(before, last=True) != {","}:
        return
    if not isinstance(
        next((one for one in reversed(before) if isinstance(one, (Text, If, Foreach, Reference))), None), Text
    ):
        return
    edges = set().union(*(_edges(block.statements, last=False) for _, block in node.branches))
    if edges <= _BEGINNINGS and edges:
        message = "the comma before this #if has nothing behind it if the condition does not hold"
        report.add("VTL122", node.offset, message, "move the comma into the #if, in front of what it prints")


def _edges(statements: Iterable[Statement], *, last: bool) -> set[str]:
    """The first or last characters that some statements may print, `$` for a reference's, empty for none at all."""
    found: set[str] = set()
    for statement in reversed(list(statements)) if last else statements:
        here = _edge(statement, last=last)
        found |= here - {_NOTHING}
        if _NOTHING not in here:
            return found
    return found | {_NOTHING}


def _edge(statement: Statement, *, last: bool) -> set[str]:
    if isinstance(statement, Text):
        text = statement.text.strip()
        return {text[-1 if last else 0]} if text else {_NOTHING}
    if isinstance(statement, Reference):
        return {_REFERENCE}
    if isinstance(statement, If):
        blocks = [block for _, block in statement.branches]
        blocks += [] if statement.otherwise is None else [statement.otherwise]
        found = set().union(*(_edges(block.statements, last=last) for block in blocks))
        return found if statement.otherwise is not None else found | {_NOTHING}
    if isinstance(statement, Foreach):
        return _edges(statement.body.statements, last=last) | {_NOTHING}
    return {_NOTHING}


def _last_comma(statements: Sequence[Statement]) -> tuple[Change, ...]:
    """The change of the comma that a body ends with, if it is written behind all that the body prints."""
    last = next((one for one in reversed(statements) if _edge(one, last=True) != {_NOTHING}), None)
    if not isinstance(last, Text):
        return ()
    at = last.start + last.text.rindex(",")
    return (Change(at, at + 1, HAS_NEXT),)


def _end_of_body(statements: Sequence[Statement]) -> tuple[Change, ...]:
    last = _visible(statements)[-1]
    if not isinstance(last, Text):
        return ()
    at = last.start + len(last.text.rstrip())
    return (Change(at, at, HAS_NEXT),)
