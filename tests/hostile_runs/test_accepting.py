"""`hostile: {accept: [...]}`: findings that do not count, and what is wrong with such a key."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.accepted_keys import assert_is_wrong, wrong_keys
from tests.hostile_runs.words import hostile_findings
from vtlharness import run_cases
from vtlharness.cases.model import AcceptedFinding
from vtlharness.cli import vtl_run

_FILE = """\
inline: '{"a": "$input.path("$.a")", "b": $input.path("$.b")}'
%s
cases:
- name: own
  methodRequest: {body: {a: x, b: 1}}
"""


def _kinds(folder: Path, head: str) -> list[str]:
    (folder / "own.vtl.yaml").write_text(_FILE % head, "utf-8")
    (record,) = run_cases(folder, cache=False, hostile=True)
    return [f"{one.kind} {one.place} {one.input == 'missing'}" for one in hostile_findings(record)]


ALL = [
    "not JSON body $.a False",
    "adds keys body $.a False",
    "not JSON body $.b True",
    "not JSON body $.b False",
    "adds keys body $.b False",
]


@pytest.mark.parametrize(
    ("accepted", "left"),
    [
        ("[]", ALL),
        ("null", ALL),
        ("[{place: body $.a, reason: r}]", ALL[2:]),
        ("[{place: body $.a, finding: adds keys, reason: r}]", [ALL[0], *ALL[2:]]),
        ("[{place: body $.a, finding: fails, reason: r}]", ALL),
        ("[{place: 'body $.*', reason: r}]", []),
        ("[{place: 'body *', finding: not JSON, reason: r}]", [ALL[1], ALL[4]]),
        ("[{place: body $.a, reason: r}, {place: body $.b, reason: r}]", []),
        ("[{place: query a, reason: r}]", ALL),
    ],
)
def test_accepted_findings_do_not_count(accepted: str, left: list[str], tmp_path: Path) -> None:
    assert _kinds(tmp_path, f"hostile: {{accept: {accepted}}}") == left


@pytest.mark.parametrize("head", ["hostile: {}", "hostile: null"])
def test_an_empty_key_accepts_nothing(head: str, tmp_path: Path) -> None:
    assert _kinds(tmp_path, head) == ALL


@pytest.mark.parametrize(
    ("pattern", "place", "covered"),
    [
        ("body $.a", "body $.a", True),
        ("body $.a", "body $.ab", False),
        ("body $.a", "backend body $.a", False),
        ("body $.*", "body $.a.b", True),
        ("*.N", "backend body $.Item.total.N", True),
        ("backend body $.items[*].N", "backend body $.items[12].N", True),
        ("backend body $.items[*].N", "backend body $.items[12].S", False),
        ("backend body $.items[0].N", "backend body $.items[12].N", True),
        ("backend body $.items[0]", "backend body $.items[12].N", False),
        ("a*a", "a", False),
        ("*", "anything", True),
        ("", "body", False),
    ],
)
def test_places(pattern: str, place: str, covered: bool) -> None:
    assert AcceptedFinding(pattern, "r").covers("not JSON", place) is covered


@pytest.mark.parametrize(
    ("head", "message"),
    [
        *wrong_keys("hostile", "place", "finding", "place"),
        ("hostile: {accept: [{place: body, reason: r, finding: breaks}]}", "must be one of not JSON, not XML"),
    ],
)
def test_wrong_keys(head: str, message: str, tmp_path: Path) -> None:
    assert_is_wrong(_FILE % head, message, tmp_path)


def test_places_around_an_accepted_one_are_not_told(tmp_path: Path) -> None:
    """The list is missing, too, where an item may lack its price."""
    (tmp_path / "own.vtl.yaml").write_text(
        """\
inline: |
  [#foreach($i in $input.path('$.items')){"price": $i.price}#if($foreach.hasNext),#end#end]
hostile: {accept: [{place: "body $.items[0].price", reason: r}]}
cases: [{name: own, methodRequest: {body: {items: [{price: 1.5}]}}}]
""",
        "utf-8",
    )
    (record,) = run_cases(tmp_path, cache=False, hostile=True)
    assert hostile_findings(record) == []


@pytest.mark.parametrize(
    ("accepted", "told"),
    [
        ("[{place: 'body $.*', reason: r}]", []),
        ("[{place: 'body $.*', reason: r}, {place: body $.a, reason: r}]", []),
        ("[{place: 'body $.*', reason: r}, {place: query page, reason: r}]", ["query page"]),
        ("[{place: 'body $.*', reason: r}, {place: body $.a, finding: fails, reason: r}]", ["body $.a (fails)"]),
    ],
)
def test_what_accepts_nothing_is_told(
    accepted: str, told: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "own.vtl.yaml").write_text(_FILE % f"hostile: {{accept: {accepted}}}", "utf-8")
    ended = CliRunner().invoke(vtl_run, ["--hostile", "--no-cache", str(tmp_path)])
    notices = [line for line in (ended.output + capfd.readouterr().out).splitlines() if "hostile.accept" in line]
    file = (tmp_path / "own.vtl.yaml").as_posix()
    assert notices == [
        f"notice: {file}: hostile.accept has {place}, and no case has such a finding: delete it" for place in told
    ]
    assert ended.exit_code == 0
