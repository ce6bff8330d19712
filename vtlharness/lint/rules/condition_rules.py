"""`VTL20x` and `VTL21x`: conditions that say something other than they seem to, and values that get lost.

Comes in: each condition and `#set`, with the scope at its place. Goes out: findings.
"""

from __future__ import annotations

from vtlharness.lint.findings_list import Report
from vtlharness.lint.flow.evaluation import Evaluator, without_last_step
from vtlharness.lint.flow.refinement import MOST_PARTS, chain, lone_reference
from vtlharness.lint.flow.scope import Scope
from vtlharness.lint.flow.values import Value
from vtlharness.lint.known_names import LOOP_VARIABLES, ROOTS
from vtlharness.vtl.syntax.nodes import (
    Binary,
    Constant,
    Expression,
    If,
    Interpolation,
    ListLiteral,
    MapLiteral,
    MethodCall,
    Node,
    Not,
    Property,
    Range,
    Reference,
    Set,
)
from vtlharness.vtl.syntax.walk import walk
from vtlharness.vtl.trap_messages import MESSAGES

_NULLS = ("-", "*", "/", "%")
_ORDERED = frozenset(("<", ">", "<=", ">="))
_PROPERTIES_THAT_ARE_BOOLEAN = frozenset({"empty", "Empty"})


class ConditionRules:
    """The rules for one template; `variables` are those that it sets anywhere."""

    def __init__(self, report: Report, evaluator: Evaluator, variables: frozenset[str]) -> None:
        self._report = report
        self._evaluator = evaluator
        self._variables = variables

    def condition(self, node: Expression, scope: Scope) -> None:
        """A condition is asked."""
        self._truth(node, scope, ())
        for inner in walk(node):
            if isinstance(inner, Binary):
                self._compared(inner, scope)
            elif isinstance(inner, Reference):
                self._size_of_json(inner, scope)

    def _truth(self, node: Expression, scope: Scope, beside: tuple[Expression, ...]) -> None:
        """What counts as a condition; `beside` are the parts of the chains of `&&` or `||` that it stands in."""
        if isinstance(node, Not):
            self._truth(node.operand, scope, beside)
        elif isinstance(node, Binary) and node.operator in ("&&", "||"):
            parts = list(chain(node, node.operator))
            self._contradiction(node, parts)
            for part in parts:
                self._truth(part, scope, (*beside, *parts) if len(parts) <= MOST_PARTS else beside)
        elif isinstance(node, Reference):
            self._bare(node, scope, beside)
        elif isinstance(node, Constant):
            if not isinstance(node.value, bool):
                self._never(node)
        elif isinstance(node, (Interpolation, ListLiteral, MapLiteral, Range)) or (
            isinstance(node, Binary) and node.operator in ("+", *_NULLS)
        ):
            self._never(node)

    def _contradiction(self, node: Binary, parts: list[Expression]) -> None:
        """`$x == "a" && $x == "b"` never holds, `$x != "a" || $x != "b"` always does."""
        wanted = "==" if node.operator == "&&" else "!="
        seen: dict[str, object] = {}
        for part in parts:
            if not isinstance(part, Binary) or part.operator != wanted or not isinstance(part.right, Constant):
                continue
            left = lone_reference(part.left)
            if left is None:
                continue
            key, text = self._evaluator.key(left), str(part.right.value)
            if seen.setdefault(key, text) != text:
                shown = self._report.shown(left.offset, left.end)
                when = "never holds" if wanted == "==" else "always holds"
                other = "||" if wanted == "==" else "&&"
                message = f"this condition {when}: {shown} has one value, and is compared with several"
                self._report.add("VTL205", _directive_at(node, self._report), message, f"write {other} between them")
                return

    def _never(self, node: Node) -> None:
        message, hint = MESSAGES["VTL202"]
        self._report.add("VTL202", node.offset, message, hint)

    def _bare(self, node: Reference, scope: Scope, beside: tuple[Expression, ...]) -> None:
        value = self._evaluator.reference(node, scope)
        if value.kind == "boolean" and not value.missing:
            return
        if node.root not in self._variables | ROOTS | LOOP_VARIABLES:
            return  # nothing sets it: VTL251
        last = node.steps[-1] if node.steps else None
        if isinstance(last, Property) and last.name in _PROPERTIES_THAT_ARE_BOOLEAN:
            return  # $text.empty calls isEmpty()
        key = self._evaluator.key(node)
        for other in beside:
            for inner in walk(other):
                if isinstance(inner, Reference) and inner is not node and self._evaluator.key(inner).startswith(key):
                    return  # the comparison beside it decides
        message, hint = MESSAGES["VTL201"]
        self._report.add("VTL201", node.offset, message.format(self._report.shown(node.offset, node.end)), hint)

    def _compared(self, node: Binary, scope: Scope) -> None:
        if node.operator in ("==", "!="):
            for side, other in ((node.left, node.right), (node.right, node.left)):
                self._json_and_nothing(side, other, node.operator, scope)
        elif node.operator in _ORDERED:
            for side in (node.left, node.right):
                self._ordered_text(side, node, scope)

    def _json_and_nothing(self, side: Expression, other: Expression, operator: str, scope: Scope) -> None:
        reference = lone_reference(side)
        if reference is None or self._evaluator.reference(reference, scope).kind != "json":
            return
        nothing = isinstance(other, Constant) and other.value == ""
        if isinstance(other, Reference) and not other.steps and other.root not in self._variables | ROOTS:
            nothing = True
        if nothing:
            self._never_empty(reference, reference, "never" if operator == "==" else "always")

    def _never_empty(self, reference: Reference, text: Reference, when: str) -> None:
        shown = self._report.shown(text.offset, text.end)
        message = f'this comparison {when} holds: {shown} is a JSON text, which is "" in quotes for a missing value'
        hint = 'compare $input.path("...") with "" instead, which is the empty text for a missing value'
        self._report.add("VTL203", reference.offset, message, hint)

    def _size_of_json(self, node: Reference, scope: Scope) -> None:
        last = node.steps[-1] if node.steps else None
        if not isinstance(last, MethodCall) or last.name != "isEmpty" or last.arguments:
            return
        receiver = without_last_step(node)
        if self._evaluator.reference(receiver, scope).kind == "json":
            self._never_empty(node, receiver, "never")

    def _ordered_text(self, side: Expression, node: Binary, scope: Scope) -> None:
        if not self._evaluator.value(side, scope).is_text:
            return
        shown = self._report.shown(side.offset, side.end)
        message = f"{shown} is a text, and {node.operator} with a text is always false"
        hint = (
            "compare texts with == or .matches(...); to get a number, write #set($int = 0) and "
            '$int.parseInt(...) behind a .matches("[0-9]{1,9}")'
        )
        self._report.add("VTL204", side.offset, message, hint)

    # #set

    def assigned(self, node: Set, value: Value, scope: Scope) -> None:
        """A `#set` gives a value to a reference."""
        for inner in walk(node.value):
            if isinstance(inner, Binary):
                self._compared(inner, scope)
        part = _nulls(node.value)
        if part is None:
            return
        for side in (part.left, part.right):
            known = self._evaluator.value(side, scope)
            several = known.kind in ("collection", "map")
            if isinstance(side, Interpolation) or known.is_text or several:
                kind = "a list or a map" if several else "a text"
                shown = self._report.shown(side.offset, side.end)
                target = self._report.shown(node.target.offset, node.target.end)
                message = f"{shown} is {kind}, so {part.operator} gives null, and {target} keeps the value that it had"
                of_text = 'convert it first: #set($int = 0), then $int.parseInt(...) behind a .matches("[0-9]{1,9}")'
                hint = "calculate with its .size()" if several else of_text
                self._report.add("VTL212", side.offset, message, hint)


