"""Answers of a method's backend, by which each integration response is chosen.

Comes in: a method, an integration response, what its templates read. Goes out: a `Reply`. Which response an answer
leads to is asked of the gateway itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from vtlharness.first_cases.drafts.draft import Reply
from vtlharness.first_cases.reading.inputs import JSON, Inputs, Wish
from vtlharness.first_cases.values.matching_text import matching_text, matching_texts
from vtlharness.first_cases.values.payload import Payload
from vtlharness.first_cases.values.samples import header_for
from vtlharness.gateway.codecs.json_body import json_body
from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.model import IntegrationResponse, Method
from vtlharness.gateway.service_arn import parse_service_arn
from vtlharness.gateway.stages.responses.response_selection import select_response

_STATUSES: tuple[int, ...] = tuple(
    dict.fromkeys((200, 201, 202, 204, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503, 504, *range(100, 600)))
)
_JSON_TYPE = "application/json"
_BASE64 = "dGV4dA=="
"""A body that can be converted to bytes."""
_OF_FUNCTION = 200
"""The status with which Lambda answers, whether the function fails or not."""


class Replies:
    """Makes the answers of one method's backend."""

    def __init__(self, method: Method) -> None:
        integration = method.integration
        arn = parse_service_arn(integration.uri) if integration.uri else None
        self._integration = integration
        self._of_function = integration.type in ("AWS", "AWS_PROXY") and arn is not None and arn.function is not None

    def proxied(self) -> Reply | None:
        """The answer that a proxy integration passes on; None for a mock, which has no backend."""
        kind = self._integration.type
        if kind == "AWS_PROXY" and self._of_function:
            return Reply("lambdaResult", body={"statusCode": 200, "body": json_body({"message": "ok"})})
        if kind in ("HTTP_PROXY", "AWS_PROXY"):
            return Reply("http", 200, {"Content-Type": _JSON_TYPE}, {"message": "ok"})
        return None if kind == "MOCK" else Reply("lambdaResult" if self._of_function else "http", body={})

    def choosing(self, response: IntegrationResponse, inputs: Inputs) -> Reply:
        """An answer that leads to the response, where there is one, with all that its templates read."""
        wishes = {origin.steps: wish for origin, wish in inputs.wishes.items() if origin.place == "body"}
        if self._of_function and response.selection_pattern:
            return Reply("lambdaError", body=self._function_error(response, wishes))
        body = Payload(wishes).data() if wishes else {} if self._of_function else {"message": "ok"}
        if response.content_handling == "CONVERT_TO_BINARY" and not wishes and not self._of_function:
            body = _BASE64
        if self._of_function:
            return Reply("lambdaResult", body=body)
        headers = {
            origin.steps[0]: header_for(origin.steps[0])
            for origin in inputs.wishes
            if origin.place == "header" and origin.steps
        }
        return Reply("http", self._status(response), headers, body)

    def others(self, response: IntegrationResponse, reply: Reply) -> Iterator[Reply]:
        """More answers that lead to the response: a function's error with a longer message."""
        if reply.kind == "lambdaError":
            message = f"{reply.body['errorMessage']} the reason"
            if self._chosen(message, _OF_FUNCTION) is response:
                yield replace(reply, body={**reply.body, "errorMessage": message})

    def _function_error(self, response: IntegrationResponse, wishes: dict[tuple[str, ...], Wish]) -> dict[str, Any]:
        pattern = response.selection_pattern or ""
        body = Payload(wishes).data() if wishes else {}
        body = body if isinstance(body, dict) else {}
        known = body.get("errorMessage")
        wanted = known if isinstance(known, str) else ""
        texts = matching_texts(pattern, wanted)
        if ("errorMessage", JSON) in {steps[:2] for steps in wishes} and wanted:
            texts = [*_json_that_matches(pattern, wanted), *texts]
        message = next((text for text in texts if self._chosen(text, _OF_FUNCTION) is response), None)
        message = message or next(iter(texts), "") or "error"
        return {**body, "errorMessage": message, "errorType": body.get("errorType", "Error")}

    def _status(self, response: IntegrationResponse) -> int:
        declared = int(response.status_code) if response.status_code.isdecimal() else _STATUSES[0]
        found = (status for status in (declared, *_STATUSES) if self._chosen(str(status), status) is response)
        return next(found, declared)

    def _chosen(self, text: str, status: int) -> IntegrationResponse | None:
        try:
            return select_response(self._integration.integration_responses, text, status)
        except GatewayFailure:
            return None


def _json_that_matches(pattern: str, text: str) -> Iterator[str]:
    """JSON that the pattern matches: the text itself, or the text with one more member, or another value of one."""
    made = [text]
    for one in matching_texts(pattern)[:1]:
        with suppress(ValueError, TypeError):
            merged = {**json.loads(text), **json.loads(f"{{{one.strip('{} ,')}}}")}
            made += [
                json.dumps(merged, ensure_ascii=False, separators=(comma, colon))
                for comma, colon in ((", ", ": "), (",", ":"), (", ", ":"), (",", ": "))
            ]
        made += [f"{text[:-1]}, {one.strip('{} ,')}}}", f'{text[:-1]}, "note": {json.dumps(one, ensure_ascii=False)}}}']
    for found in made:
        with suppress(ValueError):
            json.loads(found)
            if matching_text(pattern, found) == found:
                yield found
