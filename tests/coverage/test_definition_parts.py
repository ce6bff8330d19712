"""The parts of definitions that no case reached."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.commands import Command
from tests.coverage.project import CONFIGURATION

Write: TypeAlias = Callable[[Mapping[str, str | bytes]], Path]

API = """\
openapi: 3.0.1
info: {title: orders, version: "1"}
x-amazon-apigateway-request-validators:
  all: {validateRequestBody: false, validateRequestParameters: true}
x-amazon-apigateway-gateway-responses:
  DEFAULT_4XX: {statusCode: 400}
  QUOTA_EXCEEDED: {statusCode: 429}
components:
  securitySchemes:
    keeper:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: custom
      x-amazon-apigateway-authorizer: {type: token, authorizerUri: "arn:aws:lambda:x"}
paths:
  /orders:
    post:
      x-amazon-apigateway-request-validator: all
      parameters: [{name: a, in: query, required: true, schema: {type: string}}]
      responses: {"200": {description: ok}, "400": {description: bad}}
      x-amazon-apigateway-integration:
        type: http
        httpMethod: POST
        uri: http://example.com
        requestTemplates:
          application/json: "{}"
          text/plain: "t"
        responses:
          default:
            statusCode: "200"
            responseTemplates:
              application/json: "{}"
              text/xml: "<a/>"
          '4\\d{2}':
            statusCode: "400"
            responseTemplates: {application/json: "{}"}
    get:
      security: [{keeper: []}]
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses: {default: {statusCode: "200"}}
"""

CASES = """\
api: api.yaml
cases:
  - name: succeeds
    methodRequest: {httpMethod: POST, path: /orders, queryStringParameters: {a: b}, body: {}}
    backend: {statusCode: 200, body: {}}
    expect: {response: {statusCode: 200}}
  - name: unknown
    methodRequest: {httpMethod: POST, path: /nowhere}
    expect: {gatewayResponse: MISSING_AUTHENTICATION_TOKEN}
"""

UNREACHED = [
    "api.yaml:7:3: the gateway response QUOTA_EXCEEDED: never given",
    "api.yaml:10:5: the authorizer keeper: never asked",
    "api.yaml:19:7: the validator of POST /orders: never refuses a request",
    "api.yaml:28:11: the request template for text/plain of POST /orders: never rendered",
    "api.yaml:34:15: a response template for text/xml of POST /orders: never rendered",
    "api.yaml:35:11: `4\\d{2}` of POST /orders: never chosen",
    "api.yaml:38:5: GET /orders: never called",
]

REST = """\
  - name: refused
    methodRequest: {httpMethod: POST, path: /orders}
    expect: {gatewayResponse: BAD_REQUEST_PARAMETERS}
  - name: fails
    methodRequest:
      {httpMethod: POST, path: /orders, queryStringParameters: {a: b}, headers: {Content-Type: text/plain}, body: x}
    backend: {statusCode: 404, body: {}}
    expect: {response: {statusCode: 400}}
  - name: xml
    methodRequest:
      {httpMethod: POST, path: /orders, queryStringParameters: {a: b}, headers: {Accept: text/xml}, body: {}}
    backend: {statusCode: 200, body: {}}
    expect: {response: {statusCode: 200}}
  - name: read
    methodRequest: {httpMethod: GET, path: /orders, headers: {Authorization: t}}
    authorizer: {principalId: me}
    expect: {response: {statusCode: 200}}
"""


@pytest.mark.parametrize("processes", ["1", "2"])
def test_each_part_is_named_with_its_place(command: Command, write: Write, processes: str) -> None:
    folder = write({"api.yaml": API, "a.vtl.yaml": CASES, "b.vtl.yaml": CASES})
    done = command("vtl-run", "--cov", "-n", processes, "--report", "json=r.json")
    assert done.code == 0, done.out + done.err
    assert done.out.rstrip().endswith("\n".join(UNREACHED))
    parts = json.loads((folder / "r.json").read_text(encoding="utf-8"))["coverage"]["unreached"]
    assert [f"{part['file']}:{part['line']}:{part['column']}: {part['what']}" for part in parts] == UNREACHED
    assert parts[5]["kind"] == "response"
    assert parts[5]["method"] == "POST /orders"
    assert parts[5]["name"] == "4\\d{2}"


def test_a_part_that_is_reached_is_not_named(command: Command, write: Write) -> None:
    write({"api.yaml": API, "a.vtl.yaml": CASES + REST})
    done = command("vtl-run", "--cov")
    assert done.code == 0, done.out + done.err
    assert [line for line in done.out.splitlines() if "never" in line] == UNREACHED[:1]


def test_a_definition_that_is_only_given(command: Command, write: Write) -> None:
    write({"api.yaml": API, "t.vtl": "a\n", "t.vtl.yaml": "template: t.vtl\ncases: [{name: a}]\n", "other.yaml": API})
    found = [line for line in command("vtl-run", "--cov").out.splitlines() if "called" in line]
    places = ("18:5: POST", "38:5: GET")
    assert found == [f"{name}:{place} /orders: never called" for name in ("api.yaml", "other.yaml") for place in places]
    assert "called" not in command("vtl-run", "--cov", "t.vtl.yaml").out


def test_an_api_whose_name_has_a_parameter_is_one_api(command: Command, write: Write) -> None:
    stack = """\
Parameters: {Env: {Type: String, Default: dev}}
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: !Sub "orders-${Env}"}}
  Get:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      Integration:
        Type: MOCK
        RequestTemplates: {application/json: '{"statusCode": 200}'}
        IntegrationResponses: [{StatusCode: "200"}]
      MethodResponses: [{StatusCode: "200"}]
"""
    cases = "api: {file: api.yaml, parameters: {Env: prod}}\ncases: [{name: a}]\n"
    write({"api.yaml": stack, "a.vtl.yaml": cases})
    done = command("vtl-run", "--cov")
    assert done.code == 0, done.out + done.err
    assert "never called" not in done.out


@pytest.mark.parametrize("arguments", [(), ("-n", "2")])
def test_pytest_names_them(write: Write, plugin_installed: None, arguments: tuple[str, ...]) -> None:
    pytest.importorskip("pytest_cov")
    folder = write({"api.yaml": API, "a.vtl.yaml": CASES, "pyproject.toml": CONFIGURATION})
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--cov=.", *arguments],
        cwd=folder,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for line in UNREACHED:
        assert done.stdout.count(line) == 1, done.stdout
