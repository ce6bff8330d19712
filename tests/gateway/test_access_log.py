"""The line of the access log: the variables of formats, absent ones, and formats that are JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.gateway.stages.calls import LAMBDA, integration
from vtlharness.backends.canned import CannedBackend, SilentBackend
from vtlharness.gateway.access_log import is_one_line
from vtlharness.gateway.backend import Backend
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.invocation import Invocation, invoke
from vtlharness.gateway.invoke_method import invoke_method_alone
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import Integration, Method, RequestValidator, RestApi, Stage

OK = CannedBackend(BackendReply(200, {"x-amzn-RequestId": "r-1", "x-amz-id-2": "h-2"}, '{"ok": true}'))


def api(log_format: str | None, of: Integration | None = None) -> RestApi:
    method = Method("ANY", "/orders/{id}", of or integration("HTTP"))
    return RestApi(methods=(method,), stage=Stage("prod", access_log_format=log_format), endpoint_type="REGIONAL")


def line(
    log_format: str,
    *,
    of: Integration | None = None,
    backend: Backend = OK,
    request: MethodRequest | None = None,
    context: dict[str, object] | None = None,
) -> str | None:
    request = request or MethodRequest("POST", "/orders/7", None, {}, {}, {"User-Agent": "curl/8"}, "{}")
    return invoke(api(log_format, of), request, backend, context=context).access_log


@pytest.mark.parametrize(
    ("log_format", "expected"),
    [
        ("$context.identity.sourceIp - $context.status", "203.0.113.7 - 200"),
        ("[$context.requestTime]", "[20/May/2025:15:07:30 +0000]"),
        ("$context.httpMethod $context.resourcePath", "POST /orders/{id}"),
        ("$context.path $context.stage $context.protocol", "/prod/orders/7 prod HTTP/1.1"),
        ("$context.responseLength,$context.integrationLatency,$context.integration.latency", "12,25,25"),
        ("$context.responseLatency $context.requestTimeEpoch", "30 1747753650123"),
        ("$context.integrationStatus $context.integration.integrationStatus", "200 200"),
        ("$context.integration.status", "200"),
        ("$context.awsEndpointRequestId $context.integration.requestId $context.awsEndpointRequestId2", "r-1 r-1 h-2"),
        ("$context.identity.userAgent|$context.endpointType|$context.tlsVersion", "curl/8|REGIONAL|TLSv1.2"),
        ("$context.requestId.", "c6af9ac6-7b61-11e6-9a41-93e8deadbeef."),
        ("a line\n", "a line"),
        ("a line\r\n\n", "a line"),
        ("a lineX", "a lineX"),
        ("$context.cipherSuite", "ECDHE-RSA-AES128-GCM-SHA256"),
    ],
)  # fmt: skip
def test_variables(log_format: str, expected: str) -> None:
    assert line(log_format) == expected


@pytest.mark.parametrize(
    "name",
    [
        "identity.user",  # null
        "identity",  # a map
        "authorizer.claims",  # null, says the documentation
        "authorizer.principalId",
        "error.message",
        "error.messageString",
        "integration.error",
        "waf.status",
        "routeKey",  # of HTTP APIs
        "nothing.of.the.kind",
        "status.x",
    ],
)
def test_an_absent_variable_is_a_dash(name: str) -> None:
    assert line(f"<$context.{name}>") == "<->"


@pytest.mark.parametrize(
    "text", ["$context", "$Context.status", "$input.body", "${context.status}", "$stageVariables.a"]
)
def test_a_format_knows_only_variables_of_context(text: str) -> None:
    assert line(text) == text


def test_a_format_is_not_a_template() -> None:
    assert line("#if(true)$context.status#end ## $context.stage") == "#if(true)200#end ## prod"


def test_values_that_the_test_gives() -> None:
    context = {
        "authorizer": {"principalId": "ann", "n": 1, "claims": {"sub": "a-1"}},
        "xrayTraceId": "1-5f",
        "error": {"message": "x"},
    }
    log_format = (
        "$context.authorizer.principalId $context.authorizer.n $context.authorizer.claims.sub $context.xrayTraceId"
    )
    assert line(log_format, context=context) == "ann 1 a-1 1-5f"


def test_values_are_escaped_in_json() -> None:
    request = MethodRequest("GET", "/orders/7", None, {}, {}, {"User-Agent": 'a "b" \\c'})
    log_format = '{"agent": "$context.identity.userAgent", "error": $context.error.messageString}'
    assert line(log_format, request=request) == '{"agent": "a \\"b\\" \\\\c", "error": -}'
    assert line("$context.identity.userAgent", request=request) == 'a "b" \\c'


@pytest.mark.parametrize(
    ("character", "escaped"), [("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"), ("\\", "\\\\"), ("/", "/")]
)
def test_characters_of_a_value_in_json(character: str, escaped: str) -> None:
    context = {"authorizer": {"note": f"a{character}b"}}
    assert line(' {"note": "$context.authorizer.note"}', context=context) == f' {{"note": "a{escaped}b"}}'
    assert line("$context.authorizer.note {}", context=context) == f"a{character}b {{}}"


def test_what_a_body_lacks() -> None:
    schema = {"type": "object", "required": ["id", "name"]}
    of = integration("MOCK")
    method = Method(
        "POST",
        "/orders",
        of,
        request_models={"application/json": "Order"},
        request_validator=RequestValidator(True, False),
    )
    log_format = "$context.error.message: $context.error.validationErrorString"
    called = RestApi(methods=(method,), models={"Order": schema}, stage=Stage(access_log_format=log_format))
    found = invoke(called, MethodRequest("POST", "/orders", raw_body=b"{}"), OK).access_log
    assert found == 'Invalid request body: [object has missing required properties (["id","name"])]'


def test_the_id_of_a_reply_of_s3() -> None:
    reply = BackendReply(200, {"x-amzn-RequestId": "r-1", "X-Amz-Request-Id": "s-1"}, "{}")
    assert line("$context.awsEndpointRequestId", backend=CannedBackend(reply)) == "s-1"
    bare = CannedBackend(BackendReply(200, {}, "{}"))
    assert line("$context.awsEndpointRequestId $context.awsEndpointRequestId2", backend=bare) == "- -"


def test_a_gateway_response() -> None:
    log_format = (
        '{"status": "$context.status", "type": "$context.error.responseType", "message": $context.error.messageString,'
        ' "backend": "$context.integrationStatus", "latency": "$context.integrationLatency"}'
    )
    found = line(log_format, backend=SilentBackend("timeout"))
    assert json.loads(found or "") == {
        "status": "504",
        "type": "INTEGRATION_TIMEOUT",
        "message": "Endpoint request timed out",
        "backend": "-",
        "latency": "25",
    }


def test_a_validation_error() -> None:
    invalid = Method("POST", "/", integration("MOCK"), api_key_required=True)
    called = RestApi(methods=(invalid,), stage=Stage(access_log_format="$context.error.responseType $context.status"))
    assert invoke(called, MethodRequest("POST", "/"), OK).access_log == "INVALID_API_KEY 403"


def test_a_lambda_proxy_has_two_statuses() -> None:
    of = Integration("AWS_PROXY", "POST", LAMBDA)
    log_format = "$context.integration.status $context.integration.integrationStatus $context.status"
    assert line(log_format, of=of, backend=CannedBackend(BackendReply(200, {}, '{"statusCode": 418}'))) == "418 200 418"
    assert line(log_format, of=of, backend=CannedBackend(BackendReply(200, {}, '{"statusCode": "x"}'))) == "- 200 502"


def test_a_mock_asks_no_backend() -> None:
    log_format = "$context.integrationLatency $context.integrationStatus $context.responseLatency"
    assert line(log_format, of=integration("MOCK")) == "- - 5"


def test_a_call_that_meets_no_method() -> None:
    log_format = "$context.path $context.resourcePath $context.resourceId $context.status $context.error.message"
    found = line(log_format, request=MethodRequest("GET", "/nowhere"))
    assert found == "/prod/nowhere - - 403 Missing Authentication Token"


def test_without_a_format() -> None:
    assert invoke(api(None), MethodRequest("GET", "/orders/7"), OK).access_log is None
    of = api("$context.status")
    alone: Invocation = invoke_method_alone(of, of.methods[0], OK)
    assert alone.access_log is None  # TestInvokeMethod has no stage
    assert replace(alone, access_entry=None).access_log is None


@pytest.mark.parametrize(
    ("log_format", "one"),
    [("a", True), ("a\n", True), ("a\r\n", True), ("a\nb", False), ("\na", False), ("", True), ("a\nX", False)],
)
def test_formats_of_one_line(log_format: str, one: bool) -> None:
    assert is_one_line(log_format) is one
