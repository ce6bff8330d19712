"""Runs a case for what its templates print, without a comparison.

Comes in: a case, often with hostile input. Goes out: a `Call`: the outputs by their parts, or how the call ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vtlharness.backends.canned import CannedBackend, SilentBackend
from vtlharness.cases.integration.case import IntegrationCase
from vtlharness.cases.integration.running import call_through
from vtlharness.cases.model import Case, TemplateCase
from vtlharness.cases.results import Part
from vtlharness.cases.running import rendered
from vtlharness.engines.native import NativeEngine
from vtlharness.errors import VtlHarnessError, VtlRenderError
from vtlharness.gateway.codecs.headers import header
from vtlharness.gateway.invocation import Invocation
from vtlharness.gateway.templates.rendering import TemplateRun
from vtlharness.hostile.heads import Head, head_of_override, head_of_request
from vtlharness.limits.budget import LimitExceeded


@dataclass(frozen=True, slots=True)
class Call:
    """What a case's templates did.

    `heads` are the messages without their bodies. `failure` is the error of a template that failed, or the gateway's
    own failure in one sentence. A `refused` call was turned away before its templates ran, or used more than it may:
    nothing can be said about it.
    """

    runs: Mapping[Part, TemplateRun] = field(default_factory=dict)
    content_types: Mapping[Part, str | None] = field(default_factory=dict)
    heads: Mapping[Part, Head] = field(default_factory=dict)
    failure: VtlHarnessError | str | None = None
    refused: bool = False


REFUSED = Call(refused=True)
_CANNED = (CannedBackend, SilentBackend)


def call(case: Case, engine: NativeEngine) -> Call:
    """The call of a case. Never raises for a fault of the templates; raises LimitExceeded when the time is over."""
    try:
        if isinstance(case, TemplateCase):
            run = TemplateRun(case.template.source, rendered(case, engine))
            return Call(
                {"output": run}, {"output": _content_type_of_template(case, run)}, _heads_of_template(case, run)
            )
        if not isinstance(case, IntegrationCase) or not isinstance(case.backend, _CANNED):
            return REFUSED  # nothing hostile is sent to a real backend
        return _of_invocation(call_through(case, case.backend, engine.template))
    except VtlRenderError as error:
        return Call(failure=error)
    except VtlHarnessError:
        return REFUSED
    except LimitExceeded as problem:
        if problem.limit == "seconds":  # the time of the whole search
            raise
        return REFUSED


def _of_invocation(made: Invocation) -> Call:
    runs: dict[Part, TemplateRun] = {}
    heads: dict[Part, Head] = {}
    sent = made.integration_request
    if sent is not None and sent.type == "AWS_PROXY":  # the function writes its whole answer itself
        return REFUSED
    if sent is not None and sent.type != "MOCK":
        heads["integrationRequest"] = head_of_request(sent)
    types: dict[Part, str | None] = {}
    if made.request_run is not None:
        runs["integrationRequest.body"] = made.request_run
        types["integrationRequest.body"] = None if sent is None else header(sent.headers, "Content-Type")
    if made.response_run is not None:
        runs["response.body"] = made.response_run
        types["response.body"] = header(made.response.headers, "Content-Type")
    if isinstance(made.error, VtlRenderError):
        return Call(runs, types, heads, made.error)
    if made.error is not None:
        return REFUSED
    if made.gateway_response is not None:
        if made.response.status < 500:
            return REFUSED
        return Call(runs, types, heads, made.reason or made.gateway_response)
    heads["response"] = Head(made.logged_headers)
    return Call(runs, types, heads)


def _heads_of_template(case: TemplateCase, run: TemplateRun) -> dict[Part, Head]:
    if "Override" not in run.template.text:  # the overrides are read from `$context`, which costs time
        return {}
    if case.integration_response is None:
        return {"requestOverride": head_of_override(run.rendering.request_override)}
    return {"responseOverride": head_of_override(run.rendering.response_override)}


def _content_type_of_template(case: TemplateCase, run: TemplateRun) -> str | None:
    override = run.rendering.request_override if case.integration_response is None else run.rendering.response_override
    headers = override.get("header")
    if not isinstance(headers, Mapping):
        return None
    found = {str(name).lower(): value for name, value in headers.items()}.get("content-type")
    return found if isinstance(found, str) else None
