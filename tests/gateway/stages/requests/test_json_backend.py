"""A request to a backend that takes JSON alone, and is not JSON: rule, place, sentence, cure (published.md [10])."""

from __future__ import annotations

import json

import pytest

from vtlharness import (
    BackendReply,
    CannedBackend,
    Finding,
    Integration,
    IntegrationResponse,
    Invocation,
    Method,
    MethodRequest,
    RestApi,
    Source,
    invoke,
)
from vtlharness.gateway.model import IntegrationType

_FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:orders"
LAMBDA = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{_FUNCTION}/invocations"
REPLY = BackendReply(200, {}, '{"ok": true}')
APOSTROPHE = """.replaceAll("\\\\'", "'")"""
COMMAS = "print commas between items: #if($foreach.hasNext),#end"
VALUE = "print a part of the payload with $input.json, which writes JSON, or put a text in quotes and escape it"


def _call(
    template: str | None,
    body: str | None = "{}",
    uri: str = LAMBDA,
    type: IntegrationType = "AWS",
    headers: dict[str, str] | None = None,
    mapped: dict[str, str] | None = None,
) -> Invocation:
    templates = {} if template is None else {"application/json": Source(template, "put.vtl")}
    integration = Integration(
        type,
        "POST",
        uri,
        request_parameters={
            f"integration.request.header.{name}": f"'{value}'" for name, value in (mapped or {}).items()
        },
        request_templates=templates,
        integration_responses=(IntegrationResponse("200"),),
    )
    api = RestApi((Method("POST", "/", integration),))
    return invoke(api, MethodRequest("POST", headers=headers or {}, body=body), CannedBackend(REPLY))


def _findings(template: str | None, body: object = None, **named: object) -> tuple[Finding, ...]:
    invocation = _call(template, json.dumps(body), **named)  # type: ignore[arg-type]
    assert invocation.response.body_text == REPLY.body  # the backend's reply is taken
    return invocation.findings


def _hint_of(reference: str) -> str:
    return f"write $util.escapeJavaScript({reference}){APOSTROPHE}"


def _prints(what: str) -> str:
    return f"prints {what} into a JSON string, and nothing escapes it: Lambda refuses the request"


A = "$input.path('$.a')"
IN_QUOTES = "stands in quotes, but prints JSON, which has quotes of its own: Lambda refuses the request"


