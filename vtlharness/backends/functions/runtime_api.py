"""Lambda's Runtime API for one process, on loopback.

Comes in: events. Goes out: what the process does, as `Message`s. A process asks for the next event and waits; it posts
a result or an error for each, or one error for its start.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue
from socket import create_connection
from threading import Lock, Thread
from typing import Any, Literal

_PREFIX = "/2018-06-01/runtime"
_ERROR_TYPE = "Lambda-Runtime-Function-Error-Type"


@dataclass(frozen=True, slots=True)
class Message:
    """What a process does. An `exit` has the exit code, negative for the number of a signal."""

    kind: Literal["asks", "response", "error", "init error", "exit"]
    payload: bytes = b""
    exit_code: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event on its way to the process, with the headers that the Runtime API gives it."""

    request_id: str
    event: bytes
    deadline_ms: int
    function_arn: str


class RuntimeApi:
    """Serves one process. It asks for an event, which is delivered, before it answers."""

    def __init__(self) -> None:
        self.messages: SimpleQueue[Message] = SimpleQueue()
        self.deliveries: SimpleQueue[Delivery | None] = SimpleQueue()
        self._lock = Lock()
        self._under_way: str | None = None
        self._server = _Server(("127.0.0.1", 0), _handler_for(self))
        self._has_closed = False
        Thread(target=self._serve, daemon=True).start()

    @property
    def address(self) -> str:
        """Host and port, as AWS_LAMBDA_RUNTIME_API has them."""
        return f"127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        """Serves no longer."""
        self._has_closed = True
        with suppress(OSError):  # wakes the thread that waits for connections
            create_connection(("127.0.0.1", self._server.server_port), timeout=1).close()
        self._server.server_close()
        self.deliveries.put(None)

    def _serve(self) -> None:
        """Waits for connections without waking in between, as `serve_forever` does."""
        while True:
            try:
                connection, address = self._server.get_request()
            except OSError:
                return
            if self._has_closed:
                connection.close()
                return
            self._server.process_request(connection, address)

    def next_delivery(self) -> Delivery | None:
        """Waits for an event; None once there will be no more."""
        self.messages.put(Message("asks"))
        delivery = self.deliveries.get()
        with self._lock:
            self._under_way = None if delivery is None else delivery.request_id
        return delivery

    def answered(self, request_id: str, message: Message) -> bool:
        """Takes the answer to an event; False unless it is the first to the event under way."""
        with self._lock:
            if request_id != self._under_way:
                return False
            self._under_way = None
        self.messages.put(message)
        return True


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing: a process that ends drops its connection."""


def _handler_for(api: RuntimeApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            if self.path != f"{_PREFIX}/invocation/next":
                self._answer(404)
                return
            delivery = api.next_delivery()
            if delivery is None:
                self.close_connection = True
                return
            headers = {
                "Content-Type": "application/json",
                "Lambda-Runtime-Aws-Request-Id": delivery.request_id,
                "Lambda-Runtime-Deadline-Ms": str(delivery.deadline_ms),
                "Lambda-Runtime-Invoked-Function-Arn": delivery.function_arn,
            }
            self._answer(200, delivery.event, headers)

        def do_POST(self) -> None:
            body = self._body()
            if self.path == f"{_PREFIX}/init/error":
                api.messages.put(Message("init error", body or self._named_error()))
                self._answer(202, b'{"status":"OK"}')
                return
            request_id, _, what = self.path.removeprefix(f"{_PREFIX}/invocation/").partition("/")
            if what == "response":
                message = Message("response", body)
            elif what == "error":
                message = Message("error", body or self._named_error())
            else:
                self._answer(404)
                return
            if api.answered(request_id, message):
                self._answer(202, b'{"status":"OK"}')
            else:
                self._answer(400, b'{"errorType":"InvalidRequestID","errorMessage":"Invalid request ID"}')

        def _named_error(self) -> bytes:
            """The error of a runtime that gives its type alone."""
            return json.dumps({"errorType": self.headers.get(_ERROR_TYPE, ""), "errorMessage": ""}).encode()

        def _body(self) -> bytes:
            if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length") or 0))
            pieces = []
            while size := int(self.rfile.readline().partition(b";")[0], 16):
                pieces.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(pieces)

        def _answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
            self.send_response_only(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler
