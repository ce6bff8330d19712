"""One API in four forms gives the same records: OpenAPI, Swagger, CloudFormation, and the output of the AWS CLI."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.definitions.definitions import loaded
from vtlharness.gateway.model import GatewayResponse, Integration, IntegrationResponse, Method, RestApi
from vtlharness.source import Source

INTEGRATION = """\
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: arn:aws:apigateway:us-east-1:dynamodb:action/PutItem
        credentials: arn:aws:iam::123456789012:role/api
        passthroughBehavior: never
        contentHandling: CONVERT_TO_TEXT
        timeoutInMillis: 3000
        requestParameters: {integration.request.header.X-A: method.request.header.X-A}
        requestTemplates:
          application/json: |
            {"TableName": "orders", "Item": $input.json('$')}
        responses:
          default:
            statusCode: 201
            responseParameters: {method.response.header.Location: context.requestId}
            responseTemplates: {application/json: "{}"}
          4\\d{2}: {statusCode: 400, contentHandling: CONVERT_TO_BINARY}
"""
OPENAPI = f"""\
openapi: 3.0.1
info: {{title: orders}}
x-amazon-apigateway-binary-media-types: [image/png]
x-amazon-apigateway-minimum-compression-size: 1024
x-amazon-apigateway-endpoint-configuration: {{types: [REGIONAL]}}
x-amazon-apigateway-api-key-source: AUTHORIZER
x-amazon-apigateway-request-validators: {{all: {{validateRequestBody: true, validateRequestParameters: true}}}}
x-amazon-apigateway-gateway-responses:
  DEFAULT_5XX: {{statusCode: 502, responseTemplates: {{application/json: "{{}}"}}}}
paths:
  /orders/{{id}}:
    post:
      operationId: write
      x-amazon-apigateway-request-validator: all
      parameters:
        - {{name: id, in: path, required: true}}
        - {{name: X-A, in: header}}
      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Order'}}}}}}}}
      security: [{{key: []}}]
      responses:
        '201':
          headers: {{Location: {{schema: {{type: string}}}}}}
          content: {{application/json: {{schema: {{$ref: '#/components/schemas/Order'}}}}}}
        '400': {{}}
{INTEGRATION}
components:
  securitySchemes: {{key: {{type: apiKey, name: x-api-key, in: header}}}}
  schemas:
    Order: {{type: object, properties: {{lines: {{type: array, items: {{$ref: '#/components/schemas/Line'}}}}}}}}
    Line: {{type: object}}
"""
SWAGGER = f"""\
swagger: "2.0"
info: {{title: orders}}
x-amazon-apigateway-binary-media-types: [image/png]
x-amazon-apigateway-minimum-compression-size: 1024
x-amazon-apigateway-endpoint-configuration: {{types: [REGIONAL]}}
x-amazon-apigateway-api-key-source: AUTHORIZER
x-amazon-apigateway-request-validators: {{all: {{validateRequestBody: true, validateRequestParameters: true}}}}
x-amazon-apigateway-gateway-responses:
  DEFAULT_5XX: {{statusCode: 502, responseTemplates: {{application/json: "{{}}"}}}}
paths:
  /orders/{{id}}:
    post:
      operationId: write
      x-amazon-apigateway-request-validator: all
      parameters:
        - {{name: id, in: path, required: true, type: string}}
        - {{name: X-A, in: header, type: string}}
        - {{name: order, in: body, schema: {{$ref: '#/definitions/Order'}}}}
      security: [{{key: []}}]
      responses:
        '201':
          headers: {{Location: {{type: string}}}}
          schema: {{$ref: '#/definitions/Order'}}
        '400': {{}}
{INTEGRATION}
securityDefinitions: {{key: {{type: apiKey, name: x-api-key, in: header}}}}
definitions:
  Order: {{type: object, properties: {{lines: {{type: array, items: {{$ref: '#/definitions/Line'}}}}}}}}
  Line: {{type: object}}
