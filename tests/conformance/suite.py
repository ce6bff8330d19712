"""The cases: reading them, judging an answer, and writing the answers that the oracle gives.

Comes in: `*.jsonl` files with one case a line. Goes out: `Case` records, and the reason why an answer is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
INPUTS = ("template", "body", "params", "context", "stageVariables", "vars", "overrides")
ANSWERS = ("output", "error", "requestOverride", "responseOverride")
ANY_KIND = "any"
"""Expected for a template that parses and fails before it renders: engines name this error differently."""

FIELDS = ("id", "rule", *INPUTS, "evidence", *ANSWERS)
"""Every field of a case, in the order in which it is written."""


@dataclass(frozen=True)
class Case:
    """One template on one input, and the expected answer.

    `rule` is an anchor of docs/fidelity.md, `inputs` the data for an engine, `expected` a selection of `output`,
    `error` (`parse`, `eval` or `limit`), `requestOverride` and `responseOverride`. `decided`: the answer is this
    project's decision and not the engine's, so no other engine has to follow it.
    """

    id: str
    rule: str
    area: str
    inputs: Mapping[str, Any]
    expected: Mapping[str, Any]
    decided: bool = False

    @property
    def request(self) -> dict[str, Any]:
        """The request to an engine: the protocol's fields."""
        return {"id": self.id, **self.inputs}


def read_rows(file: Path) -> list[dict[str, Any]]:
    """The lines of one file as data. Raises ValueError for a line that is not JSON."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]


def case_of(row: Mapping[str, Any], area: str) -> Case:
    """A line as a record."""
    return Case(
        id=row["id"],
        rule=row["rule"],
        area=area,
        inputs={name: row[name] for name in INPUTS if name in row},
        expected={name: row[name] for name in ANSWERS if name in row},
        decided=row.get("evidence") == "decided",
    )


def files(folder: Path = FOLDER) -> list[Path]:
    """The files of cases, one for each area of docs/fidelity.md, in the order of their names."""
    return sorted(folder.glob("*.jsonl"))


def load(folder: Path = FOLDER) -> list[Case]:
    """All cases, in the order of the files and their lines."""
    return [case_of(row, file.stem) for file in files(folder) for row in read_rows(file)]


def disagreement(case: Case, answer: Mapping[str, Any]) -> str | None:
    """Why an engine's answer is wrong, in a few words; None if it is right.

    Values of override maps are compared with their JSON types: 200, 200.0 and "200" differ, the order of keys does not
    count. Fields that a case does not expect are ignored.
    """
    if "error" in case.expected:
        kind = case.expected["error"]
        if "error" not in answer:
            return "must fail"
        if kind not in (answer.get("kind"), ANY_KIND):
            return f"fails with kind {answer.get('kind')}, not {kind}"
        return None
    if "error" in answer:
        return "must not fail"
    for name, value in case.expected.items():
        if name not in answer:
            return f"has no {name}"
        if _canonical(answer[name]) != _canonical(value):
            return f"has another {name}"
    return None


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True)


def write_answers(file: Path, ask: Callable[[Sequence[Mapping[str, Any]]], list[dict[str, Any]]]) -> None:
    """Writes a file anew with the answers that `ask` gives to its requests; decided cases keep theirs."""
    rows = read_rows(file)
    asked = [row for row in rows if row.get("evidence") != "decided"]
    answers = ask([case_of(row, file.stem).request for row in asked])
    for row, answer in zip(asked, answers, strict=True):
        before = {name: row.pop(name) for name in ANSWERS if name in row}
        row.update(expected_of(answer, before.get("error")))
    file.write_text("".join(line_of(row) for row in rows), encoding="utf-8", newline="\n")


def expected_of(answer: Mapping[str, Any], before: str | None = None) -> dict[str, Any]:
    """The part of an engine's answer that a case keeps: for an error only its kind, or ANY_KIND if it was there
    `before`.
    """
    if "error" in answer:
        return {"error": ANY_KIND if before == ANY_KIND else answer["kind"]}
    return {name: answer[name] for name in ANSWERS if name in answer}


def line_of(row: Mapping[str, Any]) -> str:
    """A case as a line: fields in their order, text readable, characters that editors do not show escaped."""
    text = json.dumps({name: row[name] for name in FIELDS if name in row}, ensure_ascii=False)
    return "".join(_escaped(text)) + "\n"


def _escaped(text: str) -> Iterable[str]:
    for character in text:
        if character == " " or character.isprintable():
            yield character
        else:
            yield json.dumps(character)[1:-1] if character > "\x7f" else f"\\u{ord(character):04x}"
