"""Definitions of which each holds something rare: what becomes of it, or the message about it."""

from __future__ import annotations

import pytest

from tests.definitions.definitions import integration, loaded, message, only_method, operation
from vtlharness.definitions import WrongOptionError
from vtlharness.gateway.model import Integration, Stage

API = "Resources:\n  Api: {Type: AWS::ApiGateway::RestApi}\n"
MOCK = "Integration: {Type: MOCK}"
ROOT = "RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId"


def method(properties: str, name: str = "Get") -> str:
    return f"  {name}: {{Type: AWS::ApiGateway::Method, Properties: {{{properties}}}}}\n"


@pytest.mark.parametrize(
    ("endpoint", "kind"),
    [
        ("REGIONAL", "REGIONAL"),
        ("{Type: EDGE}", "EDGE"),
        ("{Types: [PRIVATE, EDGE]}", "PRIVATE"),
        ("{Types: []}", "EDGE"),
        ("{VpcEndpointIds: [a]}", "EDGE"),
    ],
)
def test_types_of_endpoints(endpoint: str, kind: str | None) -> None:
    text = (
        f"Resources: {{Api: {{Type: AWS::ApiGateway::RestApi, Properties: {{EndpointConfiguration: {endpoint}}}}}}}\n"
    )
    if endpoint == "REGIONAL":  # SAM's short form
        text = text.replace("ApiGateway::RestApi, Properties: {", "Serverless::Api, Properties: {StageName: p, ")
    assert loaded(text).endpoint_type == kind


@pytest.mark.parametrize(
    ("properties", "variables", "name"),
    [
        ("{RestApiId: !Ref Api, StageName: dev}", {}, "dev"),
        ("{RestApiId: !Ref Api, StageName: dev, StageDescription: {Variables: {a: 1}}}", {"a": "1"}, "dev"),
        ("{RestApiId: !Ref Api}", {}, None),
    ],
)
def test_a_deployment_makes_a_stage(properties: str, variables: dict[str, str], name: str | None) -> None:
    api = loaded(f"{API}  D: {{Type: AWS::ApiGateway::Deployment, Properties: {properties}}}\n")
    assert api.stage == (Stage() if name is None else Stage(name, variables))


def test_a_stage_without_a_name_is_none() -> None:
    text = f"{API}  S: {{Type: AWS::ApiGateway::Stage, Properties: {{RestApiId: !Ref Api, Variables: {{a: b}}}}}}\n"
    assert loaded(text).stage == Stage()


def test_a_model_whose_schema_is_text_or_missing() -> None:
    models = (
        "  M:\n    Type: AWS::ApiGateway::Model\n"
        '    Properties: {RestApiId: !Ref Api, Name: Order, Schema: \'{"type": "object"}\'}\n'
        "  N: {Type: AWS::ApiGateway::Model, Properties: {RestApiId: !Ref Api, Name: None}}\n"
    )
    assert loaded(API + models).models == {"Order": {"type": "object"}}


WRONG = {
    "two methods of one path": (
        API + method(f"HttpMethod: GET, {ROOT}, {MOCK}") + method(f"HttpMethod: GET, {ROOT}, {MOCK}", "Again"),
        "api.yaml:4:",
        "the method GET / is defined twice",
    ),
    "two resources of one path": (
        API
        + "".join(
            f"  {name}: {{Type: AWS::ApiGateway::Resource, Properties: {{RestApiId: !Ref Api, PathPart: a,"
            f" ParentId: !GetAtt Api.RootResourceId}}}}\n"
            for name in ("A", "B")
        ),
        "api.yaml:4:",
        "the resources `A` and `B` have the same path '/a'",
    ),
    "a method of the CLI without an integration": (
        '{"items": [{"path": "/a", "resourceMethods": {"GET": {"httpMethod": "GET"}}}]}',
        "api.yaml:1:",
        "No integration defined for method: GET /a",
    ),
    "two events of one path": (
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: AWS::Serverless::Function\n"
        "    Properties:\n      Events:\n"
        "        A: {Type: Api, Properties: {Path: /a, Method: get}}\n"
        "        B: {Type: Api, Properties: {Path: /a, Method: GET}}\n",
        "api.yaml:8:",
        "the method GET /a is defined twice",
    ),
    "a definition in S3": (
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  Api:\n    Type: AWS::Serverless::Api\n"
        "    Properties: {StageName: p, DefinitionUri: {Bucket: b, Key: k}}\n",
        "api.yaml:5:",
        "the definition is in S3",
    ),
    "a function that leads back": (
        "Mappings: {M: {a: {b: c}}}\nConditions: {C: !Condition C}\n"
        "Resources: {Api: {Type: AWS::ApiGateway::RestApi, Condition: C}}\n",
        "api.yaml:",
        "",
    ),
    "percent of a canary": (
        f"{API}  S: {{Type: AWS::ApiGateway::Stage, Properties: {{RestApiId: !Ref Api, StageName: p,"
        " CanarySetting: {PercentTraffic: half}}}\n",
        "api.yaml:3:",
        "must be a number",
    ),
    "a flag that is not one": (
        API + method(f"HttpMethod: GET, ApiKeyRequired: 'yes', {ROOT}, {MOCK}"),
        "api.yaml:3:",
        "must be true or false",
    ),
    "a reference that leads nowhere": (
        operation(
            "responses: {'200': {content: {a/b: {schema: {$ref: '#/nowhere'}}}}}\n"
            "x-amazon-apigateway-integration: {type: mock}"
        ),
        "api.yaml:5:",
        "the reference '#/nowhere' does not lead to a schema",
    ),
    "a reference to another place": (
        operation(
            "responses: {'200': {content: {a/b: {schema: {$ref: 'other.yaml#/A'}}}}}\n"
            "x-amazon-apigateway-integration: {type: mock}"
        ),
        "api.yaml:5:",
        "'other.yaml#/A'",
    ),
    "JSON that ends too early": ('{"openapi": "3.0.1",', "api.yaml:1:", ""),
    "a method without its resource in another stack": (
        "Parameters: {Id: {Type: String}}\nResources:\n"
        "  Get: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Id, HttpMethod: GET,"
        " Integration: {Type: MOCK}}}\n",
        "api.yaml:3:",
        "the resource `Get` has no `ResourceId`",
    ),
}


