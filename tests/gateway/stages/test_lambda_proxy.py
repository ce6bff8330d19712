from __future__ import annotations

import json
from typing import Any

import pytest

from tests.gateway.stages.calls import integration, run
from vtlharness.backends.lambda_reply import lambda_error, lambda_result
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import Stage


def _event(request: MethodRequest, **more: Any) -> dict[str, Any]:
    sent = run(integration("AWS_PROXY"), request, lambda_result({}), **more).integration_request
    assert sent is not None
    event: dict[str, Any] = json.loads(sent.lambda_event)
    return event


def test_event_of_a_binary_payload() -> None:
    request = MethodRequest("POST", headers={"Content-Type": "image/png"}, raw_body=b"\x89PNG")
    event = _event(request, binary_media_types=("image/*",))
    assert (event["body"], event["isBase64Encoded"]) == ("iVBORw==", True)
    event = _event(request)
    assert (event["body"], event["isBase64Encoded"]) == ("\ufffdPNG", False)


def test_event_of_an_empty_call() -> None:
    event = _event(MethodRequest())
    assert event["body"] is None
    assert event["queryStringParameters"] is None
    assert event["stageVariables"] is None
    assert event["pathParameters"] == {"proxy": "here"}
    assert event["headers"]["Host"] == "abcdef1234.execute-api.us-east-1.amazonaws.com"
    assert event["headers"]["X-Forwarded-For"] == event["requestContext"]["identity"]["sourceIp"]


def test_headers_of_the_call_of_the_function() -> None:
    sent = run(integration("AWS_PROXY"), MethodRequest(headers={"X-Own": "1"}), lambda_result({})).integration_request
    assert sent is not None
    trace = sent.headers.pop("X-Amzn-Trace-Id")
    assert trace[0].startswith("Root=1-")
    assert sent.headers == {
        "Accept": ["application/json"],
        "User-Agent": ["AmazonAPIGateway_abcdef1234"],
        "x-amzn-apigateway-api-id": ["abcdef1234"],
        "x-amzn-lambda-integration-tag": ["c6af9ac6-7b61-11e6-9a41-93e8deadbeef"],
        "Content-Type": ["application/json"],
    }


def test_event_with_stage_variables_and_values() -> None:
    event = _event(
        MethodRequest(query_string={"tag": ["a", "b"]}, headers={"X-Two": ["1", "2"]}),
        stage=Stage("prod", {"table": "orders"}),
    )
    assert event["stageVariables"] == {"table": "orders"}
    assert event["queryStringParameters"] == {"tag": "b"}
    assert event["multiValueHeaders"]["X-Two"] == ["1", "2"]
    assert event["requestContext"]["path"] == "/prod/here"


def test_the_service_says_where_a_call_comes_from() -> None:
    headers = _event(MethodRequest())["multiValueHeaders"]
    assert (headers["X-Forwarded-Proto"], headers["X-Forwarded-Port"]) == (["https"], ["443"])
    sent = {"x-forwarded-proto": ["http", "ftp"], "X-FORWARDED-PORT": "80", "x-forwarded-for": "10.0.0.1"}
    told = _event(MethodRequest(headers=sent))["multiValueHeaders"]
    named = {name.lower(): values for name, values in told.items() if name.lower().startswith("x-forwarded-")}
    assert len(named) == len([name for name in told if name.lower().startswith("x-forwarded-")]) == 3
    assert named == {name.lower(): headers[name] for name in headers if name.startswith("X-Forwarded-")}


@pytest.mark.parametrize("status", [100, 599, "100", " 204 ", 200.0])
def test_every_status_of_a_function(status: object) -> None:
    assert run(integration("AWS_PROXY"), reply=lambda_result({"statusCode": status})).response.status == int(status)  # type: ignore[call-overload]


@pytest.mark.parametrize("status", [99, 600, "99", "2OO", "", -200, 0, [200]])
def test_what_is_not_a_status_of_a_function(status: object) -> None:
    assert run(integration("AWS_PROXY"), reply=lambda_result({"statusCode": status})).response.status == 502


@pytest.mark.parametrize(
    "payload",
    [
        {"statusCode": 201, "body": 5},
        {"statusCode": "201", "body": "5", "isBase64Encoded": None},
        {"statusCode": 201.0, "body": "5", "headers": {"none": None}, "isBase64Encoded": "false"},
        {"statusCode": 201, "body": "5", "isBase64Encoded": "true"},  # the client accepts no binary type
    ],
)
def test_accepted_payload(payload: object) -> None:
    response = run(integration("AWS_PROXY"), reply=lambda_result(payload)).response
    assert (response.status, response.body_text) == (201, "5")
    assert "none" not in response.headers


@pytest.mark.parametrize(
    "payload",
    [
        None,
        [],
        "text",
        {"statuscode": 200},
        {"statusCode": 1000},
        {"statusCode": True},
        {"statusCode": 200.5},
        {"body": {"a": 1}},
        {"headers": []},
        {"headers": {"a": {}}},
        {"multiValueHeaders": {"a": "b"}},
        {"isBase64Encoded": "yes"},
    ],
)
def test_malformed_payload(payload: object) -> None:
    invocation = run(integration("AWS_PROXY"), reply=lambda_result(payload))
    assert invocation.response.status == 502
    assert invocation.response.body_text == '{"message": "Internal server error"}'
    assert invocation.log[-2].endswith("Malformed Lambda proxy response")


def test_payload_that_is_no_json() -> None:
    assert run(integration("AWS_PROXY"), reply=BackendReply(body="<p>")).response.status == 502


def test_function_error() -> None:
    invocation = run(integration("AWS_PROXY"), reply=lambda_error("out of luck", "KeyError"))
    assert invocation.response.status == 502
    assert "customer function error: out of luck" in invocation.log[-2]
    assert run(integration("AWS_PROXY"), reply=BackendReply(403)).response.status == 500


def test_merged_headers() -> None:
    payload = {"headers": {"a": "1", "B": "2"}, "multiValueHeaders": {"A": ["0", "1"], "c": []}}
    headers = run(integration("AWS_PROXY"), reply=lambda_result(payload)).response.headers
    assert headers["A"] == ["0", "1"]
    assert headers["B"] == ["2"]
    assert "a" not in headers
    assert "c" not in headers


def test_reserved_headers_of_a_function() -> None:
    payload = {"headers": {"WWW-Authenticate": "Basic", "Content-Type": "text/plain"}, "body": "no"}
    headers = run(integration("AWS_PROXY"), reply=lambda_result(payload)).response.headers
    assert headers["x-amzn-Remapped-WWW-Authenticate"] == ["Basic"]
    assert headers["Content-Type"] == ["text/plain"]
