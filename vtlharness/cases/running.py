"""Runs one case: renders, then compares. `integration.running` does so for a whole integration.

Comes in: a `Case` and an engine. Goes out: a `CaseResult`. Next: `report` or `updating`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from types import MappingProxyType
from typing import TYPE_CHECKING

from vtlharness.cases.compare.comparing import compare_error, compare_rendering, compare_renderings
from vtlharness.cases.compare.template_lines import with_template_lines
from vtlharness.cases.model import Case, TemplateCase
from vtlharness.cases.results import CaseResult, Difference, RenderFailed, RenderSucceeded, error_record
from vtlharness.engines import Engine
from vtlharness.errors import VtlHarnessError, VtlRenderError, VtlSyntaxError
from vtlharness.gateway.templates.rendering import Rendering, TemplateRun
from vtlharness.limits.budget import DEFAULT_LIMITS, GIVEN, LimitExceeded, combined
from vtlharness.limits.deadline import within_limits
from vtlharness.limits.errors import limit_error

if TYPE_CHECKING:
    from vtlharness.cases.integration.live import LiveBackends

NO_LIMITS: Mapping[str, float] = MappingProxyType({})
"""Nothing beside the defaults."""


def run_case(
    case: Case,
    engine: Engine,
    *,
    service: Engine | None = None,
    limits: Mapping[str, float] = NO_LIMITS,
    live: LiveBackends | None = None,
    explain: bool = True,
) -> CaseResult:
    """Run one case; never raises.

    `service` is the native engine when `engine` is another: then `service_differences` of the result say how the two
    differ. Other engines render only single templates; the native engine runs whole integrations. `limits` are those of
    the run; a case that exceeds one has an error. `live` has the backends of live cases, which are skipped without it,
    as cases with `skip` always are.
    Without `explain`, differences do not say which line of a template wrote them.
    """
    if case.marks.skip is not None or (case.live and live is None):
        return CaseResult(case, "skipped", engine=engine.name)
    try:
        allowed = combined(limits, case.limits) if limits or case.limits else DEFAULT_LIMITS
        return within_limits(
            allowed, _run, case, engine, service, live, explain, given=max(GIVEN, len(case.positions.source.text))
        )
    except LimitExceeded as problem:
        return CaseResult(case, "error", error=limit_error(problem), engine=engine.name)
    except Exception as problem:  # a bug here must not lose the results of the other cases
        return CaseResult(case, "error", error=internal_error(problem), engine=engine.name)


def _run(case: Case, engine: Engine, service: Engine | None, live: LiveBackends | None, explain: bool) -> CaseResult:
    if isinstance(case, TemplateCase):
        return _run_template_case(case, engine, service, explain)
    return _run_integration_case(case, service or engine, live, explain)


def internal_error(problem: Exception) -> VtlHarnessError:
    """An internal error that a user can report, with the place in the code of vtlharness."""
    from traceback import extract_tb

    place = extract_tb(problem.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    return VtlHarnessError(
        f"internal error: {type(problem).__name__}: {problem} (at {where})",
        hint="this is a bug in vtlharness; please report it with the case",
    )


def _run_template_case(case: TemplateCase, engine: Engine, service: Engine | None, explain: bool) -> CaseResult:
    started = perf_counter()
    rendering: Rendering | None = None
    error: VtlHarnessError | None = None
    try:
        rendering = rendered(case, engine)
        differences = compare_rendering(case.expect, case.compare, rendering)
        if differences and explain:
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
        error=error,
        differences=differences,
        duration_s=perf_counter() - started,
        engine=engine.name,
    )
    if service is None:
        return result
    return result._replace(service_differences=_service_differences(case, service, rendering, error))


def _run_integration_case(case: Case, engine: Engine, live: LiveBackends | None, explain: bool) -> CaseResult:
    from vtlharness.cases.integration.case import IntegrationCase
    from vtlharness.cases.integration.running import run_integration_case
    from vtlharness.engines.native import NativeEngine

    assert isinstance(case, IntegrationCase)
    native = engine if isinstance(engine, NativeEngine) else NativeEngine()
    return run_integration_case(case, native, live, explain=explain)


def rendered(case: TemplateCase, engine: Engine) -> Rendering:
    """The rendering of a case. Raises VtlSyntaxError and VtlRenderError."""
    return engine.render(
        case.template.source,
        case.method_request,
        case.integration_response,
        context=case.context or None,
        stage_variables=case.stage_variables or None,
    )


def _with_template_lines(
    case: TemplateCase, engine: Engine, rendering: Rendering, differences: tuple[Difference, ...]
) -> tuple[Difference, ...]:
    """The differences with the template lines that wrote them, found by a second, traced rendering."""
    tracing = engine.traced()
    if tracing is None:
        return differences
    try:
        traced = rendered(case, tracing)
    except VtlHarnessError:
        return differences
    if traced.text != rendering.text:
        return differences
    run = TemplateRun(case.template.source, traced)
    return with_template_lines(differences, {"output": run}, ordered=not case.compare.ignore_order)


def _service_differences(
    case: TemplateCase, service: Engine, rendering: Rendering | None, error: VtlHarnessError | None
) -> tuple[Difference, ...]:
    """How the service differs from the engine that ran the case. Failing on both is not a difference."""
    try:
        expected = rendered(case, service)
    except (VtlSyntaxError, VtlRenderError) as raised:
        return () if rendering is None else (RenderSucceeded(raised.message, rendering.text),)
    if rendering is None:
        assert error is not None
        return (RenderFailed(error_record(error)),)
    return compare_renderings(expected, rendering)
