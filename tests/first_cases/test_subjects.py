"""`vtl-init` for an integration alone, for a stage with a canary, and for models that refuse what comes first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from vtlharness import run_cases
from vtlharness.cli import vtl_init
from vtlharness.first_cases.drafts.lone_integration import method_around
from vtlharness.first_cases.reading.inputs import MISSING
from vtlharness.first_cases.values.allowed_values import allowed_value
from vtlharness.gateway.model import Integration

FUNCTION = (
    "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
    "arn:aws:lambda:us-east-1:123456789012:function:%s/invocations"
)
TABLE: dict[str, Any] = {
    "type": "AWS",
    "httpMethod": "POST",
    "uri": "arn:aws:apigateway:eu-west-1:dynamodb:action/GetItem",
    "credentials": "arn:aws:iam::123456789012:role/r",
    "requestParameters": {"integration.request.header.X-Id": "method.request.path.id"},
    "requestTemplates": {"application/json": '{"Key": {"id": {"S": "$input.params(\'id\')"}}}'},
    "passthroughBehavior": "WHEN_NO_TEMPLATES",
    "timeoutInMillis": 29000,
    "cacheNamespace": "abc",
    "cacheKeyParameters": ["method.request.path.id"],
    "integrationResponses": {
        "200": {"statusCode": "200", "responseTemplates": {"application/json": '{"id": $input.json("$.Item.id.S")}'}},
        "500": {"statusCode": "500", "selectionPattern": "5\\d{2}"},
    },
}
EXTENSION: dict[str, Any] = {
    "type": "aws",
    "httpMethod": "POST",
    "uri": FUNCTION % "orders:live",
    "requestTemplates": {"application/json": '{"who": "$context.authorizer.claims.sub", "a": $input.json("$.a")}'},
    "responses": {"default": {"statusCode": "202"}, ".*no such.*": {"statusCode": "404"}},
}
STACK = """\
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: orders}}
  Get:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      Integration:
        Type: AWS
        IntegrationHttpMethod: POST
        Uri: "URI"
        RequestTemplates: {application/json: 'TEMPLATE'}
        IntegrationResponses: [{StatusCode: "200"}]
      MethodResponses: [{StatusCode: "200"}]
  Deployment: {Type: AWS::ApiGateway::Deployment, Properties: {RestApiId: !Ref Api}}
  Stage:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Api
      DeploymentId: !Ref Deployment
      StageName: prod
      Variables: {alias: live, table: orders}
      CanarySetting: {PercentTraffic: PERCENT, StageVariableOverrides: {alias: next, table: orders-2}}
