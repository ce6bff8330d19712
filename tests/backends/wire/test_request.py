"""The request that is sent, as data."""

from __future__ import annotations

import pytest

from vtlharness import (
    BackendReply,
    Integration,
    IntegrationRequest,
    IntegrationType,
    Method,
    MethodRequest,
    RestApi,
    VtlHarnessError,
    invoke,
)
from vtlharness.backends.wire.request import Endpoint, split_address, wire_request
from vtlharness.gateway.gateway_failure import GatewayFailure


def _sent(uri: str = "https://example.com/a", **more: object) -> IntegrationRequest:
    return IntegrationRequest("HTTP", "POST", uri, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("", "/"),
        ("/", "/"),
        ("/a/../b/./c", "/a/../b/./c"),
        ("//a//b/", "//a//b/"),
        ("/%zz/%2f", "/%zz/%2f"),
        ("/a b\t", "/a%20b%09"),
        ("/gr\u00fcn/\U0001f600", "/gr%C3%BCn/%F0%9F%98%80"),
        ("/\ud800", "/%3F"),
        ("/a;b=c:d@e!$&'()*+,", "/a;b=c:d@e!$&'()*+,"),
        ("/a\r\nX: y", "/a%0D%0AX:%20y"),
    ],
)
def test_a_path_is_sent_byte_for_byte(path: str, target: str) -> None:
    assert wire_request(_sent(f"https://example.com{path}")).target == target


def test_a_query_string_is_encoded_canonically_on_the_wire_only() -> None:
    sent = _sent(query_string={"a b": ["x:/,", "+%"], "\u00e9": [""], "~-_.": ["*"]})
    assert wire_request(sent).target == "/a?a%20b=x%3A%2F%2C&a%20b=%2B%25&%C3%A9=&~-_.=%2A"
    assert sent.url == "https://example.com/a?a%20b=x:/,&a%20b=%2B%25&%C3%A9=&~-_.=%2A"


def test_headers_keep_order_casing_and_repetition() -> None:
    sent = _sent("http://example.com:8080/x", headers={"x-B": ["1", "2"], "A": ["\u00e9"]}, body="\u00e9")
    made = wire_request(sent)
    expected = (("x-B", "1"), ("x-B", "2"), ("A", "\u00e9"), ("Host", "example.com:8080"), ("Content-Length", "2"))
    assert made.headers == expected
    assert made.head.startswith(b"POST /x HTTP/1.1\r\nx-B: 1\r\nx-B: 2\r\nA: \xc3\xa9\r\nHost: example.com:8080\r\n")
    assert made.body == b"\xc3\xa9"


def test_a_redirected_request_keeps_its_host_header() -> None:
    made = wire_request(_sent()).sent_to(Endpoint("127.0.0.1", 9100, secure=False))
    assert dict(made.headers)["Host"] == "example.com"
    assert made.endpoint.netloc == "127.0.0.1:9100"


def test_the_user_of_an_address_is_not_in_the_host_header() -> None:
    assert dict(wire_request(_sent("https://me:secret@example.com/")).headers)["Host"] == "example.com"


@pytest.mark.parametrize(
    ("address", "netloc", "port"),
    [
        ("HTTPS://example.com", "example.com", 443),
        ("http://example.com:", "example.com", 80),
        ("http://[::1]:8000/a", "[::1]:8000", 8000),
        ("https://example.com:443/a", "example.com", 443),
    ],
)
def test_addresses(address: str, netloc: str, port: int) -> None:
    endpoint, _ = split_address(address)
    assert (endpoint.netloc, endpoint.port) == (netloc, port)
    assert endpoint.host_and_port == (netloc if netloc.endswith(f":{port}") else f"{netloc}:{port}")


@pytest.mark.parametrize(
    "address",
    ["", "example.com", "ftp://example.com", "http://", "http://:80", "http://a:b/", "http://a:0/", "http://a:65536/",
     "http://a:99999999999999999999/", "http://[::1", "http://a:\u0661/", "http://a\n", "http://a b/", "http://a\0"],
)  # fmt: skip
def test_an_address_without_a_host_is_a_configuration_error(address: str) -> None:
    with pytest.raises(GatewayFailure):
        split_address(address)


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        ({"X": ["a\r\nY: b"]}, "the header X cannot be sent: its value contains a line break or a NUL"),
        ({"X": ["a\0"]}, "the header X cannot be sent: its value contains a line break or a NUL"),
        ({"X Y": ["a"]}, "the header 'X Y' cannot be sent: this is not a header's name"),
        ({"": ["a"]}, "the header '' cannot be sent: this is not a header's name"),
    ],
)
def test_headers_that_http_cannot_carry(headers: dict[str, list[str]], message: str) -> None:
    with pytest.raises(VtlHarnessError) as raised:
        wire_request(_sent(headers=headers))
    assert raised.value.message == message
    hint = "remove line breaks where the header is mapped or overridden" if "line break" in message else None
    assert raised.value.hint == hint


def test_a_verb_that_http_cannot_carry() -> None:
    with pytest.raises(VtlHarnessError) as raised:
        wire_request(IntegrationRequest("HTTP", "GET /x", "http://a/"))
    assert raised.value.message == "the verb 'GET /x' cannot be sent over HTTP"


@pytest.mark.parametrize(
    ("kind", "uri"),
    [
        ("HTTP", "https://example.com"),
        ("HTTP_PROXY", "https://example.com"),
        ("AWS", "arn:aws:apigateway:eu-west-1:sqs:path/1/q"),
        ("AWS_PROXY", "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/f/invocations"),
    ],
)
def test_the_integrations_timeout_reaches_the_backend(kind: IntegrationType, uri: str) -> None:
    asked: list[IntegrationRequest] = []

    def backend(sent: IntegrationRequest, /) -> BackendReply:
        asked.append(sent)
        return BackendReply(200, {}, '{"statusCode": 200}')

    method = Method("POST", "/", Integration(kind, "POST", uri, timeout_in_millis=50))
    invoke(RestApi(methods=(method,)), MethodRequest("POST", "/"), backend)
    assert [sent.timeout_in_millis for sent in asked] == [50]