"""
CLOUDFORMATION = """\
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: orders
      BinaryMediaTypes: [image/png]
      MinimumCompressionSize: 1024
      EndpointConfiguration: {Types: [REGIONAL]}
      ApiKeySourceType: AUTHORIZER
  Orders:
    Type: AWS::ApiGateway::Resource
    Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: orders}
  Id:
    Type: AWS::ApiGateway::Resource
    Properties: {RestApiId: !Ref Api, ParentId: !Ref Orders, PathPart: '{id}'}
  OrderModel:
    Type: AWS::ApiGateway::Model
    Properties:
      RestApiId: !Ref Api
      Name: Order
      Schema:
        type: object
        properties:
          lines:
            type: array
            items: {$ref: !Sub 'https://apigateway.${AWS::URLSuffix}/restapis/${Api}/models/Line'}
  Line:
    Type: AWS::ApiGateway::Model
    Properties: {RestApiId: !Ref Api, Schema: '{"type": "object"}'}
  all:
    Type: AWS::ApiGateway::RequestValidator
    Properties: {RestApiId: !Ref Api, ValidateRequestBody: true, ValidateRequestParameters: "true"}
  Failed:
    Type: AWS::ApiGateway::GatewayResponse
    Properties:
      RestApiId: !Ref Api
      ResponseType: DEFAULT_5XX
      StatusCode: 502
      ResponseTemplates: {application/json: "{}"}
  Write:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Id
      HttpMethod: POST
      OperationName: write
      AuthorizationType: NONE
      ApiKeyRequired: true
      RequestValidatorId: !Ref all
      RequestParameters: {method.request.path.id: true, method.request.header.X-A: false}
      RequestModels: {application/json: !Ref OrderModel}
      MethodResponses:
        - StatusCode: 201
          ResponseParameters: {method.response.header.Location: false}
          ResponseModels: {application/json: !Ref OrderModel}
        - StatusCode: 400
      Integration:
        Type: AWS
        IntegrationHttpMethod: POST
        Uri: !Join [':', [arn, !Ref AWS::Partition, apigateway, !Ref AWS::Region, dynamodb, action/PutItem]]
        Credentials: arn:aws:iam::123456789012:role/api
        PassthroughBehavior: NEVER
        ContentHandling: CONVERT_TO_TEXT
        TimeoutInMillis: "3000"
        RequestParameters: {integration.request.header.X-A: method.request.header.X-A}
        RequestTemplates:
          application/json: |
            {"TableName": "orders", "Item": $input.json('$')}
        IntegrationResponses:
          - StatusCode: 201
            ResponseParameters: {method.response.header.Location: context.requestId}
            ResponseTemplates: {application/json: "{}"}
          - StatusCode: 400
            SelectionPattern: 4\\d{2}
            ContentHandling: CONVERT_TO_BINARY
"""
CLI = """\
{"items": [{"id": "a", "path": "/"}, {"id": "b", "path": "/orders/{id}", "resourceMethods": {"POST": {
  "httpMethod": "POST", "authorizationType": "NONE", "apiKeyRequired": true, "operationName": "write",
  "requestValidatorId": "d1e2f3", "requestModels": {"application/json": "Order"},
  "requestParameters": {"method.request.path.id": true, "method.request.header.X-A": false},
  "methodResponses": {
    "201": {"statusCode": "201", "responseParameters": {"method.response.header.Location": false},
            "responseModels": {"application/json": "Order"}},
    "400": {"statusCode": "400"}},
  "methodIntegration": {
    "type": "AWS", "httpMethod": "POST", "uri": "arn:aws:apigateway:us-east-1:dynamodb:action/PutItem",
    "credentials": "arn:aws:iam::123456789012:role/api", "passthroughBehavior": "NEVER",
    "contentHandling": "CONVERT_TO_TEXT", "timeoutInMillis": 3000, "cacheKeyParameters": [],
    "requestParameters": {"integration.request.header.X-A": "method.request.header.X-A"},
    "requestTemplates": {
      "application/json": "{\\"TableName\\": \\"orders\\", \\"Item\\": $input.json('$')}\\n"},
    "integrationResponses": {
      "201": {"statusCode": "201", "responseTemplates": {"application/json": "{}"},
              "responseParameters": {"method.response.header.Location": "context.requestId"}},
      "400": {"statusCode": "400", "selectionPattern": "4\\\\d{2}", "contentHandling": "CONVERT_TO_BINARY"}}}}}}]}
"""


def nameless(api: RestApi) -> RestApi:
    """The API with templates that say only their text."""
    return replace(
        api,
        methods=tuple(method(one) for one in api.methods),
        gateway_responses={
            kind: replace(response, response_templates=texts(response))
            for kind, response in api.gateway_responses.items()
        },
    )


def method(found: Method) -> Method:
    responses = tuple(replace(one, response_templates=texts(one)) for one in found.integration.integration_responses)
    templates = sources(found.integration)
    integration = replace(found.integration, request_templates=templates, integration_responses=responses)
    return replace(found, integration=integration)


def sources(found: Integration) -> dict[str, Source]:
    return {content_type: Source(source.text) for content_type, source in found.request_templates.items()}


def texts(found: IntegrationResponse | GatewayResponse) -> dict[str, Source]:
    return {content_type: Source(source.text) for content_type, source in found.response_templates.items()}


@pytest.mark.parametrize("text", [SWAGGER, CLOUDFORMATION], ids=["Swagger", "CloudFormation"])
def test_the_same_api(text: str) -> None:
    assert nameless(loaded(text, "other.yaml")) == nameless(loaded(OPENAPI))


def test_the_same_methods_without_what_the_command_does_not_print() -> None:
    (expected,) = nameless(loaded(OPENAPI)).methods
    assert nameless(loaded(CLI, "resources.json")).methods == (replace(expected, request_validator=None),)


def test_a_cloudformation_template_that_holds_the_openapi_document() -> None:
    body = "".join(f"        {line}\n" for line in OPENAPI.split("\n"))
    text = f"Resources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n    Properties:\n      Body:\n{body}"
    assert nameless(loaded(text, "template.yaml")) == nameless(loaded(OPENAPI))
