"""Every recorded call of a whole integration, and the weaker observations that nothing contradicts."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.gateway.stages import recorded_calls
from tests.gateway.stages.agreement import check_error, check_log, check_request, check_response, joined
from tests.gateway.stages.recorded_stages import STAGES
from tests.observations import by_subject, check_rows, needs_recordings, rows
from vtlharness.gateway.invocation import invoke
from vtlharness.gateway.invoke_method import invoke_method_alone

pytestmark = needs_recordings

ROWS = rows("integrations")

_CONTROL = "a call of the control plane, which does not name a definition, so there is nothing to compare"
EXCEPTIONS: dict[str, str] = {
    "aws-test-invoke-resource-method-not-found": _CONTROL,
    "aws-test-invoke-resource-id-not-found": _CONTROL,
}
"""Rows that are not checked: id and reason."""


def _ignored(row: dict[str, Any]) -> frozenset[str]:
    """The lengths of echoes that contain the recording's hosts and ids."""
    kind = (row.get("backend") or {}).get("kind", "")
    names_hosts = kind.startswith("httpbin") or (row.get("integration") or {}).get("type") == "AWS_PROXY"
    hidden = names_hosts and row["id"].startswith("aws-hdr")
    return frozenset({"content-length", "x-amzn-remapped-content-length"} if hidden else ())


def _check_call(row: dict[str, Any]) -> None:
    backend = recorded_calls.RecordedBackend(row)
    invocation = invoke(
        recorded_calls.api(row),
        recorded_calls.request(row),
        backend,
        recorded_calls.call(row),
        context=row.get("context"),
        access=recorded_calls.access(row),
    )
    expect = dict(row["expect"])
    if "error" in expect:
        check_error(expect.pop("error"), invocation)
    if "response" in expect:
        check_response(expect.pop("response"), invocation, _ignored(row))
    if "integration_request" in expect:
        assert len(backend.asked) == 1, invocation.log
        check_request(expect.pop("integration_request"), backend.asked[0])
    if "backend_called" in expect:
        assert bool(backend.asked) == expect.pop("backend_called")
    assert not expect, expect


def _check_lone_method(row: dict[str, Any]) -> None:
    given, expect = row["request"], row["expect"]
    api = recorded_calls.api(row)
    invocation = invoke_method_alone(
        api,
        api.methods[0],
        recorded_calls.LoggedBackend(row),
        path_with_query_string=given.get("pathWithQueryString"),
        headers=given.get("headers"),
        body=given["body"],
        http_method=given.get("method"),
    )
    assert invocation.response.status == expect["status"]
    headers = invocation.logged_headers
    if "multiValueHeaders" in expect:
        assert headers == expect["multiValueHeaders"]
        assert joined(headers) == {name.lower(): value for name, value in expect["headers"].items()}
    for name in (*expect["headers"], *expect.get("headers_present", ())):
        assert name in headers
    check_response({"body_json": expect["body_json"]}, invocation)
    check_log(expect["log_lines"], invocation.log)


def _check_row(row: dict[str, Any]) -> None:
    for belongs, check in STAGES:
        if belongs(row):
            check(row)
            return
    if "log_lines" in row["expect"]:
        _check_lone_method(row)
    else:
        _check_call(row)


@pytest.mark.parametrize("recorded", by_subject(ROWS, lambda row: str(row["topic"][0])))
def test_calls(recorded: list[dict[str, Any]]) -> None:
    check_rows(recorded, _check_row, EXCEPTIONS)


def test_count(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(ROWS) == 485
    assert EXCEPTIONS.keys() <= {row["id"] for row in ROWS}
    checked = Counter(topic for row in ROWS if row["id"] not in EXCEPTIONS for topic in row["topic"])
    left_out = Counter(topic for row in ROWS if row["id"] in EXCEPTIONS for topic in row["topic"])
    evidence = Counter(row["evidence"] for row in ROWS if row["id"] not in EXCEPTIONS)
    with capsys.disabled():
        print(f"\n{sum(evidence.values())} of {len(ROWS)} recorded calls checked {dict(evidence)}, by topic:")
        print(", ".join(f"{topic} {count}" for topic, count in checked.most_common()))
        print(f"not checked, by topic: {dict(left_out)}")
        for name, reason in EXCEPTIONS.items():
            print(f"  {name}: {reason}")
