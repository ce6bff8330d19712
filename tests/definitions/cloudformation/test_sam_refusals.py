"""What the SAM transform refuses, as whole messages: the properties of an Api, and its events."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

import pytest

from tests.definitions.definitions import message, shown

BODY = "DefinitionBody: {openapi: 3.0.1, paths: {/a: {get: {x-amazon-apigateway-integration: {type: mock}}}}}"
NO_BODY = "DefinitionBody: {info: {}}"
POOL = "Auth: {Authorizers: {Pool: {UserPoolArn: arn}}}"
BOOK = "Models: {Book: {type: object}}"

API = "Resources:\n  Api:\n    Type: AWS::Serverless::Api\n    Properties:\n"
STAGE = "StageName: v1"
FUNCTION = "  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Events:\n"


def said(text: str, word: str, sentence: str, hint: str | None) -> None:
    """The message about a text stands at the last place of a word; an opening brace has one caret."""
    lines = text.split("\n")
    number = max(index for index, line in enumerate(lines) if word in line)
    excerpt = lines[number]
    carets = 1 if word.startswith("{") else len(word)
    assert message(text) == shown(number + 1, excerpt.rindex(word) + 1, sentence, excerpt, carets, hint)


def inline(what: str) -> str:
    return f"put the OpenAPI document itself under `DefinitionBody`, or {what} into its file"


# the properties of the Api, the word at fault, the sentence, the hint
APIS = [
    ([STAGE, BODY, "DefinitionUri: api.txt"], "DefinitionUri", "Specify either 'DefinitionUri' or 'DefinitionBody' property and not both.", None),
    ([STAGE, "OpenApiVersion: 4.0.0"], "4.0.0", "The OpenApiVersion value must be of the format '3.0.0'.", None),
    ([STAGE, "OpenApiVersion: 3.0.11"], "3.0.11", "The OpenApiVersion value must be of the format '3.0.0'.", None),
    ([STAGE, "OpenApiVersion: 3.x"], "3.x", "The OpenApiVersion value must be of the format '3.0.0'.", None),
    ([STAGE, "DefinitionUri: {Bucket: a}"], "{Bucket", "the definition is in S3, but only local files are read", "write `DefinitionUri: <path>`"),
    ([STAGE, NO_BODY, "Auth: {ApiKeyRequired: true}"], "{ApiKey", "Unable to add Auth configuration because 'DefinitionBody' does not contain a valid Swagger definition.", inline("the security schemes")),
    ([STAGE, NO_BODY, "GatewayResponses: {DEFAULT_4XX: {}}"], "{DEFAULT", "Unable to add GatewayResponses configuration because 'DefinitionBody' does not contain a valid Swagger definition.", inline("the gateway responses")),
    ([STAGE, NO_BODY, BOOK], "{Book", "Unable to add Models configuration because 'DefinitionBody' does not contain a valid Swagger definition.", inline("the models")),
    ([STAGE, "DefinitionUri: a", "Auth: {ApiKeyRequired: true}"], "{ApiKey", "Auth works only with inline Swagger specified in 'DefinitionBody' property.", inline("the security schemes")),
    ([STAGE, "DefinitionUri: a", "GatewayResponses: {DEFAULT_4XX: {}}"], "{DEFAULT", "GatewayResponses works only with inline Swagger specified in 'DefinitionBody' property.", inline("the gateway responses")),
    ([STAGE, "DefinitionUri: a", BOOK], "{Book", "Models works only with inline Swagger specified in 'DefinitionBody' property.", inline("the models")),
    ([STAGE, "GatewayResponses: {DEFAULT_4XX: {Status: 1}}"], "Status", "Invalid property 'Status' in 'GatewayResponses'", "did you mean `StatusCode`?"),
    ([STAGE, "GatewayResponses: {DEFAULT_4XX: {ResponseParameters: {Header: {a: b}}}}"], "Header", "Invalid gateway response parameter 'Header'", "did you mean `Headers`?"),
    ([STAGE, "Models: {Book: {}}"], "{}", "'Models' schema is missing 'type'.", "write `type: object`"),
    ([STAGE, "Models: {Book: {type: ''}}"], "{type", "'Models' schema is missing 'type'.", "write `type: object`"),
    ([STAGE, "Auth: {UsagePlan: {Description: a}}"], "{Description", "'CreateUsagePlan' is a required field for UsagePlan.", "write SHARED, PER_API or NONE"),
    ([STAGE, "Auth: {UsagePlan: {CreateUsagePlan: NONE, Qota: a}}"], "Qota", "Invalid property for 'UsagePlan': `Qota`", "did you mean `Quota`?"),
    ([STAGE, "Auth: {UsagePlan: {CreateUsagePlan: PER_AP}}"], "PER_AP", "'CreateUsagePlan' accepts one of ['SHARED', 'PER_API', 'NONE'].", "did you mean `PER_API`?"),
    ([STAGE, "Auth: {UsagePlan: {CreateUsagePlan: 1}}"], "1", "'CreateUsagePlan' accepts one of ['SHARED', 'PER_API', 'NONE'].", "known here: SHARED, PER_API, NONE"),
    ([STAGE, "Auth: {Authorizers: {A: {FunctionPayloadType: REQUEST, FunctionArn: arn}}}"], "{FunctionPayloadType", "A Authorizer must specify Identity with at least one of Headers, QueryStrings, StageVariables, or Context.", "without one, write `ReauthorizeEvery: 0`"),
    ([STAGE, "Auth: {Authorizers: {A: {FunctionPayloadType: REQUEST, FunctionArn: arn, Identity: {ReauthorizeEvery: 1}}}}"], "{ReauthorizeEvery", "A Authorizer must specify Identity with at least one of Headers, QueryStrings, StageVariables, or Context.", "without one, write `ReauthorizeEvery: 0`"),
    (["Name: shop"], "N", "the resource `Api` has no `StageName`", None),
]  # fmt: skip


@pytest.mark.parametrize(("properties", "word", "sentence", "hint"), APIS, ids=[row[0][-1] for row in APIS])
def test_an_api_that_sam_refuses(properties: list[str], word: str, sentence: str, hint: str | None) -> None:
    said(API + "".join(f"      {one}\n" for one in properties), word, sentence, hint)


OVERRIDE = "Must define one of: Authorizer, ApiKeyRequired or ResourcePolicy when using the OverrideApiAuth property."
PARAMETER_HINT = "write `method.request.` and header.{name}, querystring.{name} or path.{name}"

# what the Api has, what the event has besides its API, the word at fault, the sentence, the hint
EVENTS = [
    ("", "Path: /a, Method: get, Auth: {ApiKeyRequired: false}", "ApiKeyRequired", "Unable to set ApiKeyRequired [False] on API method GET /a because the related API does not specify any ApiKeyRequired.", "leave it out: the API asks for no key"),
    ("", "Path: /a, Method: get, Auth: {AuthorizationScopes: [a]}", "AuthorizationScopes", "AuthorizationScopes works only when Authorizer is set", None),
    ("", "Path: /a, Method: get, Auth: {Authorizer: Pool}", "Pool", "Unable to set Authorizer [Pool] on API method GET /a because the related API does not define any Authorizers.", None),
    ("", "Path: /a, Method: get, Auth: {Authorizer: NONE}", "NONE", "Unable to set Authorizer on API method GET /a because 'NONE' is only a valid value when a DefaultAuthorizer on the API is specified.", "leave it out: the API has no authorizer by default"),
    (POOL, "Path: /a, Method: get, Auth: {Authorizer: Pol}", "Pol", "Unable to set Authorizer [Pol] on API method GET /a because it wasn't defined in the API's Authorizers.", "did you mean `Pool`?"),
    (BODY, "Path: /a, Method: get, Auth: {OverrideApiAuth: true}", "{OverrideApiAuth", OVERRIDE, None),
    (BODY, "Path: /a, Method: post, Auth: {OverrideApiAuth: true, ApiKeyRequired: true}", "Path", "the DefinitionBody has no method POST /a", None),
    (BODY, "Path: /b, Method: get, Auth: {OverrideApiAuth: true, ResourcePolicy: {IpRangeWhitelist: [a]}}", "Path", "the DefinitionBody has no method GET /b", None),
    ("", "Path: /a, Method: get, RequestModel: {Model: Book}", "Book", "the API has no model `Book`", "define it under the API's `Models`"),
    ("", "Path: /a, Method: get, RequestModel: {ValidateBody: true}, Auth: {ApiKeyRequired: false}", "ApiKeyRequired", "Unable to set ApiKeyRequired [False] on API method GET /a because the related API does not specify any ApiKeyRequired.", "leave it out: the API asks for no key"),
    (BOOK, "Path: /a, Method: get, RequestModel: {Model: Bok}", "Bok", "the API has no model `Bok`", "did you mean `Book`?"),
    (BOOK, "Path: /a, Method: get, RequestModel: {Model: Book, ValidateBody: 'true'}", "'true'", "`ValidateBody` must be true or false, but this is the text 'true'", None),
    (BOOK, "Path: /a, Method: get, RequestModel: {Model: Book, ValidateParameters: 'false'}", "'false'", "`ValidateParameters` must be true or false, but this is the text 'false'", None),
    ("", "Path: /a, Method: get, RequestParameters: [method.request.body.a]", "method.request.body.a", "`method.request.body.a` is not a parameter of a request", PARAMETER_HINT),
    ("", "Path: /a, Method: get, RequestParameters: [method.request.headers.a]", "method.request.headers.a", "`method.request.headers.a` is not a parameter of a request", PARAMETER_HINT),
    ("", "Path: /a, Method: get, RequestParameters: [method.request.header.a: {Requird: true}]", "Requird", "a parameter of a request has no key `Requird`", "did you mean `Required`?"),
    ("", "Path: /a, Method: get, RequestParameters: [method.request.header.a: {Cachin: true}]", "Cachin", "a parameter of a request has no key `Cachin`", "did you mean `Caching`?"),
    ("", "Method: get", "{RestApiId", "an Api event has no `Path`", None),
    ("", "Path: /a", "{RestApiId", "an Api event has no `Method`", None),
    ("", "Path: !Ref AWS::Region, Method: get", "Path", "Property 'Path' should be a string.", "write the value itself"),
    ("", "Path: /a, Method: !Ref AWS::Region", "Method", "Property 'Method' should be a string.", "write the value itself"),
    ("", "Path: abc, Method: get", "abc", "the path 'abc' does not begin with `/`", None),
    ("", "Path: /a, Method: gett", "gett", "`gett` is not an HTTP method", "did you mean `GET`?"),
    ("", "Path: /a, Method: get, TimeoutInMillis: 49", "49", "Timeout should be between 50 ms and 29000 ms", None),
]  # fmt: skip


@pytest.mark.parametrize(("more", "event", "word", "sentence", "hint"), EVENTS, ids=[f"{r[0]} {r[1]}" for r in EVENTS])
def test_an_event_that_sam_refuses(more: str, event: str, word: str, sentence: str, hint: str | None) -> None:
    properties = "".join(f"      {one}\n" for one in (STAGE, more) if one)
    said(f"{API}{properties}{FUNCTION}        E: {{Type: Api, Properties: {{RestApiId: !Ref Api, {event}}}}}\n", word, sentence, hint)  # fmt: skip


TWICE = "{Type: Api, Properties: {RestApiId: !Ref Api, Path: /a, Method: %s}}"


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        ("{Properties: {Path: /, Method: get}}", "an event has no `Type`"),
        ("{Type: Api}", "an Api event has no `Properties`"),
        (TWICE % "GET", "the method GET /a is defined twice"),
    ],
)
def test_a_second_event_that_sam_refuses(event: str, sentence: str) -> None:
    text = f"{API}      {STAGE}\n{FUNCTION}        A: {TWICE % 'get'}\n        B: {event}\n"
    assert message(text).split("\n")[0] == f"api.yaml:11:12: {sentence}"
