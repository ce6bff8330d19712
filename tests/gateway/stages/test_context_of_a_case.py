"""The effects of a case's `$context` and of the content type's parameters in whole calls."""

from __future__ import annotations

import json

import pytest

from vtlharness.backends.canned import CannedBackend, SilentBackend
from vtlharness.backends.lambda_reply import lambda_result
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.backend import BackendUnreachable
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.invocation import invoke
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import Integration, IntegrationResponse, Method, RestApi
from vtlharness.source import Source

LAMBDA = (
    "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations"
)
FIREHOSE = "arn:aws:apigateway:us-east-1:firehose:action/PutRecord"
OK = CannedBackend(lambda_result({"statusCode": 200}))


def api(integration: Integration) -> RestApi:
    return RestApi(methods=(Method("ANY", "/", integration),))


def test_headers_and_log_say_what_the_context_says() -> None:
    proxy = api(Integration("AWS_PROXY", "POST", LAMBDA))
    context = {
        "identity": {"sourceIp": "1.2.3.4"},
        "requestId": "rid",
        "requestTimeEpoch": 0,
        "extendedRequestId": "ext",
    }
    found = invoke(proxy, MethodRequest(), OK, context=context)
    assert found.integration_request is not None
    assert '"X-Forwarded-For":"1.2.3.4' in found.integration_request.body_text
    assert found.response.headers["x-amzn-RequestId"] == ["rid"]
    assert found.response.headers["x-amz-apigw-id"] == ["ext"]
    assert found.response.headers["Date"] == ["Thu, 01 Jan 1970 00:00:00 GMT"]
    assert found.log[0] == "Execution log for request rid"
    assert found.log[1].startswith("Thu Jan 01 00:00:00 UTC 1970 : ")


def test_a_context_of_another_type_leaves_the_call_as_it_is() -> None:
    context = {"identity": {"sourceIp": 7}, "requestId": 7, "requestTimeEpoch": "0", "extendedRequestId": None}
    found = invoke(api(Integration("AWS_PROXY", "POST", LAMBDA)), MethodRequest(), OK, context=context)
    assert found.integration_request is not None
    assert '"X-Forwarded-For":"203.0.113.7' in found.integration_request.body_text
    assert found.response.headers["x-amzn-RequestId"] == ["c6af9ac6-7b61-11e6-9a41-93e8deadbeef"]
    assert found.response.headers["x-amz-apigw-id"] == ["JJbxIEPNIAMFRxQ="]
    assert found.response.headers["Date"] == ["Tue, 20 May 2025 15:07:30 GMT"]


def test_account_and_resource_of_the_context_are_in_the_event() -> None:
    context = {"accountId": "111122223333", "resourceId": "res123"}
    found = invoke(api(Integration("AWS_PROXY", "POST", LAMBDA)), MethodRequest(), OK, context=context)
    assert found.integration_request is not None
    of_call = json.loads(found.integration_request.body_text)["requestContext"]
    assert {name: of_call[name] for name in context} == context


@pytest.mark.parametrize(
    ("backend", "answer", "reason"),
    [
        (SilentBackend("timeout"), ("INTEGRATION_TIMEOUT", 504), "Execution failed due to a timeout error"),
        (
            SilentBackend("unreachable"),
            ("INTEGRATION_FAILURE", 504),
            "Execution failed due to configuration error: Network error communicating with endpoint",
        ),
    ],
)
def test_a_backend_that_does_not_answer(backend: SilentBackend, answer: tuple[str, int], reason: str) -> None:
    found = invoke(api(Integration("HTTP", "POST", "https://example.com")), MethodRequest(), backend)
    assert (found.gateway_response, found.response.status) == answer
    assert found.reason == reason
    assert found.log[-2].endswith(f" : {reason}")
    assert found.error is None


def test_a_backend_that_says_why_it_cannot_be_reached() -> None:
    def backend(_request: IntegrationRequest, /) -> BackendReply:
        raise BackendUnreachable("no route to it")

    found = invoke(api(Integration("HTTP", "POST", "https://example.com")), MethodRequest(), backend)
    log = "Execution failed due to configuration error: Network error communicating with endpoint"
    assert found.reason == f"{log} (no route to it)"
    assert [line.partition(" : ")[2] for line in found.log[-3:-1]] == ["(vtlharness: no route to it)", log]


@pytest.mark.parametrize(
    ("content_type", "warned"),
    [
        ("Application/JSON; charset=utf-8", True),
        ("application/json; charset=utf-8", False),
        ("application/json", False),
        ("Text/Plain; charset=utf-8", False),
    ],
)
def test_a_casing_of_the_content_type_that_keeps_it_from_a_template(content_type: str, warned: bool) -> None:
    mock = Integration(
        "MOCK",
        request_templates={"application/json": Source('{"statusCode": 200}')},
        integration_responses=(IntegrationResponse("200"),),
    )
    request = MethodRequest(headers={"Content-Type": content_type}, body='{"statusCode": 200}')
    found = invoke(api(mock), request, OK)
    assert ["for Application/JSON: " in finding.message for finding in found.findings] == [True] * warned
    assert [finding.rule for finding in found.findings] == ["API401"] * warned


@pytest.mark.parametrize(
    ("required", "headers", "identity", "body"),
    [
        (True, {"x-api-key": "k1"}, {}, "[k1]"),
        (True, {"X-Api-Key": "k1"}, {"sourceIp": "1.2.3.4"}, "[k1]"),
        (True, {"X-API-KEY": "k1"}, {"apiKey": "given"}, "[given]"),
        (False, {"x-api-key": "k1"}, {}, "[]"),
        (False, {"x-api-key": "k1"}, {"apiKey": "given"}, "[given]"),
    ],
)
def test_the_key_of_a_call(required: bool, headers: dict[str, str], identity: dict[str, str], body: str) -> None:
    echo = Integration(
        "MOCK",
        request_templates={"application/json": Source('{"statusCode": 200}')},
        integration_responses=(
            IntegrationResponse(
                "200", response_templates={"application/json": Source("[$context.identity.apiKey]$context.identity.no")}
            ),
        ),
    )
    keyed = RestApi(methods=(Method("ANY", "/", echo, api_key_required=required),))
    found = invoke(keyed, MethodRequest(headers=headers), OK, context={"identity": identity})
    assert (found.response.status, found.response.body_text) == (200, body)


def test_a_call_without_the_key_that_its_method_requires() -> None:
    keyed = RestApi(methods=(Method("ANY", "/", Integration("MOCK"), api_key_required=True),))
    found = invoke(keyed, MethodRequest(headers={"api-key": "k1"}), OK)
    assert (found.response.status, found.gateway_response) == (403, "INVALID_API_KEY")


def test_a_firehose_proxy_is_refused_in_one_sentence() -> None:
    with pytest.raises(VtlHarnessError, match="AWS_PROXY with firehose cannot be run: nobody has recorded"):
        invoke(api(Integration("AWS_PROXY", "POST", FIREHOSE)), MethodRequest(), OK)
