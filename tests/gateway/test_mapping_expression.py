"""The grammar of mapping expressions: expressions that are read, accepted without effect, or refused, and the number of
parses.
"""

from __future__ import annotations

import copy
import pickle
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from tests.gateway.stages.calls import api
from vtlharness.backends.canned import CannedBackend
from vtlharness.definitions import load_definition
from vtlharness.gateway import mapping_expression, model
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.invocation import invoke
from vtlharness.gateway.mapping_expression import (
    GATEWAY_RESPONSE_PARAMETERS,
    REQUEST_PARAMETERS,
    RESPONSE_PARAMETERS,
    MappingError,
    MappingExpression,
    MappingRules,
    MappingTarget,
    Surroundings,
    context_value,
    parse_mappings,
    parse_source,
    parse_target,
    value_without_message,
)
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import GatewayResponse, Integration, IntegrationResponse, request_mappings

ALL = {"request": REQUEST_PARAMETERS, "response": RESPONSE_PARAMETERS, "gateway": GATEWAY_RESPONSE_PARAMETERS}
EVERYWHERE = ["request", "response", "gateway"]


@pytest.mark.parametrize(
    ("kinds", "text", "origin", "name"),
    [
        (EVERYWHERE, "'fixed'", "static", "fixed"),
        (EVERYWHERE, "''", "static", ""),
        (EVERYWHERE, "'it's'", "static", "it's"),
        (EVERYWHERE, "'two\nlines'", "static", "two\nlines"),
        (EVERYWHERE, "context.requestId", "context", "requestId"),
        (EVERYWHERE, "context.identity.sourceIp", "context", "identity.sourceIp"),
        (EVERYWHERE, "stageVariables.a.b", "stageVariables", "a.b"),
        (["request", "gateway"], "method.request.header.X-A", "method.request.header", "X-A"),
        (["request", "gateway"], "method.request.header.a.b", "method.request.header", "a.b"),
        (["request", "gateway"], "method.request.querystring.page", "method.request.querystring", "page"),
        (["request", "gateway"], "method.request.path.proxy", "method.request.path", "proxy"),
        (["request"], "method.request.multivalueheader.a", "method.request.multivalueheader", "a"),
        (["request"], "method.request.multivaluequerystring.a", "method.request.multivaluequerystring", "a"),
        (["request"], "method.request.body", "method.request.body", ""),
        (["request"], "method.request.body.a.b[0]", "method.request.body", "a.b[0]"),
        (["request"], "method.request.body..a", "method.request.body", ".a"),
        (["response"], "integration.response.header.Location", "integration.response.header", "Location"),
        (["response"], "integration.response.multivalueheader.a", "integration.response.multivalueheader", "a"),
        (["response"], "integration.response.body", "integration.response.body", ""),
        (["response"], "integration.response.body.id", "integration.response.body", "id"),
    ],
)
def test_sources(kinds: list[str], text: str, origin: str, name: str) -> None:
    for kind, rules in ALL.items():
        if kind in kinds:
            source = parse_source(text, rules)
            assert source is not None
            assert (source.origin, source.name) == (origin, name)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("request", "<table>"),
        ("response", "<table>.x"),
        ("gateway", "<"),
        ("request", "method.request.body[0]"),
        ("request", "method.request.body[0].a"),
        ("response", "integration.response.body['a']"),
        ("gateway", "method.request.body"),
        ("gateway", "method.request.body.a"),
        ("gateway", "method.request.body[0]"),
    ],
)
def test_sources_that_are_taken_and_give_nothing(kind: str, text: str) -> None:
    assert parse_source(text, ALL[kind]) is None


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *[
            (kind, text)
            for kind in EVERYWHERE
            for text in ("", "'", "a", "*", "context", "context.", "stageVariables.")
        ],
        *[(kind, text) for kind in EVERYWHERE for text in ("Context.a", " 'a'", "'a", "method.request", "$context.a")],
        *[(kind, "method.request.header") for kind in EVERYWHERE],
        *[(kind, "method.request.header.") for kind in EVERYWHERE],
        *[(kind, "method.request.headers.a") for kind in EVERYWHERE],
        *[(kind, "method.request.multivaluepath.a") for kind in EVERYWHERE],
        *[(kind, "integration.request.header.a") for kind in EVERYWHERE],
        ("request", "method.request.bodya"),
        ("request", "integration.response.header.a"),
        ("request", "integration.response.body"),
        ("response", "method.request.header.a"),
        ("response", "method.request.body"),
        ("response", "integration.response.querystring.a"),
        ("gateway", "method.request.multivalueheader.a"),
        ("gateway", "method.request.multivaluequerystring.a"),
        ("gateway", "integration.response.header.a"),
    ],
)
def test_sources_that_the_service_refuses(kind: str, text: str) -> None:
    example = {"response": "integration.response.header"}.get(kind, "method.request.header")
    with pytest.raises(MappingError) as caught:
        parse_source(text, ALL[kind])
    assert caught.value.message == f"Invalid mapping expression specified: {text}"
    assert caught.value.hint == (
        f"such as {example}.{{name}}, or a fixed value in single quotes inside the text: \"'{text}'\""
    )


