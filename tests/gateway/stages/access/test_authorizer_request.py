"""The request to the function of a Lambda authorizer, and what its reply does to the call."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from vtlharness.backends.canned import CannedBackend
from vtlharness.backends.lambda_reply import lambda_error, lambda_result
from vtlharness.gateway.access import Access, AccessError, LambdaOutput
from vtlharness.gateway.backend import BackendTimeout, BackendUnreachable
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.invocation import Invocation, invoke
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import Authorizer, Integration, IntegrationResponse, Method, RestApi
from vtlharness.source import Source

HEADER = "method.request.header.Authorization"
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:Guard"
URI = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{FUNCTION}/invocations"
TOKEN = Authorizer("guard", "TOKEN", (HEADER,), uri=URI)
POLICY = {"Statement": [{"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "*"}]}
ALLOWED = {"principalId": "me", "context": {"a": 1}, "policyDocument": POLICY}
METHOD_ARN = "arn:aws:execute-api:us-east-1:123456789012:abcdef1234/test/GET/orders/1"
FAILS = "the function of the authorizer fails"
NOT_AN_OBJECT = "the authorizer's result is not an object"
NOT_JSON = "the authorizer's result is not JSON"
MOCK = Integration(
    "MOCK",
    request_templates={"application/json": Source('{"statusCode": 200}')},
    integration_responses=(
        IntegrationResponse("200", response_templates={"application/json": Source("$context.authorizer.a")}),
    ),
)


class Function:
    """The function of an authorizer, and the requests that it got."""

    def __init__(self, reply: BackendReply | Exception) -> None:
        self.requests: list[tuple[IntegrationRequest, str]] = []
        self._reply = reply

    def __call__(self, request: IntegrationRequest, authorizer: Authorizer, identity: str, /) -> BackendReply:
        self.requests.append((request, identity))
        if isinstance(self._reply, Exception):
            raise self._reply
        return self._reply


def call(function: Function, authorizer: Authorizer = TOKEN, access: Access = Access(), **more: object) -> Invocation:
    api = RestApi(methods=(Method("ANY", "/orders/{id}", MOCK, authorization_type="CUSTOM", authorizer=authorizer),))
    request = MethodRequest("GET", "/orders/1", headers={"Authorization": "secret"}, body="x")
    return invoke(
        api,
        replace(request, **more),  # type: ignore[arg-type]
        CannedBackend(),
        access=access,
        call_authorizer=function,
    )


def test_a_token_authorizer_gets_its_token() -> None:
    function = Function(lambda_result(ALLOWED))
    made = call(function)
    assert (made.response.status, made.response.body) == (200, "1")
    assert made.authorizer_answer == LambdaOutput(ALLOWED)
    request, identity = function.requests[0]
    assert identity == "secret"
    assert request.service is not None
    assert request.service.function == FUNCTION
    assert json.loads(request.lambda_event) == {
        "type": "TOKEN",
        "methodArn": METHOD_ARN,
        "authorizationToken": "secret",
    }
    assert (request.type, request.http_method) == ("AWS", "POST")
    address = f"https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/{FUNCTION}/invocations"
    assert request.url == address
    assert request.headers == {
        "Accept": ["application/json"],
        "User-Agent": ["AmazonAPIGateway_abcdef1234"],
        "Content-Type": ["application/json"],
        "X-Amzn-Trace-Id": ["Root=1-682c9ab2-bd54e63736b48d5b149ee73e;Parent=9cbd4c3db79ff1bb;Sampled=0"],
    }


def test_a_request_authorizer_gets_the_request() -> None:
    function = Function(lambda_result(ALLOWED))
    call(function, replace(TOKEN, type="REQUEST"))
    event = json.loads(function.requests[0][0].lambda_event)
    assert (event["type"], event["httpMethod"], event["headers"]["Authorization"]) == ("REQUEST", "GET", "secret")
    assert (event["queryStringParameters"], event["multiValueQueryStringParameters"]) == ({}, {})
    assert event["pathParameters"] == {"id": "1"}
    assert event["methodArn"] == METHOD_ARN
    assert {"body", "isBase64Encoded"}.isdisjoint(event)


@pytest.mark.parametrize(
    ("reply", "kind", "reason"),
    [
        (lambda_error("Unauthorized"), "UNAUTHORIZED", "the function of the authorizer fails with `Unauthorized`"),
        (lambda_error("unauthorized"), "AUTHORIZER_FAILURE", FAILS),
        (lambda_error("other"), "AUTHORIZER_FAILURE", FAILS),
        (BackendReply(500), "AUTHORIZER_FAILURE", FAILS),
        (BackendTimeout(), "AUTHORIZER_FAILURE", FAILS),
        (BackendUnreachable(), "AUTHORIZER_FAILURE", FAILS),
        (lambda_result(None), "AUTHORIZER_CONFIGURATION_ERROR", NOT_AN_OBJECT),
        (lambda_result("Unauthorized"), "AUTHORIZER_CONFIGURATION_ERROR", NOT_AN_OBJECT),
        (lambda_result([ALLOWED]), "AUTHORIZER_CONFIGURATION_ERROR", NOT_AN_OBJECT),
        (BackendReply(200, body="{"), "AUTHORIZER_CONFIGURATION_ERROR", NOT_JSON),
        (BackendReply(200, raw_body=b"\xff"), "AUTHORIZER_CONFIGURATION_ERROR", NOT_JSON),
        (BackendReply(200, body="[" * 100_000), "AUTHORIZER_CONFIGURATION_ERROR", NOT_JSON),
        (
            lambda_result({"principalId": "me"}),
            "AUTHORIZER_CONFIGURATION_ERROR",
            "the authorizer's result has no `policyDocument`",
        ),
        (
            lambda_result({"policyDocument": POLICY}),
            "AUTHORIZER_CONFIGURATION_ERROR",
            "the authorizer's result has no `principalId`",
        ),
        (
            lambda_result({"principalId": "me", "policyDocument": []}),
            "AUTHORIZER_CONFIGURATION_ERROR",
            "a policy document needs `Statement`, a list",
        ),
        (
            lambda_result({**ALLOWED, "policyDocument": {"Statement": []}}),
            "ACCESS_DENIED",
            f"the authorizer's policy has an implicit deny for {METHOD_ARN}",
        ),
        (
            lambda_result({**ALLOWED, "context": {"a": []}}),
            "AUTHORIZER_CONFIGURATION_ERROR",
            "the value `a` in the authorizer's context is a list or a map",
        ),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_refusals(reply: BackendReply | Exception, kind: str, reason: str) -> None:
    function = Function(reply)
    made = call(function)
    assert made.gateway_response == kind
    assert made.reason == reason
    assert len(function.requests) == 1


def test_the_log_shows_a_result_that_cannot_be_read() -> None:
    log = [line.partition(") ")[2] for line in call(Function(lambda_result(None))).cloudwatch_log]
    assert log[1:5] == [
        "Starting authorizer: guard for request: c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
        "Incoming identity: ***ret",
        "Authorizer result body before parsing: null",
        "Execution failed due to configuration error: Could not parse policy",
    ]


def test_without_its_identity_the_function_is_not_called() -> None:
    function = Function(lambda_result(ALLOWED))
    made = call(function, headers={})
    assert (made.gateway_response, function.requests, made.authorizer_answer) == ("UNAUTHORIZED", [], None)


def test_what_the_test_says_counts() -> None:
    function = Function(lambda_result(ALLOWED))
    assert call(function, access=Access("deny")).gateway_response == "ACCESS_DENIED"
    assert function.requests == []


@pytest.mark.parametrize("uri", [None, "", "arn:aws:apigateway:us-east-1:sqs:path/1/q", "${stageVariables.none}"])
def test_an_authorizer_without_a_function(uri: str | None) -> None:
    with pytest.raises(AccessError, match="names no") as caught:
        call(Function(lambda_result(ALLOWED)), replace(TOKEN, uri=uri))
    assert caught.value.message == "the authorizer `guard` names no Lambda function"
    assert caught.value.hint == "say in the case what it answers: `authorizer: {principalId: user}`"


def test_other_kinds_of_authorizers_have_no_function() -> None:
    function = Function(lambda_result(ALLOWED))
    pool = Authorizer("pool", "COGNITO_USER_POOLS", (HEADER,), uri=URI)
    api = RestApi(methods=(Method("GET", "/", MOCK, authorization_type="COGNITO_USER_POOLS", authorizer=pool),))
    with pytest.raises(AccessError):
        invoke(api, MethodRequest(headers={"Authorization": "x"}), CannedBackend(), call_authorizer=function)
    assert function.requests == []
