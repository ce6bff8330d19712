"""java.json_text: every kind of value by table, both ways of writing against each other, json-smart as the judge."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.batches import batch
from tests.oracle.client import Oracle
from vtlharness.java.json_text import array_text, to_json
from vtlharness.java.scalars import BigInteger, Byte, Character, Float, Long, Short
from vtlharness.java.values import (
    ArrayList,
    ContextMap,
    Entry,
    EntrySet,
    HashMap,
    JavaArray,
    JavaClass,
    JavaError,
    JavaIterator,
    KeySet,
    MapValues,
    SubList,
)
from vtlharness.vtl.runtime import new_map

NAN, INFINITY = float("nan"), float("inf")
SOME_MAP = {"a": 1, "b": {"c": None}}
SOME_LIST = [1, "a/b", {"k": 2.5}]


def test_slashes() -> None:
    assert to_json([{"a/b": "</x>"}]) == '[{"a/b":"</x>"}]'
    assert array_text([{"a/b": "</x>"}]) == '[{"a\\/b":"<\\/x>"}]'


KINDS = [
    (None, "null"),
    (True, "true"),
    ('a"b\\c/d\n\u20ac', '"a\\"b\\\\c/d\\n\\u20AC"'),
    (7, "7"),
    (-(2**70), "-1180591620717411303424"),
    (Long(7), "7"),
    (BigInteger(-7), "-7"),
    (Short(7), "7"),
    (Byte(-7), "-7"),
    (1.0, "1.0"),
    (-0.0, "-0.0"),
    (1e7, "1.0E7"),
    (0.0001, "1.0E-4"),
    (INFINITY, "null"),
    (-INFINITY, "null"),
    (NAN, "NaN"),
    (Float(1.5), "1.5"),
    (Float("nan"), "NaN"),
    (Float("inf"), "null"),
    (Decimal("1.50"), "1.50"),
    (Decimal("1E+20"), "1E+20"),
    (Character("x"), "{}"),
    ({}, "{}"),
    ([], "[]"),
    (SOME_MAP, '{"a":1,"b":{"c":null}}'),
    (SOME_LIST, '[1,"a/b",{"k":2.5}]'),
    (ArrayList([ArrayList(), "x"]), '[[],"x"]'),
    (JavaArray(["", "/y", None]), '["","/y",null]'),
    (JavaArray([1, 2], "int"), "[1,2]"),
    (HashMap({"b": 1, "a": None}), '{"a":null,"b":1}'),
    (ContextMap({"b": ContextMap(), "a": 1}), '{"a":1,"b":{}}'),
    (KeySet(SOME_MAP), '["a","b"]'),
    (MapValues(SOME_MAP), '[1,{"c":null}]'),
    (EntrySet({}), "[]"),
    (SubList(SOME_LIST, 1, 2), '["a/b",{"k":2.5}]'),
    (JavaIterator([1]), "{}"),
    (JavaClass("java.lang.String"), '{"componentType":null}'),
    (JavaClass("[Ljava.lang.String;"), '{"componentType":{"componentType":null}}'),
    ({1: 2, 2.5: 3, "1": 4}, '{"1":2,"2.5":3,"1":4}'),
    (new_map([(True, 1), (1, 2)]), '{"true":1,"1":2}'),
    ({Character("x"): Character("y")}, '{"x":{}}'),
    ({Decimal("1.50"): 1, 2**70: 2, JavaClass("a.B"): 3}, '{"1.50":1,"1180591620717411303424":2,"class a.B":3}'),
    (object(), "{}"),
]


@pytest.mark.parametrize(("value", "text"), KINDS)
def test_kinds(value: Any, text: str) -> None:
    assert to_json(value) == text
    assert to_json([value]) == f"[{text}]"
    assert to_json({"k": ArrayList([value])}) == f'{{"k":[{text}]}}'
    assert array_text([value]) == f"[{text}]".replace("/", "\\/")


BROKEN = [
    (Entry(SOME_MAP, "a"), "java.lang.IllegalAccessError"),
    (EntrySet(SOME_MAP), "java.lang.IllegalAccessError"),
    (JavaArray([1], "byte"), "java.lang.ClassCastException"),
    (JavaArray(["a"], "char"), "java.lang.ClassCastException"),
    ({None: 1}, "java.lang.NullPointerException"),
]


@pytest.mark.parametrize(("value", "java_class"), BROKEN)
def test_what_json_smart_cannot_write(value: Any, java_class: str) -> None:
    for text in (to_json, array_text):
        with pytest.raises(JavaError) as failed:
            text([value])
        assert failed.value.java_class == java_class


@pytest.mark.parametrize("kind", [list, ArrayList])
def test_a_list_in_itself(kind: type[list[Any]]) -> None:
    value = kind()
    value.append(value)
    with pytest.raises(JavaError) as failed:
        to_json(value)
    assert failed.value.java_class == "java.lang.StackOverflowError"


@pytest.mark.parametrize("levels", [254, 255, 400, 450])
def test_many_levels(levels: int) -> None:
    value: list[Any] = []
    for _ in range(levels - 1):
        value = [value]
    assert to_json(value) == "[" * levels + "]" * levels


texts = st.text(max_size=20) | st.text(alphabet='"\\/\n\x1f\x7f\x85£é\u2003€–\ud800\U0001f600u0e.19', max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(texts, inner, max_size=5),
    max_leaves=20,
)
powers_of_two = [math.ldexp(1, exponent) for exponent in range(-80, 80)]


@batch(200, 3000)
def test_both_ways_write_the_same(count: int) -> None:
    @settings(max_examples=count, deadline=None, derandomize=True)
    @given(value=values)
    def write_the_same(value: Any) -> None:
        # An ArrayList keeps the value from orjson.
        assert to_json(ArrayList([value])) == f"[{to_json(value)}]"

    write_the_same()


@pytest.mark.parametrize("places", [1, 2, 8, 12])
def test_both_ways_write_the_same_floats(places: int) -> None:
    numbers = [round(number * 1.2345678, places) for number in range(20000)] + powers_of_two
    numbers += [number / 10**places for number in range(1000)]
    for number in numbers:
        assert to_json(ArrayList([number])) == to_json([number])


NARROW = (*range(0x600), *range(0x1F00, 0x2100), *range(0xD780, 0xE080), *range(0xFE80, 0x10000))
UNRECORDED = pytest.mark.unrecorded


@pytest.mark.parametrize("codes", [NARROW, pytest.param(range(0x10000), marks=UNRECORDED)], ids=["edges", "all"])
def test_every_character(oracle: Oracle, codes: Sequence[int]) -> None:
    characters = [chr(code) for code in (*codes, 0x1F600, 0x10FFFF)]
    assert_written_alike(oracle, ["".join(characters[i : i + 64]) for i in range(0, len(characters), 64)])


@pytest.mark.parametrize("end", [0x180, pytest.param(0x10000, marks=UNRECORDED)], ids=["the first", "all"])
def test_each_character_alone(oracle: Oracle, end: int) -> None:
    characters = [chr(code) for code in (*range(end), 0x1F600, 0x10FFFF)]
    assert_written_alike(oracle, [each for each in characters if not "\u2100" < each < "\ud7ff"])


def _random_value(chosen: random.Random, depth: int = 0) -> Any:
    kind = chosen.randrange(5 if depth > 3 else 8)
    if kind == 0:
        return chosen.choice((None, True, False))
    if kind == 1:
        return chosen.choice((1, -1)) * chosen.getrandbits(chosen.choice((3, 31, 32, 63, 64, 90)))
    if kind == 2:
        return round(chosen.uniform(-1, 1) * 10.0 ** chosen.randint(-8, 9), chosen.randint(0, 9))
    if kind < 5:
        return _random_text(chosen)
    if kind == 5:
        return [_random_value(chosen, depth + 1) for _ in range(chosen.randint(0, 5))]
    return {_random_text(chosen): _random_value(chosen, depth + 1) for _ in range(chosen.randint(0, 5))}


def _random_text(chosen: random.Random) -> str:
    return "".join(chosen.choices("ab'\"/\\ \n\t\x7f\x85é€\u2028😀<{[:,1", k=chosen.randint(0, 6)))


def test_random_values(oracle: Oracle) -> None:
    chosen = random.Random(43)
    values = [_random_value(chosen) for _ in range(300)]
    assert_written_alike(oracle, [value for value in values if len(json.dumps(value)) < 400])


def _short(number: float) -> float:
    """A float that JSON text of at most 18 characters holds."""
    rounded = float(f"{number:.8g}")
    return next((one for one in (number, rounded) if len(repr(one)) <= 18), 0.5)  # 1000000000000000.0 stays long


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False).map(_short)
    | texts.map(lambda text: text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(texts, inner, max_size=5),
    max_leaves=20,
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(items=st.lists(json_values, min_size=1, max_size=50))
def test_json_values(live_oracle: Oracle, items: list[Any]) -> None:
    assert_written_alike(live_oracle, items)


EXPRESSIONS = [
    ("$d.m.keySet()", KeySet(SOME_MAP)),
    ("$d.m.values()", MapValues(SOME_MAP)),
    ("$d.l.subList(1, 3)", SubList(SOME_LIST, 1, 2)),
    ("$d.l.iterator()", JavaIterator(SOME_LIST)),
    ("$d.s.split('x')", JavaArray(["", "/y"])),
    ("$d.s.charAt(1)", Character("/")),
    ("$d.s.class", JavaClass("java.lang.String")),
    ("$d.s.split('x').class", JavaClass("[Ljava.lang.String;")),
    ("$d.n.floatValue()", Float(1.5)),
    ("$d.n.byteValue()", Byte(1)),
    ("['a/b', 1]", ArrayList(["a/b", 1])),
    ("[1..3]", ArrayList([1, 2, 3])),
    ("{'a/b': 'x/y', 1: 2}", {"a/b": "x/y", 1: 2}),
    ("$context.x", ContextMap({"b": "a/b", "a": ContextMap({"y": None})})),
    ("$util.parseJson('NaN')", Float("nan")),
    ("$util.parseJson('-1e999')", -INFINITY),
    ("$d.m.entrySet()", EntrySet(SOME_MAP)),
    ("$d.s.getBytes()", JavaArray([1], "byte")),
    ("$d.s.toCharArray()", JavaArray(["x"], "char")),
]


@pytest.mark.parametrize(("expression", "value"), EXPRESSIONS)
def test_other_values(oracle: Oracle, expression: str, value: Any) -> None:
    body = json.dumps({"m": SOME_MAP, "s": "x/y", "l": SOME_LIST, "n": 1.5, "z": [0]})
    template = f"#set($d = $input.path('$'))#set($v = {expression})#set($d.z[0] = $v)$input.json('$.z')|$d.z"
    context = {"x": {"b": "a/b", "a": {"y": None}}}
    (answer,) = oracle.ask([{"template": template, "body": body, "context": context}])
    assert answer.get("output", answer.get("cause")) == written(value)


def written(value: Any) -> str:
    try:
        return f"{to_json([value])}|{array_text([value])}"
    except JavaError as failed:
        return failed.java_class


def assert_written_alike(oracle: Oracle, values: list[Any]) -> None:
    requests = [{"template": "$input.json('$')|$input.path('$')", "body": json.dumps([value])} for value in values]
    differences = []
    for value, answer in zip(values, oracle.ask(requests), strict=True):
        if written(value) != answer.get("output"):
            differences.append((value, written(value), answer))
    assert differences == []
