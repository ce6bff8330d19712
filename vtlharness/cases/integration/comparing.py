"""Compares a whole integration with its expectation: the integration request, the response, the gateway response.

Comes in: an `IntegrationExpectation`, `CompareOptions`, an `Invocation`. Goes out: the differences. Next: `report`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import Any

from vtlharness.cases.compare.comparing import compare_data, compare_text
from vtlharness.cases.integration.case import (
    NOTHING_IN_PARTICULAR,
    ExpectedBody,
    ExpectedBytes,
    ExpectedMessage,
    IntegrationExpectation,
)
from vtlharness.cases.matchers.presence import Matcher, has_matchers
from vtlharness.cases.model import STRICT, CompareOptions, ExpectedText, MissingFile
from vtlharness.cases.results import (
    DataChange,
    DataDifference,
    Difference,
    Part,
    RenderFailed,
    TextDifference,
    error_record,
)
from vtlharness.gateway.codecs.content_handling import base64_of
from vtlharness.gateway.codecs.headers import texts_of
from vtlharness.gateway.codecs.utf8 import text_if_utf8
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.invocation import Invocation
from vtlharness.gateway.stages.responses.method_response import MethodResponseMessage
from vtlharness.records import replace


def compare_invocation(
    expect: IntegrationExpectation, options: CompareOptions, invocation: Invocation
) -> tuple[Difference, ...]:
    """The differences between an expectation and what a call did; those of a failure of the gateway come first.

    A failing template is a difference, as in cases of a template, unless the case expects an answer or no request. A
    case without particular expectations requires that the call goes through.
    """
    found: list[Difference] = []
    if expect == NOTHING_IN_PARTICULAR and invocation.error is None:
        found.extend(compare_data("gatewayResponse", None, invocation.gateway_response))
    if invocation.error is not None and expect.speaks_of_no_answer:
        found.append(RenderFailed(error_record(invocation.error)))
    if expect.gateway_response is not None:
        found.extend(_compare_answer(expect.gateway_response or None, invocation.gateway_response))
    if expect.integration_request is not None:
        found.extend(_compare_sent(expect.integration_request, options, invocation.integration_request))
    if expect.response is not None:
        response = invocation.response
        found.extend(compare_data("response", *message_values(expect.response, response), place="texts"))
        found.extend(compare_body("response.body", expect.response.body, options, response))
    if expect.access_log is not None:
        found.extend(compare_text("accessLog", expect.access_log, options, invocation.access_log or ""))
    return tuple(found)


def _compare_answer(expected: str | Matcher | None, answer: str | None) -> list[Difference]:
    """The differences of the gateway response's type; a matcher wants one, even `{any: value}`."""
    if isinstance(expected, Matcher) and answer is None:
        return [DataDifference("gatewayResponse", (DataChange("root", "missing", expected=_written(expected)),))]
    return compare_data("gatewayResponse", expected, answer)


def message_values(
    expected: ExpectedMessage, message: IntegrationRequest | MethodResponseMessage
) -> tuple[dict[str, object], dict[str, object]]:
    """The expected and the actual values of a message without its body, both ready to compare.

    A header or a value of the query string is a text, or a list of texts when there are several.
    """
    wanted: dict[str, object] = {}
    actual: dict[str, object] = {}
    if isinstance(message, MethodResponseMessage):
        own: dict[str, object] = {"statusCode": message.status}
        query: Mapping[str, list[str]] = {}
    else:
        own = {"httpMethod": message.http_method, "uri": message.uri}
        query = message.query_string
    for key, value in expected.values.items():
        if key == "headers":
            headers = message.headers if isinstance(message, MethodResponseMessage) else message.wire_headers
            wanted[key], actual[key] = _sides(_mapping(value), _named(_mapping(value), headers))
        elif key == "queryStringParameters":
            wanted[key], actual[key] = _query_sides(value, query)
        else:
            wanted[key], actual[key] = value, own[key]
    return wanted, actual


def _compare_sent(
    expected: ExpectedMessage | bool, options: CompareOptions, sent: IntegrationRequest | None
) -> Iterable[Difference]:
    if not isinstance(expected, ExpectedMessage):
        if sent is not None and sent.type != "MOCK":  # a mock sends no request
            change = DataChange("root", "unexpected", actual=f"{sent.http_method} {sent.url}")
            yield DataDifference("integrationRequest", (change,))
    elif sent is None:
        shown = _written({**expected.values, **_shown_body(expected.body)})
        change = DataChange("root", "missing", expected=shown)
        yield DataDifference("integrationRequest", (change,))
    else:
        yield from compare_data("integrationRequest", *message_values(expected, sent), place="texts")
        yield from compare_body("integrationRequest.body", expected.body, options, sent)


