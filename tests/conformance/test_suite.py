"""The committed cases: well-formed, told apart, right by the oracle, and answered right by our renderer."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.suite import (
    ANSWERS,
    FIELDS,
    Case,
    case_of,
    disagreement,
    files,
    line_of,
    load,
    read_rows,
)
from tests.conformance.suite import write_answers as write
from tests.oracle.client import Oracle
from vtlharness.cli.render.jsonl import answer_line

CASES = load()
RULES = list(dict.fromkeys(case.rule for case in CASES))

_ADDRESS = re.compile(r"(?:\[[A-Z]|\[L[\w.$]+;|[\w$]+(?:\.[\w$]+)+)@[0-9a-f]+|Oracle")
"""The text that Java prints for an object without its own, and names of the oracle's own classes."""


def _wrong(cases: list[Case], answers: list[dict[str, Any]]) -> dict[str, str]:
    judged = {case.id: (disagreement(case, answer), answer) for case, answer in zip(cases, answers, strict=True)}
    return {name: f"{reason}: {answer}" for name, (reason, answer) in judged.items() if reason}


@pytest.mark.parametrize("rule", RULES)
def test_our_answers(rule: str) -> None:
    cases = [case for case in CASES if case.rule == rule]
    assert _wrong(cases, [answer_line(json.dumps(case.request).encode()) for case in cases]) == {}


@pytest.mark.parametrize("file", files(), ids=lambda file: file.stem)
def test_committed_answers_are_the_oracles(live_oracle: Oracle, file: Path) -> None:
    cases = [case for case in CASES if case.area == file.stem and not case.decided]
    assert _wrong(cases, live_oracle.ask([case.request for case in cases])) == {}


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 1500


def test_ids_are_unique() -> None:
    assert [name for name, count in Counter(case.id for case in CASES).items() if count > 1] == []


def test_an_id_begins_with_its_rule() -> None:
    assert [case.id for case in CASES if not re.fullmatch(rf"{case.rule}/\d+", case.id)] == []


def test_no_case_asks_what_another_asks() -> None:
    asked = Counter(json.dumps(case.inputs, sort_keys=True) for case in CASES)
    assert [inputs for inputs, count in asked.items() if count > 1] == []


def test_no_output_holds_an_address() -> None:
    assert [case.id for case in CASES if _ADDRESS.search(str(case.expected.get("output", "")))] == []


def test_few_cases_are_decided() -> None:
    assert sum(case.decided for case in CASES) <= len(CASES) // 100


@pytest.mark.parametrize("file", files(), ids=lambda file: file.stem)
def test_lines_are_as_the_writer_writes_them(file: Path) -> None:
    assert file.read_text(encoding="utf-8") == "".join(line_of(row) for row in read_rows(file))


def test_fields() -> None:
    rows = [row for file in files() for row in read_rows(file)]
    assert {name for row in rows for name in row} <= set(FIELDS)
    assert [row["id"] for row in rows if ("output" in row) == ("error" in row)] == []
    assert {row["error"] for row in rows if "error" in row} == {"parse", "eval", "limit", "any"}
    assert {row["evidence"] for row in rows if "evidence" in row} == {"decided"}
    assert [row["id"] for row in rows if ("responseOverride" in row) != (row.get("overrides") is True)] == []


@pytest.mark.parametrize(
    ("expected", "answer", "reason"),
    [
        ({"output": "a"}, {"output": "a"}, None),
        ({"output": "a"}, {"output": "b"}, "has another output"),
        ({"output": "1"}, {"output": 1}, "has another output"),
        ({"output": "a"}, {}, "has no output"),
        ({"output": "a"}, {"error": "x", "kind": "eval"}, "must not fail"),
        ({"output": ""}, {"output": "", "error": "x"}, "must not fail"),
        ({"error": "parse"}, {"error": "x", "kind": "parse"}, None),
        ({"error": "parse"}, {"error": "x", "kind": "eval"}, "fails with kind eval, not parse"),
        ({"error": "eval"}, {"error": "x"}, "fails with kind None, not eval"),
        ({"error": "any"}, {"error": "x"}, None),
        ({"error": "any"}, {"output": ""}, "must fail"),
        ({"error": "eval"}, {"output": ""}, "must fail"),
        ({"output": "", "responseOverride": {"status": 200}}, {"output": ""}, "has no responseOverride"),
        (
            {"output": "", "responseOverride": {"status": 200}},
            {"output": "", "responseOverride": {"status": 200.0}},
            "has another responseOverride",
        ),
        (
            {"output": "", "responseOverride": {"a": 1, "b": 2}},
            {"output": "", "responseOverride": {"b": 2, "a": 1}, "more": True},
            None,
        ),
    ],
)
def test_disagreement(expected: dict[str, Any], answer: dict[str, Any], reason: str | None) -> None:
    assert disagreement(Case("r/1", "r", "area", {"template": ""}, expected), answer) == reason


def test_answers_are_written_and_decided_ones_kept(tmp_path: Path) -> None:
    file = tmp_path / "area.jsonl"
    rows: list[dict[str, Any]] = [
        {"id": "r/1", "rule": "r", "template": "new"},
        {"id": "r/2", "rule": "r", "template": "changed", "output": "old", "responseOverride": {}},
        {"id": "r/3", "rule": "r", "template": "ours", "evidence": "decided", "output": "kept"},
        {"id": "r/4", "rule": "r", "template": "fails", "error": "any"},
        {"id": "r/5", "rule": "r", "template": "fails", "error": "eval"},
    ]
    file.write_text("".join(line_of(row) for row in rows), encoding="utf-8")
    failed = {"error": "why", "kind": "parse", "cause": "x"}
    write(
        file, lambda requests: [failed if each["template"] == "fails" else {"output": each["id"]} for each in requests]
    )
    assert [case_of(row, "area").expected for row in read_rows(file)] == [
        {"output": "r/1"},
        {"output": "r/2"},
        {"output": "kept"},
        {"error": "any"},
        {"error": "parse"},
    ]


@pytest.mark.parametrize("text", ["é😀", "\ud800", "\u2028\x7f\x00\u0085", "\\n\n", "a\u00a0b", "\ufeff", "\U000e0001"])
def test_a_line_keeps_every_character(text: str) -> None:
    line = line_of({"id": "r/1", "rule": "r", "template": text})
    assert json.loads(line)["template"] == text
    assert line.isprintable() or line[:-1].isprintable()
    assert len(line.encode("utf-8").splitlines()) == 1


def test_answers_are_fields() -> None:
    assert set(ANSWERS) < set(FIELDS)
