"""Authorization: the stage between routing and validation that asks the authorizer of a method.

Comes in: an `Exchange`, and the authorizer's answer as a test gives it, or a way to call its function. Goes out: an
`Authorization`: the exchange with the values of the authorizer, or the failure with which the gateway answers. Next:
`gateway.stages.api_keys`. Evidence: docs/fidelity.md#authorization.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vtlharness.gateway.access import AccessError, AuthorizerAnswer, CognitoClaims, IamIdentity, LambdaOutput
from vtlharness.gateway.backend import AuthorizerBackend, BackendTimeout, BackendUnreachable
from vtlharness.gateway.codecs.headers import header
from vtlharness.gateway.codecs.json_body import json_body
from vtlharness.gateway.codecs.json_web_token import token_claims
from vtlharness.gateway.codecs.text_values import text_value, text_values
from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.model import Authorizer
from vtlharness.gateway.stages.access.access_policy import INVOKE, Decision, PolicyError, decision_of
from vtlharness.gateway.stages.access.authorizer_request import (
    UnreadableResultError,
    authorizer_answer,
    authorizer_request,
)
from vtlharness.gateway.stages.access.authorizer_values import claims_as_texts, context_as_texts
from vtlharness.gateway.stages.access.identity import identity_of, matches, unauthorized
from vtlharness.gateway.stages.exchange import Exchange, with_context
from vtlharness.records import Record, replace

COGNITO = "COGNITO_USER_POOLS"
AUTHORIZER_TYPES = ("CUSTOM", COGNITO)
"""The authorization types of methods that ask an authorizer of the API."""
_DENIED = "User is not authorized to access this resource"
_MESSAGES: dict[Decision, str] = {
    "implicit deny": _DENIED,
    "explicit deny": f"{_DENIED} with an explicit deny in an identity-based policy",
}
_NOT_AUTHORIZED = "The client is not authorized to perform this operation."
_SIGNED = ("accessKey", "accountId", "caller", "cognitoIdentityId", "user", "userArn")
_RESULT = "Authorizer result body before parsing: "
_SAMPLE_USER = "arn:aws:iam::{}:user/sample"


class Authorization(Record):
    """The result of the stage.

    `exchange` has the values of the authorizer in `$context`; `failure` is the answer of the gateway to a call that is
    not authorized. `usage_identifier_key` is the API key that a Lambda authorizer named, `entries` are the lines of the
    execution log. `answer` is what the function of a Lambda authorizer answered, if it was called.
    """

    exchange: Exchange
    failure: GatewayFailure | None = None
    usage_identifier_key: str | None = None
    entries: tuple[str, ...] = ()
    answer: AuthorizerAnswer | None = None


def authorized(
    exchange: Exchange, answer: AuthorizerAnswer | None, call: AuthorizerBackend | None = None
) -> Authorization:
    """Asks the authorizer of a method, unless the test gives what it would add to `$context`.

    That is `$context.authorizer`, or for AWS_IAM the caller in `$context.identity`: the call then counts as authorized.
    Where the test does not say what a Lambda authorizer answers, `call` calls its function.
    Raises AccessError for a call whose authorizer is asked and has no answer, and for an answer that it cannot give.
    """
    asked = _KINDS.get(exchange.method.authorization_type)
    if asked is None or (answer is None and _is_authorized_by_test(exchange)):
        return Authorization(exchange)
    try:
        if answer is None and call is not None and exchange.method.authorization_type == "CUSTOM":
            return _by_function(exchange, call)
        return asked(exchange, answer)
    except GatewayFailure as failure:
        return Authorization(exchange, failure)


def method_arn(exchange: Exchange) -> str:
    """The ARN of the method that is called, with the path of the call."""
    context, request = exchange.context, exchange.request
    place = f"arn:aws:execute-api:{exchange.call.region}:{context.get('accountId')}:{context.get('apiId')}"
    return f"{place}/{context.get('stage')}/{request.http_method}/{request.path.lstrip('/')}"


def _is_authorized_by_test(exchange: Exchange) -> bool:
    if exchange.given.get("authorizer") is not None:
        return True
    identity = exchange.given.get("identity")
    is_signed = isinstance(identity, Mapping) and any(identity.get(name) is not None for name in _SIGNED)
    return is_signed and exchange.method.authorization_type == "AWS_IAM"


# Lambda authorizers


def _by_lambda(exchange: Exchange, answer: AuthorizerAnswer | None) -> Authorization:
    authorizer = exchange.method.authorizer or Authorizer("")
    return _answered(exchange, answer, _starting(exchange, authorizer, identity_of(exchange, authorizer)))


def _by_function(exchange: Exchange, call: AuthorizerBackend) -> Authorization:
    """The decision of the authorizer's function, which is called if the call has its identity."""
    authorizer = exchange.method.authorizer or Authorizer("")
    identity = identity_of(exchange, authorizer)
    request = authorizer_request(exchange, authorizer, identity, method_arn(exchange))
    entries = _starting(exchange, authorizer, identity)
    try:
        answer = authorizer_answer(call(request, authorizer, identity))
    except (BackendTimeout, BackendUnreachable):
        answer = "fails"
    except UnreadableResultError as problem:
        return _unreadable(exchange, (*entries, f"{_RESULT}{problem.printed}"), str(problem))
    return replace(_answered(exchange, answer, entries), answer=answer)


