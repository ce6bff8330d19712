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
            {"application/json": "order"},
            RequestValidator(validate_request_body=True, name="body-only"),
            method_responses=(),
            api_key_required=True,
        ),
        Method("GET", "/orders", Integration("AWS_PROXY", "POST", uri), method_responses=()),
    )
    assert (api.name, api.endpoint_type, api.binary_media_types) == ("shop", "REGIONAL", ("image/png",))
    assert (api.minimum_compression_size, api.models) == (100, {"order": {"type": "object"}})
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
            "{AllowOrigin: \"'b'\", AllowMethods: \"'GET'\", AllowHeaders: \"'X-A'\", MaxAge: \"'9'\", "
            "AllowCredentials: true}",
            "get",
            {"Headers": "'X-A'", "Methods": "'GET'", "Origin": "'b'", "Max-Age": "'9'", "Credentials": "'true'"},
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


def test_cors_wants_a_body_that_stands_in_the_template() -> None:
    write("api.txt", BODY)
    said = message(f"{API}      DefinitionUri: api.txt\n      Cors: all\n")
    sentence = "Cors works only with inline Swagger specified in 'DefinitionBody' property."
    hint = "put the OpenAPI document itself under `DefinitionBody`, or the OPTIONS methods into its file"
    assert said == shown(7, 13, sentence, "      Cors: all", 3, hint)


@pytest.mark.parametrize(
    ("body", "excerpt"),
    [("{openapi: 3.0.1, info: {}}", "      Cors: all"), ("{paths: {}}", "      Cors: all")],
)
def test_cors_wants_a_body_that_is_a_document(body: str, excerpt: str) -> None:
    said = message(f"{API}      DefinitionBody: {body}\n      Cors: all\n")
    sentence = "Unable to add Cors configuration because 'DefinitionBody' does not contain a valid Swagger definition."
    hint = "put the OpenAPI document itself under `DefinitionBody`, or the OPTIONS methods into its file"
    assert said == shown(7, 13, sentence, excerpt, 3, hint)


def test_cors_adds_to_a_body_that_a_file_supplies() -> None:
    write("api.txt", BODY)
    include = "!Transform {Name: AWS::Include, Parameters: {Location: ./api.txt}}"
    api = loaded(f"{API}      DefinitionBody: {include}\n      Cors: \"'*'\"\n")
    assert [method.http_method for method in api.methods] == ["GET", "OPTIONS"]


def _cors(value: str) -> str:
    return f"{API}      Cors: {value}\n{EVENTS}"


@pytest.mark.parametrize(
    ("cors", "column", "wrong"),
    [
        ('{AllowOrigin: "*"}', 27, "*"),
        ('"*"', 13, "*"),
        ('{MaxAge: "600"}', 22, "600"),
        ("{AllowHeaders: X-A}", 28, "X-A"),
        ("{AllowMethods: 'GET,PUT'}", 28, "GET,PUT"),
        ("https://a", 13, "https://a"),
    ],
)
def test_cors_without_quotes_inside_is_refused(cors: str, column: int, wrong: str) -> None:
    excerpt = f"      Cors: {cors}"
    quotes = 2 if excerpt[column - 1] in "\"'" else 0
    hint = (
        "such as integration.response.header.{name}, or a fixed value in single quotes inside the text: "
        f"\"'{wrong}'\""
    )
    sentence = f"Invalid mapping expression specified: {wrong}"
    assert message(_cors(cors)) == shown(6, column, sentence, excerpt, len(wrong) + quotes, hint)


@pytest.mark.parametrize(
    ("cors", "column", "length", "sentence", "hint"),
    [
        ("{AllowOrigins: a}", 14, 12, "Invalid key 'AllowOrigins' for 'Cors' property.", "did you mean `AllowOrigin`?"),
        (
            "{AllowCredentials: true}",
            14,
            16,
            "Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is \"'*'\" "
            "or not set",
            "name the origin: `AllowOrigin: \"'https://example.com'\"`",
        ),
        ("{AllowOrigin: ''}", 27, 2, "Invalid input. Value for AllowedOrigins is required", None),
        ("[a]", 13, 1, "`Cors` must be text or a mapping, but this is a list", None),
    ],
)
def test_cors_that_sam_refuses(cors: str, column: int, length: int, sentence: str, hint: str | None) -> None:
    assert message(_cors(cors)) == shown(6, column, sentence, f"      Cors: {cors}", length, hint)


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


