"""Rows about one stage only: the result of its public function, compared with the row."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.gateway.stages import recorded_calls
from tests.gateway.stages.agreement import check_headers
from tests.gateway.stages.recorded_calls import Row
from vtlharness.definitions.loading import load_definition
from vtlharness.definitions.parts.integration_uri import uri_problem
from vtlharness.errors import DefinitionError
from vtlharness.gateway.call import SAMPLE_CALL
from vtlharness.gateway.codecs.headers import multi
from vtlharness.gateway.codecs.trace_header import trace_id
from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.gateway_response_types import RESPONSE_TYPES
from vtlharness.gateway.invocation import invoke
from vtlharness.gateway.mapping_expression import (
    REQUEST_PARAMETERS,
    RESPONSE_PARAMETERS,
    Surroundings,
    parse_mappings,
)
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import Integration, Method, RestApi
from vtlharness.gateway.roots.context import request_context
from vtlharness.gateway.stages.mock import mock_status
from vtlharness.gateway.stages.parameter_mapping import map_request, map_response
from vtlharness.gateway.stages.requests.integration_uri import render_path_parameters, render_stage_variables
from vtlharness.gateway.stages.responses.gateway_responses import (
    GatewayResponseMessage,
    effective_response,
    gateway_response_message,
)
from vtlharness.gateway.stages.responses.method_response import method_headers, sent_headers
from vtlharness.gateway.stages.responses.response_selection import select_response
from vtlharness.gateway.stages.routing import find_route
from vtlharness.gateway.templates.template_choice import response_template
from vtlharness.gateway.validation.validation import check_parameters


def _surroundings(row: Row) -> Surroundings:
    context = request_context(recorded_calls.request(row), row.get("context"), SAMPLE_CALL)
    return Surroundings(context, row.get("stage_variables") or {})


def _answer(row: Row, failure: GatewayFailure) -> GatewayResponseMessage:
    api = recorded_calls.api(row)
    return gateway_response_message(failure, api.gateway_responses, recorded_calls.request(row), _surroundings(row))


def _fails(row: Row, run: Callable[[], object]) -> None:
    """The client reads the failure as the row says."""
    with pytest.raises(GatewayFailure) as caught:
        run()
    expected = dict(row["expect"]["error"])
    answer = _answer(row, caught.value)
    assert answer.status == expected.pop("status")
    assert json.loads(answer.body) == {"message": expected.pop("message")}
    if "errorType" in expected:
        assert answer.headers["x-amzn-ErrorType"] == expected.pop("errorType")
    if "gatewayResponse" in expected:
        assert caught.value.response_type == expected.pop("gatewayResponse")
    if "log" in expected:
        assert caught.value.log == expected.pop("log")
    assert not expected


def _check_mapping(row: Row) -> None:
    if row["id"].startswith("ls-pmap"):
        request = recorded_calls.request(row)
        mappings = parse_mappings(row["integration"]["requestParameters"], REQUEST_PARAMETERS)

        def run() -> dict[str, Any]:
            mapped = map_request(mappings, request, request.body or "", _surroundings(row))
            return {"header": mapped.header, "path": mapped.path, "querystring": mapped.querystring}
    else:
        response = row["backend"]["response"]
        mappings = parse_mappings(row["integration_responses"][0]["responseParameters"], RESPONSE_PARAMETERS)

        def run() -> dict[str, Any]:
            return {"header": map_response(mappings, response["headers"], response["body"], _surroundings(row))}

    if "error" in row["expect"]:
        _fails(row, run)
    else:
        assert run() == row["expect"]["mapping"]


def _check_selection(row: Row) -> None:
    responses = [recorded_calls.integration_response(given) for given in row["integration_responses"]]

    def run() -> str:
        value = row.get("selection_value")
        return select_response(responses, value, int(value) if (value or "").isdecimal() else 200).status_code

    if "error" in row["expect"]:
        _fails(row, run)
    else:
        assert run() == row["expect"]["statusCode"]


def _check_mock(row: Row) -> None:
    def run() -> int:
        return mock_status(row["rendered_request_body"])

    if "error" in row["expect"]:
        _fails(row, run)
    else:
        assert run() == row["expect"]["mock_status"]


def _check_uri(row: Row) -> None:
    uri = render_stage_variables(row["uri"], row.get("stage_variables") or {})
    assert render_path_parameters(uri, row.get("mapped_path_params") or {}) == row["expect"]["uri"]


def _check_gateway_response(row: Row) -> None:
    answer = _answer(row, GatewayFailure(row["error"]))
    expected = row["expect"]["response"]
    assert answer.status == expected["status"]
    check_headers({"headers": dict(expected["headers"])}, multi(answer.headers))
    if "body" in expected:
        assert answer.body == expected["body"]
    else:
        assert json.loads(answer.body) == expected["body_json"]


def _check_gateway_response_table(row: Row) -> None:
    customized = recorded_calls.api(row).gateway_responses
    expect = row["expect"]
    for name, status in expect.get("statusCodes", {}).items():
        assert effective_response(customized, name).status_code == status, name
    for name, default in expect.get("defaults", {}).items():
        assert effective_response(customized, name).status_code == default["statusCode"], name
    assert {*expect.get("statusCodes", ()), *expect.get("defaults", ())} <= set(RESPONSE_TYPES)


def _check_sent_headers(row: Row) -> None:
    """Headers of the method response; a row with an error, or without a route, is one of the gateway's own answers."""
    kind, expected = row["integration"]["type"], dict(row["expect"]["response"])
    if row.get("error") or kind is None:
        path = "/" if kind is None else "/resource"
        nowhere = Method("GET", "/resource", Integration("HTTP", "GET", "https://"))
        answer = invoke(RestApi((nowhere,)), MethodRequest(path=path), recorded_calls.RecordedBackend(row)).response
        assert answer.status == (403 if kind is None else 500)
        check_headers(expected, answer.headers)
        return
    made = method_headers(multi(row.get("method_response_headers") or {}), kind, trace_id({}, SAMPLE_CALL))
    check_headers(expected, sent_headers(made, {}, "", SAMPLE_CALL))


