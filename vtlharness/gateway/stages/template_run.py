"""Runs a mapping template of an integration, and decides the client's answer when it fails.

Comes in: an exchange, a template's source, the text it runs on. Goes out: a `TemplateRun`. Next: the integration
request or the method response. Evidence: docs/fidelity.md#failing-template. A payload that cannot be read is the
client's fault: 400 with the reader's own words. Any other failure counts as a fault of the configuration.
"""

from __future__ import annotations

from vtlharness.errors import VtlRenderError
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.gateway_failure import GatewayFailure, configuration_error
from vtlharness.gateway.roots.payload import PayloadError
from vtlharness.gateway.stages.exchange import Exchange
from vtlharness.gateway.templates.render import render_request, render_response
from vtlharness.gateway.templates.rendering import TemplateRun
from vtlharness.records import replace
from vtlharness.source import Source


def run_request_template(exchange: Exchange, source: Source, text: str) -> TemplateRun:
    """Runs a request template. Raises GatewayFailure (400 or 500) from the VtlRenderError; VtlSyntaxError as it is."""
    try:
        rendering = render_request(
            exchange.compile(source),
            replace(exchange.request, body=text),
            context=exchange.given,
            stage_variables=exchange.stage_variables,
            call=exchange.call,
        )
        return TemplateRun(source, rendering)
    except VtlRenderError as problem:
        cause = problem.__cause__
        if isinstance(cause, PayloadError):
            log = f"Execution failed: {cause.message}"
            raise GatewayFailure("BAD_REQUEST_BODY", cause.message, log=log) from problem
        raise configuration_error("Unable to transform request") from problem


def run_response_template(
    exchange: Exchange, source: Source, reply: BackendReply, after: TemplateRun | None
) -> TemplateRun:
    """Runs a response template on the reply's text. Raises GatewayFailure (500) from the VtlRenderError."""
    try:
        rendering = render_response(
            exchange.compile(source),
            exchange.request,
            reply,
            context=exchange.given,
            stage_variables=exchange.stage_variables,
            call=exchange.call,
            after=after.rendering if after is not None else None,
        )
        return TemplateRun(source, rendering)
    except VtlRenderError as problem:
        raise configuration_error("Unable to transform response") from problem