def _nulls(node: Expression) -> Binary | None:
    """The calculation that an expression is, if it gives null for a text."""
    return node if isinstance(node, Binary) and node.operator in _NULLS else None


def unreached(node: If, report: Report) -> None:
    """Finds the branches of an `#if` that a branch before them takes."""
    seen: dict[str, int] = {}
    always = False
    for condition, _ in node.branches:
        text = " ".join(report.source.text[condition.start : condition.end].split())
        if always or text in seen:
            message = "this branch can't be reached: " + (
                "a branch before it always holds" if always else "a branch before it has the same condition"
            )
            report.add("VTL205", _directive_at(condition, report), message, "delete the branch, or mend its condition")
        seen[text] = condition.offset
        always = always or (isinstance(condition, Constant) and condition.value is True)
        if isinstance(condition, Constant) and condition.value is False:
            report.add(
                "VTL205",
                _directive_at(condition, report),
                "this branch can't be reached: its condition is false",
                "delete the branch",
            )
    if always and node.otherwise is not None:
        at = report.source.text.rfind("#", 0, node.otherwise.start)
        message = "this branch can't be reached: a branch before it always holds"
        report.add("VTL205", at, message, "delete the branch, or mend its condition")


def _directive_at(condition: Expression, report: Report) -> int:
    """The offset of the `#if` or `#elseif` of a condition."""
    return report.source.text.rfind("#", 0, condition.start)
