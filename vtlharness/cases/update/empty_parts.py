"""The parts of an expectation that say nothing yet: `--update` fills them, whether or not their case passes.

Comes in: a case, then its result. Goes out: the names of the parts, then a `Target` for each.
"""

from __future__ import annotations

from vtlharness.cases.model import NOTHING_EXPECTED, Case, TemplateCase
from vtlharness.cases.results import CaseResult
from vtlharness.cases.update.target import Target
from vtlharness.cases.update.whole_expectation import whole_expectation
from vtlharness.documents.nodes import Node, NodePath

WHOLE = "expect"
_NULLS = ("", "~", "null", "Null", "NULL")
_MAY_BE_NULL = {"integrationRequest": False, "response": True}
"""The parts that may be empty, and whether null is empty: without an integration request, the backend is not called."""


def empty_parts(case: Case) -> tuple[str, ...]:
    """The empty parts of a case's `expect`; `expect` itself for a case that expects nothing at all.

    The rows of a table share what their case expects, so that they have none.
    """
    if case.row is not None or case.marks.xfail is not None:
        return ()
    place: NodePath = ("cases", case.index, WHOLE)
    written = case.positions.node(place)
    if written is None or _is_empty(written, null=True):
        return (WHOLE,) if _expects_nothing(case) else ()
    parts = ((name, case.positions.node((*place, name))) for name in _MAY_BE_NULL)
    return tuple(name for name, node in parts if node is not None and _is_empty(node, null=_MAY_BE_NULL[name]))


def fill_targets(result: CaseResult) -> list[Target]:
    """The targets that fill the empty parts of a case that ran."""
    parts = empty_parts(result.case)
    if not parts or result.engine != "native":
        return []
    whole = whole_expectation(result)
    if not whole:
        return []
    if parts == (WHOLE,):
        return [Target((WHOLE,), whole, in_case=True)]
    return [Target((name,), whole[name]) for name in parts if whole.get(name)]


def _is_empty(node: Node, *, null: bool) -> bool:
    if node.shared:
        return False
    if node.kind == "mapping":
        return not node.pairs
    return null and node.kind == "scalar" and node.style == "plain" and node.text in _NULLS


def _expects_nothing(case: Case) -> bool:
    if isinstance(case, TemplateCase):
        return case.expect == NOTHING_EXPECTED
    from vtlharness.cases.integration.case import NOTHING_IN_PARTICULAR, IntegrationCase

    return isinstance(case, IntegrationCase) and case.expect == NOTHING_IN_PARTICULAR
