"""java.methods.formatter: formats by hand, random ones by the oracle."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest

from tests.batches import batch
from tests.java.samples import BODY, HASHED_BY_IDENTITY, SAMPLES, Sample, answered, made, outcome, setups
from tests.oracle.client import Oracle
from vtlharness.java.methods.formatter import format_text
from vtlharness.java.methods.table import call
from vtlharness.java.scalars import BigInteger, Character, Long
from vtlharness.java.text import text_of
from vtlharness.java.values import JavaError

FORMATS = [
    ("%s and %s", ("a", 1), "a and 1"),
    ("%5d|%-5d|%05d|%,d|%+d|%(d", (42, 42, 42, 1234567, 1, -1), "   42|42   |00042|1,234,567|+1|(1)"),
    ("%x %X %o %x", (255, 255, 8, -1), "ff FF 10 ffffffff"),
    ("%x", (Long(-1),), "ffffffffffffffff"),
    ("%.2f %.0f %f", (1.005, 0.5, 1.0), "1.01 1 1.000000"),
    ("%,.2f", (Decimal("1234567.891"),), "1,234,567.89"),
    ("%e %.3E %g", (12345.678, 0.00012, 0.00012), "1.234568e+04 1.200E-04 0.000120000"),
    ("%b %B %c %C", (None, True, Character("a"), 98), "false TRUE a B"),
    ("%2$s %1$s %<s %s", ("a", "b"), "b a a a"),
    ("%-6.3s|", ("abcdef",), "abc   |"),
    ("100%%%n", (), "100%\n"),
    ("%h %S", ("hello", "x"), "5e918d2 X"),
    ("%a %.3a", (1.5, 1.0), "0x1.8p0 0x1.000p0"),
    ("%.0a %.3a", (5e-324, 1.7976931348623157e308), "0x1.0p-1074 0x1.000p1024"),
    ("%.1a %.2a %.1a %a", (1.96875, -1.001, 0.0, 0.0), "0x1.0p1 -0x1.00p0 0x0.0p0 0x0.0p0"),
    ("%#08x|%#(010X|%#o", (BigInteger(-4), BigInteger(-255), BigInteger(8)), "-0x00004|(0X0000FF)|010"),
    ("%012a|%+012a|%019.5a", (1.5, 1.5, 2.5), "0x000001.8p0|+0x00001.8p0|0x0000000000001.40000p1"),
]


@pytest.mark.parametrize(("pattern", "arguments", "text"), FORMATS)
def test_format(pattern: str, arguments: tuple[Any, ...], text: str) -> None:
    assert format_text(pattern, arguments) == text


ERRORS = [
    ("%q", ("x",), "java.util.UnknownFormatConversionException: Conversion = 'q'"),
    ("%", (), "java.util.UnknownFormatConversionException: Conversion = '%'"),
    ("%s %s", ("x",), "java.util.MissingFormatArgumentException: Format specifier '%s'"),
    ("%d", (1.5,), "java.util.IllegalFormatConversionException: d != java.lang.Double"),
    ("%5.1d", (3,), "java.util.IllegalFormatPrecisionException: 1"),
    ("%-d", (3,), "java.util.MissingFormatWidthException: %-d"),
    ("%0-.9X", (1,), "java.util.MissingFormatWidthException: %-0.9X"),
    ("%1$ -E", (1,), "java.util.MissingFormatWidthException: %- 1$E"),
    ("%1$<s", ("x",), "java.util.MissingFormatArgumentException: Format specifier '%<s'"),
    ("%3$-017.4a", (1.5,), "java.util.IllegalFormatFlagsException: Flags = '-0'"),
    ("%0-14X", (1,), "java.util.IllegalFormatFlagsException: Flags = '-^0'"),
    ("%3$-007.04S", ("x",), "java.util.DuplicateFormatFlagsException: Flags = '0'"),
    ("%3$-7.04S", ("x",), "java.util.MissingFormatArgumentException: Format specifier '%-3$7.4S'"),
    ("%#s", ("x",), "java.util.FormatFlagsConversionMismatchException: Conversion = s, Flags = #"),
]


@pytest.mark.parametrize(("pattern", "arguments", "error"), ERRORS)
def test_error(pattern: str, arguments: tuple[Any, ...], error: str) -> None:
    with pytest.raises(JavaError) as caught:
        format_text(pattern, arguments)
    assert str(caught.value) == error


# The oracle

ARGUMENTS = [sample for sample in SAMPLES if sample.name not in {*HASHED_BY_IDENTITY, "keys"}]
FIGURES = [
    Sample(f"figure{at}", f"#set($figure{at}={text})", lambda payload, value=value: value)
    for at, (text, value) in enumerate(
        (
            ("1.005", 1.005),
            ("0.000123456", 0.000123456),
            ("123456789.987654", 123456789.987654),
            ("-0.5", -0.5),
            ("1.0E20", 1e20),
            ("9.9995", 9.9995),
            ("-1234567", -1234567),
            ("99999.5", 99999.5),
        )
    )
]


def _specifier(chosen: random.Random) -> str:
    index = chosen.choice(("1$", "2$", "3$", "0$", "9$")) if chosen.random() < 0.15 else ""
    flags = "".join(chosen.sample("-#+ 0,(<", chosen.choice((1, 1, 1, 2)))) if chosen.random() < 0.5 else ""
    width = str(chosen.randint(1, 20)) if chosen.random() < 0.5 else ""
    precision = f".{chosen.randint(0, 12)}" if chosen.random() < 0.4 else ""
    return f"%{index}{flags}{width}{precision}{chosen.choice('bBhHsScCdoxXeEfgGaA%nqDdddfffsss')}"


@batch(1000, 20_000)
def test_random_formats(oracle: Oracle, count: int) -> None:
    chosen = random.Random(41)
    cases = []
    for _ in range(count):
        pattern = "".join(
            chosen.choice(("", "a ", "x")) + _specifier(chosen) for _ in range(chosen.choice((1, 1, 2, 3)))
        )
        cases.append(
            (pattern, tuple(chosen.choices([*ARGUMENTS, *FIGURES, *FIGURES], k=chosen.choice((0, 1, 1, 2, 3)))))
        )
    requests = []
    for pattern, arguments in cases:
        given = "".join(f",{sample.reference}" for sample in arguments)
        template = f"{setups(*arguments)}$text0.format($pattern{given})"
        requests.append({"template": template, "body": BODY, "vars": {"pattern": pattern}})
    differing = []
    for (pattern, arguments), answer in zip(cases, oracle.ask(requests), strict=True):
        ours = outcome(lambda p=pattern, a=arguments: text_of(call("", "format", (p, *made(*a)))))
        if ours != answered(answer):
            differing.append((pattern, [sample.name for sample in arguments], ours, answered(answer)))
    assert differing == []