@pytest.mark.parametrize(
    ("kind", "text", "problem", "hint"),
    [
        ("request", "method.request.body.", "A path must not end with a dot", None),
        ("request", "method.request.body.a b", "A name after a dot must not contain a blank", "write ['a b']"),
        ("response", "integration.response.body.a..", "A path must not end with a dot", None),
        ("gateway", "method.request.body.a..", "A path must not end with a dot", None),
    ],
)
def test_paths_that_are_none(kind: str, text: str, problem: str, hint: str | None) -> None:
    with pytest.raises(MappingError) as caught:
        parse_source(text, ALL[kind])
    assert caught.value.message.startswith(f"`{text}` does not contain a valid JSONPath: {problem}")
    assert (caught.value.hint or "").startswith(hint or "")


@pytest.mark.parametrize(
    ("kind", "text", "target"),
    [
        ("request", "integration.request.header.X-A", MappingTarget("header", "X-A")),
        ("request", "integration.request.querystring.a.b", MappingTarget("querystring", "a.b")),
        ("request", "integration.request.path.id", MappingTarget("path", "id")),
        ("response", "method.response.header.Location", MappingTarget("header", "Location")),
        ("gateway", "gatewayresponse.header.X", MappingTarget("header", "X")),
        ("gateway", "gatewayresponse.header.X.Trace.Id", MappingTarget("header", "X.Trace.Id")),
        ("response", "method.response.header.X.Trace", MappingTarget("header", "X.Trace")),
        ("gateway", "gatewayresponse.path.X", None),
        ("gateway", "gatewayresponse.querystring.X", None),
    ],
)
def test_targets(kind: str, text: str, target: MappingTarget | None) -> None:
    assert parse_target(text, ALL[kind]) == target


@pytest.mark.parametrize(
    ("kind", "texts", "hint"),
    [
        (
            "request",
            ["", "a", "integration.request.header", "integration.request.header.", "integration.request.body.a"],
            "such as integration.request.header.{name}",
        ),
        (
            "response",
            ["method.response.querystring.a", "method.response.header.", "integration.request.header.a"],
            "such as method.response.header.{name}",
        ),
        (
            "gateway",
            ["gatewayresponse.header", "gatewayresponse.body.a", "method.response.header.a"],
            "such as gatewayresponse.header.{name}",
        ),
    ],
)
def test_targets_that_the_service_refuses(kind: str, texts: list[str], hint: str) -> None:
    for text in texts:
        with pytest.raises(MappingError) as caught:
            parse_target(text, ALL[kind])
        assert (caught.value.message, caught.value.hint) == (f"`{text}` is not a valid mapping target", hint)


def test_unchecked_mappings_keep_their_targets_and_lose_what_is_refused() -> None:
    mappings = parse_mappings(
        {
            "integration.request.header.a": "'a'",
            "integration.request.header.b": "refused",
            "integration.request.header.c": "<placeholder>",
            "integration.request.header.d": "method.request.body.a..",
            "refused": "'b'",
        },
        REQUEST_PARAMETERS,
    )
    assert [(mapping.target.name, mapping.source) for mapping in mappings] == [
        ("a", MappingExpression("static", "a")),
        ("b", None),
        ("c", None),
        ("d", None),
    ]


def test_values_without_a_message() -> None:
    around = Surroundings({"a": {"b": "deep", "n": 1}, "a.b": "not this"}, {"v.w": "variable"})
    values = {
        text: value_without_message(source, around)
        for text in ("'x'", "context.a.b", "context.a.n", "context.a", "context.no.no", "stageVariables.v.w")
        if (source := parse_source(text, REQUEST_PARAMETERS)) is not None
    }
    assert values == {
        "'x'": "x",
        "context.a.b": "deep",
        "context.a.n": None,
        "context.a": None,
        "context.no.no": None,
        "stageVariables.v.w": "variable",
    }
    assert context_value(("a", "n"), around.context) == 1
    assert value_without_message(MappingExpression("method.request.path", "a"), around) is None


