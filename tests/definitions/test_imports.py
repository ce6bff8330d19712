"""What the import of an OpenAPI document drops, resolves, declares and refuses; and repeated keys."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.definitions.definitions import integration, loaded, message, only_method, operation, shown, write
from vtlharness.definitions import load_definition, load_integration
from vtlharness.errors import DefinitionError
from vtlharness.findings import Finding
from vtlharness.gateway.model import IntegrationResponse, RestApi

MOCK = "x-amazon-apigateway-integration: {type: mock}"


def found(api: RestApi) -> list[tuple[str, str | None]]:
    """The messages of an API's findings, and their hints."""
    return [(finding.message, finding.hint) for finding in api.findings]


def dropped(of: str, key: str, hint: str) -> list[tuple[str, str | None]]:
    return [(f"{of} has no key `{key}`: the import drops it", hint)]


# Unknown keys

UNKNOWN = [
    ("requestTemplate: {}", "an integration", "requestTemplate", "did you mean `requestTemplates`?"),
    ("RequestTemplate: {}", "an integration", "RequestTemplate", "did you mean `RequestTemplates`?"),
    ("request_templates: {}", "an integration", "request_templates", "did you mean `requestTemplates`?"),
    (
        "integration_http_method: GET",
        "an integration",
        "integration_http_method",
        "write `httpMethod`, API Gateway's name for Terraform's `integration_http_method`",
    ),
    ("application/json: a", "an integration", "application/json", "put the template for application/json under `requestTemplates`"),
    ("responses: {default: {statusCode: 200, status: 1}}", "an integration response", "status", "did you mean `statusCode`?"),
    (
        "responses: {default: {statusCode: 200, a/b: 1}}",
        "an integration response",
        "a/b",
        "put the template for a/b under `responseTemplates`",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "of", "key", "hint"), UNKNOWN, ids=[row[0] for row in UNKNOWN])
def test_an_unknown_key_of_an_integration_is_dropped(text: str, of: str, key: str, hint: str) -> None:
    api = loaded(integration(f"type: mock\n{text}"))
    assert found(api) == dropped(of, key, hint)
    assert [(finding.rule, finding.file, finding.line) for finding in api.findings] == [("API471", "api.yaml", 7)]


