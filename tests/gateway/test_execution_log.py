from __future__ import annotations

from tests.gateway.stages.calls import integration, run, templates
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.codecs.dates import http_date, log_time
from vtlharness.gateway.execution_log import log_text
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import IntegrationResponse


def test_a_whole_log() -> None:
    of = integration(
        "HTTP",
        request_templates=templates(json='{"a": $input.json("$.a")}'),
        integration_responses=(
            IntegrationResponse(
                "201",
                response_parameters={"method.response.header.Location": "integration.response.header.Location"},
                response_templates=templates(json="$input.path('$.id')"),
            ),
        ),
    )
    request = MethodRequest("POST", "//orders/7/", None, {}, {"q": ["1", "2"]}, {"A": "b"}, '{"a": 1}')
    reply = BackendReply(200, {"Location": "/7", "Content-Type": "application/json"}, '{"id": 7}')
    stamp = "Tue May 20 15:07:30 UTC 2025 : "
    log = log_text(run(of, request, reply).log)
    assert log == "".join(
        [
            "Execution log for request c6af9ac6-7b61-11e6-9a41-93e8deadbeef\n",
            f"{stamp}Starting execution for request: c6af9ac6-7b61-11e6-9a41-93e8deadbeef\n",
            f"{stamp}HTTP Method: POST, Resource Path: /orders/7/\n",
            f"{stamp}Method request path: {{proxy=orders/7}}\n",
            f"{stamp}Method request query string: {{q=2}}\n",
            f"{stamp}Method request headers: {{A=b}}\n",
            f'{stamp}Method request body before transformations: {{"a": 1}}\n',
            f"{stamp}Endpoint request URI: https://example.com\n",
            f"{stamp}Endpoint request headers: {{X-Amzn-Apigateway-Api-Id=abcdef1234, Accept=application/json, "
            "User-Agent=AmazonAPIGateway_abcdef1234, X-Amzn-Trace-Id=Root=1-682c9ab2-bd54e63736b48d5b149ee73e;"
            "Parent=9cbd4c3db79ff1bb;Sampled=0}\n",
            f'{stamp}Endpoint request body after transformations: {{"a": 1}}\n',
            f"{stamp}Sending request to https://example.com\n",
            f"{stamp}Received response. Status: 200, Integration latency: 25 ms\n",
            f"{stamp}Endpoint response headers: {{Location=/7, Content-Type=application/json}}\n",
            f'{stamp}Endpoint response body before transformations: {{"id": 7}}\n',
            f"{stamp}Method response body after transformations: 7\n",
            f"{stamp}Method response headers: {{Location=/7, X-Amzn-Trace-Id=Root=1-682c9ab2-bd54e63736b48d5b149ee73e;"
            "Parent=9cbd4c3db79ff1bb;Sampled=0, Content-Type=application/json}\n",
            f"{stamp}Successfully completed execution\n",
            f"{stamp}Method completed with status: 201\n",
        ]
    )


def test_long_entries_are_cut() -> None:
    log = run(integration("HTTP"), MethodRequest("POST", body="x" * 2000)).log
    entry = log[6].partition(" : ")[2]
    assert len(entry) == 1024 + len(" [TRUNCATED]")
    assert entry.endswith("x [TRUNCATED]")


def test_an_entry_of_the_longest_length_is_whole() -> None:
    label = "Method request body before transformations: "
    log = run(integration("HTTP"), MethodRequest("POST", body="x" * (1024 - len(label)))).log
    assert log[6].partition(" : ")[2] == label + "x" * (1024 - len(label))


def test_a_request_to_aws_has_its_signature() -> None:
    log = run(integration("AWS")).log
    _, _, shown = next(line for line in log if "Endpoint request headers: " in line).partition("headers: ")
    assert {
        "Authorization=****************************************71dcd7",
        "X-Amz-Date=20250520T150730Z",
    } <= set(shown.strip("{").split(", "))
    assert ", X-Amz-Security-Token=IQoJb3JpZ2luX2VjExxxx" in shown
    assert shown.endswith("x [TRUNCATED]")
    assert not any("X-Amz-Date" in line for line in run(integration("HTTP")).log)


def test_binary_bodies_are_not_printed() -> None:
    request = MethodRequest("POST", headers={"Content-Type": "image/png", "Accept": "image/png"}, body="x")
    reply = BackendReply(200, {"Content-Type": "image/png"}, raw_body=b"y")
    log = run(integration("HTTP"), request, reply, binary_media_types=("image/png",)).log
    bodies = [line.partition(" : ")[2] for line in log if " body " in line]
    assert bodies == [
        "Method request body before transformations: [Binary Data]",
        "Endpoint request body after transformations: [Binary Data]",
        "Endpoint response body before transformations: [Binary Data]",
        "Method response body after transformations: [Binary Data]",
    ]


def test_times() -> None:
    assert log_time(1747753650123) == "Tue May 20 15:07:30 UTC 2025"
    assert http_date(1747753650123) == "Tue, 20 May 2025 15:07:30 GMT"
    assert log_time(10**30) == "Thu Jan 01 00:00:00 UTC 1970"