# Kept beside the text


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, str]]:
    """The parameters of records that are parsed from here on."""
    seen: list[Mapping[str, str]] = []

    def parse(parameters: Mapping[str, str], rules: MappingRules) -> Any:
        seen.append(parameters)
        return mapping_expression.parse_mappings(parameters, rules)

    monkeypatch.setattr(model, "parse_mappings", parse)
    return seen


def _mapped() -> Integration:
    return Integration(
        "HTTP",
        "POST",
        "https://example.com",
        request_parameters={"integration.request.header.a": "method.request.body.a"},
        integration_responses=(
            IntegrationResponse("200", response_parameters={"method.response.header.b": "integration.response.body.b"}),
        ),
    )


def test_calls_parse_no_expression_again(parsed: list[Mapping[str, str]]) -> None:
    refused = GatewayResponse("DEFAULT_5XX", None, {"gatewayresponse.header.c": "method.request.header.c"})
    whole = api(_mapped(), gateway_responses={"DEFAULT_5XX": refused})
    request = MethodRequest("POST", "/here", headers={"c": "d"}, body='{"a": 1}')
    for _ in range(3):
        answer = invoke(whole, request, CannedBackend(BackendReply(200, body='{"b": 2}')))
        assert answer.response.headers["b"] == ["2"]
        failed = invoke(whole, request, CannedBackend(BackendReply(200, body="{b")))
        assert failed.response.headers["c"] == ["d"]
    assert [list(parameters) for parameters in parsed] == [
        ["integration.request.header.a"],
        ["method.response.header.b"],
        ["gatewayresponse.header.c"],
    ]


DEFINITION = """\
openapi: 3.0.1
info: {title: t, version: "1"}
paths:
  /here:
    post:
      parameters: [{name: c, in: header, schema: {type: string}}]
      responses: {"200": {description: ok, headers: {b: {schema: {type: string}}}}}
      x-amazon-apigateway-integration:
        type: http
        httpMethod: POST
        uri: https://example.com
        requestParameters: {integration.request.header.a: method.request.body.a}
        responses:
          default: {statusCode: "200", responseParameters: {method.response.header.b: integration.response.body.b}}
x-amazon-apigateway-gateway-responses:
  DEFAULT_5XX: {responseParameters: {gatewayresponse.header.c: method.request.header.c}}
"""


def test_a_definition_is_parsed_when_it_is_read(parsed: list[Mapping[str, str]], tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text(DEFINITION, encoding="utf-8")
    whole = load_definition(tmp_path / "api.yaml")
    request = MethodRequest("POST", "/here", headers={"c": "d"}, body='{"a": 1}')
    answer = invoke(whole, request, CannedBackend(BackendReply(200, body='{"b": 2}')))
    assert answer.response.headers["b"] == ["2"]
    assert answer.integration_request is not None
    assert answer.integration_request.headers["a"] == ["1"]
    failed = invoke(whole, request, CannedBackend(BackendReply(200, body="{b")))
    assert failed.response.headers["c"] == ["d"]
    assert parsed == []
    read = whole.methods[0].integration
    assert read.request_parameters == {"integration.request.header.a": "method.request.body.a"}
    assert pickle.loads(pickle.dumps(read)) == copy.deepcopy(read) == read


def test_the_parsed_view_is_no_field(parsed: list[Mapping[str, str]]) -> None:
    met, fresh = _mapped(), _mapped()
    assert request_mappings(met) is request_mappings(met)
    assert len(parsed) == 1
    assert met == fresh
    assert repr(met) == repr(fresh)
    assert "_mappings" not in {field.name for field in fields(met)}
    for copied in (pickle.loads(pickle.dumps(met)), copy.deepcopy(met)):
        assert copied == met
        assert [mapping.target for mapping in request_mappings(copied)] == [MappingTarget("header", "a")]


def test_a_changed_copy_parses_its_own_parameters() -> None:
    before = _mapped()
    assert [mapping.target.name for mapping in request_mappings(before)] == ["a"]
    after = replace(before, request_parameters={"integration.request.path.id": "'7'"})
    assert [mapping.target for mapping in request_mappings(after)] == [MappingTarget("path", "id")]
