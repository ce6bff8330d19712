"""What an import of an OpenAPI document refuses or drops, as whole messages."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

import pytest

from tests.definitions.definitions import loaded, message, only_finding, told

MOCK = "x-amazon-apigateway-integration: {type: mock}"
VERSIONS = "use OpenAPI 3.0 or 3.1, or Swagger 2.0"
HTTP_API = "HTTP APIs (version 2) have no mapping templates"
HTTP_API_HINT = "a REST API has them: `type: REST` in the console, AWS::ApiGateway::RestApi, AWS::Serverless::Api"
NO_COMPONENTS = "leads nowhere: `components` does not exist"


def document(more: str = "", operation: str = "", head: str = "openapi: 3.0.1") -> str:
    """A document with one operation; `more` stands behind it, `operation` in it."""
    return f"{head}\npaths: {{/a: {{get: {{{MOCK}{operation}}}}}}}\n{more}\n"


# the document, with the place at fault between two `^`, the sentence, the hint
REFUSED = [
    *(
        (document(head=f"{key}: ^{version}^"), f"version {version.strip(chr(39))!r} cannot be imported", VERSIONS)
        for key, version in (("openapi", "3.2.0"), ("openapi", "4.0.0"), ("openapi", "'30.1'"), ("openapi", "''"), ("swagger", "'2.1'"), ("swagger", "'2.00'"), ("swagger", "'12.0'"), ("swagger", "'1.2'"))
    ),
    (document("^x-amazon-apigateway-cors^: {}"), HTTP_API, HTTP_API_HINT),
    (document("^x-amazon-apigateway-importexport-version^: '1.0'"), HTTP_API, HTTP_API_HINT),
    (document("components: {schemas: {A: {$ref: ^'#/paths/x'^}}}"), "the reference '#/paths/x' does not lead to a schema", "write a reference such as #/components/schemas/Order"),
    (document("components: {schemas: {A: {$ref: ^x.json^}}}"), "the reference 'x.json' leads out of the definition", "only `#/...` references are followed"),
    (document("", ", x-amazon-apigateway-request-validator: ^all^"), "the API has no request validator `all`", "define it under x-amazon-apigateway-request-validators"),
    (document("x-amazon-apigateway-request-validators: {alle: {}}", ", x-amazon-apigateway-request-validator: ^all^"), "the API has no request validator `all`", "did you mean `alle`?"),
    (document("", ", parameters: [^{^in: query}]"), "a parameter has no `name`", None),
    (document("", ", parameters: [^{^name: a}]"), "a parameter has no `in`", None),
    (document("components: {securitySchemes: {A: ^{^name: x-api-key}}}"), "a security scheme has no `type`", None),
    ("openapi: 3.0.1\npaths: {/a: {get: ^{^}}}\n", "No integration defined for method: GET /a", "the operation needs an `x-amazon-apigateway-integration`"),
    ("^o^penapi: 3.0.1\n", "the document has no `paths`", None),
    (document("", ", requestBody: {$ref: ^'#/components/requestBodies/a'^}"), f"the reference '#/components/requestBodies/a' {NO_COMPONENTS}", "known here: openapi, paths"),
    (document("", ", responses: {200: {$ref: ^'#/components/responses/a'^}}"), f"the reference '#/components/responses/a' {NO_COMPONENTS}", "known here: openapi, paths"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "sentence", "hint"), REFUSED)
def test_a_document_that_is_refused(marked: str, sentence: str, hint: str | None) -> None:
    text, expected = told(marked, sentence, hint)
    assert message(text) == expected


def test_versions_that_are_imported() -> None:
    for head in (
        "openapi: 3.0.0",
        "openapi: 3.0.4",
        "openapi: 3.1.0",
        "openapi: '3.1'",
        "swagger: '2.0'",
        "swagger: 2",
    ):
        assert len(loaded(document(head=head)).methods) == 1


SERVERS = "begin each server with `-`: `servers: [{url: https://example.com/base}]`"
VARIABLES = "write `variables: {basePath: {default: /base}}`"
DROPS = ": the import drops it"

# the document, with the place of the finding between two `^`, its rule, sentence and hint
DROPPED = [
    (document("servers: ^{^url: a}"), "API472", f"`servers` must be a list, but this is a mapping{DROPS}", SERVERS),
    (document("servers: [^a^]"), "API472", f"a server must be a mapping, but this is text{DROPS}", SERVERS),
    (document("servers: [^{^description: a}]"), "API472", f"a server has no `url`{DROPS}", None),
    (document("servers: [{url: 'https://a/{b}', variables: ^[^a]}]"), "API472", f"`variables` must be a mapping, but this is a list{DROPS}", VARIABLES),
    (document("servers: [{url: 'https://a/{b}', variables: {b: ^c^}}]"), "API472", f"a server variable must be a mapping, but this is text{DROPS}", VARIABLES),
    (document("components: {schemas: {Order: {$ref: ^'#/components/schemas/Ordr'^}}}"), "API473", "Reference to model 'Ordr' not found. Ignoring.", "did you mean `Order`?"),
    (document("components: {securitySchemes: {Key: {type: apiKey, name: x-api-key, in: header}}}", ", security: [{^Kei^: []}]"), "API471", "the API has no security scheme `Kei`: nobody is asked for it", "did you mean `Key`?"),
    (document("x-amazon-apigateway-request-validators: {all: {x-a: 1, ^validateRequestBdy^: true}}"), "API471", f"a request validator has no key `validateRequestBdy`{DROPS}", "did you mean `validateRequestBody`?"),
    (f"openapi: 3.0.1\npaths: {{/a: {{get: {{{MOCK}}}, ^gett^: {{}}}}}}\n", "API471", f"a path has no key `gett`{DROPS}", "did you mean `get`?"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "rule", "sentence", "hint"), DROPPED)
def test_what_an_import_drops(marked: str, rule: str, sentence: str, hint: str | None) -> None:
    assert only_finding(marked) == (rule, sentence, hint)


def test_a_security_requirement_of_sam_for_a_public_method() -> None:
    assert loaded(document(operation=", security: [{NONE: []}]")).findings == ()


# The keys that the documentation of the extensions lists

AUTHORIZER_KEYS = {
    "authType": "cognito_user_pools",
    "authorizerCredentials": "arn:aws:iam::123456789012:role/r",
    "authorizerPayloadFormatVersion": "'1.0'",
    "authorizerResultTtlInSeconds": "60",
    "authorizerUri": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f/invocations",
    "enableSimpleResponses": "false",
    "identitySource": "method.request.header.A",
    "identityValidationExpression": "'[a-z]+'",
    "jwtConfiguration": "{audience: [a]}",
    "name": "a",
    "providerARNs": "[a]",
}


def test_keys_of_an_authorizer() -> None:
    keys = "".join(f", {key}: {value}" for key, value in AUTHORIZER_KEYS.items())
    scheme = f"{{type: apiKey, name: A, in: header, x-amazon-apigateway-authorizer: {{type: request{keys}}}}}"
    assert loaded(document(f"components: {{securitySchemes: {{A: {scheme}}}}}")).findings == ()


INTEGRATION_KEYS = {
    "cacheKeyParameters": "[a]",
    "cacheNamespace": "a",
    "connectionId": "a",
    "connectionType": "INTERNET",
    "contentHandling": "CONVERT_TO_TEXT",
    "credentials": "arn:aws:iam::123456789012:role/r",
    "httpMethod": "GET",
    "integrationTarget": "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/a/b",
    "passthroughBehavior": "never",
    "payloadFormatVersion": "'1.0'",
    "requestParameters": "{}",
    "requestTemplates": "{}",
    "responseTransferMode": "BUFFERED",
    "responses": "{}",
    "timeoutInMillis": "1000",
    "tlsConfig": "{insecureSkipVerification: true}",
    "uri": "https://example.com/",
}


def test_keys_of_an_integration() -> None:
    keys = "".join(f", {key}: {value}" for key, value in INTEGRATION_KEYS.items())
    assert loaded(document().replace("type: mock", f"type: http{keys}")).findings == ()


@pytest.mark.parametrize("written", ["integrationSubtype: ^SQS-SendMessage^", "payloadFormatVersion: ^'2.0'^"])
def test_an_integration_of_an_http_api(written: str) -> None:
    text, expected = told(document().replace("type: mock", f"type: mock, {written}"), HTTP_API, HTTP_API_HINT)
    assert message(text) == expected


@pytest.mark.parametrize("key", ["CacheKeyParameters", "CacheNamespace", "ConnectionId", "Credentials"])
def test_a_parameter_without_a_value_for_what_decides_nothing(key: str) -> None:
    value = "[!Ref P]" if key == "CacheKeyParameters" else "!Ref P"
    resource = f"HttpMethod: GET, ResourceId: !GetAtt A.RootResourceId, Integration: {{Type: MOCK, {key}: {value}}}"
    api = loaded(f"""\
        Parameters: {{P: {{Type: String}}}}
        Resources:
          A: {{Type: AWS::ApiGateway::RestApi}}
          M: {{Type: AWS::ApiGateway::Method, Properties: {{RestApiId: !Ref A, {resource}}}}}
        """)  # fmt: skip
    assert len(api.methods) == 1


# Models: the schema of the only model, with the place at fault between two `^`, the sentence, the hint
MODELS = [
    ("allOf: ^[^]", "`allOf` has no schemas", None),
    ("allOf: ^{^}", "`allOf` must be a list of schemas, but this is a mapping", None),
    ("allOf: [^1^]", "`allOf` must be a schema, which is a mapping, but this is the number 1", None),
    ("enum: ^[^]", "`enum` is empty: no value is valid", None),
    ("enum: ^1^", "`enum` must be a list of values, but this is the number 1", None),
    ("required: [^1^]", "`required` must contain only names, but this is the number 1", None),
    ("required: ^true^", "`required` must be a list of names, but this is the boolean true", "list the required properties in the object: `required: [id, name]`"),
    ("type: ^null^", "`type` must be the name of a type, but this is empty", 'put it in quotes: "null"'),
    ("type: [^1^]", "`type` must be the name of a type, but this is the number 1", None),
    ("type: [^strin^]", "JSON has no type `strin`", "did you mean `string`?"),
    ("type: ^strin^", "JSON has no type `strin`", "did you mean `string`?"),
    ("pattern: ^1^", "`pattern` must be text, but this is the number 1", None),
    ("minimum: ^a^", "`minimum` must be a number, but this is the text 'a'", None),
    ("multipleOf: ^0^", "`multipleOf` must be a number above 0, but this is the number 0", None),
    ("maxLength: ^-1^", "`maxLength` must be a whole number from 0 on, but this is the number -1", None),
    ("maxLength: ^1.5^", "`maxLength` must be a whole number from 0 on, but this is the number 1.5", None),
    ("uniqueItems: ^1^", "`uniqueItems` must be true or false, but this is the number 1", None),
    ("exclusiveMinimum: ^a^", "`exclusiveMinimum` must be true, false or a number, but this is the text 'a'", None),
    ("items: ^1^", "`items` must be a schema or a list of schemas, but this is the number 1", None),
    ("additionalItems: ^1^", "`additionalItems` must be true, false or a schema, but this is the number 1", None),
    ("properties: ^[^]", "`properties` must be a mapping of names to schemas, but this is a list", None),
    ("properties: {a: ^1^}", "`a` must be a schema, which is a mapping, but this is the number 1", None),
    ("dependencies: ^1^", "`dependencies` must be a mapping of names to schemas or to lists of names, but this is the number 1", None),
    ("dependencies: {a: [^1^]}", "`a` must contain only names, but this is the number 1", None),
    ("dependencies: {a: {type: ^1^}}", "`type` must be the name of a type, but this is the number 1", None),
    ("not: ^1^", "`not` must be a schema, which is a mapping, but this is the number 1", None),
    ("definitions: ^1^", "`definitions` must be a mapping of names to schemas, but this is the number 1", None),
]  # fmt: skip

BODY = ", requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}"


@pytest.mark.parametrize(("schema", "sentence", "hint"), MODELS, ids=[row[0] for row in MODELS])
def test_a_model_that_is_refused(schema: str, sentence: str, hint: str | None) -> None:
    validators = (
        "x-amazon-apigateway-request-validators: {all: {validateRequestBody: true}}\n"
        "x-amazon-apigateway-request-validator: all\n"
    )
    text, expected = told(document(f"{validators}components: {{schemas: {{A: {{{schema}}}}}}}", BODY), sentence, hint)
    assert message(text) == expected
