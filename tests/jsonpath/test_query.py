"""The promises of a query besides its results: identity, steps, definiteness, findings, limits."""

from __future__ import annotations

from typing import Any

import pytest

from vtlharness.findings import Finding
from vtlharness.jsonpath import JsonPathError, Query, compile_path

DEFINITE = ["$", "$.a", "$.a['b','c']", "$.a[-1]", "$.a.sum()", "$..a.sum()", "$.sum($..a)"]
INDEFINITE = ["$..a", "$.*", "$[0,1]", "$[1:]", "$[?(@.a)]", "$['a','b'].c", "$[*].sum()", "$.a..b.sum()"]


@pytest.mark.parametrize("path", DEFINITE)
def test_definite(path: str) -> None:
    assert compile_path(path).definite


@pytest.mark.parametrize("path", INDEFINITE)
def test_indefinite(path: str) -> None:
    assert not compile_path(path).definite


STEPS: list[tuple[str, tuple[str | int, ...] | None]] = [
    ("$", ()),
    ("$.a.b[0].c", ("a", "b", 0, "c")),
    ("$['a b']", ("a b",)),
    ("a.b", ("a", "b")),
    ("$.a[-1]", None),
    ("$.a[0,1]", None),
    ("$['a','b']", None),
    ("$..a", None),
    ("$.a.length()", None),
]


@pytest.mark.parametrize(("path", "steps"), STEPS)
def test_steps(path: str, steps: tuple[str | int, ...] | None) -> None:
    assert compile_path(path).steps == steps


def test_a_definite_path_gives_the_value_itself() -> None:
    document = {"a": [{"b": {}}]}
    compile_path("$.a[0].b").find(document)["new"] = 1
    compile_path("$.a[-1]").find(document)["other"] = 2
    assert document == {"a": [{"b": {"new": 1}, "other": 2}]}


def test_other_paths_give_a_new_list_of_the_values_themselves() -> None:
    document = {"a": [{"b": 1}, {"b": 2}]}
    query = compile_path("$.a[*]")
    found = query.find(document)
    found[0]["b"] = 3
    found.clear()
    assert query.find(document) == [{"b": 3}, {"b": 2}]
    assert query.find(document) is not query.find(document)
    assert type(query.find(document)) is list


def test_queries_are_kept() -> None:
    assert compile_path("$.kept") is compile_path("$.kept")
    assert isinstance(compile_path("$.kept"), Query)


def test_reading_does_not_wear_a_query() -> None:
    document = {"a": [{"x": 1}, {"x": 2}], "b": {"x": 3}}
    for path in ("$..[1].x", "$..*.x", "$.sum($.a[*].x)", "$..x.length()"):
        query = compile_path(path)
        assert query.find(document) == query.find(document)


UNSEEN = "no recording shows how the service reads "
FINDINGS: list[tuple[str, list[tuple[str, str, str]]]] = [
    ("$.a.b[0].c", []),
    ("$.a[?(@.b == 'x' && @.c > 1)].d", []),
    (
        "$.a[-1]",
        [
            (
                "VTL301",
                UNSEEN + "[-1]: Jayway JsonPath 2.0 finds nothing there",
                "read the whole list, and count in the template: #set($last = $list.size() - 1)$list.get($last)",
            )
        ],
    ),
    (
        "$.a.length()",
        [
            (
                "VTL301",
                UNSEEN + "the function length(): Jayway JsonPath 2.0 takes it for a key",
                "write .size() in the template",
            )
        ],
    ),
    (
        "$.a.sum()",
        [
            (
                "VTL301",
                UNSEEN + "the function sum(): Jayway JsonPath 2.0 takes it for a key",
                "calculate it in the template, or at the backend",
            )
        ],
    ),
    (
        "$.a[?(@.b in [1] || @.c[-1])]",
        [
            (
                "VTL301",
                UNSEEN + "the operator in in a filter: Jayway JsonPath 2.0 refuses it",
                "read the whole list, and choose its items in the template with #foreach and #if",
            ),
            (
                "VTL301",
                UNSEEN + "[-1]: Jayway JsonPath 2.0 finds nothing there",
                "read the whole list, and count in the template: #set($last = $list.size() - 1)$list.get($last)",
            ),
        ],
    ),
    (
        '$["a"]',
        [
            (
                "VTL301",
                UNSEEN + 'a key in double quotes, ["..."]: Jayway JsonPath 2.0 refuses it',
                "write the key in single quotes: ['key']",
            )
        ],
    ),
    (
        "$.a[0]x",
        [
            (
                "VTL303",
                "the path is read without its last character, x",
                "delete it; a key stands after a dot or in brackets",
            )
        ],
    ),
    (
        "$.a[?(@.b)][0]",
        [
            (
                "VTL302",
                "an index right after a filter is taken from each item that the filter finds, "
                "not from the list of them",
                "read the path up to the filter, and take the item in the template: $found[0]",
            )
        ],
    ),
    (
        "$.a[?(@.b||@.c)]",
        [
            (
                "VTL304",
                "b||@ is read as one key, because && and || in a filter need a blank before them",
                "write a blank before and after && and ||",
            )
        ],
    ),
]


@pytest.mark.parametrize(("path", "findings"), FINDINGS, ids=[path for path, _ in FINDINGS])
def test_findings(path: str, findings: list[tuple[str, str, str]]) -> None:
    assert compile_path(path).findings == tuple(Finding(rule, message, hint=hint) for rule, message, hint in findings)


def test_a_document_deeper_than_the_stack() -> None:
    document: Any = {"a": 1}
    for _ in range(2000):
        document = {"a": document}
    assert len(compile_path("$..a").find(document)) == 2001


def test_a_document_that_holds_itself() -> None:
    document: dict[str, Any] = {"a": 1}
    document["self"] = document
    with pytest.raises(JsonPathError, match="nested more than"):
        compile_path("$..a").find(document)


def test_a_long_path() -> None:
    document: Any = 1
    for _ in range(5000):
        document = {"a": document}
    assert compile_path("$" + ".a" * 5000).find(document) == 1
    with pytest.raises(JsonPathError, match="too long"):
        compile_path("$" + ".a" * 4999 + ".*").find(document)
