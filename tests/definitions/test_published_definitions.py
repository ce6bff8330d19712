"""Definitions that people have published, which lie beside the repository where they may be had: what each gives."""

from __future__ import annotations

from typing import Any

import pytest

from tests.observations import FOLDER, needs_recordings
from vtlharness import BackendReply, MethodRequest, invoke, load_definition
from vtlharness.errors import DefinitionError
from vtlharness.gateway.model import RestApi

INPUTS = FOLDER.parent / "inputs" / "definitions"
LOADED: dict[str, tuple[list[str], list[str]]] = {
    "api-key-body.yaml": (["GET /x"], []),
    "api-key-preflight.yaml": (["GET /u", "OPTIONS /u", "POST /u"], []),
    "bare-ref.yaml": (["GET /"], []),
    "for-each.yaml": (["GET /", "POST /"], []),
    "getatt-validator.yaml": (["GET /"], []),
    "getatt.yaml": (["GET /x"], []),
    "included.yaml": (["GET /"], []),
    "lambda-alias.yaml": (["GET /"], []),
    "mapping-true.yaml": (["GET /"], ["API472"]),
    "method-response-text.yaml": (["GET /"], []),
    "missing-model.yaml": (["GET /"], ["API473"]),
    "nested-child.yaml": (["GET /"], []),
    "nested-parent.yaml": (["GET /"], []),
    "path-parameter-openapi.yaml": (["GET /orders/{id}"], []),
    "repeated-key.yaml": (["GET /"], ["API474"]),
    "sam-cors-include.yaml": (["GET /", "OPTIONS /"], []),
    "sam-merge.yaml": (["GET /x"], []),
    "server-variable.yaml": (["GET /base/x"], []),
    "servers-mapping.yaml": (["GET /"], ["API472"]),
    "unknown-key-response.yaml": (["GET /"], ["API471"]),
    "unknown-key-responses.yaml": (["GET /"], ["API471"]),
    "unknown-key.yaml": (["GET /"], ["API471"]),
    "variables-included.yaml": (["POST /run"], []),
    "variables.yaml": (["POST /run"], []),
}
"""The methods and the rules of the findings, by file."""

REFUSED = {
    "main.tf": "terraform show -json",
    "path-parameter-cloudformation.yaml": "Invalid mapping expression parameter specified: method.request.path.id",
    "sam-cors-quotes.yaml": "Invalid mapping expression specified: \\*",
}
"""A part of the error, by file."""


def loaded(name: str) -> RestApi:
    return load_definition(INPUTS / name, base_path="prepend" if name == "server-variable.yaml" else "ignore")


def answer(name: str, verb: str, path: str, **request: Any) -> tuple[int, dict[str, list[str]]]:
    def reply(_: object) -> BackendReply:
        return BackendReply(body='{"statusCode": 200}')

    response = invoke(loaded(name), MethodRequest(verb, path=path, **request), reply).response
    return response.status, {key: list(value) for key, value in response.headers.items()}


@needs_recordings
def test_each_file_is_here() -> None:
    assert {*LOADED, *REFUSED} == {file.name for file in INPUTS.iterdir()}


@needs_recordings
@pytest.mark.parametrize("name", LOADED)
def test_loads(name: str) -> None:
    api = loaded(name)
    methods, rules = LOADED[name]
    assert sorted(f"{method.http_method} {method.resource_path}" for method in api.methods) == methods
    assert [finding.rule for finding in api.findings] == rules


@needs_recordings
@pytest.mark.parametrize("name", REFUSED)
def test_is_refused(name: str) -> None:
    with pytest.raises(DefinitionError, match=REFUSED[name]):
        loaded(name)


@needs_recordings
@pytest.mark.parametrize(
    ("name", "verb", "path", "status"),
    [
        ("api-key-body.yaml", "GET", "/x", 403),
        ("api-key-preflight.yaml", "OPTIONS", "/u", 403),
        ("api-key-preflight.yaml", "POST", "/u", 403),
        ("api-key-preflight.yaml", "GET", "/u", 200),
        ("sam-merge.yaml", "GET", "/x", 200),
        ("nested-parent.yaml", "GET", "/", 200),
    ],
)
def test_answers(name: str, verb: str, path: str, status: int) -> None:
    assert answer(name, verb, path)[0] == status


@needs_recordings
def test_a_text_declares_the_header_of_a_response() -> None:
    status, headers = answer("method-response-text.yaml", "GET", "/")
    assert (status, headers["Access-Control-Allow-Origin"]) == (200, ["*"])


@needs_recordings
@pytest.mark.parametrize("name", ["variables.yaml", "variables-included.yaml"])
def test_variables_are_those_of_the_sample_account(name: str) -> None:
    (method,) = loaded(name).methods
    template = method.integration.request_templates["application/json"].text
    assert method.integration.uri == "arn:aws:apigateway:us-east-1:states:action/StartSyncExecution"
    assert template == '{"arn": "arn:aws:states:us-east-1:123456789012:stateMachine:m"}'


@needs_recordings
def test_an_alias_is_called_by_its_arn() -> None:
    (method,) = loaded("lambda-alias.yaml").methods
    assert "functions/arn:aws:lambda:us-east-1:123456789012:function:F:live/" in str(method.integration.uri)


@needs_recordings
def test_an_import_declares_path_parameters() -> None:
    (method,) = loaded("path-parameter-openapi.yaml").methods
    assert "method.request.path.id" in method.request_parameters