@pytest.mark.parametrize(
    ("template", "value", "place", "rule", "message", "hint"),
    [
        (f'{{"a": "{A}"}}', 'x"y', (1, 8), "VTL101", f"{A} {_prints('a quote')}", _hint_of(A)),
        (f'{{"a": "{A}"}}', '"', (1, 8), "VTL101", f"{A} {_prints('a quote')}", _hint_of(A)),
        (f'{{"b": 1,\n "a": "{A}", "c": "x"}}', 'x",', (2, 8), "VTL101", f"{A} {_prints('a quote')}", _hint_of(A)),
        (f'{{"a": "{A}"}}', "x\\", (1, 8), "VTL101", f"{A} {_prints('a backslash')}", _hint_of(A)),
        (f'{{"a": "{A}"}}', "C:\\data", (1, 8), "VTL101", f"{A} {_prints('a backslash')}", _hint_of(A)),
        (f'{{"a": "{A}"}}', "x\ny", (1, 8), "VTL101", f"{A} {_prints('a line end')}", _hint_of(A)),
        (f'{{"a": "{A}"}}', "x\ty", (1, 8), "VTL101", f"{A} {_prints('a tab')}", _hint_of(A)),
        (f'{{"a": "{A}"}}', "x\x01", (1, 8), "VTL101", f"{A} {_prints('a control character')}", _hint_of(A)),
        (
            f'#set($x = {A})\n{{"a": "$!{{x}}"}}',
            '"',
            (2, 8),
            "VTL101",
            f"$!{{x}} {_prints('a quote')}",
            _hint_of("$!{x}"),
        ),
        (
            f'{{"a": "$util.escapeJavaScript({A})"}}',
            "it's",
            (1, 8),
            "VTL102",
            f"$util.escapeJavaScript({A}) prints \\' into a JSON string, and JSON has no such escape: "
            "Lambda refuses the request",
            f"follow it with {APOSTROPHE}",
        ),
        *(
            (
                f'{{"a": "{reference}"}}',
                "x",
                (1, 8),
                "VTL103",
                f"{reference} {IN_QUOTES}",
                "remove the quotes around it; for JSON inside a string, "
                f"write $util.escapeJavaScript({reference}){APOSTROPHE}",
            )
            for reference in ("$input.json('$')", "$input.json('$.a')", "$input.json('$.none')", "$input.body")
        ),
        (
            '{"a": $input.path(\'$.none\'), "b": 1}',
            "x",
            (1, 7),
            "VTL112",
            "$input.path('$.none') prints nothing where JSON needs a value: Lambda refuses the request",
            "print it with $input.json, or write another value with #if",
        ),
        (
            f'{{"a": {A}}}',
            "two words",
            (1, 7),
            "VTL112",
            f"{A} prints something other than JSON where JSON needs a value: Lambda refuses the request",
            VALUE,
        ),
        (
            '[#foreach($i in [1..2])\n {"i": $i}\n#end]',
            "x",
            (2, 2),
            "VTL121",
            "the output is not JSON, because a comma is missing between two values: Lambda refuses the request",
            "#if($foreach.hasNext),#end prints it",
        ),
        (
            "[#foreach($i in [1..2])\n $i\n#end]",
            "x",
            (2, 2),
            "VTL121",
            "the output is not JSON, because a comma or a closing bracket is missing before `2`: "
            "Lambda refuses the request",
            COMMAS,
        ),
        (
            "[#foreach($i in [1..2])\n $i,\n#end]",
            "x",
            (2, 4),
            "VTL122",
            "the output is not JSON, because nothing follows the comma before `]`: Lambda refuses the request",
            COMMAS,
        ),
        (
            "\nhello",
            "x",
            (2, 1),
            "VTL141",
            "the output is not JSON, because `hello` is not a JSON value: Lambda refuses the request",
            None,
        ),
    ],
)
def test_the_rule_the_place_and_the_cure(
    template: str, value: str, place: tuple[int, int], rule: str, message: str, hint: str | None
) -> None:
    assert _findings(template, {"a": value}) == (Finding(rule, message, *place, hint, "put.vtl"),)


@pytest.mark.parametrize(
    "template",
    [
        "{\"a\": $input.json('$.a')}",
        '{"a": "x"}',
        "null",
        "",
        f'{{"a": "$util.escapeJavaScript({A}){APOSTROPHE}"}}',
        '{"n": 123456789012345678901234567890}',
    ],
)
def test_json_has_no_finding(template: str) -> None:
    assert _findings(template, {"a": 'it\'s "x"\\\n'}) == ()


def test_a_map_has_the_finding_of_maps_alone() -> None:
    assert [found.rule for found in _findings("{\"a\": $input.path('$')}", {"b": 1})] == ["VTL111"]


def test_deep_json_may_be_json() -> None:
    assert _findings("[" * 2000 + "]" * 2000) == ()


# The kinds of backends


def _arn(target: str) -> str:
    return f"arn:aws:apigateway:eu-west-1:{target}"


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
AMZ_JSON = {"Content-Type": "application/x-amz-json-1.0"}


@pytest.mark.parametrize(
    ("uri", "mapped", "reader"),
    [
        (LAMBDA, None, "Lambda"),
        (LAMBDA, {"X-Amz-Invocation-Type": "Event"}, "Lambda"),
        (_arn("dynamodb:action/PutItem"), None, "DynamoDB"),
        (_arn("kinesis:action/PutRecord"), None, "Kinesis"),
        (_arn("states:action/StartExecution"), None, "Step Functions"),
        (_arn("states:action/StartSyncExecution"), None, "Step Functions"),
        (_arn("events:path//"), {"X-Amz-Target": "AWSEvents.PutEvents"}, "EventBridge"),
        (_arn("events:action/PutEvents"), None, "EventBridge"),
        (_arn("firehose:action/PutRecord"), None, "Firehose"),
        (_arn("sqs:path/1/orders"), AMZ_JSON, "SQS"),
        (_arn("sqs:path/"), {"X-Amz-Target": "AmazonSQS.SendMessage"}, "SQS"),
        (_arn("sns:path//"), {"Content-Type": "application/x-amz-json-1.1; charset=utf-8"}, "SNS"),
        (_arn("textract:path//"), {"X-Amz-Target": "Textract.DetectDocumentText"}, "textract"),
    ],
)
def test_backends_that_take_json(uri: str, mapped: dict[str, str] | None, reader: str) -> None:
    (found,) = _findings("oops", uri=uri, mapped=mapped)
    assert found.message == f"the output is not JSON, because `oops` is not a JSON value: {reader} refuses the request"


