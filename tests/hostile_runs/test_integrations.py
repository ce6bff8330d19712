"""Hostile input in whole integrations: both templates, the authorizer's answer, and what a validator refuses."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from tests.hostile_runs.words import hostile_findings
from vtlharness import HostileFinding, run_cases
from vtlharness.cli import vtl_run

_INTEGRATION = """\
integration:
  type: AWS
  httpMethod: POST
  uri: arn:aws:apigateway:us-east-1:dynamodb:action/PutItem
  requestTemplates:
    application/json: |
      {"id": "%s"}
  responses:
    default:
      statusCode: 200
      responseTemplates:
        application/json: |
          {"saved": "%s"}
cases:
- name: own
  methodRequest: {httpMethod: POST, body: {id: a}}
  backend: {body: {id: b}}
  expect: {response: {statusCode: 200}}
"""
_RAW, _GOOD = "$input.path('$.id')", """$util.escapeJavaScript($input.path('$.id')).replaceAll("\\\\'", "'")"""


def _findings(path: Path) -> list[HostileFinding]:
    (record,) = run_cases(path, cache=False, hostile=True)
    return hostile_findings(record)


@pytest.mark.parametrize(
    ("request_value", "response_value", "found"),
    [
        (_GOOD, _GOOD, []),
        (_RAW, _GOOD, [("integrationRequest.body", "body $.id", "client", 7)]),
        (_GOOD, _RAW, [("response.body", "backend body $.id", "backend", 13)]),
    ],
)
def test_both_templates(
    request_value: str, response_value: str, found: list[tuple[str, str, str, int]], tmp_path: Path
) -> None:
    file = tmp_path / "own.vtl.yaml"
    file.write_text(_INTEGRATION % (request_value, response_value), "utf-8")
    findings = _findings(file)
    assert [one.kind for one in findings] == ["not JSON", "adds keys"] * len(found)
    assert [(one.part, one.place, one.sender) for one in findings[::2]] == [three[:3] for three in found]


def test_findings_of_an_integration_replay(tmp_path: Path) -> None:
    file = tmp_path / "own.vtl.yaml"
    file.write_text(_INTEGRATION % (_RAW, _RAW), "utf-8")
    result = CliRunner().invoke(vtl_run, ["--hostile", "--save", "--no-cache", str(file)])
    assert result.output.count("\nsaved ") == 4
    assert [record.outcome for record in run_cases(file, cache=False)] == ["passed"] + ["failed"] * 4
    file.write_text(file.read_text("utf-8").replace(_RAW, _GOOD), "utf-8")
    assert {record.outcome for record in run_cases(file, cache=False)} == {"passed"}


_API = {
    "openapi": "3.0.1",
    "info": {"title": "a", "version": "1"},
    "x-amazon-apigateway-request-validator": "body",
    "x-amazon-apigateway-request-validators": {
        "body": {"validateRequestBody": True, "validateRequestParameters": True}
    },
    "components": {
        "schemas": {
            "Order": {
                "type": "object",
                "required": ["id", "quantity"],
                "properties": {
                    "id": {"type": "string", "pattern": "^[a-z0-9-]+$"},
                    "quantity": {"type": "integer"},
                },
            }
        },
    },
    "paths": {
        "/orders/{customer}": {
            "post": {
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}},
                "responses": {"200": {"description": "ok"}},
                "x-amazon-apigateway-integration": {
                    "type": "aws",
                    "httpMethod": "POST",
                    "uri": "arn:aws:apigateway:us-east-1:dynamodb:action/PutItem",
                    "requestTemplates": {
                        "application/json": '{"id": "$input.path(\'$.id\')", "quantity": $input.path(\'$.quantity\'), '
                        '"customer": "$util.escapeJavaScript($input.params(\'customer\'))"}'
                    },
                    "responses": {"default": {"statusCode": "200"}},
                },
            }
        }
    },
}
_CASES = """\
api: api.json
cases:
- name: own
  methodRequest:
    httpMethod: POST
    path: /orders/c-1
    headers: {Content-Type: application/json}
    body: {id: a, quantity: 1}
  expect: {response: {statusCode: 200}}
"""


def test_what_the_validator_refuses_is_no_finding(tmp_path: Path) -> None:
    (tmp_path / "api.json").write_text(json.dumps(_API), "utf-8")
    (tmp_path / "own.vtl.yaml").write_text(_CASES, "utf-8")
    assert [(one.kind, one.place, one.input) for one in _findings(tmp_path)] == [("not JSON", "path customer", '"\'"')]
    CliRunner().invoke(vtl_run, ["--hostile", "--save", "--no-cache", str(tmp_path)])
    assert [record.outcome for record in run_cases(tmp_path, cache=False)] == ["passed", "failed"]


def test_without_the_validator_it_is(tmp_path: Path) -> None:
    api = {key: value for key, value in _API.items() if not key.startswith("x-amazon")}
    (tmp_path / "api.json").write_text(json.dumps(api), "utf-8")
    (tmp_path / "own.vtl.yaml").write_text(_CASES, "utf-8")
    places = {one.place for one in _findings(tmp_path)}
    assert places == {"path customer", "body $.id", "body $.quantity"}


def test_a_passthrough_and_a_proxy_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "own.vtl.yaml").write_text(
        """\
