"""The AWS_PROXY integration's answer: the payload that a Lambda function returns, read as an HTTP response.

Comes in: the backend's reply. Goes out: status, headers, body. Next: `gateway.stages.method_response`. Evidence:
docs/fidelity.md#proxy-result, docs/fidelity.md#conversions. Where no recording shows a form, this module reads it as
Jackson does, which agrees with all recorded payloads: it accepts a scalar in place of a text
(docs/fidelity.md#unrecorded-proxy-results).
"""

from __future__ import annotations

import json
import re

from vtlharness.gateway.backend import check_permission, error_message, function_failed
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.codecs.content_handling import Payload, decode_base64, payload_bytes
from vtlharness.gateway.codecs.headers import Multi, header
from vtlharness.gateway.codecs.media_types import accepts_binary
from vtlharness.gateway.codecs.utf8 import utf8_text
from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.stages.exchange import Exchange
from vtlharness.late_pattern import late_pattern
from vtlharness.records import Record

_KEYS = frozenset({"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"})
_INTEGER = late_pattern(r"[+-]?[0-9]+", re.ASCII)


class ProxyResult(Record):
    """The response that a payload asks for."""

    status: int
    headers: Multi
    body: Payload


def lambda_proxy_result(exchange: Exchange, reply: BackendReply) -> ProxyResult:
    """Reads a function's payload.

    Raises GatewayFailure: 502 for a function that failed and for a payload of another form; 500 for a function that may
    not be invoked, and for a body that `isBase64Encoded` calls base64 and that is not.
    """
    check_permission(reply)
    text = utf8_text(payload_bytes(reply.body, reply.raw_body))
    if function_failed(reply):
        message = error_message(text)
        said = "Lambda execution failed with status 200 due to customer function error: "
        said += text if message is None else message
        said += f". Lambda request id: {_request_id(reply, exchange)}"
        raise GatewayFailure("DEFAULT_5XX", status=502, log=said)
    try:
        payload = json.loads(text or "null")
    except (ValueError, RecursionError):
        raise malformed("Malformed Lambda proxy response") from None
    if not isinstance(payload, dict) or not payload.keys() <= _KEYS:
        raise malformed("Malformed Lambda proxy response")
    body: Payload = _text(payload.get("body")) or ""
    encoded = payload.get("isBase64Encoded")
    if encoded not in (None, True, False, "true", "false"):
        raise malformed("Malformed Lambda proxy response")
    if encoded in (True, "true") and accepts_binary(exchange.request.headers, exchange.api.binary_media_types):
        body = decode_base64(str(body))
    return ProxyResult(_status(payload.get("statusCode")), _headers(payload), body)


def malformed(log: str) -> GatewayFailure:
    """502: the function's result is not a response."""
    return GatewayFailure("DEFAULT_5XX", status=502, log=f"Execution failed due to configuration error: {log}")


def _request_id(reply: BackendReply, exchange: Exchange) -> str:
    return header(reply.headers, "x-amzn-RequestId") or exchange.call.request_id


def _status(value: object) -> int:
    if value is None:
        return 200
    if isinstance(value, str) and len(value) < 100 and _INTEGER.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 100 <= value <= 599:
        raise malformed("Malformed Lambda proxy response")
    return value


def _headers(payload: dict[str, object]) -> Multi:
    """Both maps merged: values of `multiValueHeaders` first, in its casing; a value that both hold counts once."""
    merged: Multi = {}
    casings: dict[str, str] = {}
    for name, value in _map(payload.get("multiValueHeaders")).items():
        if value is None:
            continue
        if not isinstance(value, list):
            raise malformed("Malformed Lambda proxy response")
        casings[name.lower()] = name
        merged[name] = [text for text in map(_text, value) if text is not None]
    for name, value in _map(payload.get("headers")).items():
        text = _text(value)
        if text is None:
            continue
        values = merged.setdefault(casings.setdefault(name.lower(), name), [])
        if text not in values:
            values.append(text)
    return {name: values for name, values in merged.items() if values}


def _map(value: object) -> dict[str, object]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise malformed("Malformed Lambda proxy response")
    return value


def _text(value: object) -> str | None:
    """A text, or a scalar as JSON writes it; null is None."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (bool, int, float)):
        return json.dumps(value)
    raise malformed("Malformed Lambda proxy response")