@pytest.mark.parametrize(("text", "place", "sentence"), WRONG.values(), ids=WRONG)
def test_messages(text: str, place: str, sentence: str) -> None:
    said = message(text)
    assert said.startswith(place)
    assert sentence in said


def test_a_stage_that_sam_does_not_have() -> None:
    text = (
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  Api:\n    Type: AWS::Serverless::Api\n"
        "    Properties: {StageName: prod}\n"
    )
    with pytest.raises(WrongOptionError, match="the API has no stage `prud`") as caught:
        loaded(text, stage="prud")
    assert "prod" in str(caught.value)
    assert loaded(text, stage="prod").stage.stage_name == "prod"


def test_parameters_without_a_value_are_left_out() -> None:
    text = integration(
        "type: http\nhttpMethod: GET\nuri: https://example.com\n"
        "requestParameters: {integration.request.header.A: null, integration.request.header.B: \"'b'\"}\n"
    )
    assert only_method(text).integration.request_parameters == {"integration.request.header.B": "'b'"}


@pytest.mark.parametrize("uri", ["<Orders.Arn>", "${stageVariables.url}", "anything at all"])
def test_the_uri_of_a_mock_is_not_looked_at(uri: str) -> None:
    assert only_method(integration(f"type: mock\nuri: {uri!r}\n")).integration == Integration("MOCK", uri=uri)


def test_a_function_named_by_its_arn() -> None:
    arn = "arn:aws:lambda:us-east-1:123456789012:function:orders"
    text = (
        f"Resources:\n  F: {{Type: AWS::Lambda::Function, Properties: {{FunctionName: '{arn}'}}}}\n"
        "  Api: {Type: AWS::ApiGateway::RestApi}\n"
        f"  Get:\n    Type: AWS::ApiGateway::Method\n    Properties: {{HttpMethod: GET, {ROOT},"
        " Integration: {Type: AWS_PROXY, IntegrationHttpMethod: POST,"
        " Uri: !Sub 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${F.Arn}/invocations'}}\n"
    )
    assert f"/functions/{arn}/invocations" in str(only_method(text).integration.uri)


def test_authorizers_of_a_document() -> None:
    schemes = (
        "components:\n  securitySchemes:\n    own:\n      type: apiKey\n      in: header\n      name: Authorization\n"
        "      x-amazon-apigateway-authorizer: {type: token}\n    iam: {type: apiKey, in: header, name: A,"
        " x-amazon-apigateway-authtype: awsSigv4}\n"
    )
    text = operation("security: [{own: []}]\nx-amazon-apigateway-integration: {type: mock}", schemes)
    assert only_method(text).authorization_type == "CUSTOM"
    assert only_method(text.replace("{own: []}", "{iam: []}")).authorization_type == "AWS_IAM"


def test_media_without_a_schema() -> None:
    text = operation(
        "requestBody: {content: {a/b: {example: 1}, c/d: {schema: {type: string}}}}\n"
        "x-amazon-apigateway-integration: {type: mock}"
    )
    assert list(only_method(text).request_models) == ["c/d"]
