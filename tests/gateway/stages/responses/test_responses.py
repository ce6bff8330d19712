from __future__ import annotations

from typing import Any

import pytest

from tests.gateway.stages.calls import Spy, api, integration, run, templates
from vtlharness.backends.lambda_reply import lambda_error, lambda_result
from vtlharness.findings import Finding
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.codecs.content_handling import convert_request, convert_response
from vtlharness.gateway.codecs.media_types import accepts_binary, is_binary
from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.invocation import invoke
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import CanarySettings, ContentHandling, IntegrationResponse, MethodResponse, Stage
from vtlharness.gateway.stages.responses.response_selection import select_response

RESPONSES = (
    IntegrationResponse("500", "5.."),
    IntegrationResponse("404", "Not found.*"),
    IntegrationResponse("200"),
    IntegrationResponse("400", r"Bad(\n|.)*"),
)


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (None, "200"),
        ("500", "500"),
        ("5000", "200"),
        ("Not found: 7", "404"),
        ("It was Not found", "200"),
        ("Not found:\n7", "200"),
        ("Bad\nthing", "400"),
    ],
)
def test_selection(value: str | None, status: str) -> None:
    assert select_response(RESPONSES, value, 200).status_code == status


def test_selection_that_cannot_be() -> None:
    with pytest.raises(GatewayFailure):
        select_response((IntegrationResponse("200", "["),), "200", 200)
    with pytest.raises(GatewayFailure):
        select_response((), None, 200)


def test_lambda_error_message() -> None:
    of = integration("AWS", integration_responses=RESPONSES)
    assert run(of, reply=lambda_error("Not found: 7")).response.status == 404
    assert run(of, reply=lambda_result({"id": 7})).response.status == 200
    assert run(of, reply=BackendReply(403)).response.body_text == '{"message": "Internal server error"}'


def _response(given: dict[str, Any], reply: BackendReply, request: MethodRequest | None = None, **more: Any) -> Any:
    of = integration("HTTP", integration_responses=(IntegrationResponse("200", **given),))
    return run(of, request, reply, **more)


def test_overridden_headers_have_one_casing() -> None:
    given = {
        "response_parameters": {"method.response.header.X-A": "'mapped'"},
        "response_templates": templates(json='#set($context.responseOverride.header["x-a"] = ["1", "2"])'),
    }
    headers = _response(given, BackendReply()).response.headers
    assert headers["x-a"] == ["1", "2"]
    assert "X-A" not in headers


def test_a_status_that_is_no_status() -> None:
    given = {"response_templates": templates(json='#set($context.responseOverride.status = "")')}
    invocation = _response(given, BackendReply())
    assert invocation.response.status == 200
    assert invocation.warnings == (
        Finding(
            "API411",
            "$context.responseOverride.status is '': anything other than an integer from 100 to 599 is ignored",
            hint="write a number without quotes: #set($context.responseOverride.status = 404)",
        ),
    )


@pytest.mark.parametrize(
    ("written", "status", "rule"),
    [
        ("404", 404, "API413"),
        ("599", 599, "API413"),
        ("99", 200, "API411"),
        ("600", 200, "API411"),
        (" 404", 200, "API411"),
        ("0404", 200, "API411"),
        ("404.0", 200, "API411"),
        ("٤٠٤", 200, "API411"),
    ],
)
def test_a_status_that_is_a_text(written: str, status: int, rule: str) -> None:
    given = {"response_templates": templates(json=f'#set($context.responseOverride.status = "{written}")')}
    invocation = _response(given, BackendReply())
    assert invocation.response.status == status
    assert [found.rule for found in invocation.warnings] == [rule]


@pytest.mark.parametrize(("written", "status"), [("100", 100), ("599", 599), ("99", 200), ("600", 200), ("true", 200)])
def test_the_range_of_a_status(written: str, status: int) -> None:
    given = {"response_templates": templates(json=f"#set($context.responseOverride.status = {written})")}
    invocation = _response(given, BackendReply())
    assert invocation.response.status == status
    assert [found.rule for found in invocation.warnings] == ["API411"] * (status == 200)


def test_overrides_of_the_request_template_go_on() -> None:
    of = integration(
        "HTTP",
        request_templates=templates(json="#set($context.responseOverride.status = 202)"),
        integration_responses=(IntegrationResponse("200", response_templates=templates(json="no context")),),
    )
    invocation = run(of)
    assert (invocation.response.status, invocation.response.body_text) == (202, "no context")


