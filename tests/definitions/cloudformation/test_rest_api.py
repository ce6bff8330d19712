"""CloudFormation's own ways: where a body comes from, stages, conditions, which API of several."""

from __future__ import annotations

import json

import pytest

from tests.definitions.definitions import loaded, message, only_method, write
from vtlharness.gateway.model import CanarySettings, Integration, RestApi, Stage

MOCK = "openapi: 3.0.1\npaths: {/orders: {get: {x-amazon-apigateway-integration: {type: mock}}}}\n"


def rest_api(properties: str, resources: str = "") -> RestApi:
    api = f"Resources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n    Properties: {properties}\n"
    return loaded(api + resources)


@pytest.mark.parametrize(
    "properties",
    [
        "{BodyS3Location: parts/api.yaml}",
        "{Body: !Transform {Name: AWS::Include, Parameters: {Location: parts/api.yaml}}}",
        "{Body: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: !Join [/, [parts, api.yaml]]}}}}",
        "{Body: !If [Here, !Transform {Name: AWS::Include, Parameters: {Location: parts/api.yaml}}, {}]}",
    ],
)
def test_a_body_from_another_file(properties: str) -> None:
    write("parts/api.yaml", MOCK)
    api = loaded(
        f"Conditions: {{Here: !Equals [a, a]}}\nResources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n"
        f"    Properties: {properties}\n"
    )
    assert [(one.http_method, one.resource_path) for one in api.methods] == [("GET", "/orders")]


def test_templates_are_named_relative_to_the_file_that_names_them() -> None:
    write("parts/templates/get.vtl", "$input.body")
    write(
        "parts/api.yaml", MOCK.replace("type: mock", "type: mock, requestTemplates: {a/b: {file: templates/get.vtl}}")
    )
    (method,) = rest_api("{BodyS3Location: parts/api.yaml}").methods
    source = method.integration.request_templates["a/b"]
    assert (source.name, source.text) == ("parts/templates/get.vtl", "$input.body")


def test_body_and_resources_make_one_api() -> None:
    write("api.txt", "swagger: '2.0'\nbasePath: /shop\n" + MOCK.split("\n", 1)[1])
    api = rest_api(
        "{BodyS3Location: api.txt, Parameters: {basepath: prepend}}",
        "  Put: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Api, HttpMethod: PUT,"
        " ResourceId: !GetAtt [Api, RootResourceId], Integration: {Type: MOCK}}}\n",
    )
    assert [(one.http_method, one.resource_path) for one in api.methods] == [("GET", "/shop/orders"), ("PUT", "/")]


def test_only_resources_whose_condition_holds() -> None:
    text = """\
        Parameters: {Stage: {Type: String, Default: test}}
        Conditions:
          IsProd: !Equals [!Ref Stage, prod]
          IsTest: !Not [!Condition IsProd]
          Both: !And [!Condition IsProd, !Condition IsTest]
          Either: !Or [{Condition: IsProd}, {Condition: IsTest}]
        Resources:
          Api: {Type: AWS::ApiGateway::RestApi, Condition: Either}
          Second: {Type: AWS::ApiGateway::RestApi, Condition: Both}
          Get:
            Type: AWS::ApiGateway::Method
            Condition: IsTest
            Properties:
              RestApiId: !Ref Api
              HttpMethod: GET
              ResourceId: !GetAtt Api.RootResourceId
              Integration: {Type: MOCK}
          Post:
            Type: AWS::ApiGateway::Method
            Condition: IsProd
            Properties:
              RestApiId: !Ref Api
              HttpMethod: POST
              ResourceId: !GetAtt Api.RootResourceId
              ApiKeyRequired: !If [IsProd, true, !Ref AWS::NoValue]
              Integration: {Type: MOCK}
        """
    assert only_method(text).http_method == "GET"
    assert only_method(text, parameters={"Stage": "prod"}).http_method == "POST"
    assert only_method(text, parameters={"Stage": "prod"}).api_key_required


STAGES = """\
Resources:
  Api: {Type: AWS::ApiGateway::RestApi}
  Other: {Type: AWS::ApiGateway::RestApi}
  First:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Api
      StageName: prod
      Variables: {table: orders, limit: 5, debug: false}
      CanarySetting: {PercentTraffic: 12.5, StageVariableOverrides: {table: canary}}
  Second: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, StageName: test}}
  Deployment:
    Type: AWS::ApiGateway::Deployment
    Properties: {RestApiId: !Ref Other, StageName: dev, StageDescription: {Variables: {table: dev}}}
  Nameless: {Type: AWS::ApiGateway::Deployment, Properties: {RestApiId: !Ref Other}}
"""


