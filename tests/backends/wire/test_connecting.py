"""Connections that do not come about: which address is tried, and what is said of the last."""

from __future__ import annotations

import errno
import socket
import struct
from collections.abc import Callable

import pytest

from tests.backends.raw_server import RawServer, raw_server
from vtlharness import BackendReply, BackendTimeout, BackendUnreachable, HttpEndpoint, IntegrationRequest
from vtlharness.backends.wire import connecting
from vtlharness.backends.wire.connecting import connect
from vtlharness.backends.wire.deadline import Deadline
from vtlharness.backends.wire.request import Endpoint

_NO_FAMILY = 12345
_Address = tuple[int, tuple[str, int]]


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Says which addresses the system finds for any host, each with its family."""

    def say(*addresses: _Address) -> None:
        found = [(family, socket.SOCK_STREAM, 0, "", address) for family, address in addresses]
        monkeypatch.setattr(connecting.socket, "getaddrinfo", lambda *_, **__: found)

    return say


def _called(url: str = "http://shop.example/", timeout: int = 5000) -> BackendReply:
    return HttpEndpoint()(IntegrationRequest("HTTP", "GET", url, timeout_in_millis=timeout))


def _of(server: RawServer) -> _Address:
    return socket.AF_INET, ("127.0.0.1", server.port)


def _closed_port() -> _Address:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return socket.AF_INET, ("127.0.0.1", listener.getsockname()[1])


def test_the_first_address_that_answers_counts(looked_up: Callable[..., None]) -> None:
    with raw_server() as first, raw_server() as second:
        looked_up((_NO_FAMILY, ("", 0)), _closed_port(), _of(first), _of(second))
        assert _called().status_code == 200
    assert (len(first.received), second.received) == (1, [])


def test_the_last_address_says_what_is_wrong(looked_up: Callable[..., None]) -> None:
    unsupported = (_NO_FAMILY, ("", 0))
    for addresses, words in (
        ([_closed_port(), unsupported], "Address family not supported by protocol"),
        ([unsupported, _closed_port()], "Connection refused"),
        ([], "no such host"),
    ):
        looked_up(*addresses)
        with pytest.raises(BackendUnreachable, match=f"^shop.example:80: {words}$"):
            _called()


class _Slow(socket.socket):
    """A socket whose connecting takes as long as the system allows."""

    def connect(self, _: object, /) -> None:
        raise TimeoutError(errno.ETIMEDOUT, "Connection timed out")


def test_the_systems_own_timeout_is_not_that_of_the_integration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting.socket, "socket", _Slow)
    with pytest.raises(BackendUnreachable, match=r"^127\.0\.0\.1:9: Connection timed out$"):
        _called("http://127.0.0.1:9/")


def test_no_address_is_tried_after_the_deadline(looked_up: Callable[..., None]) -> None:
    with raw_server() as server:
        looked_up(_of(server))
        for secure in (False, True):
            with pytest.raises(BackendTimeout):
                connect(Endpoint("shop.example", 80, secure), Deadline(0))


def test_a_connection_that_breaks_during_the_handshake() -> None:
    def reset(connection: socket.socket) -> None:
        connection.recv(1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    with raw_server(reset, reads=False) as server, pytest.raises(BackendUnreachable) as raised:
        _called(f"https://127.0.0.1:{server.port}/")
    assert str(raised.value) == f"127.0.0.1:{server.port}: Connection reset by peer"
