"""`VTL1xx`: what a template prints into JSON and forms, and sets as a header or in an address.

Comes in: each reference that prints, with its value and place. Goes out: findings.
"""

from __future__ import annotations

from vtlharness.lint.findings_list import Change, Report
from vtlharness.lint.flow.evaluation import Evaluator
from vtlharness.lint.flow.json_state import JsonState, string_fault
from vtlharness.lint.flow.scope import Scope
from vtlharness.lint.flow.values import Value
from vtlharness.lint.flow.variables import member_name
from vtlharness.lint.output_kind import OutputKind
from vtlharness.lint.rules.condition_rules import ConditionRules
from vtlharness.vtl.syntax.nodes import Expression, Reference, Set

UNQUOTED = """.replaceAll("\\\\'", "'")"""
_NUMBER_KEYS = frozenset({"N", "NS"})
_FORM_BREAKERS = frozenset('& \n"<>#')
_ADDRESS_BREAKERS = frozenset(' "<>\\\n')
_IN_ADDRESS = "a&b"
"""A part of a sample that no encoding leaves as it is; a `&` or `?` alone may be the template's own."""
_OF_MOCK = '"statusCode"'
"""What the request template of a MOCK integration prints: there is no address, and the response template reads what
is kept in the path."""
_PLACES_OF_VALUES = frozenset(":[,")


