"""The places of parts of definitions that no case reached, in stacks and in what the AWS CLI prints."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.commands import Command
from tests.definitions.terraform.plans import resource, shop, state

Write: TypeAlias = Callable[[Mapping[str, str | bytes]], Path]

STACK = """\
AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: {Name: orders}
  Orders:
    Type: AWS::ApiGateway::Resource
    Properties:
      RestApiId: !Ref Api
      ParentId: !GetAtt Api.RootResourceId
      PathPart: orders
  Things:
    Type: AWS::ApiGateway::Resource
    Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: things}
  Checks:
    Type: AWS::ApiGateway::RequestValidator
    Properties: {RestApiId: !Ref Api, ValidateRequestParameters: true, Name: all}
  Keeper:
    Type: AWS::ApiGateway::Authorizer
    Properties:
      RestApiId: !Ref Api
      Name: keeper
      Type: TOKEN
      IdentitySource: method.request.header.Authorization
      AuthorizerUri: arn:aws:lambda:x
  Quota:
    Type: AWS::ApiGateway::GatewayResponse
    Properties:
      RestApiId: !Ref Api
      ResponseType: QUOTA_EXCEEDED
      StatusCode: "429"
  PostOrders:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Orders
      HttpMethod: POST
      AuthorizationType: NONE
      RequestValidatorId: !Ref Checks
      RequestParameters: {method.request.querystring.a: true}
      Integration:
        Type: HTTP
        IntegrationHttpMethod: POST
        Uri: http://example.com
        RequestTemplates:
          application/json: "{}"
          text/plain: "t"
        IntegrationResponses:
          - StatusCode: "200"
            ResponseTemplates:
              application/json: "{}"
              text/xml: "<a/>"
          - StatusCode: "400"
            SelectionPattern: '4\\d{2}'
            ResponseTemplates: {application/json: "{}"}
      MethodResponses: [{StatusCode: "200"}, {StatusCode: "400"}]
  PostThings:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Things
      HttpMethod: POST
      AuthorizationType: CUSTOM
      AuthorizerId: !Ref Keeper
      Integration:
        Type: MOCK
        RequestTemplates: {application/json: '{"statusCode": 200}'}
        IntegrationResponses:
          - {StatusCode: "200"}
          - {StatusCode: "404", SelectionPattern: "404"}
      MethodResponses: [{StatusCode: "200"}]
"""

SAM = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Auth:
        Authorizers:
          keeper:
            FunctionArn: arn:aws:lambda:us-east-1:123456789012:function:keeper
        DefaultAuthorizer: keeper
      GatewayResponses:
        DEFAULT_4XX: {StatusCode: 400}
        QUOTA_EXCEEDED:
          StatusCode: 429
  Function:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      InlineCode: x
      Events:
        Get:
          Type: Api
          Properties: {RestApiId: !Ref Api, Path: /things, Method: get}
        Any:
          Type: Api
          Properties: {RestApiId: !Ref Api, Path: /any, Method: ANY}
"""

PATHS = """\
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: a}}
  One:
    Type: AWS::ApiGateway::Resource
    Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: one}
  Two:
    Type: AWS::ApiGateway::Resource
    Properties: {RestApiId: !Ref Api, ParentId: !Ref One, PathPart: "{two}"}
  GetRoot:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: {"Fn::GetAtt": [Api, RootResourceId]}
      HttpMethod: GET
      Integration: {Type: MOCK}
  GetTwo:
    Type: AWS::ApiGateway::Method
    Properties: {RestApiId: !Ref Api, ResourceId: !Ref Two, HttpMethod: GET, Integration: {Type: MOCK}}
  GetOne:
    Type: AWS::ApiGateway::Method
    Properties: {RestApiId: !Ref Api, ResourceId: !Ref One, HttpMethod: GET, Integration: {Type: MOCK}}
"""