def _starting(exchange: Exchange, authorizer: Authorizer, identity: str) -> tuple[str, ...]:
    return (
        f"Starting authorizer: {authorizer.name} for request: {exchange.call.request_id}",
        f"Incoming identity: {_masked(identity)}",
    )


def _answered(exchange: Exchange, answer: AuthorizerAnswer | None, entries: tuple[str, ...]) -> Authorization:
    if isinstance(answer, LambdaOutput):
        return _by_output(exchange, answer.output, entries)
    if answer == "deny":
        return Authorization(exchange, _access_denied("explicit deny", "the authorizer denies the call"), None, entries)
    if answer == "unauthorized":
        reason = "the function of the authorizer fails with `Unauthorized`"
        return Authorization(exchange, unauthorized(exchange, reason), None, entries)
    if answer == "fails":
        log = "Execution failed due to configuration error: Authorizer error"
        reason = "the function of the authorizer fails"
        return Authorization(exchange, GatewayFailure("AUTHORIZER_FAILURE", log=log, reason=reason), None, entries)
    raise _wrong_answer(exchange, answer, "`authorizer: {principalId: user}` or `authorizer: deny`")


def _by_output(exchange: Exchange, output: Mapping[str, object], before: tuple[str, ...]) -> Authorization:
    """The decision about a call from the output of the authorizer's function."""
    entries = (*before, f"{_RESULT}{_printed(output)}")
    try:
        values = _lambda_values(exchange, output)
        policy = output.get("policyDocument")
        decision: Decision = "allow" if policy is None else decision_of(policy, method_arn(exchange))
    except PolicyError as error:
        return _unreadable(exchange, entries, str(error))
    found = with_context(exchange, {"authorizer": values})
    principal = text_value(output.get("principalId") or "")
    entries = (
        *entries,
        f"Using valid authorizer policy for principal: {_masked(principal)}",
        "Successfully completed authorizer execution",
    )
    if decision != "allow":
        reason = f"the authorizer's policy has an {decision} for {method_arn(exchange)}"
        return Authorization(found, _access_denied(decision, reason), None, entries)
    key = output.get("usageIdentifierKey")
    return Authorization(found, None, None if key is None else text_value(key), entries)


def _unreadable(exchange: Exchange, entries: tuple[str, ...], reason: str) -> Authorization:
    log = "Execution failed due to configuration error: Could not parse policy"
    return Authorization(
        exchange, GatewayFailure("AUTHORIZER_CONFIGURATION_ERROR", log=log, reason=reason), None, entries
    )


def _printed(output: Mapping[str, object]) -> str:
    try:
        return json_body(output)
    except RecursionError:
        raise AccessError("the authorizer's output nests too deep") from None


def _lambda_values(exchange: Exchange, output: Mapping[str, object]) -> dict[str, object]:
    """`$context.authorizer` of a Lambda authorizer. Raises PolicyError for a context that is not flat."""
    given = output.get("context")
    try:
        values: dict[str, object] = dict(context_as_texts(given)) if isinstance(given, Mapping) else {}
    except ValueError as error:
        raise PolicyError(f"the value `{error}` in the authorizer's context is a list or a map") from None
    principal = output.get("principalId")
    if principal is not None:
        values["principalId"] = text_value(principal)
    return {**values, "integrationLatency": exchange.call.integration_latency}


def _access_denied(decision: Decision, reason: str) -> GatewayFailure:
    return GatewayFailure("ACCESS_DENIED", _MESSAGES[decision], log=_NOT_AUTHORIZED, reason=reason)