@pytest.mark.parametrize(
    ("uri", "mapped"),
    [
        (_arn("sqs:path/1/orders"), FORM),
        (_arn("sqs:path/1/orders"), None),
        (_arn("sqs:action/SendMessage"), None),
        (_arn("sns:path//"), FORM),
        (_arn("sns:action/Publish"), None),
        (_arn("s3:path/bucket/key"), None),
        (_arn("ssm:action/GetParameter"), None),
        (_arn("kinesis:action/PutRecord"), {"Content-Type": "application/x-amz-cbor-1.1"}),
        (_arn("runtime.sagemaker:path//endpoints/x/invocations"), None),
    ],
)
def test_other_backends_take_any_text(uri: str, mapped: dict[str, str] | None) -> None:
    assert _findings("Action=SendMessage&MessageBody=x", uri=uri, mapped=mapped) == ()


def test_http_and_mock_have_no_finding() -> None:
    assert _findings("oops", uri="https://example.com/", type="HTTP") == ()
    assert _call("{statusCode: 200}", type="MOCK").findings == ()


# The client's body


def test_a_body_that_passes() -> None:
    invocation = _call(None, "id=4", headers={"Content-Type": "text/plain"})
    assert invocation.findings == (
        Finding(
            "API402",
            "no template runs for text/plain, and the body that passes is not JSON, because `id=4` is not a JSON "
            "value: Lambda refuses the request",
            hint="give the integration a request template for text/plain, or set passthroughBehavior to NEVER",
        ),
    )


@pytest.mark.parametrize("body", ["{}", "", None, "[1]"])
def test_a_body_that_passes_and_is_json(body: str | None) -> None:
    assert _call(None, body).findings == ()


def test_a_finding_is_made_where_the_response_cannot_be_mapped() -> None:
    integration = Integration("AWS", "POST", LAMBDA, request_templates={"application/json": Source("oops", "put.vtl")})
    invocation = invoke(RestApi((Method("POST", "/", integration),)), MethodRequest("POST"), CannedBackend(REPLY))
    assert invocation.response.status == 500
    assert [found.rule for found in invocation.findings] == ["VTL141"]


@pytest.mark.parametrize(
    ("service", "name"),
    [
        ("athena", "Athena"),
        ("cognito-identity", "Cognito"),
        ("cognito-idp", "Cognito"),
        ("dynamodb", "DynamoDB"),
        ("events", "EventBridge"),
        ("firehose", "Firehose"),
        ("kinesis", "Kinesis"),
        ("kms", "KMS"),
        ("logs", "CloudWatch Logs"),
        ("secretsmanager", "Secrets Manager"),
        ("states", "Step Functions"),
        ("sync-states", "Step Functions"),
        ("streams.dynamodb", "DynamoDB"),
    ],
)
def test_services_of_the_json_protocol(service: str, name: str) -> None:
    uri = f"arn:aws:apigateway:us-east-1:{service}:action/Do"
    found = _findings('{"a": x}', uri=uri)
    assert [finding.message.rpartition(": ")[2] for finding in found] == [f"{name} refuses the request"]
    for media_type in ("application/cbor", "application/x-amz-cbor-1.1"):
        assert _findings('{"a": x}', uri=uri, mapped={"Content-Type": media_type}) == ()


@pytest.mark.parametrize(
    ("service", "name"),
    [("sns", "SNS"), ("sqs", "SQS"), ("ssm", "Systems Manager"), ("glue", "glue")],
)
def test_services_that_are_told_the_json_protocol(service: str, name: str) -> None:
    uri = f"arn:aws:apigateway:us-east-1:{service}:action/Do"
    for mapped in ({"Content-Type": "application/x-amz-json-1.0"}, {"X-Amz-Target": "Service.Do"}):
        found = _findings('{"a": x}', uri=uri, mapped=mapped)
        assert [finding.message.rpartition(": ")[2] for finding in found] == [f"{name} refuses the request"]
    form = {"Content-Type": "application/x-www-form-urlencoded", "X-Amz-Target": "Service.Do"}
    assert _findings('{"a": x}', uri=uri, mapped=form) == ()
    assert _findings('{"a": x}', uri=uri) == ()
