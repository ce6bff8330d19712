"""OpenAPI 3 and Swagger 2.0 to records: what of a document becomes what, in YAML and in JSON."""

from __future__ import annotations

import json

import pytest

from tests.definitions.definitions import integration, loaded, only_method, operation
from vtlharness.definitions.openapi import BasePath
from vtlharness.documents.yaml.values import YamlText
from vtlharness.gateway.model import (
    GatewayResponse,
    Integration,
    IntegrationResponse,
    Method,
    MethodResponse,
    RequestValidator,
    Stage,
)
from vtlharness.source import Source

FULL = """\
openapi: 3.0.3
info: {title: orders, version: '1'}
servers: [{url: https://orders.example.com/shop/v1}]
x-amazon-apigateway-binary-media-types: [image/png, '*/*']
x-amazon-apigateway-minimum-compression-size: 512
x-amazon-apigateway-request-validator: parameters
x-amazon-apigateway-request-validators:
  parameters: {validateRequestParameters: true, validateRequestBody: false}
  body: {validateRequestBody: true}
x-amazon-apigateway-gateway-responses:
  DEFAULT_4XX:
    statusCode: 418
    responseParameters: {gatewayresponse.header.X-A: "'a'"}
    responseTemplates: {application/json: "{}"}
  UNAUTHORIZED: {}
paths:
  /orders/{id}:
    parameters:
      - {$ref: '#/components/parameters/Id'}
      - {name: page, in: query}
    post:
      operationId: write
      security: [{key: []}, {users: []}]
      x-amazon-apigateway-request-validator: body
      parameters:
        - {name: page, in: query, required: true}
        - {name: X-A, in: header, required: false}
        - {name: session, in: cookie, required: true}
      requestBody: {$ref: '#/components/requestBodies/Order'}
      responses:
        '201':
          headers: {Location: {schema: {type: string}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
        default: {description: not imported}
      x-amazon-apigateway-integration:
        type: AWS
        httpMethod: post
        uri: arn:aws:apigateway:us-east-1:dynamodb:action/PutItem
        credentials: arn:aws:iam::123456789012:role/api
        connectionType: INTERNET
        timeoutInMillis: 5000
        passthroughBehavior: when_no_templates
        contentHandling: CONVERT_TO_TEXT
        cacheNamespace: orders
        cacheKeyParameters: [method.request.path.id]
        requestParameters:
          integration.request.header.X-A: method.request.header.X-A
          integration.request.querystring.stage: context.stage
        requestTemplates:
          application/json: "$input.body"
          text/plain: ''
          text/html: null
        responses:
          default:
            statusCode: 201
            contentHandling: CONVERT_TO_BINARY
            responseParameters: {method.response.header.Location: integration.response.body.id}
            responseTemplates: {application/json: "{}"}
          4\\d{2}: {statusCode: '400'}
    x-amazon-apigateway-any-method:
      x-amazon-apigateway-auth: {type: none}
      x-amazon-apigateway-integration: {type: mock}
components:
  parameters: {Id: {name: id, in: path, required: true}}
  requestBodies:
    Order: {content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
  securitySchemes:
    key: {type: apiKey, name: x-api-key, in: header}
    users: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: cognito_user_pools}
  schemas:
    Order: {type: object, properties: {lines: {type: array, items: {$ref: '#/components/schemas/Line'}}}}
    Line: {type: object, properties: {order: {$ref: '#/components/schemas/Order'}}}
"""

WRITE = Method(
    http_method="POST",
    resource_path="/orders/{id}",
    integration=Integration(
        type="AWS",
        http_method="POST",
        uri="arn:aws:apigateway:us-east-1:dynamodb:action/PutItem",
        request_parameters={
            "integration.request.header.X-A": "method.request.header.X-A",
            "integration.request.querystring.stage": "context.stage",
        },
        request_templates={
            "application/json": Source("$input.body", "a.json POST /orders/{id} application/json"),
            "text/plain": Source("", "a.json POST /orders/{id} text/plain"),
            "text/html": Source("", "a.json POST /orders/{id} text/html"),
        },
        passthrough_behavior="WHEN_NO_TEMPLATES",
        content_handling="CONVERT_TO_TEXT",
        timeout_in_millis=5000,
        connection_type="INTERNET",
        credentials="arn:aws:iam::123456789012:role/api",
        cache_namespace="orders",
        cache_key_parameters=("method.request.path.id",),
        integration_responses=(
            IntegrationResponse(
                status_code="201",
                selection_pattern=None,
                response_parameters={"method.response.header.Location": "integration.response.body.id"},
                response_templates={
                    "application/json": Source("{}", "a.json POST /orders/{id} default application/json")
                },
                content_handling="CONVERT_TO_BINARY",
            ),
            IntegrationResponse(status_code="400", selection_pattern=r"4\d{2}"),
        ),
    ),
    request_parameters={
        "method.request.path.id": True,
        "method.request.querystring.page": True,
        "method.request.header.X-A": False,
    },
    request_models={"application/json": "Order"},
    request_validator=RequestValidator(validate_request_body=True, name="body"),
    method_responses=(
        MethodResponse("201", {"method.response.header.Location": False}, {"application/json": "Order"}),
    ),
    api_key_required=True,
    authorization_type="COGNITO_USER_POOLS",
    operation_name="write",
)


