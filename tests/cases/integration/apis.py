"""An API for the tests of whole integrations, with what its templates are in files of their own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

OPENAPI = """\
openapi: 3.0.3
info: {title: Orders, version: "1"}
x-amazon-apigateway-binary-media-types: [image/png]
x-amazon-apigateway-request-validators:
  parameters: {validateRequestParameters: true, validateRequestBody: false}
paths:
  /orders/{id}:
    post:
      parameters:
        [{name: currency, in: query, required: true}, {name: id, in: path, required: true}]
      x-amazon-apigateway-request-validator: parameters
      x-amazon-apigateway-integration:
        type: http
        httpMethod: PUT
        uri: https://example.com/v1/{id}
        requestParameters:
          integration.request.path.id: method.request.path.id
          integration.request.querystring.currency: method.request.querystring.currency
          integration.request.header.X-Stage: context.stage
          integration.request.header.X-Table: stageVariables.table
        requestTemplates:
          application/json: |
            {
              "id": "$input.params('id')",
              "n": $input.json('$.n')
            }
        responses:
          default:
            statusCode: "200"
            responseParameters:
              method.response.header.X-Note: integration.response.header.X-Note
            responseTemplates:
              application/json: {file: response.vtl}
          "5..": {statusCode: "502"}
      responses:
        "200": {headers: {X-Note: {schema: {type: string}}}}
        "502": {}
    delete:
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: {application/json: "#if("}
        responses: {default: {statusCode: "204"}}
  /pictures:
    post:
      x-amazon-apigateway-integration: {type: http_proxy, httpMethod: POST, uri: "https://example.com/pictures"}
"""

RESPONSE = """\
{
  "status": "done",
  "got": $input.json('$')
}"""

FILES = {"openapi.yaml": OPENAPI, "response.vtl": RESPONSE}

DEFAULTS = """\
api: openapi.yaml
defaults:
  methodRequest:
    httpMethod: POST
    path: /orders/42
    queryStringParameters: {currency: EUR}
    headers: {Content-Type: application/json}
    body: {n: 1}
  backend: {headers: {X-Note: fine}, body: {ok: true}}
  stageVariables: {table: orders}
cases:
"""


def write(files: Mapping[str, str | bytes]) -> None:
    """Writes files below the current folder."""
    for name, content in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
