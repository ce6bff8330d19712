"""The names of all methods against Java's own list: each is in the tables here, or is left out for a reason.

public_methods.txt is what PublicMethods.java prints on JDK 17.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

from vtlharness.java.methods.table import METHODS
from vtlharness.java.scalars import BigInteger, Byte, Character, Float, Long, Short
from vtlharness.java.values import (
    ArrayList,
    Entry,
    EntrySet,
    HashMap,
    JavaClass,
    JavaIterator,
    KeySet,
    ListIterator,
    MapValues,
    SubList,
)

FOLDER = Path(__file__).parent
RECORDED = (FOLDER / "public_methods.txt").read_text(encoding="utf-8")
LISTS = {name: set(methods) for name, *methods in map(str.split, RECORDED.splitlines())}
TYPES: dict[str, type] = {
    "java.lang.String": str,
    "java.lang.Integer": int,
    "java.lang.Long": Long,
    "java.lang.Double": float,
    "java.lang.Float": Float,
    "java.lang.Short": Short,
    "java.lang.Byte": Byte,
    "java.lang.Boolean": bool,
    "java.lang.Character": Character,
    "java.math.BigDecimal": Decimal,
    "java.math.BigInteger": BigInteger,
    "java.util.ArrayList": ArrayList,
    "java.util.LinkedHashMap": dict,
    "java.util.HashMap": HashMap,
    "java.util.ArrayList$SubList": SubList,
    "java.util.ArrayList$Itr": JavaIterator,
    "java.util.ArrayList$ListItr": ListIterator,
    "java.util.LinkedHashMap$LinkedKeySet": KeySet,
    "java.util.LinkedHashMap$LinkedValues": MapValues,
    "java.util.LinkedHashMap$LinkedEntrySet": EntrySet,
    "java.util.LinkedHashMap$Entry": Entry,
    "java.util.HashMap$Node": Entry,
    "java.lang.Class": JavaClass,
}

EVERYWHERE = {
    "locks of threads": "notify/0 notifyAll/0 wait/0 wait/1 wait/2",
    "descriptions for class files": "describeConstable/0 resolveConstantDesc/1",
    "make comparators, which a template cannot use": (
        "comparingByKey/0 comparingByKey/1 comparingByValue/0 comparingByValue/1"
    ),
    "streams": "stream/0 parallelStream/0 spliterator/0 chars/0 codePoints/0 lines/0",
    "make unmodifiable collections": (
        "copyOf/1 entry/2 ofEntries/1 of/0 of/1 of/2 of/3 of/4 of/5 of/6 of/7 of/8 of/9 of/10 of/12 of/14 of/16 of/18 "
        "of/20"
    ),
}
"""Methods that no table has, by the reason (docs/fidelity.md#difference-jdk)."""

BY_CLASS = {
    "java.lang.String": {"fills an array of characters": "getChars/4"},
    "java.lang.Integer": {
        "read the properties of the engine's machine": "getInteger/1 getInteger/2",
        "parse a part of a text": "parseInt/4 parseUnsignedInt/4",
    },
    "java.lang.Long": {
        "read the properties of the engine's machine": "getLong/1 getLong/2",
        "parse a part of a text": "parseLong/4 parseUnsignedLong/4",
    },
    "java.lang.Short": {
        "static, and a Short comes from shortValue() only": (
            "compare/2 compareUnsigned/2 decode/1 hashCode/1 parseShort/1 parseShort/2 reverseBytes/1 toString/1 "
            "toUnsignedInt/1 toUnsignedLong/1 valueOf/1 valueOf/2"
        )
    },
    "java.lang.Byte": {
        "static, and a Byte comes from byteValue() and getBytes() only": (
            "compare/2 compareUnsigned/2 decode/1 hashCode/1 parseByte/1 parseByte/2 toString/1 toUnsignedInt/1 "
            "toUnsignedLong/1 valueOf/1 valueOf/2"
        )
    },
    "java.lang.Character": {
        "static, about code points and Unicode": (
            "codePointAt/2 codePointAt/3 codePointBefore/2 codePointBefore/3 codePointCount/3 codePointOf/1 "
            "getDirectionality/1 getName/1 getType/1 highSurrogate/1 isBmpCodePoint/1 isIdeographic/1 isJavaLetter/1 "
            "isJavaLetterOrDigit/1 isMirrored/1 isSpace/1 isSupplementaryCodePoint/1 isSurrogatePair/2 "
            "isUnicodeIdentifierPart/1 isUnicodeIdentifierStart/1 isValidCodePoint/1 lowSurrogate/1 "
            "offsetByCodePoints/3 offsetByCodePoints/5 reverseBytes/1 toChars/1 toChars/3 toCodePoint/2"
        )
    },
    "java.math.BigDecimal": {
        "take a MathContext, which a template cannot make": (
            "abs/1 add/2 divideAndRemainder/2 divideToIntegralValue/2 multiply/2 negate/1 plus/1 pow/2 remainder/2 "
            "round/1 sqrt/1 subtract/2"
        )
    },
    "java.math.BigInteger": {
        "takes a source of random numbers": "probablePrime/2",
        "make arrays that nobody reads": "sqrtAndRemainder/0 toByteArray/0",
    },
}
"""Methods that the table of one class does not have, by the reason."""

NAMES_OF_CLASSES = {
    *("equals/1", "getCanonicalName/0", "getClass/0", "getName/0", "getSimpleName/0", "getTypeName/0", "toString/0")
}
"""All that a template may ask a class for: the rest is reflection."""


def _left_out(name: str) -> set[str]:
    if name == "java.lang.Class":
        return LISTS[name] - NAMES_OF_CLASSES
    reasons = {**EVERYWHERE, **BY_CLASS.get(name, {})}
    return {method for methods in reasons.values() for method in methods.split()}


def _own(kind: type) -> set[str]:
    return {f"{name}/{count}" for name, count in METHODS[kind]}


def test_every_class_is_looked_at() -> None:
    assert list(TYPES) == list(LISTS)


@pytest.mark.parametrize("name", TYPES)
def test_a_method_of_java_is_here_or_named(name: str) -> None:
    assert LISTS[name] - _own(TYPES[name]) - _left_out(name) == set()


@pytest.mark.parametrize("name", TYPES)
def test_a_named_method_is_not_here(name: str) -> None:
    assert _own(TYPES[name]) & _left_out(name) == set()


@pytest.mark.parametrize("name", BY_CLASS)
def test_a_named_method_is_one_of_java(name: str) -> None:
    assert {method for methods in BY_CLASS[name].values() for method in methods.split()} <= LISTS[name]


@pytest.mark.parametrize("name", TYPES)
def test_a_name_here_is_one_of_java(name: str) -> None:
    methods = LISTS[name]
    if TYPES[name] is int:  # the table of all integers
        methods = methods | LISTS["java.lang.Long"] | LISTS["java.math.BigInteger"]
    names = {method.partition("/")[0] for method in methods}
    assert {name for name, _ in METHODS[TYPES[name]]} - names == set()


def test_the_list_is_that_of_the_jdk(tmp_path: Path) -> None:
    java = shutil.which("java")
    version = "" if java is None else subprocess.run([java, "-version"], capture_output=True, text=True).stderr
    if java is None or not re.search(r'version "17\.', version):
        pytest.skip("there is no JDK 17")
    source = str(FOLDER / "PublicMethods.java")
    printed = subprocess.run([java, source], capture_output=True, text=True, check=True, cwd=tmp_path).stdout
    assert printed == RECORDED
