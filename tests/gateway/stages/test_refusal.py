"""Refusals of the gateway itself: every type comes up, with its customized template, at its moment."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.gateway.stages.access.test_authorization import HEADER, echo
from vtlharness.backends.canned import CannedBackend
from vtlharness.gateway.access import Access, LambdaOutput
from vtlharness.gateway.gateway_response_types import RESPONSE_TYPES
from vtlharness.gateway.invocation import Invocation, invoke, invoke_route
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import Authorizer, GatewayResponse, Method, RequestValidator, RestApi
from vtlharness.gateway.stages.routing import Route
from vtlharness.source import Source

PRINTED = (
    '{"type":"$context.error.responseType","message":$context.error.messageString,'
    '"who":"$context.authorizer.principalId","at":"$context.resourcePath"}'
)
SECURED = Method(
    "GET",
    "/orders/{id}",
    echo(),
    api_key_required=True,
    authorization_type="CUSTOM",
    authorizer=Authorizer("a", "TOKEN", (HEADER,)),
    request_parameters={"method.request.header.X": True},
    request_validator=RequestValidator(validate_request_parameters=True),
)
ALL_RIGHT = {"Authorization": "t", "x-api-key": "k", "X": "1"}


def customized(status: str | None = "299") -> RestApi:
    """The API with a response of its own for every type."""
    headers = {"gatewayresponse.header.X-Type": "'mine'"}
    templates = {"application/json": Source(PRINTED)}
    responses = {name: GatewayResponse(name, status, headers, templates) for name in RESPONSE_TYPES}
    return RestApi(methods=(SECURED,), gateway_responses=responses)


def refused(kind: str, headers: dict[str, str] | None = None, path: str = "/orders/7", **more: Any) -> Invocation:
    access = Access(LambdaOutput({"principalId": "u"}), refused=kind)
    request = MethodRequest(path=path, headers=ALL_RIGHT if headers is None else headers)
    return invoke(more.get("api", customized()), request, CannedBackend(), access=access)


@pytest.mark.parametrize("kind", RESPONSE_TYPES)
def test_every_type_comes_up_with_its_template(kind: str) -> None:
    found = refused(kind)
    assert (found.gateway_response, found.response.status) == (kind, 299)
    assert found.response.headers["X-Type"] == ["mine"]
    body = json.loads(found.response.body_text)
    assert (body["type"], body["message"]) == (kind, RESPONSE_TYPES[kind].message)
    assert found.reason == "the test has the gateway refuse the call"
    assert found.integration_request is None


@pytest.mark.parametrize("kind", RESPONSE_TYPES)
def test_every_type_comes_up_as_the_service_has_it(kind: str) -> None:
    found = refused(kind, api=RestApi(methods=(SECURED,)))
    status = {"DEFAULT_4XX": 400, "DEFAULT_5XX": 500}.get(kind, RESPONSE_TYPES[kind].status)
    assert (found.gateway_response, found.response.status) == (kind, status)
    assert found.response.headers["x-amzn-ErrorType"] == [RESPONSE_TYPES[kind].error_type]
    assert {"Message", "message"} & set(json.loads(found.response.body_text))


@pytest.mark.parametrize(
    ("kind", "status", "body", "error_type"),
    [
        ("ACCESS_DENIED", 403, '{"Message":"Access Denied"}', "AccessDenied"),
        ("API_CONFIGURATION_ERROR", 500, '{"message": "Internal server error"}', "InternalServerError"),
        ("AUTHORIZER_CONFIGURATION_ERROR", 500, '{"message":null}', "AuthorizerConfiguration"),
        ("AUTHORIZER_FAILURE", 500, '{"message":null}', "AuthorizerConfiguration"),
        ("BAD_REQUEST_BODY", 400, '{"message": "Invalid request body"}', "BadRequest"),
        ("BAD_REQUEST_PARAMETERS", 400, '{"message": "Missing required request parameters"}', "BadRequest"),
        ("DEFAULT_4XX", 400, '{"message": "Bad Request"}', "BadRequest"),
        ("DEFAULT_5XX", 500, '{"message": "Internal server error"}', "InternalServerError"),
        ("EXPIRED_TOKEN", 403, '{"message":"The security token included in the request is expired"}', "ExpiredToken"),
        ("INTEGRATION_FAILURE", 504, '{"message": "Network error communicating with endpoint"}', "InternalServerError"),
        ("INTEGRATION_TIMEOUT", 504, '{"message": "Endpoint request timed out"}', "InternalServerError"),
        ("INVALID_API_KEY", 403, '{"message":"Forbidden"}', "Forbidden"),
        (
            "INVALID_SIGNATURE",
            403,
            '{"message":"The request signature we calculated does not match the signature you provided."}',
            "InvalidSignature",
        ),
        (
            "MISSING_AUTHENTICATION_TOKEN",
            403,
            '{"message":"Missing Authentication Token"}',
            "MissingAuthenticationToken",
        ),
        ("QUOTA_EXCEEDED", 429, '{"message":"Limit Exceeded"}', "LimitExceeded"),
        ("REQUEST_TOO_LARGE", 413, '{"message":"Request Too Long"}', "RequestTooLarge"),
        ("RESOURCE_NOT_FOUND", 404, '{"message":"Not Found"}', "NotFound"),
        ("THROTTLED", 429, '{"message":"Too Many Requests"}', "TooManyRequests"),
        ("UNAUTHORIZED", 401, '{"message":"Unauthorized"}', "Unauthorized"),
        ("UNSUPPORTED_MEDIA_TYPE", 415, '{"message": "Unsupported Media Type"}', "BadRequest"),
        ("WAF_FILTERED", 403, '{"message":"Forbidden"}', "Forbidden"),
    ],
)
@pytest.mark.parametrize("template", [None, '{"message":$context.error.messageString}'])
def test_the_whole_answer_of_a_type(kind: str, status: int, body: str, error_type: str, template: str | None) -> None:
    """The service's own template, where a definition repeats it, stands for the service's answer."""
    api = RestApi(methods=(SECURED,))
    if template is not None:
        repeated = GatewayResponse(kind, response_templates={"application/json": Source(template)})
        api = RestApi(methods=(SECURED,), gateway_responses={kind: repeated})
    answer = refused(kind, api=api).response
    assert (answer.status, answer.body_text) == (status, body)
    assert answer.headers["x-amzn-ErrorType"] == [f"{error_type}Exception"]
    assert answer.headers["Content-Type"] == ["application/json"]


BEFORE_ROUTING = {"WAF_FILTERED", "REQUEST_TOO_LARGE"}
BEFORE_THE_AUTHORIZER = {
    "ACCESS_DENIED",
    "AUTHORIZER_CONFIGURATION_ERROR",
    "AUTHORIZER_FAILURE",
    "EXPIRED_TOKEN",
    "INVALID_SIGNATURE",
    "MISSING_AUTHENTICATION_TOKEN",
    "UNAUTHORIZED",
}
BEFORE_THE_KEY = {"INVALID_API_KEY", "RESOURCE_NOT_FOUND"}
BEFORE_VALIDATION = {"QUOTA_EXCEEDED", "THROTTLED", "BAD_REQUEST_BODY", "BAD_REQUEST_PARAMETERS"}


@pytest.mark.parametrize("kind", RESPONSE_TYPES)
def test_a_refusal_comes_at_its_moment(kind: str) -> None:
    body = json.loads(refused(kind).response.body_text)
    authorized = kind not in BEFORE_ROUTING | BEFORE_THE_AUTHORIZER
    assert body["who"] == ("u" if authorized else "")
    assert body["at"] == ("/orders/7" if kind in BEFORE_ROUTING else "/orders/{id}")

    def wins(problem: str, headers: dict[str, str], path: str = "/orders/7") -> bool:
        found = refused(kind, headers, path).gateway_response
        assert found in (kind, problem)
        return found == kind

    early = BEFORE_ROUTING | BEFORE_THE_AUTHORIZER
    if kind != "MISSING_AUTHENTICATION_TOKEN":
        assert wins("MISSING_AUTHENTICATION_TOKEN", ALL_RIGHT, "/nowhere") is (kind in BEFORE_ROUTING)
    if kind != "UNAUTHORIZED":
        assert wins("UNAUTHORIZED", {"x-api-key": "k", "X": "1"}) is (kind in early)
    if kind != "INVALID_API_KEY":
        assert wins("INVALID_API_KEY", {"Authorization": "t", "X": "1"}) is (kind in early | BEFORE_THE_KEY)
    if kind != "BAD_REQUEST_PARAMETERS":
        sooner = early | BEFORE_THE_KEY | BEFORE_VALIDATION
        assert wins("BAD_REQUEST_PARAMETERS", {"Authorization": "t", "x-api-key": "k"}) is (kind in sooner)


def test_a_refusal_of_a_call_that_meets_no_method_has_no_log() -> None:
    assert refused("WAF_FILTERED").log == ()
    assert refused("THROTTLED").log != ()


def test_a_known_route_is_refused_too() -> None:
    method = Method("ANY", "/", echo())
    for kind in RESPONSE_TYPES:
        found = invoke_route(
            RestApi(), Route(method, {}), MethodRequest(), CannedBackend(), access=Access(refused=kind)
        )
        assert found.gateway_response == kind
