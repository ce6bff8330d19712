"""`vtl-lint` on definitions: which files count, what is supplied, and where findings stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.commands import Command

Write = Callable[[Mapping[str, "str | bytes"]], Path]

STACK = """\
Parameters:
  Stage: {Type: String}
  Size: {Type: Number}
  Kind: {Type: String, AllowedValues: [a, b]}
  Names: {Type: CommaDelimitedList}
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: {Name: !Sub "orders-${Stage}"}
  Orders:
    Type: AWS::ApiGateway::Resource
    Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: orders}
  Put:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Orders
      HttpMethod: POST
      AuthorizationType: NONE
      Integration:
        Type: AWS
        IntegrationHttpMethod: POST
        Uri: !Sub arn:aws:apigateway:${AWS::Region}:dynamodb:action/PutItem
        PassthroughBehavior: NEVER
        RequestTemplates:
          application/json: !Sub |
            {"TableName": "${Stage}-orders",
             "Item": {"id": {"S": "$input.path('$.id')"}}}
        IntegrationResponses: [{StatusCode: "200"}]
      MethodResponses: [{StatusCode: "200"}]
"""
API = """\
openapi: 3.0.1
info: {title: orders, version: "1"}
paths:
  /orders:
    post:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f
        requestTemplates:
          application/json: '{"id": $input.json("$.id")}'
        responses:
          default: {statusCode: 200}
          ".*NotFound.*": {statusCode: 404}
          4\\d{2}: {statusCode: 200}
"""


def test_parameters_without_a_value_are_supplied(command: Command, write: Write) -> None:
    write({"template.yaml": STACK})
    done = command("vtl-lint")
    assert done.err == ""
    assert done.out.startswith("template.yaml:28:36: VTL101 $input.path('$.id') comes from the client")


def test_each_api_of_a_stack_is_looked_at(command: Command, write: Write) -> None:
    other = STACK.split("Resources:\n")[1].replace("Api:", "Other:", 1).replace("Ref Api", "Ref Other")
    other = other.replace("GetAtt Api", "GetAtt Other").replace("  Orders:", "  Orders2:").replace("  Put:", "  Put2:")
    write({"template.yaml": STACK + other.replace("!Ref Orders", "!Ref Orders2")})
    assert "2 findings in 1 file (2 templates checked)" in command("vtl-lint").out


@pytest.mark.parametrize(
    "text",
    [
        "Resources: {A: {Type: AWS::Serverless::HttpApi}, B: {Type: AWS::ApiGateway::UsagePlan}}\n",
        "# AWS::ApiGateway::RestApi\na: 1\n",
        "- x-amazon-apigateway-integration\n",
        "x-amazon-apigateway-integration\n",
    ],
)
def test_what_is_no_rest_api_does_not_count_in_a_folder(command: Command, write: Write, text: str) -> None:
    write({"template.yaml": text})
    done = command("vtl-lint")
    assert (done.code, done.out, done.err) == (0, "no findings in 0 templates\n", "")


def test_a_file_that_is_named_has_to_be_a_definition(command: Command, write: Write) -> None:
    write({"data.yaml": "a: 1\n"})
    done = command("vtl-lint", "data.yaml")
    assert done.code in (1, 4)
    assert "this is not the definition of a REST API" in done.out + done.err


def test_findings_stand_at_their_keys(command: Command, write: Write) -> None:
    write({"openapi.yaml": API})
    lines = [line.split(" ")[:2] for line in command("vtl-lint").out.splitlines() if line.startswith("openapi")]
    assert lines == [
        ["openapi.yaml:7:7:", "API403"],
        ["openapi.yaml:15:11:", "API414"],
        ["openapi.yaml:15:11:", "API416"],
        ["openapi.yaml:16:11:", "API418"],
    ]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (".*NotFound.*", True),
        ("^\\[BadRequest\\].*", True),
        (".+", True),
        ("(?s).*NotFound.*", False),
        ("(?si).*NotFound.*", False),
        ("(\\n|.)+", False),
        ("[\\s\\S]*Error[\\s\\S]*", False),
        ("NotFound", False),
        ("a\\.b", False),
        ("[.]", False),
    ],
)
def test_patterns_and_line_breaks(command: Command, write: Write, pattern: str, found: bool) -> None:
    write({"openapi.yaml": API.replace('".*NotFound.*"', f"'{pattern}'").replace("statusCode: 404", "statusCode: 200")})
    assert ("API416" in command("vtl-lint").out) is found


def test_comments_ignore_findings_of_a_definition(command: Command, write: Write) -> None:
    write(
        {
            "openapi.yaml": f"## vtl: ignore-file[API403,API414]\n{API}".replace(
                "{2}: ", "{2}: ## vtl: ignore[API418]\n            "
            )
        }
    )
    done = command("vtl-lint")
    assert [line.split(" ")[1] for line in done.out.splitlines() if line.startswith("openapi")] == ["API416"]


def test_an_integration_alone(command: Command, write: Write) -> None:
    integration = (
        '{"type": "AWS", "httpMethod": "POST", "uri": "arn:aws:apigateway:us-east-1:sqs:path/1/q", '
        '"requestTemplates": {"application/json": "{\\"a\\": \\"$input.body\\"}"}}'
    )
    write({"get.json": integration})
    out = command("vtl-lint", "get.json").out
    assert out.startswith("get.json:1:1: API403 a body of another type")
    assert f"get.json:1:{integration.index('$') + 1}: VTL101 $input.body comes from the client" in out


_INTEGRATION = """      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: arn:aws:apigateway:us-east-1:dynamodb:action/Scan
        credentials: arn:aws:iam::123456789012:role/api
        passthroughBehavior: never
        requestTemplates: {application/json: "{}"}
        responses:
          default:
            statusCode: "200"
