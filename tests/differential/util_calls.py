# ruff: noqa: E501 (tables read better on one line)
"""Calls of `$util`, of `$input` and of `$context`, nested, with arguments of every kind.

`write_request(random)` gives a request of the oracle's protocol.
"""

from __future__ import annotations

import json
from random import Random
from typing import Any

FUNCTIONS = ("escapeJavaScript", "parseJson", "urlEncode", "urlDecode", "base64Encode", "base64Decode")
BODY = json.dumps({"a": {"b": [1, "x/y"]}, "l": [1, "2", None, {"k": "v/w"}], "n": 5, "s": "str'\"/\\", "f": 1.5, "nul": None, "u": "é€𝄞\u2028", "lone": "\ud834x", "ctl": "\x00\x1f\x7f\x80\n\t\r\b\f"})  # fmt: skip
ARGUMENTS = (
    "''", "' '", "'a b'", "'%41'", "'%'", "'%4'", "'%zz'", "'%C3%A9'", "'%c3'", "'%F0%9D%84%9E'", "'%ED%A0%80'", "'a+b'",
    "'% 41'", "'YQ=='", "'YQ'", "'YQ='", "'Y'", "'YWI='", "'YW=I'", "'='", "'Y Q=='", "'YQ==YQ=='", "'-_-_'", "'+/+/'",
    "'/w=='", "'8J2Eng=='", "'é'", "'a/b'", '"it\'s"', "'\"'", "'\\'", "'<&>'", "1", "1.5", "true", "null", "$none",
    "[1,2]", "{'a':1}", "$p", "$p.a", "$p.l", "$p.n", "$p.s", "$p.f", "$p.nul", "$p.u", "$p.lone", "$p.ctl", "$input",
    "$util", "$context", "$stageVariables", "$input.body", "$input.params()", "$input.params('q')", "$input.json('$.l')",
    "$context.stage", "$context.identity", "'{}'", "'{\"a\":1}'", "'[1,'", "'{a'", "'nul'", "'1'", "'-'", "'{} x'", "$p.s.charAt(0)",
)  # fmt: skip
CHARACTERS = ((0x00, 0x7F), (0x80, 0x24F), (0x2000, 0x20FF), (0x3040, 0x30FF), (0xE000, 0xE010), (0xFFF0, 0xFFFF), (0x1F600, 0x1F64F))  # fmt: skip


def write_request(random: Random) -> dict[str, Any]:
    """One to three functions, each of the other's result."""
    body = BODY
    argument = random.choice(ARGUMENTS)
    if random.random() < 0.3:
        ranges = [random.choice(CHARACTERS) for _ in range(random.randint(1, 12))]
        body = json.dumps({"x": "".join(chr(random.randint(*ends)) for ends in ranges)}, ensure_ascii=False)
        argument = random.choice(("$p.x", "$input.json('$')", "$input.json('$.x')", "$input.body"))
    for _ in range(random.choice((1, 1, 2, 3))):
        argument = f"$util.{random.choice(FUNCTIONS)}({argument})"
    return {
        "template": f"#set($p = $input.path('$'))#set($r = {argument})$r|$r.class.name|$r.length()|$r.a|#if($r)t#{{else}}f#end",
        "body": body,
        "params": {"querystring": {"q": "a b%20é"}, "header": {"X-H": "h"}},
        "context": {"stage": "prod", "identity": {"sourceIp": "1.2.3.4"}},
    }
