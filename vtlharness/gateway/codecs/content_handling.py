"""Payloads between text and binary: `contentHandling` and `binaryMediaTypes`.

Comes in: bytes and their media type. Goes out: a `Payload`, text or bytes. Next: templates, which run on text only, or
the backend and the client. Evidence: docs/fidelity.md#conversions.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TypeAlias

from vtlharness.gateway.codecs.base64 import base64_bytes
from vtlharness.gateway.codecs.utf8 import text_if_utf8, utf8_bytes, utf8_text
from vtlharness.gateway.gateway_failure import configuration_error
from vtlharness.gateway.model import ContentHandling
from vtlharness.java.values import JavaError

Payload: TypeAlias = str | bytes
"""Text, or bytes that have not been decoded."""


class WithPayload:
    """A message that carries a payload."""

    __slots__ = ()
    body: Payload

    @property
    def body_bytes(self) -> bytes:
        """The body as it is sent."""
        return as_bytes(self.body)

    @property
    def body_text(self) -> str:
        """The body as text; bytes that are not UTF-8 show as U+FFFD."""
        return as_text(self.body)


def payload_bytes(body: str | None, raw_body: bytes | None) -> bytes:
    """The bytes of a record's body, whether given as text or as bytes."""
    return raw_body if raw_body is not None else utf8_bytes(body or "")


def as_bytes(payload: Payload) -> bytes:
    """The bytes as they are sent."""
    return payload if isinstance(payload, bytes) else utf8_bytes(payload)


def as_text(payload: Payload) -> str:
    """The payload as text, for messages and logs: bytes that are not UTF-8 show as U+FFFD."""
    return payload if isinstance(payload, str) else utf8_text(payload)


def convert_request(body: bytes, *, binary: bool, handling: ContentHandling | None) -> Payload:
    """The payload of a method request for the integration. Raises GatewayFailure (500) for text that is not base64."""
    if binary:
        return base64_of(body) if handling == "CONVERT_TO_TEXT" else body
    return _decoded(body) if handling == "CONVERT_TO_BINARY" else utf8_text(body)


def convert_response(body: bytes, *, binary: bool, accept_binary: bool, handling: ContentHandling | None) -> Payload:
    """The backend's payload for the client. Raises GatewayFailure (500) for text that is not base64."""
    if handling == "CONVERT_TO_TEXT" or (handling is None and not accept_binary):
        return base64_of(body) if binary else utf8_text(body)
    return body if binary else _decoded(body)


def request_template_text(payload: Payload) -> str:
    """The text that a request template runs on. Raises GatewayFailure (500) for bytes, whatever they hold, none too
    (docs/fidelity.md#binary-request-template).
    """
    if isinstance(payload, str):
        return payload
    raise configuration_error("Unable to transform request")


def response_template_text(payload: Payload) -> str:
    """The text that a response template runs on. Raises GatewayFailure (500) for bytes that are not UTF-8
    (docs/fidelity.md#binary-response-template).
    """
    if isinstance(payload, str):
        return payload
    text = text_if_utf8(payload)
    if text is None:
        raise configuration_error("Unable to transform response")
    return text


def base64_of(body: bytes) -> str:
    """The base64 text of bytes."""
    return b64encode(body).decode("ascii")


def decode_base64(text: str) -> bytes:
    """The bytes of a base64 text. Raises GatewayFailure (500) for a text that is not base64."""
    try:
        return base64_bytes(text)
    except JavaError:
        raise configuration_error("Unable to base64 decode the body.") from None


def _decoded(body: bytes) -> bytes:
    return decode_base64(utf8_text(body))
