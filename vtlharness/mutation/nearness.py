"""What a case would have to look at to notice a change.

Comes in: the results of a case before and after a change that it does not notice. Goes out: one sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vtlharness.cases.compare.data_changes import data_changes
from vtlharness.cases.model import STRICT
from vtlharness.cases.results import CaseResult
from vtlharness.documents.json.values import JsonTextError, parse_json
from vtlharness.gateway.invocation import Invocation
from vtlharness.gateway.templates.rendering import Rendering
from vtlharness.hostile.data_paths import path_words
from vtlharness.mutation.change import Operator

_NEEDS: Mapping[Operator, str] = {
    "condition negated": "it needs input for which the two branches give different results",
    "branch removed": "it needs input for which this branch changes the result",
    "escape removed": "it needs a value here that the call changes",
    "separator removed": "it needs input for which this separator is printed",
    "literal changed": "it needs input for which this literal counts",
    "path changed": "it needs a value at this path",
    "operator changed": "it needs values for which the two operators differ",
    "override dropped": "it needs input for which the override is not what would be sent without it",
    "pattern changed": "it needs an answer of the backend for which this pattern decides",
    "status changed": "it needs a call for which no template sets the status",
    "mapping dropped": "it needs a value for this mapping",
}
_CHANGED_BY = {
    "\\'": "an apostrophe",
    "escapeJavaScript(": "a quote or a backslash",
    "urlEncode(": "a blank or an `&`",
    "urlDecode(": "a `%20` or a `+`",
}


def needs(operator: Operator, before: str) -> str:
    """What a case needs that would notice a change of `before`, where the change makes no difference to any case."""
    if operator == "escape removed":
        for name, texts in _CHANGED_BY.items():
            if name in before:
                return f"it needs a value here with {texts}"
    return _NEEDS[operator]


def look(before: CaseResult, after: CaseResult) -> str | None:
    """The part of the case's result that a change alters, in one sentence; None if all is as before."""
    place = next(_changed(before, after), None)
    return None if place is None else f"its {place} changes, and it does not look there"


def _changed(before: CaseResult, after: CaseResult) -> Iterator[str]:
    if before.rendering is not None and after.rendering is not None:
        yield from _of_renderings(before.rendering, after.rendering)
    elif before.invocation is not None and after.invocation is not None:
        yield from _of_invocations(before.invocation, after.invocation)
    if (before.error is None) != (after.error is None):
        yield "outcome"


def _of_renderings(before: Rendering, after: Rendering) -> Iterator[str]:
    yield from _of_texts("output", before.text, after.text)
    yield from _of_data("requestOverride", before.request_override, after.request_override)
    yield from _of_data("responseOverride", before.response_override, after.response_override)


def _of_invocations(before: Invocation, after: Invocation) -> Iterator[str]:
    if before.gateway_response != after.gateway_response:
        yield "gatewayResponse"
    sent, other = before.integration_request, after.integration_request
    if sent is not None and other is not None:
        if sent.http_method != other.http_method:
            yield "integrationRequest.httpMethod"
        if sent.uri != other.uri:
            yield "integrationRequest.uri"
        yield from _of_data("integrationRequest.headers", sent.headers, other.headers)
        yield from _of_data("integrationRequest.queryStringParameters", sent.query_string, other.query_string)
        if sent.type != "MOCK":  # which sends its body to nobody: the status in it counts
            yield from _of_texts("integrationRequest.body", sent.body_text, other.body_text)
    elif (sent is None) != (other is None):
        yield "integrationRequest"
    if before.response.status != after.response.status:
        yield "response.statusCode"
    yield from _of_texts("response.body", before.response.body_text, after.response.body_text)  # before its length
    yield from _of_data("response.headers", before.response.headers, after.response.headers)


def _of_texts(part: str, before: str, after: str) -> Iterator[str]:
    if before == after:
        return
    try:
        data, other = parse_json(before), parse_json(after)
    except JsonTextError:
        yield part
    else:
        yield from _of_data(part, data, other)


def _of_data(part: str, before: object, after: object) -> Iterator[str]:
    if before == after:
        return
    for change in data_changes(before, after, STRICT, 1):
        yield f"{part} {path_words(change.steps)}" if change.steps else part
