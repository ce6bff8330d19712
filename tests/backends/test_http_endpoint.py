"""HTTP backends that are called for real: what comes over the wire, and what comes of their replies."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import struct
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest

from tests.backends.raw_server import Answer, raw_server, whole_request
from vtlharness import (
    BackendReply,
    BackendTimeout,
    BackendUnreachable,
    HttpEndpoint,
    Integration,
    IntegrationRequest,
    IntegrationResponse,
    Invocation,
    Method,
    MethodRequest,
    MethodResponse,
    RestApi,
    VtlHarnessError,
    invoke,
)
from vtlharness.backends.wire import connecting
from vtlharness.backends.wire.sending import MOST_BYTES
from vtlharness.gateway.gateway_failure import GatewayFailure


def _request(uri: str, verb: str = "POST", timeout: int = 5000, **more: object) -> IntegrationRequest:
    return IntegrationRequest("HTTP", verb, uri, timeout_in_millis=timeout, **more)  # type: ignore[arg-type]


def _reply(answer: bytes | Answer, verb: str = "POST", timeout: int = 5000) -> BackendReply:
    with raw_server(answer) as server:
        return HttpEndpoint()(_request(server.address, verb, timeout))


def test_nothing_is_added_or_rewritten_on_the_wire() -> None:
    headers = {"x-LOWER": ["1"], "Accept-Encoding": ["br"], "A": ["1", "2"], "Empty": [""]}
    with raw_server() as server:
        sent = _request(f"{server.address}/a/../b//%zz", headers=headers, query_string={"q": [":/,"]}, body="{}")
        HttpEndpoint()(sent)
    assert server.received == [
        b"POST /a/../b//%zz?q=%3A%2F%2C HTTP/1.1\r\nx-LOWER: 1\r\nAccept-Encoding: br\r\nA: 1\r\nA: 2\r\nEmpty: \r\n"
        + f"Host: 127.0.0.1:{server.port}\r\n".encode()
        + b"Content-Length: 2\r\n\r\n{}"
    ]


def test_a_redirected_host_gets_the_host_header_of_the_integration() -> None:
    with raw_server() as server:
        backend = HttpEndpoint({"https://Warehouse.example.com/": server.address})
        backend(_request("https://warehouse.example.com:443/a"))
    assert server.received[0].startswith(b"POST /a HTTP/1.1\r\nHost: warehouse.example.com:443\r\n")


@pytest.mark.parametrize("address", ["warehouse", "ftp://a", "http://a/path", "http://a?x", "", "http://a:0"])
def test_addresses_that_name_no_backend(address: str) -> None:
    with pytest.raises(VtlHarnessError, match="is not the address of an HTTP backend"):
        HttpEndpoint({address: "http://127.0.0.1:1"})
    with pytest.raises(VtlHarnessError, match="is not the address of an HTTP backend"):
        HttpEndpoint({"http://a": address})


def test_repeated_headers_and_their_casing_arrive() -> None:
    reply = _reply(b"HTTP/1.1 201 Made\r\nset-Cookie: a\r\nX: 1\r\nset-Cookie: b\r\nContent-Length: 2\r\n\r\nok rest")
    assert (reply.status_code, reply.raw_body) == (201, b"ok")
    assert reply.headers == {"set-Cookie": ["a", "b"], "X": ["1"], "Content-Length": ["2"]}


def test_chunked_replies() -> None:
    reply = _reply(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: 1\r\n\r\n")
    assert reply.raw_body == b"abcde"


def test_a_reply_until_the_end_of_the_connection() -> None:
    assert _reply(b"HTTP/1.0 200 OK\r\n\r\nall of it").raw_body == b"all of it"


def test_compressed_replies_stay_as_they_are() -> None:
    packed = gzip.compress(b"hello")
    reply = _reply(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%b" % (len(packed), packed))
    assert (reply.raw_body, reply.headers["Content-Encoding"]) == (packed, ["gzip"])


@pytest.mark.parametrize("status", [204, 304])
def test_replies_without_a_body(status: int) -> None:
    reply = _reply(b"HTTP/1.1 %d X\r\nContent-Length: 5\r\n\r\n" % status)
    assert (reply.status_code, reply.raw_body) == (status, b"")


def test_a_reply_to_head_has_no_body() -> None:
    assert _reply(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "HEAD").raw_body == b""


def test_redirects_are_answers() -> None:
    with raw_server() as other:
        reply = _reply(b"HTTP/1.1 302 Found\r\nLocation: %b\r\nContent-Length: 0\r\n\r\n" % other.address.encode())
    assert (reply.status_code, other.received) == (302, [])


def test_an_interim_answer_is_passed_over() -> None:
    reply = _reply(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")
    assert (reply.status_code, reply.raw_body) == (200, b"x")


def test_a_backend_that_answers_before_it_has_read_the_body() -> None:
    def refuse(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 413 Large\r\nContent-Length: 0\r\n\r\n")
        connection.shutdown(socket.SHUT_WR)
        time.sleep(0.2)

    with raw_server(refuse) as server:
        assert HttpEndpoint()(_request(server.address, body="x" * 100)).status_code == 413


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"not HTTP at all\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab",
        b"HTTP/1.1 200 OK\r\n" + b"A: 1\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nA: " + b"1" * 70000 + b"\r\n\r\n",
    ],
)
def test_replies_that_are_broken(answer: bytes) -> None:
    with pytest.raises(BackendUnreachable):
        _reply(answer)


def test_a_reset_connection() -> None:
    def reset(connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    with pytest.raises(BackendUnreachable, match=r"^127\.0\.0\.1:\d+: Connection reset by peer$"):
        _reply(reset)


def test_a_refused_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(BackendUnreachable, match=rf"^127\.0\.0\.1:{port}: Connection refused$"):
        HttpEndpoint()(_request(f"http://127.0.0.1:{port}/"))


def test_a_reply_that_ends_early_is_told_to_the_reader() -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    for answer, why in (
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
            "the connection ended before the Content-Length of the reply was reached",
        ),
        (b"hello\r\n\r\n", "the reply is not HTTP, or not complete"),
        (chunked + b"-5\r\nabc", "a chunk of the reply has no size"),
    ):
        with pytest.raises(BackendUnreachable, match=rf"^127\.0\.0\.1:\d+: {why}$"):
            _reply(answer)


@pytest.mark.parametrize("host", ["nowhere.invalid", f"{'a' * 64}.example", "a..b"])
def test_hosts_that_do_not_exist(host: str) -> None:
    with pytest.raises(BackendUnreachable, match=f"^{host}:80: no such host$"):
        HttpEndpoint()(_request(f"http://{host}/"))


def test_a_slow_look_up_ends_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    look_up = socket.getaddrinfo

    def slow(*given: object, flags: int = 0, **more: object) -> object:
        if not flags:
            time.sleep(1)
        return look_up(*given, flags=flags, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(connecting.socket, "getaddrinfo", slow)
    started = time.monotonic()
    with pytest.raises(BackendTimeout):
        HttpEndpoint()(_request("http://localhost:1/", timeout=100))
    assert time.monotonic() - started < 0.5


def _silent(connection: socket.socket) -> None:
    time.sleep(1)


def _dripping(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
    for _ in range(20):
        connection.sendall(b"x")
        time.sleep(0.04)


@pytest.mark.parametrize("answer", [_silent, _dripping])
def test_one_deadline_over_all(answer: Answer) -> None:
    started = time.monotonic()
    with pytest.raises(BackendTimeout):
        _reply(answer, timeout=200)
    assert 0.2 <= time.monotonic() - started < 0.6


def test_a_header_that_goes_on_in_the_next_line() -> None:
    """Its line break would reach the response of the method, and the lines of the log."""
    reply = _reply(b"HTTP/1.1 200 OK\r\nX: a\r\n b: c\r\n\t\r\n d\r\nContent-Length: 0\r\n\r\n")
    assert reply.headers["X"] == ["a b: c d"]


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFFFF\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"A%d: b\r\n" % number for number in range(300)) + b"\r\nabc",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n\r\nabc",
        b"HTTP/1.1 099 OK\r\n\r\n",
    ],
)
def test_hostile_replies(answer: bytes) -> None:
    with pytest.raises(BackendUnreachable):
        _reply(answer)


def test_large_replies() -> None:
    head = b"HTTP/1.1 200 OK\r\n\r\n"
    assert len(_reply(head + b"x" * MOST_BYTES).raw_body or b"") == MOST_BYTES
    with pytest.raises(VtlHarnessError) as raised:
        _reply(head + b"x" * (MOST_BYTES + 1))
    assert raised.value.message == "the backend's reply is larger than 10 MB"
    assert raised.value.hint == "API Gateway takes replies of up to 10 MB"


def test_calls_do_not_wait_for_each_other() -> None:
    def slow(connection: socket.socket) -> None:
        time.sleep(0.3)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    started = time.monotonic()
    with raw_server(slow) as server, ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(HttpEndpoint(), [_request(server.address)] * 20))
    assert len(replies) == 20
    assert time.monotonic() - started < 3


def _call(uri: str, timeout: int = 1000) -> Invocation:
    responses = (IntegrationResponse("200"), IntegrationResponse("404", "4\\d\\d"))
    integration = Integration("HTTP", "GET", uri, timeout_in_millis=timeout, integration_responses=responses)
    method = Method("GET", "/", integration, method_responses=(MethodResponse("200"), MethodResponse("404")))
    return invoke(RestApi(methods=(method,)), MethodRequest("GET", "/"), HttpEndpoint())


def test_a_whole_call() -> None:
    with raw_server(b"HTTP/1.1 410 Gone\r\nContent-Length: 4\r\n\r\ngone") as server:
        answer = _call(server.address)
    assert (answer.response.status, answer.response.body_text) == (404, "gone")


def test_failures_become_what_the_service_makes_of_them() -> None:
    with raw_server(_silent) as server:
        late = _call(server.address, timeout=100)
    assert (late.response.status, late.gateway_response) == (504, "INTEGRATION_TIMEOUT")
    refused = _call("http://127.0.0.1:1/")
    assert (refused.response.status, refused.gateway_response) == (504, "INTEGRATION_FAILURE")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate and key of `localhost`, signed by itself."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl")
    folder = tmp_path_factory.mktemp("tls")
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    )
    parts = [*command.split(), "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(parts, check=True, capture_output=True)
    return folder


@pytest.fixture
def tls_port(certificate: Path) -> Iterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")

    def answer(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            whole_request(secure)
            secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret")

    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        while True:
            try:
                answer(listener.accept()[0])
            except ssl.SSLError:
                continue
            except OSError:
                return

    Thread(target=accept, daemon=True).start()
    yield listener.getsockname()[1]
    with suppress(OSError):  # wakes the thread
        listener.shutdown(socket.SHUT_RDWR)
    listener.close()


def test_tls_with_a_trusted_certificate(tls_port: int, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate / "cert.pem"))
    monkeypatch.setattr(connecting, "_trust", lambda: trusting)
    assert HttpEndpoint()(_request(f"https://localhost:{tls_port}/")).raw_body == b"secret"
    with pytest.raises(GatewayFailure) as raised:
        HttpEndpoint()(_request(f"https://127.0.0.1:{tls_port}/"))
    words = "Host name '127.0.0.1' does not match the certificate subject provided by the peer"
    assert words in str(raised.value.log)

    any_host = ssl.create_default_context(cafile=str(certificate / "cert.pem"))
    any_host.check_hostname = False
    monkeypatch.setattr(connecting, "_trust_of_any_host", lambda: any_host)
    with pytest.raises(GatewayFailure) as raised:
        HttpEndpoint()(_request(f"https://127.0.0.1:{tls_port}/"))
    assert f"{words} (CN=localhost)" in str(raised.value.log)


def test_tls_with_a_certificate_that_is_not_trusted(tls_port: int) -> None:
    answer = _call(f"https://localhost:{tls_port}/")
    assert (answer.response.status, answer.gateway_response) == (500, "API_CONFIGURATION_ERROR")
    assert any("Execution failed due to configuration error: General SSLEngine problem" in line for line in answer.log)


def test_tls_with_a_backend_that_does_not_speak_it() -> None:
    with raw_server(b"HTTP/1.1 400 Bad\r\n\r\n", reads=False) as server, pytest.raises(GatewayFailure) as raised:
        HttpEndpoint()(_request(f"https://127.0.0.1:{server.port}/"))
    assert "General SSLEngine problem" in str(raised.value.log)
