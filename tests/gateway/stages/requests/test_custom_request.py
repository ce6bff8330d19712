from __future__ import annotations

from typing import Any

import pytest

from tests.gateway.stages.calls import Spy, api, integration, run, templates
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.invocation import invoke
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import IntegrationResponse
from vtlharness.gateway.service_arn import parse_service_arn


def _sent(of: Any, request: MethodRequest | None = None, **more: Any) -> IntegrationRequest:
    sent = run(of, request, **more).integration_request
    assert sent is not None
    return sent


@pytest.mark.parametrize(
    ("uri", "address"),
    [
        (
            "arn:aws:apigateway:eu-west-1:dynamodb:action/Query",
            "https://dynamodb.eu-west-1.amazonaws.com/?Action=Query",
        ),
        ("arn:aws:apigateway:eu-west-1:s3:path/b/{key}", "https://s3.eu-west-1.amazonaws.com/b/a/b"),
        ("arn:aws:apigateway:us-east-1:b.s3:path/{key}", "https://b.s3.us-east-1.amazonaws.com/a/b"),
        (
            "arn:aws-cn:apigateway:cn-north-1:sns:action/Publish&x=1",
            "https://sns.cn-north-1.amazonaws.com.cn/?Action=Publish&x=1",
        ),
        ("arn:aws:apigateway:us-east-1:sqs:path/1/q?a=b", "https://sqs.us-east-1.amazonaws.com/1/q?a=b"),
    ],
)
def test_service_addresses(uri: str, address: str) -> None:
    of = integration("AWS", uri=uri, request_parameters={"integration.request.path.key": "method.request.path.proxy"})
    assert _sent(of, MethodRequest(path="/a/b")).url == address


def test_target_of_json_services() -> None:
    headers = _sent(integration("AWS", uri="arn:aws:apigateway:us-east-1:dynamodb:action/Query")).headers
    assert headers["X-Amz-Target"] == ["DynamoDB_20120810.Query"]
    mapped = {"integration.request.header.x-amz-target": "'Other'"}
    of = integration("AWS", uri="arn:aws:apigateway:us-east-1:dynamodb:action/Query", request_parameters=mapped)
    assert _sent(of).headers["x-amz-target"] == ["Other"]
    assert "X-Amz-Target" not in _sent(of).headers
    assert "X-Amz-Target" not in _sent(integration("AWS", uri="arn:aws:apigateway:us-east-1:ssm:action/Get")).headers


def test_arns() -> None:
    assert parse_service_arn("arn:aws:apigateway:us-east-1:lambda:function/x") is None
    assert parse_service_arn("https://example.com") is None
    found = parse_service_arn("arn:aws:apigateway:us-east-1:lambda:path//2015-03-31/functions/fn:live/invocations")
    assert found is not None
    assert found.function == "fn:live"


@pytest.mark.parametrize(
    "uri", ["https://", "https:///path", "${stageVariables.none}", "ftp://example.com", "http://:80/"]
)
def test_addresses_without_host(uri: str) -> None:
    for kind in ("HTTP", "HTTP_PROXY"):
        invocation = run(integration(kind, uri=uri))
        assert invocation.response.status == 500
        assert invocation.log[-2].endswith("Execution failed due to configuration error: Invalid endpoint address")


@pytest.mark.parametrize("uri", ["${base_url}/v1", "<Nested.Outputs.Url>/v1"])
def test_an_address_that_the_definition_left_open(uri: str) -> None:
    advice = f": {uri.removesuffix('/v1')} has no value; set one in `api.parameters` of the case file"
    assert run(integration("HTTP", uri=uri)).log[-2].endswith(f"Invalid endpoint address{advice}")
    for kind in ("AWS", "AWS_PROXY"):
        said = run(integration(kind, uri=uri)).log[-2]
        assert said.endswith(f"AWS ARN for integration must contain path or action{advice}")


def test_an_override_that_must_not_be() -> None:
    of = integration("AWS", request_templates=templates(json='#set($context.requestOverride.header.TE = "x")'))
    assert run(of).response.status == 500


def test_overrides_replace_the_services_own_headers() -> None:
    text = '#set($context.requestOverride.header.accept = "text/csv")#set($context.requestOverride.querystring.n = 5)'
    sent = _sent(integration("HTTP", request_templates=templates(json=text)))
    assert sent.headers["accept"] == ["text/csv"]
    assert "Accept" not in sent.headers
    assert sent.query_string == {"n": ["5"]}


@pytest.mark.parametrize(("verb", "sent"), [("GET", False), ("HEAD", False), ("OPTIONS", False), ("POST", True)])
def test_content_type_of_the_client(verb: str, sent: bool) -> None:
    request = MethodRequest(verb, headers={"content-type": "text/csv"})
    assert ("Content-Type" in _sent(integration("HTTP"), request).headers) is sent


@pytest.mark.parametrize(
    ("headers", "text"),
    [
        ({}, "json"),
        ({"Content-Type": "application/json"}, "json"),
        ({"content-type": "application/xml"}, "xml"),
        ({"Content-Type": "application/json; charset=utf-8"}, "json"),
        ({"Content-Type": "application/xml;charset=UTF-8"}, "xml"),
        ({"Content-Type": "application/xml ; charset=UTF-8"}, "xml"),
        ({"Content-Type": "Application/JSON"}, "body"),
        ({"Content-Type": "application/json+x; charset=utf-8"}, "body"),
        ({"Content-Type": ["application/xml", "application/json"]}, "json"),
    ],
)
def test_choice_of_the_template(headers: dict[str, Any], text: str) -> None:
    of = integration("HTTP", request_templates=templates(json="json", xml="xml"))
    assert _sent(of, MethodRequest("POST", headers=headers, body="body")).body == text


def test_an_empty_template_lets_the_body_through() -> None:
    of = integration("HTTP", request_templates=templates(json=""), passthrough_behavior="NEVER")
    assert _sent(of, MethodRequest("POST", body="body")).body == "body"


def test_mock_needs_no_backend() -> None:
    of = integration(
        "MOCK",
        request_templates=templates(json='{"statusCode": $input.params("s")}'),
        integration_responses=(
            IntegrationResponse("200", response_templates=templates(json="[$input.body]")),
            IntegrationResponse("404", "4.."),
        ),
    )
    spy = Spy(BackendReply(500))
    answers = [
        invoke(api(of), MethodRequest(path="/x", query_string={"s": status}), spy).response for status in ("201", "404")
    ]
    assert [(answer.status, answer.body_text) for answer in answers] == [(200, "[{}]"), (404, "")]
    assert spy.asked == []


def test_wire_headers() -> None:
    sent = _sent(integration("HTTP", uri="https://example.com:8443/a"), MethodRequest("POST", body="é"))
    assert sent.wire_headers["Host"] == ["example.com:8443"]
    assert sent.wire_headers["Content-Length"] == ["2"]


def test_proxied_query_string() -> None:
    of = integration(
        "HTTP_PROXY",
        uri="https://example.com/a?x=0",
        request_parameters={"integration.request.querystring.y": "method.request.querystring.x"},
    )
    sent = _sent(of, MethodRequest(query_string={"x": ["1", "2 3"], "y": "4"}))
    assert sent.query_string == {"x": ["0", "1", "2 3"], "y": ["2 3"]}
    assert sent.url == "https://example.com/a?x=0&x=1&x=2%203&y=2%203"