KEYS = """\
      Auth: {ApiKeyRequired: true%s}
      Cors: "'*'"
"""


@pytest.mark.parametrize(("more", "preflight"), [("", True), (", AddApiKeyRequiredToCorsPreflight: false", False)])
def test_a_key_is_asked_for_by_every_method_of_a_body(more: str, preflight: bool) -> None:
    api = loaded(f"{API}{KEYS % more}      DefinitionBody: {BODY}\n")
    assert {one.http_method: one.api_key_required for one in api.methods} == {"GET": True, "OPTIONS": preflight}


def test_an_event_may_need_no_key() -> None:
    events = EVENTS.replace("Path: /b,", "Path: /a, Auth: {ApiKeyRequired: false},")
    api = loaded(f"{API}{KEYS % ''}{events}")
    found = {one.http_method: one.api_key_required for one in api.methods}
    assert found == {"GET": True, "POST": False, "OPTIONS": True}


def test_a_default_authorizer_reaches_every_method_but_not_one_that_wants_none() -> None:
    auth = "Auth: {DefaultAuthorizer: P, Authorizers: {P: {UserPoolArn: 'arn:aws:cognito-idp:us-east-1:1:userpool/p'}}}"
    events = EVENTS.replace("Path: /b,", "Path: /b, Auth: {Authorizer: NONE},")
    api = loaded(f"{API}      {auth}\n{events}")
    found = {one.http_method: one.authorization_type for one in api.methods}
    assert found == {"GET": "COGNITO_USER_POOLS", "POST": "NONE"}


@pytest.mark.parametrize("key", ["ResponseTransferMode", "InvokeMode"])
def test_a_stream_of_a_response_has_its_own_address(key: str) -> None:
    (method,) = loaded(
        "Resources:\n  Orders:\n    Type: AWS::Serverless::Function\n"
        "    Properties:\n      Events:\n"
        f"        E: {{Type: Api, Properties: {{Path: /a, Method: get, {key}: RESPONSE_STREAM}}}}\n"
    ).methods
    assert method.integration.uri == (
        "arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/"
        "arn:aws:lambda:us-east-1:123456789012:function:Orders/response-streaming-invocations"
    )


def test_the_parameters_of_a_document_stay_where_an_event_is_merged_into_it() -> None:
    body = """\
      MergeDefinitions: true
      DefinitionBody:
        openapi: 3.0.1
        paths:
          /a:
            get: {parameters: [{name: q, in: query}], responses: {'200': {description: ok}}}
"""
    method = loaded(f"{API}{body}{EVENTS}").methods[0]
    assert (method.integration.type, dict(method.request_parameters)) == (
        "AWS_PROXY",
        {"method.request.querystring.q": False},
    )
    assert method.method_responses == ()


def test_resources_beside_a_serverless_api_belong_to_it() -> None:
    api = loaded(
        f"{API}{EVENTS}"
        "  M:\n    Type: AWS::ApiGateway::Method\n    Properties:\n      RestApiId: !Ref Api\n"
        "      ResourceId: !GetAtt Api.RootResourceId\n      HttpMethod: GET\n      Integration: {Type: MOCK}\n"
    )
    assert [f"{one.http_method} {one.resource_path}" for one in api.methods] == ["GET /a", "POST /b", "GET /"]


