"""json_smart.parse by table: the values of strict and of sloppy texts, and the messages of errors."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from tests.json_smart.documents import nested
from tests.observations import rows
from vtlharness.java.scalars import BigInteger, Float
from vtlharness.json_smart import JsonError, parse


def typed(value: Any) -> Any:
    """With every type in sight: 1, 1.0, True and BigInteger(1) are equal in Python."""
    if type(value) is dict:
        return {key: typed(item) for key, item in value.items()}
    if type(value) is list:
        return [typed(item) for item in value]
    return type(value).__name__, repr(value)


VALUES = [
    ('{"a": [1, 2.50, "x", true, false, null]}', {"a": [1, 2.5, "x", True, False, None]}),
    ("", ""),
    ("  ", ""),
    ("a=b", "a=b"),
    ("null", None),
    ("nullx", "nullx"),
    ('"text"', "text"),
    ("{'a': 'b', c: d e ,}", {"a": "b", "c": "d e"}),
    ("{statusCode: 200, }foo: ''}", {"statusCode": 200}),
    ("[1,,2,]", [1, 2]),
    ('{"b":1,"a":2,"b":3}', {"b": 3, "a": 2}),
    ("[a b , c]", ["a b", "c"]),
    ('["a\nb\x00", "\\n\x01\x7f", "\x7f"]', ["a\nb\x00", "\n", "\x7f"]),
    ('["\\u0041\\x42\\q\\/\\\'"]', ["AB/'"]),
    ('["\\ud83d\\ude00", "\\ud800", "\U0001f600"]', ["\U0001f600", "\ud800", "\U0001f600"]),
    ("[-0, 00, -, 007]", [0, 0, 0, 7]),
    ("[2147483648, 9223372036854775808, 18446744073709551616]", [2**31, 2**63, 2**64]),
    ("[00000000000000000001]", [BigInteger(1)]),
    ("[1.0, 1e5, -0.0, 1e400, 1.]", [1.0, 100000.0, -0.0, float("inf"), 1.0]),
    ("[1.00000000000000000]", [Decimal("1.00000000000000000")]),
    ("[-0.00000000000000000]", [Decimal("0.00000000000000000")]),
    ("[-1.00000000000000000e2]", [Decimal("-100.000000000000000")]),
    ("[NaN]", [Float("nan")]),
    ("[12é]", [12, "é"]),
    ("[12|]", ["12|"]),
    ('{"id": "12345678901234567890"}', {"id": "12345678901234567890"}),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_values(text: str, value: Any) -> None:
    assert typed(parse(text)) == typed(value)


ERRORS = [
    ("{a", "Unexpected End Of File position 1: null", 1),
    ("[a", "Unexpected End Of File position 1: EOF", 1),
    ('{"a":1', "Unexpected End Of File position 5: null", 5),
    ('{"a":', "Unexpected End Of File position 4: EOF", 4),
    ('{"a', "Unexpected End Of File position 3: null", 3),
    ('"a\\"', "Unexpected End Of File position 3: null", 3),
    ('{"a":}', "Unexpected character (}) at position 5.", 5),
    ('{"a" 1}', "Unexpected character (1) at position 4.", 4),
    ("{[", "Unexpected character ([) at position 1.", 1),
    ("]", "Unexpected character (]) at position 0.", 0),
    ('{"\U0001f600":[]]', "Unexpected token ] at position 7.", 7),
    ("[-.]", "Unexpected token -. at position 3.", 3),
    ('"\\u12g4"', "Unexpected unicode escape sequence g at position 5.", 5),
    ("[" * 401, "Malicious payload, having non natural depths, parsing stoped on [ at position 400.", 400),
]


@pytest.mark.parametrize(("text", "message", "position"), ERRORS)
def test_errors(text: str, message: str, position: int) -> None:
    with pytest.raises(JsonError) as refused:
        parse(text)
    assert (refused.value.message, refused.value.position) == (message, position)


@pytest.mark.parametrize("levels", [255, 400])
def test_depth_is_not_pythons(levels: int) -> None:
    value = parse(nested(levels))
    for level in range(levels):
        value = value["a" if level % 2 else 0]
    assert value == 1


@pytest.mark.parametrize("number", ["9" * 5000, "-" + "9" * 5000])
def test_integers_of_any_length(number: str) -> None:
    assert parse(f"[{number}]") == [int(number[0].replace("9", "") + "1") * (10**5000 - 1)]


def test_many_containers_side_by_side() -> None:
    data = [{"a": [], "b": 12345678901234567890.5, "n": 2**70}] * 1000
    assert len(parse(json.dumps(data))) == 1000


@pytest.mark.usefixtures("shared_observations")
def test_what_the_service_said_of_refused_payloads() -> None:
    refused = [row for row in rows("templates") if "Could not process payload" in str(row["expect"].get("error"))]
    assert refused
    for row in refused:
        with pytest.raises(JsonError) as error:
            parse(row["body"])
        assert f"net.minidev.json.parser.ParseException: {error.value.message}" in row["expect"]["error"]
