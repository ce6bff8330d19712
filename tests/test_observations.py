"""Every template evaluation recorded on the real service, and the weaker observations that nothing contradicts."""

from __future__ import annotations

import base64
import json
from collections import Counter
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.observations import by_subject, check_rows, needs_recordings, rows, template_subject
from vtlharness import BackendReply, MappingTemplate, MethodRequest, Rendering, render_request, render_response
from vtlharness.errors import VtlHarnessError
from vtlharness.gateway.templates.evaluation import Evaluation
from vtlharness.gateway.templates.render import render_evaluation

pytestmark = [needs_recordings, pytest.mark.usefixtures("each_form")]

ROWS = rows("templates")

_SPACING = "the simulator writes JSON with ': ' between; $input.json is compact (docs/fidelity.md#input-json)"
CONTRADICTED = {"template/ls-tpl-define-loop-req-xml": _SPACING, "template/ls-tpl-define-loop-resp-xml": _SPACING}
"""Observations of a simulator's own unit tests that stronger evidence contradicts: id and reason."""


def _render(row: dict[str, Any]) -> Rendering:
    template = MappingTemplate.from_text(row["template"])
    if "request" not in row:
        evaluation = Evaluation(
            body=row.get("body"),
            params=row.get("params", {}),
            context=row.get("context", {}),
            stage_variables=row.get("stageVariables", {}),
            variables=row.get("vars", {}),
        )
        return render_evaluation(template, evaluation)
    given = row["request"]
    request = MethodRequest(
        http_method=given["method"] or "GET",
        path=given["path"] or "/",
        path_parameters=given["path_params"],
        query_string=given["querystring"],
        headers=given["headers"],
        body=given["body"],
    )
    options: dict[str, Any] = {
        "context": row.get("context"),
        "stage_variables": row.get("stage_variables"),
        "variables": row.get("root_variables"),
    }
    reply = row.get("integration_response")
    if reply is None:
        return render_request(template, request, **options)
    backend = BackendReply(reply["status"], reply["headers"], reply["body"])
    return render_response(template, request, backend, **options)


def _subset(expected: Any, actual: Any) -> bool:
    if isinstance(expected, dict):
        return isinstance(actual, dict) and all(
            key in actual and _subset(expected[key], actual[key]) for key in expected
        )
    return bool(expected == actual)


def _shape(expected: Any, actual: Any, body: str) -> bool:
    if isinstance(expected, dict):
        return all(_shape(value, actual[key], body) for key, value in expected.items())
    if isinstance(expected, str) and expected.startswith("JSON text equal to "):
        return bool(json.loads(actual) == json.loads(expected.removeprefix("JSON text equal to ")))
    if expected == "base64 of JSON text equal to the request body":
        return bool(json.loads(base64.b64decode(actual)) == json.loads(body))
    return bool(expected == actual)


def _xml(element: ElementTree.Element) -> Any:
    """As xmltodict reads an element: text, or its children and attributes by name."""
    children = {child.tag: _xml(child) for child in element}
    children.update({f"@{name}": value for name, value in element.attrib.items()})
    return children or element.text


def _check(row: dict[str, Any], rendering: Rendering) -> None:
    expect = row["expect"]
    text = rendering.text
    output = expect.get("output", expect.get("body"))
    if output is not None:
        if row["compare"] == "json":
            assert json.loads(text) == json.loads(output)
        elif row["compare"] == "collapsed-whitespace":
            assert " ".join(text.split()) == output
        else:
            assert text == output
    if "body_json" in expect:
        assert json.loads(text) == expect["body_json"]
    if "message_body_json" in expect:
        assert json.loads(json.loads(text)["MessageBody"]) == expect["message_body_json"]
    if "body_json_subset" in expect:
        assert _subset(expect["body_json_subset"], json.loads(text))
    if "body_json_shape" in expect:
        assert _shape(expect["body_json_shape"], json.loads(text), row["request"]["body"])
    if "body_xmltodict_root_subset" in expect:
        assert _subset(expect["body_xmltodict_root_subset"], _xml(ElementTree.fromstring(text.strip())))
    for name, written in expect.get("overrides", {}).items():
        assert _subset(
            written, rendering.request_override if name == "requestOverride" else rendering.response_override
        )
    if "headers" in expect and "overrides" not in expect:
        assert _subset(expect["headers"], rendering.response_override["header"])


def _check_row(row: dict[str, Any]) -> None:
    if row["compare"] == "error":
        with pytest.raises(VtlHarnessError) as caught:
            _render(row)
        said = row["expect"]["error"]
        if isinstance(said, str):
            assert caught.value.message.removeprefix("RuntimeException: ") in said
        return
    _check(row, _render(row))


@pytest.mark.parametrize("recorded", by_subject(ROWS, template_subject))
def test_observations(recorded: list[dict[str, Any]]) -> None:
    check_rows(recorded, _check_row, CONTRADICTED)


def test_count(capsys: pytest.CaptureFixture[str]) -> None:
    assert CONTRADICTED.keys() <= {row["id"] for row in ROWS}
    groups = Counter((row["id"].split("/")[0], row["evidence"]) for row in ROWS)
    language = sum(count for (group, _), count in groups.items() if group in ("lang", "payload"))
    assert language == 233
    with capsys.disabled():
        print(
            f"\n{len(ROWS)} template observations, {language} of them of the language and its payloads: {dict(groups)}"
        )
        for name, reason in CONTRADICTED.items():
            print(f"  not checked, {name}: {reason}")
