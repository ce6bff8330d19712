"""A server of raw sockets: it records the bytes that come over the wire, and answers with given ones."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Thread

Answer = Callable[[socket.socket], None]


@dataclass
class RawServer:
    """Its port, and the requests so far, byte for byte."""

    port: int = 0
    received: list[bytes] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def raw_server(
    answer: bytes | Answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", *, reads: bool = True
) -> Iterator[RawServer]:
    """A server on a free port of this computer, until the block ends; it answers at once if it does not read."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = RawServer(listener.getsockname()[1])
    answering = answer if callable(answer) else lambda connection: connection.sendall(answer)

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(5)
            if reads:
                server.received.append(whole_request(connection))
            answering(connection)

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            Thread(target=serve, args=(connection,), daemon=True).start()

    Thread(target=accept, daemon=True).start()
    try:
        yield server
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def whole_request(connection: socket.socket) -> bytes:
    """The bytes of one request: its head, and as much body as Content-Length says."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return data
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    while lengths and len(body) < int(lengths[0]):
        piece = connection.recv(65536)
        if not piece:
            break
        data += piece
        body += piece
    return data
