"""What an endpoint that stands in for AWS is sent, and what becomes of its replies."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("botocore", reason="needs the extra `aws`")

from vtlharness.backends.aws.adapting import adapted, adapted_reply
from vtlharness.backends.aws.query_model import service_model
from vtlharness.backends.wire.request import Endpoint, WireRequest
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.service_arn import ServiceArn, parse_service_arn

_FORM = "application/x-www-form-urlencoded"
_XML = {"Content-Type": "text/xml", "Content-Length": "1"}


def _arn(service: str) -> ServiceArn:
    found = parse_service_arn(f"arn:aws:apigateway:us-east-1:{service}")
    assert found is not None
    return found


def _request(
    target: str, body: bytes = b"", method: str = "POST", accept: str = "application/json", **headers: str
) -> WireRequest:
    sent = {"Accept": accept, **{name.replace("_", "-"): value for name, value in headers.items()}}
    sent["Content-Length"] = str(len(body))
    return WireRequest(Endpoint("127.0.0.1", 1, secure=False), method, target, tuple(sent.items()), body)


def _sent(service: str, request: WireRequest) -> tuple[str, dict[str, str], bytes, int]:
    made, notes = adapted(request, _arn(service))
    return made.target, dict(made.headers), made.body, len(notes)


def test_a_query_string_becomes_a_form() -> None:
    request = _request("/?Action=Publish&Message=a%20b", b'{"a": 1}', Content_Type="application/json")
    target, headers, body, notes = _sent("sns:action/Publish", request)
    assert (target, body, notes) == ("/", b"Action=Publish&Message=a%20b", 1)
    assert headers == {"Accept": "application/json", "Content-Type": _FORM, "Content-Length": "28"}


def test_a_get_keeps_its_query_string() -> None:
    target, headers, body, notes = _sent("sqs:path/1/q", _request("/1/q?Action=ReceiveMessage", method="GET"))
    assert (target, headers["Content-Type"], body, notes) == ("/1/q?Action=ReceiveMessage", _FORM, b"", 1)


@pytest.mark.parametrize(
    ("service", "request_"),
    [
        ("sqs:path/1/q", _request("/1/q", b"Action=SendMessage", Content_Type=_FORM)),
        ("sqs:path/1/q", _request("/1/q", b"Action=SendMessage", Content_Type="application/json")),
        ("sqs:path/1/q", _request("/1/q", b"{}", Content_Type="application/json")),
        ("s3:path/a", _request("/a?Action=b", b"{}", Content_Type="application/json")),
        ("events:action/PutEvents", _request("/?Action=PutEvents", b"{}", Content_Type="application/x-amz-json-1.1")),
        ("unknown:action/Do", _request("/?Action=Do", b"{}", Content_Type="application/json")),
        ("sns:path/", _request("/?" + "Action=a&" * 20_000)),
    ],
)
def test_what_stays_as_it_is(service: str, request_: WireRequest) -> None:
    assert adapted(request_, _arn(service)) == (request_, ())


def test_the_target_of_an_action() -> None:
    json_type = "application/x-amz-json-1.0"
    _, headers, _, notes = _sent("sqs:action/SendMessage", _request("/", b"{}", Content_Type=json_type))
    assert (headers["X-Amz-Target"], headers["Content-Type"], notes) == ("AmazonSQS.SendMessage", json_type, 1)
    _, headers, _, notes = _sent("firehose:action/PutRecord", _request("/?Action=PutRecord", b"{}"))
    assert headers["X-Amz-Target"] == "Firehose_20150804.PutRecord"
    assert (headers["Content-Type"], notes) == ("application/x-amz-json-1.1", 2)


@pytest.mark.parametrize(
    "service",
    ["firehose:action/PutRecord\r\nX-Forged: 1", "firehose:action/", "streams.dynamodb:action/ListStreams"],
)
def test_no_target_of_something_else(service: str) -> None:
    request = _request("/", b"{}", Content_Type="application/x-amz-json-1.1")
    assert adapted(request, _arn(service)) == (request, ())


@pytest.mark.parametrize(
    ("service", "request_", "notes"),
    [
        (
            "firehose:action/PutRecord",
            _request("/", b"{}"),
            ("X-Amz-Target: Firehose_20150804.PutRecord", "Content-Type: application/x-amz-json-1.1"),
        ),
        (
            "sns:action/Publish",
            _request("/?Action=Publish"),
            (f"the query string as a body, with Content-Type: {_FORM}",),
        ),
        ("sns:action/Publish", _request("/?Action=Publish", method="GET"), (f"Content-Type: {_FORM}",)),
        ("sns:action/Publish", _request("/?Action=Publish", method="HEAD"), (f"Content-Type: {_FORM}",)),
        (
            "ssm:action/GetParameters",
            _request("/?Action=GetParameters"),
            ("AmazonSSM.GetParameters in the JSON protocol",),
        ),
        *(  # services whose host has another name than botocore's data about them
            (f"{service}:action/{action}", _request(f"/?Action={action}", method="GET"), (f"Content-Type: {_FORM}",))
            for service, action in (("elasticloadbalancing", "DescribeLoadBalancers"), ("email", "SendEmail"))
        ),
        *(
            (
                f"{service}:action/{action}",
                _request("/", b"{}", Content_Type="application/x-amz-json-1.0"),
                (f"X-Amz-Target: {prefix}.{action}",),
            )
            for service, action, prefix in (
                ("elasticmapreduce", "ListClusters", "ElasticMapReduce"),
                ("states", "StartExecution", "AWSStepFunctions"),
                ("sync-states", "StartSyncExecution", "AWSStepFunctions"),
            )
        ),
    ],
)
def test_each_change_has_a_note(service: str, request_: WireRequest, notes: tuple[str, ...]) -> None:
    _, found = adapted(request_, _arn(service))
    assert found == tuple(f"the endpoint is not AWS: it is sent {note}" for note in notes)


def test_the_parameters_of_systems_manager_in_json() -> None:
    query = (
        "Action=GetParametersByPath&Path=%2Fa&Recursive=true&MaxResults=3&ParameterFilters.member.2.Key=b"
        "&ParameterFilters.member.10.Key=c&ParameterFilters.member.1.Values.member.1=x&Other=1"
    )
    target, headers, body, notes = _sent("ssm:action/GetParametersByPath", _request(f"/?{query}", method="GET"))
    assert (target, notes) == ("/", 1)
    assert headers["X-Amz-Target"] == "AmazonSSM.GetParametersByPath"
    assert headers["Content-Length"] == str(len(body))
    assert json.loads(body) == {
        "Path": "/a",
        "Recursive": True,
        "MaxResults": 3,
        "ParameterFilters": [{"Values": ["x"]}, {"Key": "b"}, {"Key": "c"}],
        "Other": "1",
    }


@pytest.mark.parametrize(
    ("query", "body"),
    [
        ("Names.1=a&Names.2=b", {"Names": ["a", "b"]}),
        ("Names=a", {"Names": "a"}),
        ("Names.member.x=a&Names.member.-1=b", {"Names": []}),
        ("Names=a&Names.member.1=b", {"Names": "a"}),
        ("WithDecryption=maybe", {"WithDecryption": "maybe"}),
        ("Names." + "member." * 40 + "1=a", {"Names": []}),
        ("=x", {"": "x"}),
    ],
)
def test_odd_parameters(query: str, body: dict[str, object]) -> None:
    _, _, sent, _ = _sent("ssm:action/GetParameters", _request(f"/?Action=GetParameters&{query}"))
    assert json.loads(sent) == body


@pytest.mark.parametrize(
    ("action", "query", "body"),
    [
        ("CreateActivation", "ExpirationDate=1767323045.5", {"ExpirationDate": 1767323045.5}),
        ("CreateActivation", "ExpirationDate=1.5e%2B3", {"ExpirationDate": 1500.0}),
        ("CreateActivation", "ExpirationDate=1E-1", {"ExpirationDate": 0.1}),
        ("CreateActivation", "ExpirationDate=-1", {"ExpirationDate": -1.0}),
        ("CreateActivation", "ExpirationDate=2026-01-02", {"ExpirationDate": "2026-01-02"}),
        ("CreateActivation", "ExpirationDate=nan", {"ExpirationDate": "nan"}),
        ("CreateActivation", "ExpirationDate=1e999", {"ExpirationDate": "1e999"}),
        ("CreateActivation", "RegistrationLimit=07", {"RegistrationLimit": 7}),
        ("CreateActivation", "RegistrationLimit=-7", {"RegistrationLimit": -7}),
        ("CreateActivation", "RegistrationLimit=1_0", {"RegistrationLimit": "1_0"}),
        ("CreateActivation", "RegistrationLimit=%D9%A1", {"RegistrationLimit": "\u0661"}),
        ("CreateActivation", "RegistrationLimit=+7", {"RegistrationLimit": " 7"}),
        ("CreateActivation", f"RegistrationLimit={'9' * 5000}", {"RegistrationLimit": "9" * 5000}),
        ("GetParameter", "WithDecryption=TRUE", {"WithDecryption": True}),
        ("GetParameter", "WithDecryption=False", {"WithDecryption": False}),
        (
            "CreateMaintenanceWindow",
            "Duration=2&AllowUnassociatedTargets=&Name.x=1",
            {"Duration": 2, "AllowUnassociatedTargets": "", "Name": {"x": "1"}},
        ),
        (
            "RegisterTaskWithMaintenanceWindow",
            "TaskParameters.entry.2.key=b&TaskParameters.entry.2.value.Values.1=2&TaskParameters.entry.1.key=a"
            "&TaskParameters.entry.3=x&TaskParameters.entry.1.value.Values.1=1&LoggingInfo.S3BucketName=c",
            {"TaskParameters": {"a": {"Values": ["1"]}, "b": {"Values": ["2"]}}, "LoggingInfo": {"S3BucketName": "c"}},
        ),
        ("SendCommand", "Parameters.1.key=a&Parameters.1.value.member.1=b", {"Parameters": {"a": ["b"]}}),
        ("SendCommand", "Parameters.entry.1.value.1=b", {"Parameters": {"": ["b"]}}),
        ("SendCommand", "Parameters.entry.1.key=b", {"Parameters": {"b": ""}}),
        ("SendCommand", "Parameters.entry=b", {"Parameters": {}}),
    ],
)
def test_parameters_of_every_kind(action: str, query: str, body: dict[str, object]) -> None:
    _, _, sent, _ = _sent(f"ssm:action/{action}", _request(f"/?Action={action}&Version=2014-11-06&{query}"))
    assert json.loads(sent) == body


def test_an_unknown_action_of_systems_manager_is_sent_as_a_form() -> None:
    _, headers, body, _ = _sent("ssm:action/Nothing", _request("/?Action=Nothing"))
    assert (headers["Content-Type"], body) == (_FORM, b"Action=Nothing")


def _reply(service: str, action: str, body: str, status: int = 200, accept: str = "application/json") -> BackendReply:
    request = _request(f"/?Action={action}", accept=accept)
    return adapted_reply(
        BackendReply(status, _XML, raw_body=body.encode()), request, _arn(f"{service}:action/{action}")
    )


def test_xml_becomes_json() -> None:
    made = _reply(
        "sqs",
        "ReceiveMessage",
        "<?xml version='1.0'?><ReceiveMessageResponse xmlns='http://queue.amazonaws.com/doc/2012-11-05/'>"
        "<ReceiveMessageResult><Message><MessageId>1</MessageId><Body>a &amp; \u00fc</Body>"
        "<MessageAttribute><Name>n</Name><Value><DataType>Binary</DataType><BinaryValue>AAE=</BinaryValue></Value>"
        "</MessageAttribute></Message></ReceiveMessageResult><ResponseMetadata><RequestId>r</RequestId>"
        "</ResponseMetadata></ReceiveMessageResponse>",
    )
    assert made.raw_body is not None
    assert made.headers == {"Content-Type": "application/json", "Content-Length": str(len(made.raw_body))}
    value = {
        "BinaryListValues": None,
        "BinaryValue": "AAE=",
        "DataType": "Binary",
        "StringListValues": None,
        "StringValue": None,
    }
    message = {
        "Attributes": None,
        "Body": "a & \u00fc",
        "MD5OfBody": None,
        "MD5OfMessageAttributes": None,
        "MessageAttributes": [{"Name": "n", "Value": value}],
        "MessageId": "1",
        "ReceiptHandle": None,
    }
    assert json.loads(made.raw_body) == {
        "ReceiveMessageResponse": {
            "ReceiveMessageResult": {"messages": [message]},
            "ResponseMetadata": {"RequestId": "r"},
        }
    }
    assert made.notes == ("the endpoint is not AWS: it answered XML, which becomes the service's JSON",)


def test_an_action_without_a_result() -> None:
    text = (
        "<DeleteMessageResponse><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></DeleteMessageResponse>"
    )
    assert _reply("sqs", "DeleteMessage", text).raw_body == (
        b'{"DeleteMessageResponse":{"ResponseMetadata":{"RequestId":"r"}}}'
    )


def test_an_error_in_xml() -> None:
    error = "<Error><Type>Sender</Type><Code>C</Code><Message>m</Message></Error>"
    text = f"<ErrorResponse>{error}<RequestId>r</RequestId></ErrorResponse>"
    made = _reply("sns", "Publish", text, 400)
    assert made.raw_body == b'{"Error":{"Code":"C","Message":"m","Type":"Sender"},"RequestId":"r"}'
    assert made.status_code == 400


def test_numbers_booleans_and_times() -> None:
    text = (
        "<GetUserResponse><GetUserResult><User><CreateDate>2026-01-02T03:04:05Z</CreateDate><Path>/</Path></User>"
        "</GetUserResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetUserResponse>"
    )
    made = json.loads(_reply("iam", "GetUser", text).raw_body or b"")
    assert made["GetUserResponse"]["GetUserResult"]["User"]["CreateDate"] == 1767323045.0


@pytest.mark.parametrize(("service", "names"), [("sqs", [{"Name": "All", "Value": "1"}]), ("sns", {"All": "1"})])
def test_a_map_is_a_list_of_names_and_values_for_sqs_alone(service: str, names: object) -> None:
    action = {"sqs": "GetQueueAttributes", "sns": "GetTopicAttributes"}[service]
    made = _reply(service, action, '{"Attributes": {"All": "1"}}')
    found = json.loads(made.raw_body or b"")[f"{action}Response"]
    assert found == {f"{action}Result": {"Attributes": names}, "ResponseMetadata": {"RequestId": None}}


def test_names_of_members_that_sqs_alone_has() -> None:
    made = json.loads(_reply("sqs", "ListQueues", '{"QueueUrls": ["u"]}').raw_body or b"")
    assert made["ListQueuesResponse"]["ListQueuesResult"] == {"NextToken": None, "queueUrls": ["u"]}


@pytest.mark.parametrize(("status", "kind"), [(300, "Sender"), (400, "Sender"), (499, "Sender"), (500, "Receiver")])
def test_an_error_in_json(status: int, kind: str) -> None:
    request = _request("/?Action=SendMessage")
    body = b'{"__type": "com.amazonaws.sqs#Missing", "Message": "m"}'
    reply = BackendReply(status, {"X-Amzn-RequestId": ["r", "s"]}, raw_body=body)
    made = adapted_reply(reply, request, _arn("sqs:action/SendMessage"))
    told = {"Error": {"Code": "Missing", "Message": "m", "Type": kind}, "RequestId": "r"}
    assert json.loads(made.raw_body or b"") == told
    note = "the endpoint is not AWS: it answered JSON without its wrapper, which becomes the service's JSON"
    assert made.notes == (note,)


def test_a_service_that_botocore_does_not_describe() -> None:
    with pytest.raises(LookupError, match="nothing"):
        service_model("nothing")


@pytest.mark.parametrize(
    ("service", "action", "body", "status"),
    [
        ("sqs", "SendMessage", "", 500),
        ("sqs", "SendMessage", "<", 200),
        ("sqs", "SendMessage", "<SendMessageResponse>", 200),
        ("sqs", "SendMessage", "<SendMessageResponse></SendMessageResponse>", 200),
        ("sqs", "SendMessage", "<NothingResponse></NothingResponse>", 200),
        ("sqs", "SendMessage", "<!doctype html><html><body>Response</body></html>", 500),
        ("sqs", "SendMessage", '<!DOCTYPE a [<!ENTITY b "c">]><SendMessageResponse>&b;</SendMessageResponse>', 200),
        ("sqs", "SendMessage", "<" + "a><" * 100_000, 500),
        ("sqs", "SendMessage", "[1]", 200),
        ("sqs", "SendMessage", '{"SendMessageResponse": {}}', 200),
        ("sqs", "SendMessage", '{"Error": {}}', 400),
        ("sqs", "SendMessage", '{"message": "no type"}', 400),
        ("sqs", "SendMessage", "[" * 100_000, 200),
        ("sqs", "Nothing", "{}", 200),
        ("s3", "GetObject", "<a/>", 200),
    ],
)
def test_replies_that_stay_as_they_are(service: str, action: str, body: str, status: int) -> None:
    made = _reply(service, action, body, status)
    assert (made.raw_body, made.headers, made.notes) == (body.encode(), _XML, ())


def test_a_reply_stays_xml_for_who_wants_it() -> None:
    text = "<SendMessageResponse><SendMessageResult/></SendMessageResponse>"
    assert _reply("sqs", "SendMessage", text, accept="application/xml").raw_body == text.encode()
    assert _reply("sqs", "SendMessage", text, accept="").raw_body == text.encode()
    assert _reply("sqs", "SendMessage", text, accept="application/json;q=1, */*").raw_body != text.encode()


def test_a_reply_of_the_json_protocol_has_no_wrapper() -> None:
    request = _request("/", X_Amz_Target="AmazonSSM.GetParameter")
    reply = BackendReply(200, {}, raw_body=b'{"Parameter": {}}')
    assert adapted_reply(reply, request, _arn("ssm:path//")) == reply
