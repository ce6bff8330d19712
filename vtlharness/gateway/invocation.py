"""A whole call: method request → integration request → backend → integration response → method response.

Comes in: an API, a method request, a backend. Goes out: an `Invocation` with the results of every stage. Each stage has
its own module; this one calls them in turn and turns a GatewayFailure into the client's answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from vtlharness.errors import VtlHarnessError
from vtlharness.findings import Finding
from vtlharness.gateway.access import NOTHING_SAID, Access, AuthorizerAnswer
from vtlharness.gateway.access_log import FinishedCall, access_log_line
from vtlharness.gateway.backend import AuthorizerBackend, Backend, BackendTimeout, BackendUnreachable
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.call import SAMPLE_CALL, Call
from vtlharness.gateway.cloudwatch_entries import gateway_response_entries, opening_entries, usage_plan_entries
from vtlharness.gateway.codecs.content_handling import Payload
from vtlharness.gateway.codecs.headers import Multi, multi
from vtlharness.gateway.codecs.media_types import content_type
from vtlharness.gateway.codecs.text_values import text_values
from vtlharness.gateway.codecs.utf8 import utf8_text
from vtlharness.gateway.execution_log import (
    ExecutionLog,
    completed_entries,
    failure_entries,
    integration_request_entries,
    method_path,
    method_request_entries,
    method_response_entries,
    note_entry,
    reply_entries,
)
from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.mapping_expression import Around, Surroundings
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import IntegrationType, RestApi, request_mappings
from vtlharness.gateway.roots.context import request_context
from vtlharness.gateway.stages.access.api_keys import with_api_key
from vtlharness.gateway.stages.access.authorization import authorized
from vtlharness.gateway.stages.edge import arriving, leaving
from vtlharness.gateway.stages.exchange import Exchange, TemplateCompiler, compile_once, new_exchange
from vtlharness.gateway.stages.mock import mock_status
from vtlharness.gateway.stages.refusal import refuse
from vtlharness.gateway.stages.requests.custom_request import custom_request
from vtlharness.gateway.stages.requests.http_proxy import http_proxy_payload, http_proxy_request
from vtlharness.gateway.stages.requests.json_backend import body_finding
from vtlharness.gateway.stages.requests.lambda_proxy_event import lambda_proxy_request
from vtlharness.gateway.stages.responses.gateway_responses import error_variables, gateway_response_message
from vtlharness.gateway.stages.responses.header_casing import casing_findings
from vtlharness.gateway.stages.responses.integration_response import account_of_selection, mapped_response
from vtlharness.gateway.stages.responses.lambda_proxy_result import lambda_proxy_result
from vtlharness.gateway.stages.responses.method_response import MethodResponseMessage, method_headers, sent_headers
from vtlharness.gateway.stages.routing import Route, find_route
from vtlharness.gateway.templates.rendering import TemplateRun
from vtlharness.gateway.templates.template_choice import choice_findings
from vtlharness.gateway.validation.validation import validate_request
from vtlharness.limits.budget import Limits, current_budget
from vtlharness.limits.errors import under_limits
from vtlharness.records import Record, field, replace

if TYPE_CHECKING:
    from vtlharness.gateway.stages.responses.selection_account import SelectionAccount

_OF_CONTEXT = {
    "accountId": "account_id",
    "extendedRequestId": "extended_request_id",
    "requestId": "request_id",
    "resourceId": "resource_id",
}


class Invocation(Record):
    """The result of a call.

    `integration_request` is None if the gateway answered before it was made (for MOCK it holds the rendered body);
    `backend_reply` is None if no backend was called. `gateway_response` is the type of the gateway response that the
    client got, None for an ordinary one; `reason` is what the execution log says of it, `error` the template's failure
    that caused it, if any. `request_run` and `response_run` are the templates that ran; `mapping_warnings` are the
    findings beside theirs. `authorizer_answer` is what the function of a Lambda authorizer answered, if it was
    called. `logged_headers` are the headers of the response without those that the gateway adds to
    every answer: the execution log's, and TestInvokeMethod's. `function_output` has the lines that a function of this
    computer printed, also where it did not answer in time.
    """

    integration_request: IntegrationRequest | None
    response: MethodResponseMessage
    gateway_response: str | None = None
    backend_reply: BackendReply | None = None
    execution_log: ExecutionLog | None = field(default=None, repr=False, compare=False)
    error: VtlHarnessError | None = None
    logged_headers: Mapping[str, list[str]] = field(default_factory=dict)
    request_run: TemplateRun | None = None
    response_run: TemplateRun | None = None
    mapping_warnings: tuple[Finding, ...] = ()
    reason: str | None = None
    selection_maker: Callable[[], SelectionAccount | None] | None = field(default=None, repr=False, compare=False)
    access_entry: Callable[[], str] | None = field(default=None, repr=False, compare=False)
    function_output: tuple[str, ...] = field(default=(), repr=False, compare=False)
    authorizer_answer: AuthorizerAnswer | None = field(default=None, compare=False)

    @property
    def log(self) -> tuple[str, ...]:
        """The execution log line by line, written out at each access; empty for a call that met no method."""
        return () if self.execution_log is None else self.execution_log.lines()

    @property
    def selection(self) -> SelectionAccount | None:
        """How the integration response was chosen, told at each access; None where there was nothing to choose."""
        return None if self.selection_maker is None else self.selection_maker()

    @property
    def cloudwatch_log(self) -> tuple[str, ...]:
        """The execution log as CloudWatch keeps it, written out at each access; empty for a call that met no method."""
        return () if self.execution_log is None else self.execution_log.cloudwatch_lines()

    @property
    def access_log(self) -> str | None:
        """The line of the access log, written out at each access; None if the stage has no format for it."""
        return None if self.access_entry is None else self.access_entry()

    @property
    def runs(self) -> tuple[TemplateRun, ...]:
        """The templates that ran, in their order."""
        return tuple(run for run in (self.request_run, self.response_run) if run is not None)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings: from the request template, from the response template, and from the mapping around them."""
        return (*(finding for run in self.runs for finding in run.rendering.findings), *self.mapping_warnings)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The same as `findings`."""
        return self.findings


def invoke(
    api: RestApi,
    request: MethodRequest,
    backend: Backend,
    call: Call = SAMPLE_CALL,
    *,
    context: Mapping[str, object] | None = None,
    stage_variables: Mapping[str, object] | None = None,
    compile_template: TemplateCompiler = compile_once,
    limits: Limits | None = None,
    access: Access = NOTHING_SAID,
    call_authorizer: AuthorizerBackend | None = None,
) -> Invocation:
    """Sends a request through an API.

    The resource is found from `http_method` and `path` (which stands without the stage); the query string is given
    decoded. `context` is merged over `$context`, `stage_variables` over those of the stage; the API's id and stage
    count instead of the call's; `compile_template` makes the templates. `limits` bound what each template may use, and
    the time of the whole call; without them, the defaults hold, except for the time. `access` says what the authorizer
    answers, which API keys there are, and whether the gateway itself refuses the call; where it does not say what a
    Lambda authorizer answers, `call_authorizer` calls its function. Raises VtlSyntaxError for a
    template that does not parse, LimitError where a limit is exceeded, AccessError where an authorizer is asked and
    `access` does not say what it answers; a template that fails while it renders ends in a gateway response, as on the
    service, with the failure in `error`.
    """

    def invoked() -> Invocation:
        current_budget().begin_anew()
        arrived = arriving(api, request)
        try:
            refuse(access.refused, "before routing")
            route = find_route(api.methods, arrived.http_method, arrived.path)
            if route is None:
                raise GatewayFailure("MISSING_AUTHENTICATION_TOKEN")
        except GatewayFailure as failure:
            return _before_method(failure, api, arrived, _call_of(api, call, context), context, stage_variables)
        return invoke_route(
            api,
            route,
            arrived,
            backend,
            call,
            context=context,
            stage_variables=stage_variables,
            compile_template=compile_template,
            access=access,
            call_authorizer=call_authorizer,
        )

    return under_limits(limits, invoked)


def invoke_route(
    api: RestApi,
    route: Route,
    request: MethodRequest,
    backend: Backend,
    call: Call = SAMPLE_CALL,
    *,
    context: Mapping[str, object] | None = None,
    stage_variables: Mapping[str, object] | None = None,
    shown_path: str | None = None,
    compile_template: TemplateCompiler = compile_once,
    access: Access | None = NOTHING_SAID,
    call_authorizer: AuthorizerBackend | None = None,
) -> Invocation:
    """Sends a request through a known method. Parameters and errors as in `invoke`; `shown_path` is the path that the
    log shows. Without `access` nothing is asked to authorize the call.
    """
    call = _call_of(api, call, context)
    exchange = new_exchange(api, route, request, call, context, stage_variables, compile_template)
    run = _Run(exchange, backend)
    path = method_path(request) if shown_path is None else shown_path
    run.log.add_to_cloudwatch(lambda: opening_entries(exchange))
    try:
        if access is not None:
            run.authorize(access, call_authorizer)
        run.started = True
        run.log.add_to_cloudwatch(lambda: usage_plan_entries(run.exchange))
        run.log.add(lambda: method_request_entries(exchange, path))
        run.admit(access or NOTHING_SAID)
        return run.completed()
    except GatewayFailure as failure:
        return run.failed(failure)
    finally:
        del run.log, run.selection  # what they hold refers to the run, and would wait for the garbage collector


@lru_cache(maxsize=64)
def _on_stage(call: Call, api_id: str, stage: str) -> Call:
    return replace(call, api_id=api_id, stage=stage)


def _call_of(api: RestApi, call: Call, context: Mapping[str, object] | None) -> Call:
    """The call with the values of the API's stage and of a given `$context`, so that headers and log agree."""
    call = _on_stage(call, api.id, api.stage.stage_name)
    if not context:
        return call
    given = {field: context[name] for name, field in _OF_CONTEXT.items() if type(context.get(name)) is str}
    if type(context.get("requestTimeEpoch")) is int:
        given["request_time_epoch"] = context["requestTimeEpoch"]
    identity = context.get("identity")
    if isinstance(identity, Mapping) and isinstance(identity.get("sourceIp"), str):
        given["source_ip"] = identity["sourceIp"]
    return replace(call, **given)


