"""The AWS_PROXY integration's request: the event that a Lambda function receives.

Comes in: an `Exchange`. Goes out: an `IntegrationRequest` whose body is the event. Next: the backend, then
`gateway.stages.lambda_proxy_result`. Templates and parameter mappings do not apply to it. Evidence:
docs/fidelity.md#proxy-event.
"""

from __future__ import annotations

from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.codecs.content_handling import base64_of
from vtlharness.gateway.codecs.headers import Multi, drop_headers, header, multi, replace_header, single
from vtlharness.gateway.codecs.json_body import json_body
from vtlharness.gateway.codecs.media_types import content_type, is_binary
from vtlharness.gateway.codecs.trace_header import TRACE_HEADER
from vtlharness.gateway.codecs.utf8 import utf8_text
from vtlharness.gateway.gateway_failure import configuration_error
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.model import request_mappings
from vtlharness.gateway.roots.params import HIDDEN_HEADERS
from vtlharness.gateway.stages.exchange import Exchange
from vtlharness.gateway.stages.requests.backend_headers import mapped_header_names, refuse_headers
from vtlharness.gateway.stages.requests.custom_request import integration_role, integration_uri
from vtlharness.gateway.stages.requests.integration_uri import needed_service_arn
from vtlharness.java.values import ContextMap

_CANONICAL = {"authorization": "Authorization", "user-agent": "User-Agent"}
_NOT_IN_EVENT = ("requestOverride", "responseOverride")


def lambda_proxy_request(exchange: Exchange) -> IntegrationRequest:
    """Builds the invocation.

    Raises GatewayFailure (500) for an integration verb other than POST, for headers that must not be mapped (although
    nothing is mapped here), and for a URI that is not an ARN of the service. Raises VtlHarnessError for a service other
    than Lambda: the gateway also accepts Firehose, but nobody has recorded the request that it sends.
    """
    integration = exchange.integration
    refuse_headers("AWS_PROXY", mapped_header_names(request_mappings(integration)))
    if integration.http_method not in (None, "POST"):
        raise configuration_error("Lambda proxy integrations must be invoked with POST")
    uri = integration_uri(exchange, {})
    service = needed_service_arn(uri)
    if service.function is None:
        raise VtlHarnessError(
            f"AWS_PROXY with {service.service} cannot be run: nobody has recorded the request that the gateway sends",
            hint="an AWS integration with a mapping template can be tested",
        )
    headers: Multi = {
        "Accept": ["application/json"],
        "User-Agent": [f"AmazonAPIGateway_{exchange.call.api_id}"],
        "x-amzn-apigateway-api-id": [exchange.call.api_id],
        "x-amzn-lambda-integration-tag": [exchange.call.request_id],
        "Content-Type": ["application/json"],
        TRACE_HEADER: [exchange.trace_id],
    }
    body = json_body(proxy_event(exchange))
    address = f"https://{service.endpoint}/{service.target.lstrip('/')}"
    timeout, role = integration.timeout_in_millis, integration_role(exchange)
    return IntegrationRequest("AWS_PROXY", "POST", address, headers, {}, body, service, timeout, role)


def proxy_event(exchange: Exchange) -> dict[str, object]:
    """The event: the path is not decoded, the query string is; empty maps and bodies are null."""
    request = exchange.request
    headers = _event_headers(exchange)
    query = multi(request.query_string)
    binary = is_binary(content_type(request.headers), exchange.api.binary_media_types)
    body = base64_of(exchange.body) if binary else utf8_text(exchange.body)
    return {
        "resource": request.resource_path,
        "path": "/" + request.path.lstrip("/"),
        "httpMethod": request.http_method,
        "headers": single(headers) or None,
        "multiValueHeaders": headers or None,
        "queryStringParameters": single(query) or None,
        "multiValueQueryStringParameters": query or None,
        "pathParameters": {name: str(value) for name, value in request.path_parameters.items()} or None,
        "stageVariables": exchange.stage_variables or None,
        "requestContext": {
            name: _plain(value) for name, value in dict.items(exchange.context) if name not in _NOT_IN_EVENT
        },
        "body": body or None,
        "isBase64Encoded": binary and bool(body),
    }


def _event_headers(exchange: Exchange) -> Multi:
    """The client's headers except those that never arrive; the service adds the origin of the call, and the trace."""
    headers = multi(exchange.request.headers)
    drop_headers(headers, HIDDEN_HEADERS)
    headers = {_CANONICAL.get(name.lower(), name): values for name, values in headers.items()}
    if header(headers, "Host") is None:
        headers["Host"] = [str(exchange.context.get("domainName"))]
    for name, value in (
        (TRACE_HEADER, exchange.trace_id),
        ("X-Forwarded-For", exchange.call.source_ip),
        ("X-Forwarded-Port", "443"),
        ("X-Forwarded-Proto", "https"),
    ):
        replace_header(headers, name, [value])
    return headers


def _plain(value: object) -> object:
    """A part of `$context` as JSON data."""
    if type(value) is ContextMap:
        return {name: _plain(item) for name, item in dict.items(value)}
    return value