def compare_body(
    part: Part,
    body: ExpectedBody | None,
    options: CompareOptions,
    message: IntegrationRequest | MethodResponseMessage,
) -> list[Difference]:
    """The differences of a message's body from the expected one; none where no body is expected."""
    if body is None:
        return []
    if isinstance(body, ExpectedBytes):
        return [] if body.data == message.body_bytes else _byte_differences(part, body.data, message.body_bytes)
    if not isinstance(body, MissingFile) and is_binary(message):
        wanted = body.text if isinstance(body, ExpectedText) else body.data
        if isinstance(wanted, Matcher):
            return _compare_bytes(part, wanted, message.body_bytes)
        return compare_data(part, wanted, as_base64(message.body_bytes))
    return compare_text(part, body, options, message.body_text)


def _compare_bytes(part: Part, matcher: Matcher, data: bytes) -> list[Difference]:
    """The differences of a body that is not text: only its length and `{any: value}` can be expected of it."""
    from vtlharness.cases.compare.matched_changes import matched_changes

    changes = matched_changes(matcher, data, STRICT, 1)
    shown = tuple(replace(change, actual=as_base64(data)) for change in changes)
    return [DataDifference(part, shown)] if shown else []


def _written(expected: Any) -> Any:
    """Expected data as a case file has it."""
    if not has_matchers(expected):
        return expected
    from vtlharness.cases.matchers.writing import written

    return written(expected)


def _byte_differences(part: Part, expected: bytes, actual: bytes) -> list[Difference]:
    """Different bytes: as text if both sides are text; the actual side also if it alone is text."""
    wanted, got = text_if_utf8(expected), text_if_utf8(actual)
    if wanted is not None and got is not None:
        return [TextDifference(wanted, got, part)]
    return compare_data(part, as_base64(expected), as_base64(actual) if got is None else got)


def is_binary(message: IntegrationRequest | MethodResponseMessage) -> bool:
    """Whether the body of a message is not text, so that no expected text or data can equal it."""
    return isinstance(message.body, bytes) and text_if_utf8(message.body) is None


def _shown_body(body: ExpectedBody | None) -> dict[str, object]:
    """An expected body under its key, as a case file has it."""
    if body is None or isinstance(body, MissingFile):
        return {}
    if isinstance(body, ExpectedBytes):
        return {"body": as_base64(body.data)}
    return {"body": body.text if isinstance(body, ExpectedText) else body.data}


def as_base64(data: bytes) -> dict[str, str]:
    """Bytes as a case file has them."""
    return {"base64": base64_of(data)}


def _named(wanted: Mapping[str, Any], headers: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The headers that the case names, under the names that the case uses."""
    by_lower: dict[str, list[str]] = {}
    for name, values in headers.items():
        by_lower.setdefault(name.lower(), []).extend(values)
    return {name: by_lower.get(name.lower(), []) for name in wanted}


def _wanted_texts(value: Any) -> list[Any]:
    """As `texts_of`, with matchers as they are."""
    if isinstance(value, Matcher):
        return [value]
    if isinstance(value, list) and has_matchers(value):
        return [text for item in value for text in _wanted_texts(item)]
    return texts_of(value)


def _query_sides(expected: object, query: Mapping[str, list[str]]) -> tuple[object, dict[str, object]]:
    """The expected and the actual parameters; with `contains`, some of them are expected."""
    if not isinstance(expected, Matcher):
        return _sides(_mapping(expected), query)
    from vtlharness.cases.matchers.records import Contains

    assert isinstance(expected, Contains)
    wanted, actual = _sides(_mapping(expected.part), query)
    return Contains(wanted), actual


def _sides(expected: Mapping[str, Any], given: Mapping[str, list[str]]) -> tuple[dict[str, object], dict[str, object]]:
    """Names with their expected and their actual values; a list with matchers stays one, even of one value."""
    lists = {name for name, value in expected.items() if isinstance(value, list) and has_matchers(value)}
    wanted = {name: _wanted_texts(value) for name, value in expected.items()}
    return _values(wanted, lists), _values(given, lists)


def _values(values: Mapping[str, list[Any]], lists: Set[str]) -> dict[str, object]:
    return {
        name: texts[0] if len(texts) == 1 and name not in lists else list(texts)
        for name, texts in values.items()
        if texts
    }


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
