"""`--update` of cases with a table of parameters: it changes cells of the row, or says why it can't."""

from __future__ import annotations

from pathlib import Path

import pytest

from vtlharness.cases.loading import load_case_file
from vtlharness.cases.session import Session
from vtlharness.cases.update.updating import Update
from vtlharness.options import SessionOptions

HEAD = "inline: $input.json('$')  # kept\ncases:\n- name: a\n"


def updated(path: Path) -> list[Update]:
    session = Session(SessionOptions(update=True, cache=False))
    for case in load_case_file(path).cases:
        session.run(case)
    return session.rewrite()


@pytest.mark.parametrize(
    ("case", "after"),
    [
        (
            "  parameters:\n  - {in: 1, out: 0}  # one\n  - {in: 2, out: 2}\n  - {in: [3], out: 0}\n"
            "  methodRequest: {body: <<in>>}\n  expect: {output: {parameter: out}}\n",
            "  parameters:\n  - {in: 1, out: 1}  # one\n  - {in: 2, out: 2}\n  - {in: [3], out: [3]}\n"
            "  methodRequest: {body: <<in>>}\n  expect: {output: {parameter: out}}\n",
        ),
        (
            "  parameters:\n    x: {in: 1, out: 0}\n  methodRequest: {body: {a: <<in>>, b: c}}\n"
            "  expect: {output: {a: <<out>>, b: c}}\n",
            "  parameters:\n    x: {in: 1, out: 1}\n  methodRequest: {body: {a: <<in>>, b: c}}\n"
            "  expect: {output: {a: <<out>>, b: c}}\n",
        ),
        (
            "  parameters:\n    x: {in: q, out: old}\n  methodRequest: {body: ['1 <<in>> 2']}\n"
            "  expect: {output: ['1 <<out>> 2']}\n",
            "  parameters:\n    x: {in: q, out: q}\n  methodRequest: {body: ['1 <<in>> 2']}\n"
            "  expect: {output: ['1 <<out>> 2']}\n",
        ),
    ],
)
def test_cells_are_filled(tmp_path: Path, case: str, after: str) -> None:
    path = tmp_path / "a.vtl.yaml"
    path.write_text(HEAD + case)
    assert [update.refusal for update in updated(path) if update.refusal] == []
    assert path.read_text() == HEAD + after
    assert updated(path) == []


SHARED = "the rows of `parameters` share this expectation; write it as a parameter, or edit it by hand"


@pytest.mark.parametrize(
    ("case", "why"),
    [
        ("  parameters: [{in: 1}]\n  methodRequest: {body: <<in>>}\n  expect: {output: 2}\n", SHARED),
        (
            "  parameters: [{in: 1, out: 2}]\n  methodRequest: {body: {a: <<in>>, b: 1}}\n"
            "  expect: {output: {a: <<out>>, b: 2}}\n",
            SHARED,
        ),
        (
            "  parameters: [{in: 1}]\n  methodRequest: {body: [<<in>>]}\n  expect: {output: <<in>>}\n",
            "the parameter `in` is expected, but the case also sends it; edit it by hand",
        ),
        (
            "  parameters: [{in: 1, out: 3}]\n  methodRequest: {body: [<<in>>, 2]}\n"
            "  expect: {output: [<<out>>, <<out>>]}\n",
            "the parameter `out` would need two values",
        ),
        (
            "  parameters: [{in: 1, out: nope}]\n  methodRequest: {body: <<in>>}\n  expect: {error: <<out>>}\n",
            SHARED,
        ),
    ],
)
def test_what_cannot_be_updated(tmp_path: Path, case: str, why: str) -> None:
    path = tmp_path / "a.vtl.yaml"
    path.write_text(HEAD + case)
    (update,) = updated(path)
    assert update.refusal == why
    assert path.read_text() == HEAD + case


def test_a_table_in_the_defaults(tmp_path: Path) -> None:
    text = (
        "inline: $input.json('$')\ndefaults: {parameters: [{out: 1}]}\ncases:\n- {name: a, expect: {output: <<out>>}}\n"
    )
    path = tmp_path / "a.vtl.yaml"
    path.write_text(text)
    (update,) = updated(path)
    assert update.refusal == "its table of `parameters` stands in `defaults`; please edit it by hand"
    assert path.read_text() == text


def test_a_json_file(tmp_path: Path) -> None:
    path = tmp_path / "a.vtl.json"
    text = (
        '{"inline": "$input.json(\'$\')", "cases": [{"name": "a", "parameters": [{"in": 1, "out": %s}],\n'
        ' "methodRequest": {"body": {"parameter": "in"}}, "expect": {"output": {"parameter": "out"}}}]}\n'
    )
    path.write_text(text % "2")
    assert [update.refusal for update in updated(path)] == [None]
    assert path.read_text() == text % "1"


def test_an_expected_failure_is_not_updated(tmp_path: Path) -> None:
    path = tmp_path / "a.vtl.yaml"
    path.write_text("inline: a\ncases:\n- {name: a, xfail: true, expect: {output: b}}\n")
    assert updated(path) == []
