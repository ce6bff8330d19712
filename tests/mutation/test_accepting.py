"""`mutate: {accept: [...]}`: changes that no case has to notice, and what is wrong with such a key."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from tests.accepted_keys import assert_is_wrong, wrong_keys
from tests.mutation.searches import searched
from vtlharness.cases.file.format.accepted import ACCEPTED_CHANGE
from vtlharness.cases.file.format.value_kinds import Kind
from vtlharness.cases.model import AcceptedChange
from vtlharness.mutation.change import Operator

_FILE = """\
inline: '{"a": $input.path("$.a"), "b": 1}'
%s
cases:
- name: own
  methodRequest: {body: {a: 1}}
"""
ALL = [
    "literal changed a",
    "path changed $.a",
    "separator removed ,",
    "literal changed b",
    "literal changed 1",
]


@pytest.mark.parametrize(
    ("accepted", "left"),
    [
        ("[]", ALL),
        ("null", ALL),
        ("[{change: a, reason: r}]", ALL[1:]),
        ("[{change: a, operator: literal changed, reason: r}]", ALL[1:]),
        ("[{change: a, operator: path changed, reason: r}]", ALL),
        ("[{change: '*', operator: literal changed, reason: r}]", [ALL[1], ALL[2]]),
        ("[{change: '$*', reason: r}, {change: ',', reason: r}]", [ALL[0], *ALL[3:]]),
        ("[{change: '*', reason: r}]", []),
        ("[{change: c, reason: r}]", ALL),
    ],
)
def test_accepted_changes_do_not_count(accepted: str, left: list[str], tmp_path: Path) -> None:
    file = tmp_path / "own.vtl.yaml"
    file.write_text(_FILE % f"mutate: {{accept: {accepted}}}", "utf-8")
    record = searched(file)
    assert [f"{one.operator} {one.before}" for one in record.unnoticed] == left
    assert (record.tried, record.accepted, record.noticed) == (5, 5 - len(left), 0)


def test_a_change_that_is_noticed_is_not_accepted(tmp_path: Path) -> None:
    file = tmp_path / "own.vtl.yaml"
    text = _FILE % "mutate: {accept: [{change: '*', reason: r}]}" + "  expect: {output: {a: 1, b: 1}}\n"
    file.write_text(text, "utf-8")
    record = searched(file)
    assert (record.tried, record.accepted, record.noticed) == (5, 0, 5)


def test_only_the_file_of_a_case_that_renders_the_place_accepts(tmp_path: Path) -> None:
    (tmp_path / "own.vtl").write_text("#if($input.path('$.a') == 1)x#{else}y#end", "utf-8")
    texts = []
    for name, body, head in (("one", 1, "mutate: {accept: [{change: '*', reason: r}]}\n"), ("two", 2, "")):
        file = tmp_path / f"{name}.vtl.yaml"
        case = f"cases: [{{name: {name}, methodRequest: {{body: {{a: {body}}}}}}}]\n"
        file.write_text(f"template: own.vtl\n{head}{case}", "utf-8")
        texts.append(file)
    assert [f"{one.operator} {one.before}" for one in searched(*texts).unnoticed] == [
        "branch removed y",
        "literal changed y",
    ]


def test_the_operators_are_those_of_the_changes() -> None:
    (key,) = (key for key in ACCEPTED_CHANGE.keys if key.name == "operator")
    assert isinstance(key.kind, Kind)
    assert key.kind.schema() == {"enum": list(get_args(Operator))}


@pytest.mark.parametrize(
    ("pattern", "before", "covered"),
    [
        ("$a > 1", "$a > 1", True),
        ("$a > 1", "$a > 10", False),
        ("$a*", "$a > 10", True),
        ("*1", "$a > 10", False),
        ("a*a", "a", False),
        ("*", "", True),
    ],
)
def test_patterns(pattern: str, before: str, covered: bool) -> None:
    assert AcceptedChange(pattern, "r").covers("operator changed", before) is covered


@pytest.mark.parametrize(
    ("head", "message"),
    [
        *wrong_keys("mutate", "change", "change", "part"),
        ("mutate: {accept: [{change: a, reason: r, operator: breaks}]}", "must be one of condition negated"),
    ],
)
def test_wrong_keys(head: str, message: str, tmp_path: Path) -> None:
    assert_is_wrong(_FILE % head, message, tmp_path)
