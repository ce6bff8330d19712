"""Recorded templates whose status or headers need an integration around them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.gateway.stages.agreement import joined
from tests.observations import by_subject, check_rows, needs_recordings, rows, template_subject
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.invocation import invoke
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.model import Integration, IntegrationResponse, Method, RestApi, Stage
from vtlharness.source import Source

pytestmark = needs_recordings

ROWS = [row for row in rows("templates") if row["expect"] and {"status", "headers"} & set(row["expect"])]


def _api(row: dict[str, Any], path: str) -> RestApi:
    template = {"application/json": Source(row["template"])}
    if "request" not in row:
        integration = Integration("HTTP", "POST", "https://example.com", request_templates=template)
    else:
        response = IntegrationResponse(
            str(row.get("integration_response_status_code", 200)),
            response_parameters=row.get("responseParameters", {}),
            response_templates=template,
        )
        integration = Integration("HTTP", "POST", "https://example.com", integration_responses=(response,))
    return RestApi((Method("ANY", path, integration),), stage=Stage(variables=row.get("stage_variables") or {}))


def _check_row(row: dict[str, Any]) -> None:
    given = row.get("request") or {"method": "POST", "path": "/", "body": row.get("body")}
    path = given["path"] or "/"
    request = MethodRequest(
        given["method"] or "GET",
        path,
        None,
        given.get("path_params", {}),
        given.get("querystring", {}),
        given.get("headers", {}),
        given["body"],
    )
    replied = row.get("integration_response", {"status": 200, "headers": {}, "body": ""})
    reply = BackendReply(replied["status"], replied["headers"], replied["body"])
    answer = invoke(_api(row, path), request, lambda _sent: reply, context=row.get("context")).response
    expect = row["expect"]
    assert answer.status == expect.get("status", 200)
    headers = joined(answer.headers)
    for name, value in expect.get("headers", {}).items():
        assert headers[name.lower()] == value
    if row["compare"] == "text":
        assert answer.body_text == expect["body"]
    if "body_json" in expect:
        assert json.loads(answer.body_text) == expect["body_json"]
    if "error" in expect:
        assert answer.body_text == expect["error"]


@pytest.mark.parametrize("recorded", by_subject(ROWS, template_subject))
def test_status_and_headers(recorded: list[dict[str, Any]]) -> None:
    check_rows(recorded, _check_row)
