"""What the gallery expects is what Apache Velocity 1.7 gives, with the parameters and the context that we build."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from deepdiff import DeepDiff

from tests.fixtures_gallery.gallery import TEMPLATE_CASES, each_template_case, name
from tests.oracle.client import Answer, Oracle
from vtlharness.cases.model import CompareOptions, ExpectedData, ExpectedText, TemplateCase
from vtlharness.gateway.codecs.text_values import text_values
from vtlharness.gateway.roots.context import request_context
from vtlharness.gateway.roots.params import params_map


@pytest.fixture(scope="module")
def answers(live_oracle: Oracle) -> dict[str, Answer]:
    """The oracle's answer to every case of a template, asked for at once."""
    asked = [_request(case) for case in TEMPLATE_CASES]
    return dict(zip((name(case) for case in TEMPLATE_CASES), live_oracle.ask(asked), strict=True))


@each_template_case()
def test_the_oracle_gives_what_the_case_expects(case: TemplateCase, answers: dict[str, Answer]) -> None:
    answer = answers[name(case)]
    expect = case.expect
    if expect.error is not None:
        assert "error" in answer
        return
    assert "error" not in answer
    if isinstance(expect.output, ExpectedText):
        assert answer["output"] == expect.output.text
    elif isinstance(expect.output, ExpectedData):
        _assert_same_data(json.loads(answer["output"]), expect.output.data, case.compare)
    if expect.request_override is not None:
        assert _set(answer["requestOverride"]) == _set(expect.request_override)
    if expect.response_override is not None:
        assert _set(answer["responseOverride"]) == _set(expect.response_override)


def _request(case: TemplateCase) -> dict[str, Any]:
    source = case.integration_response or case.method_request
    return {
        "id": name(case),
        "template": case.template.source.text,
        "body": source.body,
        "params": params_map(case.method_request),
        "context": _plain(request_context(case.method_request, case.context)),
        "stageVariables": text_values(case.stage_variables),
        "overrides": True,
    }


def _plain(value: object) -> object:
    """`$context` with its maps as JSON has them; the order of java.util.HashMap is the oracle's own business."""
    return {key: _plain(item) for key, item in dict.items(value)} if isinstance(value, dict) else value


def _assert_same_data(actual: object, expected: object, compare: CompareOptions) -> None:
    if compare.strict:
        # As text, because 1 == 1.0 == True in Python.
        assert json.dumps(actual, sort_keys=True) == json.dumps(expected, sort_keys=True)
        return
    difference = DeepDiff(
        expected,
        actual,
        ignore_order=compare.ignore_order,
        exclude_paths=list(compare.exclude_paths) or None,
        exclude_regex_paths=list(compare.exclude_regex_paths) or None,
        significant_digits=compare.significant_digits,
    )
    assert not difference
    # Without the options it must differ, or the case shows nothing.
    assert expected != actual


def _set(override: Mapping[str, object]) -> dict[str, object]:
    """What was set; sections in which nothing was are left out."""
    return {section: value for section, value in override.items() if value != {}}
