"""Lambda's Runtime API for one process, on loopback.

Comes in: events. Goes out: what the process answers, as `Outcome`s. A process asks for the next event and waits; it
posts a result or an error for each, or one error for its start.
"""

from __future__ import annotations

from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue
from threading import Event, Thread
from typing import Any, Literal

_PREFIX = "/2018-06-01/runtime"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an invocation. An `exit` has the exit code of the process."""

    kind: Literal["response", "error", "init error", "exit"]
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
    """Serves one process. `ready` is set when the process first asks for an event."""

    def __init__(self) -> None:
        self.ready = Event()
        self.deliveries: SimpleQueue[Delivery] = SimpleQueue()
        self.outcomes: SimpleQueue[Outcome] = SimpleQueue()
        self._server = _Server(("127.0.0.1", 0), _handler_for(self))
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def address(self) -> str:
        """Host and port, as AWS_LAMBDA_RUNTIME_API has them."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        """Serves no longer."""
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A process that ends leaves its connection; that is no news."""


def _handler_for(api: RuntimeApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            if self.path != f"{_PREFIX}/invocation/next":
                self._answer(404)
                return
            api.ready.set()
            delivery = api.deliveries.get()
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
                api.outcomes.put(Outcome("init error", body))
            elif self.path.startswith(f"{_PREFIX}/invocation/") and self.path.endswith("/response"):
                api.outcomes.put(Outcome("response", body))
            elif self.path.startswith(f"{_PREFIX}/invocation/") and self.path.endswith("/error"):
                api.outcomes.put(Outcome("error", body))
            else:
                self._answer(404)
                return
            self._answer(202, b'{"status":"OK"}')

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
