"""What counts as a fault of an output: its format, its keys, and the JSON inside its texts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from vtlharness.hostile.data_paths import MISSING, general, path_words, places_in, with_value
from vtlharness.hostile.formats import Judge, format_of, xml_elements
from vtlharness.hostile.json_texts import end_of_text, held_json, places_of_key, texts_in
from vtlharness.hostile.texts import ADDED

_FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("output", "content_type", "expected"),
    [
        ('{"a": 1}', None, "JSON"),
        ("\n [1]", "text/plain", "JSON"),
        ('{"a": }', None, "text"),
        ("[1", None, "text"),
        ("<a/>", None, "XML"),
        ("<a>", None, "text"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", None, "text"),
        ("<a>\ud800</a>", None, "text"),
        ("a=1&b=2", None, "form"),
        ("a=1", None, "text"),
        ("a=1", _FORM, "form"),
        ("a=1", _FORM.upper(), "form"),
        ("a=1&b=2", "text/plain", "text"),
        ("no form", _FORM, "text"),
        ("", None, "text"),
        ("", _FORM, "text"),
        ("7", "application/json", "text"),
    ],
)
def test_formats(output: str, content_type: str | None, expected: str) -> None:
    assert format_of(output, content_type) == expected


@pytest.mark.parametrize(
    ("own", "output", "expected"),
    [
        ('{"a": "x"}', '{"a": "y"}', []),
        ('{"a": "x"}', '{"a": """}', [("not JSON", 8)]),
        ('{"a": "x"}', '{"a": "x", "%s": true}', [("adds keys", 12)]),
        ('{"a": "x", "admin": 1}', '{"a": "y", "%s": true}', []),
        ('{"a": {"admin": 1}}', '{"a": {"%s": 1}, "%s": true}', [("adds keys", 21)]),
        ('{"a": "x"}', '{"a": "%s"}', []),
        ('{"a": "x"}', "", []),
        ('{"a": "x"}', "  \n", []),
        ('{"a": "x"}', "refused", []),
        ('{"a": "x"}', " refused", []),
        ('{"a": "x"}', "1 refused", [("not JSON", 2)]),
        ('{"a": "x"}', "[" * 200_000, []),
        ('{"a": "{\\"b\\": 1}"}', '{"a": "{\\"b\\": 2}"}', []),
        ('{"a": "{\\"b\\": 1}"}', '{"a": "{\\"b\\": }", "c": 1}', [("not JSON", 17)]),
        ('{"a": "{\\"b\\": 1}"}', '{"a": "{\\"b\\": 2, \\"%s\\": 1}"}', [("adds keys", 20)]),
        ('{"a": "{x"}', '{"a": "{\\"b\\": }"}', []),
        ('{"a": ["{}"]}', '{"a": ["{}", "{"]}', [("not JSON", 16)]),
        ('{"a": "x"}', '{"a": "{"}', []),
        ("<a>x</a>", "<a>y</a>", []),
        ("<a>x</a>", "<a><</a>", [("not XML", 4)]),
        ("<a>x</a>", "<a><%s/></a>", [("adds keys", 3)]),
        ("<a><admin/></a>", "<a><%s/></a>", []),
        ("<a>x</a>", "<a>%s</a>", []),
        ("<a>x</a>", "<!DOCTYPE a><a><</a>", []),
        ("<a>x</a>", "refused", []),
        ("<a>x</a>", "<a>é<</a>", [("not XML", 5)]),
        ("a=1&b=2", "a=2&b=2", []),
        ("a=1&b=2", "a=1&b=2 ", [("not a form", 7)]),
        ("a=1&b=ä", "a=1&b=2 ", []),
        ("a=1&b=2", "a=1&%s=2", [("adds keys", 3)]),
        ("a=1&b=2", "a=%s&b=2", []),
        ("a=1&admin=2", "a=1&%s=3", []),
        ("a=1&b=2", "é", [("not a form", 0)]),
        ("plain", "plain %s", []),
    ],
)
def test_faults(own: str, output: str, expected: list[tuple[str, int]]) -> None:
    found = Judge(own).faults(output.replace("%s", ADDED))
    assert [(fault.kind, fault.offset) for fault in found] == expected


def test_the_words_of_faults() -> None:
    (fault,) = Judge('{"a": "{\\"b\\": 1}"}').faults('{"a": "{\\"b\\": }"}')
    assert fault.message.startswith("the JSON in the text $.a is not valid: ")
    assert fault.hint is not None
    (fault,) = Judge('{"a": 1}').faults(f'{{"a": 1, "b": [{{"{ADDED}": 1}}]}}')
    assert (fault.message, fault.hint) == (f"the value writes `$.b[*].{ADDED}`", None)
    (fault,) = Judge("a=1&b=2").faults("a=1&b=\n")
    assert fault.message == "'\\n' is not encoded"


def test_the_elements_of_a_document() -> None:
    assert xml_elements("<a><b/><c><b/></c></a>") == {"/a", "/a/b", "/a/c", "/a/c/b"}
    assert xml_elements("<a><b></a>") is None


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"a": [1, 2, 3], "b": {}}, ["$.a", "$.a[0]", "$.a[2]", "$.b"]),
        ([[7]], ["$[0]", "$[0][0]"]),
        ([], []),
        ("x", []),
        ({"a b": {"it's\\": 1}}, ["$['a b']", "$['a b']['it\\'s\\\\']"]),
    ],
)
def test_places(data: object, expected: list[str]) -> None:
    assert [path_words(steps) for steps, _ in places_in(data)] == expected


def test_places_end_at_a_depth() -> None:
    data: Any = 1
    for _ in range(40):
        data = [data]
    assert max(len(steps) for steps, _ in places_in(data)) == 30


@pytest.mark.parametrize(
    ("steps", "value", "expected"),
    [
        ((), 5, 5),
        (("a", 1), 5, {"a": [1, 5], "b": 3}),
        (("a", 1), MISSING, {"a": [1], "b": 3}),
        (("b",), MISSING, {"a": [1, 2]}),
        (("a",), None, {"a": None, "b": 3}),
    ],
)
def test_values_at_places(steps: tuple[str | int, ...], value: object, expected: object) -> None:
    data = {"a": [1, 2], "b": 3}
    assert with_value(data, steps, value) == expected
    assert data == {"a": [1, 2], "b": 3}


def test_any_index() -> None:
    assert general("body $.a[10].b[0]") == "body $.a[*].b[*]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [('{"a": 1}', {"a": 1}), ("[1]", [1]), ("{", None), ("7", None), (' {"a": 1}', None), ("", None)],
)
def test_held_json(text: str, expected: object) -> None:
    assert held_json(text) == expected


def test_keys_inside_texts() -> None:
    inner = json.dumps({"x": [{"k": 1}]})
    data = {"k": 0, "a": [inner, "{k", "k"], "b": {"k": {"k": 2}}}
    assert places_of_key(data, "k") == {"$.k", "$.a[*].x[*].k", "$.b.k", "$.b.k.k"}
    assert sorted(texts_in(data)) == [(("a", 0), inner), (("a", 1), "{k")]


def test_the_end_of_a_text() -> None:
    assert end_of_text('{"a": "bc", "d": 1}', ("a",)) == 10
    assert end_of_text('{"a": "bc", "d": 1}', ("x",)) == 19
