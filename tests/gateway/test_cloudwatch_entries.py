"""CloudWatch's execution log: what it has besides the entries of the console's (published 31)."""

from __future__ import annotations

from tests.gateway.stages.calls import integration
from vtlharness.backends.canned import CannedBackend, SilentBackend
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.invocation import Invocation, invoke
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import GatewayResponse, Method, RestApi, Stage
from vtlharness.source import Source

BEGIN = "(c6af9ac6-7b61-11e6-9a41-93e8deadbeef) "
OK = CannedBackend(BackendReply(200))


def called(api: RestApi, backend: CannedBackend | SilentBackend = OK, **headers: str) -> Invocation:
    return invoke(api, MethodRequest("GET", "/orders/7", None, {}, {}, headers), backend)


def api(*, key: bool = False, **more: object) -> RestApi:
    method = Method("ANY", "/orders/{id}", integration("HTTP"), api_key_required=key)
    return RestApi(methods=(method,), stage=Stage("Prod"), **more)  # type: ignore[arg-type]


def entries(found: Invocation) -> list[str]:
    assert all(line.startswith(BEGIN) for line in found.cloudwatch_log)
    return [line.removeprefix(BEGIN) for line in found.cloudwatch_log]


def test_it_begins_with_the_ids_and_the_usage_plan() -> None:
    found = entries(called(api()))
    assert found[:5] == [
        "Extended Request Id: JJbxIEPNIAMFRxQ=",
        "Verifying Usage Plan for request: c6af9ac6-7b61-11e6-9a41-93e8deadbeef. API Key: API Stage: abcdef1234/Prod",
        "API Key authorized because method 'ANY /orders/{id}' does not require API Key. "
        "Request will not contribute to throttle or quota limits",
        "Usage Plan check succeeded for API Key and API Stage abcdef1234/Prod",
        "Starting execution for request: c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
    ]
    assert found[-2:] == ["Successfully completed execution", "Method completed with status: 200"]


def test_its_other_entries_are_those_of_the_console() -> None:
    found = called(api())
    console = [line.partition(" : ")[2] for line in found.log[1:]]
    assert entries(found)[4:] == console


def test_a_failure_names_the_gateway_response() -> None:
    found = called(api(), SilentBackend("timeout"))
    assert entries(found)[-5:] == [
        "Execution failed due to a timeout error",
        "Gateway response type: INTEGRATION_TIMEOUT with status code: 504",
        'Gateway response body: {"message": "Endpoint request timed out"}',
        "Gateway response headers: {x-amzn-ErrorType=InternalServerErrorException}",
        "Method completed with status: 504",
    ]
    assert not any("Gateway response" in line for line in found.log)


def test_a_customized_gateway_response() -> None:
    custom = GatewayResponse(
        "DEFAULT_5XX",
        "503",
        {"gatewayresponse.header.Retry-After": "'60'"},
        {"application/json": Source('{"code": "$context.error.responseType"}')},
    )
    found = entries(called(api(gateway_responses={"DEFAULT_5XX": custom}), SilentBackend("timeout")))
    assert "Gateway response type: INTEGRATION_TIMEOUT with status code: 503" in found
    assert 'Gateway response body: {"code": "INTEGRATION_TIMEOUT"}' in found
    assert "Gateway response headers: {x-amzn-ErrorType=InternalServerErrorException, Retry-After=60}" in found


def test_an_api_key_is_shown_by_its_end() -> None:
    found = entries(called(api(key=True), **{"x-api-key": "abcdefghijkl"}))
    assert found[1:4] == [
        "Verifying Usage Plan for request: c6af9ac6-7b61-11e6-9a41-93e8deadbeef. API Key: ******ghijkl "
        "API Stage: abcdef1234/Prod",
        "API Key ******ghijkl authorized because method 'ANY /orders/{id}' requires API Key and API Key is valid for "
        "API Stage abcdef1234/Prod",
        "Usage Plan check succeeded for API Key ******ghijkl and API Stage abcdef1234/Prod",
    ]


def test_a_missing_api_key() -> None:
    found = entries(called(api(key=True)))
    assert found[2:4] == [
        "API Key not authorized because method 'ANY /orders/{id}' requires API Key and API Key is not associated with "
        "a Usage Plan for API Stage abcdef1234/Prod: No API Key",
        "Usage Plan check failed for API Key and API Stage abcdef1234/Prod",
    ]
    assert "Gateway response type: INVALID_API_KEY with status code: 403" in found


def test_a_call_that_meets_no_method_has_no_log() -> None:
    found = invoke(api(), MethodRequest("GET", "/nowhere"), OK)
    assert found.cloudwatch_log == ()


def test_a_long_entry_is_cut() -> None:
    found = invoke(api(), MethodRequest("POST", "/orders/7", body="x" * 2000), OK)
    assert any(line.endswith("x [TRUNCATED]") and len(line) == len(BEGIN) + 1024 + 12 for line in found.cloudwatch_log)