def _masked(value: str) -> str:
    """A value as the log shows it: its last characters, six at most, behind stars."""
    shown = min(6, len(value) // 2)
    return "*" * (len(value) - shown) + value[len(value) - shown :]


# User pools


def _by_cognito(exchange: Exchange, answer: AuthorizerAnswer | None) -> Authorization:
    authorizer = exchange.method.authorizer or Authorizer("")
    identity = identity_of(exchange, authorizer)
    if answer == "deny":
        return Authorization(exchange, _access_denied("implicit deny", "the authorizer denies the call"))
    if answer == "unauthorized":
        return Authorization(exchange, unauthorized(exchange, "the authorizer refuses the token"))
    if answer == "fails":
        failure = GatewayFailure("AUTHORIZER_FAILURE", reason="the authorizer fails")
        return Authorization(exchange, failure)
    claims = answer.claims if isinstance(answer, CognitoClaims) else None
    if answer is None:
        claims = token_claims(identity or header(exchange.request.headers, "Authorization") or "")
    if claims is None:
        raise _wrong_answer(
            exchange, answer, "`authorizer: {claims: {sub: ...}}`, or send a JSON Web Token, whose claims are then read"
        )
    found = with_context(exchange, {"authorizer": {"claims": claims_as_texts(claims)}})
    return Authorization(found, _refused_claims(exchange, authorizer, claims))


def _refused_claims(exchange: Exchange, authorizer: Authorizer, claims: Mapping[str, object]) -> GatewayFailure | None:
    """The answer to a token that is for another audience, or without the scopes that the method asks for."""
    expression, audience = authorizer.identity_validation_expression, claims.get("aud")
    if expression and isinstance(audience, str) and not matches(expression, audience):
        return unauthorized(exchange, f"the claim `aud` does not match the authorizer's expression {expression}")
    scopes = exchange.method.authorization_scopes
    if not scopes:
        if claims.get("token_use") == "access":
            reason = "the method asks for no scopes, so it takes ID tokens and no access token"
            return unauthorized(exchange, reason)
        return None
    wanted = f"the method asks for one of the scopes {', '.join(scopes)}"
    granted = claims.get("scope")
    if granted is None:
        return unauthorized(exchange, f"{wanted}, and the token has no claim `scope`")
    words = granted.split() if isinstance(granted, str) else []
    if set(words).isdisjoint(scopes):
        return _access_denied("implicit deny", f"{wanted}, and the token has none of them")
    return None


# Signed calls


def _by_signature(exchange: Exchange, answer: AuthorizerAnswer | None) -> Authorization:
    if isinstance(answer, IamIdentity):
        return Authorization(with_context(exchange, {"identity": text_values(answer.identity)}))
    if answer == "deny":
        user = _SAMPLE_USER.format(exchange.context.get("accountId"))
        message = f"User: {user} is not authorized to perform: {INVOKE} on resource: {_masked_arn(exchange)}"
        failure = GatewayFailure("ACCESS_DENIED", message, log=_NOT_AUTHORIZED, reason="the caller has no permission")
        return Authorization(exchange, failure)
    given = header(exchange.request.headers, "Authorization")
    signed = given if given is not None else exchange.request.query_string.get("X-Amz-Signature")
    if answer is None and signed is None:
        raise GatewayFailure("MISSING_AUTHENTICATION_TOKEN", reason="the method needs a signed call (AWS_IAM)")
    if answer is None and given is not None and not given.startswith("AWS4-"):
        raise GatewayFailure(
            "INVALID_SIGNATURE",
            error_type="IncompleteSignatureException",
            reason="the header Authorization is not a signature of AWS, which the method needs (AWS_IAM)",
        )
    raise _wrong_answer(
        exchange,
        answer,
        "`authorizer: {iam: {userArn: ...}}` or `authorizer: deny`; for a bad signature `refused: INVALID_SIGNATURE`",
    )


def _masked_arn(exchange: Exchange) -> str:
    """The ARN of the method as messages show it: the account with stars before its last four digits."""
    account = str(exchange.context.get("accountId"))
    return method_arn(exchange).replace(f":{account}:", f":********{account[-4:]}:", 1)


_KINDS: dict[str, Callable[[Exchange, AuthorizerAnswer | None], Authorization]] = {
    "AWS_IAM": _by_signature,
    COGNITO: _by_cognito,
    "CUSTOM": _by_lambda,
}
"""The authorization types that ask somebody."""


def _wrong_answer(exchange: Exchange, answer: AuthorizerAnswer | None, write: str) -> AccessError:
    """The error for an authorizer without an answer, or with one that it cannot give."""
    method = exchange.method
    asked = f"{method.http_method} {method.resource_path} asks {_named(method.authorization_type, method.authorizer)}"
    if answer is None:
        return AccessError(f"{asked}, and nothing says what it answers", hint=f"write {write}")
    return AccessError(f"{asked}, which cannot answer {_shown(answer)}", hint=f"write {write}")


def _named(kind: str, authorizer: Authorizer | None) -> str:
    if kind == "AWS_IAM":
        return "IAM (AWS_IAM)"
    of = "a Lambda authorizer" if kind == "CUSTOM" else "a user pool (COGNITO_USER_POOLS)"
    return of if authorizer is None or not authorizer.name else f"{of}, `{authorizer.name}`"


def _shown(answer: AuthorizerAnswer) -> str:
    if isinstance(answer, str):
        return f"`{answer}`"
    return {LambdaOutput: "`principalId`", CognitoClaims: "`claims`", IamIdentity: "`iam`"}[type(answer)]
