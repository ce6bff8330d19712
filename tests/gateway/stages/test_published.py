"""What people saw the service do and published, number by number (docs/fidelity.md, **Published**)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.gateway.stages.calls import api, integration, run, templates
from vtlharness.backends.lambda_reply import lambda_error, lambda_result
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.invocation import Invocation, invoke
from vtlharness.gateway.invoke_method import invoke_method_alone
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import (
    ApiKeySource,
    EndpointType,
    GatewayResponse,
    IntegrationResponse,
    RequestValidator,
)
from vtlharness.source import Source

ERROR = '{"message": "Internal server error"}'
JSON_TEMPLATE = templates(json='{"statusCode": 200}')
FAILED = "Execution failed due to configuration error: "


def failed_with(invocation: Invocation) -> str:
    """The line of the log after which a call ends with a 500."""
    assert invocation.response.status == 500
    assert invocation.response.body_text == ERROR
    assert invocation.gateway_response == "API_CONFIGURATION_ERROR"
    return invocation.log[-2].partition(" : ")[2]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("application/json;charset=UTF-8", 200),
        ("application/json; charset=utf-8; v=1", 200),
        ("application/json ;charset=utf-8", 200),
        ("text/plain; charset=utf-8", 415),
        ("application/jsonx", 415),
    ],
)
def test_published_1_parameters_of_the_content_type_do_not_count(sent: str, status: int) -> None:
    of = integration("MOCK", request_templates=JSON_TEMPLATE, passthrough_behavior="NEVER")
    found = run(of, MethodRequest("POST", headers={"Content-Type": sent}, body="{}"))
    assert found.response.status == status
    assert found.findings == ()


def test_published_1_a_template_with_parameters_in_its_key() -> None:
    with_parameters = {"application/json; charset=utf-8": Source('{"statusCode": 201}')}
    answers = tuple(IntegrationResponse(status, status) for status in ("200", "201"))
    request = MethodRequest("POST", headers={"Content-Type": "application/json; charset=utf-8"}, body="{}")
    for given, status in ((with_parameters, 201), ({**with_parameters, **JSON_TEMPLATE}, 200)):
        of = integration("MOCK", request_templates=given, integration_responses=answers)
        assert run(of, request).response.status == status


@pytest.mark.parametrize("sent", ["application/json", "application/json; charset=utf-8", None, "application/xml"])
def test_published_1_models_are_chosen_as_templates_are(sent: str | None) -> None:
    method = {
        "request_models": {"application/json": "Order"},
        "request_validator": RequestValidator(validate_request_body=True),
    }
    request = MethodRequest("POST", "/here", headers={} if sent is None else {"Content-Type": sent}, body="[]")
    of = integration("MOCK", request_templates={**JSON_TEMPLATE, "application/xml": Source('{"statusCode": 200}')})
    called = invoke(api(of, method, models={"Order": {"type": "object"}}), request, lambda_result({}))
    assert called.response.status == (200 if sent == "application/xml" else 400)


@pytest.mark.parametrize("behavior", ["NEVER", "WHEN_NO_TEMPLATES"])
def test_published_2_no_template_matches(behavior: str) -> None:
    of = integration("HTTP", request_templates=JSON_TEMPLATE, passthrough_behavior=behavior)
    found = run(of, MethodRequest("POST", headers={"Content-Type": "text/plain"}, body="a"))
    assert (found.response.status, found.gateway_response) == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert "Unsupported Media Type" in found.response.body_text


@pytest.mark.parametrize("body", [None, "", "{}", '{"a": "é"}'])
@pytest.mark.parametrize(
    ("listed", "headers"),
    [
        ("*/*", {}),
        ("*/*", {"Content-Type": "text/plain"}),
        ("application/json", {}),
        ("application/*", {"Content-Type": "application/json; charset=utf-8"}),
    ],
)
def test_published_3_a_template_on_a_binary_body(body: str | None, listed: str, headers: dict[str, str]) -> None:
    of = integration("MOCK", request_templates={**JSON_TEMPLATE, "text/plain": Source('{"statusCode": 200}')})
    found = run(of, MethodRequest("OPTIONS", headers=headers, body=body), binary_media_types=(listed,))
    assert failed_with(found) == f"{FAILED}Unable to transform request"
    assert found.log[-3].endswith("Method request body before transformations: [Binary Data]")


@pytest.mark.parametrize(
    ("more", "listed", "headers"),
    [
        ({"content_handling": "CONVERT_TO_TEXT"}, "*/*", {}),
        ({}, "image/png", {}),
        ({}, "text/*", {}),
        ({"request_templates": templates(json="")}, "*/*", {}),
        ({}, "*/*", {"Content-Type": "text/csv"}),
    ],
)
def test_published_3_what_mends_it(more: dict[str, Any], listed: str, headers: dict[str, str]) -> None:
    of = integration("HTTP", **{"request_templates": JSON_TEMPLATE, **more})
    found = run(of, MethodRequest("POST", headers=headers), binary_media_types=(listed,))
    assert found.response.status == 200


def test_published_4_words_of_the_log() -> None:
    broken = templates(json="#foreach($i in $input.json('$'))$i.substring(9)#end#set($x = $util.base64Decode('*'))")
    request = run(integration("HTTP", request_templates=broken))
    assert failed_with(request) == f"{FAILED}Unable to transform request"
    answers = (IntegrationResponse("200", response_templates=broken),)
    assert failed_with(run(integration("HTTP", integration_responses=answers))) == (
        f"{FAILED}Unable to transform response"
    )
    picture = BackendReply(headers={"Content-Type": "image/png"}, raw_body=b"\xff")
    asked = MethodRequest("POST", headers={"Content-Type": "image/png", "Accept": "image/png"}, raw_body=b"\x89")
    answers = (IntegrationResponse("200", response_templates=templates(json="$input.body")),)
    media = {"binary_media_types": ("image/png",)}
    refused = run(integration("HTTP", integration_responses=answers), asked, picture, **media)
    assert failed_with(refused) == f"{FAILED}Unable to transform response"
    for kind in ("HTTP", "HTTP_PROXY"):
        log = "\n".join(run(integration(kind), asked, picture, **media).log)
        for words in (
            "Method request body before transformations: [Binary Data]\n",
            "Endpoint request body after transformations: [Binary Data]\n",
            "Endpoint response body before transformations: [Binary Data]\n",
            "Method response body after transformations: [Binary Data]\n",
        ):
            assert words in log


@pytest.mark.parametrize("template", ["", "{}", '{"status": 200}', '{"statusCode": null}'])
def test_published_5_a_mock_without_a_status(template: str) -> None:
    found = run(integration("MOCK", request_templates=templates(json=template)))
    assert failed_with(found) == f"{FAILED}statusCode should be an integer which defined in request template"


@pytest.mark.parametrize("template", ['{"statusCode": "200"}', '{"statusCode": 200', "[]", '{"statusCode": 2.5}'])
def test_published_5_a_mock_with_another_status(template: str) -> None:
    found = run(integration("MOCK", request_templates=templates(json=template)))
    words = "Unable to parse statusCode. It should be an integer that is defined in the request template."
    assert failed_with(found) == FAILED + words


def _overridden(template: str, **more: Any) -> Invocation:
    answers = (IntegrationResponse("200", response_templates=templates(json=template)),)
    return run(integration("HTTP", integration_responses=answers, **more))


_HEADER = "#set($context.responseOverride.header.%s = '%s')"


@pytest.mark.parametrize(
    ("template", "lines"),
    [
        ("#set($context.responseOverride.status = 201)#set($context.responseOverride.status = 201)", [1]),
        (f"{_HEADER % ('A', 1)}\n{_HEADER % ('A', 2)}\n\n{_HEADER % ('A', 3)}", [2, 4]),
        ('#set($h = $context.responseOverride.header)$h.put("A", "1")\n$h.putAll({"A": "2", "B": "3"})', [2]),
        (f"#foreach($i in [1..3])\n{_HEADER % ('A', '$i')}#end", [2]),
        (f"#define($d){_HEADER % ('A', 1)}#end$d\n$d", [1]),
        ("#set($context.requestOverride.path.a = 1)\n#set($context.requestOverride.path.a = 2)", [2]),
        (f"{_HEADER % ('A', 1)}{_HEADER % ('B', 1)}", []),
        ("#set($context.requestOverride.header.A = 1)#set($context.responseOverride.header.A = 2)", []),
        (f"#if(true){_HEADER % ('A', 1)}#else{_HEADER % ('A', 2)}#end", []),
        ("#set($context.responseOverride.status = 201)$context.responseOverride.status", []),
    ],
)
def test_published_6_an_override_that_is_set_twice(template: str, lines: list[int]) -> None:
    found = _overridden(template)
    assert found.response.status in (200, 201)
    assert [finding.line for finding in found.findings if finding.rule == "API412"] == lines


def test_published_6_once_in_each_of_two_templates() -> None:
    once = _HEADER % ("A", 1)
    found = _overridden(once, request_templates=templates(json=once))
    assert found.findings == ()


def test_published_6_often_in_a_loop_takes_no_time() -> None:
    found = _overridden(f"#foreach($i in [1..900])#foreach($j in [1..100]){_HEADER % ('A', '$j')}#end#end")
    assert [finding.rule for finding in found.findings] == ["API412"]


@pytest.mark.parametrize(("text", "status", "rules"), [("", 200, ["API411"]), ("500", 500, ["API413"])])
def test_published_7_a_text_as_the_status(text: str, status: int, rules: list[str]) -> None:
    found = _overridden(f'#set($context.responseOverride.status = "{text}")')
    assert found.response.status == status
    assert [finding.rule for finding in found.findings] == rules


@pytest.mark.parametrize(
    ("accept", "given", "body"),
    [
        (None, {"text/csv": "csv", "application/json": "json"}, "json"),
        ("application/json", {"text/csv": "csv", "application/json": "json"}, "json"),
        ("text/csv; header=absent", {"application/json": "json", "text/csv": "csv"}, "csv"),
        ("text/html", {"text/csv": "csv", "application/json": "json"}, "csv"),
        ("text/html", {"application/json": "json", "text/csv": "csv"}, "json"),
        ("*/*", {"text/csv": "csv", "application/json": "json"}, "csv"),
        (None, {"text/csv": "csv", "text/html": "html"}, "csv"),
        (None, {"text/csv": "csv", "application/json": ""}, "{}"),
        ("text/html", {"application/json": "", "text/csv": "csv"}, "{}"),
        (None, {}, "{}"),
    ],
)
def test_published_8_the_response_template(accept: str | None, given: dict[str, str], body: str) -> None:
    answers = (IntegrationResponse("200", response_templates={name: Source(text) for name, text in given.items()}),)
    request = MethodRequest(headers={} if accept is None else {"Accept": accept})
    found = run(integration("HTTP", integration_responses=answers), request, BackendReply(body="{}"))
    assert found.response.body_text == body


@pytest.mark.parametrize(("accept", "body"), [(None, "json"), ("text/csv;q=1", "csv"), ("text/html", "csv")])
def test_published_8_the_template_of_a_gateway_response(accept: str | None, body: str) -> None:
    given = {"text/csv": Source("csv"), "application/json": Source("json")}
    customized = {"API_CONFIGURATION_ERROR": GatewayResponse("API_CONFIGURATION_ERROR", response_templates=given)}
    request = MethodRequest(headers={} if accept is None else {"Accept": accept})
    found = run(integration("MOCK", request_templates=templates(json="{}")), request, gateway_responses=customized)
    assert found.response.body_text == body
    assert found.response.headers["Content-Type"] == ["application/json" if body == "json" else "text/csv"]


@pytest.mark.parametrize("body", [None, ""])
def test_published_9_the_json_of_an_empty_body(body: str | None) -> None:
    of = integration("AWS", request_templates=templates(json="$input.json('$')"))
    found = run(of, MethodRequest("POST", body=body))
    assert found.integration_request is not None
    assert found.integration_request.body_text == "{}"


@pytest.mark.parametrize("text", ["not JSON", '{"a": ', "<p>$input.path('$.a')</p>"])
def test_published_11_a_response_template_that_gives_no_json(text: str) -> None:
    found = run(
        integration(
            "AWS", integration_responses=(IntegrationResponse("200", response_templates=templates(json=text)),)
        ),
        reply=lambda_result({"a": 1}),
    )
    assert (found.response.status, found.response.body_text) == (200, text.replace("$input.path('$.a')", "1"))
    assert found.response.headers["Content-Type"] == ["application/json"]


@pytest.mark.parametrize(
    ("status", "answer"), [(404, 404), (409, 400), (400, 400), (200, 200), (500, 500), (503, 502), (502, 502)]
)
@pytest.mark.parametrize("kind", ["MOCK", "HTTP"])
def test_published_12_the_entry_with_the_status_of_the_backend(kind: str, status: int, answer: int) -> None:
    entries = [("400", r"4\d{2}"), ("404", "404"), ("500", "500"), ("502", r"5\d{2}"), ("200", None)]
    of = integration(
        kind,
        request_templates=templates(json=f'{{"statusCode": {status}}}') if kind == "MOCK" else {},
        integration_responses=tuple(IntegrationResponse(*entry) for entry in entries),
    )
    assert run(of, reply=BackendReply(status)).response.status == answer


def test_published_12_an_entry_that_does_not_match_does_not_win() -> None:
    answers = (IntegrationResponse("404", "409"), IntegrationResponse("400", r"4\d{2}"), IntegrationResponse("200"))
    assert run(integration("HTTP", integration_responses=answers), reply=BackendReply(404)).response.status == 400


@pytest.mark.parametrize(
    ("kind", "reply", "status"),
    [
        ("AWS", lambda_result({}), 200),
        ("AWS", lambda_error("Not found"), 200),
        ("HTTP", BackendReply(404), 404),
        ("MOCK", BackendReply(), 201),
    ],
)
def test_published_14_no_response_matches(kind: str, reply: BackendReply, status: int) -> None:
    of = integration(
        kind,
        request_templates=templates(json='{"statusCode": 201}') if kind == "MOCK" else {},
        integration_responses=(IntegrationResponse("200", "never"),),
    )
    words = "No match for output mapping and no default output mapping configured. Endpoint Response Status Code:"
    assert failed_with(run(of, reply=reply)) == f"{FAILED}{words} {status}"


@pytest.mark.parametrize(
    ("source", "headers", "identity", "shown"),
    [
        ("HEADER", {"x-api-key": "k1"}, {}, "k1"),
        ("HEADER", {}, {}, None),
        ("AUTHORIZER", {"x-api-key": "k1"}, {}, None),
        ("AUTHORIZER", {"x-api-key": "k1"}, {"apiKey": "k2"}, "k2"),
        ("AUTHORIZER", {}, {"apiKey": "k2"}, "k2"),
    ],
)
def test_published_17_the_source_of_a_key(
    source: ApiKeySource, headers: dict[str, str], identity: dict[str, str], shown: str | None
) -> None:
    answers = (IntegrationResponse("200", response_templates=templates(json="$context.identity.apiKey")),)
    of = integration("HTTP", integration_responses=answers)
    found = invoke(
        api(of, {"api_key_required": True}, api_key_source=source),
        MethodRequest(path="/here", headers=headers),
        lambda request: BackendReply(),
        context={"identity": identity},
    )
    assert found.gateway_response == (None if shown else "INVALID_API_KEY")
    if shown:
        assert found.response.body_text == shown


SENT_BY_THE_EDGE = (
    *("CloudFront-Forwarded-Proto", "CloudFront-Is-Desktop-Viewer", "CloudFront-Is-Mobile-Viewer"),
    *("CloudFront-Is-SmartTV-Viewer", "CloudFront-Is-Tablet-Viewer", "CloudFront-Viewer-ASN"),
    *("CloudFront-Viewer-Country", "Via", "X-Amz-Cf-Id"),
)
ADDED_BY_THE_EDGE = ("Via", "X-Cache", "X-Amz-Cf-Id", "X-Amz-Cf-Pop")


@pytest.mark.parametrize("endpoint", ["EDGE", "REGIONAL", "PRIVATE", None])
def test_published_18_headers_of_an_edge_optimized_api(endpoint: EndpointType | None) -> None:
    names = "#foreach($name in $input.params().header.keySet())$name #end"
    of = integration("HTTP", request_templates=templates(json=names))
    found = run(of, endpoint_type=endpoint)
    assert found.integration_request is not None
    seen = found.integration_request.body_text.split()
    is_edge = endpoint == "EDGE"
    assert set(seen) == (set(SENT_BY_THE_EDGE) if is_edge else set())
    assert [name in found.response.headers for name in ADDED_BY_THE_EDGE] == [is_edge] * 4
    assert ("CloudFront-Viewer-Country=US" in "\n".join(found.log)) is is_edge
    assert "X-Cache" not in found.logged_headers


def test_published_18_what_a_test_gives_stays() -> None:
    template = "$input.params('cloudfront-viewer-country') $input.params('CloudFront-Viewer-Country')"
    of = integration("HTTP", request_templates=templates(json=template))
    request = MethodRequest(headers={"cloudfront-viewer-country": "CR"})
    found = run(of, request, endpoint_type="EDGE")
    assert found.integration_request is not None
    assert found.integration_request.body_text.split() == ["CR"]


def test_published_18_an_error_and_a_missing_route() -> None:
    of = integration("HTTP")
    of_status = {status: run(of, reply=BackendReply(status), endpoint_type="EDGE") for status in (200, 500)}
    assert of_status[200].response.headers["X-Cache"] == ["Miss from cloudfront"]
    nowhere = invoke(
        api(of, {"resource_path": "/else"}, endpoint_type="EDGE"), MethodRequest(), lambda request: BackendReply()
    )
    assert nowhere.gateway_response == "MISSING_AUTHENTICATION_TOKEN"
    assert nowhere.response.headers["X-Cache"] == ["Error from cloudfront"]


def test_published_18_the_console_calls_the_method_itself() -> None:
    edge = api(integration("HTTP"), endpoint_type="EDGE")
    found = invoke_method_alone(edge, edge.methods[0], lambda request: BackendReply())
    assert "CloudFront" not in "\n".join(found.log)
