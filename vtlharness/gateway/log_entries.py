"""The entries of the execution log, stage by stage, in the service's words.

Comes in: what a stage was given or made. Goes out: its entries, for an `ExecutionLog`. Evidence: facts/gateway.md 18,
`aws-test-invoke-*-log`.
"""

from __future__ import annotations

from collections.abc import Mapping

from vtlharness.gateway.content_handling import Payload, as_text, payload_bytes
from vtlharness.gateway.exchange import Exchange
from vtlharness.gateway.execution_log import printed_map, utc
from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.header_values import multi, single
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.records import BackendReply, MethodRequest
from vtlharness.gateway.utf8 import utf8_text
from vtlharness.java.values import HashMap

# Stand for the signature, whose values no test can know: stars as the service prints, and a token that is too long for
# an entry, as real ones are.
_SIGNATURE = "*" * 40 + "71dcd7"
_SECURITY_TOKEN = "IQoJb3JpZ2luX2VjE" + "x" * 1023


def method_request_entries(exchange: Exchange, path: str) -> list[str]:
    """What the client sent; `path` is the concrete path."""
    request = exchange.request
    return [
        f"Starting execution for request: {exchange.call.request_id}",
        f"HTTP Method: {request.http_method}, Resource Path: {path}",
        f"Method request path: {printed_map(request.path_parameters)}",
        f"Method request query string: {printed_map(single(multi(request.query_string)))}",
        f"Method request headers: {printed_map(single(multi(request.headers)))}",
        f"Method request body before transformations: {utf8_text(exchange.body)}",
    ]


def integration_request_entries(exchange: Exchange, sent: IntegrationRequest) -> list[str]:
    """What goes to the backend; the headers in the order of a Java HashMap, a request to AWS with its signature."""
    headers: HashMap = HashMap(single(sent.headers))
    if sent.service is not None:
        when = utc(exchange.call.request_time_epoch)
        headers["Authorization"] = _SIGNATURE
        headers["X-Amz-Date"] = f"{when:%Y%m%dT%H%M%SZ}"
        headers["X-Amz-Security-Token"] = _SECURITY_TOKEN
    return [
        f"Endpoint request URI: {sent.url}",
        f"Endpoint request headers: {printed_map(headers)}",
        f"Endpoint request body after transformations: {sent.body_text}",
        f"Sending request to {sent.url}",
    ]


def reply_entries(exchange: Exchange, reply: BackendReply) -> list[str]:
    """What the backend answered."""
    latency = exchange.call.integration_latency
    return [
        f"Received response. Status: {reply.status_code}, Integration latency: {latency} ms",
        f"Endpoint response headers: {printed_map(single(multi(reply.headers)))}",
        f"Endpoint response body before transformations: {utf8_text(payload_bytes(reply.body, reply.raw_body))}",
    ]


def method_response_entries(status: int, headers: Mapping[str, list[str]], body: Payload) -> list[str]:
    """What the client gets."""
    return [
        f"Method response body after transformations: {as_text(body)}",
        f"Method response headers: {printed_map(single(headers))}",
        "Successfully completed execution",
        f"Method completed with status: {status}",
    ]


def failure_entries(failure: GatewayFailure, status: int) -> list[str]:
    """What went wrong, and the status that came of it."""
    completed = f"Method completed with status: {status}"
    return [completed] if failure.log is None else [failure.log, completed]


def method_path(request: MethodRequest) -> str:
    """The path of a request as the log tells it: slashes in front of it are one."""
    return "/" + request.path.lstrip("/")