def as_json(text: str) -> str:
    return json.dumps(YamlText(Source(text)).value)


def test_a_whole_document() -> None:
    api = loaded(as_json(FULL), "a.json")
    write, every = api.methods
    assert write == WRITE
    assert (every.http_method, every.authorization_type, every.api_key_required) == ("ANY", "NONE", False)
    assert every.request_parameters == {"method.request.path.id": True, "method.request.querystring.page": False}
    assert every.request_validator == RequestValidator(validate_request_parameters=True, name="parameters")
    assert (api.name, api.binary_media_types, api.minimum_compression_size) == ("orders", ("image/png", "*/*"), 512)
    assert api.models == {
        "Order": {
            "type": "object",
            "properties": {"lines": {"type": "array", "items": {"$ref": "#/definitions/Line"}}},
        },
        "Line": {"type": "object", "properties": {"order": {"$ref": "#/definitions/Order"}}},
    }
    assert api.gateway_responses == {
        "DEFAULT_4XX": GatewayResponse(
            "DEFAULT_4XX",
            "418",
            {"gatewayresponse.header.X-A": "'a'"},
            {"application/json": Source("{}", "a.json DEFAULT_4XX application/json")},
        ),
        "UNAUTHORIZED": GatewayResponse("UNAUTHORIZED"),
    }
    assert api.stage == Stage()


def test_swagger_says_the_same_in_other_places() -> None:
    method = only_method(
        """\
        swagger: 2.0
        info: {title: orders}
        consumes: [application/json, text/json]
        produces: [text/plain]
        paths:
          /orders:
            put:
              parameters:
                - {name: body, in: body, required: true, schema: {$ref: '#/definitions/Order'}}
                - {$ref: '#/parameters/page'}
              responses:
                200: {headers: {ETag: {type: string}}, schema: {$ref: '#/definitions/Order'}}
                400: {$ref: '#/responses/bad'}
              security: [{sigv4: []}]
              x-amazon-apigateway-integration: {type: mock}
        parameters: {page: {name: page, in: query, type: string}}
        responses: {bad: {description: bad}}
        definitions: {Order: {type: object}}
        securityDefinitions:
          sigv4: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4}
        """
    )
    assert method == Method(
        http_method="PUT",
        resource_path="/orders",
        integration=Integration("MOCK"),
        request_parameters={"method.request.querystring.page": False},
        request_models={"application/json": "Order", "text/json": "Order"},
        method_responses=(
            MethodResponse("200", {"method.response.header.ETag": False}, {"text/plain": "Order"}),
            MethodResponse("400"),
        ),
        authorization_type="AWS_IAM",
    )


def test_a_schema_in_place_becomes_a_model_of_the_method() -> None:
    text = operation(
        """\
        requestBody: {content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/A'}}}}}
        x-amazon-apigateway-integration: {type: mock}
        """,
        "components: {schemas: {A: {type: object}, GetOrdersRequest: {}}}\n",
    )
    api = loaded(text)
    assert api.methods[0].request_models == {"application/json": "GetOrdersRequest2"}
    assert api.models["GetOrdersRequest2"] == {"type": "array", "items": {"$ref": "#/definitions/A"}}


@pytest.mark.parametrize(
    ("base_path", "path"),
    [("ignore", "/orders"), ("prepend", "/shop/v1/orders"), ("split", "/v1/orders")],
)
def test_the_base_path_becomes_what_an_import_makes_of_it(base_path: BasePath, path: str) -> None:
    paths = "paths: {/orders: {get: {x-amazon-apigateway-integration: {type: mock}}}}\n"
    swagger = f"swagger: '2.0'\nbasePath: /shop/v1\n{paths}"
    servers = "openapi: 3.0.1\nservers:\n- url: 'https://a.example/{base}'\n  variables: {base: {default: /shop/v1}}\n"
    for text in (swagger, servers + paths):
        assert loaded(text, base_path=base_path).methods[0].resource_path == path


