"""API461: authorizers that no method uses, in OpenAPI definitions and in stacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.commands import Command

Write = Callable[[Mapping[str, "str | bytes"]], Path]

OPENAPI = """\
openapi: 3.0.1
info: {title: pets, version: "1"}
paths:
  /pets:
    get:
      SECURITY
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration: {type: mock, responses: {default: {statusCode: "200"}}}
components:
  securitySchemes:
    guard:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: custom
      x-amazon-apigateway-authorizer: {type: token, authorizerUri: "arn:aws:x"}
    key: {type: apiKey, name: x-api-key, in: header}
"""
STACK = """\
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: pets}}
  Guard:
    Type: AWS::ApiGateway::Authorizer
    Properties: {RestApiId: !Ref Api, Type: TOKEN, Name: a, IdentitySource: method.request.header.A, AuthorizerUri: x}
  Get:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      AUTHORIZATION
      Integration: {Type: MOCK}
Outputs:
  Guard: {Value: !Ref Guard}
"""


def _lines(command: Command) -> list[str]:
    return [line for line in command("vtl-lint", "--select", "API461").out.splitlines() if " API461 " in line]


@pytest.mark.parametrize("security", ["security: [{key: []}]", "security: []", "summary: all pets"])
def test_a_scheme_that_no_method_names(command: Command, write: Write, security: str) -> None:
    write({"openapi.yaml": OPENAPI.replace("SECURITY", security)})
    (line,) = _lines(command)
    assert line.startswith("openapi.yaml:11:5: API461 no method uses the authorizer guard")


def test_a_scheme_that_a_method_names(command: Command, write: Write) -> None:
    write({"openapi.yaml": OPENAPI.replace("SECURITY", "security: [{guard: []}]")})
    assert _lines(command) == []


def test_a_scheme_that_all_methods_have(command: Command, write: Write) -> None:
    write(
        {"openapi.yaml": OPENAPI.replace("SECURITY", "summary: a").replace("paths:", "security: [{guard: []}]\npaths:")}
    )
    assert _lines(command) == []


def test_an_authorizer_that_only_an_output_names(command: Command, write: Write) -> None:
    write({"template.yaml": STACK.replace("AUTHORIZATION", "AuthorizationType: NONE")})
    (line,) = _lines(command)
    assert line.startswith("template.yaml:3:3: API461 no method uses the authorizer Guard")


@pytest.mark.parametrize(
    "reference",
    [
        "!Ref Guard",
        "!GetAtt Guard.AuthorizerId",
        '!Sub "${Guard}"',
        "{'Fn::GetAtt': [Guard, AuthorizerId]}",
        "{Ref: Guard}",
    ],
)
def test_an_authorizer_that_a_method_names(command: Command, write: Write, reference: str) -> None:
    used = f"AuthorizationType: CUSTOM\n      AuthorizerId: {reference}"
    write({"template.yaml": STACK.replace("AUTHORIZATION", used)})
    assert _lines(command) == []
