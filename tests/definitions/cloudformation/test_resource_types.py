"""The resource types of API Gateway, their properties, and the pseudo parameters: CloudFormation's reference."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.definitions.definitions import loaded, message
from vtlharness.findings import Finding

TYPES = (
    "Account ApiKey Authorizer BasePathMapping BasePathMappingV2 ClientCertificate Deployment DocumentationPart "
    "DocumentationVersion DomainName DomainNameAccessAssociation DomainNameV2 GatewayResponse Method Model "
    "RequestValidator Resource RestApi Stage UsagePlan UsagePlanKey VpcLink"
)

API = {"Ref": "Api"}
ROOT = {"Fn::GetAtt": ["Api", "RootResourceId"]}
METHOD = {"RestApiId": API, "ResourceId": ROOT, "HttpMethod": "GET", "Integration": {"Type": "MOCK"}}
NEEDED: dict[str, dict[str, Any]] = {
    "Authorizer": {"Type": "TOKEN"},
    "GatewayResponse": {"ResponseType": "THROTTLED"},
    "Method": {"ResourceId": ROOT, "HttpMethod": "PUT", "Integration": {"Type": "MOCK"}},
    "Resource": {"ParentId": ROOT, "PathPart": "a"},
    "Stage": {"StageName": "prod"},
}


def template(**resources: tuple[str, dict[str, Any]]) -> str:
    made = {name: {"Type": kind, "Properties": properties} for name, (kind, properties) in resources.items()}
    return json.dumps({"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi"}, **made}})


def findings(kind: str, properties: dict[str, Any]) -> tuple[Finding, ...]:
    text = template(Get=("AWS::ApiGateway::Method", METHOD), X=(kind, properties))
    return loaded(text, api="Api").findings


@pytest.mark.parametrize("kind", TYPES.split())
def test_a_type_is_known_and_a_misspelled_one_is_not(kind: str) -> None:
    properties = {} if kind == "RestApi" else {"RestApiId": API, **NEEDED.get(kind, {})}
    assert findings(f"AWS::ApiGateway::{kind}", properties) == ()
    wrong = f"AWS::ApiGateway::{kind}s"
    (finding,) = findings(wrong, {})
    assert (finding.rule, finding.message, finding.hint) == (
        "API476",
        f"the resource `X` is not read: `{wrong}` is not a type of resources",
        f"did you mean `AWS::ApiGateway::{kind}`?",
    )


@pytest.mark.parametrize(
    "kind", ["AWS::SQS::Queue", "Custom::Thing", "Custom::My-thing@2", "AWS::CloudFormation::Macro", "A::B::C::MODULE"]
)
def test_a_type_of_another_service_is_known(kind: str) -> None:
    assert findings(kind, {}) == ()


@pytest.mark.parametrize("kind", ["Queue", "AWS:SQS:Queue", "AWS::SQS::", "::Queue", "AWS::SQS::Que ue", "AWS-1::A::B"])
def test_a_text_that_is_not_a_type(kind: str) -> None:
    (finding,) = findings(kind, {})
    assert finding.message == f"the resource `X` is not read: `{kind}` is not a type of resources"


@pytest.mark.parametrize(
    "kind", ["Authorizer", "Deployment", "GatewayResponse", "Model", "RequestValidator", "Resource", "Stage", "Method"]
)
def test_a_part_of_an_api_that_the_template_does_not_have(kind: str) -> None:
    (finding,) = findings(f"AWS::ApiGateway::{kind}", {**NEEDED.get(kind, {}), "RestApiId": "Apo"})
    assert (finding.rule, finding.message, finding.hint) == (
        "API476",
        "the resource `X` is not read: it belongs to the API `Apo`, which the template does not define",
        "write `!Ref Api`",
    )


# Properties

INTEGRATION = {
    "CacheKeyParameters": ["method.request.querystring.q"],
    "CacheNamespace": "names",
    "ConnectionId": "c1",
    "ConnectionType": "VPC_LINK",
    "ContentHandling": "CONVERT_TO_TEXT",
    "Credentials": "arn:aws:iam::123456789012:role/api",
    "IntegrationHttpMethod": "POST",
    "IntegrationResponses": [{"StatusCode": "200"}],
    "IntegrationTarget": "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/a/1",
    "PassthroughBehavior": "NEVER",
    "RequestParameters": {"integration.request.header.A": "'a'"},
    "RequestTemplates": {"application/json": "{}"},
    "ResponseTransferMode": "BUFFERED",
    "TimeoutInMillis": 100,
    "Type": "HTTP",
    "Uri": "https://example.com",
}
EVERYTHING: dict[str, tuple[str, dict[str, Any]]] = {
    "V": (
        "AWS::ApiGateway::RequestValidator",
        {"Name": "all", "RestApiId": API, "ValidateRequestBody": True, "ValidateRequestParameters": True},
    ),
    "A": ("AWS::ApiGateway::Authorizer", {"RestApiId": API, "Type": "COGNITO_USER_POOLS", "Name": "pool"}),
    "B": (
        "AWS::ApiGateway::Model",
        {
            "ContentType": "application/json",
            "Description": "A book",
            "Name": "Book",
            "RestApiId": API,
            "Schema": {"type": "object"},
        },
    ),
    "R": ("AWS::ApiGateway::Resource", {"ParentId": ROOT, "PathPart": "a", "RestApiId": API}),
    "G": (
        "AWS::ApiGateway::GatewayResponse",
        {
            "ResponseParameters": {"gatewayresponse.header.A": "'a'"},
            "ResponseTemplates": {"application/json": "{}"},
            "ResponseType": "THROTTLED",
            "RestApiId": API,
            "StatusCode": "429",
        },
    ),
    "M": (
        "AWS::ApiGateway::Method",
        {
            "ApiKeyRequired": True,
            "AuthorizationScopes": ["a"],
            "AuthorizationType": "COGNITO_USER_POOLS",
            "AuthorizerId": {"Ref": "A"},
            "HttpMethod": "GET",
            "Integration": INTEGRATION,
            "MethodResponses": [
                {
                    "ResponseModels": {"application/json": {"Ref": "B"}},
                    "ResponseParameters": {"method.response.header.A": True},
                    "StatusCode": "200",
                }
            ],
            "OperationName": "read",
            "RequestModels": {"application/json": {"Ref": "B"}},
            "RequestParameters": {"method.request.querystring.q": True},
            "RequestValidatorId": {"Ref": "V"},
            "ResourceId": {"Ref": "R"},
            "RestApiId": API,
        },
    ),
}


def test_every_property_is_taken() -> None:
    api = loaded(template(**EVERYTHING))
    (method,) = api.methods
    assert (method.resource_path, method.api_key_required, method.operation_name) == ("/a", True, "read")
    assert (method.authorization_type, method.authorization_scopes) == ("COGNITO_USER_POOLS", ("a",))
    assert (dict(method.request_parameters), dict(method.request_models)) == (
        {"method.request.querystring.q": True},
        {"application/json": "Book"},
    )
    validator = method.request_validator
    assert validator is not None
    assert (validator.name, validator.validate_request_body, validator.validate_request_parameters) == (
        "all",
        True,
        True,
    )
    (response,) = method.method_responses or ()
    assert (response.status_code, dict(response.response_parameters), dict(response.response_models)) == (
        "200",
        {"method.response.header.A": True},
        {"application/json": "Book"},
    )
    found = method.integration
    assert (found.type, found.http_method, found.uri) == ("HTTP", "POST", "https://example.com")
    assert (found.cache_key_parameters, found.cache_namespace) == (("method.request.querystring.q",), "names")
    assert (found.connection_type, found.connection_id) == ("VPC_LINK", "c1")
    assert (found.content_handling, found.passthrough_behavior) == ("CONVERT_TO_TEXT", "NEVER")
    assert (found.credentials, found.timeout_in_millis) == ("arn:aws:iam::123456789012:role/api", 100)
    assert dict(found.request_parameters) == {"integration.request.header.A": "'a'"}
    assert found.request_templates["application/json"].text == "{}"
    assert [one.status_code for one in found.integration_responses] == ["200"]
    throttled = api.gateway_responses["THROTTLED"]
    assert (throttled.status_code, dict(throttled.response_parameters)) == ("429", {"gatewayresponse.header.A": "'a'"})
    assert throttled.response_templates["application/json"].text == "{}"
    assert (dict(api.models), api.findings) == ({"Book": {"type": "object"}}, ())


@pytest.mark.parametrize("name", ["V", "B", "R", "G", "M"])
def test_a_property_that_the_type_does_not_have(name: str) -> None:
    kind, properties = EVERYTHING[name]
    text = template(**{**EVERYTHING, name: (kind, {**properties, "Tags": []})})
    assert f": {kind} has no property `Tags`\n" in message(text, "api.json")


# Pseudo parameters


def test_the_pseudo_parameters_have_sample_values() -> None:
    names = "AccountId", "Partition", "Region", "StackId", "StackName", "URLSuffix"
    text = " ".join(f"${{AWS::{name}}}" for name in names)
    listed = {"Fn::Join": [",", {"Ref": "AWS::NotificationARNs"}]}
    method = {**METHOD, "Integration": {"Type": "MOCK", "RequestTemplates": {"a/b": {"Fn::Sub": text}, "c/d": listed}}}
    method["OperationName"] = {"Ref": "AWS::NoValue"}
    (found,) = loaded(template(M=("AWS::ApiGateway::Method", method)), "api.json").methods
    templates = found.integration.request_templates
    assert templates["a/b"].text == (
        "123456789012 aws us-east-1 arn:aws:cloudformation:us-east-1:123456789012:stack/stack/sample stack "
        "amazonaws.com"
    )
    assert (templates["c/d"].text, found.operation_name) == ("", None)
