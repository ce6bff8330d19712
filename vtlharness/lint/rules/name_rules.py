"""`VTL24x` and `VTL25x`: names that the service does not have, and variables that are not set or not read.

Comes in: the references of a template. Goes out: findings, with the name that may be meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from vtlharness.lint.findings_list import Change, Report
from vtlharness.lint.flow.variables import Variables, member_name
from vtlharness.lint.known_names import (
    CHANGING_METHODS,
    COMMON_METHODS,
    FOREACH_MEMBERS,
    INPUT_PROPERTIES,
    LOOP_VARIABLES,
    NAMES_OF_NULL,
    OVERRIDES,
    ROOTS,
)
from vtlharness.nearest import nearest_name
from vtlharness.vtl.missing_methods import (
    FOREACH_METHODS,
    INPUT_METHODS,
    OBJECT_METHODS,
    UTIL_METHODS,
    unknown_method,
    wrong_count,
)
from vtlharness.vtl.syntax.nodes import Index, MethodCall, Property, Reference, Set, Step


class NameRules:
    """The rules for one template; `stage` are the variables of its stage, None if they are not known."""

    def __init__(self, report: Report, variables: Variables, stage: Mapping[str, str] | None) -> None:
        self._report = report
        self._variables = variables
        self._stage = stage

    def reference(self, node: Reference, *, target: bool) -> None:
        """A reference stands in the template; `target` if a `#set` writes it."""
        if node.runt or not node.computable or node.escaped:
            return
        root, steps = node.root, node.steps
        if root in self._variables.written or (target and not steps):
            pass
        elif root in LOOP_VARIABLES:
            if root == "foreach" and steps:
                self._foreach(node, steps[0])
            return
        elif root not in ROOTS:
            self._never_set(node)
            return
        elif root in _MEMBERS and steps:
            _MEMBERS[root](self, node, steps)
        self._methods(node)

    # Roots

    def _input(self, node: Reference, steps: list[Step]) -> None:
        first = steps[0]
        if isinstance(first, MethodCall):
            if first.name in INPUT_METHODS:
                self._count(node, first, INPUT_METHODS[first.name])
            elif first.name not in OBJECT_METHODS:
                self._unknown("VTL241", node, f"$input.{first.name}(...)", first.name, INPUT_METHODS)
        elif isinstance(first, Property) and first.name not in INPUT_PROPERTIES:
            hint = f"call it: $input.{first.name}(...)" if first.name in INPUT_METHODS else None
            self._unknown("VTL241", node, f"$input.{first.name}", first.name, (*INPUT_METHODS, "body"), hint)

    def _util(self, node: Reference, steps: list[Step]) -> None:
        first = steps[0]
        if isinstance(first, MethodCall):
            if first.name in UTIL_METHODS:
                self._count(node, first, UTIL_METHODS[first.name])
            elif first.name not in OBJECT_METHODS:
                self._unknown("VTL242", node, f"$util.{first.name}(...)", first.name, UTIL_METHODS)
        elif isinstance(first, Property) and first.name not in ("class", "Class"):
            hint = f"call it: $util.{first.name}(...)" if first.name in UTIL_METHODS else None
            self._unknown("VTL242", node, f"$util.{first.name}", first.name, UTIL_METHODS, hint)

    def _count(self, node: Reference, call: MethodCall, counts: tuple[int, ...]) -> None:
        if len(call.arguments) in counts:
            return
        rule, message, hint = wrong_count(node.root, call.name, len(call.arguments))
        self._report.add(rule, node.offset, message, hint)

    def _context(self, node: Reference, steps: list[Step]) -> None:
        from vtlharness.cases.context_names import members_of

        names: list[str] = []
        for step in steps:
            name = member_name(step)
            if name is None:
                return
            known = members_of(tuple(names))
            if known is None:
                return
            if names and names[0] in OVERRIDES:
                self._override(node, [*names, name])
                return
            if name not in known:
                if self._hyphen(node, step, name, known):
                    return
                variable = ".".join(("$context", *names, name))
                self._unknown("VTL243", node, variable, name, known)
                return
            names.append(name)

    def _override(self, node: Reference, names: list[str]) -> None:
        override, place = names[0], names[1]
        known = OVERRIDES[override]
        if place in known:
            return
        near = "status" if place.lower().startswith("status") else nearest_name(place, known)
        meant = f"responseOverride.{near}" if near == "status" else f"{override}.{near}"
        if near is None and override == "responseOverride" and place != "body":
            return  # what a request template sets there, the response template may read
        written = f"$context.{override}.{place}"
        hint = f"did you mean `$context.{meant}`?" if near else f"known here: {', '.join(sorted(known))}"
        self._report.add("VTL245", node.offset, f"{written} does not override anything", hint)

    def _stage_variable(self, node: Reference, steps: list[Step]) -> None:
        name = member_name(steps[0])
        if self._stage is None or name is None or name in self._stage:
            return
        if self._hyphen(node, steps[0], name, self._stage):
            return
        self._unknown("VTL244", node, f"$stageVariables.{name}", name, self._stage, in_what="the stage")

    def _foreach(self, node: Reference, step: Step) -> None:
        known: Iterable[str] = FOREACH_METHODS if isinstance(step, MethodCall) else FOREACH_MEMBERS
        if isinstance(step, Index) or step.name in known or step.name == "class":
            return
        if self._hyphen(node, step, step.name, FOREACH_MEMBERS):
            return
        self._unknown("VTL246", node, f"$foreach.{step.name}", step.name, FOREACH_MEMBERS)

    def _unknown(
        self,
        rule: str,
        node: Reference,
        written: str,
        name: str,
        known: Iterable[str],
        hint: str | None = None,
        in_what: str = "the service",
    ) -> None:
        names = sorted(known)
        near = nearest_name(name, names)
        hint = hint or (f"did you mean `{near}`?" if near else None)
        if hint is None and names and len(names) <= 12:
            hint = f"known here: {', '.join(names)}"
        self._report.add(rule, node.offset, f"{in_what} has no {written}: it is empty", hint)

    # Variables

    def _never_set(self, node: Reference) -> None:
        name = node.root
        if name.lower() in NAMES_OF_NULL or self._hyphen_of_root(node):
            return
        if self._report.source.text[: node.offset].rstrip(" \t").endswith("#set"):
            return  # it was meant to be set here: VTL225
        near = nearest_name(name, [*ROOTS, *self._variables.written, *LOOP_VARIABLES])
        hint = f"did you mean `${near}`?" if near else "set it before, or write the text without the dollar sign"
        self._report.add("VTL251", node.offset, f"nothing sets ${name}: it is empty", hint)

    def never_read(self, node: Set) -> None:
        """A `#set` whose variable nothing reads."""
        target = node.target
        if target.steps or target.assigned != target.root or target.root in self._variables.read:
            return
        if target.root.startswith("_") or target.root in ROOTS or _changes(node):
            return
        message = f"nothing reads ${target.root}"
        self._report.add("VTL252", target.offset, message, "delete the #set, or mend the name where it is read")

    # Hyphens

    def _hyphen_of_root(self, node: Reference) -> bool:
        name = node.root
        known = {*self._variables.written, *ROOTS}
        part = next((name[:at] for at in _hyphens(name) if name[:at] in known), None)
        if part is None and not name.endswith("-"):
            return False
        self._joined(node, part or name.rstrip("-"), name, node.offset + 1)
        return True

    def _hyphen(self, node: Reference, step: Step, name: str, known: Iterable[str]) -> bool:
        if not isinstance(step, Property):
            return False
        part = next((name[:at] for at in _hyphens(name) if name[:at] in known), None)
        if part is None:
            return False
        self._joined(node, part, name, step.end - len(name))
        return True

    def member(self, node: Reference) -> None:
        """A property whose name ends in a hyphen."""
        last = node.steps[-1] if node.steps else None
        if isinstance(last, Property) and last.name.endswith("-"):
            self._joined(node, last.name.rstrip("-"), last.name, last.end - len(last.name))

    def _joined(self, node: Reference, part: str, name: str, begin: int) -> None:
        source = self._report.source.text
        inner = source[node.offset : begin].lstrip("$!{") + part
        text = f"${{{inner}}}"
        read = f"${inner[: -len(part)]}{name}"
        message = f"a hyphen belongs to the name: {read} is read, not {text}"
        changes: tuple[Change, ...] = ()
        if not source.startswith("$!", node.offset) and begin + len(name) == node.end:
            changes = (Change(node.offset, begin + len(part), text),)
        self._report.add("VTL231", node.offset, message, f"write {text}{name[len(part) :]}", changes)

    # Methods

    def _methods(self, node: Reference) -> None:
        for number, step in enumerate(node.steps):
            if not isinstance(step, MethodCall) or step.name in COMMON_METHODS:
                continue
            if number == 0 and node.root in ROOTS:
                continue
            words = unknown_method(step.name)
            if words is not None:
                rule, message, hint = words
                self._report.add(rule, node.offset, message, hint)


_MEMBERS: dict[str, Callable[[NameRules, Reference, list[Step]], None]] = {
    "input": NameRules._input,
    "util": NameRules._util,
    "context": NameRules._context,
    "stageVariables": NameRules._stage_variable,
}


def _hyphens(name: str) -> list[int]:
    return [at for at, character in enumerate(name) if character == "-"]


def _changes(node: Set) -> bool:
    """Whether the right side is called for what it changes."""
    value = node.value
    return isinstance(value, Reference) and any(
        isinstance(step, MethodCall) and step.name in CHANGING_METHODS for step in value.steps
    )
