"""json_smart.parse against json-smart itself: values, classes of numbers, and whole error messages."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.batches import batch
from tests.json_smart.documents import ALPHABET, EDGES, NUMBERS, as_java, mutations
from tests.oracle.client import Oracle
from vtlharness.java.json_text import array_text, to_json
from vtlharness.java.values import java_class
from vtlharness.json_smart import JsonError, parse

CLASSES = "#foreach($v in $input.path('$'))$v.class.name #end"


def test_edges(oracle: Oracle) -> None:
    assert_same(oracle, list(EDGES))


@pytest.mark.parametrize("count", [2000, pytest.param(8000, marks=pytest.mark.unrecorded)])
def test_mutations(oracle: Oracle, count: int) -> None:
    assert_same(oracle, mutations(count, seed=1))


def test_classes_of_numbers(oracle: Oracle) -> None:
    texts = [text for text in (f"[{number}]" for number in NUMBERS) if isinstance(parsed(text), list)]
    assert_same(oracle, texts, CLASSES, classes)


numbers = st.one_of(
    st.integers().map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str),
    st.from_regex(r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,12})?", fullmatch=True),
)
strings = st.text(max_size=20).map(json.dumps) | st.text(max_size=20).map(lambda s: json.dumps(s, ensure_ascii=False))
strict = st.recursive(
    numbers | strings | st.sampled_from(["true", "false", "null"]),
    lambda inner: (
        st.lists(inner, max_size=5).map(lambda items: f"[{','.join(items)}]")
        | st.lists(st.tuples(strings, inner), max_size=5).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
        )
    ),
    max_leaves=20,
)
sloppy = st.text(alphabet=ALPHABET, min_size=1, max_size=30).map(as_java)


@batch(20, 300)
def test_strict(live_oracle: Oracle, count: int) -> None:
    @settings(max_examples=count, deadline=None, derandomize=True)
    @given(texts=st.lists(strict, min_size=1, max_size=50))
    def read_alike(texts: list[str]) -> None:
        assert_same(live_oracle, texts)

    read_alike()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(texts=st.lists(sloppy, min_size=1, max_size=80))
def test_sloppy(live_oracle: Oracle, texts: list[str]) -> None:
    assert_same(live_oracle, texts)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(text=strict)
def test_what_is_written_reads_the_same(text: str) -> None:
    value = parsed(text)
    assert plain(parsed(to_json(value))) == plain(value)
    assert plain(parsed(array_text([value]))) == [plain(value)]


def plain(value: Any) -> Any:
    """As far as writing keeps it: a long Double is read as BigDecimal, infinity is null."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, float | Decimal):
        return None if math.isinf(float(value)) else float(value)
    return value


def parsed(text: str) -> Any:
    try:
        return parse(text)
    except JsonError as refused:
        return refused.message


def shown(value: Any) -> str:
    return '""' if value is None else to_json(value)


def classes(values: Any) -> str:
    return "".join(f"{java_class(value)} " for value in values)


def assert_same(
    oracle: Oracle,
    texts: list[str],
    template: str = "$input.json('$')",
    ours: Callable[[Any], str] = shown,
) -> None:
    differences = []
    for text, answer in zip(texts, oracle.ask([{"template": template, "body": text} for text in texts]), strict=True):
        theirs = answer["output"] if "output" in answer else answer["message"]
        try:
            mine = ours(parse(text))
        except JsonError as refused:
            mine = refused.message
        if mine != theirs:
            differences.append((text, mine, theirs))
    assert differences == []
