"""The changes of a template: the entries of changes.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from vtlharness import VtlSyntaxError
from vtlharness.gateway.templates.mapping_template import MappingTemplate
from vtlharness.mutation.template_changes import MOST_CHANGES, template_changes
from vtlharness.mutation.text_changes import changed_number, changed_path
from vtlharness.source import Source

ENTRIES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("changes.yaml").read_text("utf-8"))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["name"])
def test_changes(entry: dict[str, Any]) -> None:
    template = Source(entry["template"])
    found = [f"{change.operator} | {change.applied(template).text}" for change in template_changes(template).changes]
    assert found == entry["changes"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["name"])
def test_every_change_compiles(entry: dict[str, Any]) -> None:
    template = Source(entry["template"])
    for change in template_changes(template).changes:
        MappingTemplate(change.applied(template))


def test_a_template_that_the_service_refuses() -> None:
    with pytest.raises(VtlSyntaxError):
        template_changes(Source("#if("))


def test_a_deep_sum_does_not_recurse() -> None:
    template = Source("#set($x = " + " + ".join(["$a"] * 400) + ")$x")
    assert len(template_changes(template).changes) == 399


@pytest.mark.parametrize(
    ("number", "other"), [("0", "1"), ("8", "9"), ("9", "19"), ("10", "11"), ("0.5", "1.5"), ("19", "119")]
)
def test_numbers_stay_numbers(number: str, other: str) -> None:
    assert changed_number(number) == other


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("$", "$.X"),
        ("$.a", "$.aX"),
        ("$['a']", "$['aX']"),
        ("$.a[2]", "$.a[3]"),
        ("$[0]", "$[1]"),
        ("$.a[*]", "$.aX[*]"),
        ("$.*", "$.*.X"),
        ("", ".X"),
    ],
)
def test_paths_lead_elsewhere(path: str, other: str) -> None:
    assert changed_path(path) == other


def test_a_long_text_has_a_bound() -> None:
    found = template_changes(Source("word " * (MOST_CHANGES + 500)))
    assert (len(found.changes), found.left) == (MOST_CHANGES, 500)


def test_the_same_change_by_two_operators_is_one() -> None:
    template = Source("#foreach($i in $l)$i,#end")
    texts = [change.applied(template).text for change in template_changes(template).changes]
    assert len(set(texts)) == len(texts)