@pytest.mark.parametrize(
    ("auth", "sentence", "hint"),
    [
        (
            "{ApiKeyRequird: true}",
            "Invalid value for 'Auth' property: `ApiKeyRequird`",
            "did you mean `ApiKeyRequired`?",
        ),
        (
            "{DefaultAuthorizer: Pol, Authorizers: {Pool: {UserPoolArn: a}}}",
            "Unable to set DefaultAuthorizer because 'Pol' was not defined in 'Authorizers'.",
            "did you mean `Pool`?",
        ),
        (
            "{Authorizers: {A: {FunctionPayloadType: TOKENS, FunctionArn: a}}}",
            "A Authorizer has invalid 'FunctionPayloadType': TOKENS.",
            "did you mean `TOKEN`?",
        ),
    ],
)
def test_auth_that_sam_refuses(auth: str, sentence: str, hint: str) -> None:
    said = message(f"{API}      Auth: {auth}\n{EVENTS}").splitlines()
    assert said[0].endswith(sentence)
    assert said[0].startswith("api.yaml:6:")
    assert said[-1] == f"hint: {hint}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("!Ref Live", "arn:aws:lambda:us-east-1:123456789012:function:Orders:live"),
        ("!Ref V", "arn:aws:lambda:us-east-1:123456789012:function:Orders:1"),
        ("!GetAtt V.Version", "1"),
        ("!Ref S.Alias", "arn:aws:lambda:us-east-1:123456789012:function:S:prod"),
        ("!Ref SAliasprod", "arn:aws:lambda:us-east-1:123456789012:function:S:prod"),
        ("!Sub '${S.Version}'", "arn:aws:lambda:us-east-1:123456789012:function:S:1"),
        ("!Ref Shop.Stage", "dev"),
        ("!Ref ShopdevStage", "dev"),
        ("!Ref SAliasother", "<SAliasother>"),
        ("!Ref Shop.Deployment", "<Shop.Deployment>"),
    ],
)
def test_the_names_of_aliases_versions_and_stages(name: str, value: str) -> None:
    api = loaded(
        f"""\
        Transform: AWS::Serverless-2016-10-31
        Globals: {{Api: {{Auth: {{}}}}, Function: {{AutoPublishAlias: prod}}}}
        Resources:
          F: {{Type: AWS::Lambda::Function, Properties: {{FunctionName: Orders}}}}
          V: {{Type: AWS::Lambda::Version, Properties: {{FunctionName: !Ref F}}}}
          Live: {{Type: AWS::Lambda::Alias, Properties: {{FunctionName: !GetAtt F.Arn, Name: live}}}}
          S: {{Type: AWS::Serverless::Function}}
          Shop: {{Type: AWS::Serverless::Api, Properties: {{StageName: dev}}}}
          Api: {{Type: AWS::ApiGateway::RestApi, Properties: {{Name: {name}}}}}
        """,
        api="Api",
    )
    assert api.name == value


def _with_event(event: str) -> str:
    return f"{API}{EVENTS}        Odd: {event}\n"


@pytest.mark.parametrize(
    ("kind", "hint"), [("Apis", "did you mean `Api`?"), ("0.5", None), ("true", None), ("api", "did you mean `Api`?")]
)
def test_an_event_of_no_type_is_found(kind: str, hint: str | None) -> None:
    api = loaded(_with_event(f"{{Type: {kind}, Properties: {{Path: /c, Method: get}}}}"))
    (finding,) = api.findings
    assert (len(api.methods), finding.rule) == (2, "API476")
    assert hint in (None, finding.hint)
    assert finding.message == f"the event `Odd` is not read: `{kind}` is not a type of events"


OTHER_EVENTS = (
    "AlexaSkill CloudWatchEvent CloudWatchLogs Cognito DocumentDB DynamoDB EventBridgeRule HttpApi IoTRule Kinesis MQ "
    "MSK S3 SNS SQS Schedule ScheduleV2 SelfManagedKafka"
)


@pytest.mark.parametrize("kind", OTHER_EVENTS.split())
def test_events_of_other_types_are_not_read(kind: str) -> None:
    api = loaded(_with_event(f"{{Type: {kind}, Properties: {{}}}}"))
    assert (len(api.methods), api.findings) == (2, ())


@pytest.mark.parametrize(
    ("named", "hint"), [("other", None), ("Apo", "did you mean `Api`?"), ("0.5", None), ("!ImportValue shared", None)]
)
def test_the_api_of_an_event_is_in_the_same_template(named: str, hint: str | None) -> None:
    said = message(_with_event(f"{{Type: Api, Properties: {{Path: /c, Method: get, RestApiId: {named}}}}}"))
    assert "RestApiId must be a valid reference to an 'AWS::Serverless::Api' resource in same template." in said
    assert hint is None or said.endswith(f"hint: {hint}")


def test_an_event_may_name_an_api_that_is_not_serverless() -> None:
    other = "  Own: {Type: AWS::ApiGateway::RestApi, Properties: {Name: own}}\n"
    text = _with_event("{Type: Api, Properties: {Path: /c, Method: get, RestApiId: !Ref Own}}") + other
    assert len(loaded(text, api="Api").methods) == 2