@pytest.mark.parametrize(("text", "of", "key", "hint"), UNKNOWN, ids=[row[0] for row in UNKNOWN])
def test_an_integration_alone_is_refused_with_the_same_words(text: str, of: str, key: str, hint: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        load_integration(write("alone.yaml", f"type: MOCK\n{text}\n"))
    assert (caught.value.message, caught.value.hint, caught.value.line) == (f"{of} has no key `{key}`", hint, 2)


def test_integration_responses_are_the_clis_and_not_read_in_openapi() -> None:
    api = loaded(
        integration("type: mock\nresponses: {}\nintegrationResponses: [{statusCode: 200, selectionPattern: '*'}]")
    )
    assert found(api) == dropped("an integration", "integrationResponses", "did you mean `responses`?")
    assert api.methods[0].integration.integration_responses == ()


def test_both_kinds_of_responses_of_an_integration_alone_are_refused() -> None:
    with pytest.raises(DefinitionError, match="an integration has `responses` or `integrationResponses`, not both"):
        load_integration(write("alone.yaml", "type: MOCK\nresponses: {}\nintegrationResponses: {}\n"))
    with pytest.raises(DefinitionError, match="Dangling meta character '\\*' near index 0"):
        load_integration(
            write("b.yaml", "type: MOCK\nintegrationResponses: [{statusCode: 200, selectionPattern: '*'}]\n")
        )


def test_an_unknown_key_of_a_path_is_dropped_and_the_api_has_no_method() -> None:
    api = loaded("openapi: 3.0.0\npaths:\n  /a:\n    gett: {}\n")
    assert found(api) == [
        ("a path has no key `gett`: the import drops it", "did you mean `get`?"),
        ("the API has no method", "write operations such as `get` under each path"),
    ]


def test_an_unknown_key_of_a_gateway_response_is_dropped() -> None:
    api = loaded(operation(MOCK, "x-amazon-apigateway-gateway-responses: {DEFAULT_4XX: {status: 1}}\n"))
    assert found(api) == dropped("a gateway response", "status", "did you mean `statusCode`?")
    assert api.gateway_responses["DEFAULT_4XX"].status_code is None


@pytest.mark.parametrize("verb", ["GET", "trace"])
def test_a_verb_that_the_service_does_not_know_is_dropped(verb: str) -> None:
    api = loaded(f"openapi: 3.0.0\npaths: {{/a: {{{verb}: {{{MOCK}}}, get: {{{MOCK}}}}}}}\n")
    assert [finding.message for finding in api.findings] == [f"a path has no key `{verb}`: the import drops it"]
    assert len(api.methods) == 1


def test_an_unknown_key_of_a_tls_configuration_is_dropped() -> None:
    api = loaded(integration("type: mock\ntlsConfig: {insecureSkipVerificaton: true}"))
    assert found(api) == dropped(
        "a TLS configuration", "insecureSkipVerificaton", "did you mean `insecureSkipVerification`?"
    )


def test_a_property_that_cloudformation_does_not_know_stays_refused() -> None:
    text = (
        "Resources:\n  A: {Type: AWS::ApiGateway::RestApi}\n  M:\n    Type: AWS::ApiGateway::Method\n    Properties:\n"
        "      {RestApiId: !Ref A, ResourceId: !GetAtt A.RootResourceId, HttpMethod: GET, Integration: {Typ: MOCK}}\n"
    )
    assert "AWS::ApiGateway::Method Integration has no property `Typ`" in message(text)


def test_a_body_in_a_template_is_an_import_too() -> None:
    body = {
        "openapi": "3.0.1",
        "paths": {"/": {"get": {"x-amazon-apigateway-integration": {"type": "mock", "uris": 1}}}},
    }
    text = {"Resources": {"A": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": body}}}}
    assert found(loaded(json.dumps(text))) == dropped("an integration", "uris", "did you mean `uri`?")


def test_each_finding_is_kept_once_and_only_a_hundred() -> None:
    keys = "\n".join(f"key{number}: 1" for number in range(300))
    assert len(loaded(integration(f"type: mock\n{keys}")).findings) == 100


# Values of another form


@pytest.mark.parametrize(
    ("value", "got"), [("true", "true"), ("5", "5"), ("1.5", "1.5"), ("[a, 1]", '["a",1]'), ("{a: b}", '{"a":"b"}')]
)
def test_a_mapped_parameter_that_is_not_text_is_dropped(value: str, got: str) -> None:
    api = loaded(integration(f"type: mock\nrequestParameters: {{integration.request.header.a: {value}}}"))
    sentence = (
        "Invalid format for 'requestParameters'. Expected type string for property 'integration.request.header.a' "
        f"of resource '/orders' and method 'GET' but got '{got}'"
    )
    assert found(api) == [(sentence, "put a fixed value in two kinds of quotes: \"'true'\"")]
    assert api.methods[0].integration.request_parameters == {}


def test_a_mapped_header_that_is_not_text_is_dropped() -> None:
    response = "{statusCode: 200, responseParameters: {method.response.header.a: false}}"
    api = loaded(integration(f"type: mock\nresponses: {{default: {response}}}"))
    assert [message for message, _ in found(api)] == [
        "Invalid format for 'responseParameters'. Expected type string for property 'method.response.header.a' "
        "of resource '/orders' and method 'GET' but got 'false'"
    ]
    assert api.methods[0].integration.integration_responses == (IntegrationResponse("200"),)


def test_servers_of_another_form_are_dropped() -> None:
    text = operation(MOCK, "servers: {variables: {basePath: {default: /dev}}}\n")
    for base_path in ("ignore", "prepend"):
        api = loaded(text, base_path=base_path)
        assert [finding.rule for finding in api.findings] == ["API472"]
        assert found(api)[0][0] == "`servers` must be a list, but this is a mapping: the import drops it"
        assert api.methods[0].resource_path == "/orders"
    text = operation(MOCK, "servers: [a, {description: a}, {url: https://a.example/b, variables: {basePath: c}}]\n")
    api = loaded(text, base_path="prepend")
    assert [finding.message for finding in api.findings] == [
        "a server must be a mapping, but this is text: the import drops it",
        "a server has no `url`: the import drops it",
        "a server variable must be a mapping, but this is text: the import drops it",
    ]
    assert api.methods[0].resource_path == "/b/orders"


def test_a_header_of_a_gateway_response_that_is_not_text_is_dropped() -> None:
    response = "{DEFAULT_4XX: {responseParameters: {gatewayresponse.header.a: true}}}"
    api = loaded(operation(MOCK, f"x-amazon-apigateway-gateway-responses: {response}\n"))
    assert [message for message, _ in found(api)] == [
        "`gatewayresponse.header.a` must be text, but this is the boolean true: the import drops it"
    ]
    assert api.gateway_responses["DEFAULT_4XX"].response_parameters == {}


# Models


def test_a_reference_to_a_missing_model_is_dropped() -> None:
    text = operation(
        "requestBody: {content: {a/b: {schema: {$ref: '#/components/schemas/Ordr'}}}}\n"
        "responses: {'200': {content: {a/b: {schema: {$ref: '#/components/schemas/Empty'}}}}}\n" + MOCK,
        "components: {schemas: {Order: {type: object, properties: {a: {$ref: '#/components/schemas/Lin'}}}}}\n",
    )
    api = loaded(text)
    assert found(api) == [
        ("Reference to model 'Ordr' not found. Ignoring.", "did you mean `Order`?"),
        ("Reference to model 'Empty' not found. Ignoring.", "known here: Order"),
        ("Reference to model 'Lin' not found. Ignoring.", "known here: Order"),
    ]
    (method,) = api.methods
    assert method.request_models == {}
    assert method.method_responses is not None
    assert method.method_responses[0].response_models == {}
    assert api.models == {"Order": {"type": "object", "properties": {"a": {}}}}


def test_a_model_that_is_missing_in_cloudformation_stays_refused() -> None:
    text = (
        "Resources:\n  A: {Type: AWS::ApiGateway::RestApi}\n  M:\n    Type: AWS::ApiGateway::Method\n    Properties:\n"
        "      RestApiId: !Ref A\n      ResourceId: !GetAtt A.RootResourceId\n      HttpMethod: GET\n"
        "      RequestModels: {application/json: Orders}\n      Integration: {Type: MOCK}\n"
    )
    assert "the API has no model `Orders`" in message(text)


@pytest.mark.parametrize(
    ("version", "section", "schema"),
    [
        ("swagger: '2.0'", "definitions: {Pet: {type: string}}", "schema: {$ref: Pet}"),
        (
            "openapi: 3.0.1",
            "components: {schemas: {Pet: {type: string}}}",
            "content: {application/json: {schema: {$ref: Pet}}}",
        ),
    ],
)
def test_a_bare_reference_leads_to_a_model(version: str, section: str, schema: str) -> None:
    method = only_method(
        f"{version}\npaths: {{/: {{get: {{responses: {{'200': {{{schema}}}}}, {MOCK}}}}}}}\n{section}\n"
    )
    assert method.method_responses is not None
    assert method.method_responses[0].response_models == {"application/json": "Pet"}


@pytest.mark.parametrize("name", ["Pet", "My.Pet", "Pet v1"])
def test_a_bare_reference_may_be_any_name(name: str) -> None:
    text = operation(
        f"responses: {{'200': {{schema: {{$ref: '{name}'}}}}}}\n{MOCK}", f"definitions: {{{name}: {{}}}}\n"
    )
    assert loaded(text.replace("openapi: 3.0.3", "swagger: '2.0'")).findings == ()


@pytest.mark.parametrize("file", ["pet.json", "pet.yaml", "./Pet", "models/Pet", "https://a.example/pet"])
def test_a_file_is_not_a_bare_reference(file: str) -> None:
    text = operation(f"responses: {{'200': {{content: {{a/b: {{schema: {{$ref: '{file}'}}}}}}}}}}\n{MOCK}")
    assert "leads out of the definition" in message(text)


def test_a_bare_reference_leads_to_a_parameter_and_a_response() -> None:
    method = only_method(
        "swagger: '2.0'\npaths: {/: {get: {parameters: [{$ref: Page}], responses: {'200': {$ref: Ok}}, "
        + MOCK
        + "}}}\n"
        "parameters: {Page: {name: page, in: query, type: string}}\nresponses: {Ok: {headers: {ETag: {type: string}}}}\n"
    )
    assert method.request_parameters == {"method.request.querystring.page": False}
    assert method.method_responses is not None
    assert method.method_responses[0].response_parameters == {"method.response.header.ETag": False}


# Variables

STATES = """\
type: aws
httpMethod: POST
credentials: arn:aws:iam::${AWS::AccountId}:role/r
uri: arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartSyncExecution
requestTemplates:
  application/json: |
    {"arn": "arn:aws:states:${AWS::Region}:${AWS::AccountId}:stateMachine:m", "stack": "${AWS::StackName}"}
responses: {default: {statusCode: 200, responseParameters: {method.response.header.a: "'${AWS::Region}'"}}}
"""


def _check_variables(api: RestApi, account: str, region: str) -> None:
    (method,) = api.methods
    made = method.integration
    assert made.credentials == f"arn:aws:iam::{account}:role/r"
    assert made.uri == f"arn:aws:apigateway:{region}:states:action/StartSyncExecution"
    template = made.request_templates["application/json"]
    assert template.text == (
        f'{{"arn": "arn:aws:states:{region}:{account}:stateMachine:m", "stack": "${{AWS::StackName}}"}}\n'
    )
    assert template.position(template.text.index('"stack"')).line == 13
    assert made.integration_responses[0].response_parameters == {"method.response.header.a": f"'{region}'"}


STATES_TEXT = integration(STATES).replace("    get:\n", "    get:\n      responses: {'200': {headers: {a: {}}}}\n")


def test_the_variables_of_an_import_are_resolved() -> None:
    _check_variables(loaded(STATES_TEXT), "123456789012", "us-east-1")
    given = {"AWS::AccountId": "1", "AWS::Region": "eu-west-1"}
    _check_variables(loaded(STATES_TEXT, parameters=given), "1", "eu-west-1")


@pytest.mark.parametrize(
    "body",
    [
        "Body: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: inner.yaml}}}",
        "BodyS3Location: inner.yaml",
        "Body: {openapi: 3.0.1, paths: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: paths.yaml}}}}",
    ],
)
def test_the_variables_are_resolved_in_what_a_template_brings(body: str) -> None:
    write("inner.yaml", STATES_TEXT)
    shifted = STATES_TEXT.replace("openapi: 3.0.3\npaths:\n", "# one\n# two\n")
    write("paths.yaml", shifted.replace("\n  ", "\n"))
    text = f"Resources: {{A: {{Type: AWS::ApiGateway::RestApi, Properties: {{{body}}}}}}}\n"
    given = {"AWS::AccountId": "1", "AWS::Region": "eu-west-1"}
    if "paths.yaml" not in body:
        _check_variables(loaded(text, parameters=given), "1", "eu-west-1")
    else:
        assert loaded(text, parameters=given).methods[0].integration.credentials == "arn:aws:iam::1:role/r"


def test_the_variables_are_resolved_in_what_a_sam_template_includes() -> None:
    write("inner.yaml", STATES_TEXT)
    included = "{Fn::Transform: {Name: AWS::Include, Parameters: {Location: inner.yaml}}}"
    properties = f"{{StageName: dev, DefinitionBody: {included}}}"
    text = f"Resources: {{A: {{Type: AWS::Serverless::Api, Properties: {properties}}}}}\n"
    made = only_method(text, parameters={"AWS::Region": "eu-west-1"}).integration
    assert made.uri == "arn:aws:apigateway:eu-west-1:states:action/StartSyncExecution"
    assert '"arn:aws:states:eu-west-1:123456789012:stateMachine:m"' in made.request_templates["application/json"].text


def test_a_variable_that_fn_sub_leaves_is_resolved_by_the_import() -> None:
    uri = '{"Fn::Sub": "arn:aws:apigateway:${!AWS::Region}:states:action/${AWS::Region}"}'
    text = f'{{"Resources": {{"A": {{"Type": "AWS::ApiGateway::RestApi", "Properties": {{"Body": {{"openapi": "3.0.1", "paths": {{"/": {{"get": {{"x-amazon-apigateway-integration": {{"type": "aws", "httpMethod": "POST", "uri": {uri}}}}}}}}}}}}}}}}}}}'
    assert only_method(text).integration.uri == "arn:aws:apigateway:us-east-1:states:action/us-east-1"


# Parameters


def test_an_import_declares_the_parameters_of_a_path() -> None:
    text = "openapi: 3.0.1\npaths:\n  /a/{id}/{rest+}:\n    get: {%s" + MOCK + "}\n"
    every = {"method.request.path.id": True, "method.request.path.rest": True}
    assert only_method(text % "").request_parameters == every
    own = "parameters: [{name: id, in: path, required: true}, {name: q, in: query}], "
    assert only_method(text % own).request_parameters == {**every, "method.request.querystring.q": False}


def test_two_parameters_of_one_name_are_refused() -> None:
    sentence = "Parameter names must be unique across querystring, header and path"
    text = operation(f"parameters: [{{name: a, in: query}}, {{name: a, in: header}}]\n{MOCK}")
    assert message(text) == shown(
        5,
        19,
        sentence,
        "      parameters: [{name: a, in: query}, {name: a, in: header}]",
        1,
        "rename one of the two parameters `a` (querystring and header)",
    )
    template = (
        "Resources:\n  A: {Type: AWS::ApiGateway::RestApi}\n  M:\n    Type: AWS::ApiGateway::Method\n    Properties:\n"
        "      RestApiId: !Ref A\n      ResourceId: !GetAtt A.RootResourceId\n      HttpMethod: GET\n"
        "      RequestParameters: {method.request.path.a: true, method.request.header.a: true}\n"
        "      Integration: {Type: MOCK}\n"
    )
    assert f"api.yaml:9:26: {sentence}" in message(template)


@pytest.mark.parametrize(("first", "second"), [("{proxy+}", "{id}"), ("{id}", "{proxy+}")])
def test_two_variable_parts_below_one_resource_are_refused(first: str, second: str) -> None:
    sentence = f"A sibling ({first}) of this resource already has a variable path part -- only one is allowed"
    hint = "a resource has one variable path part below it: use one name"
    text = f"openapi: 3.0.0\npaths:\n  /a/{first}: {{}}\n  /a/{second}: {{}}\n"
    assert message(text) == shown(4, 3, sentence, f"  /a/{second}: {{}}", len(second) + 3, hint)
    part = "{Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref A, ParentId: !GetAtt A.RootResourceId, PathPart: '%s'}}"
    template = f"Resources:\n  A: {{Type: AWS::ApiGateway::RestApi}}\n  B: {part % first}\n  C: {part % second}\n"
    assert f"api.yaml:4:118: {sentence}" in message(template)


def test_a_response_template_for_what_is_no_content_type_is_refused() -> None:
    text = integration("type: mock\nresponses: {default: {statusCode: 200, responseTemplates: {'123': a}}}")
    assert "api.yaml:7:68: Invalid content type specified: 123\n" in message(text)


@pytest.mark.parametrize("kind", ["CUSTOM", "COGNITO_USER_POOLS"])
def test_an_authorization_type_without_an_authorizer_is_refused(kind: str) -> None:
    text = (
        "Resources:\n  A: {Type: AWS::ApiGateway::RestApi}\n  M:\n    Type: AWS::ApiGateway::Method\n    Properties:\n"
        "      RestApiId: !Ref A\n      ResourceId: !GetAtt A.RootResourceId\n      HttpMethod: GET\n"
        f"      AuthorizationType: {kind}\n      Integration: {{Type: MOCK}}\n"
    )
    assert (
        "api.yaml:9:26: Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS "
        "requires a valid authorizer."
    ) in message(text)


@pytest.mark.parametrize("size", [-1, 10_485_761])
def test_a_compression_size_outside_of_its_range_is_refused(size: int) -> None:
    sentence = "Invalid minimum compression size, must be between 0 and 10485760"
    assert sentence in message(operation(MOCK, f"x-amazon-apigateway-minimum-compression-size: {size}\n"))
    text = f"Resources: {{A: {{Type: AWS::ApiGateway::RestApi, Properties: {{MinimumCompressionSize: {size}}}}}}}\n"
    assert sentence in message(text)


# The base path


@pytest.mark.parametrize(
    ("base_path", "path"), [("ignore", "/orders"), ("prepend", "/a/b/orders"), ("split", "/b/orders")]
)
def test_the_server_variable_base_path_counts_also_where_the_url_does_not_name_it(base_path: str, path: str) -> None:
    for url in ("https://a.example", "https://a.example/{basePath}", "https://a.example/other"):
        text = operation(MOCK, f"servers: [{{url: '{url}', variables: {{basePath: {{default: /a/b}}}}}}]\n")
        assert only_method(text, base_path=base_path).resource_path == path


# Repeated keys

TEMPLATE = """\
Resources:
  A:
    Type: AWS::ApiGateway::RestApi
    Properties: {Name: a, Name: b}
  M:
    Type: AWS::ApiGateway::Method
    Properties: {RestApiId: !Ref A, ResourceId: !GetAtt A.RootResourceId, HttpMethod: GET, Integration: {Type: MOCK}}
"""


def test_the_last_one_of_a_repeated_key_counts_in_a_template() -> None:
    api = loaded(TEMPLATE)
    assert api.name == "b"
    assert api.findings == (
        Finding("API474", "the key 'Name' is repeated: the last one counts", 4, 27, "keep one of them", "api.yaml"),
    )
    text = json.dumps(
        {
            "Resources": {
                "A": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "b"}},
                "M": {
                    "Type": "AWS::ApiGateway::Method",
                    "Properties": {
                        "RestApiId": {"Ref": "A"},
                        "ResourceId": {"Fn::GetAtt": ["A", "RootResourceId"]},
                        "HttpMethod": "GET",
                        "Integration": {"Type": "MOCK"},
                    },
                },
            }
        }
    ).replace('{"Name": "b"}', '{"Name": {"Ref": "X"}, "Name": "b"}')
    api = loaded(text, "api.json")
    assert api.name == "b"
    assert [(finding.rule, finding.line) for finding in api.findings] == [("API474", 1)]


def test_a_fault_in_the_last_one_of_a_repeated_key_is_shown_there() -> None:
    text = TEMPLATE.replace("Integration: {Type: MOCK}", "HttpMethod: GETT")
    assert message(text).startswith("api.yaml:7:104: `GETT` is not an HTTP method\n")
    text = '{"Resources": {"A": {"Type": "AWS::ApiGateway::RestApi", "Type": 1, "Type": [2]}}}'
    assert message(text, "api.json").startswith("api.json:1:77: `Type` must be text")


def test_a_repeated_key_stays_refused_in_other_definitions() -> None:
    for text in (
        "openapi: 3.0.0\npaths: {}\npaths: {}\n",
        "items: []\nitems: [{path: /}]\n",
        "type: MOCK\nuri: a\nuri: b\n",
    ):
        assert "is repeated" in message(text)
    with pytest.raises(DefinitionError, match="the key 'type' is repeated"):
        load_integration(write("alone.yaml", "type: MOCK\ntype: MOCK\n"))
    write("inner.yaml", "openapi: 3.0.0\npaths: {}\npaths: {}\n")
    properties = "{BodyS3Location: inner.yaml}"
    assert message(f"Resources: {{A: {{Type: AWS::ApiGateway::RestApi, Properties: {properties}}}}}\n").startswith(
        "inner.yaml:3:1: the key 'paths' is repeated"
    )
    properties = "{Body: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: inner.yaml}}}}"
    api = loaded(f"Resources: {{A: {{Type: AWS::ApiGateway::RestApi, Properties: {properties}}}}}\n")
    assert [finding.rule for finding in api.findings] == ["API474", "API475"]


# An API without a method

RESOURCE = "Resources:\n  Api: {Type: AWS::ApiGateway::RestApi%s}\n"
GET = (
    "  M:\n    Type: AWS::ApiGateway::Method\n%s    Properties:\n      RestApiId: %s\n"
    "      ResourceId: !GetAtt Api.RootResourceId\n      HttpMethod: GET\n      Integration: {Type: MOCK}\n"
)

WITHOUT_METHODS = {
    "no method at all": (
        RESOURCE % "",
        "the API `Api` has no method: no resource of the template is a method of it (AWS::ApiGateway::Method, or an event of SAM)",
    ),
    "a method of another API": (
        RESOURCE % "" + GET % ("", "Other") + "  B: {Type: AWS::SQS::Queue}\n",
        "the API `Api` has no method: `M` belongs to the API `Other`",
    ),
    "a condition that is false": (
        "Conditions: {C: !Equals [a, b]}\n" + RESOURCE % "" + GET % ("    Condition: C\n", "!Ref Api"),
        "the API `Api` has no method: the condition `C` of `M` is false",
    ),
    "a document without an operation": (
        RESOURCE % ", Properties: {Body: {openapi: 3.0.1, paths: {}}}",
        "the API `Api` has no method: its `Body` has no operation",
    ),
    "an OpenAPI file": ("openapi: 3.0.1\npaths: {}\n", "the API has no method"),
    "what the CLI prints": ("items: [{path: /}]\n", "the API has no method"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), WITHOUT_METHODS.values(), ids=WITHOUT_METHODS)
def test_an_api_without_a_method_is_never_silent(text: str, sentence: str) -> None:
    api = loaded(text)
    assert api.methods == ()
    assert [(finding.rule, finding.message) for finding in api.findings] == [("API475", sentence)]
    assert api.findings[0].line is not None


# Findings belong to the definition


def test_findings_are_kept_with_a_definition_that_is_read_once() -> None:
    path = write("api.yaml", integration("type: mock\nuris: a"))
    first = load_definition(path)
    assert load_definition(path) is first
    assert len(first.findings) == 1
    Path("api.yaml").write_text(integration("type: mock"), encoding="utf-8")
    assert load_definition(path).findings == ()


SECURED = """\
openapi: 3.0.1
info: {title: t, version: "1"}
security: [{atuh: []}]
paths:
  /a:
    get: &get
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration: {type: mock}
  /b: {get: *get}
  /c: {get: {<<: *get, security: [{auth: []}, {}]}}
  /d: {get: {<<: *get, security: [{NONE: []}]}}
components: {securitySchemes: {auth: {type: oauth2}}}
"""


def test_a_security_scheme_that_is_missing_is_a_finding_and_asks_nobody() -> None:
    api = loaded(SECURED)
    assert {method.authorization_type for method in api.methods} == {"NONE"}
    assert api.findings == (
        Finding(
            "API471",
            "the API has no security scheme `atuh`: nobody is asked for it",
            3,
            13,
            "did you mean `auth`?",
            "api.yaml",
        ),
    )


# Keys outside of the integration

VALIDATED = """
openapi: 3.0.1
info: {title: t, version: "1"}
paths: {/: {get: {responses: {}, x-amazon-apigateway-integration: {type: mock}}}}
x-amazon-apigateway-request-validators: {all: {validateRequestbody: true, x-note: 1}}
"""
AUTHORIZED = """
openapi: 3.0.1
info: {title: t, version: "1"}
paths: {/: {get: {responses: {}, x-amazon-apigateway-integration: {type: mock}}}}
components:
  securitySchemes:
    own:
      {type: apiKey, name: A, in: header, x-amazon-apigateway-authorizer: {type: token, authorizerUri: x, identitySources: q}}
"""


def test_an_unknown_key_of_a_validator_is_dropped() -> None:
    api = load_definition(write("api.yaml", VALIDATED))
    assert found(api) == dropped("a request validator", "validateRequestbody", "did you mean `validateRequestBody`?")


def test_an_unknown_key_of_an_authorizer_is_dropped() -> None:
    api = load_definition(write("api.yaml", AUTHORIZED))
    assert found(api) == dropped("an authorizer", "identitySources", "did you mean `identitySource`?")


def test_variables_in_keys_are_resolved() -> None:
    text = """
openapi: 3.0.1
info: {title: t, version: "1"}
paths:
  /in-${AWS::Region}:
    get: {responses: {}, x-amazon-apigateway-integration: {type: mock, requestTemplates: {"application/${AWS::Partition}": "{}"}}}
  /${AWS::Region}:
    get: {responses: {}, x-amazon-apigateway-integration: {type: mock}}
"""
    api = load_definition(write("api.yaml", text), {"AWS::Region": "eu-west-1"})
    assert [method.resource_path for method in api.methods] == ["/in-eu-west-1", "/eu-west-1"]
    assert list(api.methods[0].integration.request_templates) == ["application/aws"]
