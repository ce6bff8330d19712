"""SAM: events of functions, an Api's definition, globals, CORS."""

from __future__ import annotations

import pytest

from tests.definitions.definitions import loaded, write
from vtlharness.gateway.model import GatewayResponse, Integration, Method, RequestValidator, Stage

INVOKE = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{}/invocations"
ORDERS = INVOKE.format("arn:aws:lambda:us-east-1:123456789012:function:Orders")


def test_events_without_an_api_make_the_implicit_one() -> None:
    api = loaded(
        """\
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Orders:
            Type: AWS::Serverless::Function
            Properties:
              Events:
                Get: {Type: Api, Properties: {Path: '/orders/{id}', Method: get}}
                All: {Type: Api, Properties: {Path: '/{proxy+}', Method: ANY, TimeoutInMillis: 500}}
                Queue: {Type: SQS, Properties: {Queue: !GetAtt Q.Arn}}
        """
    )
    assert (api.name, api.stage) == ("ServerlessRestApi", Stage("Prod"))
    assert api.methods == (
        Method(
            "GET",
            "/orders/{id}",
            Integration("AWS_PROXY", "POST", ORDERS),
            {"method.request.path.id": True},
            method_responses=(),
        ),
        Method(
            "ANY",
            "/{proxy+}",
            Integration("AWS_PROXY", "POST", ORDERS, timeout_in_millis=500),
            {"method.request.path.proxy": True},
            method_responses=(),
        ),
    )


EXPLICIT = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Api:
    BinaryMediaTypes: [image~1png]
    Variables: {table: orders, level: info}
    Auth: {ApiKeyRequired: true}
  Function: {AutoPublishAlias: live}
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      Name: shop
      StageName: prod
      EndpointConfiguration: {Type: REGIONAL}
      MinimumCompressionSize: 100
      Variables: {level: warn}
      CanarySetting: {PercentTraffic: 5}
      Models: {Order: {type: object}}
      GatewayResponses:
        UNAUTHORIZED: {StatusCode: 403, ResponseParameters: {Headers: {X-A: "'a'"}}}
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: orders
      Events:
        Post:
          Type: Api
          Properties:
            RestApiId: !Ref Shop
            Path: /orders
            Method: post
            RequestModel: {Model: Order, ValidateBody: true}
            RequestParameters: [method.request.header.A, method.request.querystring.b: {Required: true}]
        Get: {Type: Api, Properties: {RestApiId: !Ref Shop, Path: /orders, Method: get, Auth: {ApiKeyRequired: false}}}
        Elsewhere: {Type: Api, Properties: {Path: /, Method: get}}
"""


def test_an_api_of_its_own_with_globals() -> None:
    api = loaded(EXPLICIT, api="Shop")
    uri = INVOKE.format("arn:aws:lambda:us-east-1:123456789012:function:orders:live")
    assert api.methods == (
        Method(
            "POST",
            "/orders",
            Integration("AWS_PROXY", "POST", uri),
            {"method.request.header.A": False, "method.request.querystring.b": True},
            {"application/json": "Order"},
            RequestValidator(validate_request_body=True),
            method_responses=(),
            api_key_required=True,
        ),
        Method("GET", "/orders", Integration("AWS_PROXY", "POST", uri), method_responses=()),
    )
    assert (api.name, api.endpoint_type, api.binary_media_types) == ("shop", "REGIONAL", ("image/png",))
    assert (api.minimum_compression_size, api.models) == (100, {"Order": {"type": "object"}})
    assert api.gateway_responses == {
        "UNAUTHORIZED": GatewayResponse("UNAUTHORIZED", "403", {"gatewayresponse.header.X-A": "'a'"})
    }
    assert (api.stage.stage_name, dict(api.stage.variables)) == ("prod", {"table": "orders", "level": "warn"})
    assert api.stage.canary_settings is not None
    assert api.stage.canary_settings.percent_traffic == 5.0
    assert [method.resource_path for method in loaded(EXPLICIT, api="ServerlessRestApi").methods] == ["/"]


BODY = "{openapi: 3.0.1, paths: {/a: {get: {x-amazon-apigateway-integration: {type: mock}}}}}"


@pytest.mark.parametrize(
    "definition",
    [
        f"DefinitionBody: {BODY}",
        "DefinitionUri: api.txt",
        "DefinitionBody: !Transform {Name: AWS::Include, Parameters: {Location: ./api.txt}}",
    ],
)
def test_a_definition(definition: str) -> None:
    write("api.txt", BODY)
    api = loaded(
        "Resources:\n  Api:\n    Type: AWS::Serverless::Api\n"
        f"    Properties:\n      StageName: v1\n      {definition}\n"
        "  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Events:\n"
        "        E: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /a, Method: get}}\n"
    )
    assert [(method.http_method, method.integration.type) for method in api.methods] == [("GET", "MOCK")]
    assert (api.name, api.stage) == ("Api", Stage("v1"))


@pytest.mark.parametrize(
    ("cors", "methods", "headers"),
    [
        ("\"'*'\"", "get", {"Methods": "'GET,OPTIONS'", "Origin": "'*'"}),
        (
            "{AllowMethods: \"'GET'\", AllowHeaders: \"'X-A'\", MaxAge: \"'9'\", AllowCredentials: true}",
            "get",
            {"Headers": "'X-A'", "Methods": "'GET'", "Origin": "'*'", "Max-Age": "'9'", "Credentials": "'true'"},
        ),
        ("\"'*'\"", "any", {"Methods": "'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'", "Origin": "'*'"}),
    ],
)
def test_cors_adds_an_options_method(cors: str, methods: str, headers: dict[str, str]) -> None:
    api = loaded(
        f"Globals: {{Api: {{Cors: {cors}}}}}\nResources:\n  F:\n    Type: AWS::Serverless::Function\n"
        f"    Properties: {{Events: {{E: {{Type: Api, Properties: {{Path: /a, Method: {methods}}}}}}}}}\n"
    )
    first, options = api.methods
    assert (first.integration.type, options.http_method, options.resource_path) == ("AWS_PROXY", "OPTIONS", "/a")
    (response,) = options.integration.integration_responses
    prefix = "method.response.header.Access-Control-"
    names = {
        name.removeprefix(prefix).removeprefix("Allow-"): value for name, value in response.response_parameters.items()
    }
    assert names == headers
    assert options.integration.request_templates["application/json"].text == '{\n  "statusCode" : 200\n}\n'
