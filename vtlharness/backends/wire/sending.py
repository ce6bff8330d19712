"""Sends a request and reads the reply.

Comes in: a `WireRequest` and the time it may take. Goes out: a `BackendReply`. No header is added, no address
rewritten, no redirect followed, no proxy of the environment used. Evidence: docs/fidelity.md#backends-called-for-real.
"""

from __future__ import annotations

import re
from contextlib import suppress
from http.client import HTTPException, HTTPResponse
from typing import TYPE_CHECKING, cast

from vtlharness.backends.wire.connecting import connect, unreachable
from vtlharness.backends.wire.deadline import Deadline, DeadlineSocket
from vtlharness.backends.wire.request import WireRequest
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.backend_reply import BackendReply

if TYPE_CHECKING:
    import socket

MOST_BYTES = 10 * 1024 * 1024
"""The largest reply that API Gateway takes."""
_PIECE = 64 * 1024
_LINE_BREAKS = re.compile(r"[\r\n]+")


def send(request: WireRequest, timeout_in_millis: float) -> BackendReply:
    """The reply to a request; `timeout_in_millis` covers everything from the look-up of the host to the last byte.

    The body is given as bytes, without the chunks of its transfer, and with its Content-Encoding. Raises
    BackendUnreachable for a connection that is refused, reset, or closed before the reply is complete, and for a reply
    that is not HTTP; BackendTimeout; GatewayFailure (500) for a certificate that is not trusted; VtlHarnessError for a
    reply of more than MOST_BYTES.
    """
    deadline = Deadline(timeout_in_millis)
    connection = connect(request.endpoint, deadline)
    try:
        with suppress(ConnectionError):  # a backend may refuse a body and answer before it has read it
            connection.send_all(request.head + request.body)
        return _reply(connection, request)
    except OSError as problem:
        raise unreachable(request.endpoint, problem) from None
    except _BrokenReplyError as problem:
        raise unreachable(request.endpoint, str(problem)) from None
    except HTTPException:
        raise unreachable(request.endpoint, "the reply is not HTTP, or not complete") from None
    finally:
        connection.close()


class _BrokenReplyError(Exception):
    """A reply that is not complete, or not HTTP."""


def _reply(connection: DeadlineSocket, request: WireRequest) -> BackendReply:
    response = HTTPResponse(cast("socket.socket", connection), method=request.method)
    try:
        response.begin()
        body = _body(response)
    finally:
        response.close()
    headers: dict[str, list[str]] = {}
    for name, value in response.headers.items():
        headers.setdefault(name, []).append(_unfolded(value))
    return BackendReply(response.status, headers, raw_body=body)


def _unfolded(value: str) -> str:
    """A header's value that goes on in the next line, as one line."""
    if "\n" not in value and "\r" not in value:
        return value
    lines = (line.strip(" \t") for line in _LINE_BREAKS.split(value))
    return " ".join(line for line in lines if line)


def _body(response: HTTPResponse) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := _piece(response):
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES:
            raise VtlHarnessError(
                "the backend's reply is larger than 10 MB", hint="API Gateway takes replies of up to 10 MB"
            )
    if response.length:
        raise _BrokenReplyError("the connection ended before the Content-Length of the reply was reached")
    return b"".join(pieces)


def _piece(response: HTTPResponse) -> bytes:
    try:
        return response.read(_PIECE)
    except ValueError:
        raise _BrokenReplyError("a chunk of the reply has no size") from None
