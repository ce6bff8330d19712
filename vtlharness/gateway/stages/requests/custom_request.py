"""The integration request of MOCK, HTTP and AWS: template, parameter mapping, overrides, address.

Comes in: an `Exchange`. Goes out: an `IntegrationRequest`, and the run of the request template, whose `$context` the
response template continues. Next: `gateway.stages.mock` or the backend. Evidence: docs/fidelity.md#passthrough,
docs/fidelity.md#request-parameters, docs/fidelity.md#overrides-in-whole-calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from vtlharness.gateway.codecs.content_handling import Payload, as_text, convert_request, request_template_text
from vtlharness.gateway.codecs.headers import Multi, header, multi, override_values
from vtlharness.gateway.codecs.media_types import content_type, is_binary
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.model import request_mappings
from vtlharness.gateway.service_arn import ServiceArn
from vtlharness.gateway.stages.exchange import Exchange
from vtlharness.gateway.stages.parameter_mapping import MappedRequest, map_request
from vtlharness.gateway.stages.requests.backend_headers import custom_headers, mapped_header_names, refuse_headers
from vtlharness.gateway.stages.requests.integration_uri import (
    check_endpoint,
    needed_service_arn,
    render_path_parameters,
    render_stage_variables,
    split_query,
)
from vtlharness.gateway.stages.template_run import run_request_template
from vtlharness.gateway.templates.mapping_template import MappingTemplate
from vtlharness.gateway.templates.rendering import TemplateRun
from vtlharness.gateway.templates.template_choice import request_template
from vtlharness.records import replace
from vtlharness.source import Source

# Services that take JSON and learn the action from a header, which the gateway adds
# (docs/fidelity.md#action-addresses). ssm is not among them: it answers as a query service
# (docs/fidelity.md#other-services).
_TARGET_PREFIX = {"dynamodb": "DynamoDB_20120810", "kinesis": "Kinesis_20131202", "states": "AWSStepFunctions"}


def custom_request(exchange: Exchange) -> tuple[IntegrationRequest, TemplateRun | None]:
    """Builds the integration request.

    Raises GatewayFailure: 415 for a content type that may not pass; 400 and 500 for a request that cannot be converted,
    rendered, mapped or addressed.
    """
    integration = exchange.integration
    sent_type = content_type(exchange.request.headers)
    source = request_template(integration.request_templates, sent_type, integration.passthrough_behavior)
    binary = is_binary(sent_type, exchange.api.binary_media_types)
    payload = _converted_body(exchange, binary=binary)
    mappings = request_mappings(integration)
    mapped = map_request(mappings, exchange.request, as_text(exchange.body), exchange)
    run = None
    override: Mapping[str, object] = {}
    if source is not None:
        run = run_request_template(exchange, source, request_template_text(payload))
        payload, override = run.rendering.text, run.rendering.request_override
    if integration.type == "MOCK":
        return IntegrationRequest("MOCK", exchange.request.http_method, "", body=payload), run
    header_override = override.get("header")
    refuse_headers(integration.type, mapped_header_names(mappings))
    refuse_headers(integration.type, header_override if isinstance(header_override, Mapping) else ())
    headers = custom_headers(exchange, mapped.header, header_override)
    uri, query, service = _address(exchange, mapped, override)
    if service is not None:
        _add_service_headers(headers, service, exchange)
    verb = integration_verb(exchange)
    timeout = integration.timeout_in_millis
    role = integration_role(exchange)
    return IntegrationRequest(integration.type, verb, uri, headers, query, payload, service, timeout, role), run


def traced_request_run(exchange: Exchange, run: TemplateRun) -> TemplateRun:
    """The run of the request template once more, with the origins of its output. Raises as `custom_request` does."""
    binary = is_binary(content_type(exchange.request.headers), exchange.api.binary_media_types)
    tracing = replace(exchange, compile=_traced)
    return run_request_template(tracing, run.template, request_template_text(_converted_body(exchange, binary=binary)))


def _traced(source: Source) -> MappingTemplate:
    return MappingTemplate(source, traced=True)


def _converted_body(exchange: Exchange, *, binary: bool) -> Payload:
    """The client's body as `contentHandling` wants it."""
    return convert_request(exchange.body, binary=binary, handling=exchange.integration.content_handling)


def integration_verb(exchange: Exchange) -> str:
    """The integration's verb; `ANY`, and none at all, stand for the client's."""
    verb = exchange.integration.http_method
    return exchange.request.http_method if verb in (None, "ANY") else str(verb)


def integration_uri(exchange: Exchange, path_parameters: Mapping[str, object]) -> str:
    """The integration's `uri` with its stage variables and path parameters."""
    uri = render_stage_variables(exchange.integration.uri or "", exchange.stage_variables)
    return render_path_parameters(uri, path_parameters)


def integration_role(exchange: Exchange) -> str | None:
    """The role that calls the backend, with its stage variables; None if the integration names none."""
    role = exchange.integration.credentials
    return None if role is None else render_stage_variables(role, exchange.stage_variables)


def merged_query(query: Multi, more: Mapping[str, object]) -> Multi:
    """A query string with more values after those it has (docs/fidelity.md#path-parameters-in-addresses)."""
    merged = {name: list(values) for name, values in query.items()}
    if not more:
        return merged
    for name, values in multi(more).items():
        merged.setdefault(name, []).extend(values)
    return merged


def _address(
    exchange: Exchange, mapped: MappedRequest, override: Mapping[str, object]
) -> tuple[str, Multi, ServiceArn | None]:
    uri = integration_uri(exchange, {**mapped.path, **override_values(override.get("path"))})
    service: ServiceArn | None = None
    if exchange.integration.type == "AWS":
        address, query, service = _service_address(uri)
    else:
        address, query = split_query(uri)
        check_endpoint(address)
    return address, merged_query(query, {**mapped.querystring, **override_values(override.get("querystring"))}), service


@lru_cache(maxsize=1024)
def _service_address(uri: str) -> tuple[str, Multi, ServiceArn]:
    """The address of an AWS service, its query string, which nobody may change, and the ARN. Raises GatewayFailure."""
    service = needed_service_arn(uri)
    if service.kind == "path":
        return *split_query(f"https://{service.endpoint}/{service.target.lstrip('/')}"), service
    action, _, more = service.target.partition("&")
    return f"https://{service.endpoint}/", merged_query({"Action": [action]}, split_query(f"?{more}")[1]), service


def _add_service_headers(headers: Multi, service: ServiceArn, exchange: Exchange) -> None:
    if service.function is not None:
        headers["x-amzn-lambda-integration-tag"] = [exchange.call.request_id]
    prefix = _TARGET_PREFIX.get(service.service) if service.kind == "action" else None
    if prefix is not None and header(headers, "X-Amz-Target") is None:
        headers["X-Amz-Target"] = [f"{prefix}.{service.target}"]
