"""Percent encoding and base64 as Java does them: a table that stands alone, then everything against the oracle."""

from __future__ import annotations

import base64
import random
import re
from collections.abc import Callable, Iterable

import pytest

from tests.oracle.client import Oracle
from vtlharness.gateway.codecs.base64 import base64_decode, base64_encode
from vtlharness.gateway.codecs.percent import url_decode, url_encode
from vtlharness.java.values import JavaError

FUNCTIONS: dict[str, Callable[[str], str]] = {
    "urlEncode": url_encode,
    "urlDecode": url_decode,
    "base64Encode": base64_encode,
    "base64Decode": base64_decode,
}

INCOMPLETE = "URLDecoder: Incomplete trailing escape (%) pattern"
ILLEGAL = "URLDecoder: Illegal hex characters in escape (%) pattern - "
SHORT = "Input byte[] should at least have 2 bytes for base64 bytes"
ENDING = "Input byte array has wrong 4-byte ending unit"
BITS = "Last unit does not have enough valid bits"


@pytest.mark.parametrize(
    ("function", "text", "expected"),
    [
        ("urlEncode", "", ""),
        ("urlEncode", '{"a": 1}', "%7B%22a%22%3A+1%7D"),
        ("urlEncode", "azAZ09-_.*", "azAZ09-_.*"),
        ("urlEncode", "~!'()/=+", "%7E%21%27%28%29%2F%3D%2B"),
        ("urlEncode", "é€😀", "%C3%A9%E2%82%AC%F0%9F%98%80"),
        ("urlEncode", "\ud800a\udc00", "%3Fa%3F"),
        ("urlEncode", "\ud83d\ude00", "%F0%9F%98%80"),
        ("urlDecode", "x=a+b%20c", "x=a b c"),
        ("urlDecode", "%C3%a9", "é"),
        ("urlDecode", "%+1%1\uff21%\u0661\u0662", "\x01\x1a\x12"),
        ("urlDecode", "%-0", "\0"),
        ("urlDecode", "%e2%82x%ff", "\ufffdx\ufffd"),
        ("urlDecode", "%ed%a0%80.%ed%bf", "\ufffd.\ufffd"),
        ("base64Encode", "", ""),
        ("base64Encode", "é\ud800", "w6k/"),
        ("base64Encode", "x" * 100, base64.b64encode(b"x" * 100).decode()),
        ("base64Decode", "", ""),
        ("base64Decode", "YQ", "a"),
        ("base64Decode", "YR==", "a"),
        ("base64Decode", "YWI", "ab"),
        ("base64Decode", "YWI=", "ab"),
        ("base64Decode", "/+8=", "\ufffd\ufffd"),
    ],
)
def test_text(function: str, text: str, expected: str) -> None:
    assert FUNCTIONS[function](text) == expected


@pytest.mark.parametrize(
    ("function", "text", "message"),
    [
        ("urlDecode", "%", INCOMPLETE),
        ("urlDecode", "%41%4", INCOMPLETE),
        ("urlDecode", "%zz", ILLEGAL + 'Error at index 0 in: "zz"'),
        ("urlDecode", "%4z", ILLEGAL + 'Error at index 1 in: "4z"'),
        ("urlDecode", "%+z", ILLEGAL + 'Error at index 1 in: "+z"'),
        ("urlDecode", "%-1", ILLEGAL + "negative value"),
        ("urlDecode", "%1😀", ILLEGAL + 'Error at index 1 in: "1?"'),
        ("urlDecode", "%😀", ILLEGAL + 'Error at index 0 in: "😀"'),
        ("base64Decode", "a", SHORT),
        ("base64Decode", "=", SHORT),
        ("base64Decode", "a=", BITS),
        ("base64Decode", "YWJjY", BITS),
        ("base64Decode", "YQ=", ENDING),
        ("base64Decode", "====", ENDING),
        ("base64Decode", "YQ==YQ==", "Input byte array has incorrect ending byte at 4"),
        ("base64Decode", "YW Jj", "Illegal base64 character 20"),
        ("base64Decode", "YW\nJj", "Illegal base64 character a"),
        ("base64Decode", "YW-_", "Illegal base64 character 2d"),
        ("base64Decode", "YWé", "Illegal base64 character -17"),
        ("base64Decode", "YW€", "Illegal base64 character 3f"),
    ],
)
def test_refused(function: str, text: str, message: str) -> None:
    with pytest.raises(JavaError) as refused:
        FUNCTIONS[function](text)
    assert refused.value.java_class == "java.lang.IllegalArgumentException"
    assert refused.value.message == message


