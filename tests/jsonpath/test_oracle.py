"""Paths that Jayway JsonPath itself reads in the oracle: `paths.txt` on documents of several shapes, and blanks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.oracle.client import Oracle
from vtlharness import json_smart
from vtlharness.java.json_text import to_json
from vtlharness.jsonpath import JsonPathError, compile_path

OBJECT = r"""{"a": {"b": [{"c": 1, "d": "x"}, {"c": 2.5, "d": "y"}, {"c": null, "e": [1, 2, 3]}],
 "n": null, "s": "str", "t": true, "f": false}, "list": [5, 3, 9, 1], "empty": [], "emptyo": {},
 "nested": [[1, 2], [3, [4, 5]], []], "a-b": 1, "a b": 2, "": 3, "num": 10, "text": "10",
 "strs": ["a", "b", "$.x", "[1]", "'q'", "{}", "@", "x\\ny"], "x": "x", "o": {"k": "v", "list": [{"x": 1}, {"x": 2}]},
 "mix": [1, "1", 1.0, true, null, [1], {"a": 1}], "dates": ["2020-01-01"], "big": 12345678901234567890, "e": 1e3}"""
ARRAY = """[{"id": 1, "tags": ["a", "b"], "v": {"p": 1}}, {"id": 2, "tags": [], "v": {"p": 2}},
 {"id": "3", "tags": ["b"], "v": null}, {"id": null}, 7, "s", null, [{"id": 4}]]"""
UNICODE = (
    '{"é": {"😀": "a😀b"}, "s": ["😀", "\\uE000", "z"], "k": {"x\\ty": 1, "]": 2, "a\'b": 3, "c\\\\d": 4, "\\"": 5}}'
)
DOCUMENTS = {"object": OBJECT, "array": ARRAY, "text": "a=b", "number": "5", "boolean": "true"}

UNICODE_PATHS = [
    "$.é.😀",
    "$['é']['😀']",
    r"$['\u00e9']['\uD83D\uDE00']",
    "$.é.😀.length()",
    "$.s[?(@ size 2)]",
    "$.s[?(@ size 1)]",
    "$.s[?(@ > '😀')]",
    "$.s[?(@ == '\\uD83D\\uDE00')]",
    "$.s[?(@ =~ /./)]",
    "$.k.x\ty",
    "$.k['x\ty']",
    r"$.k['x\ty']",
    "$.k[']']",
    "$.k.]",
    r"$.k['a\'b']",
    '$.k["a\'b"]',
    r"$.k['c\\d']",
    "$.k['\"']",
    r'$.k["\""]',
    "$.s[0]😀",
    "$.s[0]é",
]
BLANKS = [
    "$.a.s ",
    "$.a.s   ",
    " $.a.s",
    "  a.s",
    "a.s ",
    "\t$.a.s",
    "$.a.s\n",
    "$ .a",
    "$. a",
    "$.a .s",
    "$[ 'a' ][ 's' ]",
]
BLANKS += [
    "$.list[ 0 , 1 ]",
    "$.list[ 1: ]",
    "$.list[1 :2]",
    "$.list[\t0]",
    "$[ 'a' , 'x' ]",
    "$.a.b[\t?(@.c)]",
    "$.a.b[? (@.c)]",
]
BLANKS += [
    "$.list[?(@>3)]",
    "$.list[?( @ > 3 )]",
    "$.list[?(@\t>\t3)]",
    "$.list[?(@ >3 )].x",
    "$.sum( 1 , 2 )",
    "$.sum(\n1\n,\n2\n)",
]


def _answers(oracle: Oracle, pairs: list[tuple[str, str]]) -> list[str | None]:
    """The oracle's text for each path and body, None if it fails.

    Jayway keeps its compiled paths, and reading wears them (an index of a scan, a wildcard of a function's argument).
    Blanks at the end make each question a new path.
    """
    asked: dict[str, int] = {}
    requests = []
    for path, body in pairs:
        asked[path] = asked.get(path, 0) + 1
        fresh = path + " " * asked[path]
        requests.append({"template": "$input.json($p)", "vars": {"p": fresh}, "body": body})
    return [answer.get("output") for answer in oracle.ask(requests)]


def _ours(path: str, body: str) -> str | None:
    try:
        value = compile_path(path).read(json_smart.parse(body))
    except JsonPathError:
        return None
    return '""' if value is None else to_json(value)


def _differences(oracle: Oracle, pairs: list[tuple[str, str]]) -> list[str]:
    expected = _answers(oracle, pairs)
    failing = sum(answer is None for answer in expected)
    print(f"{len(pairs)} questions, {failing} of them refused or failing")
    return [
        f"{path} on {body[:60]}: {_ours(path, body)} instead of {answer}"
        for (path, body), answer in zip(pairs, expected, strict=True)
        if _ours(path, body) != answer
    ]


def _paths() -> list[str]:
    return (Path(__file__).parent / "paths.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_paths_read_as_in_jayway(oracle: Oracle, document: str) -> None:
    pairs = [(path, DOCUMENTS[document]) for path in _paths()]
    assert len(pairs) > 500
    assert not _differences(oracle, pairs)


def test_characters_beyond_ascii_read_as_in_jayway(oracle: Oracle) -> None:
    assert not _differences(oracle, [(path, UNICODE) for path in UNICODE_PATHS])


def test_blanks_read_as_in_jayway(oracle: Oracle) -> None:
    assert not _differences(oracle, [(path, OBJECT) for path in BLANKS])