RESOURCES = """\
{"items": [
  {"id": "a", "path": "/orders", "resourceMethods": {
    "POST": {
      "httpMethod": "POST",
      "requestParameters": {"method.request.querystring.a": true},
      "methodResponses": {"200": {"statusCode": "200"}, "400": {"statusCode": "400"}},
      "methodIntegration": {
        "type": "HTTP",
        "httpMethod": "POST",
        "uri": "http://example.com",
        "requestTemplates": {
          "application/json": "{}",
          "text/plain": "t"
        },
        "integrationResponses": {
          "400": {
            "statusCode": "400",
            "selectionPattern": "4\\\\d{2}",
            "responseTemplates": {"application/json": "{}"}
          },
          "200": {
            "statusCode": "200",
            "responseTemplates": {
              "application/json": "{}",
              "text/xml": "<a/>"
            }
          }
        }
      }
    },
    "GET": {"httpMethod": "GET", "methodIntegration": {"type": "MOCK"}}
  }},
  {"id": "b", "path": "/things", "resourceMethods": {
    "GET": {"httpMethod": "GET", "methodIntegration": {"type": "MOCK"}}
  }}
]}
"""

METHOD = """\
{
  "httpMethod": "GET",
  "authorizationType": "NONE",
  "requestValidatorId": "x",
  "methodResponses": {"200": {"statusCode": "200"}},
  "methodIntegration": {
    "type": "HTTP", "httpMethod": "GET", "uri": "http://example.com",
    "requestTemplates": {
      "text/plain": "t"
    },
    "integrationResponses": {
      "200": {"statusCode": "200"},
      "404": {"statusCode": "200",
        "selectionPattern": "404"}
    }
  }
}
"""

INTEGRATION = """\
{
  "type": "HTTP",
  "uri": "http://example.com", "httpMethod": "GET",
  "requestTemplates": {
    "text/plain": "t"
  },
  "integrationResponses": {
    "200": {"statusCode": "200"},
    "404": {
      "statusCode": "200",
      "selectionPattern": "404"}
  }
}
"""


def case(file: str, call: str) -> str:
    """A case file with one case."""
    verb, path = call.split()
    return f"""\
api: {file}
cases:
  - name: a
    methodRequest: {{httpMethod: {verb}, path: {path}, queryStringParameters: {{a: b}}, body: "{{}}"}}
    backend: {{statusCode: 200, body: {{}}}}
    expect: {{response: {{statusCode: 200}}}}
"""


def unreached(command: Command, write: Write, file: str, text: str, call: str = "") -> list[str]:
    """What a run names, of a definition with one case or none."""
    write({file: text, "t.vtl": "a\n", "t.vtl.yaml": "template: t.vtl\ncases: [{name: a}]\n"})
    if call:
        write({"a.vtl.yaml": case(file, call)})
    done = command("vtl-run", "--cov")
    assert done.code == 0, done.out + done.err
    return [line for line in done.out.splitlines() if line.startswith(file) and ": never " in line]


def test_a_stack_with_a_resource_for_each_method(command: Command, write: Write) -> None:
    assert unreached(command, write, "stack.yaml", STACK, "POST /orders") == [
        "stack.yaml:18:3: the authorizer keeper: never asked",
        "stack.yaml:26:3: the gateway response QUOTA_EXCEEDED: never given",
        "stack.yaml:39:7: the validator of POST /orders: never refuses a request",
        "stack.yaml:47:11: the request template for text/plain of POST /orders: never rendered",
        "stack.yaml:52:15: a response template for text/xml of POST /orders: never rendered",
        "stack.yaml:53:13: `4\\d{2}` of POST /orders: never chosen",
        "stack.yaml:57:3: POST /things: never called",
    ]


def test_the_paths_of_a_stack_tell_its_methods_apart(command: Command, write: Write) -> None:
    assert unreached(command, write, "stack.yaml", PATHS) == [
        "stack.yaml:9:3: GET /: never called",
        "stack.yaml:16:3: GET /one/{two}: never called",
        "stack.yaml:19:3: GET /one: never called",
    ]


