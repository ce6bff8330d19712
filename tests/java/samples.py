"""Values of every kind in a template: how a template makes them, and their Python values."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from vtlharness.java.methods.table import call
from vtlharness.java.scalars import BigInteger, Byte, Character, Float, Long, Short
from vtlharness.java.text import text_of
from vtlharness.java.values import (
    ArrayList,
    Entry,
    EntrySet,
    JavaArray,
    JavaClass,
    JavaError,
    JavaIterator,
    KeySet,
    ListIterator,
    MapValues,
    SubList,
    java_class,
)

_DOCUMENT: dict[str, Any] = {
    "u": "é😀x",
    "t": "\tA b\u00a0\u2003c\n",
    "j": [3, "b", None, {"k": [1]}],
    "e": [],
    "s": ["b", "a", "c"],
    "m": {"a": 1, "b": None, "c": [1, 2]},
    "dec": 0,
    "dec2": 0,
}
_DECIMALS = {"dec": "1.23456789012345678901234567890", "dec2": "-250.500000000000000000000"}
BODY = json.dumps(_DOCUMENT, ensure_ascii=False)
for _name, _digits in _DECIMALS.items():
    BODY = BODY.replace(f'"{_name}": 0', f'"{_name}": {_digits}')

PREPARATION = (
    "#set($text0='abc')#set($long0=5000000000)#set($big0=123456789012345678901234567890)"
    "#set($double0=0.25)#set($int0=4)"
)
"""The variables that the set-up of some samples uses."""


class Payload:
    """The payload of one evaluation: samples that come from it share it, as they do in a template."""

    def __init__(self) -> None:
        self._document = copy.deepcopy(_DOCUMENT)

    def __getitem__(self, key: str) -> Any:
        return Decimal(_DECIMALS[key]) if key in _DECIMALS else self._document[key]


@dataclass(frozen=True)
class Sample:
    """A variable of a template: the text that sets it, and the same value in Python."""

    name: str
    setup: str
    make: Callable[[Payload], Any]

    @property
    def reference(self) -> str:
        return "null" if self.name == "null" else f"${self.name}"


def _literal(name: str, text: str, value: Any) -> Sample:
    return Sample(name, f"#set(${name}={text})", lambda payload: copy.copy(value))


def _from_payload(name: str, tail: str, key: str, make: Callable[[Any], Any]) -> Sample:
    return Sample(name, f"#set(${name}=$input.path('$.{key}'){tail})", lambda payload: make(payload[key]))


SAMPLES = (
    _literal("abc", "'abc'", "abc"),
    _literal("empty", "''", ""),
    _literal("hello", "'Hello, World'", "Hello, World"),
    _literal("b", "'b'", "b"),
    _literal("upper", "'ABC'", "ABC"),
    _literal("digits", "'12'", "12"),
    _literal("number", "' 1.5e3 '", " 1.5e3 "),
    _literal("format", "'%s-%5d'", "%s-%5d"),
    _from_payload("unicode", "", "u", str),
    _from_payload("blank", "", "t", str),
    _literal("i0", "0", 0),
    _literal("i1", "1", 1),
    _literal("i2", "2", 2),
    _literal("i10", "10", 10),
    _literal("im3", "-3", -3),
    _literal("imax", "2147483647", 2147483647),
    _literal("long", "5000000000", 5000000000),
    _literal("longmin", "-9223372036854775808", -(2**63)),
    _literal("longsmall", "$long0.valueOf(7)", Long(7)),
    _literal("big", "123456789012345678901234567890", 123456789012345678901234567890),
    _literal("bigsmall", "$big0.valueOf(9)", BigInteger(9)),
    _literal("bigminus", "$big0.valueOf(-4)", BigInteger(-4)),
    _literal("double", "2.5", 2.5),
    _literal("minuszero", "0.0 * -1.0", -0.0),
    _literal("nan", "$double0.parseDouble('NaN')", float("nan")),
    _literal("infinity", "$double0.parseDouble('Infinity')", float("inf")),
    _literal("doublelong", "12345678.9012", 12345678.9012),
    _from_payload("decimal", "", "dec", lambda value: value),
    _from_payload("decimal2", "", "dec2", lambda value: value),
    _literal("float", "$double0.floatValue()", Float(0.25)),
    _literal("short", "$int0.shortValue()", Short(4)),
    _literal("byte", "$int0.byteValue()", Byte(4)),
    _literal("yes", "true", True),
    _literal("no", "false", False),
    _literal("char", "$text0.charAt(0)", Character("a")),
    _literal("charb", "$text0.charAt(1)", Character("b")),
    _literal("list", "[1,'b',2.5,'b',true]", ArrayList([1, "b", 2.5, "b", True])),
    _literal("range", "[0..3]", ArrayList([0, 1, 2, 3])),
    _from_payload("json", "", "j", lambda value: value),
    _from_payload("strings", "", "s", lambda value: value),
    _from_payload("nothing", "", "e", lambda value: value),
    _from_payload("sublist", ".subList(1,3)", "s", lambda value: SubList(value, 1, 2)),
    _from_payload("map", "", "m", lambda value: value),
    _literal("mapliteral", "{'a':1,'b':'b'}", {"a": 1, "b": "b"}),
    _from_payload("keys", ".keySet()", "m", KeySet),
    _from_payload("values", ".values()", "m", MapValues),
    _from_payload("entries", ".entrySet()", "m", EntrySet),
    _from_payload("entry", ".entrySet().iterator().next()", "m", lambda value: Entry(value, "a")),
    _from_payload("iterator", ".iterator()", "s", JavaIterator),
    _from_payload("listiterator", ".listIterator()", "s", ListIterator),
    _from_payload("subiterator", ".subList(1,3).iterator()", "s", lambda value: ListIterator(SubList(value, 1, 2))),
    _from_payload("keyiterator", ".keySet().iterator()", "m", lambda value: JavaIterator(KeySet(value))),
    Sample("array", "#set($comma='a,b')#set($array=$comma.split(','))", lambda payload: JavaArray(["a", "b"])),
    Sample("chars", "#set($chars=$text0.toCharArray())", lambda payload: JavaArray(map(Character, "abc"), "char")),
    _from_payload("objects", ".toArray()", "s", lambda value: JavaArray(value, "java.lang.Object")),
    _literal("class0", "$text0.class", JavaClass("java.lang.String")),
    Sample("null", "", lambda payload: None),
)
HASHED_BY_IDENTITY = frozenset(
    ("values", "iterator", "listiterator", "subiterator", "keyiterator", "array", "chars", "objects", "class0")
)
"""Samples whose hash differs in every run of Java."""
BY_NAME = {sample.name: sample for sample in SAMPLES}
SIMPLE = tuple(
    BY_NAME[name]
    for name in "abc b i0 i1 i2 im3 i10 char charb unicode null yes big bigsmall double long".split()  # noqa: SIM905
)


def setups(*samples: Sample) -> str:
    """The text that sets all the samples' variables, each once."""
    return PREPARATION + "".join({sample.name: sample.setup for sample in samples}.values())


