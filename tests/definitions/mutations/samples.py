"""The definitions that are mutated, as data: those of the gallery, those of this folder's tests, and more features."""

# ruff: noqa: E501 (a resource to a line)

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any, NamedTuple

from tests.definitions import test_same_api
from vtlharness.definitions.reading.yaml_with_tags import YamlReading
from vtlharness.source import Source

ROOT = Path(__file__).resolve().parents[3]

STACK = """\
Parameters: {Stage: {Type: String, Default: dev}}
Conditions: {IsDev: !Equals [!Ref Stage, dev]}
Mappings: {Names: {dev: {table: orders-dev}}}
Resources:
  Orders: {Type: AWS::DynamoDB::Table, Properties: {TableName: !FindInMap [Names, !Ref Stage, table]}}
  Function: {Type: AWS::Lambda::Function, Properties: {FunctionName: !Sub "orders-${Stage}"}}
  Version: {Type: AWS::Lambda::Version, Properties: {FunctionName: !Ref Function}}
  Live: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref Function, FunctionVersion: !GetAtt Version.Version, Name: live}}
  Role: {Type: AWS::IAM::Role}
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: orders, BinaryMediaTypes: [image/png], MinimumCompressionSize: 100}}
  Resource: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !GetAtt Api.RestApiId, ParentId: !GetAtt Api.RootResourceId, PathPart: orders}}
  Item: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Resource.ResourceId, PathPart: "{id}"}}
  Validator: {Type: AWS::ApiGateway::RequestValidator, Properties: {RestApiId: !Ref Api, ValidateRequestBody: true}}
  Model: {Type: AWS::ApiGateway::Model, Properties: {RestApiId: !Ref Api, Name: Order, ContentType: application/json, Schema: {type: object, required: [id]}}}
  Unauthorized: {Type: AWS::ApiGateway::GatewayResponse, Properties: {RestApiId: !Ref Api, ResponseType: UNAUTHORIZED, StatusCode: "401", ResponseTemplates: {application/json: "{}"}}}
  Put:
    Type: AWS::ApiGateway::Method
    Condition: IsDev
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Item
      HttpMethod: PUT
      AuthorizationType: NONE
      RequestParameters: {method.request.path.id: true, method.request.header.X-A: "false"}
      RequestModels: {application/json: !Ref Model}
      RequestValidatorId: !GetAtt Validator.RequestValidatorId
      MethodResponses: [{StatusCode: "200", ResponseParameters: {method.response.header.ETag: true}, ResponseModels: {application/json: Empty}}]
      Integration:
        Type: AWS
        IntegrationHttpMethod: POST
        Uri: !Sub "arn:${AWS::Partition}:apigateway:${AWS::Region}:dynamodb:action/PutItem"
        Credentials: !GetAtt Role.Arn
        PassthroughBehavior: NEVER
        RequestParameters: {integration.request.header.X-A: method.request.header.X-A}
        RequestTemplates:
          application/json: !Join ["", ['{"TableName": "', !Ref Orders, '"}']]
        IntegrationResponses: [{StatusCode: "200", SelectionPattern: "2..", ResponseParameters: {method.response.header.ETag: integration.response.header.ETag}}]
  Get:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Resource
      HttpMethod: GET
      Integration: {Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: !Sub "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Live}/invocations"}
  Stage: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, StageName: !Ref Stage, Variables: {a: b}, CanarySetting: {PercentTraffic: 5}}}
"""

