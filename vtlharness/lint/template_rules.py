"""All rules of templates, on one template.

Comes in: a `TemplateSubject`: its text, and what its surroundings say of it. Goes out: its findings.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from vtlharness.gateway.templates.ignore_comments import kept_findings
from vtlharness.lint.findings_list import Lint, Report
from vtlharness.lint.flow.evaluation import MOST_STEPS, Evaluator
from vtlharness.lint.flow.flow import Flow
from vtlharness.lint.flow.json_state import JsonState
from vtlharness.lint.flow.scope import Scope
from vtlharness.lint.flow.values import Value
from vtlharness.lint.flow.variables import Variables, variables_of
from vtlharness.lint.known_names import ROOTS
from vtlharness.lint.output_kind import OutputKind, output_kind
from vtlharness.lint.parsing import parse
from vtlharness.lint.rules.condition_rules import ConditionRules, unreached
from vtlharness.lint.rules.directive_rules import directive_rules, misspelt_directive
from vtlharness.lint.rules.engine_rules import loop_rules, reference_rules
from vtlharness.lint.rules.name_rules import NameRules
from vtlharness.lint.rules.output_rules import OutputRules
from vtlharness.lint.rules.separator_rules import literal_commas, separator_rules
from vtlharness.lint.rules.slip_rules import property_of_text, result_not_read, thrown_away
from vtlharness.source import Source
from vtlharness.vtl.syntax.nodes import Block, Foreach, If, MethodCall, Property, Reference, Set, Text
from vtlharness.vtl.trap_messages import trap_finding

Role = Literal["request", "response", "unknown"]
_CONTROLLERS: dict[Role, str] = {
    "request": "the client",
    "response": "the backend",
    "unknown": "the client or the backend",
}
SYNTAX = "VTL341"
_FOLLOWS_FROM_NAME = frozenset({"VTL112", "VTL201", "VTL234"})


class TemplateSubject(NamedTuple):
    """A template, and what its definition or case file says of it.

    `role` is what it makes, `content_type` the key that it stands under, `stage` the variables of the stage (None if
    they are not known).
    """

    source: Source
    role: Role = "unknown"
    content_type: str | None = None
    stage: Mapping[str, str] | None = None


def lint_template(subject: TemplateSubject) -> list[Lint]:
    """The findings of a template that none of its comments ignores, in the order of their places."""
    source = subject.source
    parsed = parse(source)
    report = Report(source)
    for fault in parsed.faults:
        if not misspelt_directive(fault, report):
            report.add(SYNTAX, fault.offset or 0, fault.message, fault.hint)
    if parsed.block is not None:
        try:
            _look(parsed.block, subject, report)
        except RecursionError:
            report.add(SYNTAX, 0, "the template is nested too deeply", None)
    found = _of_known_names(report.all())
    for trap in parsed.traps:
        found.append(Lint(trap_finding(source, *trap), trap.offset))
    found.sort(key=lambda one: (one.offset, one.finding.rule))
    kept = {id(one) for one in kept_findings(source, [lint.finding for lint in found])}
    return [lint for lint in found if id(lint.finding) in kept]


def _of_known_names(found: list[Lint]) -> list[Lint]:
    """The findings without those that only follow from a name that the service does not have."""
    unknown = {one.offset for one in found if one.finding.rule.startswith("VTL24")}
    return [one for one in found if one.offset not in unknown or one.finding.rule not in _FOLLOWS_FROM_NAME]


def _look(block: Block, subject: TemplateSubject, report: Report) -> None:
    variables = variables_of(block)
    kind = output_kind(block, variables.nodes, subject.content_type)
    evaluator = Evaluator(subject.source, _CONTROLLERS[role_of(subject, variables)])
    names = NameRules(report, variables, subject.stage)
    for node in variables.nodes:
        if isinstance(node, Reference):
            names.reference(node, target=node in variables.targets)
            names.member(node)
            reference_rules(node, report)
        elif isinstance(node, Set):
            if node.target.root not in variables.read and result_not_read(node, report):
                continue
            names.never_read(node)
        elif isinstance(node, If):
            unreached(node, report)
        elif isinstance(node, Foreach):
            loop_rules(node, report)
    directive_rules(variables.nodes, report, data=kind in ("json", "xml", "form"))
    listener = _Listener(report, kind, evaluator, variables)
    listener.maps = _maps(variables, evaluator)
    Flow(evaluator, listener).follow(block)
    if kind == "json":
        separator_rules(block, frozenset(listener.outside), report)


_OF_MAPS = frozenset({"keySet", "entrySet", "containsKey"})


def _maps(variables: Variables, evaluator: Evaluator) -> frozenset[str]:
    """The references whose members are read somewhere by name."""
    found: set[str] = set()
    for node in variables.nodes:
        if isinstance(node, Reference) and node.root not in ROOTS:
            for count, step in enumerate(node.steps[:MOST_STEPS]):
                if isinstance(step, Property) or (isinstance(step, MethodCall) and step.name in _OF_MAPS):
                    found.add(evaluator.key(node, count))
    return frozenset(found)


def role_of(subject: TemplateSubject, variables: Variables) -> Role:
    """Whether a template makes the request or the response, also where only its text tells."""
    if subject.role != "unknown":
        return subject.role
    text = subject.source.text
    if "responseOverride" in text and "requestOverride" not in text:
        return "response" if "$input.params" not in text else "unknown"
    return "request" if "requestOverride" in text else "unknown"


class _Listener(OutputRules):
    """Hears the flow for the rules of output, conditions and slips."""

    def __init__(self, report: Report, kind: OutputKind, evaluator: Evaluator, variables: Variables) -> None:
        super().__init__(report, kind, evaluator, ConditionRules(report, evaluator, variables.written))
        self.outside: set[Foreach | If] = set()

    def printed(self, node: Reference, value: Value, state: JsonState, scope: Scope) -> None:
        if property_of_text(node, scope, self._evaluator, self._report):
            return
        if self._kind in ("json", "xml"):
            thrown_away(node, state, self._report)
        super().printed(node, value, state, scope)

    def literal(self, node: Text, state: JsonState) -> None:
        """A literal text prints."""
        if self._kind == "json" and state.sure:
            literal_commas(node, state, self._report)

    def branched(self, node: Foreach | If, state: JsonState) -> None:
        """A loop or condition begins."""
        if state.sure and not state.in_string and state.depth > 0:
            self.outside.add(node)