@pytest.mark.parametrize("parent", ["!Ref Two", "{Ref: [Two]}", "!ImportValue x", "5"])
def test_a_path_that_the_stack_does_not_spell_out(command: Command, write: Write, parent: str) -> None:
    text = PATHS.replace("!Ref One, PathPart", f"{parent}, PathPart")
    done = command("vtl-run", "--cov", write({"stack.yaml": text, "t.vtl": "a\n"}) / "stack.yaml")
    assert "Traceback" not in done.out + done.err


def test_sam(command: Command, write: Write) -> None:
    assert unreached(command, write, "sam.yaml", SAM) == [
        "sam.yaml:9:11: the authorizer keeper: never asked",
        "sam.yaml:13:9: the gateway response DEFAULT_4XX: never given",
        "sam.yaml:14:9: the gateway response QUOTA_EXCEEDED: never given",
        "sam.yaml:23:9: GET /things: never called",
        "sam.yaml:26:9: ANY /any: never called",
    ]


def test_resources_that_the_cli_prints(command: Command, write: Write) -> None:
    assert unreached(command, write, "resources.json", RESOURCES, "POST /orders") == [
        "resources.json:13:11: the request template for text/plain of POST /orders: never rendered",
        "resources.json:16:11: `4\\d{2}` of POST /orders: never chosen",
        "resources.json:25:15: a response template for text/xml of POST /orders: never rendered",
        "resources.json:31:5: GET /orders: never called",
        "resources.json:34:5: GET /things: never called",
    ]


def test_a_method_alone_is_named_once(command: Command, write: Write) -> None:
    assert unreached(command, write, "method.json", METHOD, "GET /any/path") == [
        "method.json:9:7: the request template for text/plain of GET /: never rendered",
        "method.json:13:7: `404` of GET /: never chosen",
    ]


def test_an_integration_alone_is_named_once(command: Command, write: Write) -> None:
    assert unreached(command, write, "integration.json", INTEGRATION, "GET /") == [
        "integration.json:5:5: the request template for text/plain of ANY /: never rendered",
        "integration.json:9:5: `404` of ANY /: never chosen",
    ]


def test_a_state_of_terraform_has_no_places(command: Command, write: Write) -> None:
    ids = {"rest_api_id": "api1", "resource_id": "pets1", "http_method": "GET"}
    answers = [
        resource("aws_api_gateway_integration_response.ok", **ids, status_code="200"),
        resource("aws_api_gateway_integration_response.bad", **ids, status_code="400", selection_pattern="4.."),
        *(resource(f"aws_api_gateway_method_response.a{code}", **ids, status_code=code) for code in ("200", "400")),
    ]
    text = json.dumps(state(*shop(*answers)), indent=2)
    assert unreached(command, write, "state.json", text) == ["state.json: GET /pets: never called"]
    assert unreached(command, write, "state.json", text, "GET /pets") == [
        "state.json: `4..` of GET /pets: never chosen"
    ]


_IMPLICIT = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Api: {Cors: "'*'"}
Resources:
  List:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      InlineCode: x
      Events:
        List: {Type: Api, Properties: {Path: /notes, Method: options}}
        All: {Type: Api, Properties: {Path: /all, Method: get}}
"""
_ALONE = """\
type: MOCK
requestTemplates:
  application/json: |
    {"statusCode": 200}
integrationResponses:
  "200":
    statusCode: "200"
    responseTemplates:
      application/json: |
        {"a": 1}
"""


@pytest.mark.parametrize(
    ("text", "subject", "lines"),
    [
        (_IMPLICIT, "api: d.yaml", "d.yaml       1      0"),
        (_ALONE, "integration: d.yaml", "d.yaml       2      0"),
    ],
)
def test_no_definition_counts_as_a_template(
    command: Command, write: Write, text: str, subject: str, lines: str
) -> None:
    """A function with an event of an API, and an integration alone, name no resource of an API."""
    call = "{httpMethod: OPTIONS, path: /all}" if "api" in subject else "{}"
    write({"d.yaml": text, "a.vtl.yaml": f"{subject}\ncases: [{{name: a, methodRequest: {call}}}]\n"})
    done = command("vtl-run", "--cov")
    assert done.code == 0, done.out + done.err
    assert lines in done.out
    assert "never reached" not in done.out
