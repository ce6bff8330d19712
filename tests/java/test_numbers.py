"""java.numbers and java.number_text: tables by hand; doubles of all sizes and every pair of classes by the oracle."""

from __future__ import annotations

import itertools
import math
import random
import struct
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.java.samples import BODY, SAMPLES, Sample, answered, described, made, outcome, setups
from tests.oracle.client import Oracle
from vtlharness.java import numbers
from vtlharness.java.number_text import double_text, float_text, number_text
from vtlharness.java.scalars import BigInteger, Float, Long
from vtlharness.java.values import JavaError, java_class

TEXTS = [
    (7, "7"),
    (2**200, str(2**200)),
    (1.0, "1.0"),
    (0.1, "0.1"),
    (-0.0, "-0.0"),
    (100.0, "100.0"),
    (9999999.0, "9999999.0"),
    (1e7, "1.0E7"),
    (1e10, "1.0E10"),
    (0.001, "0.001"),
    (0.0001, "1.0E-4"),
    (1e-5, "1.0E-5"),
    (1.1e-5, "1.1E-5"),
    (5e-324, "4.9E-324"),
    (2e-323, "2.0E-323"),
    (2.2250738585072014e-308, "2.2250738585072014E-308"),
    (1e23, "9.999999999999999E22"),  # JDK 19 and Python: 1.0E23
    (1.7976931348623157e308, "1.7976931348623157E308"),
    (math.inf, "Infinity"),
    (-math.inf, "-Infinity"),
    (math.nan, "NaN"),
    (Decimal("1.50"), "1.50"),
    (Decimal("1E+3"), "1E+3"),
    (Decimal("0.0000001"), "1E-7"),
    (Float(0.25), "0.25"),
    (Float(struct.unpack("<f", struct.pack("<f", 1.1))[0]), "1.1"),
    (Long(5), "5"),
]


@pytest.mark.parametrize(("value", "text"), TEXTS)
def test_text(value: Any, text: str) -> None:
    assert number_text(value) == text


def test_text_of_a_very_long_integer() -> None:
    assert number_text(10**5000) == "1" + "0" * 5000


ARITHMETIC: list[tuple[Callable[[Any, Any], Any], Any, Any, Any, str]] = [
    (numbers.add, 1, 2, 3, "java.lang.Integer"),
    (numbers.add, 2**31 - 1, 1, 2**31, "java.lang.Long"),
    (numbers.add, 2**63 - 1, 1, 2**63, "java.math.BigInteger"),
    (numbers.subtract, 2**40, 2**40 - 1, Long(1), "java.lang.Long"),
    (numbers.subtract, 2**63, 1, BigInteger(2**63 - 1), "java.math.BigInteger"),
    (numbers.multiply, 2**31 - 1, 2, 2**32 - 2, "java.lang.Long"),
    (numbers.multiply, -(2**63), -1, -(2**63), "java.lang.Long"),
    (numbers.divide, 7, 2, 3, "java.lang.Integer"),
    (numbers.divide, -7, 2, -3, "java.lang.Integer"),
    (numbers.divide, 7, -2, -3, "java.lang.Integer"),
    (numbers.divide, 7.0, 2, 3.5, "java.lang.Double"),
    (numbers.divide, Decimal("1.00"), Decimal("3"), Decimal("0.33"), "java.math.BigDecimal"),
    (numbers.modulo, -7, 3, -1, "java.lang.Integer"),
    (numbers.modulo, 7, -3, 1, "java.lang.Integer"),
    (numbers.modulo, -(2**70), 7, BigInteger((-(2**70)) % 7), "java.math.BigInteger"),
    (numbers.modulo, -7.5, 2, -1.5, "java.lang.Double"),
    (numbers.add, 0.1, 0.2, 0.30000000000000004, "java.lang.Double"),
    (numbers.add, 2**70, 0.5, Decimal(2**70) + Decimal("0.5"), "java.math.BigDecimal"),
    (numbers.add, "a", 1, "a1", "java.lang.String"),
    (numbers.add, 1.5, "a", "1.5a", "java.lang.String"),
    (numbers.add, "\ud83d", "\ude00", "😀", "java.lang.String"),
]


