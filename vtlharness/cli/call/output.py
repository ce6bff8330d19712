"""What `vtl-call` prints: the answer's body, and on wish its head, the backend's request, the log, or all as JSON.

Comes in: an `Invocation`. Goes out: bytes.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Protocol

from vtlharness.gateway.codecs.content_handling import payload_bytes
from vtlharness.gateway.codecs.headers import multi
from vtlharness.gateway.codecs.utf8 import text_if_utf8, utf8_bytes
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.invocation import Invocation


class Wishes(Protocol):
    """What is printed besides the body."""

    @property
    def include(self) -> bool:
        """The status and the headers."""
        ...

    @property
    def request(self) -> bool:
        """The request that the backend gets."""
        ...

    @property
    def log(self) -> bool:
        """The execution log."""
        ...

    @property
    def json(self) -> bool:
        """All of it, as JSON."""
        ...


def call_output(made: Invocation, wishes: Wishes) -> bytes:
    """What is printed of a call, in its order: the backend's request, the log, the answer."""
    if wishes.json:
        from vtlharness.documents.json.writing import json_line

        return json_line(call_data(made))
    parts: list[bytes] = []
    if wishes.request and made.integration_request is not None:
        parts.append(_request(made.integration_request) + b"\n\n")
    if wishes.log:
        parts.append(utf8_bytes("".join(f"{line}\n" for line in made.log)) + b"\n")
    if wishes.include:
        parts.append(utf8_bytes(_head(f"HTTP/1.1 {made.response.status}", made.response.headers)))
    return b"".join(parts) + made.response.body_bytes


def call_data(made: Invocation) -> dict[str, object]:
    """A call as JSON data, with the names of case files: `integrationRequest`, `backend`, `response`, `log`."""
    sent, reply, answer = made.integration_request, made.backend_reply, made.response
    data: dict[str, object] = {"integrationRequest": None, "backend": None}
    if sent is not None:
        data["integrationRequest"] = {
            "httpMethod": sent.http_method,
            "uri": sent.uri,
            "queryStringParameters": dict(sent.query_string),
            "headers": sent.wire_headers,
            **_body(sent.body_bytes),
        }
    if reply is not None:
        body = payload_bytes(reply.body, reply.raw_body)
        data["backend"] = {"statusCode": reply.status_code, "headers": multi(reply.headers), **_body(body)}
    data["response"] = {"statusCode": answer.status, "headers": dict(answer.headers), **_body(answer.body_bytes)}
    if made.function_output:
        data["functionOutput"] = list(made.function_output)
    data["gatewayResponse"] = made.gateway_response
    data["log"] = list(made.log)
    return data


def _request(sent: IntegrationRequest) -> bytes:
    """The request as it is sent, with ends of lines for people; for MOCK only its body."""
    if sent.type == "MOCK":
        return sent.body_bytes
    from vtlharness.backends.wire.request import wire_request

    made = wire_request(sent)
    return made.head.replace(b"\r\n", b"\n") + made.body


def _head(first: str, headers: Mapping[str, list[str]]) -> str:
    lines = [first, *(f"{name}: {value}" for name, values in headers.items() for value in values)]
    return "".join(f"{line}\n" for line in lines) + "\n"


def _body(data: bytes) -> dict[str, str]:
    text = text_if_utf8(data)
    return {"bodyBase64": b64encode(data).decode()} if text is None else {"body": text}
