"""`$context`: its defaults, values derived from given ones, and how the given ones are merged."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.oracle.client import Oracle
from vtlharness.gateway.call import SAMPLE_CALL, Call
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.roots.context import context_part, continued, exact_context, request_context
from vtlharness.java.values import ContextMap

REQUEST = MethodRequest("POST", "/sqs", headers={"user-agent": "python/requests/tests"})

RECORDED_KEYS = [  # docs/fidelity.md#order-of-context
    "resourceId",
    "resourcePath",
    "httpMethod",
    "extendedRequestId",
    "requestTime",
    "path",
    "accountId",
    "protocol",
    "requestOverride",
    "stage",
    "domainPrefix",
    "requestTimeEpoch",
    "requestId",
    "identity",
    "domainName",
    "deploymentId",
    "responseOverride",
    "apiId",
]
RECORDED_IDENTITY = [
    "cognitoIdentityPoolId",
    "accountId",
    "cognitoIdentityId",
    "caller",
    "sourceIp",
    "principalOrgId",
    "accessKey",
    "cognitoAuthenticationType",
    "cognitoAuthenticationProvider",
    "userArn",
    "userAgent",
    "user",
]


def test_the_defaults_are_those_of_a_plain_call() -> None:
    context = request_context(REQUEST)
    identity = context["identity"]
    assert {name: value for name, value in context.items() if type(value) is not ContextMap} == {
        "accountId": "123456789012",
        "apiId": "abcdef1234",
        "deploymentId": "6kxy8b",
        "domainName": "abcdef1234.execute-api.us-east-1.amazonaws.com",
        "domainPrefix": "abcdef1234",
        "extendedRequestId": "JJbxIEPNIAMFRxQ=",
        "httpMethod": "POST",
        "path": "/test/sqs",
        "protocol": "HTTP/1.1",
        "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
        "requestTime": "20/May/2025:15:07:30 +0000",
        "requestTimeEpoch": 1747753650123,
        "resourceId": "abc123",
        "resourcePath": "/sqs",
        "stage": "test",
    }
    assert {name: value for name, value in identity.items() if value is not None} == {
        "sourceIp": "203.0.113.7",
        "userAgent": "python/requests/tests",
    }
    assert context["requestOverride"] == {"path": {}, "header": {}, "querystring": {}}
    assert context["responseOverride"] == {"header": {}}


def test_the_keys_come_in_the_recorded_order() -> None:
    context = request_context(REQUEST)
    assert list(context) == RECORDED_KEYS
    assert list(context["identity"]) == RECORDED_IDENTITY
    assert list(context["requestOverride"]) == ["path", "header", "querystring"]


def test_every_map_is_a_context_map() -> None:
    given = {"authorizer": {"claims": {"sub": "s", "groups": [{"a": 1}]}}, "identity": {"clientCert": {"validity": {}}}}
    context = request_context(REQUEST, given)
    for path in ("authorizer", "authorizer.claims", "identity", "identity.clientCert.validity", "requestOverride.path"):
        value: Any = context
        for name in path.split("."):
            value = value[name]
        assert type(value) is ContextMap, path
    assert type(context["authorizer"]["claims"]["groups"][0]) is dict


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"stage": "prod"}, {"stage": "prod", "path": "/prod/sqs"}),
        ({"stage": "prod", "path": "/custom"}, {"path": "/custom"}),
        ({"apiId": "zz"}, {"domainPrefix": "zz", "domainName": "zz.execute-api.us-east-1.amazonaws.com"}),
        ({"requestTimeEpoch": 0}, {"requestTime": "01/Jan/1970:00:00:00 +0000", "requestTimeEpoch": 0}),
        ({"requestTimeEpoch": -1}, {"requestTime": "31/Dec/1969:23:59:59 +0000"}),
        ({"requestTimeEpoch": 10**18}, {"requestTime": ""}),
        ({"requestTime": "01/Jan/1970:02:00:01 +0100"}, {"requestTimeEpoch": 3601000}),
        ({"requestTime": "01/Jan/1970:00:00:01 -0130"}, {"requestTimeEpoch": 5401000}),
        ({"requestTime": "31/Feb/1970:00:00:01 +0000"}, {"requestTimeEpoch": 1747753650123}),
        ({"requestTime": "noon"}, {"requestTime": "noon", "requestTimeEpoch": 1747753650123}),
        ({"isCanaryRequest": True}, {"isCanaryRequest": True}),
        ({"authorizer": {"admin": False, "n": 1.5, "s": "x", "no": None}},
         {"authorizer": {"admin": "false", "n": "1.5", "s": "x", "no": None}}),
        ({"authorizer": "text"}, {"authorizer": "text"}),
        ({"responseOverride": {"status": 404}}, {"responseOverride": {"header": {}, "status": 404}}),
        ({"identity": None}, {"identity": None}),
        ({"stage": {"a": 1}}, {"stage": {"a": 1}}),
    ],
)  # fmt: skip
def test_given_values(given: dict[str, object], expected: dict[str, object]) -> None:
    context = request_context(REQUEST, given)
    assert {name: context[name] for name in expected} == expected


def test_identity_is_merged_deeply() -> None:
    identity = request_context(REQUEST, {"identity": {"apiKey": "k", "sourceIp": "192.0.2.1"}})["identity"]
    assert identity["apiKey"] == "k"
    assert identity["sourceIp"] == "192.0.2.1"
    assert identity["userAgent"] == "python/requests/tests"


@pytest.mark.parametrize("absent", ["authorizer", "isCanaryRequest", "error", "wafResponseCode", "webaclArn"])
def test_what_a_plain_call_has_not(absent: str) -> None:
    assert absent not in request_context(REQUEST)


def test_slashes_of_the_path_stay() -> None:
    request = MethodRequest(path="//proxy-value", resource_path="/{proxy+}")
    context = request_context(request, call=Call(stage="stage"))
    assert (context["path"], context["resourcePath"]) == ("/stage//proxy-value", "/{proxy+}")


def test_the_service_side_is_a_parameter() -> None:
    call = Call("1", "api", "eu-west-1", "s", "d", "r", "id", "ext", 1000, "192.0.2.9")
    context = request_context(REQUEST, call=call)
    assert context["domainName"] == "api.execute-api.eu-west-1.amazonaws.com"
    assert context["requestTime"] == "01/Jan/1970:00:00:01 +0000"
    assert [context[name] for name in ("accountId", "deploymentId", "resourceId", "requestId")] == ["1", "d", "r", "id"]
    assert context["identity"]["sourceIp"] == "192.0.2.9"


def test_what_is_given_is_not_changed() -> None:
    given: dict[str, Any] = {"authorizer": {"list": [1]}, "requestOverride": {"header": {"a": "b"}}}
    for context in (request_context(REQUEST, given), exact_context(given)):
        context["authorizer"]["list"].append(2)
        context["requestOverride"]["header"]["c"] = "d"
    assert given == {"authorizer": {"list": [1]}, "requestOverride": {"header": {"a": "b"}}}


def test_an_exact_context_has_the_override_maps_and_nothing_else() -> None:
    assert exact_context({"a": {"b": 1}, "requestOverride": "x"}) == {
        "a": {"b": 1},
        "requestOverride": {"header": {}, "path": {}, "querystring": {}},
        "responseOverride": {"header": {}},
    }


def test_a_continued_context_has_maps_of_its_own() -> None:
    first = request_context(REQUEST, {"authorizer": {"list": [1]}})
    second = continued(first)
    assert second == first
    second["requestOverride"]["path"]["x"] = "y"
    assert first["requestOverride"]["path"] == {}


def test_any_keys_come_in_the_order_of_a_java_hash_map(oracle: Oracle) -> None:
    chosen = random.Random(17)
    letters = "abcXYZ019-_é😀"
    maps = [
        {"".join(chosen.choices(letters, k=chosen.randint(1, 6))): "v" for _ in range(chosen.randint(0, 60))}
        for _ in range(90)
    ]
    answers = oracle.ask([{"template": "$context.m.keySet()", "context": {"m": names}} for names in maps])
    for names, answer in zip(maps, answers, strict=True):
        assert f"[{', '.join(exact_context({'m': names})['m'])}]" == answer["output"]


@pytest.mark.parametrize(
    "given",
    [
        None,
        {"stage": "s", "apiId": "a", "other": [1]},
        {"requestTimeEpoch": 0, "identity": {"user": "u", "more": {"a": 1}}},
        {"requestTime": "20/May/2025:15:07:30 +0200", "authorizer": {"n": 1, "b": False}, "path": None},
        {"identity": "text", "requestOverride": {"header": {"A": 1}}},
    ],
)
def test_a_part_is_as_in_the_whole(given: dict[str, Any] | None) -> None:
    whole = request_context(REQUEST, given)
    names = [*whole, "none"]
    assert context_part(REQUEST, given, SAMPLE_CALL, names) == dict(whole)
    for name in names:
        part = context_part(REQUEST, given, SAMPLE_CALL, [name])
        assert part == ({name: whole[name]} if name in whole else {})
