"""API keys: which are good, from where they come, and what a template sees of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.gateway.stages.access.test_authorization import echo
from vtlharness.backends.canned import CannedBackend
from vtlharness.gateway.access import Access, LambdaOutput
from vtlharness.gateway.invocation import Invocation, invoke
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import ApiKey, Authorizer, Method, RestApi, Stage

KEYS = {"mobile": "k-mobile", "web": "k-web"}
MOBILE = {"x-api-key": "k-mobile"}
UNKNOWN = "the API key is none of those under `apiKeys`"
MISSING = "the method requires an API key: send the header x-api-key"
NOT_NAMED = "the method requires an API key: the authorizer must name it as `usageIdentifierKey`"
NO_PLAN = "the API key `mobile` has no usage plan for the stage prod"


def call(
    headers: dict[str, str], keys: dict[str, str] | None, output: dict[str, Any] | None = None, **more: Any
) -> Invocation:
    kind = "NONE" if output is None else "CUSTOM"
    authorizer = Authorizer("a", "REQUEST", result_ttl_in_seconds=0)
    printed = echo("$context.identity.apiKeyId=$context.identity.apiKey")
    keyed = Method("GET", "/", printed, api_key_required=True, authorization_type=kind, authorizer=authorizer)
    answer = None if output is None else LambdaOutput(output)
    api = RestApi(**{"methods": (keyed,), "stage": Stage("prod"), **more})
    return invoke(api, MethodRequest(headers=headers), CannedBackend(), access=Access(answer, keys))


@pytest.mark.parametrize(
    ("headers", "keys", "wanted"),
    [
        (MOBILE, None, "=k-mobile"),
        (MOBILE, KEYS, "mobile=k-mobile"),
        ({"X-Api-Key": "k-web"}, KEYS, "web=k-web"),
        ({"x-api-key": "other"}, KEYS, UNKNOWN),
        ({"x-api-key": ""}, None, MISSING),
        ({}, KEYS, MISSING),
        ({}, None, MISSING),
        (MOBILE, {}, UNKNOWN),
        ({"x-api-key": "K-MOBILE"}, KEYS, UNKNOWN),
    ],
)
def test_keys_of_a_test(headers: dict[str, str], keys: dict[str, str] | None, wanted: str) -> None:
    found = call(headers, keys)
    if wanted in (UNKNOWN, MISSING):
        assert (found.gateway_response, found.response.status) == ("INVALID_API_KEY", 403)
        assert found.response.body_text == '{"message":"Forbidden"}'
        assert found.reason == wanted
    else:
        assert (found.response.status, found.response.body_text) == (200, wanted)


@pytest.mark.parametrize(
    ("known", "plan_stages", "reason"),
    [
        ((), None, None),
        ((), ("prod",), None),
        ((), ("test",), NO_PLAN),
        ((ApiKey(("mobile",), stages=("prod", "test")),), ("test",), None),
        ((ApiKey(("MobileKey", "mobile"), stages=("test",)),), ("prod",), NO_PLAN),
        ((ApiKey(("mobile",), stages=()),), ("prod",), NO_PLAN),
        ((ApiKey(("mobile",), enabled=False),), None, "the API key `mobile` is disabled"),
        ((ApiKey(("web",), enabled=False),), None, None),
        ((ApiKey(("mobile",)),), ("prod",), None),
    ],
)
def test_usage_plans(known: tuple[ApiKey, ...], plan_stages: tuple[str, ...] | None, reason: str | None) -> None:
    """A disabled key is refused on the service too: `aws-apikey-disabled`."""
    found = call(MOBILE, KEYS, api_keys=known, usage_plan_stages=plan_stages)
    assert found.gateway_response == (None if reason is None else "INVALID_API_KEY")
    assert found.reason == reason


@pytest.mark.parametrize(
    ("headers", "output", "wanted"),
    [
        ({}, {"usageIdentifierKey": "k-web"}, "web=k-web"),
        (MOBILE, {"usageIdentifierKey": "k-web"}, "web=k-web"),
        (MOBILE, {"principalId": "u"}, NOT_NAMED),
        (MOBILE, None, NOT_NAMED),
        ({}, {"usageIdentifierKey": "other"}, UNKNOWN),
        ({}, {"usageIdentifierKey": None}, NOT_NAMED),
    ],
)
def test_keys_from_an_authorizer(headers: dict[str, str], output: dict[str, Any] | None, wanted: str) -> None:
    """As published 17."""
    found = call(headers, KEYS, output, api_key_source="AUTHORIZER")
    if wanted in (UNKNOWN, NOT_NAMED):
        assert (found.gateway_response, found.reason) == ("INVALID_API_KEY", wanted)
    else:
        assert (found.gateway_response, found.response.body_text) == (None, wanted)


def test_the_key_of_an_authorizer_does_not_count_where_the_header_does() -> None:
    found = call({}, KEYS, {"usageIdentifierKey": "k-web"})
    assert found.gateway_response == "INVALID_API_KEY"


def test_a_key_in_the_context_stands_for_that_of_the_authorizer() -> None:
    keyed = Method("GET", "/", echo("$context.identity.apiKeyId=$context.identity.apiKey"), api_key_required=True)
    api = RestApi(methods=(keyed,), api_key_source="AUTHORIZER")
    for identity, wanted in (({"apiKey": "k-web"}, "web=k-web"), ({"apiKey": 7}, None), ({}, None)):
        context = {"identity": identity}
        found = invoke(api, MethodRequest(), CannedBackend(), context=context, access=Access(api_keys=KEYS))
        assert found.gateway_response == ("INVALID_API_KEY" if wanted is None else None)
        assert wanted is None or found.response.body_text == wanted
