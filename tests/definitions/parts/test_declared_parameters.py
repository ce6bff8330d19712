"""What an integration refers to must be declared by its method, as the service wants it when a definition is put."""

from __future__ import annotations

import pytest

from tests.definitions.definitions import loaded, message

PUT = "type: http, httpMethod: GET, uri: 'https://x/{a}'"


def document(says: str, *, shared: str = "[]", version: str = "openapi: 3.0.1") -> str:
    return f"{version}\npaths:\n  /orders/{{id}}:\n    parameters: {shared}\n    get: {{{says}}}\n"


def openapi(mapping: str, parameters: str = "[]", **more: str) -> str:
    return document(
        f"parameters: {parameters}, x-amazon-apigateway-integration: {{{PUT}, requestParameters: {{{mapping}}}}}",
        **more,
    )


def answering(responses: str, mapped: str = "method.response.header.ETag: context.stage", **more: str) -> str:
    response = f"{{statusCode: 200, responseParameters: {{{mapped}}}}}"
    return document(
        f"responses: {responses}, x-amazon-apigateway-integration: {{type: mock, responses: {{default: {response}}}}}",
        **more,
    )


def template(says: str, integration: str) -> str:
    return f"""\
Resources:
  Api: {{Type: AWS::ApiGateway::RestApi}}
  Get:
    Type: AWS::ApiGateway::Method
    Properties:
      {{RestApiId: !Ref Api, HttpMethod: GET, ResourceId: !GetAtt Api.RootResourceId, {says},
       Integration: {{{integration}}}}}
"""


CLOUDFORMATION_PUT = (
    "Type: HTTP, IntegrationHttpMethod: GET, Uri: 'https://x', RequestParameters: "
    "{integration.request.header.A: method.request.%s}"
)
CLOUDFORMATION_ANSWER = (
    "Type: MOCK, IntegrationResponses: [{StatusCode: 200, ResponseParameters: {method.response.header.ETag: \"'a'\"}}]"
)

ID = "{name: id, in: path, required: true, schema: {type: string}}"

DECLARED = {
    "by the operation": openapi("integration.request.path.a: method.request.path.id", f"[{ID}]"),
    "by the path": openapi("integration.request.path.a: method.request.path.id", shared=f"[{ID}]"),
    "by the import, which declares the parameters of a path": openapi(
        "integration.request.path.a: method.request.path.id"
    ),
    "elsewhere: the service checks the name, not the place": openapi(
        "integration.request.path.a: method.request.path.a", "[{name: a, in: query}]"
    ),
    "once, and mapped with all values": openapi(
        "integration.request.querystring.a: method.request.multivaluequerystring.a",
        "[{name: a, in: query, schema: {type: array}}]",
    ),
    "a header in another case": openapi(
        "integration.request.header.a: method.request.header.x-a", "[{name: X-A, in: header, schema: {type: string}}]"
    ),
    "nothing of the request but its body": openapi("integration.request.header.a: method.request.body.a"),
    "a header of the response": answering("{'200': {headers: {ETag: {schema: {type: string}}}}}"),
    "by a CloudFormation method": template(
        "RequestParameters: {method.request.header.A: false}", CLOUDFORMATION_PUT % "header.A"
    ),
    "a parameter that only the stack knows": template("OperationName: a", CLOUDFORMATION_PUT % "body.a"),
    "by a CloudFormation method's response": template(
        "MethodResponses: [{StatusCode: 200, ResponseParameters: {method.response.header.ETag: true}}]",
        CLOUDFORMATION_ANSWER,
    ),
}


@pytest.mark.parametrize("text", DECLARED.values(), ids=DECLARED)
def test_what_is_declared_may_be_mapped(text: str) -> None:
    assert len(loaded(text).methods) == 1


HEADERS = "headers: {ETag: {schema: {type: string}}}"

UNDECLARED = {
    "a parameter of the path": (
        openapi("integration.request.path.a: method.request.path.key"),
        "method.request.path.key",
        "declare it in the operation's `parameters`: `{name: key, in: path, required: true, schema: {type: string}}`",
    ),
    "a parameter of the path of a CloudFormation method": (
        template("OperationName: a", CLOUDFORMATION_PUT % "path.id"),
        "method.request.path.id",
        "declare it in the method's `RequestParameters`: `method.request.path.id: true`",
    ),
    "a query string parameter in Swagger": (
        openapi("integration.request.header.a: method.request.multivaluequerystring.b", version="swagger: '2.0'"),
        "method.request.multivaluequerystring.b",
        "declare it in the operation's `parameters`: `{name: b, in: query, type: string}`",
    ),
    "a header of a response": (
        answering("{'200': {}}"),
        "method.response.header.ETag",
        f'declare it in the operation\'s `responses`, under "200": `{HEADERS}`',
    ),
    "a header of no response": (
        answering("{default: {headers: {ETag: {}}}}"),
        "method.response.header.ETag",
        f'the method has no response 200; declare it in the operation\'s `responses`, under "200": `{HEADERS}`',
    ),
    "a header in Swagger": (
        answering("{'200': {}}", version="swagger: '2.0'"),
        "method.response.header.ETag",
        'declare it in the operation\'s `responses`, under "200": `headers: {ETag: {type: string}}`',
    ),
    "a parameter of a CloudFormation method": (
        template("RequestParameters: {method.request.header.B: false}", CLOUDFORMATION_PUT % "querystring.A"),
        "method.request.querystring.A",
        "declare it in the method's `RequestParameters`: `method.request.querystring.A: false`",
    ),
    "a header of a CloudFormation method": (
        template("MethodResponses: [{StatusCode: 200}]", CLOUDFORMATION_ANSWER),
        "method.response.header.ETag",
        "declare it in the `MethodResponses`, for StatusCode 200: "
        "`ResponseParameters: {method.response.header.ETag: false}`",
    ),
}


@pytest.mark.parametrize(("text", "name", "hint"), UNDECLARED.values(), ids=UNDECLARED)
def test_what_is_not_declared_is_refused(text: str, name: str, hint: str) -> None:
    lines = text.split("\n")
    (number,) = [number for number, line in enumerate(lines) if name in line]
    line = lines[number]
    column = line.index(name)
    gutter = f"{number + 1} | "
    cut = max(0, column - 80)
    shown = line[cut : max(column + len(name), cut + 160)]
    refused = f"Invalid mapping expression parameter specified: {name}"
    if "the method has no response" in hint:  # published 13
        refused = "No method response exists for method."
    assert message(text) == "\n".join(
        [
            f"api.yaml:{number + 1}:{column + 1}: {refused}",
            gutter + shown,
            " " * (len(gutter) + column - cut) + "^" * len(name),
            f"hint: {hint}",
        ]
    )
