"""Cases with a table of `parameters`: their names, the values put in, and what is wrong where."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

from pathlib import Path

import pytest

from vtlharness import CaseFileError, run_cases
from vtlharness.cases.loading import parse_case_file
from vtlharness.cases.model import Case, TemplateCase
from vtlharness.source import Source

HEAD = "inline: $input.json('$')\ncases:\n- name: a\n"
FILE = Path("a.vtl.yaml")


def cases(text: str) -> tuple[Case, ...]:
    return parse_case_file(FILE, Source(text, "a.vtl.yaml")).cases


def body(case: Case) -> str | None:
    return case.method_request.body


def table(rows: str, more: str = "  methodRequest: {body: {parameter: id}}\n") -> str:
    return f"{HEAD}  parameters: {rows}\n{more}"


def test_a_case_for_each_row() -> None:
    found = cases(table("[{id: 1}, {id: {x: 2}}]"))
    assert [case.name for case in found] == ["a[1]", "a[id1]"]
    assert [case.id for case in found] == ["a.vtl.yaml::a[1]", "a.vtl.yaml::a[id1]"]
    assert [body(case) for case in found] == ["1", '{"x":2}']


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ("[{id: 1, t: x}, {id: 2, t: y y}]", ["1-x", "2-y y"]),
        ("{small: {id: 1, t: x}, large: {id: 2, t: x}}", ["small", "large"]),
        ("[{id: null, t: true}, {id: 1.5, t: false}]", ["null-true", "1.5-false"]),
        ("[{id: x, t: y}, {id: x, t: y}, {id: x, t: y0}]", ["x-y1", "x-y2", "x-y0"]),
        ("[{id: 1, t: 2}, {id: 1, t: 2}]", ["1-2_0", "1-2_1"]),
        ('[{id: "a\\nb", t: ' + "z" * 61 + "}]", ["id0-t0"]),
        ("[{id: 100000000000000000000000, t: []}]", ["id0-t0"]),
        ("[{id: and, t: 'a::b'}]", ["and-a::b"]),
    ],
)
def test_ids_of_rows(rows: str, names: list[str]) -> None:
    found = cases(table(rows, "  methodRequest: {body: ['<<id>>', '<<t>>']}\n"))
    assert [case.name for case in found] == [f"a[{name}]" for name in names]


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        ("{parameter: id}", '{"n":1}'),
        ("<<id>>", '{"n":1}'),
        ("<<id>>!", '{"n":1}!'),
        ("[<<id>>, {deep: {parameter: t}}]", '[{"n":1},{"deep":"<<id>>"}]'),
        ("'<<t>> <<id>> <<t>>'", '<<id>> {"n":1} <<id>>'),
        ("{parameter: id, other: <<t>>}", '{"parameter":"id","other":"<<id>>"}'),
    ],
)
def test_values_are_put_in_once(value: str, sent: str) -> None:
    rows = '[{id: {n: 1}, t: "<<id>>"}]'
    (case,) = cases(table(rows, f"  description: <<id>> <<t>>\n  methodRequest: {{body: {value}}}\n"))
    assert body(case) == sent


@pytest.mark.parametrize("value", ["{parameter: id}", "<<id>>", "<<", "a << b >> c", "<<<id>>>"])
def test_cases_without_a_table_stay_as_they_are(value: str) -> None:
    text = f"{HEAD}  methodRequest: {{body: ['{value}', {{x: {value!r}}}]}}\n"
    (case,) = cases(text)
    assert body(case) == f'["{value}",{{"x":"{value}"}}]'


def test_every_place_takes_a_parameter() -> None:
    (case,) = cases(
        table(
            "[{id: 404, name: X-A, why: bug 7, tag: slow}]",
            "  methodRequest: {httpMethod: <<name>>, headers: {A: [<<name>>, b]}}\n"
            "  integrationResponse: {statusCode: {parameter: id}}\n  tags: [<<tag>>]\n  xfail: {parameter: why}\n",
        )
    )
    assert isinstance(case, TemplateCase)
    assert case.integration_response is not None
    assert case.integration_response.status_code == 404
    assert case.method_request.headers == {"A": ["X-A", "b"]}
    assert (case.marks.tags, case.marks.xfail) == (("slow",), "bug 7")


def test_defaults_name_parameters_and_have_tables() -> None:
    text = (
        "inline: $input.json('$')\n"
        "defaults: {methodRequest: {body: [<<id>>]}, parameters: [{id: 1}, {id: 2}]}\n"
        "cases:\n- {name: a}\n- {name: b, parameters: [{id: 3}]}\n"
        "- {name: c, parameters: null, methodRequest: {body: 4}}\n"
    )
    found = cases(text)
    assert [(case.name, body(case)) for case in found] == [
        ("a[1]", "[1]"), ("a[2]", "[2]"), ("b[3]", "[3]"), ("c", "4"),
    ]  # fmt: skip


def test_the_line_of_a_row(tmp_path: Path) -> None:
    path = tmp_path / "a.vtl.yaml"
    path.write_text(
        HEAD + "  parameters:\n  - {id: 1}\n  - {id: 2}\n  methodRequest: {body: <<id>>}\n  expect: {output: 1}\n"
    )
    first, second = run_cases(path, cache=False)
    assert (first.outcome, first.line, second.outcome, second.line) == ("passed", 5, "failed", 6)


A_TABLE = "write a list of rows, such as `- {id: 1, total: 2}`, or a mapping in which each row has a name"


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        (table("[]"), "4:15", "`cases[0].parameters` has no rows", A_TABLE),
        (table("x"), "4:15", "`cases[0].parameters` must be a table, but this is text", A_TABLE),
        (table("[1]"), "4:16", "`cases[0].parameters[0]` must be a row, a mapping of parameters, but this is the number 1", A_TABLE),
        (table("[{}]"), "4:16", "`cases[0].parameters[0]` has no parameters", None),
        (table("{a: {}}"), "4:19", "`parameters.a` has no parameters", None),
        (table("[{id: 1}, {ID: 2}]"), "4:26", "the first row has no parameter `ID`", "did you mean `id`?"),
        (table("[{id: 1, b: 2}, {id: 2}]"), "4:31", "the row has no value for the parameter `b`", "null is a value, too"),
        (table("{? '' : {id: 1}}"), "4:18", "'' can't be the name of a row: it is one short line of text", None),
        (table(f"{{{'x' * 61}: {{id: 1}}}}"), "4:16",
         f"'{'x' * 61}' can't be the name of a row: it is one short line of text", None),
        (table("[{id: 1, b: 2}, {zz: 2, id: 3, b: 4}]"), "4:32", "the first row has no parameter `zz`",
         "the first row has `id`, `b`"),
        (table("[{'a b': 1}]"), "4:17", "'a b' can't be the name of a parameter",
         "it begins with a letter or `_`, and has letters, digits, `_` and `-`"),
        (table("[{idx: 1}]"), "5:37", "the case has no parameter `id`", "did you mean `idx`?"),
        (table("[{id: 1, x: 1}]"), "4:24", "the case does not use the parameter `x`",
         "write `{parameter: x}` where its value belongs, or `<<x>>` in a text"),
        (table("[{id: 1}]", "  methodRequest: {body: [1, <<ID>>]}\n"), "5:29", "the case has no parameter `ID`",
         "did you mean `id`?"),
        (table("[{id: 1}]", "  methodRequest: {body: {<<id>>: 1}}\n"), "5:26",
         "a parameter is put into a value, not into a key", None),
        (table("[{id: 1}, {id: x}]", "  integrationResponse: {statusCode: <<id>>}\n"), "4:21",
         "`parameters[0].id` must be a whole number from 100 to 599, but this is 1", None),
        (table("[{id: 200}, {id: x}]", "  integrationResponse: {statusCode: <<id>>}\n"), "4:32",
         "`parameters[1].id` must be a whole number, but this is text", None),
        (table("[{id: {zz: 1}}]", "  methodRequest: {parameter: id}\n"), "4:22",
         "methodRequest has no key `zz`",
         "known here: httpMethod, path, queryStringParameters, headers, resourcePath, pathParameters, body"),
        (table("[{id: 007}]"), "4:21", "the number 007 would become 7", 'write "007"'),
        (table("[{id: {file: no.json}}]"), "4:28", "the body file 'no.json' does not exist",
         "paths are relative to the case file"),
        ("inline: a\ndefaults: {methodRequest: {body: {file: no.json}}}\ncases:\n"
         "- {name: a, parameters: [{id: x}], description: <<id>>}\n", "2:41",
         "the body file 'no.json' does not exist", "paths are relative to the case file"),
        (table("[{id: 1}]") + "- name: a[1]\n", "6:9", "two cases have the name 'a[1]'", None),
        (table("[{id: 1}]").replace("name: a", "zame: a"), "3:3", "a case has no key `zame`", "did you mean `name`?"),
        ("inline: a\ndefaults: {parameters: [{id: 1}]}\ncases:\n- name: a\n", "2:26",
         "the case does not use the parameter `id`", "write `{parameter: id}` where its value belongs, or `<<id>>` in a text"),
        ("inline: a\ndefaults: {methodRequest: {body: <<ab>>}}\ncases:\n- name: a\n  parameters: [{abc: 1}]\n", "2:34",
         "the case has no parameter `ab`", "did you mean `abc`?"),
    ],
)  # fmt: skip
def test_what_is_wrong(text: str, place: str, message: str, hint: str | None) -> None:
    with pytest.raises(CaseFileError) as caught:
        cases(text)
    assert (caught.value.message, caught.value.hint) == (message, hint)
    assert f"{caught.value.line}:{caught.value.column}" == place


def test_aliases_do_not_grow() -> None:
    levels = "".join(f"  - &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
    text = f"inline: x\ncases:\n- name: a\n  parameters: [{{id: 1}}]\n  context:\n   x:\n  - &a0 [<<id>>]\n{levels}"
    with pytest.raises(CaseFileError):
        cases(text.replace("   x:\n", ""))  # what counts is that the check ends
