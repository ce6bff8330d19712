"""The drafts of one method: what identifies the caller, and the cases that its responses and content types ask for."""

from __future__ import annotations

from typing import Any

import pytest

from vtlharness.first_cases.drafts.access_values import access_values, authorizer_context, identifying_variables
from vtlharness.first_cases.drafts.lone_integration import method_around, name_of_integration
from vtlharness.first_cases.drafts.method_cases import MethodDrafts
from vtlharness.first_cases.reading.template_inputs import template_inputs
from vtlharness.first_cases.values.allowed_values import allowed_value
from vtlharness.first_cases.values.examples import Examples
from vtlharness.gateway.model import (
    Authorizer,
    CanarySettings,
    Integration,
    IntegrationResponse,
    Method,
    RestApi,
    Stage,
)
from vtlharness.source import Source

_FUNCTION = (
    "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
    "arn:aws:lambda:us-east-1:123456789012:function:f${stageVariables.v}/invocations"
)
_MOCK = Integration("MOCK")
_SUB = {"sub": "11111111-2222-4333-8444-555555555555"}
_BY_AUTHORIZER = RestApi(api_key_source="AUTHORIZER")
_TOKEN = {"header": {"Authorization": "token"}}
_SOURCES = (
    "method.request.header.X-A",
    "method.request.querystring.q",
    "context.identity.sourceIp",
    "stageVariables.v",
    "method.request.header.X.b",
)


def _templates(**texts: str) -> dict[str, Source]:
    kinds = {"json": "application/json", "xml": "application/xml", "text": "text/plain"}
    return {kinds[kind]: Source(text) for kind, text in texts.items()}


@pytest.mark.parametrize(
    ("template", "api", "settings", "given", "parameters"),
    [
        ("$context.authorizer.a", RestApi(), {}, {}, {}),
        ("", RestApi(), {"api_key_required": True}, {}, {"header": {"x-api-key": "sample-key"}}),
        ("", _BY_AUTHORIZER, {"api_key_required": True}, {}, {}),
        (
            "$context.authorizer.a",
            RestApi(),
            {"authorization_type": "AWS_IAM"},
            {"iam": {"userArn": "arn:aws:iam::123456789012:user/sample"}},
            {},
        ),
        ("", RestApi(), {"authorization_type": "COGNITO_USER_POOLS"}, {"claims": _SUB}, _TOKEN),
        (
            "$context.authorizer.claims.email $context.authorizer.claims.sub $context.authorizer.claims "
            "$context.authorizer.other $context.other.claims.a $input.path('$.authorizer.claims.b')",
            RestApi(),
            {"authorization_type": "COGNITO_USER_POOLS", "authorization_scopes": ("a/r", "b")},
            {"claims": {**_SUB, "scope": "a/r b", "email": "someone@example.com"}},
            _TOKEN,
        ),
        (
            "#if($context.authorizer.claims.level > 3)a#end",
            RestApi(),
            {
                "authorization_type": "COGNITO_USER_POOLS",
                "authorizer": Authorizer("a", None, ("method.request.header.X-A",), "("),
            },
            {"claims": {**_SUB, "level": "3"}},
            {"header": {"X-A": "token"}},
        ),
        (
            "$context.authorizer.claims.email",
            RestApi(),
            {"authorization_type": "CUSTOM", "authorizer": Authorizer("a", None, _SOURCES, r"^[a-z]{3}-\d$")},
            {"principalId": "user"},
            {"querystring": {"q": "aaa-1"}, "header": {"X-A": "aaa-1", "X.b": "aaa-1"}},
        ),
        (
            "",
            RestApi(),
            {"authorization_type": "CUSTOM", "authorizer": Authorizer("a", None, _SOURCES[:1], r"^\w+$")},
            {"principalId": "user"},
            {"header": {"X-A": "token"}},
        ),
        (
            "$context.authorizer.tenant $context.authorizer.n.k $context.authorizer.principalId $context.authorizer "
            "$input.path('$.authorizer.x')",
            _BY_AUTHORIZER,
            {"authorization_type": "CUSTOM", "api_key_required": True},
            {"principalId": "user", "context": {"tenant": "tenant", "n": "n"}, "usageIdentifierKey": "sample-key"},
            {},
        ),
        ("", _BY_AUTHORIZER, {"authorization_type": "CUSTOM"}, {"principalId": "user"}, {}),
        (
            "",
            RestApi(),
            {"authorization_type": "CUSTOM", "api_key_required": True},
            {"principalId": "user"},
            {"header": {"x-api-key": "sample-key"}},
        ),
    ],
)
def test_what_lets_a_call_pass(
    template: str, api: RestApi, settings: dict[str, Any], given: dict[str, Any], parameters: dict[str, Any]
) -> None:
    found: dict[str, dict[str, Any]] = {"path": {}, "querystring": {}, "header": {}}
    keys = access_values(api, Method("GET", "/", _MOCK, **settings), template_inputs(Source(template)), found)
    assert keys == ({"authorizer": given} if given else {})
    assert {place: values for place, values in found.items() if values} == parameters


