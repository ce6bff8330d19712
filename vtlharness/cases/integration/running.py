"""Runs one case of a whole integration: sends the call through the API, then compares.

Comes in: an `IntegrationCase` and the maker of its templates. Goes out: a `CaseResult`. Next: `report` or `updating`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

from vtlharness.cases.compare.template_lines import with_template_lines
from vtlharness.cases.integration.case import IntegrationCase, RealBackend
from vtlharness.cases.integration.comparing import compare_invocation
from vtlharness.cases.results import CaseResult, Difference, Part, RenderFailed, error_record
from vtlharness.engines.native import NativeEngine
from vtlharness.errors import CaseFileError, VtlHarnessError, VtlSyntaxError
from vtlharness.gateway.access import AccessError
from vtlharness.gateway.backend import AuthorizerBackend, Backend
from vtlharness.gateway.invocation import Invocation, invoke, invoke_route
from vtlharness.gateway.stages.exchange import TemplateCompiler
from vtlharness.gateway.templates.rendering import TemplateRun
from vtlharness.vtl.recording import Recording

if TYPE_CHECKING:
    from vtlharness.cases.integration.live import LiveBackends


def run_integration_case(
    case: IntegrationCase, engine: NativeEngine, live: LiveBackends | None = None, *, explain: bool = True
) -> CaseResult:
    """Run one case; a live one with the backends of `live`. Never raises for a fault of the templates or the case.

    Without `explain`, differences do not say which line of a template wrote them.
    """
    started = perf_counter()
    invocation: Invocation | None = None
    error: VtlHarnessError | None = None
    differences: tuple[Difference, ...]
    try:
        call = _call(case, live)
        if Recording.recorder is None:
            invocation = call(engine.template)
        else:
            from vtlharness.cases.integration.reached_parts import noting_parts

            invocation = noting_parts(Recording.recorder, case, call, engine.template)
        differences = compare_invocation(case.expect, case.compare, invocation)
        if differences and explain:
            differences = _with_template_lines(case, call, engine, invocation, differences)
    except VtlSyntaxError as raised:
        error = raised
        differences = (RenderFailed(error_record(raised)),)
    except AccessError as raised:
        misplaced = case.positions.error(CaseFileError, raised.message, ("cases", case.index), hint=raised.hint)
        return CaseResult(case, "error", error=misplaced, duration_s=perf_counter() - started)
    except VtlHarnessError as raised:
        return CaseResult(case, "error", error=raised, duration_s=perf_counter() - started)
    return CaseResult(
        case,
        "failed" if differences else "passed",
        invocation=invocation,
        error=error,
        differences=differences,
        duration_s=perf_counter() - started,
    )


def _call(case: IntegrationCase, live: LiveBackends | None) -> Callable[[TemplateCompiler], Invocation]:
    if not isinstance(case.backend, RealBackend):
        return partial(call_through, case, case.backend)
    assert live is not None
    backend = live.call(case)
    return partial(call_through, case, backend, call_authorizer=backend.call_authorizer)


def call_through(
    case: IntegrationCase,
    backend: Backend,
    compile_template: TemplateCompiler,
    call_authorizer: AuthorizerBackend | None = None,
) -> Invocation:
    """Sends the call of a case through its API to a backend. Raises as `gateway.invocation.invoke` does."""
    if case.route is None:
        return invoke(
            case.api,
            case.method_request,
            backend,
            context=case.context,
            stage_variables=case.stage_variables,
            compile_template=compile_template,
            access=case.access,
            call_authorizer=call_authorizer,
        )
    return invoke_route(
        case.api,
        case.route,
        case.method_request,
        backend,
        context=case.context,
        stage_variables=case.stage_variables,
        compile_template=compile_template,
        access=case.access,
        call_authorizer=call_authorizer,
    )


def _with_template_lines(
    case: IntegrationCase,
    call: Callable[[TemplateCompiler], Invocation],
    engine: NativeEngine,
    invocation: Invocation,
    differences: tuple[Difference, ...],
) -> tuple[Difference, ...]:
    """The differences with the template lines that wrote them, found by a second, traced call.

    A live backend is not called again: it answers as before.
    """
    if not invocation.runs:
        return differences
    traced = call(engine.traced().template)
    runs: dict[Part, TemplateRun] = {}
    sent = traced.integration_request
    if traced.request_run is not None and sent is not None and sent.body == traced.request_run.rendering.text:
        runs["integrationRequest.body"] = traced.request_run
    if traced.response_run is not None and traced.response.body == traced.response_run.rendering.text:
        runs["response.body"] = traced.response_run
    return with_template_lines(differences, runs, ordered=not case.compare.ignore_order)
