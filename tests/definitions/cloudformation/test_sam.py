"""SAM: events of functions, an Api's definition, globals, CORS."""

from __future__ import annotations

import pytest

from tests.definitions.definitions import loaded, message, shown, write
from vtlharness.gateway.model import GatewayResponse, Integration, Method, RequestValidator, Stage

INVOKE = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{}/invocations"
UNESCAPED = """.replaceAll("\\\\'","'")"""
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


API = "Resources:\n  Api:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: v1\n"
WITH_KEYS = BODY.replace("/a: {get", "/a: {parameters: [], get").replace(
    "}}}}}", "}}}, /b: {options: {x-amazon-apigateway-integration: {type: mock}}}, '/c': {%s: %s}}}"
)
MOCKED = "{x-amazon-apigateway-integration: {type: mock}}"


def test_cors_adds_an_options_method_to_the_paths_of_a_body() -> None:
    body = WITH_KEYS % ("x-amazon-apigateway-any-method", MOCKED)
    api = loaded(f"{API}      Cors: \"'*'\"\n      DefinitionBody: {body}\n")
    found = {
        method.resource_path: method.integration.integration_responses[0].response_parameters[
            "method.response.header.Access-Control-Allow-Methods"
        ]
        for method in api.methods
        if method.http_method == "OPTIONS" and method.integration.integration_responses
    }
    assert found == {"/a": "'GET,OPTIONS,PARAMETERS'", "/c": "'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'"}


@pytest.mark.parametrize(
    ("definition", "sentence"),
    [
        ("DefinitionUri: api.txt", "Cors works only with inline Swagger specified in 'DefinitionBody' property."),
        (
            "DefinitionBody: !Transform {Name: AWS::Include, Parameters: {Location: ./api.txt}}",
            "Unable to add Cors configuration because 'DefinitionBody' does not contain a valid Swagger definition.",
        ),
    ],
)
def test_cors_wants_a_body_that_stands_in_the_template(definition: str, sentence: str) -> None:
    write("api.txt", BODY)
    said = message(f"{API}      {definition}\n      Cors: all\n")
    hint = "put the OpenAPI document itself under `DefinitionBody`, or the OPTIONS methods into its file"
    assert said == shown(7, 13, sentence, "      Cors: all", 3, hint)


EVENTS = """\
  F:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: Orders
      Events:
        A: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /a, Method: get}}
        B: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /b, Method: post}}
"""


def test_events_are_merged_into_a_body_where_it_is_asked_for() -> None:
    body = BODY.replace("get: {", "get: {operationId: a, parameters: [{in: query, name: q, required: true}], ")
    text = f"{API}      MergeDefinitions: %s\n      DefinitionBody: {body}\n{EVENTS}"
    assert [method.integration.type for method in loaded(text % "false").methods] == ["MOCK"]
    first, second = loaded(text % "true").methods
    assert first == Method(
        "GET",
        "/a",
        Integration("AWS_PROXY", "POST", ORDERS),
        {"method.request.querystring.q": True},
        method_responses=(),
        operation_name="a",
    )
    assert second == Method("POST", "/b", Integration("AWS_PROXY", "POST", ORDERS), method_responses=())


def test_a_file_has_no_events_merged_into_it() -> None:
    write("api.txt", BODY)
    said = message(f"{API}      DefinitionUri: api.txt\n      MergeDefinitions: true\n")
    sentence = "MergeDefinitions needs a DefinitionBody, but this API has a DefinitionUri"
    assert said == shown(7, 25, sentence, "      MergeDefinitions: true", 4)


@pytest.mark.parametrize(("more", "unescaped"), [("", ""), (", UnescapeMappingTemplate: true", UNESCAPED)])
def test_an_event_of_a_state_machine_starts_an_execution(more: str, unescaped: str) -> None:
    (method,) = loaded(
        "Resources:\n  Machine:\n    Type: AWS::Serverless::StateMachine\n"
        f"    Properties: {{Events: {{E: {{Type: Api, Properties: {{Path: /a, Method: post{more}}}}}}}}}\n"
    ).methods
    assert (method.http_method, method.resource_path, method.integration.type) == ("POST", "/a", "AWS")
    assert method.integration.uri == "arn:aws:apigateway:us-east-1:states:action/StartExecution"
    assert method.integration.request_templates["application/json"].text == (
        f"""{{"input": "$util.escapeJavaScript($input.json('$')){unescaped}", """
        '"stateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:Machine"}'
    )
    assert [(one.status_code, one.selection_pattern) for one in method.integration.integration_responses] == [
        ("200", "200"),
        ("400", "400"),
    ]
    assert [one.status_code for one in method.method_responses or ()] == ["200", "400"]
