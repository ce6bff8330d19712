"""What CloudFormation refuses of an API's resources, as whole messages, and why an API has no method."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

import pytest

from tests.definitions.definitions import loaded, message, only_finding, told

API = "  Api: {Type: AWS::ApiGateway::RestApi}\n"
MOCK = "Integration: {Type: MOCK}"
ROOT = "!GetAtt Api.RootResourceId"


def resource(name: str, kind: str, properties: str) -> str:
    return f"  {name}: {{Type: AWS::ApiGateway::{kind}, Properties: {{RestApiId: !Ref Api, {properties}}}}}\n"


def get(properties: str, name: str = "M") -> str:
    return resource(name, "Method", f"HttpMethod: GET, ResourceId: {ROOT}, {properties}")


def path(name: str, properties: str) -> str:
    return resource(name, "Resource", properties)


NO_AUTHORIZER = "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer."
AUTHORIZER_HINT = "write an `AuthorizerId`: a Ref to an AWS::ApiGateway::Authorizer"
ORDER = resource("Order", "Model", "Name: Order, Schema: {}")
S3_HINT = "write `BodyS3Location: <path>`, as for `aws cloudformation package`"

# the resources besides the API, with the place at fault between two `^`, the sentence, the hint
REFUSED = [
    (resource("M", "Method", f"HttpMethod: GET, ResourceId: ^!Ref Api^, {MOCK}"), "the resource `Api` does not belong to this API in this template", "for the API's root write `!GetAtt Api.RootResourceId`"),
    (resource("M", "Method", f"HttpMethod: GET, ResourceId: ^!Ref Oder^, {MOCK}") + path("Order", f"ParentId: {ROOT}, PathPart: a"), "the template has no parameter and no resource `Oder`", "did you mean `Order`?"),
    (resource("M", "Method", f"HttpMethod: GET, ResourceId: ^Oder^, {MOCK}") + path("Order", f"ParentId: {ROOT}, PathPart: a"), "the resource `Oder` does not belong to this API in this template", "did you mean `Order`?"),
    (resource("M", "Method", f"HttpMethod: GET, ResourceId: ^'-'^, {MOCK}"), "the resource `-` does not belong to this API in this template", "write a Ref to an AWS::ApiGateway::Resource"),
    (resource("M", "Method", f"ResourceId: {ROOT}, {MOCK}").replace("{RestApiId", "^{^RestApiId"), "the method `M` has no `HttpMethod`", None),
    (resource("M", "Method", f"HttpMethod: GET, {MOCK}").replace("{RestApiId", "^{^RestApiId"), "the method `M` has no `ResourceId`", None),
    (resource("M", "Method", f"HttpMethod: GET, ResourceId: {ROOT}").replace("{RestApiId", "^{^RestApiId"), "No integration defined for method: GET /", "the method needs an `Integration`"),
    (get(MOCK) + "  X: ^{^Properties: {}}\n", "the resource `X` has no `Type`", None),
    (get(MOCK) + "  X: ^1^\n", "`X` must be a mapping, but this is the number 1", None),
    (get(MOCK) + "  X: {Type: AWS::ApiGateway::Model, Properties: ^{^Schema: {}}}\n", "the resource `X` has no `RestApiId`", None),
    (get(MOCK) + "  X: {Type: AWS::ApiGateway::Model, Condition: ^Prod^}\n", "the template has no condition `Prod`", None),
    (get(f"AuthorizationType: ^CUSTOM^, {MOCK}"), NO_AUTHORIZER, AUTHORIZER_HINT),
    (get(f"AuthorizationType: ^COGNITO_USER_POOLS^, {MOCK}"), NO_AUTHORIZER, AUTHORIZER_HINT),
    (get(MOCK) + get(MOCK, "N").replace("N: {", "N: ^{^"), "the method GET / is defined twice", None),
    (get(f"RequestModels: {{a/b: ^Ordr^}}, {MOCK}") + ORDER, "the API has no model `Ordr`", "did you mean `Order`?"),
    (get(f"RequestModels: {{a/b: ^Empt^}}, {MOCK}"), "the API has no model `Empt`", "did you mean `Empty`?"),
    (get(f"MethodResponses: [{{StatusCode: 200, ResponseModels: {{a/b: ^Erro^}}}}], {MOCK}"), "the API has no model `Erro`", "did you mean `Error`?"),
    (get(f"MethodResponses: [^{{^}}], {MOCK}"), "a method response has no `StatusCode`", None),
    (get(f"RequestValidatorId: ^Chek^, {MOCK}") + resource("Check", "RequestValidator", "Name: a"), "the API has no request validator `Chek`", "did you mean `Check`?"),
    (get(MOCK) + resource("G", "GatewayResponse", "StatusCode: 400").replace("{RestApiId", "^{^RestApiId"), "the resource `G` has no `ResponseType`", None),
    (get(MOCK) + resource("S", "Model", "Name: S, Schema: ^'{'^"), "this schema is text, but the text is not JSON", None),
    (path("R", "PathPart: a").replace("{RestApiId", "^{^RestApiId"), "the resource `R` has no `ParentId`", None),
    (path("R", f"ParentId: {ROOT}").replace("{RestApiId", "^{^RestApiId"), "the resource `R` has no `PathPart`", None),
    (path("R", "ParentId: ^!Ref S^, PathPart: a") + path("S", "ParentId: !Ref R, PathPart: b"), "the resource `S` is its own parent", None),
    (path("R", f"ParentId: {ROOT}, PathPart: a") + path("S", f"ParentId: {ROOT}, PathPart: a").replace("S: {", "S: ^{^"), "the resources `R` and `S` have the same path '/a'", None),
    ("  B: {Type: AWS::ApiGateway::RestApi, Properties: {BodyS3Location: ^{^Bucket: a, Key: b}}}\n", "the body is in S3, but only local files are read", S3_HINT),
]  # fmt: skip


@pytest.mark.parametrize(("resources", "sentence", "hint"), REFUSED)
def test_a_resource_that_is_refused(resources: str, sentence: str, hint: str | None) -> None:
    own = "" if "::RestApi," in resources else API
    text, expected = told(f"Resources:\n{own}{resources}", sentence, hint)
    assert message(text) == expected


OF_OTHER = get(MOCK).replace("RestApiId: !Ref Api", "RestApiId: ^Other^")
SAM = "  {}: {{Type: AWS::Serverless::Api, Properties: {{StageName: v1{}}}}}\n"
EVENT = "  F: {Type: AWS::Serverless::Function, Properties: {Events: {E: {Type: Api, Properties: {RestApiId: ^!Ref B^, Path: /, Method: get}}}}}\n"
NO_PART = "no resource of the template is a method of it (AWS::ApiGateway::Method, or an event of SAM)"
OPERATIONS = "write operations such as `get` under each path"
DOCUMENT = "openapi: 3.0.1, paths: {}"

# the template, with the place of the finding between two `^`, why the API has no method, the hint
WITHOUT_METHOD = [
    (API + OF_OTHER, "`M` belongs to the API `Other`", "write `RestApiId: !Ref Api`"),
    (SAM.format("Api", "") + SAM.format("B", "") + EVENT, "this event belongs to the API `B`", "write `RestApiId: !Ref Api`"),
    (API + get(MOCK).replace("M: {Type", "M: ^{^Condition: C, Type"), "the condition `C` of `M` is false", "give the parameters other values"),
    (API + get(MOCK).replace("AWS::ApiGateway::Method", "^AWS::ApiGateway::Metod^"), "`AWS::ApiGateway::Metod`, the type of `M`, is not a type of resources", "did you mean `AWS::ApiGateway::Method`?"),
    (API + get(MOCK).replace("AWS::ApiGateway::Method", "^Method^"), "`Method`, the type of `M`, is not a type of resources", "known here: AWS::ApiGateway::Method"),
    (API.replace("{", "^{^"), NO_PART, None),
    (SAM.format("Api", "").replace("{Type", "^{^Type"), NO_PART, None),
    (SAM.format("Api", f", DefinitionBody: {{{DOCUMENT}}}").replace("{Type", "^{^Type"), "its `DefinitionBody` has no operation", OPERATIONS),
    (f"  Api: ^{{^Type: AWS::ApiGateway::RestApi, Properties: {{Body: {{{DOCUMENT}}}}}}}\n", "its `Body` has no operation", OPERATIONS),
]  # fmt: skip


@pytest.mark.parametrize(("resources", "reason", "hint"), WITHOUT_METHOD)
def test_why_an_api_has_no_method(resources: str, reason: str, hint: str | None) -> None:
    finding = only_finding(f"Conditions: {{C: !Equals [a, b]}}\nResources:\n{resources}", api="Api")
    assert finding == ("API475", f"the API `Api` has no method: {reason}", hint)


@pytest.mark.parametrize("kind", ["AWS::ApiGatewayV2::Api", "AWS::ApiGatewayV2::Route", "AWS::Serverless::HttpApi"])
def test_a_template_of_an_http_api(kind: str) -> None:
    hint = "a REST API has them: `type: REST` in the console, AWS::ApiGateway::RestApi, AWS::Serverless::Api"
    text, expected = told(
        f"^Resources^:\n  A: {{Type: {kind}}}\n", "HTTP APIs (version 2) have no mapping templates", hint
    )
    assert message(text) == expected


def test_a_condition_decides_nothing_about_a_resource_that_is_not_read() -> None:
    head = "Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, a]}\n"
    queue = "  Q: {Type: AWS::SQS::Queue, Condition: C}\n"
    assert len(loaded(f"{head}Resources:\n{API}{get(MOCK)}{queue}").methods) == 1


STACK = (
    "  N: ^{^Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: 'https://a/b', Parameters: {Id: !Ref Api}}}\n"
)
FAR = "its template is not a file that is at hand"
LOCAL = "name its template by a path relative to this one"

# the resources besides an API with a method, with the place of the finding between two `^`, the sentence, the hint
NOT_READ = [
    ("  D: {Type: AWS::ApiGateway::Deployment, Properties: {RestApiId: ^Ap^}}\n", "the resource `D` is not read: it belongs to the API `Ap`, which the template does not define", "write `!Ref Api`"),
    ("  D: {Type: AWS::ApiGateway::Model, Properties: {RestApiId: ^xyz^}}\n", "the resource `D` is not read: it belongs to the API `xyz`, which the template does not define", "write `!Ref Api`"),
    ("  D: {Type: ^AWS::ApiGateway::Modl^}\n", "the resource `D` is not read: `AWS::ApiGateway::Modl` is not a type of resources", "did you mean `AWS::ApiGateway::Model`?"),
    (STACK, f"the nested stack `N` gets the API `Api` as `Id`, but {FAR}", LOCAL),
]  # fmt: skip


@pytest.mark.parametrize(("resources", "sentence", "hint"), NOT_READ)
def test_a_resource_that_is_not_read(resources: str, sentence: str, hint: str) -> None:
    assert only_finding(f"Resources:\n{API}{get(MOCK)}{resources}") == ("API476", sentence, hint)