def test_what_the_caller_sends_is_not_replaced() -> None:
    method = Method("GET", "/", _MOCK, api_key_required=True, authorization_type="COGNITO_USER_POOLS")
    parameters = {"header": {"x-api-key": "mine", "Authorization": "mine"}}
    access_values(RestApi(), method, template_inputs(Source("")), parameters)
    assert parameters == {"header": {"x-api-key": "mine", "Authorization": "mine"}}


def test_stage_variables_by_which_an_authorizer_knows_the_caller() -> None:
    sources = ("stageVariables.a", "stageVariables.b", "method.request.header.c")
    method = Method("GET", "/", _MOCK, authorizer=Authorizer("a", None, sources))
    assert identifying_variables(RestApi(stage=Stage(variables={"a": "1"})), method) == ["b"]
    assert identifying_variables(RestApi(), Method("GET", "/", _MOCK)) == []


@pytest.mark.parametrize(
    ("template", "context"),
    [
        ("", {}),
        ("$context.authorizer", {}),
        ("$context.stage $input.path('$.authorizer.a') $context.identity.sourceIp", {}),
        (
            "$context.authorizer.claims.email $context.authorizer.n.k $context.stage",
            {"authorizer": {"claims": {"email": "someone@example.com"}, "n": {"k": "k"}}},
        ),
        ("#if($context.authorizer.n > 3)a#end", {"authorizer": {"n": "3"}}),
        ("#if($context.authorizer.b == true)a#end", {"authorizer": {"b": "true"}}),
        ("#if($context.authorizer.r == 'Admin')a#end", {"authorizer": {"r": "Admin"}}),
    ],
)
def test_what_the_context_has_where_no_authorizer_is_asked(template: str, context: dict[str, Any]) -> None:
    assert authorizer_context(template_inputs(Source(template))) == context


def _drafts(method: Method, api: RestApi | None = None, alone: str | None = None) -> list[dict[str, Any]]:
    drafts = MethodDrafts(api or RestApi((method,)), method, Examples(None), alone)
    found = [target.draft.data() for target in drafts.targets()]
    assert drafts.left_out == []
    return found


