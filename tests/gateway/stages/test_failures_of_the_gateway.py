"""Failures that the gateway itself answers: the response, its error type, and the line of the execution log."""

from __future__ import annotations

import pytest

from tests.gateway.stages.calls import integration, run, templates
from vtlharness import VtlHarnessError
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import Integration, IntegrationResponse, RequestValidator

_CONFIGURATION = "Execution failed due to configuration error: "


def _responses(status: str = "200", pattern: str | None = None, **mapped: str) -> tuple[IntegrationResponse, ...]:
    named = {f"method.response.header.{name}": source for name, source in mapped.items()}
    return (IntegrationResponse(status, pattern, response_parameters=named),)


@pytest.mark.parametrize(
    ("of", "line"),
    [
        (integration("AWS_PROXY", http_method="GET"), "Lambda proxy integrations must be invoked with POST"),
        (integration("HTTP", content_handling="CONVERT_TO_BINARY"), "Unable to base64 decode the body."),
        (integration("HTTP", request_templates=templates(json="$util.urlDecode('%')")), "Unable to transform request"),
        (integration("HTTP", integration_responses=_responses(pattern="(")), "Invalid selection pattern: ("),
        (
            integration("HTTP", integration_responses=_responses(pattern="4..")),
            "No match for output mapping and no default output mapping configured. Endpoint Response Status Code: 201",
        ),
        (integration("HTTP", uri="nothing"), "Invalid endpoint address"),
        (integration("AWS", uri="nothing"), "AWS ARN for integration must contain path or action"),
    ],
)
def test_faults_of_the_configuration(of: Integration, line: str) -> None:
    found = run(of, MethodRequest("POST", body="{}"), BackendReply(201, {}, "{}"))
    assert (found.gateway_response, found.response.status) == ("API_CONFIGURATION_ERROR", 500)
    assert found.response.headers["x-amzn-ErrorType"] == ["InternalServerErrorException"]
    assert found.reason == _CONFIGURATION + line
    told = [entry.partition(" : ")[2] for entry in found.log]
    assert told[-2:] == [_CONFIGURATION + line, "Method completed with status: 500"]


def test_a_model_that_names_nothing() -> None:
    method = {"request_models": {"application/json": "A"}, "request_validator": RequestValidator(True)}
    request = MethodRequest("POST", body="{}")
    found = run(integration("MOCK"), request, method=method, models={"A": {"$ref": "https://example.com/B"}})
    assert found.reason == f"{_CONFIGURATION}Invalid model specified: https://example.com/B in model A"


def test_a_mapped_request_body_that_is_not_json() -> None:
    """As ls-pmap-body-bad-json-jsonpath."""
    of = integration("HTTP", request_parameters={"integration.request.header.a": "method.request.body.x"})
    found = run(of, MethodRequest("POST", body="{"))
    assert (found.gateway_response, found.response.status) == ("BAD_REQUEST_BODY", 400)
    assert found.response.headers["x-amzn-ErrorType"] == ["BadRequestException"]
    assert found.response.body_text == '{"message": "Invalid JSON in request body"}'


def test_a_mapped_response_body_that_is_not_json() -> None:
    of = integration("HTTP", integration_responses=_responses(a="integration.response.body.x"))
    found = run(of, reply=BackendReply(200, {}, "{"))
    assert (found.gateway_response, found.response.status) == ("DEFAULT_5XX", 500)
    assert found.response.headers["x-amzn-ErrorType"] == ["InternalFailureException"]
    assert found.response.body_text == '{"message": "Internal server error"}'
    assert found.reason == f"{_CONFIGURATION}Invalid JSON in response body"


def test_a_template_that_parses_something_else() -> None:
    of = integration("HTTP", request_templates=templates(json="$util.parseJson('{')"))
    found = run(of, MethodRequest("POST", body="{}"))
    problem = "Could not process payloadnet.minidev.json.parser.ParseException: Unexpected End Of File position 0: null"
    assert (found.gateway_response, found.reason) == ("BAD_REQUEST_BODY", f"Execution failed: {problem}")
    assert found.response.body_text == f'{{"message": "{problem}"}}'


def test_a_proxy_of_another_service() -> None:
    of = integration("AWS_PROXY", uri="arn:aws:apigateway:us-east-1:firehose:action/PutRecord")
    with pytest.raises(VtlHarnessError) as raised:
        run(of)
    assert raised.value.message == (
        "AWS_PROXY with firehose cannot be run: nobody has recorded the request that the gateway sends"
    )
    assert raised.value.hint == "an AWS integration with a mapping template can be tested"
