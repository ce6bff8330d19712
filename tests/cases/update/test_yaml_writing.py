"""Values as YAML: how they are written, and that they are read back as they were."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from vtlharness.cases.update.yaml_writing import block_scalar, block_text, flow_text, pair_text, scalar_text
from vtlharness.documents.yaml.values import YamlText
from vtlharness.source import Source


def read_back(text: str) -> object:
    return YamlText(Source(text, "a.yaml")).value


SCALARS: list[tuple[Any, str]] = [
    (None, "null"),
    (True, "true"),
    (False, "false"),
    (1, "1"),
    (1.5, "1.5"),
    ("", '""'),
    ("a", "a"),
    ("_a", "_a"),
    ("/a/b-c.d", "/a/b-c.d"),
    ("a@b.c+d=e", "a@b.c+d=e"),
    ("two words (or three)", "two words (or three)"),
    ("a b-c d.e f/g h@i j+k l=m", "a b-c d.e f/g h@i j+k l=m"),
    ("a (b", "a (b"),
    ("a(b", '"a(b"'),
    ("a  b", '"a  b"'),
    ("a ", '"a "'),
    (" a", '" a"'),
    ("a @b", "a @b"),
    ("-a", '"-a"'),
    ("1a", '"1a"'),
    ("a:b", '"a:b"'),
    ("a, b", '"a, b"'),
    ("a #b", '"a #b"'),
    ("é", '"é"'),
    ("aé", '"aé"'),
    ("null", '"null"'),
    ("Null", '"Null"'),
    ("true", '"true"'),
    ("y", '"y"'),
    ("n", '"n"'),
    ("yes", '"yes"'),
    ("No", '"No"'),
    ("ON", '"ON"'),
    ("off", '"off"'),
    ("yes sir", "yes sir"),
    ('a"b', "'a\"b'"),
    ("a\\b", "'a\\b'"),
    ("a\"b'c", "'a\"b''c'"),
    ("it's", '"it\'s"'),
    ("a\nb", '"a\\nb"'),
    ("a\tb", '"a\\tb"'),
    ('a"\nb', '"a\\"\\nb"'),
    *((f'"{odd}', f'"\\"\\u{ord(odd):04x}"') for odd in "\x7f\x80\x9f\u2028\u2029\ufeff\x1f"),
    ("\x85", '"\\u0085"'),
    ("1" * 5000, f'"{"1" * 5000}"'),
]


@pytest.mark.parametrize(("value", "written"), SCALARS, ids=lambda value: repr(value)[:30])
def test_scalars(value: Any, written: str) -> None:
    assert scalar_text(value) == written
    assert flow_text({"a": [value], "b": {}}) == f"{{a: [{written}], b: {{}}}}"
    for text, data in (
        (f"a: {written}\n", value),
        (f"a: [{written}, 1]\n", [value, 1]),
        (f"a: {{b: {written}}}\n", {"b": value}),
        (f"a:\n- {written}\n", [value]),
    ):
        assert read_back(text) == {"a": data}
        assert yaml.safe_load(text) == {"a": data}


@pytest.mark.parametrize(
    ("value", "style", "written"),
    [
        ("a", "'", "'a'"),
        ("it's", "'", "'it''s'"),
        ("a\nb", "'", '"a\\nb"'),
        ("a", '"', '"a"'),
        ('a"b\\', '"', '"a\\"b\\\\"'),
        ("a", "plain", "a"),
        ("\ud800", "'", '"\ud800"'),
        (5, "'", "5"),
    ],
)
def test_the_style_of_quotes_stays_where_it_can(value: Any, style: Any, written: str) -> None:
    assert scalar_text(value, style) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\nb", "|-\n  a\n  b"),
        ("a\nb\n", "|\n  a\n  b"),
        ("a\nb\n\n", "|+\n  a\n  b\n"),
        ("a\n\nb\n", "|\n  a\n\n  b"),
        (" a\nb\n", "|2\n   a\n  b"),
        ("\ta\nb", "|2-\n  \ta\n  b"),
        ("\n a\n", "|2\n\n   a"),
        (" \na\n", "|2\n   \n  a"),
        ("\na\n", "|\n\n  a"),
        ("a\n\n", "|+\n  a\n"),
        ("", None),
        (" \n\n", None),
        ("a\r\nb", None),
        *((f"a\n{odd}", None) for odd in "\x00\x08\x0b\x1f\x7f\x9f\u2028\u2029\ufeff\ud800\udfff"),
    ],
    ids=repr,
)
def test_text_of_several_lines(text: str, written: str | None) -> None:
    assert block_scalar(text, 2, 0) == written
    if written is not None:
        assert read_back(f"a: {written}\n") == {"a": text}
        assert yaml.safe_load(f"a: {written}\n") == {"a": text}


DATA: list[tuple[Any, str]] = [
    ({"a": 1, "b c": [1, {"d": "x\ny"}], "e": {}, "f": []},
     "a: 1\n  b c:\n    - 1\n    - d: |-\n        x\n        y\n  e: {}\n  f: []"),
    ([[1, 2], [], "x\ny\n", {"a": {"b": None}}],
     "- - 1\n    - 2\n  - []\n  - |\n    x\n    y\n  - a:\n      b: null"),
    ([[" x\ny"]], "- - |2-\n       x\n      y"),
    ({"yes": [True]}, '"yes":\n    - true'),
]  # fmt: skip


@pytest.mark.parametrize(("data", "written"), DATA)
def test_blocks(data: Any, written: str) -> None:
    assert block_text(data, 2) == written
    assert read_back(f"a:\n  {written}\n") == {"a": data}
    assert yaml.safe_load(f"a:\n  {written}\n") == {"a": data}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1}, "a:\n    b: 1"),
        ([], "a: []"),
        ("x\ny", "a: |-\n    x\n    y"),
        (" x\ny", "a: |2-\n     x\n    y"),
        ("x\n", 'a: "x\\n"'),
        (5, "a: 5"),
    ],
)
def test_a_pair(value: Any, written: str) -> None:
    assert pair_text("a", value, 2) == written
    assert read_back(f"  {written}\n") == {"a": value}
