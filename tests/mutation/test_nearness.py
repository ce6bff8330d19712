"""The part of a result that a change alters, in one sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from vtlharness import IntegrationRequest, Invocation, VtlHarnessError
from vtlharness.cases.results import CaseResult
from vtlharness.gateway.stages.responses.method_response import MethodResponseMessage
from vtlharness.gateway.templates.rendering import Rendering
from vtlharness.mutation.nearness import look, needs

_SENT = IntegrationRequest("HTTP", "POST", "https://a.example/x", {"A": ["1"]}, {"q": ["1"]}, body='{"a": {"b": 1}}')
_GOT = MethodResponseMessage(200, {"B": ["1"]}, '{"c": [1, 2]}')


def _result(**parts: Any) -> CaseResult:
    return CaseResult(None, "passed", **parts)  # type: ignore[arg-type]


def _looked(before: CaseResult, after: CaseResult) -> str | None:
    """The place that is named; the same whichever of the two is the change."""
    found = [look(before, after), look(after, before)]
    assert found[0] == found[1]
    return found[0] and found[0].removeprefix("its ").removesuffix(" changes, and it does not look there")


@pytest.mark.parametrize(
    ("after", "place"),
    [
        (Rendering('{"a": 1}', {}, {}), None),
        (Rendering('{ "a": 1 }', {"header": {"h": "x"}}, {}), "requestOverride"),
        (Rendering('{"a": 2}', {"header": {"h": "x"}}, {}), "output $.a"),
        (Rendering('{"a": 1', {}, {}), "output"),
        (Rendering('[{"a": 1}]', {}, {}), "output"),
        (Rendering('{"a": 1}', {}, {"status": 201}), "responseOverride $.status"),
    ],
)
def test_of_a_template(after: Rendering, place: str | None) -> None:
    before = Rendering('{"a": 1}', {}, {})
    wanted = "requestOverride $.header" if place == "requestOverride" else place
    assert _looked(_result(rendering=before), _result(rendering=after)) == wanted


@pytest.mark.parametrize(
    ("sent", "got", "gateway", "place"),
    [
        (_SENT, _GOT, None, None),
        (_SENT, _GOT, "THROTTLED", "gatewayResponse"),
        (replace(_SENT, http_method="PUT", uri="https://b.example"), _GOT, None, "integrationRequest.httpMethod"),
        (replace(_SENT, uri="https://b.example"), _GOT, None, "integrationRequest.uri"),
        (replace(_SENT, headers={"A": ["2"]}), _GOT, None, "integrationRequest.headers $.A[0]"),
        (replace(_SENT, query_string={"q": ["2"]}), _GOT, None, "integrationRequest.queryStringParameters $.q[0]"),
        (replace(_SENT, body='{"a": {"b": 2}}'), _GOT, None, "integrationRequest.body $.a.b"),
        (replace(_SENT, body="text"), _GOT, None, "integrationRequest.body"),
        (None, _GOT, None, "integrationRequest"),
        (_SENT, replace(_GOT, status=201), None, "response.statusCode"),
        (_SENT, replace(_GOT, headers={"B": ["2"]}), None, "response.headers $.B[0]"),
        (_SENT, replace(_GOT, body='{"c": [1, 3]}'), None, "response.body $.c[1]"),
        (None, replace(_GOT, status=201), "THROTTLED", "gatewayResponse"),
    ],
)
def test_of_a_call(
    sent: IntegrationRequest | None, got: MethodResponseMessage, gateway: str | None, place: str | None
) -> None:
    before, after = Invocation(_SENT, _GOT), Invocation(sent, got, gateway)
    assert _looked(_result(invocation=before), _result(invocation=after)) == place


def test_neither_call_sends_a_request() -> None:
    one, other = Invocation(None, _GOT), Invocation(None, replace(_GOT, body="x"))
    assert _looked(_result(invocation=one), _result(invocation=other)) == "response.body"


def test_the_body_that_a_mock_sends_to_nobody() -> None:
    sent = replace(_SENT, type="MOCK", body='{"statusCode": 200}')
    one = _result(invocation=Invocation(sent, _GOT))
    assert _looked(one, _result(invocation=Invocation(replace(sent, body='{"statusCode": 201}'), _GOT))) is None


def test_of_an_outcome() -> None:
    failed = _result(error=VtlHarnessError("no"))
    assert _looked(_result(), failed) == "outcome"
    assert _looked(failed, failed) is None
    assert _looked(_result(rendering=Rendering("a", {}, {})), failed) == "outcome"


@pytest.mark.parametrize(
    ("operator", "before", "words"),
    [
        ("escape removed", '.replaceAll("\\\\\'", "\'")', "it needs a value here with an apostrophe"),
        ("escape removed", "$util.escapeJavaScript($a)", "it needs a value here with a quote or a backslash"),
        ("escape removed", "$util.urlEncode($a)", "it needs a value here with a blank or an `&`"),
        ("escape removed", "$util.urlDecode($a)", "it needs a value here with a `%20` or a `+`"),
        ("escape removed", "$util.base64Encode($a)", "it needs a value here that the call changes"),
        ("condition negated", "\\'", "it needs input for which the two branches give different results"),
        ("branch removed", "", "it needs input for which this branch changes the result"),
        ("separator removed", "", "it needs input for which this separator is printed"),
        ("literal changed", "", "it needs input for which this literal counts"),
        ("path changed", "", "it needs a value at this path"),
        ("operator changed", "", "it needs values for which the two operators differ"),
        ("override dropped", "", "it needs input for which the override is not what would be sent without it"),
        ("pattern changed", "", "it needs an answer of the backend for which this pattern decides"),
        ("status changed", "", "it needs a call for which no template sets the status"),
        ("mapping dropped", "", "it needs a value for this mapping"),
    ],
)
def test_what_a_case_needs(operator: Any, before: str, words: str) -> None:
    assert needs(operator, before) == words
