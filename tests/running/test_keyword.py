"""Keyword expressions: which ids an expression selects, and what it says when it does not parse."""

from __future__ import annotations

import pytest

from vtlharness.errors import VtlHarnessError
from vtlharness.running.keyword import compile_keyword, compile_tags

PUT, EMPTY, BOTH = "fixtures/put.vtl.yaml::writes one item", "put.vtl.json::empty Body", "q.vtl.yaml::one or two"


@pytest.mark.parametrize(
    ("expression", "selected"),
    [
        ("put", [PUT, EMPTY]),
        ("PUT", [PUT, EMPTY]),
        ("body", [EMPTY]),
        ("not put", [BOTH]),
        ("not not put", [PUT, EMPTY]),
        ("put and not empty", [PUT]),
        ("empty or q.vtl", [EMPTY, BOTH]),
        ("one and item or empty", [PUT, EMPTY]),
        ("one and (item or two)", [PUT, BOTH]),
        ("writes one", [PUT]),
        ("'one or two'", [BOTH]),
        ('"one or two" or "writes"', [PUT, BOTH]),
        ("yaml::", [PUT, BOTH]),
        ("nothing", []),
        ("(put)and(empty)", [EMPTY]),
    ],
)
def test_selects(expression: str, selected: list[str]) -> None:
    assert list(filter(compile_keyword(expression), [PUT, EMPTY, BOTH])) == selected


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("put and", "-k:1:8: expected a part of a case's name, found the end\n1 | put and\n           ^"),
        ("or put", "-k:1:1: expected a part of a case's name, found 'or'\n1 | or put\n    ^^"),
        ("(put", "-k:1:5: expected ')', found the end\n1 | (put\n        ^"),
        ("put)", "-k:1:4: expected 'and' or 'or', found ')'\n1 | put)\n       ^"),
        ("put not empty", "-k:1:5: expected 'and' or 'or', found 'not'\n1 | put not empty\n        ^^^"),
        ("a 'b", "-k:1:3: the quote ' is not closed\n1 | a 'b\n      ^"),
        ("  ", "-k:1:1: expected a part of a case's name, found the end\n1 |   \n    ^"),
    ],
)
def test_says_what_is_wrong(expression: str, message: str) -> None:
    with pytest.raises(VtlHarnessError) as caught:
        compile_keyword(expression, "-k")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("expression", "selected"),
    [
        ("slow", [0]),
        ("SLOW", [0]),
        ("low", []),
        ("api-1", [0, 1]),
        ("api", []),
        ("not slow", [1, 2]),
        ("slow and Api-1", [0]),
        ("slow or 'api-1'", [0, 1]),
        ("slow api-1", []),
    ],
)
def test_tags(expression: str, selected: list[int]) -> None:
    tags = [("slow", "api-1"), ("API-1",), ()]
    runs = compile_tags(expression)
    assert [number for number, one in enumerate(tags) if runs(one)] == selected


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("a and", "tags:1:6: expected a tag, found the end\n1 | a and\n         ^"),
        ("(a", "tags:1:3: expected ')', found the end\n1 | (a\n      ^"),
    ],
)
def test_says_what_is_wrong_with_tags(expression: str, message: str) -> None:
    with pytest.raises(VtlHarnessError) as caught:
        compile_tags(expression)
    assert str(caught.value) == message
    with pytest.raises(VtlHarnessError, match=r"^keyword:1:"):
        compile_keyword(expression)