"""
_BY_TEMPLATE = """            responseTemplates:
              application/json: |
                #set($context.responseOverride.header.Access-Control-Allow-Origin = "*"){}
"""
_FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f/invocations"
_PROXY = f"""      x-amazon-apigateway-integration:
        type: aws_proxy
        httpMethod: POST
        uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{_FUNCTION}
"""
_ORIGINS = "{200: {description: ok, headers: {Access-Control-Allow-Origin: {schema: {type: string}}}}}"
_BROWSER = """            responseParameters: {method.response.header.Access-Control-Allow-Origin: "'*'"}
"""
_WITH = """  {0}: {{responseParameters: {{gatewayresponse.header.Access-Control-Allow-Origin: "'*'"}}}}
"""


def _orders(get: str, options: str = "", gateway: str = "") -> str:
    text = "openapi: 3.0.1\ninfo: {title: a, version: a}\npaths:\n  /orders:\n"
    text += f"    get:\n      responses: {_ORIGINS}\n{get}"
    text += f"    options:\n      responses: {_ORIGINS}\n{options}" if options else ""
    return text + (f"x-amazon-apigateway-gateway-responses:\n{gateway}" if gateway else "")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (_orders(_INTEGRATION + _BROWSER), 3),
        (_orders(_INTEGRATION + _BY_TEMPLATE), 3),
        (_orders(_PROXY, _INTEGRATION + _BROWSER), 3),
        (_orders(_INTEGRATION + _BROWSER, gateway="  DEFAULT_4XX: {}\n  DEFAULT_5XX: {}\n"), 19),
        (_orders(_INTEGRATION + _BROWSER, gateway=_WITH.format("DEFAULT_4XX")), 18),
        (_orders(_INTEGRATION + _BROWSER, gateway=_WITH.format("DEFAULT_4XX") + _WITH.format("DEFAULT_5XX")), None),
        (_orders(_PROXY), None),
        (_orders(_INTEGRATION, _INTEGRATION), None),
    ],
)
def test_gateway_responses_without_headers_for_browsers(
    command: Command, write: Write, text: str, line: int | None
) -> None:
    write({"api.yaml": text})
    done = command("vtl-lint", "--select", "API400,API422,API452", "api.yaml")
    found = [line.split(" ")[:2] for line in done.out.splitlines() if " API4" in line]
    assert found == ([] if line is None else [[f"api.yaml:{line}:{3 if line == 19 else 1}:", "API452"]])


def test_a_text_that_a_function_joins_has_the_place_of_its_piece(command: Command, write: Write) -> None:
    joined = """!Join ["", ['{"t": "', !Ref Api, '", "id": "$input.path("$.id")"}']]\n"""
    text = STACK.split("          application/json: !Sub |")[0] + f"          application/json: {joined}"
    write({"stack.yaml": text})
    done = command("vtl-lint", "--select", "VTL", "stack.yaml")
    line = text.count("\n")
    column = text.splitlines()[-1].index("$input") + 1
    assert done.out.startswith(f"stack.yaml:{line}:{column}: VTL101 ")


def test_a_folded_text_has_its_places(command: Command, write: Write) -> None:
    folded = """          application/json: >-\n            {"a": 1,\n            "id": "$input.path("$.id")"}\n"""
    text = STACK.split("          application/json: !Sub |")[0] + folded
    write({"stack.yaml": text})
    done = command("vtl-lint", "--select", "VTL", "stack.yaml")
    assert done.out.startswith(f"stack.yaml:{text.count(chr(10))}:20: VTL101 ")


@pytest.mark.parametrize(
    "more", ["", 'resource "a" "b" {\n  t = <<EOT\n{"id": "$x"}\nEOT\n  u = {\n    "a/b" = "c: d"\n  }\n}\n']
)
def test_terraforms_configuration_is_refused(command: Command, write: Write, more: str) -> None:
    write({"main.tf": 'resource "aws_api_gateway_rest_api" "a" {\n  name = "a"\n}\n' + more})
    done = command("vtl-lint", "main.tf")
    assert (done.code, done.out) == (4, "no findings in 0 templates\n")
    assert "Traceback" not in done.err
    assert "terraform show -json" in done.err
