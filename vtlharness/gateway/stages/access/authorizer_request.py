"""The request to the function of a Lambda authorizer, and what its reply says.

Comes in: an `Exchange`, the authorizer of its method, the identity of the caller. Goes out: an `IntegrationRequest`
whose body is the event; then, from the reply, an `AuthorizerAnswer`. Next: `gateway.stages.authorization`. Evidence:
docs/fidelity.md#event-of-an-authorizer.
"""

from __future__ import annotations

import json

from vtlharness.gateway.access import AccessError, AuthorizerAnswer, LambdaOutput
from vtlharness.gateway.backend import error_message, function_failed
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.codecs.json_body import json_body
from vtlharness.gateway.codecs.trace_header import TRACE_HEADER
from vtlharness.gateway.codecs.utf8 import utf8_text
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.model import Authorizer
from vtlharness.gateway.service_arn import parse_service_arn
from vtlharness.gateway.stages.exchange import Exchange
from vtlharness.gateway.stages.requests.integration_uri import render_stage_variables
from vtlharness.gateway.stages.requests.lambda_proxy_event import proxy_event
from vtlharness.visible import one_line

_OF_THE_BODY = ("body", "isBase64Encoded")
_NEEDED = ("principalId", "policyDocument")


class UnreadableResultError(Exception):
    """A result that the service cannot read: `printed` is how its log shows it, the text says what is wrong."""

    def __init__(self, printed: str, reason: str) -> None:
        super().__init__(reason)
        self.printed = printed


def authorizer_request(
    exchange: Exchange, authorizer: Authorizer, identity: str, method_arn: str
) -> IntegrationRequest:
    """The invocation of the authorizer's function. Raises AccessError for an authorizer that names no function."""
    uri = render_stage_variables(authorizer.uri or "", exchange.stage_variables)
    service = parse_service_arn(uri)
    if service is None or service.function is None:
        raise AccessError(
            f"the authorizer `{one_line(authorizer.name)}` names no Lambda function",
            hint="say in the case what it answers: `authorizer: {principalId: user}`",
        )
    if authorizer.type == "TOKEN":
        event: dict[str, object] = {"type": "TOKEN", "methodArn": method_arn, "authorizationToken": identity}
    else:
        sent = {name: value for name, value in proxy_event(exchange).items() if name not in _OF_THE_BODY}
        maps = {name: {} if value is None else value for name, value in sent.items()}
        event = {"type": "REQUEST", "methodArn": method_arn, **maps}
    headers = {
        "Accept": ["application/json"],
        "User-Agent": [f"AmazonAPIGateway_{exchange.call.api_id}"],
        "Content-Type": ["application/json"],
        TRACE_HEADER: [exchange.trace_id],
    }
    address = f"https://{service.endpoint}/{service.target.lstrip('/')}"
    return IntegrationRequest("AWS", "POST", address, headers, {}, json_body(event), service)


def authorizer_answer(reply: BackendReply) -> AuthorizerAnswer:
    """What the function answers. Raises UnreadableResultError for a result without a principal or a policy."""
    text = utf8_text(reply.raw_body) if reply.raw_body is not None else reply.body or ""
    if function_failed(reply):
        return "unauthorized" if error_message(text) == "Unauthorized" else "fails"
    if reply.status_code != 200:
        return "fails"
    try:
        output = json.loads(text or "null")
    except (ValueError, RecursionError):
        raise UnreadableResultError(text, "the authorizer's result is not JSON") from None
    if not isinstance(output, dict):
        raise UnreadableResultError(text, "the authorizer's result is not an object")
    missing = [name for name in _NEEDED if output.get(name) is None]
    if missing:
        raise UnreadableResultError(text, f"the authorizer's result has no `{missing[0]}`")
    return LambdaOutput(output)