def _unicode(end: int = 0x12000) -> list[str]:
    """Every code point before the end, lone surrogates included, each apart from the next."""
    return [",".join(map(chr, range(start, start + 0x1000))) for start in range(0, end, 0x1000)]


def _letters() -> list[str]:
    return _unicode(0x1000)


def _all_of_unicode() -> list[str]:
    return _unicode(0x110000)


def _odd_percents(count: int) -> list[str]:
    units = ["%", "4", "1", "a", "F", "g", "+", "-", " ", "é", "\uff21", "\u0663", "😀", "%c3%a9", "%ed%a0", "%e2%82"]
    chosen = random.Random(7)
    return ["".join(chosen.choices(units, k=chosen.randint(1, 7))) for _ in range(count)]


def _odd_base64(count: int) -> list[str]:
    chosen = random.Random(11)
    units = ["Y", "Q", "=", "=", "w", "6", "k", "/", "+", "-", "\n", "é", "€", "😀"]
    return ["".join(chosen.choices(units[: chosen.choice((8, 9, 14))], k=chosen.randint(0, 9))) for _ in range(count)]


def _byte_sequences() -> list[bytes]:
    """Lead bytes and possible continuations: every way in which UTF-8 can be malformed."""
    edges = (0x41, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC3, 0xE0, 0xED, 0xF0, 0xF4, 0xFF)
    pairs = [bytes((lead, second)) for lead in range(0x80, 0x100) for second in edges]
    triples = [pair + bytes((third,)) for pair in pairs[::3] for third in edges]
    chosen = random.Random(13)
    longer = [bytes(chosen.choices((*edges, 0xE1, 0xF1), k=chosen.randint(4, 8))) for _ in range(2000)]
    return pairs + triples + longer


def _percent_bytes(step: int) -> list[str]:
    return ["".join(f"%{byte:02X}" for byte in data) for data in _byte_sequences()[::step]]


def _base64_bytes(step: int) -> list[str]:
    return [base64.b64encode(data).decode() for data in _byte_sequences()[::step]]


@pytest.mark.parametrize(
    ("function", "written"),
    [
        pytest.param("urlEncode", _letters, id="encode-letters"),
        pytest.param("urlEncode", _unicode, id="encode-unicode", marks=pytest.mark.unrecorded),
        pytest.param("urlEncode", _all_of_unicode, id="encode-all-of-unicode", marks=pytest.mark.slow),
        pytest.param("base64Encode", _letters, id="base64-letters"),
        pytest.param("base64Encode", _unicode, id="base64-unicode", marks=pytest.mark.unrecorded),
        pytest.param("base64Encode", _all_of_unicode, id="base64-all-of-unicode", marks=pytest.mark.slow),
        pytest.param("urlDecode", lambda: _odd_percents(500), id="odd-percents"),
        pytest.param("urlDecode", lambda: _odd_percents(4000), id="more-odd-percents", marks=pytest.mark.unrecorded),
        pytest.param("base64Decode", lambda: _odd_base64(500), id="odd-base64"),
        pytest.param("base64Decode", lambda: _odd_base64(4000), id="more-odd-base64", marks=pytest.mark.unrecorded),
        pytest.param("urlDecode", lambda: _percent_bytes(9), id="percent-bytes"),
        pytest.param("urlDecode", lambda: _percent_bytes(1), id="all-percent-bytes", marks=pytest.mark.unrecorded),
        pytest.param("base64Decode", lambda: _base64_bytes(11), id="base64-bytes"),
        pytest.param("base64Decode", lambda: _base64_bytes(1), id="all-base64-bytes", marks=pytest.mark.unrecorded),
    ],
)
def test_as_java_does(oracle: Oracle, function: str, written: Callable[[], list[str]]) -> None:
    texts = written()
    answers = oracle.ask([{"template": f"$util.{function}($s)", "vars": {"s": text}} for text in texts])
    wrong = [
        (text, expected, given)
        for text, expected, given in zip(
            texts, map(_answer, answers), _results(FUNCTIONS[function], texts), strict=True
        )
        if expected != given
    ]
    assert wrong == []


def _answer(answer: dict[str, str]) -> str:
    if "output" in answer:
        return answer["output"]
    if answer["cause"] != "java.lang.IllegalArgumentException":
        return answer["cause"]
    # Where Java's message shows half of a surrogate pair, ours shows a question mark.
    return "refused: " + re.sub(r"\s+", " ", answer["message"]).encode("utf-8", "replace").decode()


def _results(function: Callable[[str], str], texts: Iterable[str]) -> list[str]:
    results = []
    for text in texts:
        try:
            results.append(function(text))
        except JavaError as problem:
            results.append(re.sub(r"\s+", " ", f"refused: {problem.message}"))
    return results
