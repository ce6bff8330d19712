"""The client's answer: renames reserved headers, and adds the default content type and the gateway's own headers.

Comes in: status, headers and body of an integration's answer, or a gateway response. Goes out: a
`MethodResponseMessage`. Evidence: docs/fidelity.md#content-type-of-the-answer, docs/fidelity.md#renamed-headers.
"""

from __future__ import annotations

from collections.abc import Mapping

from vtlharness.gateway.call import Call
from vtlharness.gateway.codecs.content_handling import Payload, WithPayload, as_bytes
from vtlharness.gateway.codecs.dates import http_date
from vtlharness.gateway.codecs.headers import Multi, header
from vtlharness.gateway.codecs.media_types import DEFAULT_CONTENT_TYPE
from vtlharness.gateway.codecs.trace_header import TRACE_HEADER
from vtlharness.gateway.model import IntegrationType
from vtlharness.records import Record

# HTTP and AWS mappings were recorded; for the proxy types, four of these names were seen.
_REMAPPED = frozenset(
    {
        "authorization",
        "connection",
        "content-length",
        "content-md5",
        "date",
        "expect",
        "host",
        "max-forwards",
        "proxy-authenticate",
        "server",
        "trailer",
        "upgrade",
        "user-agent",
        "www-authenticate",
        "x-amzn-requestid",
    }
)
_TRACED: tuple[IntegrationType, ...] = ("HTTP", "AWS", "AWS_PROXY")


class MethodResponseMessage(WithPayload, Record):
    """A response as the client receives it; `body` is text, or bytes if it may not be text."""

    status: int
    headers: Mapping[str, list[str]]
    body: Payload = ""


def remapped(headers: Mapping[str, list[str]], integration_type: IntegrationType | None) -> Multi:
    """The headers under the names that the client sees: reserved ones as `x-amzn-Remapped-*`.

    Transfer-Encoding is dropped, and Via from an HTTP_PROXY backend.
    """
    result: Multi = {}
    for name, values in headers.items():
        lower = name.lower()
        if lower == "transfer-encoding" or (lower == "via" and integration_type == "HTTP_PROXY"):
            continue
        result[f"x-amzn-Remapped-{name}" if lower in _REMAPPED else name] = list(values)
    return result


def method_headers(headers: Mapping[str, list[str]], integration_type: IntegrationType | None, trace: str) -> Multi:
    """The headers that the method answers with: remapped, with trace id and content type (the execution log's)."""
    result = remapped(headers, integration_type)
    if integration_type in _TRACED and header(result, TRACE_HEADER) is None:
        result[TRACE_HEADER] = [trace]
    if header(result, "Content-Type") is None:
        result["Content-Type"] = [DEFAULT_CONTENT_TYPE]
    return result


def sent_headers(
    headers: Mapping[str, list[str]], request_headers: Mapping[str, object], body: Payload, call: Call
) -> Multi:
    """The headers with those that the gateway adds to every answer."""
    closed = (header(request_headers, "Connection") or "").lower() == "close"
    return {
        **headers,
        "Content-Length": [str(len(as_bytes(body)))],
        "Connection": ["close" if closed else "keep-alive"],
        "Date": [http_date(call.request_time_epoch)],
        "x-amzn-RequestId": [call.request_id],
        "x-amz-apigw-id": [call.extended_request_id],
    }
