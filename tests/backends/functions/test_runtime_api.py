"""What Lambda's Runtime API answers to a process, and what it tells of the process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.client import HTTPConnection, RemoteDisconnected

import pytest

from vtlharness.backends.functions.runtime_api import Delivery, Message, RuntimeApi

_PREFIX = "/2018-06-01/runtime"
_OK = (202, b'{"status":"OK"}')
_WRONG_ID = (400, b'{"errorType":"InvalidRequestID","errorMessage":"Invalid request ID"}')


@pytest.fixture
def api() -> Iterator[RuntimeApi]:
    served = RuntimeApi()
    yield served
    served.close()


def _asked(api: RuntimeApi, verb: str, path: str, body: object = None, **headers: str) -> tuple[int, bytes]:
    connection = HTTPConnection(api.address, timeout=10)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(verb, path, body, sent, encode_chunked=True)  # type: ignore[arg-type]
    answer = connection.getresponse()
    found = (answer.status, answer.read())
    connection.close()
    return found


def _under_way(api: RuntimeApi, request_id: str) -> None:
    api.deliveries.put(Delivery(request_id, b"1", 5, "arn"))
    assert _asked(api, "GET", f"{_PREFIX}/invocation/next") == (200, b"1")
    assert api.messages.get_nowait() == Message("asks")


def test_an_event_and_its_headers(api: RuntimeApi) -> None:
    api.deliveries.put(Delivery("one", '"\u00e9"'.encode(), 1234, "arn:of:it"))
    connection = HTTPConnection(api.address, timeout=10)
    connection.request("GET", f"{_PREFIX}/invocation/next")
    answer = connection.getresponse()
    assert answer.getheaders() == [
        ("Content-Type", "application/json"),
        ("Lambda-Runtime-Aws-Request-Id", "one"),
        ("Lambda-Runtime-Deadline-Ms", "1234"),
        ("Lambda-Runtime-Invoked-Function-Arn", "arn:of:it"),
        ("Content-Length", "4"),
    ]
    assert (answer.status, answer.read()) == (200, '"\u00e9"'.encode())
    connection.request("GET", f"{_PREFIX}/invocation/none")  # the same connection serves the next request
    assert connection.getresponse().status == 404
    connection.close()


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("GET", "/"),
        ("GET", f"{_PREFIX}/invocation/next/"),
        ("GET", f"{_PREFIX}/invocation/one/response"),
        ("POST", "/"),
        ("POST", f"{_PREFIX}/invocation/one"),
        ("POST", f"{_PREFIX}/invocation/one/responses"),
        ("POST", f"{_PREFIX}/init/errors"),
    ],
)
def test_other_paths_are_not_there(api: RuntimeApi, verb: str, path: str) -> None:
    _under_way(api, "one")
    assert _asked(api, verb, path) == (404, b"")
    assert api.messages.empty()
    assert _asked(api, "POST", f"{_PREFIX}/invocation/one/response", b"2") == _OK


def test_only_the_first_answer_to_the_event_under_way_counts(api: RuntimeApi) -> None:
    assert _asked(api, "POST", f"{_PREFIX}/invocation/one/response", b"0") == _WRONG_ID
    _under_way(api, "one")
    assert _asked(api, "POST", f"{_PREFIX}/invocation/two/response", b"1") == _WRONG_ID
    assert _asked(api, "POST", f"{_PREFIX}/invocation/one/error", b"2") == _OK
    assert _asked(api, "POST", f"{_PREFIX}/invocation/one/error", b"3") == _WRONG_ID
    _under_way(api, "two") if api.messages.get_nowait() == Message("error", b"2") else pytest.fail("another message")
    assert _asked(api, "POST", f"{_PREFIX}/invocation/one/response", b"4") == _WRONG_ID
    assert _asked(api, "POST", f"{_PREFIX}/invocation/two/response", b"5") == _OK
    assert (api.messages.get_nowait(), api.messages.empty()) == (Message("response", b"5"), True)


@pytest.mark.parametrize(("path", "kind"), [("init/error", "init error"), ("invocation/one/error", "error")])
@pytest.mark.parametrize(("headers", "named"), [({}, ""), ({"Lambda_Runtime_Function_Error_Type": "Mine"}, "Mine")])
def test_an_error_without_a_body_has_the_name_in_its_header(
    api: RuntimeApi, path: str, kind: str, headers: dict[str, str], named: str
) -> None:
    _under_way(api, "one")
    assert _asked(api, "POST", f"{_PREFIX}/{path}", **headers) == _OK
    message = api.messages.get_nowait()
    assert (message.kind, json.loads(message.payload)) == (kind, {"errorType": named, "errorMessage": ""})


def test_a_body_in_chunks(api: RuntimeApi) -> None:
    _under_way(api, "one")
    pieces = iter([b"[1", b"x" * 20, b"]"])
    assert _asked(api, "POST", f"{_PREFIX}/invocation/one/response", pieces, Transfer_Encoding="Chunked") == _OK
    assert api.messages.get_nowait() == Message("response", b"[1" + b"x" * 20 + b"]")


def test_a_process_that_waits_is_let_go_at_the_end() -> None:
    api = RuntimeApi()
    connection = HTTPConnection(api.address, timeout=10)
    connection.request("GET", f"{_PREFIX}/invocation/next")
    assert api.messages.get(timeout=10) == Message("asks")
    api.close()
    with pytest.raises(RemoteDisconnected):
        connection.getresponse()
    with pytest.raises(OSError, match="refused"):
        HTTPConnection(api.address, timeout=10).request("GET", "/")