DOCUMENT = """\
openapi: 3.0.1
info: {title: orders, version: "1"}
servers: [{url: "https://example.com/{basePath}", variables: {basePath: {default: v1}}}]
x-amazon-apigateway-binary-media-types: [image/png]
x-amazon-apigateway-request-validators: {all: {validateRequestBody: true, validateRequestParameters: true}}
x-amazon-apigateway-gateway-responses: {DEFAULT_4XX: {statusCode: 400, responseParameters: {gatewayresponse.header.a: "'b'"}, responseTemplates: {application/json: "{}"}}}
paths:
  /orders/{id}:
    parameters: [{$ref: "#/components/parameters/Page"}]
    put:
      operationId: putOrder
      x-amazon-apigateway-request-validator: all
      security: [{key: []}]
      requestBody: {content: {application/json: {schema: {$ref: Order}}}}
      responses: {"200": {$ref: "#/components/responses/Ok"}, default: {description: other}}
      x-amazon-apigateway-integration: &put
        type: aws
        httpMethod: POST
        uri: arn:aws:apigateway:${AWS::Region}:dynamodb:action/PutItem
        credentials: arn:aws:iam::${AWS::AccountId}:role/r
        requestParameters: {integration.request.header.X-A: method.request.path.id}
        requestTemplates: {application/json: '{"TableName": "orders"}'}
        responses: {default: {statusCode: "200", responseParameters: {method.response.header.ETag: "'a'"}}, "5..": {statusCode: "500", responseTemplates: {application/json: "{}"}}}
    x-amazon-apigateway-any-method: {x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}}}
components:
  parameters: {Page: {name: page, in: query, required: false, schema: {type: string}}}
  responses: {Ok: {description: ok, headers: {ETag: {schema: {type: string}}}, content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Order"}}}}}}
  schemas: {Order: {type: object, required: [id], properties: {id: {type: string, minLength: 1}, next: {$ref: "#/components/schemas/Order"}}}}
  securitySchemes: {key: {type: apiKey, name: x-api-key, in: header}}
"""


SAM = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: {Runtime: python3.12, Handler: app.handler, Timeout: 5}
  Api: {BinaryMediaTypes: [image~1png], AccessLogSetting: {Format: $context.requestId}}
Parameters: {Stage: {Type: String, Default: dev}}
Resources:
  Pool: {Type: AWS::Cognito::UserPool}
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: !Ref Stage
      Variables: {a: b}
      Cors: {AllowOrigin: "'https://example.com'", AllowHeaders: "'X-A'", AllowCredentials: true}
      Auth:
        DefaultAuthorizer: Pool
        Authorizers:
          Pool: {UserPoolArn: !GetAtt Pool.Arn}
          Guard: {FunctionArn: !GetAtt Guard.Arn, FunctionPayloadType: REQUEST, Identity: {Headers: [X-A], ReauthorizeEvery: 30}}
      GatewayResponses: {UNAUTHORIZED: {StatusCode: 401, ResponseParameters: {Headers: {X-A: "'a'"}}, ResponseTemplates: {application/json: "{}"}}}
      Models: {Order: {type: object, required: [id], properties: {id: {type: string}}}}
  Guard: {Type: AWS::Serverless::Function, Properties: {InlineCode: ""}}
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      AutoPublishAlias: live
      Events:
        List: {Type: Api, Properties: {Path: /orders, Method: get, RestApiId: !Ref Api, RequestParameters: [method.request.header.A, {method.request.querystring.b: {Required: true}}]}}
        Put: {Type: Api, Properties: {Path: "/orders/{id}", Method: PUT, RestApiId: {Ref: Api}, RequestModel: {Model: Order, ValidateBody: true}, Auth: {Authorizer: Guard, ApiKeyRequired: true}}}
        Any: {Type: Api, Properties: {Path: /other, Method: ANY, RestApiId: !Ref Api, Auth: {Authorizer: NONE}}}
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: machine.json
      Events: {Start: {Type: Api, Properties: {Path: /start, Method: post, RestApiId: !Ref Api}}}
"""


MERGED = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: dev
      MergeDefinitions: true
      DefinitionBody:
        openapi: 3.0.1
        info: {title: orders, version: "1"}
        paths:
          /health:
            get: {x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}}}
  Orders:
    Type: AWS::Serverless::Function
    Properties: {Events: {List: {Type: Api, Properties: {Path: /orders, Method: get, RestApiId: !Ref Api}}}}
"""


