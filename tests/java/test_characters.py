"""What java.lang.Character says of code points that every version of Unicode knows alike, by the oracle."""

from __future__ import annotations

import itertools

import pytest

from tests.oracle.client import Oracle
from vtlharness.java.methods.table import call
from vtlharness.java.scalars import Character
from vtlharness.java.text import text_of

RANGES = (
    *(
        (0, 0x363),
        (0x370, 0x530),
        (0x5D0, 0x5EB),
        (0x600, 0x61D),
        (0x61E, 0x700),
        (0x905, 0x93A),
        (0x1E00, 0x2060),
        (0x20A0, 0x20BF),
        (0x2100, 0x218B),
    ),
    *((0x2190, 0x2400), (0x2460, 0x2500), (0x3000, 0x3040), (0x3041, 0x3097), (0xAC00, 0xAC10), (0xD7FC, 0xE010)),
    *((0xFB00, 0xFB07), (0xFE50, 0xFE6C), (0xFF00, 0xFFBF), (0x1F600, 0x1F610), (0x10400, 0x10450), (0x1D7CE, 0x1D7FF)),
)
TESTS = (
    *("isDigit", "isLetter", "isLetterOrDigit", "isAlphabetic", "isUpperCase", "isLowerCase", "isTitleCase"),
    *("isWhitespace", "isSpaceChar", "isISOControl", "isIdentifierIgnorable", "isJavaIdentifierPart"),
    *("isJavaIdentifierStart", "isDefined", "getNumericValue", "charCount"),
)
CHANGES = ("toUpperCase", "toLowerCase", "toTitleCase")
ROUNDS = 500


def _chunks() -> list[list[int]]:
    codes = [code for start, end in RANGES for code in range(start, end)]
    return [codes[at : at + ROUNDS] for at in range(0, len(codes), ROUNDS)]


@pytest.mark.parametrize("method", [*TESTS, *CHANGES])
def test_code_points(oracle: Oracle, method: str) -> None:
    """Where the answer differs from that for the code point before; of a change, its distance."""
    value = f"$c.{method}($i)"
    shown = f"#set($v={value} - $i)" if method in CHANGES else f'#set($v="{value}")'
    template = (
        f"#set($t='a')#set($c=$t.charAt(0))#set($p='')#foreach($i in $input.path('$')){shown}"
        "#if(!$v.equals($p))$i:$v;#set($p=$v)#end#end"
    )
    chunks = _chunks()
    answers = oracle.ask([{"template": template, "body": str(chunk)} for chunk in chunks])
    assert [_told(method, chunk) for chunk in chunks] == [answer["output"] for answer in answers]


def _told(method: str, codes: list[int]) -> str:
    results = [(code, call(Character("a"), method, (code,))) for code in codes]
    values = [(code, text_of(result - code if method in CHANGES else result)) for code, result in results]
    first = values[:1] + [after for before, after in itertools.pairwise(values) if before[1] != after[1]]
    return "".join(f"{code}:{value};" for code, value in first)
