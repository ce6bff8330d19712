"""The values of paths: one table of path and result for each topic, on two documents."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import Any

import pytest

from vtlharness.java.scalars import Long
from vtlharness.java.values import ArrayList, HashMap, JavaArray, KeySet, SubList
from vtlharness.jsonpath import JsonPathError, PathNotFound, compile_path

DOCUMENT: dict[str, Any] = {
    "user": {"name": "Ann", "e-mail": "a@b.c", "age": 33, "nick": None},
    "list": [5, 3, 9, 1],
    "deep": [[1, 2], [3, [4, 5]], []],
    "items": [
        {"id": 1, "tags": ["a", "b"], "price": 8.5},
        {"id": "2", "tags": [], "price": None},
        {"id": 3, "price": 12},
    ],
    "texts": ["x", "y"],
}

KEYS = [
    ("$.user.name", "Ann"),
    ("$['user']['name']", "Ann"),
    ('$["user"]["name"]', "Ann"),
    ("$.['user'].name", "Ann"),
    ("user.name", "Ann"),
    ("['user'].name", "Ann"),
    ("@.user.name", "Ann"),
    ("$.user.e-mail", "a@b.c"),
    ("$.user.nick", None),
    ("$.user['name','age']", {"name": "Ann", "age": 33}),
    ("$.user['name','none']", {"name": "Ann"}),
    ("$['user','items'].name", ["Ann"]),
    ("$.user.*", ["Ann", "a@b.c", 33, None]),
    ("$.user.name ", "Ann"),
    ("$", DOCUMENT),
]

ITEMS = [
    ("$.list[0]", 5),
    ("$.list[-1]", 1),
    ("$.list[0,-1,9]", [5, 1]),
    ("$.list[1:]", [3, 9, 1]),
    ("$.list[:2]", [5, 3]),
    ("$.list[:-1]", [5, 3, 9]),
    ("$.list[-2:]", [9, 1]),
    ("$.list[1:3]", [3, 9]),
    ("$.list[1:-1]", []),
    ("$.list[-2:1]", [9, 1, 5]),
    ("$.list[0:4:2]", [5, 3, 9, 1]),
    ("$.list[9:]", []),
    ("$.list[*]", [5, 3, 9, 1]),
    ("$.deep[*][0]", [1, 3]),
    ("$.list[0]]", 5),
]

SCANS = [
    ("$..id", [1, "2", 3]),
    ("$..tags[0]", ["a"]),
    ("$.deep..[0]", [[1, 2], 1, 3, 4]),
    ("$..items[0].id", [1]),
    ("$..['id','price']", [{"id": 1, "price": 8.5}, {"id": "2", "price": None}, {"id": 3, "price": 12}]),
    ("$..none", []),
    ("$..[?(@.id == 3)].price", [12]),
    ("$.user..*", ["Ann", "a@b.c", 33, None]),
]

FILTERS = [
    ("@ > 3", "$.list", [5, 9]),
    ("@ >= 3 && @ < 9", "$.list", [5, 3]),
    ("@ == 1 || @ == 9", "$.list", [9, 1]),
    ("!(@ == 1 || @ == 9)", "$.list", [5, 3]),
    ("@ in [1, '9']", "$.list", [9, 1]),
    ("@ nin [1, 9]", "$.list", [5, 3]),
    ("@ in $.list", "$.deep[0]", [1]),
    ("$.list contains @", "$.deep[0]", [1]),
    ("@.price", "$.items", [1, "2", 3]),
    ("!@.tags", "$.items", [3]),
    ("@.price == null", "$.items", ["2"]),
    ("@.none == null", "$.items", []),
    ("@.none != 1", "$.items", [1, "2", 3]),
    ("@.id == 2", "$.items", ["2"]),
    ("@.id === 2", "$.items", []),
    ("@.id == '3'", "$.items", [3]),
    ("@.price == 8.50", "$.items", [1]),
    ("@.tags == ['a','b']", "$.items", [1]),
    ("['a','b'] == @.tags", "$.items", []),
    ("@.tags contains 'a'", "$.items", [1]),
    ("'a' in @.tags", "$.items", [1]),
    ("@.tags size 2", "$.items", [1]),
    ("@.tags empty true", "$.items", ["2"]),
    ("@.tags subsetof ['a','b','c']", "$.items", [1, "2"]),
    ("@.tags anyof ['b']", "$.items", [1]),
    ("@.tags noneof ['b']", "$.items", ["2"]),
    ("@.tags all ['a']", "$.items", []),
    ("@.tags[0] == 'a'", "$.items", [1]),
    ("@.tags.length() == 2", "$.items", [1]),
    ("@.tags[?(@ == 'b')] == ['b']", "$.items", [1]),
    ("@ =~ /X/i", "$.texts", ["x"]),
    ("@ =~ /[x-z]/", "$.texts", ["x", "y"]),
    ("@ == $.texts[1]", "$.texts", ["y"]),
    ("$.none", "$.texts", []),
    ('@ == "x"', "$.texts", ["x"]),
    ("@ type 'string'", "$.texts", []),
]

FUNCTIONS = [
    ("$.list.length()", 4),
    ("$.user.size()", 4),
    ("$.user.name.length()", None),
    ("$.list.sum()", 18.0),
    ("$.list.min()", 1.0),
    ("$.list.max()", 9.0),
    ("$.list.avg()", 4.5),
    ("$.deep[0].stddev()", 0.5),
    ("$.list.first()", 5),
    ("$.list.last()", 1),
    ("$.list.index(2)", 9),
    ("$.list.index(-2)", 9),
    ("$.texts.concat()", "xy"),
    ('$.texts.concat("-", "z")', "xy-z"),
    ("$.concat($.user.name, $.user.age)", "Ann33"),
    ('$.concat("a,b")', "ab"),
    ("$.sum($.list, 2)", 20.0),
    ("$.sum($..price)", 20.5),
    ("$..price.sum()", 20.5),
    ("$.deep[*].length()", [2, 2, 0]),
    ("$..tags.length()", 2),
]


@pytest.mark.parametrize(("path", "expected"), KEYS + ITEMS + SCANS + FUNCTIONS)
def test_path(path: str, expected: Any) -> None:
    found = compile_path(path).find(DOCUMENT)
    assert json.dumps(found) == json.dumps(expected)


@pytest.mark.parametrize(("expression", "array", "expected"), FILTERS)
def test_filter(expression: str, array: str, expected: list[Any]) -> None:
    found = compile_path(f"{array}[?({expression})]").find(DOCUMENT)
    assert [item["id"] if isinstance(item, dict) else item for item in found] == expected


MISSING = [
    ("$.none", "The path finds nothing in this document: $['none']"),
    ("$.user.none.x", "The path finds nothing in this document: $['user']['none']['x']"),
    ("$.user.nick.x", "The path finds nothing in this document: $['user']['nick']['x']"),
    ("$.user.name.x", "The path finds nothing in this document: $['user']['name']['x']"),
    ("$.list[9]", "The path finds nothing in this document: $['list'][9]"),
    ("$.list[-5]", "The path finds nothing in this document: $['list'][-5]"),
    ("$.user[0]", "The path finds nothing in this document: $['user'][0]"),
    ("$.list.x", "The path finds nothing in this document: $['list']['x']"),
    ("$.user.name[0]", "The path finds nothing in this document: $['user']['name'][0]"),
    ("$.sum($.none)", "The path finds nothing in this document: $['none']"),
    ("$.none[*]", "The key 'none' does not exist (at character 3 of the path)"),
    ("$.none.length()", "The key 'none' does not exist (at character 3 of the path)"),
    (
        "$.user.name.x[*]",
        "Cannot read the key 'x': the value before it is not an object (at character 13 of the path)",
    ),
    (
        "$.list.length().x",
        "Cannot read the key ')': the value before it is not an object (at character 15 of the path)",
    ),
    (
        "$.list['a','b'].c",
        "Cannot read the key 'a': the value before it is not an object (at character 7 of the path)",
    ),
    (
        "$.user.nick['a','b']",
        "Cannot read several keys: the value before them is not an object (at character 12 of the path)",
    ),
    ("$.user[1:]", "Cannot read items: the value before them is not an array (at character 7 of the path)"),
    ("$.user[0].length()", "Cannot read items: the value before them is not an array (at character 7 of the path)"),
]


@pytest.mark.parametrize(("path", "message"), MISSING)
def test_a_definite_path_that_leads_nowhere(path: str, message: str) -> None:
    query = compile_path(path)
    assert query.read(DOCUMENT) is None
    with pytest.raises(PathNotFound) as raised:
        query.find(DOCUMENT)
    assert str(raised.value) == message


FAILING = [
    (
        "$.user.name[?(@.x)]",
        "A filter needs an array or an object, but the value before it is neither (at character 12 of the path)",
    ),
    ("$.user.sum()", "The function found no numbers (at character 8 of the path)"),
    ("$.texts.avg()", "The function found no numbers (at character 9 of the path)"),
    ("$.user.first()", "The function needs an array (at character 8 of the path)"),
    ("$.list.index(9)", "The array has no item 9 (at character 8 of the path)"),
    ("$.list.index(4)", "The array has no item 4 (at character 8 of the path)"),
    ("$.list.index(-4)", "Jayway does not find item -4 of the array (at character 8 of the path)"),
    ('$.list.index("a")', "index() needs the number of an item (at character 8 of the path)"),
    ("$.length(1)", "length takes a path, not JSON (at character 3 of the path)"),
    ("$.user.nick.length($.user)", "length(path) cannot look into null (at character 13 of the path)"),
    (
        "$.list.foo()",
        "The function foo() does not exist (at character 8 of the path); "
        "hint: to read a key of that name, write ['foo']",
    ),
    ("$[?(@.user empty true)]", "The operator empty fails on an object"),
    ("$[?(1 exists @.user)]", "The operator exists needs true or false"),
    ("$[?(@.deep contains 1)]", "A filter cannot look into an array that contains arrays or objects"),
    (
        '$[?(@.user == {"a":})]',
        "The filter contains JSON that cannot be read: Unexpected character (}) at position 5.",
    ),
    (
        '$.sum({"a"})',
        "An argument of the function is not JSON: Unexpected character (}) at position 3. (at character 3 of the path)",
    ),
]


@pytest.mark.parametrize(("path", "message"), FAILING)
def test_what_fails_on_the_document(path: str, message: str) -> None:
    query = compile_path(path)
    for read in (query.find, query.read):
        with pytest.raises(JsonPathError) as raised:
            read(DOCUMENT)
        assert not isinstance(raised.value, PathNotFound)
        assert str(raised.value) == message


NOT_COMPARABLE = [
    ("$[?(@ == 1)]", [math.inf], "A filter cannot compare inf (at character 5 of the path)"),
    ("$[?(@.a in [1])]", [{"a": math.nan}], "A filter cannot compare nan (at character 5 of the path)"),
    ("$[?(@.a contains 1)]", [{"a": [-math.inf]}], "A filter cannot compare -inf"),
    ("$[?(1 == @)]", [object()], "A filter cannot compare this kind of value (at character 10 of the path)"),
    ("$[?(@ contains 1)]", [[{}]], "A filter cannot look into an array that contains arrays or objects"),
    (
        "$[?(@ contains 'a')]",
        [[r"\u12zz"]],
        r"A text in the filter has a \u without four hexadecimal digits after it",
    ),
]


@pytest.mark.parametrize(("path", "document", "message"), NOT_COMPARABLE)
def test_values_that_a_filter_cannot_compare(path: str, document: Any, message: str) -> None:
    with pytest.raises(JsonPathError) as raised:
        compile_path(path).find(document)
    assert str(raised.value) == message


@pytest.mark.parametrize("document", ["a=b", 5, True, 1.5])
def test_a_document_that_is_no_object(document: Any) -> None:
    assert compile_path("$.x").read(document) is None
    assert compile_path("$[0]").read(document) is None
    assert compile_path("$..x").read(document) == []
    assert compile_path("$.*").read(document) == []
    assert compile_path("$.length()").find(document) is None
    assert compile_path("$").read(document) is document
    with pytest.raises(JsonPathError):
        compile_path("$[?(@.x)]").read(document)


def test_values_that_templates_make() -> None:
    hashed = HashMap()
    hashed["b"], hashed["a"] = 1, 2
    document = {
        "list": ArrayList([1, Long(2)]),
        "map": hashed,
        "array": JavaArray(["x"]),
        "part": SubList([1, 2, 3], 1, 2),
    }
    assert compile_path("$.list[1]").find(document) == Long(2)
    assert compile_path("$.list[?(@ == 2)]").find(document) == [Long(2)]
    assert compile_path("$[?(@ contains 2)]").find([document["list"]]) == [document["list"]]
    assert compile_path("$.map.*").find(document) == [2, 1]
    assert compile_path("$.array[0]").read(document) is None
    assert compile_path("$.part[-1]").find(document) == 3
    assert compile_path("$.part[*]").find(document) == [2, 3]
    assert compile_path("$..a").find(document) == [2]


def test_keys_are_a_live_view() -> None:
    keys = compile_path("$.user.keys()").find(DOCUMENT)
    assert isinstance(keys, KeySet)
    assert list(keys) == ["name", "e-mail", "age", "nick"]


def test_append_changes_the_document() -> None:
    document = {"list": [1]}
    assert compile_path("$.list.append(2)").find(document) is document["list"]
    assert document == {"list": [1, 2]}


def test_numbers_compare_by_decimal_value() -> None:
    document = [0.1, Decimal("0.10"), 10**22, 1e22, 123456789012345678901, math.inf]
    query = compile_path("$[0:5][?(@ > 0)]")
    assert query.find([[value] for value in document]) == document[:5]
    assert compile_path("$[?(@[0] == 0.1)]").find([[value] for value in document[:5]]) == [[0.1], [Decimal("0.10")]]
    assert len(compile_path("$[?(@[0] == 1e22)]").find([[value] for value in document[:5]])) == 2
    with pytest.raises(JsonPathError, match="cannot compare inf"):
        compile_path("$[?(@ == 1)]").find(document)
