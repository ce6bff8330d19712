# ruff: noqa: E501 (tables read better on one line)
"""Payloads, from strict JSON to hardly any JSON, as a client sends them, mistypes them or cuts them off.

`write_request(random)` gives a request of the oracle's protocol that reads the payload through `$input` or through
`$util.parseJson`, and prints the result with its Java class.
"""

from __future__ import annotations

from random import Random
from typing import Any

NUMBERS = ("0", "-0", "1", "-1", "007", "-01", "1.", "1.0", ".5", "-.5", "+1", "1e5", "1E5", "1e+5", "1e-5", "1e", "1.50", "0.1", "-0.0", "1e400", "1e-400", "2147483648", "9223372036854775808", "-9223372036854775809", "12345678901234567890.5", "1.234567890123456789012", "0.30000000000000004", "1e22", "1e23", "NaN", "-", "--1", "1-1", "1 2", "0x1F", "1L", "1,5", "1.2.3", "- 1", "5e-324", "1.7976931348623159e308")  # fmt: skip
TEXTS = ('"a"', "'a'", "a", '""', "''", '"a\\nb"', '"\\u00e9"', '"\\uD834\\uDD1E"', '"\\uD834"', '"\\x"', '"\\u12"', '"a\nb"', '"\x7f"', '"\u2028"', '"é€𝄞"', '"a/b"', '"it\'s"', '"a', 'a"', '"a"b"', "'a\"", '"\\\\"', '"\\', "a b", "a:b", "\\u0041", '"\x00"', '"\\b\\f\\r\\t"', "'\\''", "\x01", "\ufeff", '"a" "b"', "/*c*/1", "undefined", "nul", "null", "nullx", "true", "True", "truex", "false", "#a", "@", "\xa0a")  # fmt: skip
KEYS = ('"a"', '"a"', "a", "'a'", '"b"', "b", '"a b"', "a b", "1", '""', '"\\u0061"', "null", '"é"', '"a', "-")
BLANKS = ("", "", "", "", " ", "\n", "\t", "\r\n", "\x0b", "\xa0")
PIECES = "{}[],:\"'\\ab1.-e \n\x00é/+tfn"
TEMPLATES = (
    "$input.body|$input.path('$')|$input.json('$')|$input.path('$.a')|$input.json('$.a')|$input.path('$.a').class.name|$input.path('$[0]')|$input.path('$[0]').class.name",
    "#set($p = $util.parseJson($input.body))$p|$p.class.name|$p.a|$p.a.class.name|$p[0]",
    "#foreach($e in $input.path('$'))$e|$e.class.name,#end$input.path('$').entrySet()",
)  # fmt: skip


def write_request(random: Random) -> dict[str, Any]:
    """One payload, one template."""
    body = _value(random, random.randint(0, 3))
    if random.random() < 0.4:
        body = _broken(random, body)
    return {"template": random.choice(TEMPLATES), "body": body}


def _value(random: Random, depth: int) -> str:
    choice = random.random()
    if depth == 0 or choice < 0.3:
        return f"{random.choice(BLANKS)}{random.choice(NUMBERS if choice < 0.12 else TEXTS)}{random.choice(BLANKS)}"
    count = random.randint(0, 3)
    if choice < 0.65:
        items = [_value(random, depth - 1) for _ in range(count)]
        return f"[{_joined(random, items)}{random.choice([']'] * 20 + ['}', '', ']]'])}"
    pairs = [
        f"{random.choice(BLANKS)}{random.choice(KEYS)}{random.choice([':'] * 20 + ['::', '=', ''])}{_value(random, depth - 1)}"
        for _ in range(count)
    ]
    return f"{{{_joined(random, pairs)}{random.choice(['}'] * 20 + [']', '', '}}'])}"


def _joined(random: Random, parts: list[str]) -> str:
    return "".join(part + _separator(random, last=number == len(parts) - 1) for number, part in enumerate(parts))


def _separator(random: Random, last: bool) -> str:
    if random.random() < 0.15:
        return random.choice((",", ",,", ", ,", ";", " ", ""))
    return "" if last else ","


def _broken(random: Random, text: str) -> str:
    place = random.randint(0, len(text))
    return (text[:place] + text[place + 1 :], text[:place] + random.choice(PIECES) + text[place:], text[:place])[
        random.randint(0, 2)
    ]
