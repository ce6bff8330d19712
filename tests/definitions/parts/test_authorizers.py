"""Authorizers of a method as each source of definitions names them, and the keys of an API."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.definitions.definitions import loaded, only_method
from tests.definitions.terraform.plans import resource, shop, state
from vtlharness.errors import DefinitionError
from vtlharness.gateway.model import ApiKey, Authorizer, RestApi

HEADER = "method.request.header.Authorization"
MOCK = "x-amazon-apigateway-integration: {type: mock}"
FUNCTION = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f/invocations"


def openapi(scheme: str, requirement: str = "{a: []}", *, swagger: bool = False, more: str = "") -> Any:
    schemes = f"{{a: {scheme}, key: {{type: apiKey, name: X-API-Key, in: header}}}}"
    head = (
        f'swagger: "2.0"\nsecurityDefinitions: {schemes}\n'
        if swagger
        else f"openapi: 3.0.1\ncomponents: {{securitySchemes: {schemes}}}\n"
    )
    return only_method(f"{head}{more}paths: {{/a: {{get: {{security: [{requirement}], {MOCK}}}}}}}\n")


def scheme(authorizer: str, name: str = "Authorization", place: str = "header", kind: str = "custom") -> str:
    return (
        f"{{type: apiKey, name: {name}, in: {place}, x-amazon-apigateway-authtype: {kind}, "
        f"x-amazon-apigateway-authorizer: {authorizer}}}"
    )


@pytest.mark.parametrize("swagger", [False, True])
@pytest.mark.parametrize(
    ("written", "kind", "wanted"),
    [
        (scheme("{type: token}"), "CUSTOM", Authorizer("a", "TOKEN", (HEADER,))),
        (scheme("{type: token}", "X-Auth"), "CUSTOM", Authorizer("a", "TOKEN", ("method.request.header.X-Auth",))),
        (scheme("{type: token}", kind="oauth2"), "CUSTOM", Authorizer("a", "TOKEN", (HEADER,))),
        (
            scheme(
                f"{{type: token, authorizerUri: '{FUNCTION}', identityValidationExpression: '^x-[a-z]+', "
                "authorizerResultTtlInSeconds: '60', authorizerCredentials: arn}"
            ),
            "CUSTOM",
            Authorizer("a", "TOKEN", (HEADER,), "^x-[a-z]+", 60, FUNCTION),
        ),
        (
            scheme(
                "{type: request, identitySource: 'method.request.header.A, method.request.querystring.q'}", "Unused"
            ),
            "CUSTOM",
            Authorizer("a", "REQUEST", ("method.request.header.A", "method.request.querystring.q")),
        ),
        (
            scheme("{type: request}", "q", "query"),
            "CUSTOM",
            Authorizer("a", "REQUEST", ("method.request.querystring.q",)),
        ),
        (
            scheme("{type: request, authorizerResultTtlInSeconds: 0}", "Unused"),
            "CUSTOM",
            Authorizer("a", "REQUEST", (), None, 0),
        ),
        (
            scheme("{type: cognito_user_pools, providerARNs: [arn]}", kind="cognito_user_pools"),
            "COGNITO_USER_POOLS",
            Authorizer("a", "COGNITO_USER_POOLS", (HEADER,)),
        ),
        (scheme("{type: jwt}", kind="oauth2"), "CUSTOM", Authorizer("a", None, (HEADER,))),
        ("{type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4}", "AWS_IAM", None),
        ("{type: http, scheme: basic}", "NONE", None),
    ],
)
def test_openapi(written: str, kind: str, wanted: Authorizer | None, swagger: bool) -> None:
    method = openapi(written, swagger=swagger)
    assert (method.authorization_type, method.authorizer) == (kind, wanted)
    assert not method.api_key_required


def test_requirements_of_openapi() -> None:
    pool = scheme("{type: cognito_user_pools}", kind="cognito_user_pools")
    method = openapi(pool, "{a: [tickets/read, openid]}, {key: []}")
    assert method.authorization_scopes == ("tickets/read", "openid")
    assert method.api_key_required
    assert openapi(pool, "{key: [], a: [x]}").authorization_scopes == ("x",)
    assert openapi(pool, "{other: []}").authorization_type == "NONE"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (scheme("{type: [token]}"), "`type` must be text, but this is a list"),
        (scheme("token"), "`x-amazon-apigateway-authorizer` must be a mapping, but this is the text 'token'"),
        (
            scheme("{type: token, authorizerResultTtlInSeconds: soon}"),
            "must be a whole number, but this is the text 'soon'",
        ),
        (scheme("{type: request, identitySource: {a: b}}"), "`identitySource` must be text, but this is a mapping"),
    ],
)
def test_wrong_authorizers(written: str, message: str) -> None:
    with pytest.raises(DefinitionError) as raised:
        openapi(written)
    assert message in raised.value.message
    assert raised.value.line is not None


@pytest.mark.parametrize("swagger", [False, True])
def test_the_source_of_api_keys(swagger: bool) -> None:
    def api(source: str) -> RestApi:
        head = 'swagger: "2.0"' if swagger else "openapi: 3.0.1"
        return loaded(f"{head}\nx-amazon-apigateway-api-key-source: {source}\npaths: {{}}\n")

    assert api("AUTHORIZER").api_key_source == "AUTHORIZER"
    assert api("HEADER").api_key_source == "HEADER"
    with pytest.raises(DefinitionError, match="`QUERY` is not a key source"):
        api("QUERY")


# CloudFormation


def template(resources: dict[str, Any], method: dict[str, Any] | None = None, **api: Any) -> RestApi:
    def resource(kind: str, **properties: Any) -> dict[str, Any]:
        return {"Type": f"AWS::ApiGateway::{kind}", "Properties": properties}

    reference = {"Ref": "Api"}
    found = {
        "Api": resource("RestApi", Name="x", **api),
        "Get": resource(
            "Method",
            RestApiId=reference,
            ResourceId={"Fn::GetAtt": ["Api", "RootResourceId"]},
            HttpMethod="GET",
            Integration={"Type": "MOCK"},
            **(method or {}),
        ),
        **{name: resource(kind, **properties) for name, (kind, properties) in resources.items()},
    }
    return loaded(json.dumps({"Resources": found}), "template.json")


def own(**properties: Any) -> dict[str, tuple[str, dict[str, Any]]]:
    return {"Own": ("Authorizer", {"RestApiId": {"Ref": "Api"}, **properties})}


@pytest.mark.parametrize(
    ("properties", "wanted"),
    [
        (
            {"Type": "TOKEN", "Name": "tokens", "IdentitySource": HEADER, "IdentityValidationExpression": "a+"},
            Authorizer("tokens", "TOKEN", (HEADER,), "a+"),
        ),
        ({"Type": "TOKEN"}, Authorizer("Own", "TOKEN", (HEADER,))),
        (
            {"Type": "REQUEST", "AuthorizerResultTtlInSeconds": "0", "AuthorizerUri": FUNCTION},
            Authorizer("Own", "REQUEST", (), None, 0, FUNCTION),
        ),
        (
            {"Type": "REQUEST", "IdentitySource": "method.request.querystring.a,context.identity.sourceIp"},
            Authorizer("Own", "REQUEST", ("method.request.querystring.a", "context.identity.sourceIp")),
        ),
    ],
)
def test_cloudformation(properties: dict[str, Any], wanted: Authorizer) -> None:
    api = template(own(**properties), {"AuthorizationType": "CUSTOM", "AuthorizerId": {"Ref": "Own"}})
    assert api.methods[0].authorizer == wanted


def test_a_user_pool_in_cloudformation() -> None:
    method = {
        "AuthorizationType": "COGNITO_USER_POOLS",
        "AuthorizerId": {"Ref": "Own"},
        "AuthorizationScopes": ["a", "b"],
    }
    (found,) = template(own(Type="COGNITO_USER_POOLS", ProviderARNs=["arn"]), method).methods
    assert found.authorizer == Authorizer("Own", "COGNITO_USER_POOLS", (HEADER,))
    assert found.authorization_scopes == ("a", "b")


def test_an_authorizer_that_the_template_does_not_hold() -> None:
    (method,) = template({}, {"AuthorizationType": "CUSTOM", "AuthorizerId": "abc123"}).methods
    assert method.authorizer == Authorizer("abc123")


PLAN = {"ApiStages": [{"ApiId": {"Ref": "Api"}, "Stage": "prod"}, {"ApiId": "other", "Stage": "test"}]}


@pytest.mark.parametrize(
    ("resources", "keys", "stages"),
    [
        ({}, (), None),
        ({"K": ("ApiKey", {})}, (ApiKey(("K",)),), None),
        ({"K": ("ApiKey", {"Name": "k", "Enabled": "false"})}, (ApiKey(("K", "k"), enabled=False),), None),
        ({"K": ("ApiKey", {}), "P": ("UsagePlan", PLAN)}, (ApiKey(("K",)),), ("prod",)),
        (
            {
                "K": ("ApiKey", {}),
                "P": ("UsagePlan", PLAN),
                "L": ("UsagePlanKey", {"KeyId": {"Ref": "K"}, "KeyType": "API_KEY", "UsagePlanId": {"Ref": "P"}}),
            },
            (ApiKey(("K",), stages=("prod",)),),
            ("prod",),
        ),
        (
            {
                "K": ("ApiKey", {"Name": "k"}),
                "P": ("UsagePlan", {"ApiStages": []}),
                "L": ("UsagePlanKey", {"KeyId": {"Ref": "K"}, "UsagePlanId": {"Ref": "P"}}),
            },
            (ApiKey(("K", "k"), stages=()),),
            None,
        ),
        (
            {"K": ("ApiKey", {"StageKeys": [{"RestApiId": {"Ref": "Api"}, "StageName": "test"}]})},
            (ApiKey(("K",), stages=("test",)),),
            None,
        ),
        (
            {
                "S": ("Stage", {"RestApiId": {"Ref": "Api"}, "StageName": "live"}),
                "P": ("UsagePlan", {"ApiStages": [{"ApiId": {"Ref": "Api"}, "Stage": {"Ref": "S"}}]}),
            },
            (),
            ("live",),
        ),
    ],
)
def test_keys_and_usage_plans(
    resources: dict[str, Any], keys: tuple[ApiKey, ...], stages: tuple[str, ...] | None
) -> None:
    api = template(resources)
    assert (api.api_keys, api.usage_plan_stages) == (keys, stages)


def test_the_source_of_api_keys_in_cloudformation() -> None:
    assert template({}, ApiKeySourceType="AUTHORIZER").api_key_source == "AUTHORIZER"
    assert template({}).api_key_source == "HEADER"


# SAM

SAM = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Cors: "'*'"
      Auth:
        DefaultAuthorizer: Tokens
        Authorizers:
          Tokens:
            FunctionArn: arn:aws:lambda:us-east-1:123456789012:function:auth
            FunctionPayloadType: REQUEST
            Identity: {Headers: [X-Token], QueryStrings: [q], ReauthorizeEvery: 30}
          Pool: {UserPoolArn: "arn:aws:cognito-idp:us-east-1:1:userpool/x", AuthorizationScopes: [a, b]}
  F:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        A: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /a, Method: get}}
        B: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /b, Method: get, Auth: {Authorizer: Pool}}}
        C: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /c, Method: get, Auth: {Authorizer: NONE}}}
        D: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /d, Method: get, Auth: {Authorizer: AWS_IAM}}}
"""


