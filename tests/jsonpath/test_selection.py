"""Paths of several values on whole lists: the results are the same as step by step."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from vtlharness.java.values import ArrayList, HashMap, SubList
from vtlharness.jsonpath import JsonPathError, compile_path
from vtlharness.jsonpath.evaluation import Evaluator
from vtlharness.jsonpath.syntax.parser import parse_path

_ORDER = {
    "lines": [
        {"sku": "a", "price": 5, "gift": None, "code": {"price": 1}},
        {"sku": "b", "price": 12, "size": 2.5, "tags": ["x", "y"]},
        {"price": "12", "tags": []},
        {"sku": 12, "price": None, "lines": [{"sku": "c", "price": 99}]},
        7,
        "price",
        None,
        [{"sku": "d", "price": 11}],
    ],
    "address": {"city": "Bergen", "lines": {"sku": "e"}},
    "price": 3,
}
_MADE_BY_TEMPLATES = {
    "lines": ArrayList([HashMap(sku="a", price=11), {"sku": "b", "price": 10**20}, True]),
    "address": HashMap(lines=SubList([{"sku": 1}, {"sku": 2}, {"sku": 3}], 1, 2)),
    "price": ArrayList(),
}
DOCUMENTS = [_ORDER, _ORDER["lines"], _MADE_BY_TEMPLATES, {}, [], "text", 7, None]

_BEGINS = ["$", "$.lines", "$.address.lines", "$['lines'][0]", "$.lines[-1]", "$.price"]
_MIDDLES = [
    *("[*]", ".*", "[0:2]", "[-2:]", "[:1]", "[1:-1]", "[0,2,-1]", "[?(@.price)]", "[?(@.price > 10)]"),
    *("[?(@.price == '12')]", "[?(@.sku != 'a')]", "[?(@.price <= 5)]", "[?(10 < @.price)]", "[?(!@.gift)]"),
    *("[?(@.tags[0] == 'x')]", "[?(@.price > 4 && @.sku == 'a')]", "[?(@.price in [5, 11])]", "[?(@.sku < 'b')]"),
    *("[?(@.price == $.price)]", "[?(@.size > 2)]", "[?(@ == 7)]", "[?(@.lines.length() == 1)]"),
]
_ENDS = [
    *("", ".sku", ".price", "[0]", "[0].sku", "[*]", "[*].sku", "..sku", "..price", ".lines[*].sku"),
    "['sku','price']",
]
PATHS = [*map("".join, itertools.product(_BEGINS, _MIDDLES, _ENDS)), *(f"{begin}..sku" for begin in _BEGINS)]


def _outcome(find: Any, document: Any) -> Any:
    try:
        return find(document)
    except JsonPathError as problem:
        return type(problem), str(problem)


@pytest.mark.parametrize("document", DOCUMENTS, ids=range(len(DOCUMENTS)))
def test_a_selection_is_what_step_by_step_gives(document: Any) -> None:
    for path in PATHS:
        stepwise = Evaluator(parse_path(path))
        stepwise.select = None
        expected = _outcome(lambda given, evaluator=stepwise: evaluator.value(given, given), document)
        assert _outcome(compile_path(path).find, document) == expected, path


def test_common_paths_are_selections() -> None:
    found = compile_path("$.lines[?(@.price > 10)].sku").select
    assert found is not None
    assert found(_ORDER, _ORDER) == ["b"]


def test_a_selection_is_a_new_list() -> None:
    document = {"lines": [1, 2]}
    compile_path("$.lines[*]").find(document).append(3)
    assert document == {"lines": [1, 2]}
