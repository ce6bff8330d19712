"""Every integration request of the HTTP observations, byte for byte on the wire."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote_to_bytes

from tests.backends.raw_server import raw_server
from tests.gateway.stages import recorded_calls
from tests.observations import needs_recordings, rows
from vtlharness.backends.wire.request import named_endpoint, wire_request
from vtlharness.backends.wire.sending import send
from vtlharness.gateway.codecs.utf8 import utf8_bytes
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.invocation import invoke

pytestmark = needs_recordings


def _asked(row: dict[str, Any]) -> list[IntegrationRequest]:
    backend = recorded_calls.RecordedBackend(row)
    invoke(
        recorded_calls.api(row),
        recorded_calls.request(row),
        backend,
        recorded_calls.call(row),
        context=row.get("context"),
        access=recorded_calls.access(row),
    )
    return backend.asked


def _is_http(row: dict[str, Any]) -> bool:
    return (row.get("integration") or {}).get("type") in ("HTTP", "HTTP_PROXY") and "log_lines" not in row["expect"]


def _expected(sent: IntegrationRequest) -> bytes:
    """The bytes after the request line, written independently of the code that sends them."""
    lines = [f"{name}: {value}" for name, values in sent.wire_headers.items() for value in values]
    return utf8_bytes("".join(f"{line}\r\n" for line in lines) + "\r\n") + sent.body_bytes


def _check(sent: IntegrationRequest, wire: bytes) -> None:
    first, _, rest = wire.partition(b"\r\n")
    assert rest == _expected(sent)
    verb, target, version = first.split(b" ")
    assert (verb, version) == (sent.http_method.encode(), b"HTTP/1.1")
    path, _, query = target.partition(b"?")
    written = sent.uri.partition("://")[2].partition("/")[2]
    assert path == b"/" + written.encode()
    values: dict[bytes, list[bytes]] = {}
    for name, _, value in (pair.partition(b"=") for pair in query.split(b"&") if pair):
        values.setdefault(unquote_to_bytes(name), []).append(unquote_to_bytes(value))
    assert values == {utf8_bytes(name): list(map(utf8_bytes, texts)) for name, texts in sent.query_string.items()}


def test_every_request_of_the_http_observations() -> None:
    asked = [sent for row in rows("integrations") if _is_http(row) for sent in _asked(row)]
    with raw_server() as server:
        endpoint = named_endpoint(server.address)
        for sent in asked:
            send(wire_request(sent).sent_to(endpoint), 5000)
            _check(sent, server.received[-1])
    assert len(server.received) == len(asked) > 50
