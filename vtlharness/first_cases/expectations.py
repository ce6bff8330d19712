"""What a case expects, from a run of it: all that was made.

Comes in: the result of a case without an expectation. Goes out: the data of its `expect`.
"""

from __future__ import annotations

from typing import Any

from vtlharness.cases.matchers.writing import literal_body
from vtlharness.cases.results import CaseResult
from vtlharness.cases.saving.saved_case import answered_body, expected_answer
from vtlharness.documents.json.values import JsonTextError, parse_json
from vtlharness.gateway.invocation import Invocation
from vtlharness.gateway.templates.rendering import Rendering


def expectation(result: CaseResult) -> dict[str, Any] | None:
    """The expectation; None of a case that could not be run."""
    if result.invocation is not None:
        return _of_call(result.invocation)
    if result.rendering is not None:
        return _of_rendering(result.rendering)
    for difference in result.differences:
        error = getattr(difference, "error", None)
        if error is not None:
            return {"error": error.message}
    return None if result.error is None else {"error": result.error.message}


def _of_call(made: Invocation) -> dict[str, Any]:
    sent = made.integration_request
    request: dict[str, Any] = {}
    if sent is None:
        request["integrationRequest"] = None
    elif sent.type in ("AWS", "HTTP"):
        of_http = {"httpMethod": sent.http_method, "uri": sent.uri} if sent.type == "HTTP" else {}
        body = {"body": answered_body(sent.body_bytes)} if sent.body_bytes or not of_http else {}
        request["integrationRequest"] = {**of_http, **body}
    elif sent.type in ("HTTP_PROXY", "AWS_PROXY"):
        request["integrationRequest"] = {"httpMethod": sent.http_method, "uri": sent.uri}
    return {**request, **expected_answer(made)}


def _of_rendering(rendering: Rendering) -> dict[str, Any]:
    found: dict[str, Any] = {"output": _output(rendering.text)}
    request = {key: value for key, value in rendering.request_override.items() if value}
    response = {key: value for key, value in rendering.response_override.items() if value}
    if request:
        found["requestOverride"] = request
    if response:
        found["responseOverride"] = response
    return found


def _output(text: str) -> object:
    try:
        data = parse_json(text)
    except JsonTextError:
        return text
    return literal_body(data) if isinstance(data, (dict, list)) else text
