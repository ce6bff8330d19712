"""An integration written in a case, or alone in a file: every spelling that is pasted, and the places of its faults."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.definitions.definitions import loaded, write
from vtlharness.definitions import integration_from_data, load_integration
from vtlharness.documents.yaml.values import YamlText
from vtlharness.errors import DefinitionError
from vtlharness.gateway.model import Integration, IntegrationResponse
from vtlharness.source import Source

URI = "https://example.com/{id}"
EXPECTED = Integration(
    type="HTTP",
    http_method="PUT",
    uri=URI,
    request_templates={"application/json": Source("$input.body", "a.vtl.yaml integration application/json")},
    integration_responses=(
        IntegrationResponse("200"),
        IntegrationResponse("500", selection_pattern=r"5\d{2}", content_handling="CONVERT_TO_TEXT"),
    ),
)
TEMPLATES = {"application/json": "$input.body"}
SPELLINGS: dict[str, dict[str, Any]] = {
    "get-integration": {
        "type": "HTTP",
        "httpMethod": "PUT",
        "uri": URI,
        "connectionType": "INTERNET",
        "requestTemplates": TEMPLATES,
        "passthroughBehavior": "WHEN_NO_MATCH",
        "timeoutInMillis": 29000,
        "cacheNamespace": None,
        "cacheKeyParameters": [],
        "integrationResponses": {
            "200": {"statusCode": "200", "responseTemplates": {}},
            "500": {"selectionPattern": r"5\d{2}", "contentHandling": "CONVERT_TO_TEXT"},
        },
    },
    "OpenAPI": {
        "type": "http",
        "httpMethod": "put",
        "uri": URI,
        "requestTemplates": TEMPLATES,
        "passthroughBehavior": "when_no_match",
        "responses": {
            "default": {"statusCode": 200},
            r"5\d{2}": {"statusCode": "500", "contentHandling": "convert_to_text"},
        },
    },
    "CloudFormation": {
        "Type": "HTTP",
        "IntegrationHttpMethod": "PUT",
        "Uri": URI,
        "RequestTemplates": TEMPLATES,
        "IntegrationResponses": [
            {"StatusCode": "200", "SelectionPattern": ""},
            {"StatusCode": 500, "SelectionPattern": r"5\d{2}", "ContentHandling": "CONVERT_TO_TEXT"},
        ],
    },
}


@pytest.mark.parametrize("data", SPELLINGS.values(), ids=SPELLINGS)
def test_spellings(data: dict[str, Any]) -> None:
    case_file = Source(json.dumps({"integration": data}), "a.vtl.yaml")
    assert integration_from_data(data, case_file, ("integration",)) == EXPECTED


@pytest.mark.parametrize("data", SPELLINGS.values(), ids=SPELLINGS)
def test_a_file_of_its_own(data: dict[str, Any]) -> None:
    path = write("integration.json", json.dumps(data))
    found = load_integration(path)
    assert found.integration_responses == EXPECTED.integration_responses
    assert found.request_templates["application/json"].name == "integration.json integration application/json"


def test_null_is_a_template_without_text() -> None:
    data = {"type": "MOCK", "requestTemplates": {"a/b": None}, "passthroughBehavior": "NEVER"}
    found = integration_from_data(data, Source("{}", "a.vtl.json"))
    assert found.request_templates == {"a/b": Source("", "a.vtl.json integration a/b")}


def test_a_definition_that_is_one_integration_answers_everywhere() -> None:
    api = loaded(json.dumps(SPELLINGS["get-integration"]), "integration.json")
    assert [(one.http_method, one.resource_path) for one in api.methods] == [("ANY", "/"), ("ANY", "/{proxy+}")]
    api = loaded('{"httpMethod": "GET", "methodIntegration": {"type": "MOCK"}}', "method.json")
    assert [(one.http_method, one.resource_path) for one in api.methods] == [("GET", "/"), ("GET", "/{proxy+}")]


def test_a_fault_is_shown_in_the_case_file() -> None:
    integration = "    integration:\n      type: aws\n      uri: nothing\n      httpMethod: GET\n"
    text = f"template: a\ncases:\n  - name: x\n{integration}"
    data: Any = YamlText(Source(text)).value
    with pytest.raises(DefinitionError) as caught:
        integration_from_data(data["cases"][0]["integration"], Source(text, "a.vtl.yaml"), ("cases", 0, "integration"))
    assert str(caught.value) == (
        "a.vtl.yaml:6:12: Invalid ARN specified in the request\n"
        "6 |       uri: nothing\n"
        "               ^^^^^^^\n"
        "hint: arn:aws:apigateway:{region}:{service}:action/{name}"
        " or arn:aws:apigateway:{region}:{service}:path/{path}"
    )


def test_template_files_are_relative_to_the_case_file() -> None:
    write("cases/templates/a.vtl", "$input.body")
    data = {"type": "MOCK", "requestTemplates": {"a/b": {"file": "templates/a.vtl"}}}
    found = integration_from_data(data, Source("{}", "cases/a.vtl.json"))
    assert found.request_templates == {"a/b": Source("$input.body", "cases/templates/a.vtl")}


def test_it_must_be_a_mapping() -> None:
    with pytest.raises(DefinitionError, match="must be a mapping, but this is the text 'MOCK'"):
        integration_from_data("MOCK", Source("a: MOCK\n", "a.vtl.yaml"), ("a",))