def test_each_response_and_each_content_type_has_a_case() -> None:
    responses = (
        IntegrationResponse("500", "boom.*", {"method.response.header.X": "integration.response.body.errorType"}),
        IntegrationResponse(
            "200", response_templates=_templates(json="$input.json('$.r') $context.z", text="$input.path('$.r')")
        ),
        IntegrationResponse("500", "{.*"),
    )
    templates = _templates(xml="<a/>", json='{"a": $input.json("$.a")}')
    integration = Integration("AWS", "POST", _FUNCTION, request_templates=templates, integration_responses=responses)
    name, request = "ANY /{id}/{p+}", {"httpMethod": "POST", "path": "/id/p"}
    plain, xml = {**request, "body": {"a": "a"}}, {**request, "headers": {"Content-Type": "application/xml"}}
    done: dict[str, Any] = {"lambdaResult": {"r": "r"}}
    boom = {"lambdaError": {"errorType": "errorType", "errorMessage": "boom"}}
    error = {"lambdaError": {"errorMessage": "error", "errorType": "Error"}}
    text = {"Accept": "text/plain"}
    rows: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        ("", plain, done),
        (" accepts text/plain", {**plain, "headers": text}, done),
        (" answers 500 to boom", plain, boom),
        (" answers 500 to error", plain, error),
        (" with application/xml", xml, done),
        (" with application/xml accepts text/plain", {**xml, "headers": {**xml["headers"], **text}}, done),
    ]
    assert _drafts(Method("ANY", "/{id}/{p+}", integration)) == [
        {"name": f"{name}{words}", "methodRequest": sent, "backend": answer, "stageVariables": {"v": "v"}}
        for words, sent, answer in rows
    ]


def test_parameters_have_the_place_that_their_names_tell() -> None:
    response = IntegrationResponse(
        "200", response_templates=_templates(json="$input.params('q') $input.params('X-H') $input.params('Up')")
    )
    templates = _templates(json='{"statusCode": 200} $input.params("id") $input.params("d")')
    integration = Integration("MOCK", request_templates=templates, integration_responses=(response,))
    method = Method("POST", "/{id}", integration, {"method.request.header.D": False})
    (draft,) = _drafts(method)
    assert draft["methodRequest"] == {
        "httpMethod": "POST",
        "path": "/id",
        "queryStringParameters": {"q": "q"},
        "headers": {"D": "D", "X-H": "X-H", "Up": "Up"},
        "body": {},
    }


def test_parameters_that_mappings_read() -> None:
    mappings = {
        "integration.request.header.A": "method.request.multivalueheader.b",
        "integration.request.header.B": "method.request.querystring.c",
        "integration.request.header.C": "method.request.body.d",
        "integration.request.header.E": "context.stage",
        "integration.request.header.F": "integration.response.header.g",
    }
    responses = (IntegrationResponse("200"), IntegrationResponse("404", "404"), IntegrationResponse("500", r"5\d{2}"))
    integration = Integration(
        "HTTP", "GET", "https://example.com", request_parameters=mappings, integration_responses=responses
    )
    declared = {
        "method.request.header.Content-Type": False,
        "method.request.querystring.page": True,
        "method.request.header.X-Id": True,
    }
    request = {
        "httpMethod": "GET",
        "path": "/",
        "queryStringParameters": {"page": "1", "c": "c"},
        "headers": {"X-Id": "X-Id", "b": "b"},
        "body": {"d": "d"},
    }
    assert _drafts(Method("GET", "/", integration, declared)) == [
        {
            "name": f"GET /{words}",
            "methodRequest": request,
            "backend": {"statusCode": status, "body": {"message": "ok"}},
        }
        for words, status in (("", 200), (" answers 404", 404), (" answers 500", 500))
    ]


def test_the_canary_takes_the_first_case_once_more() -> None:
    integration = Integration(
        "AWS",
        "POST",
        _FUNCTION.replace("}/", "}${stageVariables.w}/"),
        request_templates=_templates(json="{}", xml="<a/>"),
        integration_responses=(IntegrationResponse("200"),),
    )
    method = Method("GET", "/", integration)
    stage = Stage(canary_settings=CanarySettings(50.0, stage_variable_overrides={"v": "next"}))
    found = _drafts(method, RestApi((method,), stage=stage))
    assert [(one["name"], one.get("stageVariables")) for one in found] == [
        ("GET /", {"v": "v", "w": "w"}),
        ("GET / by the canary", {"w": "w"}),
        ("GET / with application/xml", {"v": "v", "w": "w"}),
    ]
    assert found[1]["context"] == {"isCanaryRequest": True}


