"""Thousands of digits wherever a definition, a case or a backend may write a whole number: an error of ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.definitions.definitions import message
from vtlharness import run_cases

DIGITS = "9" * 5000
LAMBDA = (
    "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations"
)


def case_message(tmp_path: Path, data: dict[str, Any]) -> str:
    path = tmp_path / "a.vtl.json"
    path.write_text(json.dumps(data), "utf-8")
    (record,) = run_cases(path, cache=False)
    return record.error.message if record.error else ""


@pytest.mark.parametrize("value", [DIGITS, "0" * 5000, "1" * 1001])
def test_in_a_definition(value: str) -> None:
    integration = {"type": "http", "httpMethod": "GET", "uri": "https://a.example", "timeoutInMillis": value}
    operation = {"x-amazon-apigateway-integration": integration, "responses": {}}
    told = message(json.dumps({"openapi": "3.0.1", "paths": {"/a": {"get": operation}}}))
    assert "Exceeds" not in told
    assert "internal" not in told


@pytest.mark.parametrize(
    "integration",
    [
        {"type": "MOCK", "timeoutInMillis": DIGITS},
        {"type": "MOCK", "integrationResponses": {DIGITS: {"statusCode": DIGITS}}},
        {"type": "MOCK", "requestTemplates": {"application/json": f'{{"statusCode": {DIGITS}}}'}},
        {"type": "MOCK", "requestTemplates": {"application/json": f'{{"statusCode": "{DIGITS}"}}'}},
        {
            "type": "MOCK",
            "requestTemplates": {"application/json": '{"statusCode": 200}'},
            "integrationResponses": {
                "200": {
                    "statusCode": "200",
                    "responseTemplates": {"application/json": f"#set($context.responseOverride.status = '{DIGITS}')"},
                }
            },
        },
    ],
    ids=["timeout", "status", "mock status", "mock status as text", "override"],
)
def test_in_an_integration(integration: dict[str, Any], tmp_path: Path) -> None:
    told = case_message(tmp_path, {"integration": integration, "cases": [{"name": "a"}]})
    assert "Exceeds" not in told
    assert "internal error" not in told


@pytest.mark.parametrize("status", [DIGITS, f" {DIGITS} ", f"-{DIGITS}", "0" * 5000 + "200", "1e5000"])
def test_in_the_result_of_a_function(status: str, tmp_path: Path) -> None:
    integration = {"type": "AWS_PROXY", "httpMethod": "POST", "uri": LAMBDA}
    case = {
        "name": "a",
        "backend": {"lambdaResult": {"statusCode": status}},
        "expect": {"response": {"statusCode": 502}},
    }
    assert case_message(tmp_path, {"integration": integration, "cases": [case]}) == ""
