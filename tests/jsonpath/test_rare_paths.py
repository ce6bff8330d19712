"""Paths of which each meets a rare turn of the syntax or of an operator: as Jayway answers them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.oracle.client import Oracle
from vtlharness import json_smart
from vtlharness.java.json_text import to_json
from vtlharness.jsonpath import JsonPathError, compile_path

DOCUMENT = r"""{"l": [1, 2.5, "x", null, true, [1, 2], {"a": 1}, [], {}, "", "1", -3, 1e3, "é"],
 "o": {"a": 1, "b": "x", "c": null},
 "items": [{"n": 1, "t": "a", "s": ["x", "y"], "ok": true}, {"n": 2, "t": "b", "s": [], "ok": false, "x": null},
 {"n": "3", "t": "C", "s": "xy", "o": {"a": 1}}, {"t": null, "n": 4.0, "s": [1, 2, 3]}, 5, "text", null],
 "num": [3, 1, 2], "dec": [12345678901234567890.5, 1e400, -1], "mixed": [1, "2", null, 4],
 "big": 123456789012345678901234567890,
 "p": "$.o.a", "lines": ["a\nb", "a\rb", "a\u2028b"],
 "deep": {"x": [{"x": {"x": 1}}, {"y": 2}]}, "": {"": 1}, "a.b": {"c]": 1, "d'": 2}}"""

OPERATORS = (
    "==",
    "===",
    "!=",
    "!==",
    "<",
    "<=",
    ">",
    ">=",
    "=~",
    "in",
    "nin",
    "subsetof",
    "anyof",
    "noneof",
    "size",
    "contains",
)
OPERANDS = {
    "==": ("1", "'a'", "null", "true", "@.t", "$.o.a", "[1,2]", "{'a':1}", '{"a": 1}', "1.0", "'1'", "/a/", "[]"),
    "=~": ("/a/", "/A/i", "/[ab]/", "/^$/", "/(/", "'a'", "@.t", "/a/x", "/.*/s", "/b/m", "/a/d", "/a/u", "/a/z"),
    "in": ("['a','b']", "[1,2]", "[]", "@.s", "$.num", "'a'", "null", "[null]", "[true]", "['a',1,null]", "1", '["x"]'),
    "size": ("0", "2", "3", "'2'", "2.0", "null", "-1", "@.n", "$.o.a"),
    "contains": ("'x'", "1", "null", "'y'", "'a'", "''", "@.t", "[1]"),
}
OPERANDS.update({"===": OPERANDS["=="], "!=": OPERANDS["=="], "!==": OPERANDS["=="][:8], "nin": OPERANDS["in"]})
OPERANDS.update(dict.fromkeys(("<", "<=", ">", ">="), ("1", "2.5", "'b'", "null", "true", "@.n", "[1]", "'3'")))
OPERANDS.update(
    dict.fromkeys(("subsetof", "anyof", "noneof"), ("['x','y']", "[]", "[1,2,3]", "@.s", "'x'", "null", "$.num"))
)
LEFT = {
    "size": ("@.s", "@.t", "@", "@.o"),
    "contains": ("@.s", "@.t", "@.n", "@.o"),
    "in": ("@.t", "@.n", "@.x", "@.s"),
}
LEFT["nin"] = LEFT["in"]
LEFT.update(dict.fromkeys(("subsetof", "anyof", "noneof"), ("@.s", "@.t")))
FILTERED = [
    f"$.items[?({left} {operator} {right})]"
    for operator in OPERATORS
    for left in LEFT.get(operator, ("@.n", "@.t"))
    for right in OPERANDS[operator]
]
COMPARED = [
    f"$.{where}[?(@ {operator} {right})]"
    for where in ("l", "mixed", "dec")
    for operator in ("==", "!=", "<", ">=", "===")
    for right in (
        "1",
        "'x'",
        "null",
        "true",
        "2.5",
        "[1,2]",
        "[1, 2]",
        "{'a':1}",
        '{"a":1}',
        "[]",
        "'1'",
        "1e3",
        "-1",
        "''",
    )
]
FILE = Path(__file__).with_name("rare_paths.txt")
ALL = list(dict.fromkeys([*FILTERED, *COMPARED, *FILE.read_text(encoding="utf-8").split("\n")[:-1]]))


def _ours(path: str) -> str | None:
    try:
        value = compile_path(path).read(json_smart.parse(DOCUMENT))
    except JsonPathError:
        return None
    return '""' if value is None else to_json(value)


def _requests() -> list[dict[str, object]]:
    return [{"template": "$input.json($p)", "vars": {"p": path}, "body": DOCUMENT} for path in ALL]


def test_as_jayway_reads_them(oracle: Oracle) -> None:
    pairs = zip(ALL, oracle.ask(_requests()), strict=True)
    assert [(path, _ours(path), answer) for path, answer in pairs if _ours(path) != answer.get("output")] == []


@pytest.mark.parametrize("path", [path for path in ALL if _ours(path) is None][::4])
def test_a_refusal_says_why(path: str) -> None:
    with pytest.raises(JsonPathError) as refused:
        compile_path(path).read(json_smart.parse(DOCUMENT))
    assert str(refused.value)
