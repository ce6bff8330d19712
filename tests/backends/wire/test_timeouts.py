"""The gateway answers 504 within timeoutInMillis and 50 ms, however the backend wastes the time."""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from itertools import repeat

import pytest

from tests.backends.raw_server import Answer, raw_server
from vtlharness import HttpEndpoint, Integration, Method, MethodRequest, RestApi, invoke

_TIMEOUT_S = 0.1
_TOLERANCE_S = 0.05
_ATTEMPTS = 5  # a computer with more to do may be late, but not each time


def _trickling(head: bytes, piece: bytes) -> Answer:
    def answer(connection: socket.socket) -> None:
        connection.sendall(head)
        with suppress(OSError):
            for _ in repeat(None, 100):
                time.sleep(0.01)
                connection.sendall(piece)

    return answer


def _silent(connection: socket.socket) -> None:
    time.sleep(1)


_HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize("type_", ["HTTP", "HTTP_PROXY"])
@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(_silent, id="silent"),
        pytest.param(_trickling(b"", b"H"), id="the first line"),
        pytest.param(_trickling(_HEAD, b"X: y\r\n"), id="headers"),
        pytest.param(_trickling(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), id="continue, for ever"),
        pytest.param(_trickling(_HEAD + b"Content-Length: 1000\r\n\r\n", b"x"), id="a body"),
        pytest.param(_trickling(_HEAD + b"\r\n", b"x"), id="a body without a length"),
        pytest.param(_trickling(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"), id="chunks"),
        pytest.param(_trickling(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0"), id="the size of a chunk"),
        pytest.param(_trickling(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"A: b\r\n"), id="trailers"),
    ],
)
def test_a_slow_backend(answer: Answer, type_: str) -> None:
    with raw_server(answer) as server:
        _check(f"{server.address}/", type_)


def test_a_handshake_that_does_not_begin() -> None:
    with raw_server(_silent, reads=False) as server:
        _check(f"https://127.0.0.1:{server.port}/", "HTTP")


def test_a_backend_that_does_not_read() -> None:
    with raw_server(_silent, reads=False) as server:
        _check(f"{server.address}/", "HTTP", "x" * 8_000_000)


def test_a_backend_that_does_not_accept() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        full = [socket.socket() for _ in range(4)]
        for connection in full:
            connection.setblocking(False)
            with suppress(OSError):
                connection.connect(listener.getsockname())
        _check(f"http://127.0.0.1:{listener.getsockname()[1]}/", "HTTP")
        for connection in full:
            connection.close()


def _check(address: str, type_: str, body: str = "{}") -> None:
    integration = Integration(type_, "POST", address, timeout_in_millis=round(_TIMEOUT_S * 1000))  # type: ignore[arg-type]
    api = RestApi(methods=(Method("POST", "/", integration),))
    took = []
    for _ in range(_ATTEMPTS):
        started = time.monotonic()
        made = invoke(api, MethodRequest("POST", "/", body=body), HttpEndpoint())
        took.append(time.monotonic() - started)
        assert (made.response.status, made.gateway_response) == (504, "INTEGRATION_TIMEOUT"), made.log
        assert took[-1] >= _TIMEOUT_S
        if took[-1] <= _TIMEOUT_S + _TOLERANCE_S:
            return
    raise AssertionError(f"the answers took {took} s")
