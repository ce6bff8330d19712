"""Parameter mappings: which bodies are read as JSON, what values become, and which headers are hidden."""

from __future__ import annotations

import pytest

from tests.gateway.stages.calls import integration, run
from vtlharness.gateway.method_request import MethodRequest

SENT = [
    ('{"a": "x"}', "method.request.body.a", ["x"]),
    (' \n{"a": 1.50}', "method.request.body.a", ["1.5"]),
    ('{"a": [1, "x"]}', "method.request.body.a", ['[1,"x"]']),
    ('{"a": null}', "method.request.body.a", None),
    ('{"b": 1}', "method.request.body.a", None),
    ("plain text", "method.request.body.a", None),
    ("]", "method.request.body.a", None),
    ("]", "method.request.body", ["]"]),
    ("plain text", "method.request.body", ["plain text"]),
    ('{"a": 1}', "method.request.body", ['{"a": 1}']),
    ("", "method.request.body", ["{}"]),
    ("", "method.request.body.a", None),
]


@pytest.mark.parametrize(("body", "source", "values"), SENT)
def test_a_header_from_the_body(body: str, source: str, values: list[str] | None) -> None:
    of = integration("HTTP", request_parameters={"integration.request.header.A": source})
    invocation = run(of, MethodRequest("POST", body=body))
    assert invocation.response.status == 200
    assert invocation.integration_request is not None
    assert invocation.integration_request.headers.get("A") == values


@pytest.mark.parametrize("body", ["{", '{"a": ', "[1", "'x", '"x', " [}"])
@pytest.mark.parametrize("source", ["method.request.body.a", "method.request.body"])
def test_a_body_that_begins_as_json_and_is_not(body: str, source: str) -> None:
    of = integration("HTTP", request_parameters={"integration.request.header.A": source})
    invocation = run(of, MethodRequest("POST", body=body))
    assert (invocation.response.status, invocation.integration_request) == (400, None)


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ("method.request.header.X-A", ["2"]),  # the last one
        ("method.request.multivalueheader.X-A", ["1,2"]),
        ("method.request.header.x-a", None),  # names count in their casing
        ("method.request.header.Content-Length", None),  # it never reaches a template or a mapping
        ("method.request.header.te", None),
        ("method.request.multivalueheader.TE", None),
        ("method.request.querystring.q", ["4"]),
        ("method.request.multivaluequerystring.one", ["5"]),
        ("method.request.querystring.te", ["6"]),  # only headers are hidden
    ],
)
def test_a_header_from_parameters(source: str, values: list[str] | None) -> None:
    of = integration("HTTP", request_parameters={"integration.request.header.A": source})
    headers = {"X-A": ["1", "2"], "Content-Length": "9", "te": "a", "TE": "b"}
    query = {"q": ["3", "4"], "one": "5", "te": "6"}
    invocation = run(of, MethodRequest("POST", body="{}", headers=headers, query_string=query))
    assert invocation.integration_request is not None
    assert invocation.integration_request.headers.get("A") == values
