# ruff: noqa: E501 (tables read better on one line)
"""JSONPaths from Jayway's grammar, some of them broken, read by `$input.json` and `$input.path` on documents that have what they name.

`write_request(random)` gives a request of the oracle's protocol. Left out is `..*` and `..[*]` with something behind it:
Jayway wears such a path out (docs/fidelity.md, "Known differences from the engine").
"""

from __future__ import annotations

import re
from random import Random
from typing import Any

DOCUMENTS = (
    '{"a": {"b": [{"c": 1, "d": "x"}, {"c": 2.5, "d": "y"}, {"c": null, "e": [1, 2, 3]}], "n": null, "s": "str", "t": true}, "list": [5, 3, 9, 1], "empty": [], "a-b": 1, "a b": 2, "num": 10, "text": "10", "strs": ["a", "b", "$.x"], "mix": [1, "1", 1.0, true, null, [1], {"a": 1}], "big": 12345678901234567890, "e": 1e3}',
    '{"store": {"book": [{"category": "reference", "author": "Rees", "price": 8.95}, {"category": "fiction", "author": "Waugh", "price": 12.99, "isbn": "0-553"}, {"category": "fiction", "price": 22.99, "isbn": null}], "bicycle": {"color": "red", "price": 19.95}}, "expensive": 10}',
    '[{"id": 1, "tags": ["a", "b"], "v": {"p": 1}}, {"id": 2, "tags": [], "v": {"p": 2}}, {"id": "3", "tags": ["b"], "v": null}, {"id": null}, 7, "s", null]',
    '{"é": {"😀": "a😀b"}, "s": ["😀", "\\uE000", "z"], "k": {"x\\ty": 1, "]": 2, "a\'b": 3}}',
    "[]", "{}", "[[1, 2], [3]]", '"s"', "5", "null", "a=b",
)  # fmt: skip
KEYS = ("a", "b", "c", "d", "list", "store", "book", "price", "category", "isbn", "num", "text", "none", "*", "length", "a-b", "é", "s", "$x", "@", "tags", "id", "v", "t", "n", "e", "big", "mix", "strs", "empty")  # fmt: skip
LITERALS = ("1", "2", "10", "-1", "1.0", "2.5", "8.95", "'x'", '"x"', "'fiction'", "true", "false", "null", "[1,2]", "['a','b']", "{}", '{"a":1}', "/x.*/", "/X/i", "/^f/", "'10'", "''", "1e1", "[]", "0", "3000000000", "12345678901234567890", "undefined", "'it\\'s'")  # fmt: skip
OPERATORS = ("==", "!=", "<", ">", "<=", ">=", "=~", "in", "nin", "subsetof", "anyof", "noneof", "size", "empty", "contains", "IN", "===", "!==", "=", "<>", "type", "all")  # fmt: skip
INDEXES = ("0", "1", "-1", "-2", "5", "*", "00", "+1", "1.0", "", "a", "0,1", "0, -1", "0,1,", "0,'a'", "1:", "0:2", ":2", "-2:", ":-1", "::", "0:3:2", ":", "2:1", "1 : 2", "a:b")  # fmt: skip
FUNCTIONS = ("length()", "size()", "min()", "max()", "avg()", "sum()", "stddev()", "keys()", "first()", "last()", "index(0)", "index(-1)", "concat('a')", "append(1)", "sum($..num)", "max(1,2,3)", "nope()", "length( )", "length")  # fmt: skip
ODDITIES = (".", "[", "]", "..", "'", "()", "[]", "['']", "[?]", "[?()]", "[(@.length-1)]", " ", "$", "@", ".[0]", ".['a']", "..['a','b']", "[?(@)]", "[?(!@.a)]", "[?(@.a")  # fmt: skip
PIECES = "[]().'\"$@*?!=<>&|,: ab019-/\\~{}\n"
TEMPLATE = "$input.json($path)|#set($v = $input.path($path))$v|$v.class.name|$v.size()"
_WEARS_OUT = re.compile(r"\.\.\s*(\*|\[\s*\*)")


def write_request(random: Random) -> dict[str, Any]:
    """One path, read twice."""
    while True:
        path = _path(random, 2)
        if random.random() < 0.3:
            path = _broken(random, path)
        if not _WEARS_OUT.search(path):
            return {"template": TEMPLATE, "body": random.choice(DOCUMENTS), "vars": {"path": path}}


def _path(random: Random, depth: int, root: str = "$") -> str:
    return root + "".join(_step(random, depth) for _ in range(random.randint(0, 3)))


def _step(random: Random, depth: int) -> str:
    choice = random.random()
    key = random.choice(KEYS)
    if choice < 0.3:
        return f".{key}"
    if choice < 0.36:
        return f"..{key}"
    if choice < 0.5:
        keys = [_quoted(random, random.choice(KEYS)) for _ in range(random.choice((1, 1, 2, 3)))]
        return f"[{_blank(random)}{random.choice((',', ', ')).join(keys)}{_blank(random)}]"
    if choice < 0.7:
        return f"[{_blank(random)}{random.choice(INDEXES)}{_blank(random)}]"
    if choice < 0.86 and depth > 0:
        return f"[{_blank(random)}?{_blank(random)}({_filter(random, depth - 1)}){_blank(random)}]"
    if choice < 0.93:
        return f".{random.choice(FUNCTIONS)}"
    return random.choice(ODDITIES)


def _quoted(random: Random, key: str) -> str:
    quote = random.choice("''\"")
    return f"{quote}{key}{quote}"


def _blank(random: Random) -> str:
    return random.choice(("", "", "", "", " ", "  "))


def _filter(random: Random, depth: int) -> str:
    choice = random.random()
    if choice < 0.2:
        return f"{_blank(random)}{_path(random, depth, '@')}{_blank(random)}"
    if choice < 0.3:
        return f"!{_filter(random, depth)}"
    if choice < 0.42 and depth > 0:
        operator = random.choice(("&&", "||", "&&", "and", "or", "|", "&"))
        return f"{_filter(random, depth - 1)}{_blank(random)}{operator}{_blank(random)}{_filter(random, depth - 1)}"
    if choice < 0.5:
        return f"({_filter(random, depth)})"
    operator = random.choice(OPERATORS)
    blank = " " if operator[0].isalpha() else _blank(random)
    return f"{_operand(random, depth)}{blank}{operator}{blank}{_operand(random, depth)}"


def _operand(random: Random, depth: int) -> str:
    choice = random.random()
    if choice < 0.62:
        return _path(random, depth, "@" if choice < 0.5 else "$")
    return random.choice(LITERALS)


def _broken(random: Random, path: str) -> str:
    place = random.randint(0, len(path))
    return (path[:place] + path[place + 1 :], path[:place] + random.choice(PIECES) + path[place:], path[:place])[
        random.randint(0, 2)
    ]
