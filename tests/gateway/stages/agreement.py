"""Whether the result of a call is as a row says. Every key of a row's `expect` must be known here."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from typing import Any

from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.invocation import Invocation

Expected = dict[str, Any]


def matches(expected: object, actual: object) -> bool:
    """Equality, with `<placeholders>` for the parts that the recording hides."""
    if isinstance(expected, str) and isinstance(actual, str):
        if re.search(r"<[a-z][^<>]*>", expected):
            parts = re.split(r"<[a-z][^<>]*>", expected)
            return re.fullmatch(".*".join(map(re.escape, parts)), actual, re.DOTALL) is not None
        return expected == actual
    return bool(expected == actual and type(expected) is type(actual))


def joined(headers: Mapping[str, list[str]]) -> dict[str, str]:
    """Headers by lower-case name, several values as one, as an HTTP client shows them."""
    return {name.lower(): ", ".join(values) for name, values in headers.items()}


def check_headers(expected: Expected, headers: Mapping[str, list[str]], ignored: frozenset[str] = frozenset()) -> None:
    actual = joined(headers)
    for name, value in {**expected.pop("headers", {}), **expected.pop("headers_received", {})}.items():
        if name.lower() not in ignored:
            wanted = ", ".join(value) if isinstance(value, list) else value
            assert name.lower() in actual, (name, actual)
            assert matches(wanted, actual[name.lower()]), (name, wanted, actual[name.lower()])
    for name, value in expected.pop("headers_received_ci", {}).items():
        assert actual.get(name.lower()) == value
    for name, value in expected.pop("header_prefix", {}).items():
        assert actual[name.lower()].startswith(value)
    for name in expected.pop("headers_present", ()):
        assert name.lower() in actual, (name, actual)
    for name in expected.pop("headers_absent", ()):
        assert name.lower() not in actual, (name, actual)


def subset(expected: object, actual: object) -> bool:
    if isinstance(expected, dict):
        return isinstance(actual, dict) and all(
            key in actual and subset(expected[key], actual[key]) for key in expected
        )
    return expected == actual


def check_body(expected: Expected, body: bytes) -> None:
    if "body" in expected:
        assert body.decode() == expected.pop("body")
    if "body_b64" in expected:
        assert body == base64.b64decode(expected.pop("body_b64"))
    if "body_json" in expected:
        assert json.loads(body or b"null") == expected.pop("body_json")
    for text in expected.pop("body_contains", ()):
        assert text in body.decode()
    if "body_json_keys" in expected:
        assert list(json.loads(body)) == expected.pop("body_json_keys")
    if "body_json_subset" in expected:
        assert subset(expected.pop("body_json_subset"), json.loads(body))


def check_response(expected: Expected, invocation: Invocation, ignored: frozenset[str] = frozenset()) -> None:
    expected = dict(expected)
    if "status" in expected:
        assert invocation.response.status == expected.pop("status"), (invocation.response, invocation.log)
    check_headers(expected, invocation.response.headers, ignored)
    check_body(expected, invocation.response.body_bytes)
    assert not expected, expected


def check_error(expected: Expected, invocation: Invocation) -> None:
    expected = dict(expected)
    assert invocation.response.status == expected.pop("status")
    assert json.loads(invocation.response.body_bytes) == {"message": expected.pop("message")}
    if "gatewayResponse" in expected:
        assert invocation.gateway_response == expected.pop("gatewayResponse")
    if "errorType" in expected:
        assert joined(invocation.response.headers)["x-amzn-errortype"] == expected.pop("errorType")
    if "log" in expected:
        assert any(line.endswith(expected["log"]) for line in invocation.log)
        del expected["log"]
    assert not expected, expected


def check_request(expected: Expected, sent: IntegrationRequest) -> None:
    expected = dict(expected)
    event = json.loads(sent.lambda_event) if sent.service is not None and sent.service.function else None
    headers: Mapping[str, list[str]] = sent.wire_headers
    if sent.type == "AWS_PROXY" and event is not None:
        headers = event["multiValueHeaders"]
    check_headers(expected, headers)
    if "lambda_event_body" in expected:
        assert event is not None
        assert event["body"] == expected.pop("lambda_event_body")
    check_body(expected, sent.body_bytes)
    if "method" in expected:
        assert sent.http_method == expected.pop("method")
    if "uri" in expected:
        assert expected.pop("uri") in (sent.uri, sent.url)
    if "function" in expected:
        assert sent.service is not None
        assert str(sent.service.function).endswith(f":{expected.pop('function')}")
    query = {name: values[0] if len(values) == 1 else values for name, values in sent.query_string.items()}
    if "querystring" in expected:
        assert query == expected.pop("querystring")
    if "querystring_joined_by_comma" in expected:
        together = {name: ",".join(values) for name, values in sent.query_string.items()}
        assert together == expected.pop("querystring_joined_by_comma")
    if "lambda_event" in expected:
        check_event(expected.pop("lambda_event"), event)
    assert not expected, expected


def check_event(expected: Any, event: Any) -> None:
    if not isinstance(expected, dict) or not any(key.endswith("_subset") for key in expected):
        assert event == expected
        return
    for key, value in expected.items():
        if key == "requestContext_keys":
            assert sorted(event["requestContext"]) == value
        elif key.endswith("_subset"):
            assert subset(value, event[key.removesuffix("_subset")]), (value, event)
        else:
            assert event[key] == value, (key, event[key], value)


def check_log(expected: list[str], log: tuple[str, ...]) -> None:
    """The log line by line; the recording's last, empty line says that the log ends with a line end."""
    assert expected[-1] == ""
    assert len(log) == len(expected) - 1, (log, expected)
    for wanted, line in zip(expected, log, strict=False):
        stamp = r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d UTC \d{4}"
        parts = re.split(r"DDD MMM dd hh:mm:ss UTC yyyy|<[a-z][^<>]*>", wanted)
        pattern = ".*".join(map(re.escape, parts))
        assert re.fullmatch(pattern, line, re.DOTALL), (wanted, line)
        assert "UTC" not in wanted or re.match(stamp, line)
