"""The stage between routing and validation: who is asked, what the answer does to the call, and who sees it."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from dataclasses import replace
from typing import Any

import pytest

from vtlharness.backends.canned import CannedBackend
from vtlharness.backends.lambda_reply import lambda_result
from vtlharness.errors import LimitError, VtlHarnessError
from vtlharness.gateway.access import (
    Access,
    AccessError,
    AuthorizerAnswer,
    CognitoClaims,
    IamIdentity,
    LambdaOutput,
)
from vtlharness.gateway.invocation import Invocation, invoke
from vtlharness.gateway.invoke_method import invoke_method_alone
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import (
    Authorizer,
    GatewayResponse,
    Integration,
    IntegrationResponse,
    Method,
    RequestValidator,
    RestApi,
)
from vtlharness.limits.budget import Limits
from vtlharness.source import Source

HEADER = "method.request.header.Authorization"
TOKEN = Authorizer("tokens", "TOKEN", (HEADER,))
POOL = Authorizer("pool", "COGNITO_USER_POOLS", (HEADER,))
SIGNED = {"Authorization": "AWS4-HMAC-SHA256 Credential=AKIA/20250520/us-east-1/execute-api/aws4_request"}
PRINTED = (
    "$context.authorizer.principalId|$context.authorizer.a|$context.authorizer.claims.sub|$context.identity.userArn"
)


def echo(text: str = PRINTED) -> Integration:
    return Integration(
        "MOCK",
        request_templates={"application/json": Source('{"statusCode": 200}')},
        integration_responses=(IntegrationResponse("200", response_templates={"application/json": Source(text)}),),
    )


def method(authorizer: Authorizer | None = TOKEN, kind: str = "CUSTOM", **more: Any) -> Method:
    given = {"integration": echo(), "authorizer": authorizer, "authorization_type": kind, **more}
    return Method("ANY", "/orders/{id}", **given)


def call(
    asked: Method,
    answer: AuthorizerAnswer | None = None,
    headers: dict[str, Any] | None = None,
    **more: Any,
) -> Invocation:
    query = more.pop("query", {})
    api = more.pop("api", RestApi())
    sent = {"Authorization": "t"} if headers is None else headers
    request = MethodRequest("GET", "/orders/7", headers=sent, query_string=query)
    backend = more.pop("backend", CannedBackend())
    return invoke(replace(api, methods=(asked,)), request, backend, access=Access(answer), **more)


def answered(found: Invocation) -> tuple[str | None, int, str]:
    return found.gateway_response, found.response.status, found.response.body_text


WRITE_OUTPUT = "write `authorizer: {principalId: user}` or `authorizer: deny`"
WRITE_CLAIMS = "write `authorizer: {claims: {sub: ...}}`, or send a JSON Web Token, whose claims are then read"
WRITE_IAM = (
    "write `authorizer: {iam: {userArn: ...}}` or `authorizer: deny`; for a bad signature `refused: INVALID_SIGNATURE`"
)

USER = LambdaOutput({"principalId": "u1", "context": {"a": "x"}})
DENIED = "User is not authorized to access this resource"
EXPLICITLY = f"{DENIED} with an explicit deny in an identity-based policy"


@pytest.mark.parametrize(
    ("answer", "wanted", "reason"),
    [
        (USER, (None, 200, "u1|x||"), None),
        ("deny", ("ACCESS_DENIED", 403, f'{{"Message":"{EXPLICITLY}"}}'), "the authorizer denies the call"),
        (
            "unauthorized",
            ("UNAUTHORIZED", 401, '{"message":"Unauthorized"}'),
            "the function of the authorizer fails with `Unauthorized`",
        ),
        ("fails", ("AUTHORIZER_FAILURE", 500, '{"message":null}'), "the function of the authorizer fails"),
        (LambdaOutput({}), (None, 200, "|||"), None),
        (LambdaOutput({"principalId": 7, "context": {"a": 1.5}, "policyDocument": None}), (None, 200, "7|1.5||"), None),
    ],
)
def test_answers_of_a_lambda_authorizer(
    answer: AuthorizerAnswer, wanted: tuple[str | None, int, str], reason: str | None
) -> None:
    found = call(method(), answer)
    assert (answered(found), found.reason) == (wanted, reason)


def test_the_answer_of_a_failed_authorizer_names_the_type_that_people_saw() -> None:
    assert call(method(), "fails").response.headers["x-amzn-ErrorType"] == ["AuthorizerConfigurationException"]


@pytest.mark.parametrize(
    ("authorizer", "headers", "query", "reason"),
    [
        (TOKEN, {}, {}, "the header Authorization is missing, so the authorizer is not asked"),
        (TOKEN, {"Authorization": ""}, {}, "the header Authorization is missing, so the authorizer is not asked"),
        (TOKEN, {"authorization": "t"}, {}, None),
        (
            replace(TOKEN, result_ttl_in_seconds=0),
            {},
            {},
            "the header Authorization is missing, so the authorizer is not asked",
        ),
        (
            replace(TOKEN, identity_validation_expression="[a-s]+"),
            {"Authorization": "t"},
            {},
            "the header Authorization does not match the authorizer's expression [a-s]+, "
            "so the authorizer is not asked",
        ),
        (
            replace(TOKEN, identity_validation_expression="t"),
            {"Authorization": "tt"},
            {},
            "the header Authorization does not match the authorizer's expression t, so the authorizer is not asked",
        ),
        (replace(TOKEN, identity_validation_expression="^t+"), {"Authorization": "tt"}, {}, None),
        (
            Authorizer("r", "REQUEST", (HEADER, "method.request.querystring.q")),
            {"Authorization": "t"},
            {},
            "the query string parameter q is missing, so the authorizer is not asked",
        ),
        (
            Authorizer("r", "REQUEST", (HEADER, "method.request.querystring.q")),
            {"Authorization": "t"},
            {"q": "1"},
            None,
        ),
        (Authorizer("r", "REQUEST", (HEADER,), result_ttl_in_seconds=0), {}, {}, None),
        (Authorizer("r", "REQUEST", ("method.request.querystring.q",)), {}, {"q": ["", "1"]}, None),
        (
            Authorizer("r", "REQUEST", ("stageVariables.v",)),
            {},
            {},
            "the stage variable v is missing, so the authorizer is not asked",
        ),
        (Authorizer("r", "REQUEST", ("context.identity.sourceIp", "context.requestTimeEpoch")), {}, {}, None),
        (
            Authorizer("r", "REQUEST", ("context.identity.user",)),
            {},
            {},
            "the context variable identity.user is missing, so the authorizer is not asked",
        ),
        (
            Authorizer("r", "REQUEST", ("$request.header.A",)),
            {"A": "1"},
            {},
            "$request.header.A is missing, so the authorizer is not asked",
        ),
    ],
)
def test_identity_sources(
    authorizer: Authorizer, headers: dict[str, Any], query: dict[str, Any], reason: str | None
) -> None:
    found = call(method(authorizer), USER, headers, query=query)
    if reason is None:
        assert answered(found) == (None, 200, "u1|x||")
    else:
        assert (found.gateway_response, found.reason) == ("UNAUTHORIZED", reason)


def test_an_expression_that_java_refuses() -> None:
    with pytest.raises(VtlHarnessError, match=r"^the validation expression '\(' is not a regular expression$"):
        call(method(replace(TOKEN, identity_validation_expression="(")), USER)


@pytest.mark.parametrize(
    ("asked", "headers", "named", "hint"),
    [
        (method(), {"Authorization": "t"}, "a Lambda authorizer, `tokens`", WRITE_OUTPUT),
        (
            method(POOL, "COGNITO_USER_POOLS"),
            {"Authorization": "t"},
            "a user pool (COGNITO_USER_POOLS), `pool`",
            WRITE_CLAIMS,
        ),
        (method(None, "AWS_IAM"), SIGNED, "IAM (AWS_IAM)", WRITE_IAM),
        (method(None), {}, "a Lambda authorizer", WRITE_OUTPUT),
        (method(Authorizer("")), {}, "a Lambda authorizer", WRITE_OUTPUT),
    ],
)
def test_an_authorizer_without_an_answer(asked: Method, headers: dict[str, Any], named: str, hint: str) -> None:
    with pytest.raises(AccessError) as raised:
        call(replace(asked, http_method="GET"), None, headers)
    assert raised.value.message == f"GET /orders/{{id}} asks {named}, and nothing says what it answers"
    assert raised.value.hint == hint


@pytest.mark.parametrize(
    ("asked", "answer", "shown"),
    [
        (method(), CognitoClaims({}), "`claims`"),
        (method(), IamIdentity({}), "`iam`"),
        (method(POOL, "COGNITO_USER_POOLS"), USER, "`principalId`"),
        (method(POOL, "COGNITO_USER_POOLS"), IamIdentity({}), "`iam`"),
        (method(None, "AWS_IAM"), "unauthorized", "`unauthorized`"),
        (method(None, "AWS_IAM"), "fails", "`fails`"),
    ],
)
def test_an_answer_that_the_authorizer_cannot_give(asked: Method, answer: AuthorizerAnswer, shown: str) -> None:
    with pytest.raises(AccessError, match="cannot answer") as raised:
        call(asked, answer)
    assert raised.value.message.endswith(f", which cannot answer {shown}")
    wanted = {"CUSTOM": WRITE_OUTPUT, "COGNITO_USER_POOLS": WRITE_CLAIMS, "AWS_IAM": WRITE_IAM}
    assert raised.value.hint == wanted[asked.authorization_type]


def test_a_given_authorizer_counts_as_authorized() -> None:
    found = call(method(), None, {}, context={"authorizer": {"principalId": "given", "a": True}})
    assert answered(found) == (None, 200, "given|true||")
    both = call(method(), USER, context={"authorizer": {"a": "given"}})
    assert answered(both) == (None, 200, "u1|given||")
    assert call(method(), "deny", context={"authorizer": {"a": "given"}}).gateway_response == "ACCESS_DENIED"


def test_a_given_authorizer_of_a_signed_call() -> None:
    assert call(IAM, None, {}, context={"authorizer": {"a": "b"}}).gateway_response is None
    assert call(IAM, None, {}, context={"authorizer": None}).gateway_response == "MISSING_AUTHENTICATION_TOKEN"


def test_the_arn_has_the_values_of_the_context() -> None:
    resource = "arn:aws:execute-api:us-east-1:111111111111:a1/live/GET/orders/7"
    statement = {"Effect": "Allow", "Action": "*", "Resource": resource}
    context = {"accountId": "111111111111", "apiId": "a1", "stage": "live"}
    found = call(method(), LambdaOutput({"policyDocument": {"Statement": [statement]}}), context=context)
    assert found.gateway_response is None


def test_a_method_without_an_authorizer_asks_nobody() -> None:
    assert answered(call(method(None, "NONE"), "deny", {})) == (None, 200, "|||")
    assert answered(call(method(TOKEN, "SOMETHING"), "deny", {})) == (None, 200, "|||")


def test_a_method_alone_asks_nobody() -> None:
    assert invoke_method_alone(RestApi(), method(), CannedBackend()).response.status == 200


def test_authorization_comes_before_the_key_and_validation() -> None:
    asked = method(
        api_key_required=True,
        request_parameters={"method.request.header.X": True},
        request_validator=RequestValidator(validate_request_parameters=True),
    )
    assert call(asked, "deny").gateway_response == "ACCESS_DENIED"
    assert call(asked, USER).gateway_response == "INVALID_API_KEY"
    assert call(asked, USER, {"Authorization": "t", "x-api-key": "k"}).gateway_response == "BAD_REQUEST_PARAMETERS"


# The policy


@pytest.mark.parametrize(
    ("resource", "effect", "wanted"),
    [
        ("arn:aws:execute-api:us-east-1:123456789012:abcdef1234/test/GET/orders/7", "Allow", None),
        ("arn:aws:execute-api:*:*:*/test/*/orders/*", "Allow", None),
        ("arn:aws:execute-api:us-east-1:123456789012:abcdef1234/test/GET/orders/8", "Allow", DENIED),
        ("*", "Deny", EXPLICITLY),
    ],
)
def test_the_policy_is_evaluated_on_the_arn_of_the_call(resource: str, effect: str, wanted: str | None) -> None:
    statement = {"Effect": effect, "Action": "execute-api:Invoke", "Resource": resource}
    found = call(method(), LambdaOutput({"principalId": "u", "policyDocument": {"Statement": [statement]}}))
    assert found.gateway_response == (None if wanted is None else "ACCESS_DENIED")
    if wanted is not None:
        assert found.response.body_text == json.dumps({"Message": wanted}, separators=(",", ":"))
        decision = "explicit deny" if effect == "Deny" else "implicit deny"
        arn = "arn:aws:execute-api:us-east-1:123456789012:abcdef1234/test/GET/orders/7"
        assert found.reason == f"the authorizer's policy has an {decision} for {arn}"


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ({"context": {"roles": ["a"]}}, "the value `roles` in the authorizer's context is a list or a map"),
        ({"context": {"a": {"b": 1}}}, "the value `a` in the authorizer's context is a list or a map"),
        ({"policyDocument": {}}, "a policy document needs `Statement`, a list"),
        (
            {"policyDocument": {"Statement": [{"Effect": "allow", "Action": "*", "Resource": "*"}]}},
            "the `Effect` of a statement must be `Allow` or `Deny`",
        ),
    ],
)
def test_an_output_that_the_service_cannot_read(output: dict[str, object], reason: str) -> None:
    """As published 16, for the context."""
    found = call(method(), LambdaOutput({"principalId": "u", **output}))
    assert answered(found) == ("AUTHORIZER_CONFIGURATION_ERROR", 500, '{"message":null}')
    assert found.response.headers["x-amzn-ErrorType"] == ["AuthorizerConfigurationException"]
    assert found.reason == reason
    assert found.log[-1].endswith(" : Execution failed due to configuration error: Could not parse policy")


def test_a_condition_in_a_policy_is_not_guessed_at() -> None:
    statement = {
        "Effect": "Allow",
        "Action": "*",
        "Resource": "*",
        "Condition": {"IpAddress": {"aws:SourceIp": "1.2.3.4"}},
    }
    with pytest.raises(VtlHarnessError, match="conditions are not evaluated"):
        call(method(), LambdaOutput({"policyDocument": {"Statement": statement}}))


def test_gateway_responses_see_what_the_authorizer_returned() -> None:
    template = '{"why":"$context.authorizer.why","m":$context.error.messageString,"e":"$context.error.message"}'
    api = RestApi(
        gateway_responses={
            "ACCESS_DENIED": GatewayResponse("ACCESS_DENIED", "404", {}, {"application/json": Source(template)}),
            "AUTHORIZER_FAILURE": GatewayResponse(
                "AUTHORIZER_FAILURE", None, {}, {"application/json": Source(template)}
            ),
        }
    )
    policy = {"Statement": {"Effect": "Deny", "Action": "execute-api:*", "Resource": "*"}}
    found = call(method(), LambdaOutput({"context": {"why": "late"}, "policyDocument": policy}), api=api)
    assert (found.response.status, json.loads(found.response.body_text)["why"]) == (404, "late")
    assert call(method(), "fails", api=api).response.body_text == '{"why":"","m":null,"e":""}'


def test_the_proxy_event_has_the_values_and_the_latency() -> None:
    function = "arn:aws:lambda:us-east-1:123456789012:function:f"
    uri = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function}/invocations"
    proxy = method(integration=Integration("AWS_PROXY", "POST", uri))
    backend = CannedBackend(lambda_result({"statusCode": 200}))
    found = call(
        proxy, LambdaOutput({"principalId": "u", "context": {"n": 3, "b": False, "no": None}}), backend=backend
    )
    assert found.integration_request is not None
    event = json.loads(found.integration_request.body_text)
    wanted = {"n": "3", "b": "false", "principalId": "u", "integrationLatency": 25}
    assert event["requestContext"]["authorizer"] == wanted
    pool = method(POOL, "COGNITO_USER_POOLS", integration=Integration("AWS_PROXY", "POST", uri))
    found = call(pool, CognitoClaims({"sub": "s", "email_verified": True}), backend=backend)
    assert found.integration_request is not None
    event = json.loads(found.integration_request.body_text)
    assert event["requestContext"]["authorizer"] == {"claims": {"sub": "s", "email_verified": "true"}}


def test_the_log_of_an_authorizer() -> None:
    policy = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    log = call(
        method(), LambdaOutput({"principalId": "user", "policyDocument": policy}), {"Authorization": "Bearer abc"}
    ).log
    request = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
    assert [line.partition(" : ")[2] for line in log[1:7]] == [
        f"Starting authorizer: tokens for request: {request}",
        "Incoming identity: *****r abc",
        'Authorizer result body before parsing: {"principalId":"user","policyDocument":'
        '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}',
        "Using valid authorizer policy for principal: **er",
        "Successfully completed authorizer execution",
        f"Starting execution for request: {request}",
    ]
    nobody = call(method(), LambdaOutput({"principalId": None}), {"Authorization": "Bearer abc"}).log
    assert nobody[4].endswith(" : Using valid authorizer policy for principal: ")
    missing = call(method(), USER, {}).log
    assert [line.partition(" : ")[2] for line in missing[1:]] == [f"Unauthorized request: {request}"]
    before = [f"Starting authorizer: tokens for request: {request}", "Incoming identity: *"]
    for answer, last in {
        "deny": "The client is not authorized to perform this operation.",
        "unauthorized": f"Unauthorized request: {request}",
        "fails": "Execution failed due to configuration error: Authorizer error",
    }.items():
        log = call(method(), answer).log  # type: ignore[arg-type]
        assert [line.partition(" : ")[2] for line in log[1:]] == [*before, last]


@pytest.mark.parametrize(
    ("identity", "shown"),
    [("a", "*"), ("ab", "*b"), ("abc", "**c"), ("a" * 11, "*" * 6 + "a" * 5), ("a" * 13, "*" * 7 + "a" * 6)],
)
def test_the_log_masks_the_identity(identity: str, shown: str) -> None:
    log = call(method(), USER, {"Authorization": identity}).log
    assert log[2].endswith(f" : Incoming identity: {shown}")


# User pools


def token(claims: object) -> str:
    def part(data: object) -> str:
        return urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")

    return f"{part({'alg': 'RS256'})}.{part(claims)}.signature"


ALL_CLAIMS = "#set($c = $context.authorizer.claims)#foreach($name in $c.keySet())$name=$c.get($name); #end"
APP_1 = replace(POOL, identity_validation_expression="app-1")
COGNITO = method(POOL, "COGNITO_USER_POOLS", integration=echo(ALL_CLAIMS))


def test_claims_are_texts() -> None:
    """As published 15."""
    claims = {
        "cognito:groups": ["group-a", "group-b"],
        "exp": 1680633563,
        "iat": 1680629963,
        "auth_time": 1680629963,
        "email_verified": True,
        "identities": [{"userId": "1", "primary": True}],
        "address": {"formatted": "Main St"},
        "none": None,
    }
    printed = call(COGNITO, CognitoClaims(claims)).response.body_text.split("; ")
    assert sorted(printed) == [
        "",
        'address={"formatted":"Main St"}',
        "auth_time=1680629963",
        "cognito:groups=group-a,group-b",
        "email_verified=true",
        "exp=Tue Apr 04 18:39:23 UTC 2023",
        "iat=Tue Apr 04 17:39:23 UTC 2023",
        'identities={"userId":"1","primary":true}',
    ]


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 10**400, -1, True, "Fri", 1.5])
def test_odd_times_in_claims(value: object) -> None:
    found = call(replace(COGNITO, integration=echo("$context.authorizer.claims.exp")), CognitoClaims({"exp": value}))
    assert found.response.body_text


@pytest.mark.parametrize("before", ["", "Bearer ", "bearer  "])
def test_the_claims_of_a_token_in_the_header(before: str) -> None:
    found = call(COGNITO, None, {"Authorization": before + token({"sub": "abc", "exp": 0})})
    assert answered(found) == (None, 200, "sub=abc; exp=Thu Jan 01 00:00:00 UTC 1970; ")


@pytest.mark.parametrize(
    "text", ["abc", "a.b", "a.!.c", "a.e30", "a.W10.c", "a.bm8.c", "a.." + "x" * 5, "a.\ud83d.c", "a.W1tb.c"]
)
def test_a_header_that_is_not_a_token(text: str) -> None:
    with pytest.raises(AccessError, match="nothing says what it answers"):
        call(COGNITO, None, {"Authorization": text})


@pytest.mark.parametrize(
    ("authorizer", "scopes", "claims", "wanted", "reason"),
    [
        (POOL, (), {"sub": "s"}, None, None),
        (POOL, (), {"token_use": "id"}, None, None),
        (
            POOL,
            (),
            {"token_use": "access", "scope": "a"},
            "UNAUTHORIZED",
            "the method asks for no scopes, so it takes ID tokens and no access token",
        ),
        (POOL, ("a", "b"), {"scope": "c b"}, None, None),
        (
            POOL,
            ("a", "b"),
            {"scope": "c"},
            "ACCESS_DENIED",
            "the method asks for one of the scopes a, b, and the token has none of them",
        ),
        (
            POOL,
            ("a",),
            {"scope": ["a"]},
            "ACCESS_DENIED",
            "the method asks for one of the scopes a, and the token has none of them",
        ),
        (
            POOL,
            ("a",),
            {"sub": "s"},
            "UNAUTHORIZED",
            "the method asks for one of the scopes a, and the token has no claim `scope`",
        ),
        (APP_1, (), {"aud": "app-1"}, None, None),
        (
            APP_1,
            (),
            {"aud": "app-2"},
            "UNAUTHORIZED",
            "the claim `aud` does not match the authorizer's expression app-1",
        ),
        (APP_1, (), {"sub": "s"}, None, None),
    ],
)
def test_tokens_that_a_user_pool_refuses(
    authorizer: Authorizer,
    scopes: tuple[str, ...],
    claims: dict[str, object],
    wanted: str | None,
    reason: str | None,
) -> None:
    asked = replace(COGNITO, authorizer=authorizer, authorization_scopes=scopes)
    found = call(asked, CognitoClaims(claims))
    assert (found.gateway_response, found.reason) == (wanted, reason)
    if wanted == "ACCESS_DENIED":
        assert found.response.body_text == f'{{"Message":"{DENIED}"}}'


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ("deny", ("ACCESS_DENIED", "the authorizer denies the call")),
        ("unauthorized", ("UNAUTHORIZED", "the authorizer refuses the token")),
        ("fails", ("AUTHORIZER_FAILURE", "the authorizer fails")),
    ],
)
def test_verdicts_of_a_user_pool(answer: AuthorizerAnswer, wanted: tuple[str, str]) -> None:
    found = call(COGNITO, answer)
    assert (found.gateway_response, found.reason) == wanted
    assert call(COGNITO, answer, {}).gateway_response == "UNAUTHORIZED"


# Signed calls

IAM = method(None, "AWS_IAM", integration=echo("$context.identity.userArn $context.identity.accountId"))


def test_a_signed_call() -> None:
    found = call(IAM, IamIdentity({"userArn": "arn:x", "accountId": 12}), {})
    assert answered(found) == (None, 200, "arn:x 12")
    given = call(IAM, None, {}, context={"identity": {"userArn": "arn:y"}})
    assert answered(given) == (None, 200, "arn:y ")


@pytest.mark.parametrize("name", ["accessKey", "accountId", "caller", "cognitoIdentityId", "user", "userArn"])
def test_a_value_that_only_a_signed_call_has_counts_as_its_signature(name: str) -> None:
    assert call(IAM, None, {}, context={"identity": {name: "x"}}).gateway_response is None


def test_a_call_without_a_signature() -> None:
    found = call(IAM, None, {})
    assert answered(found) == ("MISSING_AUTHENTICATION_TOKEN", 403, '{"message":"Missing Authentication Token"}')
    assert call(IAM, None, {}, context={"identity": {"sourceIp": "1.2.3.4"}}).response.status == 403
    assert found.reason == "the method needs a signed call (AWS_IAM)"
    for signature in ("Bearer t", "AWS4", "", "aws4-hmac-sha256 Credential=AKIA"):
        found = call(IAM, None, {"Authorization": signature})
        assert found.gateway_response == "INVALID_SIGNATURE"
        assert found.response.headers["x-amzn-ErrorType"] == ["IncompleteSignatureException"]
        reason = "the header Authorization is not a signature of AWS, which the method needs (AWS_IAM)"
        assert found.reason == reason
    with pytest.raises(AccessError):
        call(IAM, None, {}, query={"X-Amz-Signature": "abc"})


def test_a_signed_call_without_permission() -> None:
    arn = "arn:aws:execute-api:us-east-1:********9012:abcdef1234/test/GET/orders/7"
    user = "arn:aws:iam::123456789012:user/sample"
    message = f"User: {user} is not authorized to perform: execute-api:Invoke on resource: {arn}"
    found = call(IAM, "deny", SIGNED)
    assert answered(found) == ("ACCESS_DENIED", 403, json.dumps({"Message": message}, separators=(",", ":")))
    assert found.reason == "the caller has no permission"


# Hostile input


def _nested(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = [value]
    return value


def test_values_that_nest_too_deep() -> None:
    with pytest.raises(VtlHarnessError, match="a claim nests too deep"):
        call(COGNITO, CognitoClaims({"a": _nested(100_000)}))
    with pytest.raises(VtlHarnessError, match="the authorizer's output nests too deep"):
        call(method(), LambdaOutput({"context": {"a": _nested(100_000)}}))
    with pytest.raises(AccessError):
        call(COGNITO, None, {"Authorization": f"a.{'Wy' * 100_000}.b"})


def test_a_policy_on_a_long_path_ends_in_time() -> None:
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*a" * 250 + "b"}
    answer = LambdaOutput({"policyDocument": {"Statement": [statement]}})
    asked = replace(method(), resource_path="/{proxy+}")
    request = MethodRequest("GET", "/" + "a" * 20_000, headers={"Authorization": "t"})
    with pytest.raises(LimitError):
        invoke(RestApi(methods=(asked,)), request, CannedBackend(), access=Access(answer), limits=Limits(seconds=0.5))