def made(*samples: Sample) -> list[Any]:
    """The samples' values in Python, over one payload; a sample that occurs twice is one object."""
    payload = Payload()
    values: dict[str, Any] = {}
    return [values.setdefault(sample.name, sample.make(payload)) for sample in samples]


def called(target: Sample, name: str, arguments: tuple[Sample, ...]) -> str:
    """`$target.name(arguments)` here: the text and the class of the result, the target afterwards; or the exception."""
    value, *given = made(target, *arguments)
    return outcome(lambda: f"{described(call(value, name, tuple(given)))}|{text_of(value)}")


def described(value: Any) -> str:
    """The text and class of a result, as a template sees it (null is the empty string)."""
    value = "" if value is None else value
    return f"{text_of(value)}|{java_class(value)}"


def outcome(action: Callable[[], str]) -> str:
    """The result of an action, or the name of the Java exception that it raises."""
    try:
        return _comparable(action())
    except JavaError as error:
        return f"ERROR {error.java_class.rsplit('.', 1)[-1]}"
    except RecursionError:
        return "ERROR StackOverflowError"


def answered(answer: dict[str, Any]) -> str:
    """The oracle's answer in the same form."""
    if "output" in answer:
        return _comparable(answer["output"])
    return "ERROR " + re.split(r"[.$]", answer["cause"])[-1]


def _comparable(text: str) -> str:
    """Hashes of objects differ from run to run; lone surrogates cannot leave the oracle."""
    return re.sub(r"@[0-9a-f]+", "@", text).encode("utf-8", "replace").decode()