integration: {type: HTTP_PROXY, httpMethod: POST, uri: "https://a.example.com/x"}
cases:
- name: own
  methodRequest: {httpMethod: POST, body: {id: a}}
  backend: {body: {id: b}}
  expect: {response: {statusCode: 200}}
""",
        "utf-8",
    )
    assert _findings(tmp_path) == []


def _openapi(path: str, template: str, **more: object) -> str:
    method = {
        "responses": {"200": {"description": "ok"}},
        "x-amazon-apigateway-integration": {
            "type": "http",
            "httpMethod": "POST",
            "uri": "https://a.example.com/x",
            "requestTemplates": {"application/json": template},
            "responses": {"default": {"statusCode": "200"}},
        },
        **more,
    }
    return json.dumps({"openapi": "3.0.1", "info": {"title": "a", "version": "1"}, "paths": {path: {"post": method}}})


@pytest.mark.parametrize(
    ("path", "call", "place"),
    [
        ("/files/{proxy+}", "/files/a/b.txt", "path proxy"),
        ("/{kind}/{id}/x", "/a/b/x", "path id"),
        ("/{id}", "/b/", "path id"),
    ],
)
def test_path_parameters_of_an_api(path: str, call: str, place: str, tmp_path: Path) -> None:
    name = place.split()[1]
    template = f"""{{"p": "$util.escapeJavaScript($input.params('{name}'))"}}"""
    (tmp_path / "api.json").write_text(_openapi(path, template), "utf-8")
    (tmp_path / "own.vtl.yaml").write_text(
        f"api: api.json\ncases:\n- {{name: own, methodRequest: {{httpMethod: POST, path: {call}}}}}\n", "utf-8"
    )
    assert [(one.kind, one.place, one.input) for one in _findings(tmp_path)] == [("not JSON", place, '"\'"')]
    CliRunner().invoke(vtl_run, ["--hostile", "--save", "--no-cache", str(tmp_path)])
    assert [record.outcome for record in run_cases(tmp_path, cache=False)] == ["passed", "failed"]


def test_bodies_in_files(tmp_path: Path) -> None:
    (tmp_path / "order.json").write_text('{"id": "a"}', "utf-8")
    text = (_INTEGRATION % (_RAW, _GOOD)).replace("body: {id: a}", "body: {file: order.json}")
    (tmp_path / "own.vtl.yaml").write_text(text, "utf-8")
    assert {one.place for one in _findings(tmp_path / "own.vtl.yaml")} == {"body $.id"}
    CliRunner().invoke(vtl_run, ["--hostile", "--save", "--no-cache", str(tmp_path)])
    assert [record.outcome for record in run_cases(tmp_path, cache=False)] == ["passed", "failed", "failed"]


@pytest.mark.parametrize(
    ("backend", "saved"),
    [
        ("{lambdaResult: {id: b}}", {"lambdaResult": {"id": '"'}}),
        ("{statusCode: 201, body: {id: b}}", {"statusCode": 201, "body": {"id": '"'}}),
    ],
)
def test_what_a_function_returns(backend: str, saved: object, tmp_path: Path) -> None:
    file = tmp_path / "own.vtl.yaml"
    text = (_INTEGRATION % (_GOOD, _RAW)).replace(
        "dynamodb:action/PutItem", "lambda:path/2015-03-31/functions/f/invocations"
    )
    file.write_text(text.replace("backend: {body: {id: b}}", f"backend: {backend}"), "utf-8")
    assert {one.place for one in _findings(file)} == {"backend body $.id"}
    CliRunner().invoke(vtl_run, ["--hostile", "--save", "--no-cache", str(file)])
    assert [record.outcome for record in run_cases(file, cache=False)] == ["passed", "failed", "failed"]
    assert yaml.safe_load(file.read_text("utf-8"))["cases"][1]["backend"] == saved


_TICKETS = Path(__file__).resolve().parents[2] / "fixtures" / "apis" / "tickets"


def test_the_context_of_an_authorizer(tmp_path: Path) -> None:
    """The gallery's API with an authorizer, whose template no longer escapes."""
    before = (_TICKETS / "template.yaml").read_text("utf-8")
    template = re.sub(
        r"""\$util\.escapeJavaScript\((\$context\.authorizer[\w.]*)\)\.replaceAll\([^)]*\)""", r"\1", before
    )
    assert template != before
    (tmp_path / "template.yaml").write_text(template, "utf-8")
    (tmp_path / "agents.vtl.yaml").write_text((_TICKETS / "agents.vtl.yaml").read_text("utf-8"), "utf-8")
    records = run_cases(tmp_path / "agents.vtl.yaml", cache=False, hostile=True)
    found = [one for record in records for one in hostile_findings(record)]
    assert found
    assert {one.sender for one in found} == {"authorizer"}
    result = CliRunner().invoke(vtl_run, ["--hostile", "--save", "--no-cache", str(tmp_path / "agents.vtl.yaml")])
    assert result.output.count("\nsaved ") == len(found)