def _check_trace(row: Row) -> None:
    pattern = re.escape(row["expect"]["trace_id"])
    pattern = pattern.replace(r"<16\ hex>", "[0-9a-f]{16}").replace(r"<35\ chars>", "1-[0-9a-f]{8}-[0-9a-f]{24}")
    assert re.fullmatch(pattern, trace_id(row["request"]["headers"], SAMPLE_CALL))


def _check_route(row: Row) -> None:
    api, request = recorded_calls.api(row), recorded_calls.request(row)
    if "route" not in row["expect"]:
        expected = row["expect"]["response"]
        response = invoke(api, request, recorded_calls.RecordedBackend(row)).response
        assert response.status == expected["status"]
        check_headers({"headers": dict(expected["headers"])}, response.headers)
        assert json.loads(response.body_text) == expected["body_json"]
        return
    route = find_route(api.methods, request.http_method, request.path)
    assert route is not None
    assert f"{route.method.http_method} {route.method.resource_path}" == row["expect"]["route"]
    assert route.path_parameters == row["expect"].get("path_params", route.path_parameters)


def _check_parameters(row: Row) -> None:
    _fails(row, lambda: check_parameters(row["method"]["requestParameters"], MethodRequest()))


def _check_stored_template(row: Row) -> None:
    """A template that the service stores as null does not count as a template."""
    stored = row["expect"]["stored_responseTemplates"]
    given = {} if isinstance(stored, str) else {name: text or "" for name, text in stored.items()}
    assert response_template(recorded_calls.templates(given), "application/json") is None


def _check_refused_definition(row: Row) -> None:
    """The control plane's answer about an integration; for a row that gives only the name of its case, one integration
    of that case.
    """
    name, expected = row["id"].removeprefix("aws-put-integration-"), row["expect"]["error"]["Message"]
    if name.startswith("required-integration-method"):
        given = {"type": name.rpartition("-")[2], "uri": "https://example.com"}
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "integration.json"
            file.write_text(json.dumps(given), encoding="utf-8")
            with pytest.raises(DefinitionError, match=re.escape(expected)):
                load_definition(file)
        return
    kind, uri = _REFUSED.get(name) or (row["integration"]["type"], row["integration"]["uri"])
    problem = uri_problem(kind, uri)
    assert problem is not None
    assert problem[0] == expected


_REFUSED = {
    "no-s3-support-AWS_PROXY": ("AWS_PROXY", "arn:aws:apigateway:us-east-1:s3:path/bucket/key"),
    "invalid-uri-HTTP": ("HTTP", "example"),
    "invalid-uri-HTTP_PROXY": ("HTTP_PROXY", "example"),
    "invalid-uri-not-an-arn": ("AWS", "example"),
    "invalid-uri-invalid-arn": ("AWS", "arn:aws:lambda:us-east-1:123456789012:function:f"),
}


def _starts(*prefixes: str) -> Callable[[Row], bool]:
    return lambda row: row["id"].startswith(prefixes)


STAGES: tuple[tuple[Callable[[Row], bool], Callable[[Row], None]], ...] = (
    (_starts("ls-pmap", "ls-rmap"), _check_mapping),
    (_starts("ls-select"), _check_selection),
    (lambda row: "rendered_request_body" in row, _check_mock),
    (lambda row: "uri" in row, _check_uri),
    (_starts("ls-gw"), _check_gateway_response),
    (_starts("aws-gateway-responses"), _check_gateway_response_table),
    (_starts("ls-mresp", "ls-enrich"), _check_sent_headers),
    (_starts("ls-trace"), _check_trace),
    (lambda row: "routes" in row, _check_route),
    (_starts("ls-validate-missing"), _check_parameters),
    (lambda row: "Code" in row["expect"].get("error", {}) and "request" not in row, _check_refused_definition),
    (lambda row: "stored_responseTemplates" in row["expect"], _check_stored_template),
)
"""The rows of each stage, and their checks."""
