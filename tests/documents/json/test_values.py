"""JSON read strictly, and what is said about text that is not JSON."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

import pytest

from vtlharness.cases.compare.equality import json_equal
from vtlharness.documents.json.node_parser import json_nodes
from vtlharness.documents.json.values import BOM_HINT, ESCAPE_HINT, QUOTES_HINT, JsonTextError, parse_json

COMMA_HINT = "print commas between items: #if($foreach.hasNext),#end"

# Text, message, what stands at the offset, hint.
WRONG: list[tuple[str, str, str, str | None]] = [
    ("", "the text is empty", "", None),
    (" \n ", "the text is empty", " \n ", None),
    ('{"a": {b=1, c=2}}', "a map was printed as Java prints it, {key=value}, not as JSON", "b=1", "$input.json('$.path') prints JSON"),
    ("{a=1}", "a map was printed as Java prints it, {key=value}, not as JSON", "a=1", "$input.json('$.path') prints JSON"),
    ("{a: 1}", "a key must be in double quotes, but this is `a`", "a: 1", None),
    ("{'a': 1}", "a key is in single quotes; JSON needs double quotes", "'a'", None),
    ('{"a": \'x\'}', "text is in single quotes; JSON needs double quotes", "'x'", None),
    ('{"a": 1,}', "nothing follows the comma before `}`", ",}", COMMA_HINT),
    ('[1, 2,\n ]', "nothing follows the comma before `]`", ",\n", COMMA_HINT),
    ('{"a": , "b": 1}', "a value is missing here", ", ", "an undefined reference or a missing path prints nothing"),
    ('{"a": }', "a value is missing here", "}", "an undefined reference or a missing path prints nothing"),
    ("[,1]", "nothing comes before this comma", ",1", None),
    ('{"a": 1 "b": 2}', "a comma is missing between two values", '"b"', "#if($foreach.hasNext),#end prints it"),
    ("[{} {}]", "a comma is missing between two values", "{}]", "#if($foreach.hasNext),#end prints it"),
    ('{"a": "say "hi""}', "text follows the quote that closes a string", "hi", ESCAPE_HINT),
    ('{"a": "{"b": 1}"}', "text follows the quote that closes a string", "b", QUOTES_HINT),
    ('{"a": "[{"b": 1}]"}', "text follows the quote that closes a string", "b", QUOTES_HINT),
    ('{"a": "["b"]"}', "text follows the quote that closes a string", "b", QUOTES_HINT),
    ('{"a": "[[{"b": 1}]]"}', "text follows the quote that closes a string", "b", QUOTES_HINT),
    ('{"a": ""Ann""}', "text follows the quote that closes a string", "Ann", ESCAPE_HINT),
    ('{"a": "x", "c": "{ "b": 1}"}', "text follows the quote that closes a string", "b", QUOTES_HINT),
    ('{"a": "say "" twice"}', "text follows the quote that closes a string", '" twice', ESCAPE_HINT),
    ('\ufeff{"a": 1}', "the text begins with a byte order mark (U+FEFF)", "\ufeff", BOM_HINT),
    ('{"a": "x\ny"}', "a line end inside a string is not escaped", "\ny", ESCAPE_HINT),
    ('{"a": "x\ty"}', "a tab inside a string is not escaped", "\ty", ESCAPE_HINT),
    ('{"a": "x\x01"}', "the control character U+0001 inside a string is not escaped", "\x01", ESCAPE_HINT),
    ("{\"a\": \"it\\'s\"}", "JSON has no escape `\\'`", "\\'s", '`\\\'` comes from $util.escapeJavaScript: follow it with .replaceAll("\\\\\'", "\'")'),
    ('{"a": "\\x41"}', "JSON has no escape `\\x`", "\\x", "a backslash in a string is written as two"),
    ('{"a": "x', "the string that begins here is never closed", '"x', ESCAPE_HINT),
    ('{"a": 1', "the text ends before the JSON does", "1", None),
    ('{"a"', "the text ends before the JSON does", '"', None),
    ("[", "the text ends before the JSON does", "[", None),
    ("{} x", "text follows the end of the JSON", "x", None),
    ("a=b&c=d", "`a=b&c=d` is not a JSON value", "a=b", None),
    ("[a, b]", "`a` is not a JSON value", "a,", "a list made in the template prints as [a, b], without quotes"),
    ('{"a": $foo.bar}', "a reference was printed as text", "$foo", None),
    ('{"a": abc}', "`abc` is not a JSON value", "abc", "text must be in double quotes"),
    ('{"a" 1}', "`:` is missing between a key and its value", "1}", None),
    ('{"a": 1=2}', "`=` is used where JSON needs a comma", "=2", None),
    ('{"a": 01}', "a number begins with 0", "01}", "text such as `007` must be in double quotes"),
    ("[-007]", "a number begins with 0", "007]", "text such as `007` must be in double quotes"),
    ('{"a": 10 1}', "a comma or a closing bracket is missing before `1`", "1}", None),
    ("[1,", "the text ends before the JSON does", ",", None),
    ("{,}", "nothing comes before this comma", ",}", None),
    ('{"a": 1,,}', "nothing comes before this comma", ",}", None),
    ('["a" "b"]', "a comma is missing between two values", '"b"', "#if($foreach.hasNext),#end prints it"),
    ("[$x]", "a reference was printed as text", "$x", None),
    ("[1, b]", "`b` is not a JSON value", "b]", "text must be in double quotes"),
    ("nul", "`nul` is not a JSON value", "nul", None),
    ('["a\rb"]', "a line end inside a string is not escaped", "\r", ESCAPE_HINT),
    ('["\\u12"]', "JSON has no escape `\\u`", "\\u12", "a backslash in a string is written as two"),
    ("[0 1]", "a comma or a closing bracket is missing before `1`", "1]", None),
    (f"[{'x' * 30}]", f"`{'x' * 30}` is not a JSON value", "x", "a list made in the template prints as [a, b], without quotes"),
    (f"[{'x' * 31}]", f"`{'x' * 29}…` is not a JSON value", "x", "a list made in the template prints as [a, b], without quotes"),
    ("[NaN]", "JSON has no `NaN`", "NaN", None),
    ("[-Infinity]", "JSON has no `-Infinity`", "-Inf", None),
    ("[" * 100_000, "the values are nested too deep", "[", None),
    ("9" * 5000, "a number has too many digits", "9", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message", "there", "hint"), WRONG, ids=[row[0][:20] for row in WRONG])
def test_wrong(text: str, message: str, there: str, hint: str | None) -> None:
    with pytest.raises(JsonTextError) as caught:
        parse_json(text)
    assert caught.value.message == message
    assert text[caught.value.offset :].startswith(there)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("[1 2]", "no comma"), ("[{} {}]", "no comma"), ("[1,]", "trailing comma"), ('{"a": }', "no value"),
        ('["a', "no closing quote"), ("[" * 100_000, "too much"), ("9" * 5000, "too much"),
        ("[a]", ""), ('{"a" 1}', ""), ("", ""), ("[1", ""),
    ],
    ids=lambda value: value[:20],
)  # fmt: skip
def test_the_cause_of_a_fault_that_others_name(text: str, cause: str) -> None:
    with pytest.raises(JsonTextError) as caught:
        parse_json(text)
    assert caught.value.cause == cause


def test_the_hints() -> None:
    assert BOM_HINT == "save the file that it comes from as UTF-8 without a byte order mark"
    assert ESCAPE_HINT == "$util.escapeJavaScript($x) escapes quotes, backslashes and line ends"
    assert QUOTES_HINT == (
        '"$input.json(...)" puts JSON inside quotes: leave them out; JSON as a text is '
        '$util.escapeJavaScript($input.json(...)).replaceAll("\\\\\'", "\'") in quotes'
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": [1, 1.5, true, null, "x"]}', {"a": [1, 1.5, True, None, "x"]}),
        ("18446744073709551616", 18446744073709551616),
        ("-0", 0),
        ("1e3", 1000.0),
        ('"\\ud800"', "\ud800"),
        ('"\\ud83d\\ude00\\/"', "😀/"),
        ('{"a": 1, "a": 2}', {"a": 2}),
        (" 1\n", 1),
    ],
)
def test_right(text: str, value: object) -> None:
    assert parse_json(text) == value


EQUAL = [
    (1, 1.0), (0, -0.0), (10**20, 1e20), ([], []), ({"a": 1, "b": 2}, {"b": 2.0, "a": 1}), ("é", "\u00e9"), (None, None),
    ([[1, [2]]], [[1, [2.0]]]), (True, True),
]  # fmt: skip
UNEQUAL = [
    (1, True), (0, False), (0, None), ("", None), ("1", 1), (10**20, 10**20 + 1), ([1, 2], [2, 1]), ([1], [1, 1]),
    ({"a": 1}, {"a": 1, "b": None}), ({"a": True}, {"a": 1}), ({}, []), ([], None), ("é", "e\u0301"), ([0], [False]),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_equal(one: object, other: object) -> None:
    assert json_equal(one, other)
    assert json_equal(other, one)


@pytest.mark.parametrize(("one", "other"), UNEQUAL)
def test_unequal(one: object, other: object) -> None:
    assert not json_equal(one, other)
    assert not json_equal(other, one)


def test_deep_values_are_compared_without_recursion() -> None:
    one: object = 1
    other: object = 1.0
    for _ in range(50_000):
        one, other = [one], [other]
    assert json_equal(one, other)


def test_nodes() -> None:
    text = '\n{"a" : [1, {"b\\"": "x\\\\"}],\t"c": {}, "d": [ ], "e":-1.5e3 }\n'
    root = json_nodes(text)
    assert {key.text: text[value.start : value.end] for key, value in root.pairs} == {
        "a": '[1, {"b\\"": "x\\\\"}]',
        "c": "{}",
        "d": "[ ]",
        "e": "-1.5e3",
    }
    first = root.child("a")
    assert first is not None
    inner = first.child(1)
    assert inner is not None
    assert [(key.text, value.text) for key, value in inner.pairs] == [('b"', "x\\")]
