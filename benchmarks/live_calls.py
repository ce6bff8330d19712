"""What a warm live call costs beside the backend's own time: HTTP, a signed request to AWS, a local Python function.

The backend's own time is that of the same exchange by hand: connect, send the bytes, read the answer, close. A function
that returns its event has none.
"""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.rounds import Effort, Rounds, Timed, in_turns
from benchmarks.tiny_server import ANSWER
from vtlharness import (
    AwsService,
    HttpEndpoint,
    Integration,
    IntegrationResponse,
    LambdaFunction,
    Method,
    MethodRequest,
    MethodResponse,
    RestApi,
    Source,
    invoke,
)
from vtlharness.gateway.backend import Backend

_HANDLER = "def handler(event, context):\n    return event\n"
_BODY = '{"id": 7, "name": "an order"}'
_REQUEST = MethodRequest("POST", "/", headers={"Content-Type": "application/json"}, body=_BODY)
_TEMPLATE = Source("$input.json('$')", "request.vtl")
_SENT = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 29\r\n\r\n" + _BODY.encode()
_FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:Orders"
_ARN = "arn:aws:apigateway:us-east-1"


@dataclass(frozen=True)
class LiveCall:
    """Rounds of one kind of call, and of its backend alone (None: it needs no time of its own), in seconds."""

    name: str
    live: Rounds
    alone: Rounds | None

    @property
    def overhead(self) -> float:
        """The median of the differences, in seconds."""
        alone = self.alone or (0.0,) * len(self.live)
        return median(one - other for one, other in zip(self.live, alone, strict=True))


def live_calls(effort: Effort) -> list[LiveCall]:
    """The kinds of calls that this installation can make: signing needs botocore."""
    with _server() as port, TemporaryDirectory(prefix="vtlharness-benchmark-") as folder:
        Path(folder, "app.py").write_text(_HANDLER, encoding="utf-8")
        address = f"http://127.0.0.1:{port}"
        function = LambdaFunction(name="Orders", handler="app.handler", folder=folder)
        operations: dict[str, Timed] = {
            "HTTP": _calls("HTTP", f"{address}/", HttpEndpoint()),
            "local Python function": _calls(
                "AWS", f"{_ARN}:lambda:path/2015-03-31/functions/{_FUNCTION}/invocations", function
            ),
            "by hand": _times(lambda: _by_hand(port)),
        }
        if find_spec("botocore"):
            operations["AWS, signed"] = _calls("AWS", f"{_ARN}:dynamodb:action/PutItem", AwsService(address))
        try:
            rounds = in_turns(operations, effort)
        finally:
            function.close()
    alone = rounds.pop("by hand")
    return [LiveCall(name, rounds[name], None if name.startswith("local") else alone) for name in rounds]


def _calls(kind: str, uri: str, backend: Backend) -> Timed:
    integration = Integration(
        kind,  # type: ignore[arg-type]
        "POST",
        uri,
        request_templates={"application/json": _TEMPLATE},
        integration_responses=(IntegrationResponse("200"),),
    )
    api = RestApi(methods=(Method("POST", "/", integration, method_responses=(MethodResponse("200"),)),))

    def call() -> None:
        made = invoke(api, _REQUEST, backend)
        if made.response.status != 200:
            raise RuntimeError(f"a live call failed: {made.reason}")

    return _times(call)


def _times(operation: Callable[[], None]) -> Timed:
    def timed(count: int) -> float:
        start = perf_counter()
        for _ in range(count):
            operation()
        return (perf_counter() - start) / count

    return timed


def _by_hand(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(_SENT)
        received = 0
        while received < len(ANSWER):
            received += len(connection.recv(65536))


@contextmanager
def _server() -> Iterator[int]:
    root = Path(__file__).parent.parent
    command = [sys.executable, "-m", "benchmarks.tiny_server"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()
