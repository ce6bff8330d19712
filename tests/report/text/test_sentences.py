"""Whole sentences and lines of reports, for records of every kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from vtlharness import CaseRecord, DataChange, DataDifference, TextDifference
from vtlharness.cases.results import HOSTILE_KINDS, HostileFinding, TemplateLine, UnmetMatcher
from vtlharness.cases.update.file_changes import FileChange
from vtlharness.hostile.saving import Saved
from vtlharness.report.mutations import MutationRecord, UnnoticedChange
from vtlharness.report.text.file_diffs import diff_lines
from vtlharness.report.text.hostile import hostile_heading, hostile_lines, saved_lines
from vtlharness.report.text.in_short import first_difference_in_short
from vtlharness.report.text.mutation import (
    change_text,
    mutation_counts,
    mutation_summary,
    place_text,
    unnoticed_hint,
    unnoticed_lines,
    unnoticed_message,
)
from vtlharness.report.text.style import ANSI, PLAIN

FINDING = HostileFinding("fails", "output", "client", "body $.a", '"\\u202e"', "it breaks", "write so")

# Hostile input

DOES = {
    "not JSON": "is not JSON",
    "not XML": "is not XML",
    "not a form": "is not a form",
    "not a header": "gets a broken header",
    "another path": "goes to another path",
    "adds keys": "gets a new key",
    "fails": "fails",
}


@pytest.mark.parametrize("kind", HOSTILE_KINDS)
def test_what_hostile_input_does(kind: Any) -> None:
    told = hostile_heading(FINDING._replace(kind=kind))
    assert told == f'hostile: output {DOES[kind]} when body $.a is "\\u202e"'


@pytest.mark.parametrize(
    ("line", "place"),
    [
        (None, ""),
        (TemplateLine("a.vtl", 3), " (a.vtl:3)"),
        (TemplateLine("a.vtl", 3, "api.yaml:7"), " (a.vtl:3, the template at api.yaml:7)"),
    ],
)
def test_the_line_that_hostile_input_reaches(line: TemplateLine | None, place: str) -> None:
    told = hostile_heading(FINDING._replace(input="missing", written_by=line))
    assert told == f"hostile: output fails when body $.a is missing{place}"


@pytest.mark.parametrize(
    ("finding", "lines"),
    [
        (FINDING, ["  it breaks; the client controls this value", "  hint: write so"]),
        (
            FINDING._replace(hint=None, sender="backend", holding=1),
            ["  it breaks; the backend controls this value", "  1 other place holds"],
        ),
        (
            FINDING._replace(hint="", sender="authorizer", holding=2),
            ["  it breaks; the authorizer controls this value", "  2 other places hold"],
        ),
    ],
)
def test_the_lines_of_a_finding(finding: HostileFinding, lines: list[str]) -> None:
    assert hostile_lines(finding, PLAIN) == lines


def test_the_colours_of_a_finding() -> None:
    assert hostile_lines(FINDING._replace(holding=3), ANSI) == [
        "  it breaks; the client controls this value",
        "\x1b[33m  hint: write so\x1b[0m",
        "\x1b[2m  3 other places hold\x1b[0m",
    ]


def test_saved_findings() -> None:
    saved = [Saved(Path("a.vtl.yaml"), "one"), Saved(Path("b.vtl.yaml"), "two\x1b", "it is\nfull")]
    assert saved_lines(saved) == ["saved a.vtl.yaml::one", "not saved b.vtl.yaml::two\\u001b: it is\\nfull"]
    assert saved_lines(saved, ANSI) == [
        "\x1b[33msaved\x1b[0m a.vtl.yaml::one",
        "\x1b[31mnot saved\x1b[0m b.vtl.yaml::two\\u001b: it is\\nfull",
    ]


# Changes that no case notices

CHANGE = UnnoticedChange("literal changed", "a.vtl", 3, 5, "", "1", "2", "a.vtl.yaml::one", "expect it")
OF_METHOD = CHANGE._replace(file="api.yaml", line=None, column=None, part="GET /a", before="x\n", after="")


def test_a_change() -> None:
    assert unnoticed_lines(CHANGE) == [
        "UNNOTICED a.vtl:3:5: literal changed: 1 → 2",
        "  a.vtl.yaml::one comes nearest: expect it",
    ]
    assert unnoticed_lines(CHANGE, ANSI) == [
        "\x1b[31mUNNOTICED\x1b[0m a.vtl:3:5: literal changed: 1 → 2",
        "\x1b[33m  a.vtl.yaml::one comes nearest: expect it\x1b[0m",
    ]
    assert unnoticed_lines(CHANGE, short=True) == ["UNNOTICED a.vtl:3:5: literal changed"]
    assert unnoticed_message(CHANGE) == "literal changed: no case notices `1` → `2`"
    assert unnoticed_hint(CHANGE) == "a.vtl.yaml::one comes nearest: expect it"


def test_a_change_of_a_method() -> None:
    assert unnoticed_message(OF_METHOD) == "literal changed: no case notices `x\\n` → nothing (GET /a)"
    assert change_text(OF_METHOD) == "literal changed: x\\n → nothing"
    assert place_text(OF_METHOD) == "api.yaml (GET /a)"
    assert place_text(OF_METHOD._replace(line=2, column=1)) == "api.yaml:2:1 (GET /a)"


@pytest.mark.parametrize(
    ("record", "since", "counts", "lines"),
    [
        (
            MutationRecord(),
            "",
            "0 changes tried, 0 noticed, 0 not",
            ["mutation: there is nothing to change at the places that the cases render"],
        ),
        (
            MutationRecord(),
            "main\x07",
            "0 changes tried, 0 noticed, 0 not",
            ["mutation: no line that a case renders has changed since main\\u0007"],
        ),
        (
            MutationRecord((CHANGE,), tried=1, duration_s=0.5),
            "main",
            "1 change tried, 0 noticed, 1 not",
            ["mutation: 1 change in 0.50 s, 0 noticed, 1 not"],
        ),
        (
            MutationRecord((CHANGE,), tried=4, accepted=1, not_tried=1, not_covered=1),
            "",
            "4 changes tried, 2 noticed, 1 not, 1 accepted, 1 not tried: the time was over, "
            "1 at places that no case renders",
            [
                "mutation: 4 changes in 0.00 s, 2 noticed, 1 not, 1 accepted",
                "notice: 1 change was not tried: the 2.5 s were over (--mutate-seconds gives more)",
                "notice: 1 change is at a place that no case renders",
            ],
        ),
        (
            MutationRecord(not_tried=2, not_covered=3),
            "main",
            "0 changes tried, 0 noticed, 0 not, 2 not tried: the time was over, 3 at places that no case renders",
            [
                "mutation: 0 changes in 0.00 s, 0 noticed, 0 not",
                "notice: 2 changes were not tried: the 2.5 s were over (--mutate-seconds gives more)",
                "notice: 3 changes are at places that no case renders",
            ],
        ),
    ],
)
def test_the_counts_of_changes(record: MutationRecord, since: str, counts: str, lines: list[str]) -> None:
    assert mutation_counts(record) == counts
    assert mutation_summary(record, 2.5, since) == lines


# The first difference in one line


def _data(*changes: DataChange, part: Any = "output", more: bool = False) -> DataDifference:
    return DataDifference(part, changes, more)


CHANGED = DataChange("root['a']", "changed", 1, 2)


@pytest.mark.parametrize(
    ("difference", "short"),
    [
        (_data(CHANGED), "root['a']: expected 1, got 2"),
        (_data(CHANGED, CHANGED, part="response"), "response root['a']: expected 1, got 2 (and 1 more)"),
        (_data(CHANGED, CHANGED, CHANGED, more=True), "root['a']: expected 1, got 2 (and 2 or more more)"),
        (_data(DataChange("root['\x07']", "missing", [1])), "root['\\u0007']: expected [1], got nothing"),
        (_data(DataChange("root[0]", "unexpected", actual={"b": None})), 'root[0]: expected nothing, got {"b": null}'),
        (_data(DataChange("root[0]", "repeated", 1, 3)), "root[0]: expected 1 times, got 3 times"),
        (
            _data(DataChange("root[0]", "changed", {"any": "null"}, 3, matcher=UnmetMatcher("any", "no\x07", "h"))),
            "root[0]: no\\u0007",
        ),
        (
            _data(DataChange("root", "changed", "x" * 60 + "y" + "z" * 60, "x" * 60 + "u" + "z" * 60)),
            "root: expected …" + "x" * 13 + "y" + "z" * 26 + "…, got …" + "x" * 13 + "u" + "z" * 26 + "…",
        ),
        (
            _data(DataChange("root", "missing", "x" * 60)),
            'root: expected "' + "x" * 39 + "…, got nothing",
        ),
        (TextDifference("a", "b"), 'output: expected "a", got "b"'),
        (TextDifference("a\nb\nc", "a\nB\nc", "accessLog"), 'accessLog line 2: expected "b\\n", got "B\\n"'),
        (TextDifference("a", "a\nb"), 'output line 1: expected "a", got "a\\n"'),
        (TextDifference("a\nb", "a"), 'output line 1: expected "a\\n", got "a"'),
    ],
)
def test_the_first_difference_in_short(difference: Any, short: str) -> None:
    record = CaseRecord("a::b", "failed", "a", "b", 1, differences=(difference, TextDifference("1", "2")))
    assert first_difference_in_short(record) == short
    assert first_difference_in_short(record._replace(reason="bug")) != short


# What an update writes


def test_a_diff() -> None:
    before, after = b"a\r\nb\r\nc\r\n", b"a\nB\x07\nc"
    assert diff_lines([FileChange(Path("x\x1b/a.yaml"), before, after)]) == [
        "--- x\\u001b/a.yaml",
        "+++ x\\u001b/a.yaml",
        "@@ -1,3 +1,3 @@",
        " a",
        "-b",
        "-c",
        "+B\\u0007",
        "+c  (no line end)",
    ]


def test_a_diff_of_a_new_file() -> None:
    assert diff_lines([FileChange(Path("a.txt"), None, b"a\n"), FileChange(Path("b.txt"), b"", b"b\n")], ANSI) == [
        "\x1b[1m--- /dev/null\x1b[0m",
        "\x1b[1m+++ a.txt\x1b[0m",
        "\x1b[33m@@ -0,0 +1 @@\x1b[0m",
        "\x1b[32m+a\x1b[0m",
        "\x1b[1m--- b.txt\x1b[0m",
        "\x1b[1m+++ b.txt\x1b[0m",
        "\x1b[33m@@ -0,0 +1 @@\x1b[0m",
        "\x1b[32m+b\x1b[0m",
    ]


def test_a_diff_of_bytes() -> None:
    assert diff_lines([FileChange(Path("a.bin"), b"\xff\xfe", b"abc"), FileChange(Path("b.bin"), None, b"\xff")]) == [
        "a.bin: 2 bytes become 3",
        "b.bin: 0 bytes become 1",
    ]
