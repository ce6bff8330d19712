"""java.equality and java.values: tables by hand; every pair of kinds, and the order of HashMap, by the oracle."""

from __future__ import annotations

import itertools
import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.java.samples import BODY, HASHED_BY_IDENTITY, SAMPLES, Sample, answered, made, outcome, setups
from tests.oracle.client import Oracle
from vtlharness.java import numbers
from vtlharness.java.equality import equals, new_key, stored_key, velocity_equals
from vtlharness.java.hash_codes import hash_code
from vtlharness.java.methods.table import call
from vtlharness.java.scalars import BigInteger, Character, Long
from vtlharness.java.text import text_of
from vtlharness.java.utf16 import length, merged, units
from vtlharness.java.values import ArrayList, ContextMap, HashMap, JavaArray, JavaClass, MapValues, java_class

EQUAL = [(1, 1), ("a", "a"), ([1, "a"], ArrayList([1, "a"])), ({"a": [1]}, HashMap({"a": [1]})), (None, None)]
DIFFERENT: list[tuple[Any, Any]] = [
    (1, Long(1)),
    (1, 1.0),
    (1, True),
    (Long(1), BigInteger(1)),
    ("a", Character("a")),
    (Decimal("1.0"), Decimal("1.00")),
    ([1], [1.0]),
    ({"a": 1}, {"a": True}),
    (0.0, -0.0),
    (JavaArray(["a"]), JavaArray(["a"])),
    ("", None),
]


@pytest.mark.parametrize(("left", "right"), EQUAL)
def test_equal(left: Any, right: Any) -> None:
    assert equals(left, right)
    assert equals(right, left)
    assert hash_code(left) == hash_code(right)


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_different(left: Any, right: Any) -> None:
    assert not equals(left, right)
    assert not equals(right, left)


def test_nan_equals_itself() -> None:
    assert equals(float("nan"), float("nan"))


def test_values_of_a_map_are_one_object() -> None:
    map_ = {"a": 1}
    assert velocity_equals(MapValues(map_), MapValues(map_))
    assert not velocity_equals(MapValues(map_), MapValues({"a": 1}))
    assert equals([MapValues(map_)], [MapValues(map_)])


VELOCITY_EQUAL = [
    (1, 1.0),
    (Long(1), BigInteger(1)),
    (5, "5"),
    ("5", 5),
    (True, "true"),
    ([1], "[1]"),
    ("a", Character("a")),
]


@pytest.mark.parametrize(("left", "right"), VELOCITY_EQUAL)
def test_velocity_equal(left: Any, right: Any) -> None:
    assert velocity_equals(left, right)


@pytest.mark.parametrize(("left", "right"), [("", None), (None, ""), (0, ""), (1, "1.0"), ([1], ["1"])])
def test_velocity_different(left: Any, right: Any) -> None:
    assert not velocity_equals(left, right)


HASHES = [("", 0), ("hello", 99162322), ("polygenelubricants", -(2**31)), (True, 1231), (2**40, 256), (1.5, 1073217536)]


@pytest.mark.parametrize(("value", "code"), HASHES)
def test_hash_code(value: Any, code: int) -> None:
    assert hash_code(value) == code


def test_keys_of_other_classes() -> None:
    assert stored_key(1) in {1: "x"}
    assert stored_key(1.0) not in {1: "x"}
    assert stored_key(True) not in {1: "x"}
    assert stored_key(Character("a")) not in {"a": "x"}
    assert stored_key(["a"]) not in {"a": "x"}


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_different_keys(left: Any, right: Any) -> None:
    map_ = {new_key(left): "left", new_key(right): "right"}
    assert len(map_) == 2
    assert map_[stored_key(left)] == "left"
    assert map_[stored_key(right)] == "right"


@pytest.mark.parametrize(("left", "right"), EQUAL)
def test_equal_keys(left: Any, right: Any) -> None:
    map_ = {new_key(left): "left"}
    map_[new_key(right)] = "right"
    assert map_ == {stored_key(left): "right"}