@pytest.mark.parametrize(
    ("api", "stage", "expected"),
    [
        (
            "Api",
            None,
            Stage(
                "prod", {"table": "orders", "limit": "5", "debug": "false"}, CanarySettings(12.5, {"table": "canary"})
            ),
        ),
        ("Api", "test", Stage("test")),
        ("Other", None, Stage("dev", {"table": "dev"})),
    ],
)
def test_stages(api: str, stage: str | None, expected: Stage) -> None:
    assert loaded(STAGES, api=api, stage=stage).stage == expected


def test_without_stages_any_name_will_do() -> None:
    text = "Resources: {Api: {Type: AWS::ApiGateway::RestApi}}\n"
    assert loaded(text).stage == Stage()
    assert loaded(text, stage="prod").stage == Stage("prod")


def test_settings() -> None:
    api = rest_api("{Name: orders, BinaryMediaTypes: [image~1png], EndpointConfiguration: {Types: [PRIVATE]}}")
    assert (api.name, api.binary_media_types, api.endpoint_type) == ("orders", ("image/png",), "PRIVATE")


def test_a_model_with_definitions_of_its_own_keeps_its_references() -> None:
    schema = '{"definitions": {"a": {}}, "items": {"$ref": "#/definitions/a"}}'
    model = f"  M: {{Type: AWS::ApiGateway::Model, Properties: {{RestApiId: !Ref Api, Schema: '{schema}'}}}}\n"
    assert rest_api("{}", model).models == {"M": json.loads(schema)}


def test_json_with_long_forms() -> None:
    data = {
        "Resources": {
            "Api": {"Type": "AWS::ApiGateway::RestApi"},
            "Get": {
                "Type": "AWS::ApiGateway::Method",
                "Properties": {
                    "RestApiId": {"Ref": "Api"},
                    "ResourceId": {"Fn::GetAtt": ["Api", "RootResourceId"]},
                    "HttpMethod": "ANY",
                    "Integration": {
                        "Type": "HTTP_PROXY",
                        "IntegrationHttpMethod": "ANY",
                        "Uri": {"Fn::Sub": ["https://${host}/${AWS::Region}", {"host": {"Fn::ImportValue": "Host"}}]},
                    },
                },
            },
        }
    }
    expected = Integration("HTTP_PROXY", "ANY", "https://<Host>/us-east-1")
    assert only_method(json.dumps(data)).integration == expected


def test_texts_are_taken_for_booleans() -> None:
    text = """\
Resources:
  Api: {Type: AWS::ApiGateway::RestApi}
  V: {Type: AWS::ApiGateway::RequestValidator, Properties: {RestApiId: !Ref Api, ValidateRequestBody: "True"}}
  M:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      ApiKeyRequired: "true"
      RequestValidatorId: !Ref V
      RequestParameters: {method.request.header.A: "true", method.request.header.B: "'b'", method.request.path.c: false}
      MethodResponses: [{StatusCode: "200", ResponseParameters: {method.response.header.D: "'*'"}}]
      Integration:
        Type: MOCK
        RequestParameters: {integration.request.header.B: method.request.header.B}
        IntegrationResponses: [{StatusCode: "200", ResponseParameters: {method.response.header.D: "'*'"}}]
"""
    method = only_method(text)
    assert method.api_key_required
    assert method.request_validator is not None
    assert method.request_validator.validate_request_body
    assert method.request_parameters == {
        "method.request.header.A": True,
        "method.request.header.B": False,
        "method.request.path.c": False,
    }
    assert method.method_responses is not None
    assert method.method_responses[0].response_parameters == {"method.response.header.D": False}


def test_a_list_is_not_taken_for_a_boolean() -> None:
    text = """\
Resources:
  Api: {Type: AWS::ApiGateway::RestApi}
  M:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      RequestParameters: {method.request.header.A: [true]}
      Integration: {Type: MOCK}
"""
    assert "`method.request.header.A` must be true or false, but this is a list" in message(text)