def test_sam() -> None:
    """The OPTIONS of `Cors` have the default authorizer too, so that preflights fail."""
    tokens = Authorizer(
        "Tokens", "REQUEST", ("method.request.header.X-Token", "method.request.querystring.q"), None, 30
    )
    found = {(one.http_method, one.resource_path): one for one in loaded(SAM, "template.yaml").methods}
    own = {path: found["GET", path] for path in ("/a", "/b", "/c", "/d")}
    kinds = [one.authorization_type for one in own.values()]
    assert kinds == ["CUSTOM", "COGNITO_USER_POOLS", "NONE", "AWS_IAM"]
    names = [one.authorizer and one.authorizer.name for one in own.values()]
    assert names == ["Tokens", "Pool", None, None]
    assert own["/b"].authorization_scopes == ("a", "b")
    preflight = found["OPTIONS", "/a"].authorizer
    for one in (own["/a"].authorizer, preflight):
        assert one is not None
        assert replace(one, uri=None) == tokens


# Terraform


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({}, Authorizer("tokens", "TOKEN", (HEADER,))),
        (
            {"type": "REQUEST", "identity_source": "method.request.header.A", "authorizer_result_ttl_in_seconds": 60},
            Authorizer("tokens", "REQUEST", ("method.request.header.A",), None, 60),
        ),
        (
            {"type": "COGNITO_USER_POOLS", "identity_validation_expression": "a+"},
            Authorizer("tokens", "COGNITO_USER_POOLS", (HEADER,), "a+"),
        ),
    ],
)
def test_terraform(values: dict[str, Any], wanted: Authorizer) -> None:
    own = resource("aws_api_gateway_authorizer.a", id="a1", rest_api_id="api1", name="tokens", **values)
    resources = shop(own)
    resources[2]["values"] |= {"authorization": "CUSTOM", "authorizer_id": "a1", "authorization_scopes": ["x"]}
    (method,) = loaded(json.dumps(state(*resources)), "state.json").methods
    assert (method.authorizer, method.authorization_scopes) == (wanted, ("x",))
    resources[2]["values"]["authorizer_id"] = "other"
    (method,) = loaded(json.dumps(state(*resources)), "state.json").methods
    assert method.authorizer == Authorizer("other")


# What the CLI prints


@pytest.mark.parametrize("as_printed", [False, True])
def test_the_output_of_the_cli(as_printed: bool) -> None:
    printed = [
        {"id": "a1", "name": "tokens", "type": "TOKEN", "identitySource": HEADER, "identityValidationExpression": "a"}
    ]
    methods = {
        "GET": {"authorizationType": "CUSTOM", "authorizerId": "a1", "methodIntegration": {"type": "MOCK"}},
        "PUT": {"authorizationType": "CUSTOM", "authorizerId": "b2", "methodIntegration": {"type": "MOCK"}},
        "POST": {
            "authorizationType": "COGNITO_USER_POOLS",
            "authorizationScopes": ["x"],
            "methodIntegration": {"type": "MOCK"},
        },
    }
    output = {
        "items": [{"id": "r", "path": "/a", "resourceMethods": methods}],
        "authorizers": {"items": printed} if as_printed else printed,
    }
    get, put, post = loaded(json.dumps(output), "output.json").methods
    assert get.authorizer == Authorizer("tokens", "TOKEN", (HEADER,), "a")
    assert put.authorizer == Authorizer("b2")
    assert (post.authorizer, post.authorization_scopes) == (None, ("x",))
