"""`$util` through the method table: the arguments, results and refusals of each method."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.oracle.client import Oracle
from vtlharness.gateway.roots.util import UTIL, escape_java_script
from vtlharness.java.methods.table import call
from vtlharness.java.scalars import Character
from vtlharness.java.values import ArrayList, JavaError


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("", ""),
        ("plain text: 1 < 2 & 3", "plain text: 1 < 2 & 3"),
        ('it\'s "a" b/c d\\e', 'it\\\'s \\"a\\" b\\/c d\\\\e'),
        ("\b\t\n\f\r", "\\b\\t\\n\\f\\r"),
        ("\0\x0b\x1f\x7f", "\\u0000\\u000B\\u001F\x7f"),
        ("\x80\xe9\u0100\u20ac\uffff", "\\u0080\\u00E9\\u0100\\u20AC\\uFFFF"),
        ("😀\ud800", "\\uD83D\\uDE00\\uD800"),
    ],
)
def test_escape_java_script(text: str, escaped: str) -> None:
    assert escape_java_script(text) == escaped


@pytest.mark.parametrize(
    "end",
    [0x2000, pytest.param(0x12000, marks=pytest.mark.unrecorded), pytest.param(0x110000, marks=pytest.mark.slow)],
    ids=hex,
)
def test_escapes_unicode_as_commons_lang_does(oracle: Oracle, end: int) -> None:
    texts = [",".join(map(chr, range(start, start + 0x1000))) for start in range(0, end, 0x1000)]
    answers = oracle.ask([{"template": "$util.escapeJavaScript($s)", "vars": {"s": text}} for text in texts])
    for text, answer in zip(texts, answers, strict=True):
        assert escape_java_script(text) == answer["output"]


@pytest.mark.parametrize(
    ("method", "argument", "result"),
    [
        ("escapeJavaScript", None, None),
        ("escapeJavaScript", 5, "5"),
        ("escapeJavaScript", True, "true"),
        ("escapeJavaScript", 2.0, "2.0"),
        ("escapeJavaScript", Decimal("1.50"), "1.50"),
        ("escapeJavaScript", Character("'"), "\\'"),
        ("escapeJavaScript", {"a": "b'"}, "{a=b\\'}"),
        ("escapeJavaScript", ["/"], '[\\"\\\\\\/\\"]'),
        ("escapeJavaScript", ArrayList(["/"]), "[\\/]"),
        ("escapeJavaScript", UTIL, "{}"),
        ("parseJson", '{"a": [1]}', {"a": [1]}),
        ("parseJson", "", ""),
        ("parseJson", "null", None),
        ("parseJson", "abc", "abc"),
        ("parseJson", '"string"', "string"),
        ("parseJson", "[]", []),
        ("urlEncode", "x=a+b", "x%3Da%2Bb"),
        ("urlDecode", "x=a+b", "x=a b"),
        ("base64Encode", '{"a":1}', "eyJhIjoxfQ=="),
        ("base64Decode", "eyJhIjoxfQ==", '{"a":1}'),
        ("noSuchMethod", "x", None),
    ],
)
def test_results(method: str, argument: object, result: object) -> None:
    assert call(UTIL, method, (argument,)) == result


STRING_METHODS = ["parseJson", "urlEncode", "urlDecode", "base64Encode", "base64Decode"]


@pytest.mark.parametrize("method", STRING_METHODS)
@pytest.mark.parametrize("argument", [5, 1.5, True, {}, [], ArrayList(), Character("a"), UTIL])
def test_string_parameters_take_nothing_else(method: str, argument: object) -> None:
    assert call(UTIL, method, (argument,)) is None


@pytest.mark.parametrize("method", STRING_METHODS)
def test_null_is_refused(method: str) -> None:
    with pytest.raises(JavaError, match=rf"NullPointerException: \$util\.{method} was given null"):
        call(UTIL, method, (None,))


def test_parse_json_refuses_in_the_words_of_the_service() -> None:
    with pytest.raises(JavaError) as refused:
        call(UTIL, "parseJson", ("{a",))
    message = "Could not process payloadnet.minidev.json.parser.ParseException: Unexpected End Of File position 1: null"
    assert refused.value.message == message


def test_prints_as_an_empty_object() -> None:
    assert str(UTIL) == "{}" == call(UTIL, "toString", ())
