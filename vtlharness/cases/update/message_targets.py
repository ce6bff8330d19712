"""The new expectation with which the case of a whole integration passes.

Comes in: a failing `CaseResult` of an `IntegrationCase`. Goes out: a `Target` for each value that differs.
Next: `updating`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vtlharness.cases.compare.comparing import compare_data
from vtlharness.cases.compare.readings import as_text
from vtlharness.cases.integration.case import (
    NOTHING_IN_PARTICULAR,
    ExpectedBody,
    ExpectedBytes,
    ExpectedMessage,
    IntegrationCase,
)
from vtlharness.cases.integration.comparing import as_base64, compare_body, is_binary, message_values
from vtlharness.cases.matchers.presence import Matcher
from vtlharness.cases.model import CompareOptions, MissingFile
from vtlharness.cases.results import (
    CaseResult,
    DataDifference,
    Difference,
    NoExpectedFile,
    NotJson,
    Part,
    RenderFailed,
    TextDifference,
)
from vtlharness.cases.update.target import CannotUpdateError, Target, text_target, with_matchers_kept, with_old_spelling
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.invocation import Invocation
from vtlharness.gateway.stages.responses.method_response import MethodResponseMessage


def message_targets(result: CaseResult) -> list[Target]:
    """The targets of a failing case. Raises CannotUpdateError."""
    case, invocation = result.case, result.invocation
    assert isinstance(case, IntegrationCase)
    if invocation is None:
        raise CannotUpdateError("a template does not parse; fix it")
    if case.live and invocation.backend_reply is None and _was_called(invocation):
        reason = invocation.reason or invocation.gateway_response
        raise CannotUpdateError(f"its backend gave no answer ({reason})")
    if any(isinstance(difference, RenderFailed) for difference in result.differences):
        answer = invocation.gateway_response
        raise CannotUpdateError(f"a template failed; fix it, or expect `gatewayResponse: {answer}`")
    if case.expect == NOTHING_IN_PARTICULAR:
        answer = invocation.gateway_response
        reason = "the case expects nothing in particular"
        raise CannotUpdateError(f"{reason}; fix the call, or expect `gatewayResponse: {answer}`")
    differing = {_part(difference) for difference in result.differences}
    expect = case.expect
    found: list[Target] = []
    if "gatewayResponse" in differing:
        found.append(Target(("gatewayResponse",), invocation.gateway_response))
    sent = invocation.integration_request
    if not differing.isdisjoint(("integrationRequest", "integrationRequest.body")):
        if not isinstance(expect.integration_request, ExpectedMessage):
            raise CannotUpdateError("no integration request was expected, but one was made; please edit it by hand")
        if sent is None:
            raise CannotUpdateError("no integration request was made; fix what stops the gateway from making one")
        found.extend(_message_targets("integrationRequest", expect.integration_request, sent, case.compare))
    if "accessLog" in differing and expect.access_log is not None:
        line = invocation.access_log or ""
        found.append(text_target(("accessLog",), expect.access_log, line, case.compare))
    if expect.response is not None:
        found.extend(_message_targets("response", expect.response, invocation.response, case.compare))
    return found


def _was_called(invocation: Invocation) -> bool:
    sent = invocation.integration_request
    return sent is not None and sent.type != "MOCK"


def _message_targets(
    part: str,
    expected: ExpectedMessage,
    message: IntegrationRequest | MethodResponseMessage,
    options: CompareOptions,
) -> list[Target]:
    """The targets of one message: each value that differs, headers one by one, then the body."""
    wanted, actual = message_values(expected, message)
    found = []
    for key in wanted:
        if key != "headers":
            if _differ(wanted[key], actual[key]):
                value = with_old_spelling(expected.values[key], actual[key])
                found.append(Target((part, key), with_matchers_kept(expected.values[key], value, as_text)))
            continue
        old: Any = wanted[key]
        new: Any = actual[key]
        named: Any = expected.values[key]
        for name in named or ():
            if _differ(old.get(name), new.get(name)):
                found.append(Target((part, key, name), with_matchers_kept(old.get(name), new.get(name), as_text)))
    if expected.body is not None:
        found.extend(_body_target((part, "body"), expected.body, message, options))
    return found


def _differ(expected: object, actual: object) -> bool:
    """Whether a value of a message is not as expected; one that is not there never is."""
    if isinstance(expected, Matcher) and actual is None:
        return True
    return bool(compare_data("response", expected, actual, place="texts"))


def _body_target(
    path: tuple[str, ...],
    expected: ExpectedBody,
    message: IntegrationRequest | MethodResponseMessage,
    options: CompareOptions,
) -> Iterator[Target]:
    """The target of a body, none when it is as expected."""
    if not compare_body("response.body", expected, options, message):
        return
    data = message.body_bytes
    if isinstance(expected, ExpectedBytes):
        yield Target(path, data if expected.file else as_base64(data), expected.file)
    elif is_binary(message):
        if expected.file is None:
            yield Target(path, as_base64(data))
        elif expected.file.suffix == ".json":
            raise CannotUpdateError("the body is not text; only a file whose name does not end in .json can hold it")
        else:
            yield Target(path, data, expected.file, new=isinstance(expected, MissingFile))
    else:
        yield text_target(path, expected, message.body_text, options)


def _part(difference: Difference) -> Part | None:
    if isinstance(difference, (DataDifference, TextDifference, NotJson, NoExpectedFile)):
        return difference.part
    return None
