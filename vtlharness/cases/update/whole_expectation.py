"""What a case expects that expects all that its run made.

Comes in: the result of a case. Goes out: the data of its `expect`.
"""

from __future__ import annotations

from typing import Any

from vtlharness.cases.model import TemplateCase
from vtlharness.cases.results import CaseResult
from vtlharness.cases.update.expected_body import expected_body, expected_text, one_or_several
from vtlharness.cases.update.expected_request import expected_request
from vtlharness.gateway.invocation import Invocation
from vtlharness.gateway.templates.rendering import Rendering

_OF_THIS_ANSWER = frozenset(
    {"age", "connection", "content-length", "date", "keep-alive", "server", "transfer-encoding"}
    | {"x-amz-apigw-id", "x-amz-id-2", "x-amz-request-id", "x-amzn-requestid", "x-amzn-trace-id"}
)
"""Headers that each answer has anew, in lower case: nobody expects them."""


def whole_expectation(result: CaseResult) -> dict[str, Any] | None:
    """The expectation; None of a case that could not be run."""
    if result.invocation is not None:
        return {**expected_request(result.invocation.integration_request), **expected_answer(result.invocation)}
    if result.rendering is not None:
        return _of_rendering(result.rendering)
    if not isinstance(result.case, TemplateCase):
        return None
    for difference in result.differences:
        error = getattr(difference, "error", None)
        if error is not None:
            return {"error": error.message}
    return None if result.error is None else {"error": result.error.message}


def _of_rendering(rendering: Rendering) -> dict[str, Any]:
    found: dict[str, Any] = {"output": expected_text(rendering.text)}
    request = {key: value for key, value in rendering.request_override.items() if value}
    response = {key: value for key, value in rendering.response_override.items() if value}
    if request:
        found["requestOverride"] = request
    if response:
        found["responseOverride"] = response
    return found


def expected_answer(made: Invocation) -> dict[str, object]:
    """What a case expects of the answer to the client: `response`, and `gatewayResponse` where the gateway answered."""
    response: dict[str, object] = {"statusCode": made.response.status}
    headers = {name: values for name, values in made.logged_headers.items() if not _is_of_this_answer(name)}
    if headers:
        response["headers"] = one_or_several(headers)
    response["body"] = expected_body(made.response.body_bytes)
    answer = {} if made.gateway_response is None else {"gatewayResponse": made.gateway_response}
    return {**answer, "response": response}


def _is_of_this_answer(name: str) -> bool:
    return name.lower().removeprefix("x-amzn-remapped-") in _OF_THIS_ANSWER