"""


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").write_text("", "utf-8")


def _init(*arguments: str) -> Result:
    return CliRunner().invoke(vtl_init, list(arguments))


def _passed_cases(name: str) -> dict[str, dict[str, Any]]:
    """The cases of a file that was written, by name; each passes."""
    assert {record.outcome for record in run_cases(name, cache=False)} == {"passed"}
    return {case["name"]: case for case in yaml.safe_load(Path(name).read_text("utf-8"))["cases"]}


def test_what_get_integration_prints() -> None:
    Path("get-item.json").write_text(json.dumps(TABLE), "utf-8")
    done = _init("get-item.json", "-o", "cases")
    assert done.output == "cases/get-item.vtl.yaml: 2 cases\nrun them: vtl-run cases\n"
    assert yaml.safe_load(Path("cases/get-item.vtl.yaml").read_text("utf-8"))["integration"] == "../get-item.json"
    cases = _passed_cases("cases/get-item.vtl.yaml")
    assert [*cases] == ["GetItem", "GetItem answers 500"]
    assert cases["GetItem"]["methodRequest"] == {"httpMethod": "GET", "path": "/id", "resourcePath": "/{id}"}
    assert cases["GetItem"]["expect"]["integrationRequest"] == {
        "queryStringParameters": {"Action": "GetItem"},
        "headers": {"X-Id": "id"},
        "body": {"Key": {"id": {"S": "id"}}},
    }


@pytest.mark.parametrize("wrapped", [False, True])
def test_the_extension_in_a_file_of_its_own(wrapped: bool) -> None:
    data = {"x-amazon-apigateway-integration": EXTENSION} if wrapped else EXTENSION
    Path("post.yaml").write_text(yaml.safe_dump(data), "utf-8")
    assert _init("post.yaml").exit_code == 0
    cases = _passed_cases("post.vtl.yaml")
    assert [*cases] == ["function orders", "function orders answers 404"]
    case = cases["function orders"]
    assert case["methodRequest"] == {"httpMethod": "POST", "path": "/", "body": {"a": "a"}}
    assert case["context"] == {"authorizer": {"claims": {"sub": "sub"}}}
    assert case["expect"]["integrationRequest"] == {"body": {"who": "sub", "a": "a"}}


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ({"type": "mock", "requestTemplates": {"application/json": '{"statusCode": 204}'}, "responses": {}}, None),
        (
            {
                "type": "mock",
                "requestTemplates": {"application/json": '{"statusCode": 204}'},
                "responses": {"default": {"statusCode": "204"}},
            },
            "mock",
        ),
        ({"type": "HTTP_PROXY", "httpMethod": "GET", "uri": "https://example.com/a"}, "GET https://example.com/a"),
        ({"type": "AWS_PROXY", "httpMethod": "POST", "uri": FUNCTION % "${stageVariables.f}"}, "the function"),
        ({"type": "AWS_PROXY", "httpMethod": "POST", "uri": FUNCTION % "f"}, "function f"),
        (
            {
                "Type": "AWS",
                "IntegrationHttpMethod": "PUT",
                "Uri": "arn:aws:apigateway:us-east-1:s3:path/bucket/{key}",
                "RequestParameters": {"integration.request.path.key": "method.request.path.key"},
                "IntegrationResponses": [{"StatusCode": "200"}],
            },
            "s3 /bucket/{key}",
        ),
    ],
)
def test_integrations_of_all_types(data: dict[str, Any], name: str | None) -> None:
    Path("one.json").write_text(json.dumps(data), "utf-8")
    assert _init("one.json").exit_code == 0
    (found,) = _passed_cases("one.vtl.yaml")
    assert found == (name or "mock")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({**TABLE, "type": "NONE"}, "one.json"),
        ({**TABLE, "uri": 5}, "one.json"),
        ({"x-amazon-apigateway-integration": {}}, "one.json"),
        ({"x-amazon-apigateway-integration": []}, "one.json"),
        ({"x-amazon-apigateway-integration": None}, "one.json"),
        ({"uri": "https://example.com"}, "this is not the definition of a REST API"),
        ([TABLE], "one.json"),
    ],
)
def test_what_is_not_an_integration(data: Any, words: str) -> None:
    Path("one.json").write_text(json.dumps(data), "utf-8")
    done = _init("one.json")
    assert done.exit_code == 4, done.output
    assert words in done.output
    assert not list(Path().glob("*.vtl.yaml"))


def test_an_integration_on_a_stage_is_a_method_of_any_resource() -> None:
    Path("one.json").write_text(json.dumps(TABLE), "utf-8")
    assert _init("one.json", "--stage", "prod").output == "root.vtl.yaml: 2 cases\nrun them: vtl-run .\n"
    assert [*_passed_cases("root.vtl.yaml")] == ["ANY /", "ANY / answers 500"]


def test_what_get_method_prints() -> None:
    Path("method.json").write_text(json.dumps({"httpMethod": "GET", "methodIntegration": TABLE}), "utf-8")
    assert _init("method.json").output == "root.vtl.yaml: 2 cases\nrun them: vtl-run .\n"
    assert [*_passed_cases("root.vtl.yaml")] == ["GET /", "GET / answers 500"]


def test_an_integration_has_no_parameters() -> None:
    Path("one.json").write_text(json.dumps(TABLE), "utf-8")
    done = _init("one.json", "--parameter", "a=b")
    assert (done.exit_code, "has no parameters" in done.output) == (4, True)


def _stack(uri: str, template: str, percent: int) -> dict[str, dict[str, Any]]:
    text = STACK.replace("URI", uri).replace("TEMPLATE", template).replace("PERCENT", str(percent))
    Path("template.yaml").write_text(text, "utf-8")
    done = _init("template.yaml", "--stage", "prod")
    assert done.exit_code == 0, done.output
    return _passed_cases("root.vtl.yaml")


def test_the_call_that_the_canary_takes() -> None:
    cases = _stack("arn:aws:apigateway:us-east-1:dynamodb:action/Scan", '{"table": "$stageVariables.table"}', 10)
    assert [*cases] == ["GET /", "GET / by the canary"]
    plain, canary = cases.values()
    assert "context" not in plain
    assert canary["context"] == {"isCanaryRequest": True}
    assert [case["expect"]["integrationRequest"]["body"] for case in (plain, canary)] == [
        {"table": "orders"},
        {"table": "orders-2"},
    ]


def test_a_canary_with_most_of_the_traffic() -> None:
    template = '{"canary": #if($context.isCanaryRequest)true#{else}false#end}'
    cases = _stack("arn:aws:apigateway:us-east-1:dynamodb:action/Scan", template, 90)
    assert [case["context"]["isCanaryRequest"] for case in cases.values()] == [False, True]
    assert [case["expect"]["integrationRequest"]["body"]["canary"] for case in cases.values()] == [False, True]


def test_a_canary_that_calls_another_function() -> None:
    cases = _stack(FUNCTION % "orders:${stageVariables.alias}", "{}", 0)
    assert cases["GET / by the canary"]["expect"]["integrationRequest"]["uri"].endswith(":orders:next/invocations")


def test_a_canary_that_makes_no_difference() -> None:
    assert [*_stack(FUNCTION % "orders", "{}", 0)] == ["GET /"]


NOTHING: dict[str, Any] = {"not": {}}


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "object"}, {"a": 1}),
        ({"not": {"required": ["a", "b"]}}, {"a": 1, "b": 2}),
        ({"properties": {"a": {"not": {"enum": ["a", "a 2"]}}}}, {"a": "a"}),
        ({"properties": {"a": {"not": {"minimum": 1}}}}, {"a": 1}),
        ({"properties": {"a": {"pattern": "^[A-Z]{2}$", "not": {"pattern": "^AA$"}}}}, {"a": "AA"}),
        ({"required": ["a"], "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, {"a": 1, "b": 2}),
        ({"items": {"not": {"enum": [True]}}}, [True, False]),
        ({"not": {"maxItems": 2}}, ["a", "b"]),
    ],
)
def test_a_value_that_the_model_allows(schema: dict[str, Any], value: Any) -> None:
    models = {"A": schema}
    found = allowed_value(value, models, "A")
    assert found is not MISSING
    assert allowed_value(found, models, "A", tries=1) == found


@pytest.mark.parametrize("schema", [NOTHING, {"type": 5}, {"properties": 1}, {"$ref": "#/definitions/none"}])
def test_a_model_that_allows_nothing(schema: dict[str, Any]) -> None:
    assert allowed_value({"a": 1}, {"A": schema}, "A") is MISSING


def _api_with(schemas: dict[str, Any], method_of: dict[str, list[str]]) -> None:
    integration = {
        "type": "mock",
        "requestTemplates": {"application/json": '{"statusCode": 200}'},
        "responses": {"default": {"statusCode": "200"}},
    }
    paths: dict[str, Any] = {}
    for path, verbs in method_of.items():
        for verb in verbs:
            operation: dict[str, Any] = {
                "responses": {"200": {"description": "ok"}},
                "x-amazon-apigateway-integration": integration,
            }
            if verb != "get":
                model = {"$ref": f"#/components/schemas/{path.strip('/')}"}
                operation["requestBody"] = {"content": {"application/json": {"schema": model}}}
            paths.setdefault(path, {})[verb] = operation
    data = {
        "openapi": "3.0.1",
        "info": {"title": "a", "version": "1"},
        "x-amazon-apigateway-request-validators": {"body": {"validateRequestBody": True}},
        "x-amazon-apigateway-request-validator": "body",
        "paths": paths,
        "components": {"schemas": schemas},
    }
    Path("api.json").write_text(json.dumps(data), "utf-8")


def test_a_body_for_a_model_with_not() -> None:
    known = {"email": {"type": "string"}, "phone": {"type": "string"}}
    _api_with({"a": {"type": "object", "properties": known, "not": {"required": ["email", "phone"]}}}, {"/a": ["post"]})
    assert _init("api.json").exit_code == 0
    case = _passed_cases("a.vtl.yaml")["POST /a"]
    assert case["methodRequest"]["body"] == {"email": "someone@example.com"}
    assert case["expect"]["response"]["statusCode"] == 200


def test_no_case_without_a_body_that_the_model_allows() -> None:
    _api_with({"a": NOTHING}, {"/a": ["get", "post"]})
    assert _init("api.json").exit_code == 0
    assert [*_passed_cases("a.vtl.yaml")] == ["GET /a"]
    assert "  # POST /a: no body was found that the model a allows; write this case yourself.\n" in Path(
        "a.vtl.yaml"
    ).read_text("utf-8")


def test_no_file_without_any_case() -> None:
    _api_with({"a": NOTHING, "b": {}}, {"/a": ["post"], "/b": ["post"]})
    done = _init("api.json")
    reason = "POST /a: no body was found that the model a allows"
    assert done.output.splitlines()[0] == f"a.vtl.yaml: not written, because there is no case: {reason}"
    assert done.exit_code == 0
    assert [path.name for path in Path().glob("*.vtl.yaml")] == ["b.vtl.yaml"]


def test_an_integration_alone_reads_from_all_places() -> None:
    mapped = {
        "integration.request.header.A": "method.request.header.X-Tenant",
        "integration.request.querystring.b": "method.request.querystring.page",
        "integration.request.querystring.c": "method.request.multivaluequerystring.tag",
        "integration.request.path.d": "method.request.path.id",
        "integration.request.header.E": "'fixed'",
        "integration.request.header.F": "context.stage",
        "integration.request.header.G": "method.request.body.id",
    }
    method = method_around(Integration("HTTP", "GET", "https://example.com", request_parameters=mapped))
    places = ("header.X-Tenant", "querystring.page", "querystring.tag", "path.id")
    assert [*method.request_parameters] == [f"method.request.{place}" for place in places]
    assert (method.http_method, method.resource_path) == ("GET", "/{id}")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", "text"),
        ("application/xml", "<a>text</a>"),
        ("text/xml", "<a>text</a>"),
        ("application/x-www-form-urlencoded", "a=1&b=2"),
        ("application/vnd.api+json", {"id": "id"}),
    ],
)
def test_a_body_of_the_content_type_that_a_template_takes(kind: str, body: Any) -> None:
    template = "$input.path('$.id')" if "json" in kind else "[$input.body]"
    integration = {
        "type": "http",
        "httpMethod": "POST",
        "uri": "https://example.com",
        "requestTemplates": {kind: template},
    }
    integration["responses"] = {"default": {"statusCode": "200"}}  # type: ignore[assignment]
    method = {"responses": {"200": {"description": "ok"}}, "x-amazon-apigateway-integration": integration}
    Path("api.json").write_text(json.dumps({"openapi": "3.0.3", "paths": {"/a": {"post": method}}}), "utf-8")
    assert _init("api.json").exit_code == 0
    request = next(iter(_passed_cases("a.vtl.yaml").values()))["methodRequest"]
    assert (request["headers"]["Content-Type"], request["body"]) == (kind, body)


def test_a_map_whose_keys_a_template_compares_has_them() -> None:
    text = "#foreach($e in $input.path('$.m').entrySet())#if($e.key == 'age')$e.value.years#{else}$e.value.text#end#end"
    Path("keys.vtl").write_text(text, "utf-8")
    assert _init("keys.vtl").exit_code == 0
    body = next(iter(_passed_cases("keys.vtl.yaml").values()))["methodRequest"]["body"]
    assert [*body["m"]] == ["key", "key2", "age"]


def test_the_json_of_an_error_has_each_member_once() -> None:
    template = "#set($e = $util.parseJson($input.path('$.errorMessage')))$e.code $e.message"
    integration = {
        "type": "aws",
        "httpMethod": "POST",
        "uri": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
        "arn:aws:lambda:us-east-1:123456789012:function:f/invocations",
        "responses": {
            "default": {"statusCode": "200"},
            '.*"code":"Conflict".*': {"statusCode": "409", "responseTemplates": {"application/json": template}},
        },
    }
    method = {"responses": {"200": {}, "409": {}}, "x-amazon-apigateway-integration": integration}
    Path("api.json").write_text(json.dumps({"openapi": "3.0.3", "paths": {"/a": {"post": method}}}), "utf-8")
    assert _init("api.json").exit_code == 0
    error = _passed_cases("a.vtl.yaml")["POST /a answers 409"]["backend"]["lambdaError"]
    assert error["errorMessage"] == '{"code":"Conflict","message":"message"}'