@pytest.mark.parametrize(
    "address",
    [
        "swagger: '2.0'\nhost: a1b2.execute-api.eu-west-1.amazonaws.com\nbasePath: /prod\n",
        "openapi: 3.0.1\nservers:\n- url: https://a1b2.execute-api.eu-west-1.amazonaws.com/{basePath}\n"
        "  variables: {basePath: {default: /prod}}\n",
    ],
)
def test_an_export_tells_its_api_and_its_stage(address: str) -> None:
    api = loaded(f"{address}paths: {{}}\n")
    assert (api.id, api.stage) == ("a1b2", Stage("prod"))
    assert loaded(f"{address}paths: {{}}\n", stage="test").stage == Stage("test")


@pytest.mark.parametrize(
    ("written", "path"),
    [("/", "/"), ("/a/", "/a"), ("/{proxy+}", "/{proxy+}"), ("/a/{id}/b", "/a/{id}/b"), ("/a.b/c:d", "/a.b/c:d")],
)
def test_paths(written: str, path: str) -> None:
    text = f"openapi: 3.0.1\npaths: {{'{written}': {{get: {{x-amazon-apigateway-integration: {{type: mock}}}}}}}}\n"
    assert only_method(text).resource_path == path


def test_a_parameter_and_a_greedy_one_may_be_in_one_path() -> None:
    mock = "{get: {x-amazon-apigateway-integration: {type: mock}}}"
    text = f"openapi: 3.0.1\npaths:\n  /{{id}}: {mock}\n  /{{id}}/{{proxy+}}: {mock}\n  /a/{{proxy+}}: {mock}\n"
    assert [method.resource_path for method in loaded(text).methods] == ["/{id}", "/{id}/{proxy+}", "/a/{proxy+}"]


def test_keys_of_extensions_are_passed_over() -> None:
    text = (
        "openapi: 3.1.0\nx-own: 1\npaths:\n  x-own: 1\n  /a:\n    x-own: 1\n    summary: a\n    get:\n      x-own: 1\n"
    )
    text += "      x-amazon-apigateway-integration: {type: mock, x-own: 1}\n"
    assert only_method(text).integration == Integration("MOCK")


def test_keys_of_a_path_beside_its_operations() -> None:
    text = "openapi: 3.0.3\npaths:\n  /a:\n    parameters: []\n    summary: a\n    description: b\n"
    text += "    servers: [{url: https://example.com}]\n    get:\n      x-amazon-apigateway-integration: {type: mock}\n"
    api = loaded(text)
    assert ([method.http_method for method in api.methods], api.findings) == (["GET"], ())
    for key in ("summary", "description", "servers"):
        (finding,) = loaded(text.replace(key, f"{key}s")).findings
        assert f"{key}s" in finding.message


@pytest.mark.parametrize(
    ("security", "authorization", "api_key"),
    [
        ("[]", "NONE", False),
        ("[{nowhere: []}]", "NONE", False),
        ("[{nowhere: [], key: []}]", "NONE", True),
        ("[{nowhere: []}, {users: []}]", "COGNITO_USER_POOLS", False),
        ("[{users: []}, {key: []}]", "COGNITO_USER_POOLS", True),
        ("[{other: []}]", "NONE", False),
    ],
)
def test_security_of_a_method(security: str, authorization: str, api_key: bool) -> None:
    schemes = """\
        components:
          securitySchemes:
            key: {type: apiKey, in: header, name: X-API-Key}
            other: {type: apiKey, in: header, name: Authorization}
            users: {type: apiKey, in: header, name: Authorization, x-amazon-apigateway-authtype: cognito_user_pools}
        """
    text = f"security: {security}\nx-amazon-apigateway-integration: {{type: mock}}"
    method = only_method(operation(text, schemes))
    assert (method.authorization_type, method.api_key_required) == (authorization, api_key)
    mock = operation("x-amazon-apigateway-integration: {type: mock}", schemes)
    whole = only_method(f"{mock}security: {security}\n")
    assert (whole.authorization_type, whole.api_key_required) == (authorization, api_key)


def test_an_integration_may_be_a_reference() -> None:
    text = operation(
        "x-amazon-apigateway-integration: {$ref: '#/components/x-amazon-apigateway-integrations/empty'}",
        "components: {x-amazon-apigateway-integrations: {empty: {type: mock}}}\n",
    )
    assert only_method(text).integration == Integration("MOCK")


def test_functions_in_an_openapi_file_resolve_as_far_as_the_file_tells() -> None:
    text = integration(
        """\
        type: aws_proxy
        httpMethod: POST
        uri: {Fn::Sub: "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Orders.Arn}/invocations"}
        """
    )
    found = only_method(text, parameters={"AWS::Region": "eu-west-1"}).integration.uri
    assert found == "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/<Orders.Arn>/invocations"
