"""AWS integrations that really call a service: moto's server stands in for AWS."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.backends.aws.moto_server import moto_server
from tests.backends.raw_server import raw_server
from vtlharness import (
    AwsService,
    Integration,
    IntegrationRequest,
    IntegrationResponse,
    Invocation,
    Method,
    MethodRequest,
    MethodResponse,
    RestApi,
    Source,
    VtlHarnessError,
    invoke,
)
from vtlharness.backends.aws.credentials import SigningCredentials
from vtlharness.gateway.service_arn import parse_service_arn

pytest.importorskip("botocore", reason="needs the extra `aws`")


def _sent(arn: str, address: str) -> IntegrationRequest:
    return IntegrationRequest("AWS", "POST", address, service=parse_service_arn(arn), body="{}")


_SQS = _sent("arn:aws:apigateway:eu-west-1:sqs:path/1/q", "https://sqs.eu-west-1.amazonaws.com/1/q")


def test_an_endpoint_without_a_profile_gets_sample_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAREALREALREALREAL")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "real")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "real-token")
    with raw_server() as server:
        AwsService(server.address)(_SQS)
    text = server.received[0].decode()
    assert "Credential=AKIAIOSFODNN7EXAMPLE/" in text
    assert "/eu-west-1/sqs/aws4_request" in text
    assert "real" not in text.lower()
    assert text.startswith("POST /1/q HTTP/1.1\r\nHost: sqs.eu-west-1.amazonaws.com\r\n")


def test_headers_of_a_definition_do_not_replace_the_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    """A definition may come from anyone: its own Authorization and token are not sent beside the real ones."""
    forged = {name: ["forged"] for name in ("authorization", "X-Amz-Date", "x-amz-security-token", "Host")}
    monkeypatch.setattr(
        "vtlharness.backends.aws.credentials.callers_credentials", lambda _: SigningCredentials("AK", "secret", "token")
    )
    with raw_server() as server:
        AwsService(server.address, profile="dev")(replace(_SQS, headers=forged))
    text = server.received[0].decode()
    assert text.count("forged") == 1
    assert "Host: forged\r\n" in text
    assert text.lower().count("authorization:") == 1
    assert "Credential=AK/" in text
    assert text.lower().count("x-amz-security-token: token\r\n") == 1


def test_nothing_tells_the_keys(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the log, nor the record of a call, nor a message, nor Python's logging."""
    caplog.set_level(logging.INFO)
    keys = SigningCredentials("AKIAREAL", "very-secret", "session-token")
    monkeypatch.setattr("vtlharness.backends.aws.credentials.callers_credentials", lambda _: keys)
    integration = Integration(
        "AWS", "POST", "arn:aws:apigateway:us-east-1:sqs:path/1/q", integration_responses=_RESPONSES
    )
    api = RestApi(methods=(Method("POST", "/", integration, method_responses=_METHOD_RESPONSES),))
    for answer in (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", b"HTTP/1.1 broken", b""):
        with raw_server(answer) as server:
            service = AwsService(server.address, profile="dev")
            made = invoke(api, MethodRequest("POST", "/"), service)
        told = f"{made!r} {made.log} {service!r} {caplog.text} {keys!r}"
        assert not [word for word in ("AKIAREAL", "very-secret", "session-token") if word in told]


def test_a_region_counts_instead_of_the_arns() -> None:
    with raw_server() as server:
        AwsService(server.address, region="eu-central-1")(_SQS)
    text = server.received[0].decode()
    assert "Host: sqs.eu-central-1.amazonaws.com\r\n" in text
    assert "/eu-central-1/sqs/aws4_request" in text


def test_aws_itself_needs_permission() -> None:
    with pytest.raises(VtlHarnessError, match="would call AWS itself") as raised:
        AwsService()
    assert "--allow-aws" in str(raised.value.hint)
    assert AwsService(allow_aws=True).endpoint is None


@pytest.mark.parametrize("endpoint", ["", "localhost:5000", "http://a/b"])
def test_endpoints_that_are_no_addresses(endpoint: str) -> None:
    with pytest.raises(VtlHarnessError, match="is not the address of an HTTP backend"):
        AwsService(endpoint)


def test_requests_to_something_else() -> None:
    with pytest.raises(VtlHarnessError, match="an integration of the type AWS calls no AWS service"):
        AwsService("http://127.0.0.1:1")(replace(_SQS, service=None))


@pytest.mark.parametrize(
    ("arn", "address"),
    [
        ("arn:aws:apigateway:us-east-1:evil.example/:path/x", "https://evil.example/.us-east-1.amazonaws.com/x"),
        ("arn:aws:apigateway:us-east-1:a@evil.example/:path/x", "https://a@evil.example/.us-east-1.amazonaws.com/x"),
        ("arn:aws:apigateway:evil.example/:sqs:path/x", "https://sqs.evil.example/.amazonaws.com/x"),
        ("arn:aws:apigateway:us-east-1:evil.example?:path/x", "https://evil.example?.us-east-1.amazonaws.com/x"),
        ("arn:aws:apigateway:us-east-1:evil.example#:path/x", "https://evil.example#.us-east-1.amazonaws.com/x"),
        ("arn:aws:apigateway:us-east-1:evil.example\\:path/x", "https://evil.example\\.us-east-1.amazonaws.com/x"),
        ("arn:aws:apigateway:us-east-1:sqs:path/x", "https://evil.example/x"),
        ("arn:aws:apigateway:us-east-1:sqs:path/x", "http://sqs.us-east-1.amazonaws.com/x"),
        ("arn:aws:apigateway:us-east-1:sqs:path/x", "https://sqs.us-east-1.amazonaws.com@evil.example/x"),
    ],
)
def test_nothing_is_signed_for_a_foreign_host(arn: str, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def sent(*_: object) -> None:
        raise AssertionError("something was sent")

    monkeypatch.setattr("vtlharness.backends.wire.sending.send", sent)
    monkeypatch.setattr("vtlharness.backends.aws.credentials.callers_credentials", sent)
    with pytest.raises(VtlHarnessError) as raised:
        AwsService(allow_aws=True)(_sent(arn, address))
    assert raised.value.message.endswith("' is not the host of an AWS service, so that nothing was sent to it")
    hint = "the ARN of an AWS integration is arn:aws:apigateway:{region}:{service}:path/... or :action/..."
    assert raised.value.hint == hint


def test_credentials_that_are_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"):
        monkeypatch.setenv(name, f"{tmp_path}/none")
    with pytest.raises(VtlHarnessError, match="the AWS credentials of the profile dev cannot be read: ProfileNotFound"):
        AwsService("http://127.0.0.1:1", profile="dev")(_SQS)


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    with moto_server() as address:
        yield address


_RESPONSES = (IntegrationResponse("200"), IntegrationResponse("400", "4\\d\\d"), IntegrationResponse("500", "5\\d\\d"))
_METHOD_RESPONSES = tuple(MethodResponse(response.status_code) for response in _RESPONSES)


def _call(
    endpoint: str,
    service: str,
    template: str | None = None,
    body: str | None = None,
    verb: str = "POST",
    **parameters: str,
) -> Invocation:
    """A call of an integration with a service; `parameters` are headers that the integration sets."""
    integration = Integration(
        "AWS",
        verb,
        f"arn:aws:apigateway:us-east-1:{service}",
        {f"integration.request.header.{name.replace('_', '-')}": f"'{value}'" for name, value in parameters.items()},
        {} if template is None else {"application/json": Source(template)},
        integration_responses=_RESPONSES,
    )
    api = RestApi(methods=(Method("POST", "/", integration, method_responses=_METHOD_RESPONSES),))
    return invoke(api, MethodRequest("POST", "/", body=body), AwsService(endpoint))


def _target(endpoint: str, service: str, target: str, body: object, version: str = "1.1") -> Invocation:
    """A call of a JSON service through its path, with the header that names the action."""
    media_type = f"application/x-amz-json-{version}"
    return _call(endpoint, f"{service}:path//", json.dumps(body), Content_Type=media_type, X_Amz_Target=target)


def test_dynamodb(moto: str) -> None:
    table = {
        "TableName": "orders",
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "BillingMode": "PAY_PER_REQUEST",
    }
    assert _target(moto, "dynamodb", "DynamoDB_20120810.CreateTable", table, "1.0").response.status == 200
    item = '{"TableName": "orders", "Item": {"id": {"S": "$input.params(\'id\')7"}}}'
    put = _call(moto, "dynamodb:action/PutItem", item, Content_Type="application/x-amz-json-1.0")
    assert (put.response.status, put.response.body_text) == (200, "{}")
    got = '{"TableName": "orders", "Key": {"id": {"S": "7"}}}'
    answer = _call(moto, "dynamodb:action/GetItem", got, Content_Type="application/x-amz-json-1.0")
    assert json.loads(answer.response.body_text) == {"Item": {"id": {"S": "7"}}}
    missing = got.replace("orders", "nothing")
    refused = _call(moto, "dynamodb:action/GetItem", missing, Content_Type="application/x-amz-json-1.0")
    assert refused.response.status == 400
    assert "ResourceNotFoundException" in refused.response.body_text


def test_sqs_through_its_path(moto: str) -> None:
    assert _target(moto, "sqs", "AmazonSQS.CreateQueue", {"QueueName": "orders"}, "1.0").response.status == 200
    sent = _call(
        moto,
        "sqs:path/123456789012/orders",
        "Action=SendMessage&MessageBody=$util.urlEncode($input.body)",
        '{"a": "x y&z"}',
        Content_Type="application/x-www-form-urlencoded",
    )
    assert sent.response.status == 200
    url = f"{moto}/123456789012/orders"
    received = _target(moto, "sqs", "AmazonSQS.ReceiveMessage", {"QueueUrl": url}, "1.0")
    assert json.loads(received.response.body_text)["Messages"][0]["Body"] == '{"a": "x y&z"}'
    missing = _call(
        moto,
        "sqs:path/123456789012/nothing",
        "Action=SendMessage&MessageBody=a",
        Content_Type="application/x-www-form-urlencoded",
    )
    assert missing.response.status == 400
    assert "NonExistentQueue" in missing.response.body_text


def test_sns(moto: str) -> None:
    made = _call(
        moto,
        "sns:action/CreateTopic",
        "Name=orders&Version=2010-03-31",
        Content_Type="application/x-www-form-urlencoded",
    )
    assert made.response.status == 200
    assert "arn:aws:sns:us-east-1:123456789012:orders" in made.response.body_text


def test_s3(moto: str) -> None:
    assert _call(moto, "s3:path/orders", verb="PUT").response.status == 200
    assert _call(moto, "s3:path/orders/a b/\u00fc(1)", '{"x": 1}', verb="PUT").response.status == 200
    assert _call(moto, "s3:path/orders/a b/\u00fc(1)", verb="GET").response.body_text == '{"x": 1}'
    assert _call(moto, "s3:path/orders/none", verb="GET").response.status == 400


@pytest.mark.parametrize(
    ("service", "target", "body", "words"),
    [
        ("kinesis", "Kinesis_20131202.CreateStream", {"StreamName": "s", "ShardCount": 1}, ""),
        ("kinesis", "Kinesis_20131202.PutRecord", {"StreamName": "s", "Data": "YQ==", "PartitionKey": "1"}, "ShardId"),
        ("events", "AWSEvents.PutEvents", {"Entries": [{"Source": "a", "DetailType": "b", "Detail": "{}"}]}, "EventId"),
        ("ssm", "AmazonSSM.PutParameter", {"Name": "p", "Value": "v", "Type": "String"}, "Version"),
        ("ssm", "AmazonSSM.GetParameter", {"Name": "p"}, '"Value": "v"'),
    ],
)
def test_json_services_through_their_path(
    moto: str, service: str, target: str, body: dict[str, object], words: str
) -> None:
    answer = _target(moto, service, target, body)
    assert answer.response.status == 200, answer.response.body_text
    assert words in answer.response.body_text


def test_an_endpoint_is_sent_the_media_type_of_the_protocol(moto: str) -> None:
    made = _call(moto, "states:action/ListStateMachines", "{}", "{}", Content_Type="application/json; charset=utf-8")
    assert (made.response.status, json.loads(made.response.body_text)) == (200, {"stateMachines": []})
    note = "(vtlharness: the endpoint is not AWS: it is sent Content-Type: application/x-amz-json-1.0)"
    assert [line for line in made.log if line.endswith(note)]
    assert made.integration_request is not None
    assert made.integration_request.headers["Content-Type"] == ["application/json; charset=utf-8"]


def test_a_missing_media_type_is_added(moto: str) -> None:
    made = _call(moto, "firehose:path//", "{}", X_Amz_Target="Firehose_20150804.ListDeliveryStreams")
    assert (made.response.status, "DeliveryStreamNames" in made.response.body_text) == (200, True)


def test_other_media_types_stay(moto: str) -> None:
    made = _target(moto, "dynamodb", "DynamoDB_20120810.ListTables", {}, "1.0")
    assert made.response.status == 200
    assert not [line for line in made.log if "vtlharness" in line]
