"""The HTTP_PROXY integration: the client's request, sent on.

Comes in: an `Exchange`, then the backend's reply. Goes out: an `IntegrationRequest`, then the reply's status, headers
and body. Templates, overrides and integration responses do not apply to it; `requestParameters` do. Evidence:
docs/fidelity.md#http-and-http-proxy.
"""

from __future__ import annotations

from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.codecs.content_handling import Payload, as_text, convert_request, payload_bytes
from vtlharness.gateway.codecs.media_types import accepts_binary, content_type, is_binary
from vtlharness.gateway.codecs.utf8 import utf8_text
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.model import request_mappings
from vtlharness.gateway.stages.exchange import Exchange
from vtlharness.gateway.stages.parameter_mapping import map_request
from vtlharness.gateway.stages.requests.backend_headers import mapped_header_names, proxied_headers, refuse_headers
from vtlharness.gateway.stages.requests.custom_request import integration_uri, integration_verb, merged_query
from vtlharness.gateway.stages.requests.integration_uri import check_endpoint, split_query


def http_proxy_request(exchange: Exchange) -> IntegrationRequest:
    """Builds the request. Raises GatewayFailure (500) for refused headers and addresses without a host.

    The query string has the values of the address first, then the mapped values, or else the client's.
    """
    integration, request = exchange.integration, exchange.request
    mappings = request_mappings(integration)
    refuse_headers("HTTP_PROXY", mapped_header_names(mappings))
    mapped = map_request(mappings, request, as_text(exchange.body), exchange)
    address, query = split_query(integration_uri(exchange, mapped.path))
    check_endpoint(address)
    binary = is_binary(content_type(request.headers), exchange.api.binary_media_types)
    return IntegrationRequest(
        "HTTP_PROXY",
        integration_verb(exchange),
        address,
        proxied_headers(exchange, mapped.header),
        merged_query(query, {**request.query_string, **mapped.querystring}),
        convert_request(exchange.body, binary=binary, handling=integration.content_handling),
        timeout_in_millis=integration.timeout_in_millis,
    )


def http_proxy_payload(exchange: Exchange, reply: BackendReply) -> Payload:
    """The reply's body: bytes if its type or the client's Accept is binary for the API; else text.

    No recording shows this. It differs from a custom integration only for text with a binary Accept, which a custom
    integration would decode from base64 (docs/fidelity.md#bytes-of-http-proxy).
    """
    body = payload_bytes(reply.body, reply.raw_body)
    listed = exchange.api.binary_media_types
    if is_binary(content_type(reply.headers), listed) or accepts_binary(exchange.request.headers, listed):
        return body
    return utf8_text(body)
