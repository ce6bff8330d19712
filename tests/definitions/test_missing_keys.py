"""What a definition says without a key that its owner needs: the owner and the key, and the place."""

from __future__ import annotations

import pytest

from tests.definitions.definitions import message

SAM = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: .
      Events:
        A: %s
"""
API = """\
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: a}}
  M:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      Integration: {Type: MOCK}
      %s
"""
OPENAPI = """\
openapi: 3.0.3
components: {securitySchemes: {k: %s}}
paths:
  /a: {get: {security: [{k: []}], x-amazon-apigateway-integration: {type: mock}}}
"""
SWAGGER = """\
swagger: "2.0"
paths:
  /a:
    post:
      parameters: [%s]
      x-amazon-apigateway-integration: {type: mock}
"""
INCLUDED = """\
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Body:
        Fn::Transform: %s
"""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (SAM % "{Properties: {Path: /a, Method: get}}", "an event has no `Type`"),
        (SAM % "{Type: Api}", "an Api event has no `Properties`"),
        (SAM % "{Type: Api, Properties: {Method: get}}", "an Api event has no `Path`"),
        (SAM % "{Type: Api, Properties: {Path: /a}}", "an Api event has no `Method`"),
        (API % "MethodResponses: [{}]", "a method response has no `StatusCode`"),
        (OPENAPI % "{name: X}", "a security scheme has no `type`"),
        (SWAGGER % "{in: body, name: b}", "a body parameter has no `schema`"),
        (INCLUDED % "{Parameters: {Location: a.yaml}}", "Fn::Transform has no `Name`"),
        (INCLUDED % "{Name: AWS::Include}", "AWS::Include has no `Parameters`"),
        (INCLUDED % "{Name: AWS::Include, Parameters: {}}", "AWS::Include has no `Location`"),
    ],
)
def test_the_owner_of_a_key_is_named(text: str, says: str) -> None:
    first = message(text).splitlines()[0]
    assert says in first
    assert first.startswith("api.yaml:")