class _Run:
    """One call on its way through its stages, with their results so far."""

    def __init__(self, exchange: Exchange, backend: Backend) -> None:
        self.exchange = exchange
        self.backend = backend
        self.key_of_authorizer: str | None = None
        self.authorizer_answer: AuthorizerAnswer | None = None
        self.started = False
        self.log = ExecutionLog(exchange.call)
        self.sent: IntegrationRequest | None = None
        self.reply: BackendReply | None = None
        self.request_run: TemplateRun | None = None
        self.response_run: TemplateRun | None = None
        self.findings: tuple[Finding, ...] = ()
        self.selection: Callable[[], SelectionAccount | None] | None = None
        self.error: dict[str, object] | None = None
        self.function_output: tuple[str, ...] = ()

    def authorize(self, access: Access, call: AuthorizerBackend | None) -> None:
        """Asks the method's authorizer. Raises GatewayFailure for a call that is not authorized."""
        refuse(access.refused, "before routing")
        refuse(access.refused, "authorization")
        found = authorized(self.exchange, access.authorizer, call)
        self.exchange = found.exchange
        self.authorizer_answer = found.answer
        self.log.add(lambda: found.entries)
        if found.failure is not None:
            raise found.failure
        self.key_of_authorizer = found.usage_identifier_key

    def admit(self, access: Access) -> None:
        """The checks before the integration: first a required API key, then validation. Raises GatewayFailure."""
        refuse(access.refused, "API key")
        self.exchange = exchange = with_api_key(self.exchange, access.api_keys, self.key_of_authorizer)
        refuse(access.refused, "usage plan")
        refuse(access.refused, "validation")
        validate_request(exchange.method, exchange.api.models, exchange.request, utf8_text(exchange.body))
        refuse(access.refused, "integration")

    def completed(self) -> Invocation:
        """Runs the integration. Raises GatewayFailure."""
        return _INTEGRATIONS[self.exchange.integration.type](self)

    def proxied_over_http(self) -> Invocation:
        """HTTP_PROXY: the backend's reply is the client's answer."""
        exchange = self.exchange
        self.findings = tuple(casing_findings(request_mappings(exchange.integration), exchange.request.headers))
        reply = self._ask(http_proxy_request(exchange))
        payload = http_proxy_payload(self.exchange, reply)
        return self._answer(reply.status_code, multi(reply.headers), payload)

    def proxied_to_lambda(self) -> Invocation:
        """AWS_PROXY: the function gets an event and says what the client gets."""
        reply = self._ask(lambda_proxy_request(self.exchange))
        result = lambda_proxy_result(self.exchange, reply)
        return self._answer(result.status, result.headers, result.body)

    def mocked(self) -> Invocation:
        """MOCK: the request template names the status, and no backend is asked."""
        self.sent = sent = self._custom_request()
        return self._mapped(sent, BackendReply(mock_status(sent.body_text)))

    def mapped(self) -> Invocation:
        """HTTP and AWS: templates and mappings make the request to the backend, and the client's answer."""
        sent = self._custom_request()
        return self._mapped(sent, self._ask(sent))

    def _custom_request(self) -> IntegrationRequest:
        integration, headers = self.exchange.integration, self.exchange.request.headers
        self.findings = (
            *choice_findings(integration.request_templates, content_type(headers)),
            *casing_findings(request_mappings(integration), headers),
        )
        sent, self.request_run = custom_request(self.exchange)
        found = body_finding(self.exchange, sent, self.request_run)
        if found is not None:
            self.findings += (found,)
        return sent

    def _mapped(self, sent: IntegrationRequest, reply: BackendReply) -> Invocation:
        self.selection = lambda: account_of_selection(self.exchange, sent, reply)
        response = mapped_response(self.exchange, sent, reply, self.request_run)
        self.response_run = response.run
        self.findings += response.findings
        return self._answer(response.status, response.headers, response.body)

    def failed(self, failure: GatewayFailure) -> Invocation:
        """The client's answer to a failure, which the gateway gives."""
        exchange = self.exchange
        response, headers = _answered(failure, exchange.api, exchange.request, exchange, exchange.call)
        logged = {name: values for name, values in headers.items() if name != "Content-Type"}
        self.log.add(lambda: failure_entries(failure))
        self.log.add_to_cloudwatch(lambda: gateway_response_entries(failure.response_type, response, logged))
        if self.started:
            self.log.add(lambda: completed_entries(response.status))
        self.error = error_variables(failure)
        cause = failure.__cause__
        return self._invocation(
            response,
            logged,
            failure.response_type,
            cause if isinstance(cause, VtlHarnessError) else None,
            failure.reason or failure.log,
        )

    def _ask(self, sent: IntegrationRequest) -> BackendReply:
        self.sent = sent
        self.log.add(lambda: integration_request_entries(self.exchange, sent))
        try:
            reply = self.backend(sent)
        except BackendUnreachable as unreachable:
            log = "Execution failed due to configuration error: Network error communicating with endpoint"
            why = str(unreachable)
            if why:
                self.log.add(lambda: [note_entry(why)])
            raise GatewayFailure("INTEGRATION_FAILURE", log=log, reason=f"{log} ({why})" if why else None) from None
        except BackendTimeout as timeout:
            self.function_output = timeout.function_output
            log = "Execution failed due to a timeout error"
            raise GatewayFailure("INTEGRATION_TIMEOUT", log=log) from None
        self.reply = reply
        self.function_output = reply.function_output
        self.log.add(lambda: reply_entries(self.exchange, reply))
        return reply

    def _answer(self, status: int, headers: Multi, body: Payload) -> Invocation:
        exchange = self.exchange
        logged = method_headers(headers, exchange.integration.type, exchange.trace_id)
        self.log.add(lambda: method_response_entries(status, logged, body))
        sent = leaving(exchange.api, status, sent_headers(logged, exchange.request.headers, body, exchange.call))
        return self._invocation(MethodResponseMessage(status, sent, body), logged)

    def _invocation(
        self,
        response: MethodResponseMessage,
        logged: Multi,
        gateway_response: str | None = None,
        error: VtlHarnessError | None = None,
        reason: str | None = None,
    ) -> Invocation:
        exchange = self.exchange
        return Invocation(
            self.sent,
            response,
            gateway_response,
            self.reply,
            self.log,
            error,
            logged,
            self.request_run,
            self.response_run,
            self.findings,
            reason,
            self.selection,
            None if exchange.api.stage.access_log_format is None else self._access_entry(response),
            self.function_output,
            self.authorizer_answer,
        )

    def _access_entry(self, response: MethodResponseMessage) -> Callable[[], str] | None:
        exchange = self.exchange
        return _access_entry(
            FinishedCall(
                exchange.api,
                exchange.call,
                exchange.context,
                response,
                exchange.integration.type,
                self.sent is not None and exchange.integration.type != "MOCK",
                self.reply,
                self.error,
            )
        )


