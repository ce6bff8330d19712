"""One deadline over everything that a request waits for: the look-up of its host, connect, TLS, send, read.

Comes in: milliseconds. Goes out: the seconds that are left, and a socket that waits no longer than that.
"""

from __future__ import annotations

import io
import socket
import ssl
from time import monotonic
from typing import TYPE_CHECKING, cast

from vtlharness.gateway.backend import BackendTimeout

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Deadline:
    """A point in time."""

    def __init__(self, milliseconds: float) -> None:
        self._end = monotonic() + milliseconds / 1000

    def remaining(self) -> float:
        """The seconds that are left, more than 0. Raises BackendTimeout when there are none."""
        left = self._end - monotonic()
        if left <= 0:
            raise BackendTimeout
        return left


class DeadlineSocket:
    """A connected socket, as `http.client.HTTPResponse` reads it, whose every wait ends at the deadline.

    Its methods raise BackendTimeout then, and OSError as a socket's do.
    """

    def __init__(self, connected: socket.socket, deadline: Deadline) -> None:
        self._socket = connected
        self._deadline = deadline

    def start_tls(self, context: ssl.SSLContext, host: str) -> None:
        """Shakes hands. Raises ssl.SSLError for a certificate that is not trusted."""
        wrapped = context.wrap_socket(self._socket, server_hostname=host, do_handshake_on_connect=False)
        self._socket = wrapped
        self._wait()
        try:
            wrapped.do_handshake()
        except TimeoutError:
            raise BackendTimeout from None

    def peer_subject(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """The subject of the other side's certificate, after a handshake; empty without TLS."""
        certificate = self._socket.getpeercert() if isinstance(self._socket, ssl.SSLSocket) else None
        return cast("tuple[tuple[tuple[str, str], ...], ...]", (certificate or {}).get("subject", ()))

    def send_all(self, data: bytes) -> None:
        """Sends all of the data."""
        rest = memoryview(data)
        while rest:
            self._wait()
            try:
                rest = rest[self._socket.send(rest) :]
            except TimeoutError:
                raise BackendTimeout from None

    def receive_into(self, buffer: WriteableBuffer) -> int:
        """Reads what there is; 0 at the end of the stream."""
        self._wait()
        try:
            return self._socket.recv_into(buffer)
        except TimeoutError:
            raise BackendTimeout from None

    def makefile(self, mode: str = "rb") -> io.BufferedReader:
        """The stream of what the other side sends."""
        return io.BufferedReader(_Received(self))

    def close(self) -> None:
        """Closes the connection."""
        self._socket.close()

    def _wait(self) -> None:
        self._socket.settimeout(self._deadline.remaining())


class _Received(io.RawIOBase):
    def __init__(self, connection: DeadlineSocket) -> None:
        self._connection = connection

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        return self._connection.receive_into(buffer)