class OutputRules:
    """The rules for one template."""

    def __init__(self, report: Report, kind: OutputKind, evaluator: Evaluator, conditions: ConditionRules) -> None:
        self._report = report
        self._kind = kind
        self._evaluator = evaluator
        self._conditions = conditions
        self.maps: frozenset[str] = frozenset()
        """The references whose members the template reads elsewhere."""

    def printed(self, node: Reference, value: Value, state: JsonState, scope: Scope) -> None:
        """A reference prints a value."""
        if self._kind == "form":
            self._in_form(node, value)
        if self._kind != "json" or not state.sure:
            return
        if state.in_string:
            self._in_string(node, value, state)
        else:
            self._outside(node, value, state)

    def condition(self, node: Expression, scope: Scope) -> None:
        """A condition is asked."""
        self._conditions.condition(node, scope)

    def assigned(self, node: Set, value: Value, scope: Scope) -> None:
        """A `#set` gives a value to a reference."""
        self._conditions.assigned(node, value, scope)
        steps = node.target.steps
        if node.target.root != "context" or len(steps) < 3 or value.who is None or not value.samples:
            return
        names = [name for name in map(member_name, steps) if name is not None]
        if len(names) < 3 or names[0] not in ("requestOverride", "responseOverride") or "client" not in value.who:
            return
        shown = self._shown(node.value)
        if names[1] == "header" and any(character < " " for sample in value.samples for character in sample):
            message = f"{shown} comes from {value.who}, and goes into the header {names[2]} unchecked"
            self._report.add(
                "VTL133",
                node.value.offset,
                message,
                'check it with .matches("..."), or replace what a header cannot hold: .replaceAll("[\\r\\n]", "")',
            )
        elif names[1] == "path" and self._breaks_address(value):  # the gateway encodes a query string itself
            message = f"{shown} comes from {value.who} and goes into the address without encoding"
            self._report.add("VTL133", node.value.offset, message, f"encode it: $util.urlEncode({shown})")

    def _breaks_address(self, value: Value) -> bool:
        if _OF_MOCK in self._report.source.text:
            return False
        return _breaks(value, _ADDRESS_BREAKERS) or any(_IN_ADDRESS in sample for sample in value.samples)

    # JSON

    def _in_string(self, node: Reference, value: Value, state: JsonState) -> None:
        if value.who is None or not value.samples:
            return
        shown = self._shown(node)
        key = state.string_key
        if value.kind == "json":
            message = f"{shown} stands in quotes, but prints JSON, which has quotes of its own"
            hint = f"remove the quotes around it; for JSON inside a string, write {self._escaped(shown)}"
            self._report.add("VTL103", node.offset, message, hint)
            return
        if key in _NUMBER_KEYS:
            return
        faults = {string_fault(sample) for sample in value.samples}
        if "raw" in faults:
            message = f"{shown} comes from {value.who} and is not escaped for this JSON string"
            self._report.add("VTL101", node.offset, message, f"write {self._escaped(shown)}", self._wrapping(node))
        elif "apostrophe" in faults:
            message = f"{shown} prints an apostrophe as \\', which is not an escape of JSON"
            self._report.add("VTL102", node.offset, message, f"follow it with {UNQUOTED}", self._following(node))

    def _outside(self, node: Reference, value: Value, state: JsonState) -> None:
        if state.last not in _PLACES_OF_VALUES or (state.depth < 1 and state.last != ":") or not self._ends_value(node):
            return
        shown = self._shown(node)
        if value.role.startswith("params") or value.role in ("payload", "input") or self._is_map(value, node):
            message = f"{shown} prints a map as Java does, {{k=v}}, which is not JSON"
            self._report.add(
                "VTL111", node.offset, message, "write its fields one by one, or print it with $input.json"
            )
        elif value.role == "context text" or (
            value.missing and value.who is not None and value.kind in ("any", "text")
        ):
            may = "is a text" if value.role else "may be missing or a text"
            message = f"{shown} {may}, but stands outside quotes"
            hint = "print it with $input.json, or quote and escape it, or print a default with #if"
            self._report.add("VTL112", node.offset, message, hint)

    def _is_map(self, value: Value, node: Reference) -> bool:
        if value.kind == "any" and value.who is not None and self._evaluator.key(node) in self.maps:
            return True
        return (
            value.kind == "collection"
            and value.role in ("map", "list")
            and value.items is not None
            and (value.role == "map" or value.items.is_text)
        )

    def _ends_value(self, node: Reference) -> bool:
        """Whether the value ends with the reference: another piece of text after it makes a value of both."""
        following = self._report.source.text[node.end : node.end + 1]
        return following in ("", ",", "}", "]", " ", "\n", "\r", "\t", "#")

    def _wrapping(self, node: Reference) -> tuple[Change, ...]:
        text = self._report.source.text[node.offset : node.end]
        call = f"util.escapeJavaScript({text}){UNQUOTED}"
        return (Change(node.offset, node.end, f"${{{call}}}" if self._continues(node) else f"${call}"),)

    def _continues(self, node: Reference) -> bool:
        """Whether the text behind a reference would become a part of it without braces."""
        following = self._report.source.text[node.end : node.end + 2]
        return following[:1] in ("[", "(") or (following[:1] == "." and following[1:].isalpha())

    def _following(self, node: Reference) -> tuple[Change, ...]:
        text = self._report.source.text[node.offset : node.end]
        braced = f"{text[:-1]}{UNQUOTED}}}" if text.endswith("}") else f"{text}{UNQUOTED}"
        return (Change(node.offset, node.end, braced),)

    def _escaped(self, shown: str) -> str:
        if shown.endswith("…"):
            return f"$util.escapeJavaScript(...){UNQUOTED} around it"
        return f"$util.escapeJavaScript({shown}){UNQUOTED}"

    # Forms

    def _in_form(self, node: Reference, value: Value) -> None:
        if value.who is None or not value.samples:
            return
        if _breaks(value, _FORM_BREAKERS):
            shown = self._shown(node)
            message = f"{shown} comes from {value.who} and is not encoded for this form"
            self._report.add("VTL132", node.offset, message, f"write $util.urlEncode({shown})")

    def _shown(self, node: Expression) -> str:
        return self._report.shown(node.offset, node.end)


def _breaks(value: Value, breakers: frozenset[str]) -> bool:
    """Whether a value may print a character that breaks its surroundings.

    What all samples share is written in the template.
    """
    written = frozenset.intersection(*map(frozenset, value.samples))
    return any(
        (character in breakers or character > "~") and character not in written
        for sample in value.samples
        for character in sample
    )
