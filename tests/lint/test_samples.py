"""What is prepared is what the methods give."""

from __future__ import annotations

import pytest

from vtlharness.gateway.roots.util import UTIL, Util
from vtlharness.java.methods.table import METHODS
from vtlharness.lint.flow.json_state import string_fault
from vtlharness.lint.flow.samples import PREPARED, called, from_util, kept
from vtlharness.lint.flow.values import HOSTILE, HOSTILE_JSON
from vtlharness.lint.known_names import COMMON_METHODS
from vtlharness.vtl.missing_methods import FOREACH_METHODS, UTIL_METHODS


@pytest.mark.parametrize(("name", "sample"), PREPARED)
def test_prepared_results(name: str, sample: str) -> None:
    assert Util.java_methods[name, 1](UTIL, sample) == PREPARED[name, sample]


def test_each_hostile_text_is_prepared_for_each_method_that_encodes() -> None:
    methods = ("escapeJavaScript", "urlEncode", "base64Encode")
    assert set(PREPARED) == {(name, sample) for name in methods for sample in (*HOSTILE, *HOSTILE_JSON)}


def test_the_methods_of_util_are_all_known() -> None:
    assert {name for name, _ in Util.java_methods} >= set(UTIL_METHODS)


def test_common_methods_exist() -> None:
    every = {name for table in METHODS.values() for name, _ in table}
    assert COMMON_METHODS - every - FOREACH_METHODS == set()


def test_methods_are_called_on_samples() -> None:
    assert called(["a'b", "a"], "replaceAll", ["[^a-z]", ""]) == ("ab", "a")
    assert called(["a,b"], "split", [","]) == ("a", "b")
    assert called(["ab"], "substring", [5]) == ("ab",)
    assert called(["a-b", "a.b"], "replace", ["-", "."]) == ("a.b",)
    assert called(["a\\'b"], "replaceAll", ["\\\\'", "'"]) == ("a'b",)
    assert called(["a\\'b", "c"], "replaceAll", ["'", '"']) == ('a\\"b', "c")
    assert called(["ab"], "length", []) == ("ab",)
    assert called(["a,b,c,d,e,f,g,h,i"], "split", [","]) == ("a", "b", "c", "d", "e", "f", "g", "h")
    assert called(["a" * 2000], "concat", ["b"]) == ("a" * 2000 + "b",)
    assert called(["a" * 2001], "concat", ["b"]) == ("a" * 2001,)
    assert called(["a"], "concat", ["b" * 2000]) == ("a" + "b" * 2000,)
    assert called(["a"], "concat", ["b" * 2001]) == ("a",)
    assert called(["abc"], "substring", [1, 2]) == ("b",)
    assert called(["a"], "replaceAll", ["[", ""]) == ("a",)
    assert kept(["a", "1"], "matches", ["[0-9]+"], True) == ("1",)
    assert kept(["a", "1"], "matches", ["[0-9]+"], False) == ("a",)
    assert kept(["a", "1"], "length", [], True) == ("a", "1")
    assert kept(["a", "1"], "matches", ["["], True) == ("a", "1")
    assert kept(["1" * 2000, "1" * 2001, "a" * 2001], "matches", ["[0-9]+"], False) == ("1" * 2001, "a" * 2001)


@pytest.mark.parametrize(
    ("name", "text", "made"),
    [
        ("urlEncode", "a b/é", "a+b%2F%C3%A9"),
        ("urlDecode", "a%20b+c", "a b c"),
        ("base64Encode", "ab", "YWI="),
        ("base64Decode", "YWI=", "ab"),
        ("escapeJavaScript", "a/b", "a\\/b"),
        ("urlDecode", "%", "%"),
        ("parseJson", '{"a": 1}', '{"a": 1}'),
        ("word", "a", "a"),
        ("urlEncode", "ä" * 2000, "%C3%A4" * 2000),
        ("urlEncode", "ä" * 2001, "ä" * 2001),
    ],
)
def test_what_util_makes_of_samples(name: str, text: str, made: str) -> None:
    assert from_util(name, text) == made


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", None),
        ("a", None),
        ('a"', "raw"),
        ("a\\", "raw"),
        ("\\n", None),
        ("\\'", "apostrophe"),
        ("\\'a\\'", "apostrophe"),
        ("\\'\"", "raw"),
        ("\n", "raw"),
        ("\x1f", "raw"),
        (" ", None),
        ("\\x", "raw"),
        ("\\\\'", None),
        ('\\\\"', "raw"),
        *((f"\\{letter}", None) for letter in '"\\/bfnrtu'),
        *((f"\\{letter}", "raw") for letter in "acxU0\n"),
    ],
)
def test_faults_of_json_strings(text: str, fault: str | None) -> None:
    assert string_fault(text) == fault
