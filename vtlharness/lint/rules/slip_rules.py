"""`VTL213` and `VTL234`: references that print something other than they seem to.

Comes in: each reference that prints, with what is known at its place. Goes out: findings.
"""

from __future__ import annotations

from vtlharness.lint.findings_list import Change, Report
from vtlharness.lint.flow.evaluation import MOST_STEPS, Evaluator, without_last_step
from vtlharness.lint.flow.json_state import JsonState
from vtlharness.lint.flow.scope import Scope
from vtlharness.lint.known_names import TEXT_METHODS
from vtlharness.vtl.syntax.nodes import MethodCall, Property, Reference, Set

_OF_TEXT = frozenset({"class", "Class", "bytes", "Bytes", "empty", "Empty", "blank"})


def property_of_text(node: Reference, scope: Scope, evaluator: Evaluator, report: Report) -> bool:
    """Finds a dot and a word behind a text, which read a property that a text does not have; whether it did."""
    for number, step in enumerate(node.steps[:MOST_STEPS]):
        if not isinstance(step, Property) or step.name in _OF_TEXT:
            continue
        before = without_last_step(node, len(node.steps) - number)
        value = evaluator.reference(before, scope)
        if not value.is_text:
            continue
        if any(not isinstance(later, Property) for later in node.steps[number:]):
            return False
        source = report.source.text
        begin = source[node.offset : step.start].lstrip("$!{")
        braced = f"${{{begin}}}"
        shown = report.shown(node.offset, node.end)
        message = f"{shown} is empty: what follows the dot is read as a property, and a text has none"
        changes: tuple[Change, ...] = ()
        if not source.startswith(("${", "$!"), node.offset):
            changes = (Change(node.offset, step.start, braced),)
        report.add("VTL234", node.offset, message, f"write {braced}{source[step.start : node.steps[-1].end]}", changes)
        return True
    return False


def thrown_away(node: Reference, state: JsonState, report: Report) -> None:
    """Finds a method of String whose result stands alone outside of the JSON, as if it changed the text."""
    last = node.steps[-1] if node.steps else None
    if state.depth or state.in_string or not _of_own_value(node) or not isinstance(last, MethodCall):
        return
    if last.name not in TEXT_METHODS - {"toString", "valueOf", "join"} or node.root in ("util", "input", "context"):
        return
    text = report.source.text
    before = text[text.rfind("\n", 0, node.offset) + 1 : node.offset]
    end = text.find("\n", node.end)
    after = text[node.end : len(text) if end < 0 else end]
    if before.strip() or after.strip():
        return
    shown = report.shown(node.offset, node.end)
    owner = _owner(node, report)
    message = f"{shown} prints its result and leaves {owner} as it is: a text never changes"
    report.add("VTL213", node.offset, message, f"write #set({owner} = {shown})")


def result_not_read(node: Set, report: Report) -> bool:
    """Finds a method of String whose result goes to a variable that nothing reads."""
    value = node.value
    last = value.steps[-1] if isinstance(value, Reference) and value.steps else None
    if not isinstance(value, Reference) or not isinstance(last, MethodCall) or last.name not in TEXT_METHODS:
        return False
    if value.root in ("util", "input") or not _of_own_value(value):
        return False
    shown = report.shown(value.offset, value.end)
    owner = _owner(value, report)
    message = f"nothing reads ${node.target.root}, and {shown} leaves {owner} as it is: a text never changes"
    report.add("VTL213", node.target.offset, message, f"write #set({owner} = {shown})")
    return True


def _of_own_value(node: Reference) -> bool:
    """Whether a method is called on a variable, or on a member of one."""
    return bool(node.steps) and all(isinstance(step, Property) for step in node.steps[:-1])


def _owner(node: Reference, report: Report) -> str:
    """The reference whose value has the method."""
    if len(node.steps) == 1:
        return f"${node.root}"
    end = node.steps[-2].end
    return f"${report.source.text[node.offset : end].lstrip('$!{')}"
