"""One case to its result: render, then compare.

Comes in: a `Case` and an engine. Goes out: a `CaseResult`. Next: `report` or `updating`.
"""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

from vtlharness.cases.comparing import compare_error, compare_rendering, compare_renderings
from vtlharness.cases.model import Case, CaseResult, Difference, RenderFailed, RenderSucceeded
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
