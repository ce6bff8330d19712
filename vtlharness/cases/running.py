"""One case to its result: render, then compare.

Comes in: a `Case` and an engine. Goes out: a `CaseResult`. Next: `report` or `updating`.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from dataclasses import replace
from time import perf_counter

from vtlharness.cases.comparing import compare_error, compare_rendering, compare_renderings
from vtlharness.cases.equality import first_difference
from vtlharness.cases.model import (
    Case,
    CaseResult,
    DataChange,
    DataDifference,
    Difference,
    NotJson,
    RenderFailed,
    RenderSucceeded,
    TextDifference,
)
from vtlharness.documents.nodes import Node
from vtlharness.engines import Engine
from vtlharness.errors import VtlHarnessError, VtlRenderError, VtlSyntaxError
from vtlharness.gateway.records import Rendering


def run_case(case: Case, engine: Engine, *, service: Engine | None = None) -> CaseResult:
    """Run one case; never raises for what the template or the case does.

    With `service` (our own engine, when `engine` is another), the result's `service_differences` say what our rendering
    gives otherwise.
    """
    started = perf_counter()
    rendering: Rendering | None = None
    error: VtlHarnessError | None = None
    try:
        rendering = _render(case, engine)
        differences = compare_rendering(case.expect, case.compare, rendering)
        if differences:
            differences = _with_template_lines(case, engine, rendering, differences)
    except (VtlSyntaxError, VtlRenderError) as raised:
        error = raised
        differences = compare_error(case.expect, raised)
    except VtlHarnessError as raised:
        return CaseResult(case, "error", error=raised, duration_s=perf_counter() - started, engine=engine.name)
    result = CaseResult(
        case,
        "failed" if differences else "passed",
        rendering,
        error,
        differences,
        duration_s=perf_counter() - started,
        engine=engine.name,
    )
    if service is None:
        return result
    return replace(result, service_differences=_service_differences(case, service, rendering, error))


def _render(case: Case, engine: Engine) -> Rendering:
    return engine.render(
        case.template.source,
        case.method_request,
        case.integration_response,
        context=case.context or None,
        stage_variables=case.stage_variables or None,
    )


def _with_template_lines(
    case: Case, engine: Engine, rendering: Rendering, differences: tuple[Difference, ...]
) -> tuple[Difference, ...]:
    """The differences with the template lines that wrote them, which a second, traced rendering tells."""
    tracing = engine.traced()
    if tracing is None:
        return differences
    try:
        traced = _render(case, tracing)
    except VtlHarnessError:
        return differences
    if traced.text != rendering.text or not traced.origins:
        return differences
    ordered = not case.compare.ignore_order
    return tuple(_with_template_line(difference, traced, ordered) for difference in differences)


def _with_template_line(difference: Difference, traced: Rendering, ordered: bool) -> Difference:
    if isinstance(difference, NotJson):
        return replace(difference, template_line=_line_at(difference.offset, traced))
    if isinstance(difference, TextDifference):
        offset = first_difference(difference.expected, difference.actual)
        if offset == len(difference.actual):  # nothing wrote what is not there
            return difference
        return replace(difference, template_line=_line_at(offset, traced))
    if isinstance(difference, DataDifference) and difference.part == "output" and ordered:
        from vtlharness.documents.json_nodes import json_nodes

        root = json_nodes(traced.text)
        return replace(difference, changes=tuple(_located(change, root, traced) for change in difference.changes))
    return difference


def _located(change: DataChange, root: Node, traced: Rendering) -> DataChange:
    """The change with the template line that wrote the value."""
    node: Node | None = root if change.kind in ("changed", "unexpected") else None
    for step in change.steps:
        node = node and node.child(step)
    return change if node is None else replace(change, template_line=_line_at(node.start, traced))


def _line_at(offset: int, traced: Rendering) -> int | None:
    piece = bisect_right(traced.origins, (offset, sys.maxsize)) - 1
    return traced.origins[piece][1] if piece >= 0 else None


def _service_differences(
    case: Case, service: Engine, rendering: Rendering | None, error: VtlHarnessError | None
) -> tuple[Difference, ...]:
    """What the service gives otherwise than the engine that ran the case. Failing on both is no difference."""
    try:
        expected = _render(case, service)
    except (VtlSyntaxError, VtlRenderError) as raised:
        return () if rendering is None else (RenderSucceeded(raised.message, rendering.text),)
    if rendering is None:
        assert error is not None
        return (RenderFailed(error),)
    return compare_renderings(expected, rendering)
