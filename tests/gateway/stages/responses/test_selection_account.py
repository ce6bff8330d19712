"""Readers are told how the integration response was chosen, beside the log, which stays the service's."""

from __future__ import annotations

import marshal

import pytest

from vtlharness import (
    BackendReply,
    CannedBackend,
    Integration,
    IntegrationResponse,
    Invocation,
    Method,
    MethodRequest,
    RestApi,
    invoke,
    lambda_error,
    lambda_result,
)
from vtlharness.gateway.model import IntegrationType
from vtlharness.gateway.stages.responses.selection_account import OtherPattern, SelectionAccount
from vtlharness.report.record import CaseRecord, from_plain, to_plain
from vtlharness.report.text.selection import selection_lines

_FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:orders"
LAMBDA = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{_FUNCTION}/invocations"


def _call(
    responses: dict[str | None, str], reply: BackendReply, uri: str = LAMBDA, type: IntegrationType = "AWS"
) -> Invocation:
    made = tuple(IntegrationResponse(status, pattern) for pattern, status in responses.items())
    api = RestApi((Method("POST", "/", Integration(type, "POST", uri, integration_responses=made)),))
    return invoke(api, MethodRequest("POST", body="{}"), CannedBackend(reply))


def _lines(responses: dict[str | None, str], reply: BackendReply, uri: str = LAMBDA) -> list[str]:
    account = _call(responses, reply, uri, "AWS" if uri == LAMBDA else "HTTP").selection
    assert account is not None
    return selection_lines(account)


DEFAULT = "integration response: 200, the default; patterns were tried on the errorMessage "
WHOLE = "matches a part only, and a pattern must match the whole text"


@pytest.mark.parametrize(
    ("pattern", "message", "line"),
    [
        ("Not found", "Not found: 4", f"`Not found` (404) {WHOLE}; write `.*Not found.*`"),
        ("A|Not", "Not found", f"`A|Not` (404) {WHOLE}; write `.*(A|Not).*`"),
        ("^Not", "Not found", f"`^Not` (404) {WHOLE}; write `.*^Not.*`"),
        ("found", "Not\nfound", f"`found` (404) {WHOLE}; write `(?s).*found.*`"),
        (
            "Not.*",
            "Not\nfound",
            "`Not.*` (404) would match but for a line end, which `.` does not match; write `(?s)Not.*`",
        ),
        ("not.*", "Not found", "`not.*` (404) would match but for the casing; write `(?i)not.*`"),
    ],
)
def test_patterns_that_nearly_match(pattern: str, message: str, line: str) -> None:
    assert _lines({pattern: "404", None: "200"}, lambda_error(message)) == [f"{DEFAULT}{message!r}", f"  {line}"]


def test_the_suggested_pattern_matches() -> None:
    for pattern, message in (("Not", "it is Not so"), ("a|b", "\nb\n"), ("^x$", "x\n"), ("[0-9]+", "no 42 here")):
        account = _call({pattern: "404", None: "200"}, lambda_error(message)).selection
        assert account is not None
        (other,) = account.others
        assert other.write is not None
        assert _call({other.write: "404", None: "200"}, lambda_error(message)).response.status == 404


@pytest.mark.parametrize("pattern", ["Other", "(", "x*", ""])
def test_nothing_is_said_of_other_patterns(pattern: str) -> None:
    invocation = _call({"Bo+m": "500", pattern: "510", None: "200"}, lambda_error("Boom"))
    assert invocation.selection == SelectionAccount("Boom", True, "500", "Bo+m")


def test_a_pattern_that_matches_and_comes_later() -> None:
    assert _lines({"Boom.*": "500", ".*down": "503"}, lambda_error("Boom down")) == [
        "integration response: 500, by the pattern `Boom.*`; patterns were tried on the errorMessage 'Boom down'",
        "  `.*down` (503) matches too, and comes later",
    ]


def test_a_function_that_does_not_fail() -> None:
    assert _lines({"Boom": "500", None: "200"}, lambda_result({"a": 1})) == [
        "integration response: 200, the default; "
        "no pattern was tried, because the function's payload has no errorMessage"
    ]


def test_no_response_matches() -> None:
    assert _lines({r"5\d": "500", "20": "200"}, BackendReply(204), "https://example.com/") == [
        "integration response: none, and there is no default; patterns were tried on the status '204'",
        f"  `20` (200) {WHOLE}; write `20\\d`",
    ]


@pytest.mark.parametrize(
    ("responses", "reply", "uri"),
    [
        ({None: "200"}, BackendReply(204), "https://example.com/"),
        ({None: "200"}, lambda_result({}), LAMBDA),
        ({"a": "400", None: "200"}, BackendReply(403), LAMBDA),
    ],
)
def test_nothing_to_choose(responses: dict[str | None, str], reply: BackendReply, uri: str) -> None:
    assert _call(responses, reply, uri, "AWS" if uri == LAMBDA else "HTTP").selection is None


def test_a_default_alone_is_told_where_a_function_failed() -> None:
    assert _lines({None: "200"}, lambda_error("Boom")) == [f"{DEFAULT}'Boom'"]


def test_a_pattern_that_takes_too_long_is_left_out() -> None:
    invocation = _call({None: "200", "(a|a)*(a|a)*b.": "500"}, lambda_error("a" * 20))
    assert invocation.selection is not None
    slow = SelectionAccount(invocation.selection.tried_on, True, "200", None)
    assert invocation.selection == slow


def test_the_log_has_none_of_it() -> None:
    log = "\n".join(_call({"Not": "404", None: "200"}, lambda_error("Not found")).log)
    assert "pattern" not in log
    assert "taken" not in log


def test_another_process_hands_it_on() -> None:
    account = SelectionAccount("x", True, "200", None, (OtherPattern("a", "404", "part", ".*a.*"),))
    for record in (CaseRecord("a", "passed", selection=account), CaseRecord("a", "failed", selection=account)):
        assert from_plain(to_plain(record)) == record
        assert marshal.loads(marshal.dumps(to_plain(record))) == to_plain(record)