_INTEGRATIONS: dict[IntegrationType, Callable[[_Run], Invocation]] = {
    "MOCK": _Run.mocked,
    "HTTP": _Run.mapped,
    "HTTP_PROXY": _Run.proxied_over_http,
    "AWS": _Run.mapped,
    "AWS_PROXY": _Run.proxied_to_lambda,
}
"""The way of a call through each type of integration."""


def _before_method(
    failure: GatewayFailure,
    api: RestApi,
    request: MethodRequest,
    call: Call,
    context: Mapping[str, object] | None,
    stage_variables: Mapping[str, object] | None,
) -> Invocation:
    """The client's answer to a call that met no method; the service keeps no execution log of such a call."""
    variables = {**api.stage.variables, **text_values(stage_variables)}
    surroundings = Surroundings(request_context(request, context, call), variables)
    response, headers = _answered(failure, api, request, surroundings, call)
    met = {**surroundings.context, "resourcePath": None, "resourceId": None}
    finished = FinishedCall(api, call, met, response, error=error_variables(failure))
    return Invocation(
        None,
        response,
        failure.response_type,
        logged_headers=headers,
        reason=failure.reason,
        access_entry=_access_entry(finished),
    )


def _access_entry(finished: FinishedCall) -> Callable[[], str] | None:
    """The function that writes the access log of a call; None if the stage has no format for it."""
    log_format = finished.api.stage.access_log_format
    return None if log_format is None else partial(access_log_line, log_format, finished)


def _answered(
    failure: GatewayFailure, api: RestApi, request: MethodRequest, surroundings: Around, call: Call
) -> tuple[MethodResponseMessage, Multi]:
    """The gateway response of a failure, and its headers without those that the gateway adds to every answer."""
    answer = gateway_response_message(failure, api.gateway_responses, request, surroundings)
    headers: Multi = {name: [value] for name, value in answer.headers.items()}
    sent = leaving(api, answer.status, sent_headers(headers, request.headers, answer.body, call))
    return MethodResponseMessage(answer.status, sent, answer.body), headers