def test_a_key_keeps_its_hash() -> None:
    key = ArrayList([1])
    map_ = {new_key(key): "x"}
    key.append(2)
    assert stored_key(ArrayList([1])) not in map_
    assert stored_key(key) not in map_
    assert text_of(map_) == "{[1, 2]=x}"
    assert hash_code(map_) == hash_code({"k": "x"}) ^ hash_code("k") ^ hash_code(key)


def test_texts() -> None:
    assert text_of({"a": [{"b": "c/d"}], "e": None}) == '{a=[{"b":"c\\/d"}], e=null}'
    assert text_of(ArrayList([1, "a", None, True, 1.0])) == "[1, a, null, true, 1.0]"
    assert text_of({"c": ContextMap({"a": 1})}) == "{c=}"
    assert text_of(JavaClass("[Ljava.lang.String;")) == "class [Ljava.lang.String;"
    assert JavaClass("[Ljava.lang.String;").simple_name == "String[]"
    items = ArrayList([1])
    items.append(items)
    assert text_of(items) == "[1, (this Collection)]"
    assert java_class(2**31) == "java.lang.Long"


@given(st.text())
def test_units_and_back(text: str) -> None:
    assert merged(units(text)) == text
    assert length(text) == len(units(text))


def test_hash_map_keeps_its_table() -> None:
    map_ = HashMap()
    for number in range(100):
        map_[f"k{number}"] = number
    order = list(map_)
    assert sorted(order) == sorted(f"k{number}" for number in range(100))
    assert order != [f"k{number}" for number in range(100)]
    for number in range(95):
        del map_[f"k{number}"]
    assert list(map_) == [key for key in order if key in map_]


# The oracle


def test_order_of_hash_maps(oracle: Oracle) -> None:
    chosen = random.Random(31)
    requests, expected = [], []
    for _ in range(150):
        names = [
            "".join(chosen.choices("abcdefgAB01-éß€", k=chosen.randint(1, 8))) for _ in range(chosen.randint(1, 60))
        ]
        context: dict[str, Any] = {**dict.fromkeys(names, 1), "requestOverride": {}, "responseOverride": {}}
        ours, template = HashMap(), ""
        for name in context:
            ours[name] = 1
        for _ in range(chosen.choice((0, 3, 30))):
            name = chosen.choice([*names, f"x{chosen.randint(0, 99)}"])
            method, rest = chosen.choice((("remove", ()), ("put", (1,))))
            template += f"#set($q=$context.{method}('{name}'{',1' if rest else ''}))"
            call(ours, method, (name, *rest))
        requests.append({"template": template + "#foreach($k in $context.keySet())$k #end", "context": context})
        expected.append("".join(f"{key} " for key in ours))
    assert [answer["output"] for answer in oracle.ask(requests)] == expected


def test_every_pair(oracle: Oracle) -> None:
    known = [sample for sample in SAMPLES if sample.name != "null"]
    pairs = list(itertools.product(known, repeat=2))
    requests = []
    for left, right in pairs:
        own, other = left.reference, right.reference
        shown = f"#if({own} == {other})E#end#if({own} < {other})L#end#if({own} > {other})G#end {own}.equals({other})"
        hashed = "" if left.name in HASHED_BY_IDENTITY else f" {own}.hashCode()"
        requests.append({"template": f"{setups(left, right)}{shown}{hashed}", "body": BODY})
    differing = []
    for (left, right), answer in zip(pairs, oracle.ask(requests), strict=True):
        ours = outcome(lambda left=left, right=right: _compared(left, right, left.name not in HASHED_BY_IDENTITY))
        if ours != answered(answer):
            differing.append((left.name, right.name, ours, answered(answer)))
    assert differing == []


def _compared(left: Sample, right: Sample, hashed: bool) -> str:
    own, other = made(left, right)
    order = numbers.compare(own, other) if numbers.is_number(own) and numbers.is_number(other) else 0
    shown = ("E" if velocity_equals(own, other) else "") + {-1: "L", 0: "", 1: "G"}[order]
    return f"{shown} {text_of(equals(own, other))}" + (f" {hash_code(own)}" if hashed else "")