@pytest.mark.parametrize(
    ("integration", "verb", "resource", "parameters", "name"),
    [
        (Integration("MOCK"), "GET", "/", [], "mock"),
        (
            Integration("MOCK", request_templates=_templates(json="$input.path('$.a') $input.params().path.get('id')")),
            "POST",
            "/{id}",
            ["path.id"],
            "mock",
        ),
        (Integration("HTTP", "PUT", "https://example.com"), "PUT", "/", [], "PUT https://example.com"),
        (Integration("HTTP", "ANY", "https://example.com"), "GET", "/", [], "ANY https://example.com"),
        (Integration("HTTP_PROXY", None, "https://example.com"), "GET", "/", [], "ANY https://example.com"),
        (Integration("HTTP", "GET"), "GET", "/", [], "GET"),
        (
            Integration(
                "AWS",
                "PUT",
                "arn:aws:apigateway:us-east-1:s3:path/bucket/{key}",
                {
                    "integration.request.path.key": "method.request.path.key",
                    "integration.request.header.A": "method.request.multivalueheader.A",
                    "integration.request.header.B": "method.request.body.b",
                    "integration.request.header.C": "stageVariables.c",
                },
            ),
            "POST",
            "/{key}",
            ["path.key", "header.A"],
            "s3 /bucket/{key}",
        ),
        (
            Integration("AWS", "POST", "arn:aws:apigateway:us-east-1:sqs:action/SendMessage&Version=2012-11-05"),
            "GET",
            "/",
            [],
            "SendMessage",
        ),
        (
            Integration(
                "AWS",
                "GET",
                "arn:aws:apigateway:us-east-1:s3:path//b/{k}/{v}",
                {
                    "integration.request.path.k": "method.request.path.k",
                    "integration.request.path.v": "method.request.path.v",
                },
            ),
            "GET",
            "/{k}/{v}",
            ["path.k", "path.v"],
            "s3 /b/{k}/{v}",
        ),
        (
            Integration("AWS_PROXY", "POST", f"{_FUNCTION.split('arn:aws:lambda')[0]}f/invocations"),
            "GET",
            "/",
            [],
            "function f",
        ),
        (Integration("AWS_PROXY", "POST", _FUNCTION), "GET", "/", [], "the function"),
        (
            Integration("AWS_PROXY", "POST", _FUNCTION.replace("${stageVariables.v}", ":live")),
            "GET",
            "/",
            [],
            "function f",
        ),
    ],
)
def test_a_method_around_an_integration(
    integration: Integration, verb: str, resource: str, parameters: list[str], name: str
) -> None:
    method = method_around(integration)
    assert (method.http_method, method.resource_path) == (verb, resource)
    assert method.request_parameters == {f"method.request.{one}": False for one in parameters}
    assert name_of_integration(integration) == name


@pytest.mark.parametrize(
    ("value", "schema", "found"),
    [
        ("a", {"not": {"enum": ["a"]}}, "a 2"),
        ("a", {"enum": ["other"]}, "other"),
        ("a", {"enum": [""]}, ""),
        ("a", {"enum": ["1"]}, "1"),
        ("a", {"minLength": 24}, "another text that is longer"),
        (5, {"minimum": 6}, 6),
        (5, {"maximum": 4}, 4),
        (5, {"minimum": 50}, 51),
        (5, {"enum": [-5]}, -5),
        (True, {"enum": [False]}, False),
        ([], {"minItems": 2}, ["item", "item"]),
        ([1, 2, 3], {"maxItems": 1}, [1]),
        ([{"b": 1}, {"a": 1}], {"items": {"not": {"required": ["a"]}}}, [{"b": 1}, {}]),
        ({"a": 1, "b": 2}, {"not": {"required": ["b"]}}, {"a": 1}),
        (
            {"a": {"b": ["x"]}},
            {"properties": {"a": {"not": {"properties": {"b": {"enum": [["x"]]}}}}}},
            {"a": {"b": ["x 2"]}},
        ),
    ],
)
def test_the_nearest_value_that_a_model_allows(value: Any, schema: dict[str, Any], found: Any) -> None:
    made = allowed_value(value, {"A": schema}, "A")
    assert (made, type(made)) == (found, type(found))
