"""The endpoint type and the key source, as each source of definitions writes them."""

from __future__ import annotations

import json

import pytest

from tests.definitions.definitions import loaded, message

OPENAPI = """\
openapi: 3.0.1
paths: {/: {get: {x-amazon-apigateway-integration: {type: mock}}}}
"""
SWAGGER = OPENAPI.replace("openapi: 3.0.1", "swagger: '2.0'")
EXTENSION = "x-amazon-apigateway-endpoint-configuration"
STACK = "Resources: {Api: {Type: AWS::ApiGateway::RestApi, Properties: {%s}}}\n"
SAM = "Resources: {Api: {Type: AWS::Serverless::Api, Properties: {StageName: p%s}}}\n"
RESOURCES = {"items": [{"path": "/", "resourceMethods": {"GET": {"methodIntegration": {"type": "MOCK"}}}}]}
BODY = "Body: {openapi: 3.0.1, paths: {}%s}"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (OPENAPI, None),
        (SWAGGER, None),
        (f"{OPENAPI}{EXTENSION}: {{disableExecuteApiEndpoint: true}}\n", None),
        (f"{OPENAPI}{EXTENSION}: {{vpcEndpointIds: []}}\n", None),
        (f"{SWAGGER}{EXTENSION}: {{vpcEndpointIds: [vpce-1]}}\n", "PRIVATE"),
        (f"{OPENAPI}servers: [{{url: /}}, {{url: /, {EXTENSION}: {{vpcEndpointIds: [vpce-1]}}}}]\n", "PRIVATE"),
        (f"{OPENAPI}{EXTENSION}: {{types: [EDGE]}}\n", "EDGE"),
        (f"{OPENAPI}{EXTENSION}: {{types: [REGIONAL], vpcEndpointIds: [vpce-1]}}\n", "REGIONAL"),
        (STACK % "Name: a", "EDGE"),
        (STACK % "EndpointConfiguration: {Types: [REGIONAL]}", "REGIONAL"),
        (STACK % "EndpointConfiguration: {Types: [!Ref AWS::NoValue, PRIVATE]}", "PRIVATE"),
        (STACK % "EndpointConfiguration: !Ref AWS::NoValue", "EDGE"),
        (STACK % "Parameters: {endpointConfigurationTypes: REGIONAL}", "REGIONAL"),
        (STACK % "Parameters: {endpointConfigurationTypes: REGIONAL}, EndpointConfiguration: {Types: [EDGE]}", "EDGE"),
        (STACK % (BODY % ""), "EDGE"),
        (STACK % (BODY % f", {EXTENSION}: {{vpcEndpointIds: [vpce-1]}}"), "PRIVATE"),
        (STACK % (BODY % "" + ", EndpointConfiguration: {Types: [REGIONAL]}"), "REGIONAL"),
        (SAM % "", "EDGE"),
        (SAM % ", EndpointConfiguration: REGIONAL", "REGIONAL"),
        (SAM % ", EndpointConfiguration: {Type: PRIVATE, VPCEndpointIds: [vpce-1]}", "PRIVATE"),
        (SAM % ", DefinitionBody: {openapi: 3.0.1, paths: {}}", "EDGE"),
        (f"Globals: {{Api: {{EndpointConfiguration: REGIONAL}}}}\n{SAM % ''}", "REGIONAL"),
        (f"Globals: {{Api: {{EndpointConfiguration: REGIONAL}}}}\n{SAM % ', EndpointConfiguration: EDGE'}", "EDGE"),
        (json.dumps(RESOURCES), "EDGE"),
        (json.dumps({**RESOURCES, "endpointConfiguration": {"types": ["REGIONAL"]}}), "REGIONAL"),
        (json.dumps({"type": "MOCK", "httpMethod": "GET", "requestTemplates": {}}), None),
        (json.dumps({"httpMethod": "GET", "methodIntegration": {"type": "MOCK"}}), None),
    ],
)
def test_types_of_endpoints(text: str, kind: str | None) -> None:
    assert loaded(text).endpoint_type == kind


@pytest.mark.parametrize(
    "parameters",
    [{"AWS::Region": "cn-north-1"}, {"AWS::Region": "us-gov-west-1"}, {"AWS::Partition": "aws-cn"}],
)
def test_sam_where_no_api_is_edge_optimized(parameters: dict[str, str]) -> None:
    assert loaded(SAM % "", parameters=parameters).endpoint_type == "REGIONAL"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (OPENAPI, "HEADER"),
        (f"{OPENAPI}x-amazon-apigateway-api-key-source: AUTHORIZER\n", "AUTHORIZER"),
        (STACK % "ApiKeySourceType: AUTHORIZER", "AUTHORIZER"),
        (STACK % (BODY % ", x-amazon-apigateway-api-key-source: AUTHORIZER"), "AUTHORIZER"),
        (STACK % (BODY % ", x-amazon-apigateway-api-key-source: AUTHORIZER" + ", ApiKeySourceType: HEADER"), "HEADER"),
        (SAM % "", "HEADER"),
        (SAM % ", ApiKeySourceType: AUTHORIZER", "AUTHORIZER"),
        (json.dumps({**RESOURCES, "apiKeySource": "AUTHORIZER"}), "AUTHORIZER"),
    ],
)
def test_sources_of_keys(text: str, source: str) -> None:
    assert loaded(text).api_key_source == source


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{OPENAPI}{EXTENSION}: {{types: [EDG]}}\n", "`EDG` is not an endpoint type"),
        (f"{OPENAPI}{EXTENSION}: [EDGE]\n", f"`{EXTENSION}` must be a mapping, but this is a list"),
        (f"{OPENAPI}{EXTENSION}: {{vpcEndpointIds: vpce-1}}\n", "`vpcEndpointIds` must be a list"),
        (STACK % "EndpointConfiguration: {Types: [edge]}", "`edge` is not an endpoint type"),
        (STACK % "EndpointConfiguration: {Types: REGIONAL}", "`Types` must be a list"),
        (STACK % "Parameters: {endpointConfigurationTypes: EAST}", "`EAST` is not an endpoint type"),
        (SAM % ", EndpointConfiguration: {Type: [EDGE]}", "`Type` must be text, but this is a list"),
        (STACK % "ApiKeySourceType: AUTHORISER", "`AUTHORISER` is not a key source"),
        (f"{OPENAPI}x-amazon-apigateway-api-key-source: {{}}\n", "`x-amazon-apigateway-api-key-source` must be text"),
        (json.dumps({**RESOURCES, "apiKeySource": "QUERY"}), "`QUERY` is not a key source"),
    ],
)
def test_what_is_none(text: str, said: str) -> None:
    assert said in message(text)


def test_the_nearest_type_is_a_hint() -> None:
    assert message(STACK % "EndpointConfiguration: {Types: [REGONAL]}").endswith("hint: did you mean `REGIONAL`?")


def test_the_rest_api_that_the_cli_prints() -> None:
    printed = {"id": "a1b2c3d4e5", "name": "orders", "binaryMediaTypes": ["image/png"], "minimumCompressionSize": 0}
    api = loaded(json.dumps({**RESOURCES, **printed}))
    assert (api.id, api.name, api.binary_media_types, api.minimum_compression_size) == (
        "a1b2c3d4e5",
        "orders",
        ("image/png",),
        0,
    )


def test_the_rest_api_alone_has_no_methods() -> None:
    text = json.dumps({"id": "a1b2c3d4e5", "name": "orders", "endpointConfiguration": {"types": ["EDGE"]}})
    assert message(text).endswith(
        "hint: this is what `get-rest-api` prints; add its keys to the output of `get-resources --embed methods`"
    )
