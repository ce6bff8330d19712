"""What a case expects that expects all that its run made.

Comes in: the result of a case. Goes out: the data of its `expect`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vtlharness.cases.integration.comparing import as_base64
from vtlharness.cases.matchers.writing import literal_body
from vtlharness.cases.results import CaseResult
from vtlharness.documents.json.values import JsonTextError, parse_json
from vtlharness.gateway.codecs.utf8 import text_if_utf8
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
    found = json_collection(text)
    return text if found is None else literal_body(found)


def expected_answer(made: Invocation) -> dict[str, object]:
    """What a case expects of the answer to the client: `response`, and `gatewayResponse` where the gateway answered."""
    response: dict[str, object] = {"statusCode": made.response.status}
    headers = {name: values for name, values in made.logged_headers.items() if not _is_of_this_answer(name)}
    if headers:
        response["headers"] = one_or_several(headers)
    response["body"] = answered_body(made.response.body_bytes)
    answer = {} if made.gateway_response is None else {"gatewayResponse": made.gateway_response}
    return {**answer, "response": response}


def answered_body(data: bytes) -> object:
    """A body as the value of an expected `body`: data of JSON collections, else text, else its base64."""
    text = text_if_utf8(data)
    if text is None:
        return as_base64(data)
    found = json_collection(text)
    return text if found is None else literal_body(found)


def _is_of_this_answer(name: str) -> bool:
    return name.lower().removeprefix("x-amzn-remapped-") in _OF_THIS_ANSWER


def one_or_several(given: Mapping[str, list[str]]) -> dict[str, object]:
    """Names with the only value of each, or the list of its values."""
    return {name: values[0] if len(values) == 1 else list(values) for name, values in given.items()}


def json_collection(text: str) -> dict[str, Any] | list[Any] | None:
    """The object or list that a text holds as JSON; None for any other text."""
    try:
        data = parse_json(text)
    except JsonTextError:
        return None
    return data if isinstance(data, (dict, list)) else None