@pytest.mark.parametrize(("operation", "left", "right", "result", "kind"), ARITHMETIC)
def test_arithmetic(operation: Callable[[Any, Any], Any], left: Any, right: Any, result: Any, kind: str) -> None:
    given_ = operation(left, right)
    assert given_ == result
    assert java_class(given_) == kind


@pytest.mark.parametrize("operation", [numbers.add, numbers.subtract, numbers.multiply, numbers.divide, numbers.modulo])
@pytest.mark.parametrize(("left", "right"), [(1, None), (None, 1), (True, 1), (1, [1])])
def test_what_is_no_number(operation: Callable[[Any, Any], Any], left: Any, right: Any) -> None:
    assert operation(left, right) is None


def test_zero_on_the_right() -> None:
    for zero in (0, 0.0, -0.0, Long(0), BigInteger(0), Decimal("0.00")):
        assert numbers.divide(1, zero) is None
        assert numbers.modulo(1, zero) is None


def test_what_throws() -> None:
    with pytest.raises(JavaError, match="modulus not positive"):
        numbers.modulo(2**70, -7)
    with pytest.raises(JavaError, match="Cannot calculate the modulo of BigDecimals"):
        numbers.modulo(Decimal("1.5"), 2)
    with pytest.raises(JavaError, match="Infinite or NaN"):
        numbers.add(Decimal("1.5"), math.inf)


def test_compare() -> None:
    assert [numbers.compare(1, 2), numbers.compare(2, 2), numbers.compare(3, 2)] == [-1, 0, 1]
    assert numbers.compare(1, 1.0) == 0
    assert numbers.compare(Long(1), BigInteger(1)) == 0
    assert numbers.compare(math.nan, 1) == 0
    assert numbers.compare(Decimal("1.00"), 1) == 0


INTS = st.integers(-(2**31), 2**31 - 1)


@given(INTS, INTS)
def test_integers_divide_as_in_java(left: int, right: int) -> None:
    if right:
        quotient, rest = numbers.divide(left, right), numbers.modulo(left, right)
        assert quotient * right + rest == left
        assert abs(rest) < abs(right)
        assert rest == 0 or (rest < 0) == (left < 0)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_double_text_reads_back(value: float) -> None:
    assert float(double_text(value)) == value


# The oracle


def _doubles() -> list[float]:
    chosen = random.Random(17)
    bits = [chosen.getrandbits(64) for _ in range(3000)]
    bits += [chosen.getrandbits(52) >> chosen.randint(0, 51) for _ in range(1000)]
    values = [struct.unpack("<d", struct.pack("<Q", each))[0] for each in bits]
    values += [2.0**power for power in range(-1074, 1024)]
    values += [float(f"{chosen.randint(1, 9)}e{power}") for power in range(-320, 308)]
    values += [chosen.uniform(0, 10.0 ** chosen.randint(-6, 12)) for _ in range(3000)]
    values += [round(chosen.uniform(0, 10.0 ** chosen.randint(-6, 12)), chosen.randint(0, 10)) for _ in range(3000)]
    values += [chosen.getrandbits(chosen.randint(1, 53)) * 2.0 ** -chosen.randint(1, 60) for _ in range(2000)]
    return values


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.unrecorded)], ids=["a fifth", "all"])
def test_texts_of_doubles(oracle: Oracle, step: int) -> None:
    values = _doubles()[::step]
    bits = [struct.unpack("<q", struct.pack("<d", value))[0] for value in values]
    template = "#set($d=1.5)#foreach($l in $input.path('$'))$d.longBitsToDouble($l.longValue()) #end"
    chunks = [bits[at : at + 500] for at in range(0, len(bits), 500)]
    answers = oracle.ask([{"template": template, "body": str(chunk)} for chunk in chunks])
    texts = [text for answer in answers for text in answer["output"].split()]
    assert [double_text(value) for value in values] == texts


def test_texts_of_floats(oracle: Oracle) -> None:
    chosen = random.Random(23)
    bits = [chosen.getrandbits(31) for _ in range(3000)] + [power << 23 for power in range(255)]
    template = "#set($d=1.5)#set($f=$d.floatValue())#foreach($i in $input.path('$'))$f.intBitsToFloat($i) #end"
    chunks = [bits[at : at + 500] for at in range(0, len(bits), 500)]
    answers = oracle.ask([{"template": template, "body": str(chunk)} for chunk in chunks])
    texts = [text for answer in answers for text in answer["output"].split()]
    assert [float_text(struct.unpack("<f", struct.pack("<I", each))[0]) for each in bits] == texts


