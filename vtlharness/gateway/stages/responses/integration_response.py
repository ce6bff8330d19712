"""The integration response of MOCK, HTTP and AWS: selection, conversion, template, parameter mapping, overrides.

Comes in: the backend's reply, or a mock's status. Goes out: status, headers and body of the method response. Next:
`gateway.stages.method_response`. Evidence: docs/fidelity.md#selection-pattern, docs/fidelity.md#response-template,
docs/fidelity.md#mapping-sources and docs/fidelity.md#overrides-in-whole-calls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vtlharness.findings import Finding
from vtlharness.gateway.backend import check_permission, error_message
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.codecs.content_handling import (
    Payload,
    as_text,
    convert_response,
    payload_bytes,
    response_template_text,
)
from vtlharness.gateway.codecs.headers import Multi, multi, override_values, replace_header
from vtlharness.gateway.codecs.media_types import accepted_type, accepts_binary, content_type, is_binary
from vtlharness.gateway.codecs.utf8 import utf8_text
from vtlharness.gateway.gateway_failure import GatewayFailure, configuration_error
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.model import IntegrationResponse, response_mappings
from vtlharness.gateway.stages.exchange import Exchange
from vtlharness.gateway.stages.parameter_mapping import map_response
from vtlharness.gateway.stages.responses.header_casing import casing_findings
from vtlharness.gateway.stages.responses.response_selection import select_response
from vtlharness.gateway.stages.template_run import run_response_template
from vtlharness.gateway.templates.rendering import TemplateRun
from vtlharness.gateway.templates.template_choice import response_template
from vtlharness.late_pattern import late_pattern
from vtlharness.records import Record, replace

if TYPE_CHECKING:
    from vtlharness.gateway.stages.responses.selection_account import SelectionAccount

_STATUS_TEXT = late_pattern("[1-5][0-9]{2}")


class MappedResponse(Record):
    """A method response before the gateway adds its headers; `run` is the run of the response template, if one ran.

    `findings` come from the mapping; the template has its own.
    """

    status: int
    headers: Multi
    body: Payload
    run: TemplateRun | None = None
    findings: tuple[Finding, ...] = ()


def mapped_response(
    exchange: Exchange, sent: IntegrationRequest, reply: BackendReply, after: TemplateRun | None
) -> MappedResponse:
    """Makes the method response of a reply; `after` is the request template's run.

    Raises GatewayFailure (500) if the reply cannot be selected, converted, rendered or mapped.
    """
    if invokes_function(sent):
        check_permission(reply)
    responses = exchange.integration.integration_responses
    selected = select_response(responses, selection_text(sent, reply), reply.status_code)
    _check_declared(exchange, selected)
    payload = converted_reply(exchange, selected, reply)
    mapped = map_response(response_mappings(selected), reply.headers, reply_text(reply), exchange)
    source = response_template(selected.response_templates, accepted_type(exchange.request.headers))
    run = None
    if source is not None:
        text = response_template_text(payload)
        run = run_response_template(exchange, source, replace(reply, body=text, raw_body=None), after)
        payload = run.rendering.text
    last = run or after
    override = last.rendering.response_override if last is not None else {}
    headers = multi(mapped)
    for name, values in override_values(override.get("header")).items():
        replace_header(headers, name, values)
    status, findings = _status(override.get("status"), selected)
    findings = (*casing_findings(response_mappings(selected), reply.headers), *findings)
    return MappedResponse(status, headers, payload, run, findings)


def invokes_function(sent: IntegrationRequest) -> bool:
    """Whether the request invokes a Lambda function."""
    return sent.service is not None and sent.service.function is not None


def selection_text(sent: IntegrationRequest, reply: BackendReply) -> str | None:
    """The text that patterns are tried on: a function's `errorMessage` (None if it has none), else the status."""
    return error_message(reply_text(reply)) if invokes_function(sent) else str(reply.status_code)


def account_of_selection(exchange: Exchange, sent: IntegrationRequest, reply: BackendReply) -> SelectionAccount | None:
    """How the integration response was chosen, for a reader; None where there was nothing to choose."""
    from vtlharness.gateway.stages.responses.selection_account import selection_account

    responses = exchange.integration.integration_responses
    text, of_function = selection_text(sent, reply), invokes_function(sent)
    if of_function and reply.status_code == 403:  # see check_permission: nothing was chosen
        return None
    if not any(response.selection_pattern for response in responses) and (text is None or not of_function):
        return None
    try:
        taken = select_response(responses, text, reply.status_code)
    except GatewayFailure:
        taken = None
    return selection_account(responses, text, of_function, taken)


def _check_declared(exchange: Exchange, selected: IntegrationResponse) -> None:
    """Checks that the method declares the status; an override may set another (docs/fidelity.md#undeclared-status)."""
    declared = exchange.method.method_responses
    if declared is not None and selected.status_code not in {response.status_code for response in declared}:
        raise configuration_error(f"Output mapping refers to an invalid method response: {selected.status_code}")


def converted_reply(exchange: Exchange, selected: IntegrationResponse, reply: BackendReply) -> Payload:
    """The reply's body as `contentHandling` wants it. Raises GatewayFailure (500) for a body that is not base64."""
    body = payload_bytes(reply.body, reply.raw_body)
    if not body:
        return ""
    listed = exchange.api.binary_media_types
    return convert_response(
        body,
        binary=is_binary(content_type(reply.headers), listed),
        accept_binary=accepts_binary(exchange.request.headers, listed),
        handling=selected.content_handling,
    )


def reply_text(reply: BackendReply) -> str:
    """The reply's body as text."""
    return utf8_text(reply.raw_body) if reply.raw_body is not None else as_text(reply.body or "")


def _status(override: object, selected: IntegrationResponse) -> tuple[int, tuple[Finding, ...]]:
    """The status of the answer, and what is to say of the one that a template set (docs/fidelity.md#status-as-text).

    An integer from 100 to 599 counts, as a number or as a text of its three digits; anything else is ignored.
    """
    if type(override) is int and 100 <= override <= 599:
        return override, ()
    if isinstance(override, str) and _STATUS_TEXT.fullmatch(override):
        return int(override), (_text_status(override),)
    return int(selected.status_code), () if override is None else (_ignored_status(override),)


_CURE = "write a number without quotes: #set($context.responseOverride.status = %s)"


def _ignored_status(status: object) -> Finding:
    message = (
        f"$context.responseOverride.status is {status!r}: anything other than an integer from 100 to 599 is ignored"
    )
    return Finding("API411", message, hint=_CURE % 404)


def _text_status(status: str) -> Finding:
    message = (
        f"$context.responseOverride.status is the text '{status}': the service is said to take a text of digits, "
        "but nobody has shown it"
    )
    return Finding("API413", message, hint=_CURE % status)
