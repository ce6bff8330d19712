from __future__ import annotations

import pytest

from tests.gateway.stages.calls import api, integration, run, templates
from tests.gateway.stages.calls import integration as of
from vtlharness.backends.canned import CannedBackend
from vtlharness.errors import VtlRenderError, VtlSyntaxError
from vtlharness.gateway.backend import BackendTimeout, BackendUnreachable
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.invocation import invoke
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import GatewayResponse, RequestValidator
from vtlharness.source import Source

NEVER = integration("HTTP", passthrough_behavior="NEVER")


def test_unsupported_media_type() -> None:
    invocation = run(NEVER, MethodRequest("POST", headers={"content-type": "text/csv"}, body="a,b"))
    assert invocation.response.status == 415
    assert invocation.gateway_response == "UNSUPPORTED_MEDIA_TYPE"
    assert invocation.response.body_text == '{"message": "Unsupported Media Type"}'
    assert invocation.integration_request is None


def test_customized_response() -> None:
    custom = GatewayResponse(
        "DEFAULT_4XX",
        "418",
        {
            "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
            "gatewayresponse.header.X-Id": "context.requestId",
            "gatewayresponse.header.X-Agent": "method.request.header.agent",
            "gatewayresponse.header.X-Table": "stageVariables.table",
            "gatewayresponse.header.X-None": "method.request.querystring.none",
            "gatewayresponse.header.x.dotted.name": "'1'",
            "gatewayresponse.header.X-Dotted": "method.request.header.a.b",
        },
        {
            "application/json": Source(
                '{"type":"$context.error.responseType","m":$context.error.messageString,"$context.no"}'
            )
        },
    )
    invocation = invoke(
        api(NEVER, gateway_responses={"DEFAULT_4XX": custom}),
        MethodRequest("POST", "/here", headers={"agent": "test", "a.b": "c"}),
        CannedBackend(),
        stage_variables={"table": "orders"},
    )
    assert invocation.response.status == 418
    assert invocation.response.body_text == '{"type":"UNSUPPORTED_MEDIA_TYPE","m":"Unsupported Media Type",""}'
    headers = invocation.response.headers
    assert headers["Access-Control-Allow-Origin"] == ["*"]
    assert headers["X-Id"] == ["c6af9ac6-7b61-11e6-9a41-93e8deadbeef"]
    assert headers["X-Agent"] == ["test"]
    assert headers["X-Table"] == ["orders"]
    assert "X-None" not in headers
    assert (headers["x.dotted.name"], headers["X-Dotted"]) == (["1"], ["c"])
    assert headers["x-amzn-ErrorType"] == ["BadRequestException"]


def test_template_by_accept() -> None:
    custom = GatewayResponse(
        "MISSING_AUTHENTICATION_TOKEN", response_templates={"text/html": Source("<p>${context.error.message}</p>")}
    )
    answered = invoke(
        api(NEVER, {"resource_path": "/x"}, gateway_responses={"MISSING_AUTHENTICATION_TOKEN": custom}),
        MethodRequest(path="/y", headers={"Accept": "text/html"}),
        CannedBackend(),
    )
    assert answered.response.status == 403
    assert answered.response.body_text == "<p>Missing Authentication Token</p>"
    assert answered.response.headers["Content-Type"] == ["text/html"]
    assert answered.log == ()


@pytest.mark.parametrize(
    ("raised", "kind", "message"),
    [
        (BackendUnreachable, "INTEGRATION_FAILURE", "Network error communicating with endpoint"),
        (BackendTimeout, "INTEGRATION_TIMEOUT", "Endpoint request timed out"),
    ],
)
def test_no_answer(raised: type[Exception], kind: str, message: str) -> None:
    def backend(_request: IntegrationRequest, /) -> BackendReply:
        raise raised

    invocation = invoke(api(of("HTTP")), MethodRequest(path="/here"), backend)
    assert invocation.response.status == 504
    assert invocation.gateway_response == kind
    assert invocation.response.body_text == f'{{"message": "{message}"}}'
    assert invocation.integration_request is not None


def test_why_a_backend_is_unreachable_is_told_beside_the_words_of_the_service() -> None:
    def backend(_request: IntegrationRequest, /) -> BackendReply:
        raise BackendUnreachable("127.0.0.1:9100: Connection refused")

    invocation = invoke(api(of("HTTP")), MethodRequest(path="/here"), backend)
    said = "Execution failed due to configuration error: Network error communicating with endpoint"
    lines = [line.partition(" : ")[2] for line in invocation.log]
    assert lines[-3:] == [
        "(vtlharness: 127.0.0.1:9100: Connection refused)",
        said,
        "Method completed with status: 504",
    ]
    assert invocation.reason == f"{said} (127.0.0.1:9100: Connection refused)"
    assert "refused" not in invocation.response.body_text


def test_a_template_that_fails() -> None:
    failing = of("HTTP", request_templates=templates(json="$util.urlDecode('%')"))
    invocation = run(failing)
    assert invocation.response.status == 500
    assert invocation.response.body_text == '{"message": "Internal server error"}'
    assert isinstance(invocation.error, VtlRenderError)
    assert invocation.error.line == 1


def test_a_payload_that_cannot_be_read() -> None:
    invocation = run(of("HTTP", request_templates=templates(json="$input.path('$')")), MethodRequest("POST", body="{a"))
    assert invocation.response.status == 400
    assert invocation.gateway_response == "BAD_REQUEST_BODY"
    assert invocation.response.body_text.startswith('{"message": "Could not process payloadnet.minidev.json')


def test_a_failure_that_only_speaks_of_a_payload() -> None:
    """The kind of a failure does not depend on its words, which may be the template's own."""
    failing = of("HTTP", request_templates=templates(json="$input.path('Could not process payload [')"))
    invocation = run(failing, MethodRequest("POST", body="{}"))
    assert isinstance(invocation.error, VtlRenderError)
    assert "Could not process payload" in invocation.error.message
    assert invocation.response.status == 500
    assert invocation.gateway_response == "API_CONFIGURATION_ERROR"


def test_a_template_that_does_not_parse() -> None:
    with pytest.raises(VtlSyntaxError):
        run(of("HTTP", request_templates=templates(json="#if(")))


def test_validation_error_in_a_template() -> None:
    custom = GatewayResponse(
        "BAD_REQUEST_BODY", response_templates={"application/json": Source("$context.error.validationErrorString")}
    )
    invocation = run(
        of("MOCK"),
        MethodRequest("POST", body="[]"),
        method={"request_models": {"application/json": "M"}, "request_validator": RequestValidator(True, False)},
        models={"M": {"type": "object"}},
        gateway_responses={"BAD_REQUEST_BODY": custom},
    )
    assert invocation.response.status == 400
    assert invocation.response.body_text == (
        '[instance type (array) does not match any allowed primitive type (allowed: ["object"])]'
    )
    assert "Request body does not match model schema for content type application/json" in invocation.log[-2]


def test_api_key() -> None:
    mocked = of("MOCK", request_templates=templates(json='{"statusCode": 200}'))
    assert run(mocked, method={"api_key_required": True}).response.body_text == '{"message":"Forbidden"}'
    keyed = run(mocked, MethodRequest(headers={"X-Api-Key": "k"}), method={"api_key_required": True})
    assert keyed.response.status == 200
