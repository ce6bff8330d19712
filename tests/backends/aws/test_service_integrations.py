"""The integrations of services/api.yaml, as a user writes them, call moto's server: ten services, both forms."""

from __future__ import annotations

import io
import json
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("botocore", reason="needs the extra `aws`")

from tests.backends.aws.moto_server import client, moto_server
from vtlharness import Invocation, MethodRequest, RestApi, invoke, live_backend, load_definition

_DEFINITION = Path(__file__).parent / "services" / "api.yaml"
_TEXT = '{"quantity": 3, "note": "a b&c=d\\u00fc"}'
_ACCOUNT = "us-east-1:123456789012"


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    with moto_server() as address:
        _prepare(address)
        yield address


def _prepare(address: str) -> None:
    """What the API's backends hold: each is named `orders`."""
    client("sqs", address).create_queue(QueueName="orders")
    client("sns", address).create_topic(Name="orders")
    client("dynamodb", address).create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    client("kinesis", address).create_stream(StreamName="orders", ShardCount=1)
    client("events", address).create_event_bus(Name="orders")
    client("ssm", address).put_parameter(Name="orders", Value="7", Type="String")
    client("s3", address).create_bucket(Bucket="orders")
    trust = json.dumps({"Version": "2012-10-17", "Statement": []})
    role = client("iam", address).create_role(RoleName="orders", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    states = {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}
    client("stepfunctions", address).create_state_machine(name="orders", definition=json.dumps(states), roleArn=role)
    bucket = {"RoleARN": role, "BucketARN": "arn:aws:s3:::orders"}
    client("firehose", address).create_delivery_stream(
        DeliveryStreamName="orders", ExtendedS3DestinationConfiguration=bucket
    )
    simple = urllib.request.Request(
        f"{address}/moto-api/config", b'{"lambda": {"use_docker": false}}', {"Content-Type": "application/json"}
    )
    urllib.request.urlopen(simple).close()
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("app.py", "def handler(event, context): return event")
    client("lambda", address).create_function(
        FunctionName="orders",
        Runtime="python3.12",
        Role=role,
        Handler="app.handler",
        Code={"ZipFile": code.getvalue()},
    )


@pytest.fixture(scope="module")
def api() -> RestApi:
    return load_definition(_DEFINITION)


def _call(api: RestApi, moto: str, verb: str, path: str, body: str | None = _TEXT, **query: str) -> Invocation:
    headers = {} if body is None else {"Content-Type": "application/json"}
    request = MethodRequest(verb, path, query_string=query, headers=headers, body=body)
    return invoke(api, request, live_backend(_DEFINITION, {"aws": {"endpoint": moto}}))


def _answer(made: Invocation, status: int = 200) -> object:
    assert made.response.status == status, made.log
    return json.loads(made.response.body_text)


def _notes(made: Invocation) -> list[str]:
    return [line.partition("(vtlharness: ")[2].rstrip(")") for line in made.log if "(vtlharness: " in line]


def test_sqs_through_the_path_of_a_queue(api: RestApi, moto: str) -> None:
    client("sqs", moto).create_queue(QueueName="path")
    sent = _call(api, moto, "POST", "/queues/path")
    answer = _answer(sent)
    assert isinstance(answer, dict)
    assert len(answer["id"]) == 36
    assert answer["sequence"] == ""  # null, as $input.json prints it
    assert _notes(sent) == ["the endpoint is not AWS: it answered XML, which becomes the service's JSON"]
    assert _answer(_call(api, moto, "GET", "/queues/path/messages", None)) == [_TEXT]
    assert _answer(_call(api, moto, "GET", "/queues/path/messages", None)) == []


def test_sqs_without_the_queue(api: RestApi, moto: str) -> None:
    answer = _answer(_call(api, moto, "POST", "/queues/none"), 400)
    assert isinstance(answer, dict)
    assert answer["code"] == "AWS.SimpleQueueService.NonExistentQueue"
    assert answer["message"].startswith("The specified queue does not exist")


def test_sqs_through_an_action(api: RestApi, moto: str) -> None:
    sent = _call(api, moto, "POST", "/sqs-action")
    answer = _answer(sent)
    received = client("sqs", moto).receive_message(QueueUrl=f"{moto}/123456789012/orders")["Messages"][0]
    assert received["Body"] == _TEXT
    assert answer == {"md5": received["MD5OfBody"]}
    assert _notes(sent)[0].startswith("the endpoint is not AWS: it is sent the query string as a body")


def test_sqs_in_its_json_protocol(api: RestApi, moto: str) -> None:
    sent = _call(api, moto, "POST", "/sqs-json", queue="orders")
    answer = _answer(sent)
    assert isinstance(answer, dict)
    assert len(answer["md5"]) == 32
    assert _notes(sent) == []
    missing = _call(api, moto, "POST", "/sqs-json", queue="none")
    assert _answer(missing, 400) == {"code": "QueueDoesNotExist"}


def test_sns(api: RestApi, moto: str) -> None:
    for path in ("/sns-action", "/sns-path"):
        answer = _answer(_call(api, moto, "POST", path, topic="orders"))
        assert isinstance(answer, dict)
        assert len(answer["id"]) == 36
    missing = _answer(_call(api, moto, "POST", "/sns-path", topic="none"), 404)
    assert isinstance(missing, dict)
    assert missing["code"] == "NotFound"


def test_dynamodb(api: RestApi, moto: str) -> None:
    put = _answer(_call(api, moto, "POST", "/dynamodb-action", table="orders"))
    assert isinstance(put, dict)
    items = client("dynamodb", moto).scan(TableName="orders")["Items"]
    assert items == [{"id": {"S": put["id"]}, "text": {"S": _TEXT}}]
    assert _answer(_call(api, moto, "POST", "/dynamodb-path", table="orders")) == {"count": 1}


@pytest.mark.parametrize(
    ("service", "query", "code"),
    [
        ("dynamodb", {"table": "none"}, "ResourceNotFoundException"),
        ("states", {"machine": "none"}, "StateMachineDoesNotExist"),
        ("kinesis", {"stream": "none"}, "ResourceNotFoundException"),
        ("firehose", {"stream": "none"}, "ResourceNotFoundException"),
        ("ssm", {"name": "none"}, "ParameterNotFound"),
    ],
)
def test_a_missing_resource(api: RestApi, moto: str, service: str, query: dict[str, str], code: str) -> None:
    verb = "GET" if service == "ssm" else "POST"
    for form in ("action", "path"):
        assert _answer(_call(api, moto, verb, f"/{service}-{form}", **query), 400) == {"code": code} | (
            {"message": "Parameter none not found."} if (service, form) == ("ssm", "action") else {}
        )


@pytest.mark.parametrize("form", ["action", "path"])
def test_step_functions(api: RestApi, moto: str, form: str) -> None:
    answer = _answer(_call(api, moto, "POST", f"/states-{form}", machine="orders"))
    assert isinstance(answer, dict)
    assert answer["execution"].startswith(f"arn:aws:states:{_ACCOUNT}:execution:orders:")
    started = client("stepfunctions", moto).describe_execution(executionArn=answer["execution"])
    assert started["input"] == _TEXT


@pytest.mark.parametrize("form", ["action", "path"])
def test_kinesis(api: RestApi, moto: str, form: str) -> None:
    assert _answer(_call(api, moto, "POST", f"/kinesis-{form}", stream="orders")) == {"shard": "shardId-000000000000"}


@pytest.mark.parametrize("form", ["action", "path"])
def test_firehose(api: RestApi, moto: str, form: str) -> None:
    sent = _call(api, moto, "POST", f"/firehose-{form}", stream="orders")
    answer = _answer(sent)
    assert isinstance(answer, dict)
    assert answer["id"]
    added = {
        "action": "X-Amz-Target: Firehose_20150804.PutRecord",
        "path": "Content-Type: application/x-amz-json-1.1",
    }
    assert _notes(sent) == [f"the endpoint is not AWS: it is sent {added[form]}"]


@pytest.mark.parametrize("form", ["action", "path"])
def test_eventbridge(api: RestApi, moto: str, form: str) -> None:
    sent = _call(api, moto, "POST", f"/events-{form}", bus="orders")
    assert _answer(sent) == {"failed": 0}
    assert _notes(sent) == []


def test_s3(api: RestApi, moto: str) -> None:
    assert _call(api, moto, "PUT", "/files/orders/a.json").response.status == 200
    assert client("s3", moto).get_object(Bucket="orders", Key="a.json")["Body"].read().decode() == _TEXT
    assert _call(api, moto, "GET", "/files/orders/a.json", None).response.body_text == _TEXT
    assert _answer(_call(api, moto, "GET", "/files/orders/none", None), 404) == {"code": "NoSuchKey"}
    assert _answer(_call(api, moto, "GET", "/files/none/none", None), 404) == {"code": "NoSuchBucket"}


def test_ssm(api: RestApi, moto: str) -> None:
    through_action = _call(api, moto, "GET", "/ssm-action", None, name="orders")
    assert _answer(through_action) == {"value": "7", "selector": ""}
    assert _notes(through_action) == [
        "the endpoint is not AWS: it is sent AmazonSSM.GetParameter in the JSON protocol",
        "the endpoint is not AWS: it answered JSON without its wrapper, which becomes the service's JSON",
    ]
    assert _answer(_call(api, moto, "GET", "/ssm-path", None, name="orders")) == {"value": "7"}


def test_lambda(api: RestApi, moto: str) -> None:
    """Without Docker, moto answers with the event."""
    assert _answer(_call(api, moto, "GET", "/functions", None)) == {"name": "orders"}
    invoked = _call(api, moto, "POST", "/functions/orders")
    assert (invoked.response.status, invoked.response.body_text) == (200, _TEXT)
