"""`python -m benchmarks.tiny_server`: an HTTP server that answers each request with `{}` and closes the connection.

It prints its port, and ends with its standard input.
"""

from __future__ import annotations

import os
import socket
import sys
from threading import Thread

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


def _serve(listener: socket.socket) -> None:
    while True:
        connection, _ = listener.accept()
        with connection:
            received = connection.recv(65536)
            while b"\r\n\r\n" not in received or len(received) < _length(received):
                received += connection.recv(65536)
            connection.sendall(ANSWER)


def _length(received: bytes) -> int:
    head, _, _ = received.partition(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        if line[:15].lower() == b"content-length:":
            return len(head) + 4 + int(line[15:])
    return len(head) + 4


if __name__ == "__main__":
    made = socket.create_server(("127.0.0.1", 0))
    print(made.getsockname()[1], flush=True)
    Thread(target=_serve, args=(made,), daemon=True).start()
    sys.stdin.read()
    os._exit(0)