@pytest.mark.parametrize(
    ("accept", "text"),
    [
        ("application/xml", "xml"),
        ("application/xml; charset=utf-8", "xml"),
        ("application/json;q=0.9", "json"),
        ("text/csv", "xml"),
        ("*/*", "xml"),
        (None, "json"),
        ("application/json, application/xml", "json"),
        ("text/html, application/json", "xml"),
    ],
)
def test_response_template(accept: str | None, text: str) -> None:
    request = MethodRequest(headers={} if accept is None else {"Accept": accept})
    given = {"response_templates": templates(xml="xml", json="json")}
    assert _response(given, BackendReply(body="b"), request).response.body == text


def test_bytes_pass_and_templates_refuse_them() -> None:
    request = MethodRequest(headers={"Accept": "image/png"})
    reply = BackendReply(headers={"Content-Type": "image/png"}, raw_body=b"\xff")
    media = {"binary_media_types": ("image/png",)}
    assert _response({}, reply, request, **media).response.body == b"\xff"
    given = {"response_templates": templates(json="$input.body")}
    assert _response(given, reply, request, **media).response.status == 500


def test_bytes_that_are_text_can_be_mapped() -> None:
    reply = BackendReply(headers={"Content-Type": "application/json"}, body='{"a": "é"}')
    given = {"response_templates": templates(json="$input.path('$.a')")}
    assert _response(given, reply, binary_media_types=("*/*",)).response.body == "é"


@pytest.mark.parametrize(
    ("media_type", "listed", "binary"),
    [
        ("image/png", ["image/png"], True),
        ("IMAGE/PNG; q=1", ["image/png"], True),
        ("image/png", ["image/*"], True),
        ("image/png", ["*/*"], True),
        ("image/png", ["*/png"], False),
        ("*/png", ["*/png"], False),
        ("image", ["image/*"], False),
        ("*/*", ["image/*"], False),
        ("image/png", [], False),
    ],
)
def test_binary_media_types(media_type: str, listed: list[str], binary: bool) -> None:
    assert is_binary(media_type, listed) is binary
    assert accepts_binary({"accept": f"{media_type},image/gif"}, listed) is binary


@pytest.mark.parametrize("handling", [None, "CONVERT_TO_TEXT", "CONVERT_TO_BINARY"])
def test_conversions_of_nothing(handling: ContentHandling | None) -> None:
    for binary in (True, False):
        assert convert_request(b"", binary=binary, handling=handling) in ("", b"")
        for accept in (True, False):
            converted = convert_response(b"", binary=binary, accept_binary=accept, handling=handling)
            assert converted in ("", b"")


def test_canary_chosen_by_the_test() -> None:
    stage = Stage("prod", {"v": "a"}, CanarySettings(10.0, {"v": "b"}))
    of = integration("HTTP", request_templates=templates(json="$context.isCanaryRequest $stageVariables.v"))
    backend = Spy(BackendReply())
    invoke(api(of, stage=stage), MethodRequest(path="/x"), backend, context={"isCanaryRequest": True})
    assert backend.asked[0].body == "true b"


@pytest.mark.parametrize(("percent", "shown"), [(0.0, "false a"), (100.0, "true b")])
def test_canary(percent: float, shown: str) -> None:
    stage = Stage("prod", {"v": "a"}, CanarySettings(percent, {"v": "b"}))
    given = {"response_templates": templates(json="$context.isCanaryRequest $stageVariables.v")}
    assert _response(given, BackendReply(), stage=stage).response.body == shown
    assert _response(given, BackendReply(), stage=Stage("prod", {"v": "a"})).response.body == " a"


OVERRIDE = templates(json="#set($context.responseOverride.status = 404)")
DECLARED = (MethodResponse("200"),)


@pytest.mark.parametrize(
    ("status", "templates_", "declared", "given"),
    [
        ("200", None, DECLARED, 200),
        ("201", None, DECLARED, 500),
        ("201", None, (), 500),
        ("201", None, None, 201),
        ("200", OVERRIDE, DECLARED, 404),
    ],
)
def test_the_status_must_be_declared(
    status: str, templates_: Any, declared: tuple[MethodResponse, ...] | None, given: int
) -> None:
    response = IntegrationResponse(status, response_templates=templates_ or {})
    http = integration("HTTP", http_method="GET", uri="https://example.com", integration_responses=(response,))
    found = run(http, MethodRequest(), method={"method_responses": declared})
    assert found.response.status == given
    said = f"Execution failed due to configuration error: Output mapping refers to an invalid method response: {status}"
    assert any(line.endswith(said) for line in found.log) is (given == 500)


def test_the_log_of_a_function_that_failed() -> None:
    proxy = integration("AWS_PROXY")
    found = run(proxy, MethodRequest(), lambda_error("boom"))
    assert found.response.status == 502
    assert found.log[-2].endswith(
        " UTC 2025 : Lambda execution failed with status 200 due to customer function error: boom."
        " Lambda request id: c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
    )
