"""Texts to parse: sloppy and strict seeds, mutations of them, and a table of edge cases."""

from __future__ import annotations

import random

SEEDS = (
    '{"a":1,"b":[1,2.5,"x\\ny",null,true,false],"c":{"d":"e"}}',
    "{'a':'b',c:d, e : f g ,}",
    "[1,,2,]",
    "a=b",
    '{"statusCode": 200 ,, }',
    '{a:{b:[c,{d:1}]},"e":\'f"g\'}',
    '"x\\u0041\\x41\\q\\/"',
    "[-1.5e10,1e5,12345678901234567890,1.2345678901234567890,-0,007]",
    '{"a":"\U0001f600 \\ud83d\\ude00"}',
    '{"a":[{"b":null},{"b":"x\\\\"}]}',
    '  [ "a" , "b" ] tail',
    "true",
    "nullx",
    '{"a":"1","a":"2"}',
    "[NaN,NaNx,nul,n,-,-.,1.,.5,1e,1e+5,+1]",
    '{"id":"12345678901234567890","x":"\x7f","y":"\\t\x7f"}',
)
ALPHABET = "{}[]:,\"'\\ \t\n\r\x01\x0b\x1a\x1c\x7f\x85\u00a0\u2003~|abeEntuxfN01239.-+/é\U0001f600\ud83d\ude00"


def mutations(count: int, seed: int) -> list[str]:
    """The same texts for the same seed."""
    chance = random.Random(seed)
    return [_mutated(chance, chance.choice(SEEDS)) if chance.random() < 0.8 else _noise(chance) for _ in range(count)]


def _noise(chance: random.Random) -> str:
    return as_java("".join(chance.choices(ALPHABET, k=chance.randrange(1, 25))))


def _mutated(chance: random.Random, text: str) -> str:
    for _ in range(chance.choice((0, 1, 1, 2, 3, 6))):
        at, other = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
        change = chance.choice(("delete", "insert", "insert", "truncate", "repeat"))
        if change == "delete":
            text = text[:at] + text[at + 1 :]
        elif change == "insert":
            text = text[:at] + chance.choice(ALPHABET) + text[at:]
        elif change == "truncate":
            text = text[:other]
        else:
            text = text[:other] + text[at:]
    return as_java(text) or "x"


def as_java(text: str) -> str:
    """The text with every surrogate pair as one character, as this package keeps texts."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def nested(levels: int, inner: str = "1") -> str:
    """Arrays and objects, one inside the other."""
    opening = "".join('{"a":' if level % 2 else "[" for level in range(levels))
    return opening + inner + "".join("}" if level % 2 else "]" for level in reversed(range(levels)))


_ZEROS = "0" * 18
NUMBERS = (
    *("0", "-0", "00", "-00", "007", "-", "--5", "+1", "1_000", "0x10", "1L", "1d", "NaN", "nan", "Infinity"),
    *("2147483647", "2147483648", "-2147483648", "-2147483649", "9223372036854775807", "9223372036854775808"),
    *("-9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616", "9" * 5000),
    *("0" * 18 + "1", "0" * 19 + "1", "-" + "0" * 18 + "1", "-" + "0" * 19 + "1", "1\x01", "-\x01", "1" * 20 + "\x01"),
    *("1.", "-.", "-.5", ".5", "1.e5", "-.e5", "-e5", "1e", "1ex", "1e+", "1e+x", "1e+5x", "1E5", "1e-5", "1.5\x01"),
    *("1e400", "-1e400", "1e-400", "-0.0", "1234567890123456.5", "12345678901234567.5", "-123456789012345.67"),
    *("1." + _ZEROS, "-0." + _ZEROS, "1" + _ZEROS + ".", "1" + _ZEROS + ".e5", "1e0000000000000000001"),
    *(f"1.{_ZEROS}e{exponent}" for exponent in ("5", "00000000000005", "-5", "+5", "2147483647", "2147483648")),
    *(f"1.{_ZEROS}e{exponent}" for exponent in ("-2147483629", "-2147483630", "12345678901", "-99999999999", "", "+")),
    *(f"0.{_ZEROS}e2147483648", f"1.{_ZEROS}\x01", "12é", "12~", "12|", "1e5é", "1.5~", "0.1e1", "123456789012345678"),
)
EDGES = (
    *(f"[{number}]" for number in NUMBERS),
    *(f'{{"a": {number} , "b":{number}}}' for number in NUMBERS),
    *NUMBERS,
    *(nested(levels) for levels in (1, 2, 254, 255, 399, 400, 401, 402, 1100)),
    *("[" * levels for levels in (399, 400, 401)),
    "[" + ",".join(['{"a":[]}'] * 500) + "]",
    "[" + ",".join(['{"a":[]}'] * 500) + ',"\\ud800",123456789012345678901234]',
    "[" + ",".join(["{}"] * 500) + "," + nested(400) + "]",
    "[" + ",".join(["[]"] * 500) + "," + nested(400) + ",1234567890.1234567890]",
    *('"\\ud800"', '"\\ud83d\\ude00"', '"\ud83d\\ude00"', '"\\ud83d\ude00"', '["\ud800",12345678901234567890.5]'),
    *('{"\U0001f600"\U0001f600', '{"a":1\U0001f600}', "\U0001f600 {", '["\U0001f600\x1a"]', '["\U0001f600\\t\x1a"]'),
    *(
        '["\x7f"]',
        '["\\n\x7f"]',
        '["\x7f","\\n"]',
        '["a\x01\nb"]',
        '["a\x01\\nb"]',
        "\ufeff{}",
        " ",
        "\n",
        "\x0b",
        "\x1a",
    ),
    *('{"a":1', "{a", "[a", '{"a', '{"a"', '{"a":', '{"a":}', '{"a":,}', '{"a":]}', '{"a":1]', '{"a":1 2}', '{"a" 1}'),
    *(
        "{,}",
        "{,,a:1,,}",
        "{]",
        "{[",
        "{{",
        "{:",
        "[:",
        "[}",
        "[,,]",
        "[1 2]",
        "[a b , c ]",
        "]",
        "}",
        ":",
        ",",
        "{}x",
        "[]]",
    ),
    *(
        '"\\u12',
        '"\\u12"',
        '"\\u12g4"',
        '"\\x4"',
        '"\\',
        '"\\"',
        "'\\'",
        "'a\"b'",
        "\"a'b\\n'\"",
        "{'a\\'b':1}",
        '"a"b',
    ),
    *('{"a":{"b":1}{"c":2}}', "{\x0b:1}", "{\x0b a\x0b:\x0bnull}", '{"a"\x01:\x011\x01}', "/* a */{}", "[1,// x\n2]"),
    *("null ", " null", "nul", "true\n", "false,", "[null ,true\n,false\x0b]", "{a:null ,b:\u2003true,c:\u00a0true}"),
)