class Sample(NamedTuple):
    """A definition that loads: its name and its data.

    One that is several files has them in `folder`; `data` is that of the file `mutated`, and `loaded` is what is read:
    the folder itself or a file in it, with these `options`.
    """

    name: str
    data: Any
    folder: Path | None = None
    mutated: str = "api.json"
    loaded: str = "api.json"
    options: tuple[tuple[str, Any], ...] = ()

    def put(self, folder: Path) -> Path:
        """Puts the files of this sample into a folder, once; gives the sample's own folder there."""
        own = folder / self.name.replace(" ", "-").replace("/", "-")
        if not own.exists():
            if self.folder is None:
                own.mkdir()
            else:
                copytree(self.folder, own, ignore=ignore_patterns("*.vtl.yaml"))
            (own / "vtlharness.toml").touch()
        return own


def _from_text(name: str, text: str) -> Sample:
    reading = YamlReading(Source(text, name))
    assert not reading.repeated
    return Sample(name, _without_files(reading.value))


def _without_files(value: Any) -> Any:
    """The data with a text in the place of each file that it names."""
    if isinstance(value, dict):
        return "{}" if list(value) == ["file"] else {key: _without_files(item) for key, item in value.items()}
    return [_without_files(item) for item in value] if isinstance(value, list) else value


@cache
def samples() -> tuple[Sample, ...]:
    """Every definition that is mutated."""
    apis = ROOT / "fixtures" / "apis"
    texts = {
        "orders": (apis / "orders" / "openapi.yaml").read_text(encoding="utf-8"),
        "library": (apis / "library" / "template.yaml").read_text(encoding="utf-8"),
        "stack": STACK,
        "document": DOCUMENT,
        "SAM": SAM,
        "merged SAM": MERGED,
        "tickets": (apis / "tickets" / "template.yaml").read_text(encoding="utf-8"),
        "same OpenAPI": test_same_api.OPENAPI,
        "same Swagger": test_same_api.SWAGGER,
        "same CloudFormation": test_same_api.CLOUDFORMATION,
        "same CLI": test_same_api.CLI,
    }
    single = (_from_text(name, text) for name, text in texts.items())
    return (*single, *_terraform(apis / "pets"), *_projects(ROOT / "tests" / "definitions" / "projects"))


def _terraform(pets: Path) -> Iterator[Sample]:
    for name, file in (("plan", "plan.json"), ("state", "terraform.tfstate")):
        data = json.loads((pets / file).read_text(encoding="utf-8"))
        yield Sample(name, data, mutated=file, loaded=file)


def _projects(projects: Path) -> Iterator[Sample]:
    """The files of the CDK, of Serverless Framework, of nested stacks and of nested applications."""
    for project, file, loaded, options in (
        ("club", "template.yaml", "template.yaml", {}),
        ("club", "members/template.yaml", "template.yaml", {}),
        ("museum", "template.yaml", ".", {"parameters": {"Stage": "prod"}}),
        ("museum", "stacks/core.yaml", ".", {"parameters": {"Stage": "prod"}}),
        ("museum", "stacks/rooms.yaml", ".", {"parameters": {"Stage": "prod"}}),
        ("post", ".serverless/cloudformation-template-update-stack.json", ".", {}),
        ("shop", "cdk.out/manifest.json", "cdk.out", {"stack": "Shop"}),
        ("shop", "cdk.out/Shop.assets.json", "cdk.out", {"stack": "Shop"}),
        ("shop", "cdk.out/Shop.template.json", "cdk.out", {"stack": "Shop"}),
        ("shop", "cdk.out/ShopOrdersA8B1F509.nested.template.json", "cdk.out", {"stack": "Shop"}),
        ("shop", "cdk.out/assembly-Prod/manifest.json", "cdk.out", {"stack": "Prod/Catalog"}),
        ("shop", "cdk.out/assembly-Prod/ProdCatalogE133A45C.assets.json", "cdk.out", {"stack": "Prod/Catalog"}),
        ("shop", "cdk.out/assembly-Prod/ProdCatalogE133A45C.template.json", "cdk.out", {"stack": "Prod/Catalog"}),
    ):
        folder = projects / project
        data = YamlReading(Source((folder / file).read_text(encoding="utf-8"), file)).value
        yield Sample(f"{project}/{file}", data, folder, file, loaded, tuple(options.items()))
