"""Explains to the reader of a failing case why the gateway itself answered a call.

Comes in: a case of a whole integration and its invocation. Goes out: a `GatewayAnswer`, plain data. Next: `report`.
"""

from __future__ import annotations

from typing import NamedTuple

from vtlharness.backends.canned import CannedBackend
from vtlharness.cases.integration.case import IntegrationCase
from vtlharness.cases.results import ErrorRecord, error_record
from vtlharness.gateway.invocation import Invocation

MAX_METHODS = 4
_BINARY_BODY = (
    "a template needs text, and binaryMediaTypes of the API make this body binary: write "
    "`contentHandling: CONVERT_TO_TEXT` into the %s"
)
_CURES = {
    "is missing, so the authorizer is not asked": (
        "send it, and say what the authorizer answers: `authorizer: {principalId: user}`, or `{claims: ...}` for a "
        "user pool; with `context: {authorizer: ...}` nobody is asked"
    ),
    "the method needs a signed call (AWS_IAM)": "say who signs it: `authorizer: {iam: {userArn: ...}}`",
    "Unable to transform request": _BINARY_BODY % "integration",
    "Unable to transform response": _BINARY_BODY % "integration response",
}
"""Hints by the last words of a reason that has no failed template behind it."""


class GatewayAnswer(NamedTuple):
    """A gateway response that the client received: its type, the reason in a sentence, and hints.

    `error` is the template's failure behind it; None when no template failed or a difference already shows it.
    """

    response_type: str
    reason: str | None = None
    hints: tuple[str, ...] = ()
    error: ErrorRecord | None = None


def gateway_answer(case: IntegrationCase, invocation: Invocation, *, with_error: bool) -> GatewayAnswer | None:
    """The answer of the gateway itself; None when the client received an ordinary response."""
    answered = invocation.gateway_response
    if answered is None:
        return None
    error = error_record(invocation.error) if invocation.error is not None and with_error else None
    if invocation.execution_log is None and invocation.reason is None:
        return GatewayAnswer(answered, *_no_method(case), error)
    if invocation.reason is None or invocation.error is not None:
        return GatewayAnswer(answered, error=error)
    hints = tuple(cure for words, cure in _CURES.items() if invocation.reason.endswith(words))
    if _function_gave_nothing(case, invocation):
        hints = ("give the result of the function: `backend: {lambdaResult: {statusCode: 200}}`",)
    return GatewayAnswer(answered, invocation.reason, hints, error)


def _function_gave_nothing(case: IntegrationCase, invocation: Invocation) -> bool:
    """Whether the case of a Lambda proxy integration gives no answer of its function."""
    sent = invocation.integration_request
    return sent is not None and sent.type == "AWS_PROXY" and case.backend == CannedBackend()


def _no_method(case: IntegrationCase) -> tuple[str, tuple[str, ...]]:
    """Says that a call matches no method, and lists the nearest methods."""
    from difflib import get_close_matches

    request = case.method_request
    call = f"{request.http_method} {request.path}"
    hints = []
    if case.api.methods:
        methods = [f"{method.http_method} {method.resource_path}" for method in case.api.methods]
        near = get_close_matches(call, methods, n=MAX_METHODS, cutoff=0)
        others = f", … ({len(methods)} in all)" if len(methods) > len(near) else ""
        hints.append(f"it has {', '.join(near)}{others}")
        if request.path.startswith(f"/{case.api.stage.stage_name}/"):
            hints.append("write the path without the stage")
    return f"the API has no method for {call}", tuple(hints)
