"""All wrong keys of a case file are told at once, each at its place and with its own hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from vtlharness.cases.loading import parse_case_file
from vtlharness.errors import CaseFileError
from vtlharness.report.text.lines import error_lines
from vtlharness.report.text.style import ANSI
from vtlharness.source import Source


def fault(text: str, name: str = "a.vtl.yaml") -> CaseFileError:
    with pytest.raises(CaseFileError) as caught:
        parse_case_file(Path(name), Source(text, name))
    return caught.value


def firsts(text: str, name: str = "a.vtl.yaml") -> list[str]:
    """The first line of each error."""
    return [line for line in str(fault(text, name)).splitlines() if line.startswith(f"{name}:")]


def test_every_wrong_key() -> None:
    error = fault(
        "inline: a\n"
        "defualts: {}\n"
        "cases:\n"
        "- name: a\n"
        "  methodRequest: {header: {}, bdy: {}}\n"
        "  expect:\n"
        "    outptu: a\n"
        "- name: b\n"
        "  exepct: {}\n"
    )
    assert str(error) == (
        "a.vtl.yaml:2:1: a case file has no key `defualts`\n"
        "2 | defualts: {}\n"
        "    ^^^^^^^^\n"
        "hint: did you mean `defaults`?\n"
        "a.vtl.yaml:5:19: methodRequest has no key `header`\n"
        "5 |   methodRequest: {header: {}, bdy: {}}\n"
        "                      ^^^^^^\n"
        "hint: did you mean `headers`?\n"
        "a.vtl.yaml:5:31: methodRequest has no key `bdy`\n"
        "5 |   methodRequest: {header: {}, bdy: {}}\n"
        "                                  ^^^\n"
        "hint: did you mean `body`?\n"
        "a.vtl.yaml:7:5: expect has no key `outptu`\n"
        "7 |     outptu: a\n"
        "        ^^^^^^\n"
        "hint: did you mean `output`?\n"
        "a.vtl.yaml:9:3: a case has no key `exepct`\n"
        "9 |   exepct: {}\n"
        "      ^^^^^^\n"
        "hint: did you mean `expect`?"
    )
    assert (error.line, error.column, len(error.more)) == (2, 1, 4)


def test_beside_another_fault() -> None:
    assert firsts("inline: a\ncases:\n- {nmae: a}\n- {name: 5, expct: {}}\n") == [
        "a.vtl.yaml:3:4: a case has no key `nmae`",
        "a.vtl.yaml:4:13: a case has no key `expct`",
    ]
    assert firsts("inline: a\ncases:\n- {name: 5}\n- {name: a, expct: {}}\n") == [
        "a.vtl.yaml:3:10: `cases[0].name` must be text, but this is the number 5",
        "a.vtl.yaml:4:13: a case has no key `expct`",
    ]
    assert firsts("inlin: a\ncases: [{name: a}]\n") == ["a.vtl.yaml:1:1: a case file has no key `inlin`"]


def test_in_json_and_in_an_api() -> None:
    request = '{"pathParameters": {}, "resourcePath": "/a"}'
    text = '{"api": {"file": "a", "stge": "x"},\n"cases": [{"name": "a", "methodRequest": ' + request + "}]}"
    error = fault(text, "a.vtl.json")
    assert [(one.line, one.column, one.hint) for one in (error, *error.more)] == [
        (1, 23, "did you mean `stage`?"),
        (2, 43, "leave it out: routing finds the resource and its path parameters from `path`"),
        (2, 65, "leave it out: routing finds the resource and its path parameters from `path`"),
    ]


def test_only_sections_are_searched() -> None:
    assert firsts(
        "integration: {type: MOCK, nonsense: 1}\n"
        "cases:\n- {name: a, context: {nonsense: 1}, "
        "methodRequest: {headers: {nonsense: 1}, body: {nonsense: 1}}, x: 1}\n"
    ) == ["a.vtl.yaml:3:99: a case has no key `x`"]


@pytest.mark.parametrize("cases", ["5", "[5, a, null]", "{}", "null"])
def test_other_shapes(cases: str) -> None:
    assert firsts(f"inline: a\nx: 1\ncases: {cases}\n")[0] == "a.vtl.yaml:2:1: a case file has no key `x`"


def test_many() -> None:
    text = "inline: a\ncases: [{name: a}]\n" + "".join(f"x{number}: 1\n" for number in range(100))
    error = fault(text)
    assert len(error.more) == 21
    assert str(error).endswith("\n… and more wrong keys")


def test_a_key_with_an_odd_space() -> None:
    error = fault('{"inline": "a", "cases": [{"name": "a", "\u00a0expect": {}, "x\u00a0y": 1}]}', "a.vtl.json")
    hint = "the key contains a no-break space (U+00A0), which is not a space to YAML: write a space instead"
    assert [one.hint for one in (error, *error.more)] == [f"{hint}: `expect`", hint]
    (one,) = (error, *error.more)[1:]
    assert one.column == 56


def test_every_hint_is_painted() -> None:
    lines = error_lines(fault("inline: a\nx: 1\ncass: []\n"), ANSI)
    assert sum("hint: " in line and line.startswith("\x1b[") for line in lines) == 2
