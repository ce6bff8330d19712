"""What a case reaches of its definition.

Comes in: a case, and its result. Goes out: a `Visit` of a method, and whether its authorizer is asked.
"""

from __future__ import annotations

from typing import NamedTuple

from vtlharness.cases.integration.called_method import called_method
from vtlharness.cases.integration.case import IntegrationCase
from vtlharness.cases.results import CaseResult
from vtlharness.gateway.model import IntegrationResponse, Method
from vtlharness.gateway.stages.access.authorization import AUTHORIZER_TYPES
from vtlharness.gateway.stages.refusal import moment_of


class Visit(NamedTuple):
    """A case that reaches a method.

    `sent` says whether it makes an integration request. `response` is the integration response that it gets, chosen for
    the status of the backend by the text that patterns are `tried_on`.
    """

    number: int
    sent: bool = False
    response: IntegrationResponse | None = None
    tried_on: str | None = None
    backend_status: int | None = None


def visit(number: int, method: Method, result: CaseResult) -> Visit:
    """What a case reaches of its method."""
    made = result.invocation
    if made is None or made.integration_request is None:
        return Visit(number)
    if made.gateway_response is not None:
        return Visit(number, sent=True)
    responses = sorted(method.integration.integration_responses, key=lambda response: response.status_code)
    account = made.selection
    if account is None:
        return Visit(number, True, next((one for one in responses if not one.selection_pattern), None))
    wanted = account.status_code, account.pattern
    chosen = next((one for one in responses if (one.status_code, one.selection_pattern or None) == wanted), None)
    if made.backend_reply is not None:
        status: int | None = made.backend_reply.status_code
    else:
        tried_on = account.tried_on or ""
        status = int(tried_on) if tried_on.isdecimal() else None
    return Visit(number, True, chosen, account.tried_on, status)


def asks_authorizer(case: IntegrationCase) -> bool:
    """Whether the call of a case comes to the authorizer of its method.

    It does not where the case says what is in `$context.authorizer`, and where the gateway refuses the call before.
    """
    method = called_method(case)
    if method is None or method.authorizer is None or method.authorization_type not in AUTHORIZER_TYPES:
        return False
    if case.access.authorizer is None and (case.context or {}).get("authorizer") is not None:
        return False
    return moment_of(case.access.refused) not in ("before routing", "authorization")