def _literal(name: str, text: str, value: Any) -> Sample:
    return Sample(name, f"#set(${name}={text})", lambda payload: value)


OPERANDS = (
    *(sample for sample in SAMPLES if sample.name != "null"),
    _literal("xintmin", "-2147483648", -(2**31)),
    _literal("xminus", "-1", -1),
    _literal("xlongmax", "9223372036854775807", 2**63 - 1),
    _literal("xbigmin", "9223372036854775808", 2**63),
    _literal("xbigminus", "-9223372036854775809", -(2**63) - 1),
    _literal("xbig2", "-99999999999999999999", -99999999999999999999),
    _literal("xtenth", "0.1", 0.1),
    _literal("xlarge", "1.0E20", 1e20),
    _literal("xdouble", "-7.25", -7.25),
    _literal("xzero", "0.0", 0.0),
)
OPERATORS = {
    "+": numbers.add,
    "-": numbers.subtract,
    "*": numbers.multiply,
    "/": numbers.divide,
    "%": numbers.modulo,
}


@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.unrecorded)], ids=["a third", "all"])
def test_operators(oracle: Oracle, step: int) -> None:
    chosen = random.Random(29)
    figures = [sample for sample in OPERANDS if numbers.is_number(made(sample)[0])]
    pairs = [*itertools.product(figures, repeat=2), *(tuple(chosen.choices(OPERANDS, k=2)) for _ in range(400))]
    cases = [(left, operator, right) for left, right in pairs for operator in OPERATORS][::step]
    requests = [
        setups(left, right)
        + f"#set($zr='null')#set($zr={left.reference} {operator} {right.reference})$zr|$zr.class.name"
        for left, operator, right in cases
    ]
    answers = oracle.ask([{"template": request, "body": BODY} for request in requests])
    differing = []
    for (left, operator, right), answer in zip(cases, answers, strict=True):
        ours, javas = outcome(lambda left=left, o=operator, right=right: _applied(left, o, right)), answered(answer)
        both_fail = ours.startswith("ERROR") and javas.startswith("ERROR")
        if ours != javas and not both_fail:
            differing.append((left.name, operator, right.name, ours, javas))
    assert differing == []


def _applied(left: Sample, operator: str, right: Sample) -> str:
    result = OPERATORS[operator](*made(left, right))
    return described("null" if result is None else result)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(width=64), st.floats(width=64)), min_size=20, max_size=20))
def test_double_arithmetic(live_oracle: Oracle, pairs: list[tuple[float, float]]) -> None:
    _assert_same_arithmetic(live_oracle, pairs)


def test_random_double_arithmetic(oracle: Oracle) -> None:
    chosen = random.Random(47)
    edges = (0.0, -0.0, 1.0, -2.5, 1e308, 5e-324, float("inf"), float("-inf"), float("nan"))
    pairs = list(itertools.product(edges, repeat=2))
    pairs += [(_random_double(chosen), _random_double(chosen)) for _ in range(150)]
    _assert_same_arithmetic(oracle, pairs)


def _random_double(chosen: random.Random) -> float:
    return chosen.choice((chosen.uniform(-100, 100), round(chosen.uniform(-9, 9), 2), _of_bits(chosen.getrandbits(64))))


def _of_bits(bits: int) -> float:
    return float(struct.unpack("<d", struct.pack("<Q", bits))[0])


def _assert_same_arithmetic(oracle: Oracle, pairs: list[tuple[float, float]]) -> None:
    operations = "".join(f"#set($z='null')#set($z=$a {operator} $b)$z;" for operator in OPERATORS)
    requests = []
    for left, right in pairs:
        bits = [struct.unpack("<q", struct.pack("<d", each))[0] for each in (left, right)]
        start = "".join(
            f"#set(${name}=$d.longBitsToDouble($input.path('$[{at}]').longValue()))" for at, name in enumerate("ab")
        )
        requests.append({"template": f"#set($d=1.5){start}{operations}", "body": str(bits)})
    for (left, right), answer in zip(pairs, oracle.ask(requests), strict=True):
        results = [operation(left, right) for operation in OPERATORS.values()]
        assert ["null" if result is None else number_text(result) for result in results] == answer["output"].rstrip(
            ";"
        ).split(";")
