"""The file that a case file is about, found without reading its cases."""

from __future__ import annotations

import json

import pytest
import yaml

from vtlharness.cases.file.subject_name import subject_name
from vtlharness.source import Source

_WRITTEN_OUT = {"type": "mock", "requestTemplates": {"application/json": {"file": "a.vtl"}}}


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({"template": "a.vtl"}, "a.vtl"),
        ({"api": "a.yaml"}, "a.yaml"),
        ({"integration": "a.json"}, "a.json"),
        ({"cases": [], "api": "a.yaml"}, "a.yaml"),
        ({"api": {"file": "a.yaml"}}, "a.yaml"),
        ({"api": {"file": "a.yaml", "logicalId": "Api"}}, "a.yaml"),
        ({"integration": {"file": "a.json"}}, "a.json"),
        ({"integration": _WRITTEN_OUT}, ""),
        ({"inline": "x"}, None),
        ({"cases": [{"template": "a.vtl"}]}, None),
        ({"template": ["a.vtl"]}, None),
        ([{"template": "a.vtl"}], None),
    ],
)
def test_it_is_found(data: object, found: str | None, as_json: bool) -> None:
    text = json.dumps(data) if as_json else yaml.safe_dump(data, sort_keys=False)
    assert (subject_name(Source(text, "a"), json=as_json) or None) == (found or None)


@pytest.mark.parametrize(("text", "as_json"), [("{", True), ("", True), ("a: [", False), ("\t", False), ("", False)])
def test_a_text_that_goes_wrong_names_none(text: str, as_json: bool) -> None:
    assert subject_name(Source(text, "a"), json=as_json) is None
