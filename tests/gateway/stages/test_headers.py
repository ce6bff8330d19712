"""Headers on their way through a call: which are refused, lost, renamed or hidden, name by name."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.gateway.stages.calls import integration, run
from vtlharness.backends.lambda_reply import lambda_result
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.invocation import Invocation
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import IntegrationResponse

HIDDEN = {
    *("Connection", "Content-Length", "Content-MD5", "Expect", "Max-Forwards", "Proxy-Authenticate", "Server", "TE"),
    *("Transfer-Encoding", "Trailer", "Upgrade", "WWW-Authenticate"),
}
RENAMED = {
    *("Authorization", "Connection", "Content-Length", "Content-MD5", "Date", "Expect", "Host", "Max-Forwards"),
    *("Proxy-Authenticate", "Server", "Trailer", "Upgrade", "User-Agent", "WWW-Authenticate"),
}
SHOWN = ["Date", "Via", "Host", "Authorization", "Content-Encoding", "X-Own"]
REFUSED = ["Content-Length", "Transfer-Encoding"]
REFUSED_BY_AWS = ["Authorization", "Connection", "Expect", "Proxy-Authenticate", "TE"]
LOST = ["Connection", "Expect", "Proxy-Authenticate", "TE", "Via"]


@pytest.mark.parametrize("name", [*sorted(HIDDEN), *SHOWN])
def test_headers_of_the_client_in_the_event_of_a_function(name: str) -> None:
    """As aws-params-headers."""
    sent = run(integration("AWS_PROXY"), MethodRequest(headers={name: "x"})).integration_request
    assert sent is not None
    headers = json.loads(sent.body_text)["headers"]
    assert headers.get(name) == (None if name in HIDDEN else "x")


@pytest.mark.parametrize("name", [*sorted(HIDDEN), *SHOWN])
def test_headers_of_the_client_that_a_proxy_passes_on(name: str) -> None:
    sent = run(integration("HTTP_PROXY"), MethodRequest(headers={name: "x"})).integration_request
    assert sent is not None
    kept = name not in {*HIDDEN, "Host", "Content-Encoding", "Via"}
    assert sent.headers.get(name) == (["x"] if kept else None)


@pytest.mark.parametrize("kind", ["HTTP", "HTTP_PROXY", "AWS", "AWS_PROXY"])
@pytest.mark.parametrize("name", [*REFUSED, *REFUSED_BY_AWS, "Via", "Date", "X-Own"])
def test_headers_that_must_not_be_mapped(kind: str, name: str) -> None:
    """As aws-hdr-*-illegal."""
    mapped = {f"integration.request.header.{name}": "'x'"}
    found = run(integration(kind, request_parameters=mapped), reply=lambda_result({"statusCode": 200}))
    refused = name in REFUSED or (kind.startswith("AWS") and name in REFUSED_BY_AWS)
    if refused:
        assert found.response.status == 500
        problem = f"Execution failed due to configuration error: Illegal header mapping: {name}"
        assert [line.partition(" : ")[2] for line in found.log if "Illegal" in line] == [problem]
    else:
        assert found.gateway_response is None
        assert found.integration_request is not None
        arrives = kind == "AWS" or (kind.startswith("HTTP") and name not in LOST)
        assert found.integration_request.headers.get(name) == (["x"] if arrives else None)


def answered(kind: str, name: str) -> Invocation:
    mapped = {f"method.response.header.{name}": "'x'"}
    of = integration(kind, integration_responses=(IntegrationResponse("200", response_parameters=mapped),))
    return run(of, reply=BackendReply())


@pytest.mark.parametrize("kind", ["HTTP", "AWS"])
@pytest.mark.parametrize("name", [*sorted(RENAMED), "TE", "Via", "Age", "Content-Encoding", "Transfer-Encoding"])
def test_headers_of_the_answer(kind: str, name: str) -> None:
    """As aws-hdr-HTTP-full."""
    logged = answered(kind, name).logged_headers
    renamed = f"x-amzn-Remapped-{name}"
    assert logged.get(renamed) == (["x"] if name in RENAMED else None)
    assert logged.get(name) == (None if name in {*RENAMED, "Transfer-Encoding"} else ["x"])


@pytest.mark.parametrize("name", ["Connection", "Content-Length", "Date", "Server", "Via", "Age", "Transfer-Encoding"])
def test_headers_that_a_proxied_backend_answers_with(name: str) -> None:
    logged = run(integration("HTTP_PROXY"), reply=BackendReply(200, {name: "x"})).logged_headers
    assert logged.get(f"x-amzn-Remapped-{name}") == (["x"] if name in RENAMED else None)
    assert logged.get(name) == (["x"] if name == "Age" else None)


def test_headers_that_an_edge_adds() -> None:
    """As published 18."""
    edge: dict[str, Any] = {"endpoint_type": "EDGE"}
    sent = run(integration("AWS_PROXY"), **edge).integration_request
    assert sent is not None
    headers = json.loads(sent.body_text)["headers"]
    via = "1.1 3b2cd5fe4a17d6c0b8e9f1a2c3d4e5f6.cloudfront.net (CloudFront)"
    cf_id = "dGhpcy1pcy1hLXNhbXBsZS1pZC1vZi1hLWNhbGwtdG8tYW4tZWRnZQ=="
    assert {name: value for name, value in headers.items() if name.startswith(("Cloud", "Via", "X-Amz-"))} == {
        "CloudFront-Forwarded-Proto": "https",
        "CloudFront-Is-Desktop-Viewer": "true",
        "CloudFront-Is-Mobile-Viewer": "false",
        "CloudFront-Is-SmartTV-Viewer": "false",
        "CloudFront-Is-Tablet-Viewer": "false",
        "CloudFront-Viewer-ASN": "64496",
        "CloudFront-Viewer-Country": "US",
        "Via": via,
        "X-Amz-Cf-Id": cf_id,
    }
    for status, cache in ((200, "Miss"), (399, "Miss"), (400, "Error"), (500, "Error")):
        of = integration("HTTP", integration_responses=(IntegrationResponse(str(status)),))
        answer = run(of, **edge).response.headers
        added = {name: answer[name] for name in ("Via", "X-Cache", "X-Amz-Cf-Pop", "X-Amz-Cf-Id")}
        cached = f"{cache} from cloudfront"
        assert added == {"Via": [via], "X-Cache": [cached], "X-Amz-Cf-Pop": ["IAD89-C1"], "X-Amz-Cf-Id": [cf_id]}


def test_an_edge_keeps_what_is_given() -> None:
    request = MethodRequest(headers={"cloudfront-viewer-country": "DE", "via": "mine"})
    given = {"method.response.header.x-cache": "'mine'"}
    of = integration("HTTP_PROXY", integration_responses=(IntegrationResponse("200", response_parameters=given),))
    found = run(of, request, endpoint_type="EDGE")
    assert found.integration_request is not None
    names = {name: values for name, values in found.integration_request.headers.items() if "ountry" in name}
    assert names == {"cloudfront-viewer-country": ["DE"]}


def test_a_regional_api_adds_nothing() -> None:
    found = run(integration("HTTP"), endpoint_type="REGIONAL")
    assert {"Via", "X-Cache"}.isdisjoint(found.response.headers)
